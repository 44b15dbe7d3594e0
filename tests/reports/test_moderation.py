"""What moderators decide, what is left of it, and how it is taken back."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.utils import timezone

from reports import actions, redaction, tasks
from reports.models import Decision, Original, PublishedStory, Report, Statistic
from reports.triage import NAMES
from tests.reports.desks import NAMED, PLACE, held, named
from tests.reports.making import refresh, send, send_and_refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def moderator() -> User:
    return User.objects.create_superuser("moderator", password="correct horse battery")


@pytest.fixture
def plain() -> User:
    """A moderator without the last word."""
    user = User.objects.create_user("plain", password="correct horse battery", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="decide"))
    return user


def an_hour_later() -> None:
    """Every decision was made an hour ago."""
    Decision.objects.update(undo_until=timezone.now() - datetime.timedelta(minutes=50))


class TestDeciding:
    def test_an_accepted_report_counts_and_leaves_an_audit_row(self, moderator: User) -> None:
        report = held()[0]
        assert actions.accept_report(report=report.pk, moderator=moderator).code == "86320"
        report.refresh_from_db()
        assert (report.standing, report.held_because) == ("counted", [])
        decision = Decision.objects.get()
        assert (decision.report, decision.verdict, decision.moderator) == (report.pk, "accept_report", moderator)

    def test_the_audit_says_how_many_days_it_waited(self, moderator: User) -> None:
        report = held()[0]
        Report.objects.update(received=report.received - datetime.timedelta(days=3))
        actions.accept_report(report=report.pk, moderator=moderator)
        assert Decision.objects.get().waited == 3

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


class TestRedacting:
    def test_what_is_ticked_is_taken_out_and_the_rest_is_shown(self, moderator: User) -> None:
        report = send_and_refresh(5, story="Bundled again.")[0][0]
        Report.objects.filter(pk=report.pk).update(story=NAMED)
        actions.redact_story(report=report.pk, moderator=moderator, cut=[PLACE])
        report.refresh_from_db()
        assert (report.story, report.story_state) == ("Dr. [name removed]: records sent, and Aetna paid.", "accepted")
        refresh()
        assert PublishedStory.objects.texts("86320") == [report.story]
        assert Decision.objects.get().verdict == "redact_story"

    def test_further_words_are_taken_out_wherever_they_stand(self, moderator: User) -> None:
        report = named()
        actions.redact_story(report=report.pk, moderator=moderator, cut=[PLACE], words=["records sent"])
        assert Report.objects.get().story == "Dr. [name removed]: [removed], and Aetna paid."

    def test_a_name_is_never_shown_unless_it_was_judged_harmless(self, moderator: User) -> None:
        report = named()
        with pytest.raises(actions.Undecidable, match="name"):
            actions.accept_story(report=report.pk, moderator=moderator)
        with pytest.raises(actions.Undecidable, match="name"):
            actions.redact_story(report=report.pk, moderator=moderator, words=["Aetna"])
        assert (Report.objects.get().story_state, Decision.objects.count()) == ("waiting", 0)
        actions.accept_story(report=report.pk, moderator=moderator, cleared=[PLACE])
        decision = Decision.objects.get()
        assert (Report.objects.get().story, decision.cleared) == (NAMED, ["name"])

    def test_what_was_judged_harmless_but_taken_out_all_the_same_is_not_called_harmless(self, moderator: User) -> None:
        report = named()
        actions.redact_story(report=report.pk, moderator=moderator, cleared=[PLACE], words=["Okafor"])
        assert Decision.objects.get().cleared == []

    def test_a_hard_identifier_cannot_be_judged_harmless(self, moderator: User) -> None:
        """One may stand in a story from before its rule."""
        report = named()
        Report.objects.update(story="Phone 555-123-4567 was busy.")
        place = redaction.suspects("Phone 555-123-4567 was busy.")[0].place
        with pytest.raises(actions.Undecidable, match="phone number"):
            actions.accept_story(report=report.pk, moderator=moderator, cleared=[place])
        actions.redact_story(report=report.pk, moderator=moderator, cut=[place])
        assert Report.objects.get().story == "Phone [phone number removed] was busy."

    def test_a_redaction_that_takes_nothing_out_is_refused(self, moderator: User) -> None:
        report = send(1, story="Bundled again.")[0][0]
        with pytest.raises(actions.Undecidable, match="Nothing was marked"):
            actions.redact_story(report=report.pk, moderator=moderator)


class TestOriginals:
    def test_what_was_taken_out_is_out_of_sight_and_forgotten_when_it_is_too_late_to_undo(
        self, moderator: User
    ) -> None:
        actions.redact_story(report=named().pk, moderator=moderator, cut=[PLACE])
        assert Original.objects.get().story == NAMED
        assert actions.forget_originals() == 0
        an_hour_later()
        tasks.forget_originals()
        assert Original.objects.count() == 0
        assert actions.forget_originals() == 0

    def test_a_story_that_could_identify_a_person_goes_the_same_way(self, moderator: User) -> None:
        report = send(1, story="They told her neighbor.")[0][0]
        actions.reject_report(report=report.pk, moderator=moderator, reason="identifies_a_person")
        assert Original.objects.get().story == "They told her neighbor."
        an_hour_later()
        assert actions.forget_originals() == 1
        assert Decision.objects.count() == 1

    def test_a_decision_that_takes_no_words_keeps_none(self, moderator: User) -> None:
        report = send(1, story="One.")[0][0]
        actions.refuse_story(report=report.pk, moderator=moderator)
        actions.accept_story(report=report.pk, moderator=moderator)
        actions.reject_report(report=report.pk, moderator=moderator, reason="abuse")
        assert Original.objects.count() == 0

    def test_a_withdrawn_report_takes_its_original_along(self, moderator: User) -> None:
        report, receipt = send(1, story=NAMED)[0]
        actions.redact_story(report=report.pk, moderator=moderator, cut=[PLACE])
        actions.withdraw_report(receipt=receipt)
        assert Original.objects.count() == 0


def state(report: Report) -> tuple[object, ...]:
    now = Report.objects.get(pk=report.pk)
    return now.standing, now.held_because, now.story, now.story_state, now.escalated


class TestHeldForNames:
    @pytest.mark.parametrize(
        ("verdict", "options"), [("accept_story", {"cleared": [PLACE]}), ("redact_story", {"cut": [PLACE]})]
    )
    def test_settling_its_story_counts_it_and_undoing_takes_both_back(
        self, moderator: User, verdict: str, options: dict[str, Any]
    ) -> None:
        report = named()
        assert (report.standing, report.held_because) == ("held", [NAMES])
        before = state(report)
        decided = getattr(actions, verdict)(report=report.pk, moderator=moderator, **options)
        assert state(report)[:2] == ("counted", [])
        assert (decided.counted_too, Decision.objects.get().counted_too) == (True, True)
        actions.undo_decision(decision=decided.decision, moderator=moderator)
        assert state(report) == before

    def test_another_reason_still_holds_it(self, moderator: User) -> None:
        report = named()
        Report.objects.update(held_because=["sent without a proof of work", NAMES])
        decided = actions.redact_story(report=report.pk, moderator=moderator, cut=[PLACE])
        assert state(report)[:2] == ("held", ["sent without a proof of work"])
        assert (decided.counted_too, Decision.objects.get().counted_too) == (False, False)

    def test_refusing_its_story_leaves_it_held(self, moderator: User) -> None:
        report = named()
        actions.refuse_story(report=report.pk, moderator=moderator)
        assert state(report)[:2] == ("held", [NAMES])

    def test_a_rejected_report_is_not_counted_by_its_story(self, moderator: User) -> None:
        report = named()
        actions.reject_report(report=report.pk, moderator=moderator, reason="made_up")
        actions.redact_story(report=report.pk, moderator=moderator, cut=[PLACE])
        assert state(report)[0] == "rejected"


class TestUndoing:
    @pytest.mark.parametrize(
        ("verdict", "options"),
        [
            ("accept_report", {}),
            ("reject_report", {"reason": "made_up"}),
            ("reject_report", {"reason": "identifies_a_person"}),
            ("accept_story", {"cleared": [PLACE]}),
            ("redact_story", {"cut": [PLACE]}),
            ("refuse_story", {}),
            ("escalate", {"reason": "not_sure"}),
        ],
    )
    def test_every_decision_is_undone_to_the_letter(
        self, moderator: User, verdict: str, options: dict[str, object]
    ) -> None:
        report = named()
        Report.objects.update(standing="held", held_because=["many reports"])
        before = state(report)
        decided = getattr(actions, verdict)(report=report.pk, moderator=moderator, **options)
        assert state(report) != before
        actions.undo_decision(decision=decided.decision, moderator=moderator)
        assert state(report) == before
        rows = Decision.objects.order_by("pk").values_list("verdict", "undone")
        assert list(rows) == [(verdict, True), ("undo", False)]
        assert Original.objects.count() == 0

    def test_an_undone_acceptance_takes_the_story_down_at_once(self, moderator: User) -> None:
        report = send_and_refresh(5, story="Bundled again.")[0][0]
        decided = actions.accept_story(report=report.pk, moderator=moderator)
        refresh()
        assert PublishedStory.objects.count() == 1
        actions.undo_decision(decision=decided.decision, moderator=moderator)
        assert PublishedStory.objects.count() == 0

    def test_an_undone_rejection_brings_report_and_story_back(self, moderator: User) -> None:
        report = send_and_refresh(5, story="Bundled again.")[0][0]
        actions.accept_story(report=report.pk, moderator=moderator)
        decided = actions.reject_report(report=report.pk, moderator=moderator, reason="identifies_a_person")
        refresh()
        assert Statistic.objects.of("86320") is None
        actions.undo_decision(decision=decided.decision, moderator=moderator)
        refresh()
        assert Statistic.objects.of("86320").reports == 5  # type: ignore[union-attr]
        assert PublishedStory.objects.texts("86320") == ["Bundled again."]

    def test_after_ten_minutes_it_is_too_late(self, moderator: User) -> None:
        decided = actions.accept_report(report=held()[0].pk, moderator=moderator)
        an_hour_later()
        with pytest.raises(actions.Undecidable, match="ten minutes"):
            actions.undo_decision(decision=decided.decision, moderator=moderator)
        assert Report.objects.get().standing == "counted"

    def test_it_is_undone_once(self, moderator: User) -> None:
        decided = actions.accept_report(report=held()[0].pk, moderator=moderator)
        undone = actions.undo_decision(decision=decided.decision, moderator=moderator)
        with pytest.raises(actions.Undecidable, match="undone already"):
            actions.undo_decision(decision=decided.decision, moderator=moderator)
        with pytest.raises(actions.Undecidable, match="cannot be undone"):
            actions.undo_decision(decision=undone.decision, moderator=moderator)

    def test_only_the_last_decision_is_undone(self, moderator: User) -> None:
        report = named()
        first = actions.refuse_story(report=report.pk, moderator=moderator)
        second = actions.redact_story(report=report.pk, moderator=moderator, cut=[PLACE])
        with pytest.raises(actions.Undecidable, match="since"):
            actions.undo_decision(decision=first.decision, moderator=moderator)
        actions.undo_decision(decision=second.decision, moderator=moderator)
        assert Report.objects.get().story_state == "refused"

    def test_what_its_contributor_corrected_since_is_not_undone(self, moderator: User) -> None:
        report, receipt = send(1, story=NAMED)[0]
        decided = actions.redact_story(report=report.pk, moderator=moderator, cut=[PLACE])
        actions.correct_report(receipt=receipt, changes={"story": "Another one."})
        with pytest.raises(actions.Undecidable, match="corrected since"):
            actions.undo_decision(decision=decided.decision, moderator=moderator)
        assert Report.objects.get().story == "Another one."

    def test_what_was_withdrawn_stays_withdrawn(self, moderator: User) -> None:
        report, receipt = send(1, story=NAMED)[0]
        decided = actions.redact_story(report=report.pk, moderator=moderator, cut=[PLACE])
        actions.withdraw_report(receipt=receipt)
        with pytest.raises(actions.Undecidable, match="withdrawn"):
            actions.undo_decision(decision=decided.decision, moderator=moderator)

    def test_a_decision_that_is_not_there_cannot_be_undone(self, moderator: User) -> None:
        with pytest.raises(actions.Undecidable, match="no such decision"):
            actions.undo_decision(decision=0, moderator=moderator)

    def test_the_decision_of_another_is_undone_by_a_senior_only(self, moderator: User, plain: User) -> None:
        decided = actions.accept_report(report=held()[0].pk, moderator=moderator)
        with pytest.raises(actions.Undecidable, match="senior"):
            actions.undo_decision(decision=decided.decision, moderator=plain)
        again = actions.reject_report(report=Report.objects.get().pk, moderator=plain, reason="abuse")
        actions.undo_decision(decision=again.decision, moderator=moderator)
        assert Report.objects.get().standing == "counted"


class TestSecondPairOfEyes:
    def test_it_waits_for_a_senior_who_is_somebody_else(self, moderator: User, plain: User) -> None:
        report = named()
        actions.escalate(report=report.pk, moderator=plain, reason="perhaps_identifying")
        assert list(Report.objects.waiting()) == [report]
        with pytest.raises(actions.Undecidable, match="senior"):
            actions.refuse_story(report=report.pk, moderator=plain)
        actions.refuse_story(report=report.pk, moderator=moderator)
        assert Report.objects.get().escalated is False

    def test_a_senior_who_asked_does_not_answer(self, moderator: User) -> None:
        report = named()
        actions.escalate(report=report.pk, moderator=moderator, reason="not_sure")
        with pytest.raises(actions.Undecidable, match="You asked"):
            actions.refuse_story(report=report.pk, moderator=moderator)
        with pytest.raises(actions.Undecidable, match="You asked"):
            actions.escalate(report=report.pk, moderator=moderator, reason="not_sure")
        other = User.objects.create_superuser("other", password="correct horse battery")
        with pytest.raises(actions.Undecidable, match="already"):
            actions.escalate(report=report.pk, moderator=other, reason="not_sure")

    def test_a_counted_report_that_was_passed_on_is_let_be_by_accepting_it(self, moderator: User, plain: User) -> None:
        report = send(1)[0][0]
        actions.escalate(report=report.pk, moderator=plain, reason="coding_question")
        actions.accept_report(report=report.pk, moderator=moderator)
        assert list(Report.objects.waiting()) == []


class TestTogether:
    def test_a_decision_on_what_was_not_seen_is_refused_and_says_who_did_what(
        self, moderator: User, plain: User
    ) -> None:
        report = named()
        actions.accept_story(report=report.pk, moderator=plain, seen=0, cleared=[PLACE])
        with pytest.raises(actions.Undecidable, match=r"^plain accepted the story a moment ago; look again\.$"):
            actions.reject_report(report=report.pk, moderator=moderator, reason="abuse", seen=0)
        assert Report.objects.get().standing == "counted"  # with the story
        actions.reject_report(report=report.pk, moderator=moderator, reason="abuse", seen=1)

    @pytest.mark.parametrize(("seconds", "words"), [(70, "a minute ago"), (200, "3 minutes ago"), (7200, "on {day}")])
    def test_it_says_when(self, moderator: User, seconds: int, words: str) -> None:
        report = held()[0]
        actions.accept_report(report=report.pk, moderator=moderator)
        made = timezone.now() - datetime.timedelta(seconds=seconds)
        Decision.objects.update(undo_until=made + datetime.timedelta(minutes=10))
        expected = f"moderator counted the report {words.format(day=Decision.objects.get().day)}; look again."
        with pytest.raises(actions.Undecidable) as refusal:
            actions.reject_report(report=report.pk, moderator=moderator, reason="abuse", seen=0)
        assert str(refusal.value) == expected

    def test_a_change_by_no_moderator_names_nobody(self, moderator: User) -> None:
        report, receipt = send(1, story=NAMED)[0]
        actions.correct_report(receipt=receipt, changes={"story": "Another one."})
        with pytest.raises(actions.Undecidable, match="meanwhile; look again"):
            actions.accept_story(report=report.pk, moderator=moderator, seen=0, cleared=[PLACE])

    @pytest.mark.django_db(transaction=True)
    def test_of_two_moderators_at_once_one_decides(self) -> None:
        report = held()[0]
        ana, bo = (User.objects.create_superuser(name, password="correct horse battery") for name in ("ana", "bo"))
        at_once = threading.Barrier(2)

        def decide(moderator: User) -> str:
            at_once.wait(timeout=20)
            try:
                actions.accept_report(report=report.pk, moderator=moderator, seen=0)
            except actions.Undecidable as refusal:
                return str(refusal)
            finally:
                connection.close()
            return "decided"

        with ThreadPoolExecutor(2) as pool:
            said = dict(zip(("ana", "bo"), pool.map(decide, (ana, bo)), strict=True))
        winner = str(Decision.objects.get().moderator)
        loser = {"ana": "bo", "bo": "ana"}[winner]
        assert said == {winner: "decided", loser: f"{winner} counted the report a moment ago; look again."}
        assert Report.objects.get().revision == 1
