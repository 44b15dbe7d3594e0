"""Moderators for tests, and what they press."""

from typing import Any, Final

from django.contrib.auth.models import Group, User
from django.test import Client

from reports import actions
from reports.models import Report
from tests.reports.making import send

DESK: Final = "/admin/reports/report/"
NAMED: Final = "Dr. Okafor: records sent, and Aetna paid."
PLACE: Final = "4-10"  # of the name
PASSWORD: Final = "correct horse battery"


def moderator_of(role: str, name: str = "") -> User:
    """A new account with a role: Moderator, Senior or Administrator."""
    actions.make_roles()
    user = User.objects.create_user(name or role.lower(), password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def at_the_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def held(count: int = 1, **changes: Any) -> list[Report]:
    reports = [report for report, _ in send(count, **changes)]
    keys = [report.pk for report in reports]
    Report.objects.filter(pk__in=keys).update(
        standing="held", held_because=["many reports on this code from one contributor"]
    )
    return [Report.objects.get(pk=key) for key in keys]


def named() -> Report:
    return send(1, story=NAMED)[0][0]


def page_of(report: Report) -> str:
    return f"{DESK}{report.pk}/change/"


def press(desk: Client, report: Report, decision: str, **typed: Any) -> Any:
    """Sends the form of a report as it was when `report` was read."""
    return desk.post(page_of(report), {"decision": decision, "seen": report.revision, **typed})


def messages(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]
