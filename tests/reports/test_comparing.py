"""What the worker finds when it sets new reports beside the others, and what it does about them."""

import datetime
import re
from typing import Any
from unittest.mock import patch

import pytest
import redis
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from reports import actions, tasks
from reports.actions import comparing
from reports.models import Decision, Flag, Report, Standing, StoryState, Tally, Uncompared, today
from tests.reports.making import refresh, send

STORY = (
    "Denied as bundled into the panel although the record shows two sites on two days; we appealed with the "
    "operative note and modifier XU and the plan paid the whole line three weeks later without another word"
)
QUERIES = 16
BURST = "{} reports on this code and payer that day; none before"

pytestmark = pytest.mark.django_db


@pytest.fixture
def holding(settings: Settings) -> None:
    settings.HOLD_BURSTS = True


@pytest.fixture
def moderator() -> User:
    return User.objects.create_user("ana")


def flags() -> list[tuple[str, str]]:
    return list(Flag.objects.order_by("rule", "words").values_list("rule", "words"))


def standings() -> set[str]:
    return set(Report.objects.values_list("standing", flat=True))


def by_many(count: int, **changes: Any) -> list[Report]:
    """Reports, each from a contributor of its own."""
    return [send(contributor=f"label {number}", **changes)[0][0] for number in range(count)]


def test_four_reports_are_no_burst_and_the_fifth_marks_all_of_them() -> None:
    by_many(4)
    assert actions.compare_reports() == frozenset()
    assert flags() == []
    send(contributor="fifth")
    actions.compare_reports()
    assert flags() == [("burst", BURST.format(5))] * 5
    assert standings() == {Standing.COUNTED}


def test_the_reason_grows_with_the_burst_and_stands_once() -> None:
    by_many(5)
    actions.compare_reports()
    send(contributor="sixth")
    actions.compare_reports()
    assert flags() == [("burst", BURST.format(6))] * 6


def test_reports_on_other_payers_and_codes_make_no_burst() -> None:
    for code, payer in (("86320", "aetna"), ("86320", "cigna"), ("84165", "aetna")):
        by_many(2, code=code, payer=payer)
    actions.compare_reports()
    assert flags() == []


def test_a_busy_code_has_busy_days() -> None:
    by_many(60)
    days = [today() - datetime.timedelta(days=1 + at % 20) for at in range(60)]
    for report, day in zip(Report.objects.all(), days, strict=True):
        Report.objects.filter(pk=report.pk).update(received=day)
    Uncompared.objects.all().delete()
    by_many(5)
    actions.compare_reports()
    assert flags() == []


@pytest.mark.usefixtures("holding")
def test_a_burst_is_held_where_bursts_are_and_its_code_is_named() -> None:
    by_many(5)
    assert actions.compare_reports() == frozenset({"86320"})
    assert standings() == {Standing.HELD}
    assert {tuple(report.held_because) for report in Report.objects.all()} == {(BURST.format(5),)}


@pytest.mark.usefixtures("holding")
def test_held_reports_still_make_the_next_wave_a_burst() -> None:
    by_many(5)
    actions.compare_reports()
    by_many(1)
    actions.compare_reports()
    assert standings() == {Standing.HELD}


@pytest.mark.usefixtures("holding")
def test_holding_closes_a_code_that_the_burst_had_opened(reference: None) -> None:
    by_many(5)
    refresh()
    assert Tally.objects.on("86320").whole().get().reports == 5
    actions.compare_reports()
    refresh()
    assert not Tally.objects.filter(code="86320").exists()


@pytest.mark.usefixtures("holding")
def test_what_a_moderator_accepted_is_never_held_again(moderator: User) -> None:
    accepted = by_many(5)[0]
    actions.compare_reports()
    actions.accept_report(report=accepted.pk, moderator=moderator)
    send(contributor="sixth")
    actions.compare_reports()
    assert list(Report.objects.filter(standing=Standing.COUNTED)) == [accepted]
    assert accepted.flags.get().words == BURST.format(5)


@pytest.mark.usefixtures("holding")
def test_a_decision_that_was_undone_protects_no_more() -> None:
    first = by_many(5)[0]
    Decision.objects.create(report=first.pk, verdict=Decision.Verdict.ACCEPT_REPORT, undone=True)
    actions.compare_reports()
    assert standings() == {Standing.HELD}


