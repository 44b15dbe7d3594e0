"""The moderators' desk: what waits, what is decided, and what is left of it."""

import pytest
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client

from reports import actions
from reports.models import Decision, PublishedStory, Report, Statistic
from tests.reports.making import facts, refresh, send, send_and_refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

DESK = "/admin/reports/report/"


@pytest.fixture
def moderator() -> User:
    return User.objects.create_superuser("moderator", password="correct horse battery")


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def held(count: int = 1) -> list[Report]:
    reports = [report for report, _ in send(count)]
    Report.objects.update(standing="held", held_because=["many reports on this code from one contributor"])
    return reports


def messages(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]  # type: ignore[attr-defined]


class TestDeciding:
    def test_an_accepted_report_counts_and_leaves_an_audit_row(self, moderator: User) -> None:
        report = held()[0]
        assert actions.accept_report(report=report.pk, moderator=moderator) == "86320"
        report.refresh_from_db()
        assert (report.standing, report.held_because) == ("counted", [])
        decision = Decision.objects.get()
        assert (decision.report, decision.verdict, decision.moderator) == (report.pk, "accept_report", moderator)

    def test_a_rejected_report_leaves_the_figures_with_its_story(self, moderator: User) -> None:
        reports = send_and_refresh(6, story="Bundled again.")
        for report, _ in reports:
            actions.accept_story(report=report.pk, moderator=moderator)
        refresh()
        assert len(PublishedStory.objects.texts("86320")) == 6
        actions.reject_report(report=reports[0][0].pk, moderator=moderator, reason="made_up")
        assert len(PublishedStory.objects.texts("86320")) == 5
        refresh()
        assert Statistic.objects.of("86320").reports == 5  # type: ignore[union-attr]
        assert Decision.objects.filter(verdict="reject_report").get().reason == "made_up"

    def test_what_could_identify_a_person_is_deleted_with_the_rejection(self, moderator: User) -> None:
        report = send(1, story="They told her neighbor.")[0][0]
        actions.reject_report(report=report.pk, moderator=moderator, reason="identifies_a_person")
        report.refresh_from_db()
        assert (report.standing, report.story, report.story_state) == ("rejected", "", "none")

    def test_a_refused_story_is_taken_down_and_its_report_still_counts(self, moderator: User) -> None:
        report = send_and_refresh(5, story="Bundled again.")[0][0]
        actions.accept_story(report=report.pk, moderator=moderator)
        refresh()
        actions.refuse_story(report=report.pk, moderator=moderator)
        assert PublishedStory.objects.texts("86320") == []
        refresh()
        assert Statistic.objects.of("86320").reports == 5  # type: ignore[union-attr]

    def test_nothing_is_decided_twice(self, moderator: User) -> None:
        report = send(1, story="One.")[0][0]
        actions.accept_story(report=report.pk, moderator=moderator)
        actions.reject_report(report=report.pk, moderator=moderator, reason="abuse")
        with pytest.raises(actions.Undecidable):
            actions.accept_story(report=report.pk, moderator=moderator)
        with pytest.raises(actions.Undecidable):
            actions.reject_report(report=report.pk, moderator=moderator, reason="abuse")
        actions.accept_report(report=report.pk, moderator=moderator)
        with pytest.raises(actions.Undecidable):
            actions.accept_report(report=report.pk, moderator=moderator)
        assert Decision.objects.count() == 3

    def test_a_story_that_is_not_there_cannot_be_decided(self, moderator: User) -> None:
        report = send(1)[0][0]
        with pytest.raises(actions.Undecidable):
            actions.accept_story(report=report.pk, moderator=moderator)
        with pytest.raises(actions.Undecidable):
            actions.refuse_story(report=report.pk, moderator=moderator)

    def test_a_withdrawn_report_cannot_be_decided(self, moderator: User) -> None:
        report, receipt = send(1)[0]
        key = report.pk
        actions.withdraw_report(receipt=receipt)
        with pytest.raises(actions.Undecidable, match="withdrawn"):
            actions.accept_report(report=key, moderator=moderator)


