"""The audit: found, read, taken along."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reports import actions
from reports.admin import decisions
from reports.models import Decision
from tests.reports.desks import PASSWORD, PLACE, at_the_desk, held, moderator_of, named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

AUDIT = "/admin/reports/decision/"
HEAD = "day moderator verdict reason judged_harmless report_counted_too days_waited undone report".split()


@pytest.fixture
def senior() -> User:
    return moderator_of("Senior", "sen")


@pytest.fixture
def audit(senior: User) -> Client:
    """Three decisions of two moderators."""
    ana = moderator_of("Moderator", "ana")
    first, second = held(2)
    actions.reject_report(report=first.pk, moderator=ana, reason="abuse")
    actions.accept_report(report=second.pk, moderator=senior)
    actions.accept_story(report=named().pk, moderator=ana, cleared=[PLACE])
    return at_the_desk(senior)


def found(audit: Client, **query: Any) -> list[str]:
    return sorted(one.verdict for one in audit.get(AUDIT, query).context["cl"].result_list)


@pytest.mark.parametrize(
    ("query", "verdicts"),
    [
        ({}, ["accept_report", "accept_story", "reject_report"]),
        ({"q": "ana"}, ["accept_story", "reject_report"]),
        ({"q": "accept_report"}, ["accept_report"]),
        ({"q": "abuse"}, ["reject_report"]),
        ({"q": "nobody"}, []),
        ({"verdict": "accept_story"}, ["accept_story"]),
        ({"reason": "abuse"}, ["reject_report"]),
        ({"day__year": "2001"}, []),
    ],
)
def test_a_decision_is_found_by_moderator_verdict_reason_and_day(
    audit: Client, query: dict[str, str], verdicts: list[str]
) -> None:
    assert found(audit, **query) == verdicts


def test_a_decision_is_found_by_its_report(audit: Client) -> None:
    report = Decision.objects.get(verdict="accept_story").report
    assert found(audit, q=str(report)) == ["accept_story"]


def test_the_start_of_a_report_leads_to_all_that_was_decided_about_it(audit: Client) -> None:
    report = Decision.objects.get(verdict="reject_report").report
    assert f'<a href="?q={report}">{str(report)[:8]}…</a>' in audit.get(AUDIT).content.decode()


def exported(audit: Client, **query: Any) -> list[list[str]]:
    answer: Any = audit.get(f"{AUDIT}export/", query)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(b"".join(answer).decode())))


def test_the_export_holds_every_decision(audit: Client) -> None:
    head, *rows = exported(audit)
    assert head == HEAD
    day = str(Decision.objects.all()[0].day)
    keys = {one.verdict: str(one.report) for one in Decision.objects.all()}
    assert sorted(rows) == [
        [day, "ana", "accept_story", "", "name", "yes", "0", "no", keys["accept_story"]],
        [day, "ana", "reject_report", "abuse", "", "no", "0", "no", keys["reject_report"]],
        [day, "sen", "accept_report", "", "", "no", "0", "no", keys["accept_report"]],
    ]


def test_the_export_holds_what_the_list_shows(audit: Client) -> None:
    assert [row[2] for row in exported(audit, verdict="accept_story")] == ["verdict", "accept_story"]


def test_a_withdrawal_stands_in_it_without_a_name(audit: Client) -> None:
    Decision.objects.all().delete()
    Decision.objects.create(report="11111111-1111-4111-8111-111111111111", verdict="withdrawn")
    assert [row[1:7] for row in exported(audit)][1:] == [["", "withdrawn", "", "", "no", ""]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_like_a_formula(senior: User, start: str) -> None:
    name = f"{start}cmd"
    moderator = User.objects.create_superuser(name, password=PASSWORD)
    actions.accept_report(report=held(1)[0].pk, moderator=moderator)
    assert [row[1] for row in exported(at_the_desk(senior))][1:] == [f"'{name}"]


@pytest.mark.parametrize("query", ["undone__exact=x", "day__gte=x", "report=x", "nothing=1"])
def test_the_export_is_refused_where_the_list_would_be(audit: Client, query: str) -> None:
    assert (audit.get(f"{AUDIT}?{query}").status_code, audit.get(f"{AUDIT}export/?{query}").status_code) == (302, 400)


def test_the_export_is_sent_in_lines(audit: Client) -> None:
    """However long the audit is, no more than a line stands in memory."""
    answer: Any = audit.get(f"{AUDIT}export/")
    assert answer.streaming is True
    assert len(list(answer)) == 4


def test_its_columns_are_the_cells_of_its_rows(audit: Client) -> None:
    assert {len(cells) for cells in decisions._rows(Decision.objects.all())} == {len(HEAD)}