def test_one_contributor_with_half_of_a_codes_reports_is_marked() -> None:
    send(5, contributor="one", payer="aetna")
    by_many(3, payer="cigna")
    actions.compare_reports()
    assert [words for rule, words in flags() if rule == "share"] == [
        "5 of the 8 reports on this code in 28 days come from one contributor",
    ] * 5


def test_reports_without_a_label_are_nobodys_share() -> None:
    send(6, contributor="")
    actions.compare_reports()
    assert {rule for rule, _ in flags()} == {"burst"}


def tally(**answers: int) -> None:
    """Counted reports on 86320, by what they say: kind=40, m26=38."""
    keys = {
        "reports": ("reports", ""),
        "kind": ("kind", "bundled"),
        "m26": ("modifier", "26"),
        "m91": ("modifier", "91"),
    }
    cells: dict[str, dict[str, int]] = {}
    for name, reports in answers.items():
        field, key = keys[name]
        cells.setdefault(field, {})[key] = reports
    Tally.objects.create(code="86320", reports=answers["reports"], cells=cells)


@pytest.mark.usefixtures("holding")
def test_a_modifier_nobody_else_uses_is_marked_and_never_held() -> None:
    odd, _ = send(modifiers=("91",))[0]
    send(contributor="other", modifiers=("26",))
    tally(reports=42, kind=42, m26=41, m91=1)
    actions.compare_reports()
    assert flags() == [("rarity", "modifier 91: in 0 of 40 other reports")]
    assert odd.flags.get().weight == 1
    assert standings() == {Standing.COUNTED}


def test_a_modifier_that_one_in_twenty_uses_is_nothing_rare() -> None:
    send(modifiers=("91",))
    tally(reports=41, kind=41, m26=38, m91=3)
    actions.compare_reports()
    assert flags() == []


@pytest.mark.usefixtures("holding")
def test_a_copied_story_is_held_and_the_one_that_came_first_is_not() -> None:
    first, _ = send(story=STORY)[0]
    actions.compare_reports()
    copy, _ = send(contributor="other", code="84165", story=STORY.replace("three weeks", "a month"))[0]
    assert actions.compare_reports() == frozenset({"84165"})
    assert flags() == [("copy", "the story nearly repeats that of 1 other report, 1 of them on other codes")]
    assert [first.flags.count(), copy.flags.count()] == [0, 1]
    assert set(Report.objects.values_list("story_state", flat=True)) == {StoryState.WAITING}


def test_a_story_older_than_the_window_is_no_original() -> None:
    send(story=STORY)
    Report.objects.update(received=today() - datetime.timedelta(days=29))
    actions.compare_reports()
    send(contributor="other", story=STORY)
    actions.compare_reports()
    assert flags() == []


def test_a_correction_is_compared_again() -> None:
    send(story=STORY)
    _, receipt = send(contributor="other", story="Appealed and lost.")[0]
    actions.compare_reports()
    assert flags() == []
    actions.correct_report(receipt=receipt, changes={"story": STORY})
    actions.compare_reports()
    assert [rule for rule, _ in flags()] == ["copy"]


def test_a_withdrawn_report_waits_for_nothing() -> None:
    by_many(4)
    _, receipt = send(contributor="gone")[0]
    actions.withdraw_report(receipt=receipt)
    assert Uncompared.objects.count() == 4
    actions.compare_reports()
    assert flags() == []


def test_a_report_withdrawn_while_it_is_compared_leaves_no_flag() -> None:
    by_many(5)
    _, receipt = send(contributor="gone")[0]
    keep = comparing._keep

    def withdrawn_first(marks: object) -> frozenset[str]:
        actions.withdraw_report(receipt=receipt)
        return keep(marks)  # type: ignore[arg-type]  # what compare_reports handed over

    with patch.object(comparing, "_keep", withdrawn_first):
        actions.compare_reports()
    assert Flag.objects.count() == 5