class TestDesk:
    def test_it_opens_on_what_waits_with_the_counts_on_top(self, desk: Client) -> None:
        held(1)
        send(1, story="Read me.", contributor="b")
        send(3, contributor="c")
        page = desk.get(DESK)
        assert page.context["cl"].result_count == 2
        names = ("stories_waiting", "reports_held", "reports_counted", "reports_rejected")
        assert [page.context[name] for name in names] == [1, 1, 4, 0]
        text = page.content.decode()
        assert "many reports on this code from one contributor" in text
        assert "a look at its story" in text

    @pytest.mark.parametrize(("queue", "count"), [("stories", 1), ("held", 1), ("all", 5), ("", 2)])
    def test_the_queue_has_its_parts(self, desk: Client, queue: str, count: int) -> None:
        held(1)
        send(1, story="Read me.", contributor="b")
        send(3, contributor="c")
        assert desk.get(DESK, {"queue": queue} if queue else {}).context["cl"].result_count == count

    @pytest.mark.parametrize(
        ("button", "standing", "story_state"),
        [
            ("_accept_story", "held", "accepted"),
            ("_refuse_story", "held", "refused"),
            ("_accept_report", "counted", "waiting"),
        ],
    )
    def test_one_button_one_decision_then_the_next_of_the_queue(
        self, desk: Client, moderator: User, button: str, standing: str, story_state: str
    ) -> None:
        report, _ = actions.submit_report(facts=facts(story="Read me."), contributor="a")
        Report.objects.update(standing="held")
        page = desk.post(f"{DESK}{report.pk}/change/", {button: "1"})
        report.refresh_from_db()
        assert (page.status_code, page["Location"]) == (302, f"{DESK}{report.pk}/change/")
        assert (report.standing, report.story_state) == (standing, story_state)
        assert Decision.objects.get().moderator == moderator

    def test_after_the_last_one_the_queue_is_shown(self, desk: Client) -> None:
        report = held()[0]
        page = desk.post(f"{DESK}{report.pk}/change/", {"_reject_report": "1", "reason": "abuse"})
        assert (page.status_code, page["Location"]) == (302, DESK)
        assert Report.objects.get().standing == "rejected"

    @pytest.mark.parametrize("reason", ["", "because"])
    def test_a_rejection_without_a_reason_changes_nothing(self, desk: Client, reason: str) -> None:
        report = held()[0]
        page = desk.post(f"{DESK}{report.pk}/change/", {"_reject_report": "1", "reason": reason}, follow=True)
        assert messages(page) == ["Choose a reason for the rejection; nothing was changed."]  # type: ignore[arg-type]
        bulk = {"action": "reject_reports", "_selected_action": [str(report.pk)], "reason": reason}
        desk.post(DESK, bulk)
        assert (Report.objects.get().standing, Decision.objects.count()) == ("held", 0)

    @pytest.mark.parametrize(
        ("action", "fields"),
        [
            ("accept_reports", {"standing": "counted"}),
            ("reject_reports", {"standing": "rejected"}),
            ("accept_stories", {"story_state": "accepted"}),
            ("refuse_stories", {"story_state": "refused"}),
        ],
    )
    def test_many_are_decided_at_once(self, desk: Client, action: str, fields: dict[str, str]) -> None:
        send(3, story="Read me.")
        Report.objects.update(standing="held")
        keys = [str(key) for key in Report.objects.values_list("pk", flat=True)]
        page = desk.post(DESK, {"action": action, "_selected_action": keys, "reason": "abuse"}, follow=True)
        assert messages(page)[0].startswith("3 ")  # type: ignore[arg-type]
        assert Report.objects.filter(**fields).count() == 3
        assert Decision.objects.count() == 3

    def test_who_comes_second_is_told(self, desk: Client, moderator: User) -> None:
        report = held()[0]
        actions.accept_report(report=report.pk, moderator=moderator)
        page = desk.post(f"{DESK}{report.pk}/change/", {"_accept_report": "1"}, follow=True)
        assert messages(page) == ["This report is counted already."]  # type: ignore[arg-type]
        assert Decision.objects.count() == 1

    def test_facts_are_read_only_and_the_receipt_is_not_shown(self, desk: Client) -> None:
        report = send(1, story="Read me.")[0][0]
        text = desk.get(f"{DESK}{report.pk}/change/").content.decode()
        assert report.receipt_digest not in text
        assert 'name="code"' not in text
        assert desk.post(f"{DESK}{report.pk}/change/", {"code": "84165", "_save": "Save"}).status_code == 403
        assert Report.objects.get().code == "86320"

    @pytest.mark.parametrize("key", ["nonsense", "11111111-1111-4111-8111-111111111111"])
    def test_a_report_that_is_not_there_cannot_be_decided(self, desk: Client, key: str) -> None:
        assert desk.post(f"{DESK}{key}/change/", {"_accept_report": "1"}).status_code == 403

    def test_nothing_is_added_or_deleted_here(self, desk: Client) -> None:
        report = send(1)[0][0]
        assert desk.get(f"{DESK}add/").status_code == 403
        assert desk.post(f"{DESK}{report.pk}/delete/", {"post": "yes"}).status_code == 403

    def test_who_may_only_look_decides_nothing(self, client: Client) -> None:
        reader = User.objects.create_user("reader", password="correct horse battery", is_staff=True)
        reader.user_permissions.add(Permission.objects.get(codename="view_report"))
        client.force_login(reader)
        report = held()[0]
        assert client.get(f"{DESK}{report.pk}/change/").status_code == 200
        client.post(f"{DESK}{report.pk}/change/", {"_accept_report": "1"})
        client.post(DESK, {"action": "accept_reports", "_selected_action": [str(report.pk)]})
        assert (Report.objects.get().standing, Decision.objects.count()) == ("held", 0)

    def test_the_audit_is_read_never_written(self, desk: Client, moderator: User) -> None:
        actions.accept_report(report=held()[0].pk, moderator=moderator)
        decision = Decision.objects.get()
        assert desk.get("/admin/reports/decision/").status_code == 200
        assert desk.get("/admin/reports/decision/add/").status_code == 403
        assert desk.post(f"/admin/reports/decision/{decision.pk}/change/", {"reason": "abuse"}).status_code == 403
        assert desk.post(f"/admin/reports/decision/{decision.pk}/delete/", {"post": "yes"}).status_code == 403
