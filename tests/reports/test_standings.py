"""Where a report stands, as its receipt tells it, and what a correction makes of that."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from reports import actions
from reports.models import Report
from reports.triage import API, NAMES, Circumstances, judge, own_reasons, still_holding
from reports.triage.judging import AS_PROGRAMS_DO, MANY, RULES
from reports.views.standings import REJECTED_BECAUSE
from reports.vocabulary import REJECTIONS
from tests.reports.making import send, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

NAMED = "Spoke with Dr. Okafor about it."
PLAIN = "Spoke with the plan about it."
BURST = "7 reports on this code and payer that day; none before"
TRAPPED = "a field that people do not see was filled in"


@pytest.fixture
def moderator() -> User:
    return User.objects.create(username="moderator", is_superuser=True)


def page_of(client: Client, receipt: str, step: str = "lookup", **sent: Any) -> str:
    html = client.post("/receipt/", {"receipt": receipt, "step": step, **sent}).content.decode()
    return re.sub(r"\s+", " ", html.partition("<h1>")[2].partition("<dl")[0])


def standing() -> tuple[str, list[str]]:
    report = Report.objects.get()
    return report.standing, report.held_because


class TestTold:
    def test_who_may_have_named_somebody_reads_how_it_comes_to_count(self, client: Client) -> None:
        html = page_of(client, send(story=NAMED)[0][1])
        assert "Held because its story may name somebody or a place: take it out under “Correct the report”" in html
        assert "and the report counts at once. Your story waits for a moderator." in html
        assert "Okafor" not in html

    @pytest.mark.parametrize("words", [rule.words for rule in RULES if rule.words != NAMES])
    def test_every_other_reason_of_its_own_is_told_in_plain_words(self, client: Client, words: str) -> None:
        report, receipt = send(story=NAMED)[0]
        Report.objects.filter(pk=report.pk).update(held_because=[words, NAMES])
        html = page_of(client, receipt)
        for told in own_reasons([words, NAMES]):
            assert re.search(f"(Held| and) because {told}( and because|\\. A moderator will look)", html)
        assert "then that no longer holds it" in html
        assert "counts at once" not in html

    def test_no_program_learns_by_which_sign_it_was_known(self) -> None:
        told = {rule.words: rule.told for rule in RULES}
        signs = [words for words, to_contributor in told.items() if to_contributor == AS_PROGRAMS_DO]
        assert len(signs) == 3
        assert own_reasons(signs) == (AS_PROGRAMS_DO,)

    @pytest.mark.parametrize("hold_bursts", [True, False])
    def test_what_a_comparison_found_is_never_told(self, client: Client, settings: Settings, hold_bursts: bool) -> None:
        settings.HOLD_BURSTS = hold_bursts
        report, receipt = send(story=NAMED)[0]
        before = page_of(client, receipt)
        Report.objects.filter(pk=report.pk).update(held_because=[BURST, NAMES])
        assert page_of(client, receipt) == before
        assert ("counts at once" in before) is not hold_bursts

    def test_one_too_old_to_count_is_promised_nothing(self, client: Client) -> None:
        receipt = send(story=NAMED)[0][1]
        Report.objects.update(expired=True)
        assert "counts at once" not in page_of(client, receipt)


class TestRejected:
    @pytest.mark.parametrize("reason", sorted(REJECTIONS))
    def test_one_that_never_counted_is_told_why_and_nothing_of_figures(
        self, client: Client, moderator: User, reason: str
    ) -> None:
        report, receipt = send(story=NAMED)[0]
        actions.reject_report(report=report.pk, moderator=moderator, reason=reason)
        html = page_of(client, receipt)
        assert f"Rejected by a moderator: it does not count. {REJECTED_BECAUSE[reason]}" in html
        assert ("Its story is not shown either." in html) is (reason != "identifies_a_person")
        assert "figures" not in html
        assert "waits for a moderator" not in html

    def test_every_reason_of_the_list_has_its_words(self) -> None:
        assert set(REJECTED_BECAUSE) == set(REJECTIONS)

    def test_a_reason_that_was_taken_back_is_not_told(self, client: Client, moderator: User) -> None:
        report, receipt = send()[0]
        first = actions.reject_report(report=report.pk, moderator=moderator, reason="abuse")
        actions.undo_decision(decision=first.decision, moderator=moderator)
        actions.reject_report(report=report.pk, moderator=moderator, reason="made_up")
        assert "It looked made up." in page_of(client, receipt)


class TestCorrected:
    def test_one_that_names_nobody_any_more_counts(self, client: Client) -> None:
        receipt = send(story=NAMED)[0][1]
        html = page_of(client, receipt, "correct", **typed(story=PLAIN))
        assert standing() == ("counted", [])
        assert "Saved. The figures follow within seconds." in html
        assert "Counted. It is part of the figures. Your story waits for a moderator." in html

    @pytest.mark.parametrize("own", [MANY, TRAPPED])
    def test_another_reason_of_its_own_still_holds_it(self, client: Client, own: str) -> None:
        receipt = send(story=NAMED)[0][1]
        Report.objects.update(held_because=[own, NAMES])
        html = page_of(client, receipt, "correct", **typed(story=PLAIN))
        assert standing() == ("held", [own])
        assert "Saved. Until it counts, it is in no figure." in html
        assert "follow within seconds" not in html

    def test_one_sent_too_often_counts_on_a_code_with_few(self, settings: Settings) -> None:
        settings.HOLD_ABOVE = 2
        sent = send(3)
        assert [report.standing for report, _ in sent] == ["counted", "counted", "held"]
        actions.correct_report(receipt=sent[2][1], changes={"story": PLAIN})
        assert Report.objects.get(pk=sent[2][0].pk).held_because == [MANY]
        actions.correct_report(receipt=sent[2][1], changes={"code": "84165"})
        assert Report.objects.get(pk=sent[2][0].pk).standing == "counted"

    def test_what_a_comparison_holds_stays_held_and_is_told_alike(self, client: Client, settings: Settings) -> None:
        settings.HOLD_BURSTS = True
        told = []
        for found in ([], [BURST]):
            report, receipt = send(story=NAMED)[0]
            Report.objects.filter(pk=report.pk).update(held_because=[*found, NAMES])
            told.append(page_of(client, receipt, "correct", **typed(story=PLAIN)))
        assert told[0] == told[1]
        assert sorted(Report.objects.values_list("standing", "held_because")) == [("counted", []), ("held", [BURST])]

    def test_one_that_a_moderator_rejected_stays_rejected(self, client: Client, moderator: User) -> None:
        report, receipt = send(story=NAMED)[0]
        actions.reject_report(report=report.pk, moderator=moderator, reason="made_up")
        html = page_of(client, receipt, "correct", **typed(story=PLAIN))
        assert standing()[0] == "rejected"
        assert "Saved. It stays rejected, so no figure changes." in html

    def test_one_that_a_moderator_passed_on_waits_for_the_other(self, client: Client, moderator: User) -> None:
        report, receipt = send(story=NAMED)[0]
        actions.escalate(report=report.pk, moderator=moderator, reason="not_sure")
        html = page_of(client, receipt, "correct", **typed(story=PLAIN))
        assert standing() == ("held", [NAMES])
        assert "Held. A moderator will look at it before it counts." in html

    def test_one_whose_story_stays_is_left_as_it_is(self) -> None:
        receipt = send(story=NAMED)[0][1]
        actions.correct_report(receipt=receipt, changes={"state": "TX"})
        assert standing() == ("held", [NAMES])

    def test_no_reason_is_held_twice(self) -> None:
        verdict = judge(Circumstances(soft=("name",), manner=API, earlier_today=9, hold_above=5, hold_all=False))
        assert still_holding([MANY, NAMES], verdict, moved=True) == [MANY, NAMES]
        assert still_holding([BURST, TRAPPED, NAMES], verdict, moved=False) == [BURST, TRAPPED, MANY, NAMES]