def test_a_report_that_arrives_while_others_are_compared_waits_for_the_next_run() -> None:
    by_many(5)
    keep = comparing._keep

    def another_first(marks: object) -> frozenset[str]:
        send(contributor="late")
        return keep(marks)  # type: ignore[arg-type]  # what compare_reports handed over

    with patch.object(comparing, "_keep", another_first):
        actions.compare_reports()
    assert [Uncompared.objects.count(), Flag.objects.count()] == [1, 5]
    actions.compare_reports()
    assert [Uncompared.objects.count(), Flag.objects.count()] == [0, 6]


def test_twice_is_as_once() -> None:
    waiting = [report.pk for report in by_many(5, story=STORY)]
    actions.compare_reports()
    once = list(Flag.objects.order_by("pk").values())
    assert len(once) == 10
    Uncompared.objects.bulk_create(Uncompared(report_id=report) for report in waiting)
    actions.compare_reports()
    assert list(Flag.objects.order_by("pk").values()) == once


@pytest.mark.usefixtures("holding")
@pytest.mark.parametrize("count", [1, 60])
def test_one_report_and_many_take_as_many_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by_many(5, story=STORY)
    actions.compare_reports()
    by_many(count, story=STORY)
    with django_assert_num_queries(QUERIES):
        actions.compare_reports()


def test_a_minute_without_reports_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert actions.compare_reports() == frozenset()


def test_one_run_takes_no_more_than_its_batch() -> None:
    by_many(5)
    with patch.object(comparing, "BATCH", 3):
        actions.compare_reports()
        assert Uncompared.objects.count() == 2
        actions.compare_reports()
    assert flags() == [("burst", BURST.format(5))] * 5


def test_comparing_needs_no_redis() -> None:
    by_many(5)
    with patch.object(redis.Connection, "connect", side_effect=redis.ConnectionError):
        actions.compare_reports()
    assert Flag.objects.count() == 5


@pytest.mark.usefixtures("holding", "reference")
def test_a_contributor_is_told_the_same_whether_a_comparison_holds_the_report_or_not(client: Client) -> None:
    def told(receipt: str) -> tuple[str, str]:
        found = client.post("/api/v1/receipts/lookup/", {"receipt": receipt}, content_type="application/json").json()
        page = client.post("/receipt/", {"receipt": receipt}).content.decode()
        return found["status"], re.sub(r'(csrfmiddlewaretoken|once|receipt)" value="[^"]+|MP-[-0-9A-Z]+', "", page)

    receipts = [send(contributor=f"label {number}")[0][1] for number in range(5)]
    before = told(receipts[0])
    actions.compare_reports()
    assert standings() == {Standing.HELD}
    assert told(receipts[0]) == before
    assert before[0] == "counted"
    assert "waits for a moderator. Which of the two is not told" in before[1]

    actions.correct_report(receipt=receipts[0], changes={"story": "Spoke with Dr. Okafor about it."})
    assert told(receipts[0])[0] == "held"
    assert Report.objects.exclude(story="").get().held_because == [
        BURST.format(5),
        "the story may name a person or a place",
    ]


@pytest.mark.usefixtures("holding")
def test_the_job_compares_and_hints_to_the_codes_that_moved() -> None:
    by_many(5)
    with patch.object(tasks, "hint") as hint:
        tasks.compare()
    hint.assert_called_once_with("86320")


def test_no_flag_holds_a_word_of_a_story() -> None:
    by_many(5, story=STORY)
    actions.compare_reports()
    assert len(flags()) == 10
    assert not [words for _, words in flags() if set(words.split()) & {"panel", "operative", "XU", "appealed"}]


def test_nothing_is_read_by_walking_through_the_table_of_reports() -> None:
    by_many(5, story=STORY)
    with CaptureQueriesContext(connection) as queries:
        actions.compare_reports()
    reads = [
        query["sql"] for query in queries if query["sql"].startswith("SELECT") and "reports_report" in query["sql"]
    ]
    assert len(reads) >= 6
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in reads:
            cursor.execute("EXPLAIN " + sql)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on reports_report" not in plan, plan


def test_undoing_an_older_decision_does_not_let_a_held_report_count_again(holding: None, moderator: User) -> None:
    reports = by_many(5)
    passed_on = actions.escalate(report=reports[0].pk, moderator=moderator, reason="made_up")
    actions.compare_reports()
    with pytest.raises(actions.Undecidable, match="corrected since"):
        actions.undo_decision(decision=passed_on.decision, moderator=moderator)
    assert standings() == {Standing.HELD}
