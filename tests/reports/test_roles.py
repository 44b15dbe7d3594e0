"""Who may do what at the desk: every role before every address, by GET and by POST."""

import re
from typing import Any, Final

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from reports import actions
from reports.models import Decision, Report
from tests.reports.desks import DESK, PASSWORD, at_the_desk, held, messages, moderator_of, page_of, press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

ROLES: Final = ("Moderator", "Senior", "Administrator")
ALL, SENIORS, ADMINISTRATORS = ROLES, ROLES[1:], ROLES[2:]
READS: Final = {
    DESK: ALL,
    f"{DESK}?queue=all": ALL,
    "/admin/reports/": ALL,
    "/admin/password_change/": ALL,
    "/admin/second-factor/": ALL,
    "/admin/reports/decision/": SENIORS,
    "/admin/reports/decision/export/": SENIORS,
    "/admin/admin/logentry/": SENIORS,
    "/admin/auth/user/": ADMINISTRATORS,
    "/admin/auth/user/add/": ADMINISTRATORS,
    "/admin/auth/group/": ADMINISTRATORS,
    "/admin/auth/group/add/": (),
    f"{DESK}add/": (),
    "/admin/reports/decision/add/": (),
    "/admin/admin/logentry/add/": (),
}
NEVER_WRITTEN: Final = ("/admin/reports/decision/add/", "/admin/admin/logentry/add/", f"{DESK}add/")
NEW: Final = {"password1": "another long phrase", "password2": "another long phrase", "usable_password": "true"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", READS)
def test_a_role_reads_what_it_needs_and_nothing_else(role: str, path: str) -> None:
    assert at_the_desk(moderator_of(role)).get(path).status_code == (200 if role in READS[path] else 403)


@pytest.mark.parametrize("path", READS)
def test_nobody_reads_anything_without_signing_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("path", READS)
def test_an_account_that_is_not_of_the_staff_reads_nothing(path: str) -> None:
    user = moderator_of("Administrator")
    User.objects.update(is_staff=False)
    assert at_the_desk(user).get(path).status_code == 302


def crumbs_of(html: str) -> str:
    """The words of the line that says where one is, empty where there is none."""
    _, _, line = html.partition('<div class="breadcrumbs">')
    words = re.sub("<[^>]+>", "", line.partition("</div>")[0]).replace("\u203a", ">")
    return " ".join(words.split())


def test_every_page_below_a_list_says_so_in_the_words_of_the_desk() -> None:
    report = held(1)[0]
    line = actions.write_correction(about="/codes/86320/", words="It was wrong.")
    root = User.objects.create_superuser("root", password=PASSWORD)
    correction, account = f"/admin/reports/correction/{line.pk}/", f"/admin/auth/user/{root.pk}/"
    page = f"/codes/86320/, {line.day}"
    said = {
        page_of(report): f"Queue > {report.code}",
        f"{correction}change/": f"Corrections > {page}",
        f"{correction}delete/": f"Corrections > {page} > Delete",
        f"{correction}history/": f"Corrections > {page} > History",
        "/admin/reports/correction/add/": "Corrections > Add correction",
        f"{account}change/": "Accounts > root",
        f"{account}password/": "Accounts > root > Password",
        **dict.fromkeys((DESK, "/admin/reports/", "/admin/password_change/", "/admin/second-factor/"), ""),
    }
    desk = at_the_desk(root)
    assert {path: crumbs_of(desk.get(path).content.decode()) for path in said} == said


def test_who_may_not_read_a_list_is_not_led_to_it() -> None:
    user = User.objects.create_user("adds", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_correction"))
    html = at_the_desk(user).get("/admin/reports/correction/add/").content.decode()
    assert crumbs_of(html) == "Corrections > Add correction"
    assert 'href="/admin/reports/correction/"' not in html


def test_an_administrator_gives_another_a_new_password() -> None:
    ana, desk = moderator_of("Moderator", "ana"), at_the_desk(moderator_of("Administrator"))
    path = f"/admin/auth/user/{ana.pk}/password/"
    assert "tell it to nobody but ana" in desk.get(path).content.decode()
    typed = {"password1": "a new long phrase", "password2": "a new long phrase", "set-password": ""}
    assert desk.post(path, {**typed, "password2": "another"}).status_code == 200
    assert desk.post(path, typed).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password("a new long phrase")


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_every_role_decides_and_undoes_its_own(role: str) -> None:
    user = moderator_of(role) if role else User.objects.create_superuser("root", password=PASSWORD)
    desk, report = at_the_desk(user), held(1)[0]
    press(desk, report, "accept_report")
    assert Report.objects.get().standing == "counted"
    desk.post(f"{DESK}undo/", {"undo": Decision.objects.get().pk})
    assert Report.objects.get().standing == "held"


@pytest.mark.parametrize("role", ROLES)
def test_what_was_passed_on_is_decided_by_a_senior(role: str) -> None:
    report = held(1)[0]
    actions.escalate(report=report.pk, moderator=moderator_of("Moderator", "asking"), reason="not_sure")
    report.refresh_from_db()
    press(at_the_desk(moderator_of(role)), report, "accept_report")
    assert Report.objects.get().standing == ("counted" if role in SENIORS else "held")


@pytest.mark.parametrize("role", ROLES)
def test_the_decision_of_another_is_undone_by_a_senior(role: str) -> None:
    decided = actions.accept_report(report=held(1)[0].pk, moderator=moderator_of("Moderator", "other"))
    at_the_desk(moderator_of(role)).post(f"{DESK}undo/", {"undo": decided.decision})
    assert Report.objects.get().standing == ("held" if role in SENIORS else "counted")


def test_who_may_only_look_decides_nothing() -> None:
    reader = User.objects.create_user("reader", password=PASSWORD, is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_report"))
    desk, report = at_the_desk(reader), held(1)[0]
    page = desk.get(page_of(report))
    assert (page.status_code, "accept_report" in page.content.decode()) == (200, False)
    assert press(desk, report, "accept_report").status_code == 403
    assert desk.post(f"{DESK}undo/", {"undo": "1"}).status_code == 403
    desk.post(DESK, {"action": "accept_report", "_selected_action": [str(report.pk)]})
    assert (Report.objects.get().standing, Decision.objects.count()) == ("held", 0)


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_the_audit_is_written_by_nobody(role: str) -> None:
    user = moderator_of(role) if role else User.objects.create_superuser("root", password=PASSWORD)
    decided = actions.accept_report(report=held(1)[0].pk, moderator=user)
    desk = at_the_desk(user)
    row = f"/admin/reports/decision/{decided.decision}"
    body = {"reason": "abuse", "post": "yes", "action": "delete_selected", "_selected_action": [decided.decision]}
    for path in (f"{row}/change/", f"{row}/delete/", *NEVER_WRITTEN):
        assert desk.post(path, body).status_code == 403
    desk.post("/admin/reports/decision/", body)
    assert list(Decision.objects.values_list("reason", "undone")) == [("", False)]


class TestRoles:
    def test_a_command_makes_them(self) -> None:
        Group.objects.all().delete()
        call_command("make_roles")
        assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)

    def test_making_them_again_changes_nothing_and_keeps_what_was_added(self) -> None:
        actions.make_roles()
        extra = Permission.objects.get(codename="delete_user")
        Group.objects.get(name="Administrator").permissions.add(extra)
        before = set(Group.objects.values_list("name", "permissions"))
        actions.make_roles()
        assert set(Group.objects.values_list("name", "permissions")) == before

    def test_each_higher_one_may_all_that_the_lower_may(self) -> None:
        actions.make_roles()
        rights = [set(Group.objects.get(name=role).permissions.values_list("codename", flat=True)) for role in ROLES]
        assert rights[0] < rights[1] < rights[2]
        assert rights[0] == {"view_report", "decide", "view_objection", "change_objection"}
        assert rights[1] - rights[0] == {"decide_escalated", "view_decision", "export_decision"}

    def test_every_permission_named_exists(self) -> None:
        actions.make_roles()
        assert Group.objects.get(name="Administrator").permissions.count() == 15


class TestAccounts:
    @pytest.fixture
    def administrator(self) -> Client:
        return at_the_desk(moderator_of("Administrator"))

    def form(self, user: User, **changes: Any) -> dict[str, Any]:
        return {
            "username": user.username,
            "date_joined_0": "2026-01-01",
            "date_joined_1": "00:00:00",
            "is_active": "on",
            **changes,
        }

    def test_an_administrator_gives_a_role(self, administrator: Client) -> None:
        user = User.objects.create_user("new", password=PASSWORD)
        group = Group.objects.get(name="Moderator")
        administrator.post(f"/admin/auth/user/{user.pk}/change/", self.form(user, is_staff="on", groups=[group.pk]))
        user = User.objects.get(pk=user.pk)
        assert (user.is_staff, user.has_perm("reports.decide")) == (True, True)

    def test_an_administrator_makes_no_superuser(self, administrator: Client) -> None:
        user = moderator_of("Moderator")
        right = Permission.objects.get(codename="delete_user")
        body = self.form(user, is_staff="on", is_superuser="on", user_permissions=[right.pk])
        assert administrator.post(f"/admin/auth/user/{user.pk}/change/", body).status_code == 302
        user = User.objects.get(pk=user.pk)
        assert (user.is_superuser, user.user_permissions.count()) == (False, 0)

    def test_an_administrator_gives_no_group_that_is_no_role(self, administrator: Client) -> None:
        user = User.objects.create_user("new", password=PASSWORD)
        theirs, other = Group.objects.create(name="theirs"), Group.objects.create(name="other")
        user.groups.add(theirs)
        address = f"/admin/auth/user/{user.pk}/change/"
        page: Any = administrator.get(address)
        offered = page.context["adminform"].form.fields["groups"].queryset
        assert sorted(offered.values_list("name", flat=True)) == sorted([*ROLES, "theirs"])
        assert "other" in administrator.post(address, self.form(user, groups=[theirs.pk, other.pk])).content.decode()
        assert list(user.groups.all()) == [theirs]

    @pytest.mark.parametrize("path", ["add/", "{}/change/", "{}/delete/"])
    def test_an_administrator_makes_or_changes_no_role(self, administrator: Client, path: str) -> None:
        role = Group.objects.get(name="Administrator")
        role.permissions.add(*Permission.objects.filter(content_type__app_label="auth"))  # as earlier releases gave
        rights = set(role.permissions.values_list("codename", flat=True))
        body = {"name": "Mine", "permissions": list(Permission.objects.values_list("pk", flat=True)), "post": "yes"}
        assert administrator.post(f"/admin/auth/group/{path.format(role.pk)}", body).status_code == 403
        assert sorted(Group.objects.values_list("name", flat=True)) == sorted(ROLES)
        assert set(role.permissions.values_list("codename", flat=True)) == rights

    def test_an_administrator_reads_what_a_role_may(self, administrator: Client) -> None:
        page = administrator.get(f"/admin/auth/group/{Group.objects.get(name='Moderator').pk}/change/")
        assert (page.status_code, 'name="permissions"' in page.content.decode()) == (200, False)

    def test_an_administrator_does_not_touch_a_superuser(self, administrator: Client) -> None:
        self.refuse(administrator, User.objects.create_superuser("root", password=PASSWORD))

    def test_nor_another_administrator(self, administrator: Client) -> None:
        self.refuse(administrator, moderator_of("Administrator", "other"))

    def test_nor_one_that_is_switched_off(self, administrator: Client) -> None:
        other = moderator_of("Administrator", "other")
        User.objects.filter(pk=other.pk).update(is_active=False)
        self.refuse(administrator, other)

    def test_nor_one_whose_rights_a_superuser_gave_without_a_role(self, administrator: Client) -> None:
        other = moderator_of("Moderator", "other")
        other.user_permissions.add(Permission.objects.get(codename="change_user"))
        self.refuse(administrator, other)

    def test_nor_their_own_account_past_the_old_password(self, administrator: Client) -> None:
        self.refuse(administrator, User.objects.get(username="administrator"))

    def refuse(self, administrator: Client, account: User) -> None:
        address = f"/admin/auth/user/{account.pk}"
        changed = self.form(account, username="mine", is_staff="on")
        assert administrator.post(f"{address}/change/", changed).status_code == 403
        assert administrator.post(f"{address}/password/", NEW).status_code == 403
        before = (account.username, account.password)
        account.refresh_from_db()
        assert (account.username, account.password) == before
        assert not LogEntry.objects.exists()

    @pytest.mark.parametrize("role", ["Moderator", "Senior"])
    def test_a_password_set_anew_ends_the_sessions_of_its_account_and_is_noted(
        self, administrator: Client, role: str
    ) -> None:
        account = moderator_of(role)
        desk = at_the_desk(account)
        assert desk.get(DESK).status_code == 200
        administrator.post(f"/admin/auth/user/{account.pk}/password/", NEW)
        assert desk.get(DESK)["Location"].startswith("/admin/login/")
        account.refresh_from_db()
        assert account.check_password(NEW["password1"])
        reading = at_the_desk(moderator_of("Senior", "reading"))
        rows = reading.get("/admin/admin/logentry/").context["cl"].result_list
        noted = [(row.user.username, row.object_repr, row.get_change_message()) for row in rows]
        assert noted == [("administrator", account.username, "Changed password.")]

    def test_what_was_changed_but_an_account_is_not_in_their_log(self, administrator: Client) -> None:
        administrator.post("/admin/reports/correction/add/", {"about": "/", "words": "It was wrong."})
        assert LogEntry.objects.count() == 1
        assert administrator.get("/admin/admin/logentry/").context["cl"].result_count == 0

    def test_a_superuser_may_make_another(self) -> None:
        root = User.objects.create_superuser("root", password=PASSWORD)
        user = User.objects.create_user("new", password=PASSWORD)
        body = self.form(user, is_staff="on", is_superuser="on")
        at_the_desk(root).post(f"/admin/auth/user/{user.pk}/change/", body)
        assert User.objects.get(pk=user.pk).is_superuser

    def test_an_account_that_decided_is_not_deleted(self) -> None:
        """The audit names it; an account is switched off instead."""
        root = User.objects.create_superuser("root", password=PASSWORD)
        user = moderator_of("Moderator")
        actions.accept_report(report=held(1)[0].pk, moderator=user)
        page = at_the_desk(root).post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"})
        assert (page.status_code, User.objects.filter(pk=user.pk).exists()) == (200, True)

    def test_the_list_shows_roles(self, administrator: Client) -> None:
        User.objects.create_superuser("root", password=PASSWORD)
        html = administrator.get("/admin/auth/user/").content.decode()
        assert re.findall(r'<td class="field-roles">([^<]+)</td>', html) == ["Administrator", "Superuser"]
        assert messages(administrator.get("/admin/auth/user/")) == []
