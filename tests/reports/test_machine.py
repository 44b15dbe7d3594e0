"""Everything that may happen to a report, in any order and with real commits, against a naive model.

Held after each step: I1, I3 and I4; no story stands on a page that may not; no story outlives its withdrawal, and no
original its window; every receipt opens its own report and no other; no decision is ever lost.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from codes.models import Payer
from reports import actions, receipts
from reports.models import (
    Decision,
    DirtyCode,
    GuardedSnapshot,
    Original,
    Parent,
    ParentChange,
    ParentStatistic,
    PublishedStory,
    Report,
    Statistic,
    Tally,
    Uncompared,
    WithdrawnReceipt,
    today,
)
from reports.recent import months_before
from reports.vocabulary import IDENTIFIES
from tests.reports import told as model
from tests.reports.making import facts
from tests.reports.told import CODES, KINDS, PAYERS, STATES, STORIES, Made, T, Told, counts

LONG_AGO = datetime.date(2019, 5, 4)
IN_A_MONTH = datetime.timedelta(days=31)
AGES = (0, 6, 20)  # months
TABLES = (
    WithdrawnReceipt,
    Original,
    Report,
    Uncompared,
    DirtyCode,
    Tally,
    Parent,
    ParentChange,
    ParentStatistic,
    Statistic,
    GuardedSnapshot,
    PublishedStory,
    Decision,
)
DECIDE: dict[str, Any] = {
    "accept_report": actions.accept_report,
    "reject_report": actions.reject_report,
    "accept_story": actions.accept_story,
    "redact_story": actions.redact_story,
    "refuse_story": actions.refuse_story,
    "escalate": actions.escalate,
}


class PowerCut(Exception):
    """Something dies before its commit."""


class Denials(RuleBasedStateMachine):
    """`told`: every report as it should be; `seen`: what a code's figures last saw; `snapshots`: guarded cells.

    `shown`: the stories on each page; `made`: every decision, with the story it took away as long as that is kept.
    """

    @initialize(with_story=st.booleans())
    def begin(self, with_story: bool) -> None:
        for table in TABLES:
            table.objects.all().delete()
        for payer in PAYERS:
            Payer.objects.get_or_create(slug=payer, defaults={"name": payer, "names": [payer]})
        plain, _ = User.objects.get_or_create(username="plain")
        senior, _ = User.objects.get_or_create(username="senior", is_superuser=True)
        self.moderators = {"plain": plain, "senior": senior}
        self.told: dict[Any, Told] = {}
        self.receipts: dict[Any, str] = {}
        self.marks: list[tuple[str, list[Any], list[Any]]] = []
        self.taken_back: set[Any] = set()  # withdrawn by receipt, and not forgotten yet
        self.made: dict[int, Made] = {}
        self.withdrawn = 0
        self.changed: dict[str, set[Any]] = {code: set() for code in CODES}
        self.pending: dict[str, set[Any]] = {code: set() for code in CODES}
        self.seen: dict[str, list[Told]] = {code: [] for code in CODES}
        self.shown: dict[str, Counter[str]] = {code: Counter() for code in CODES}
        self.snapshots: dict[str, list[Told]] = {code: [] for code in CODES}
        if with_story:
            self.submit(6, code=CODES[0], payer=PAYERS[0], state=STATES[0], kind=KINDS[0], story=model.PLAIN)
            for key in list(self.told)[:2]:
                self.read_story(key)

    def counted(self, code: str) -> list[Told]:
        return [told for told in self.told.values() if told["code"] == code and counts(told)]

    def some(self, draw: st.DataObject) -> Any:
        """Any report, but every other time one whose story is shown."""
        shown = [key for key, told in self.told.items() if told["story_state"] == "accepted"]
        only_shown: bool = draw.draw(st.booleans())
        keys = shown if shown and only_shown else list(self.told)
        return draw.draw(st.sampled_from(keys)) if keys else None

    @contextmanager
    def changing(self, key: Any, *, guarded: tuple[str, ...] = ("code", "state")) -> Iterator[Told]:
        """Notes what the figures must see, and takes a story off its page that may not stand there as it did."""
        told = self.told[key]
        before = dict(told)
        yield told
        gone = key not in self.told
        was, is_now = counts(before), counts(told) and not gone
        if was != is_now or (was and any(before[name] != told[name] for name in guarded)):
            for one in [before] * was + [told] * is_now:
                self.changed[one["code"]].add(key)
        if gone or before["revision"] != told["revision"]:  # what is done behind our back takes no story down
            self.take_down(before, told, gone=gone)

    def take_down(self, before: Told, told: Told, *, gone: bool) -> None:
        stays = not gone and all(before[name] == told[name] for name in ("code", "story", "story_state"))
        if before["story_state"] == "accepted" and not (stays and told["standing"] == "counted"):
            self.shown[before["code"]] -= Counter([before["story"]])

    @rule(
        count=st.integers(1, 6),
        code=st.sampled_from(CODES),
        payer=st.sampled_from(PAYERS),
        state=st.sampled_from(STATES),
        kind=st.sampled_from(KINDS),
        story=st.sampled_from(STORIES),
    )
    def submit(self, count: int, **typed: str) -> None:
        mark = f"mark {len(self.marks)}"
        lines = [facts(**typed)] * count
        sent = actions.submit_reports(facts=lines, contributor=mark, mark=mark)
        self.marks.append((mark, lines, [report.pk for report, _ in sent]))
        for report, receipt in sent:
            self.told[report.pk] = model.told_anew(**typed, received=today())
            self.receipts[report.pk] = receipt
            if counts(self.told[report.pk]):
                self.changed[typed["code"]].add(report.pk)

    @precondition(lambda self: self.marks)
    @rule(draw=st.data())
    def submit_again(self, draw: st.DataObject) -> None:
        """With the same mark: the same receipts if nothing changed since, and never another report."""
        mark, lines, keys = draw.draw(st.sampled_from(self.marks))
        if self.taken_back.intersection(keys):
            with pytest.raises(actions.Withdrawn):
                actions.sent_before(mark=mark, facts=lines)
            return
        if keys[0] not in self.receipts:
            return  # its first report is gone without a trace: its mark is forgotten with it
        try:
            again = actions.sent_before(mark=mark, facts=lines)
        except actions.Differs:
            return
        assert [(report.pk, receipt) for report, receipt in again] == [(key, self.receipts[key]) for key in keys]

    @rule(draw=st.data())
    def withdraw(self, draw: st.DataObject) -> None:
        if key := self.some(draw):
            with self.changing(key):
                actions.withdraw_report(receipt=self.receipts[key])
                self.taken_back.add(key)
                self.forget(key)
            self.withdrawn += 1

    def forget(self, key: Any) -> None:
        del self.told[key], self.receipts[key]
        for made in self.made.values():
            if made["report"] == key:
                made["took"] = None

    @rule(
        draw=st.data(),
        code=st.sampled_from(CODES),
        payer=st.sampled_from(PAYERS),
        state=st.sampled_from(STATES),
        kind=st.sampled_from(KINDS),
        story=st.sampled_from(STORIES),
    )
    def correct(self, draw: st.DataObject, **typed: str) -> None:
        if key := self.some(draw):
            with self.changing(key) as told:
                actions.correct_report(receipt=self.receipts[key], changes=typed)
                self.corrected(told, typed)

    def corrected(self, told: Told, typed: dict[str, str]) -> None:
        if all(told[name] == value for name, value in typed.items()):
            return
        if any(told[name] != typed[name] for name in ("code", "story")):
            told["story_state"] = "waiting" if typed["story"] else "none"
            told.update(model.judged_again(told, typed["story"]))
        told.update(typed, revision=told["revision"] + 1)

    @rule(
        draw=st.data(),
        verdict=st.sampled_from(sorted(DECIDE)),
        moderator=st.sampled_from(["plain", "senior"]),
        current=st.sampled_from([True, True, True, False]),
        identifies=st.booleans(),
    )
    def decide(self, draw: st.DataObject, verdict: str, moderator: str, current: bool, identifies: bool) -> None:
        if (key := self.some(draw)) is None:
            return
        told = self.told[key]
        changes = model.after(verdict, told, identifies=identifies)
        options: dict[str, Any] = {"report": key, "moderator": self.moderators[moderator]}
        options["seen"] = told["revision"] if current else told["revision"] + 1
        if verdict in {"reject_report", "escalate"}:
            options["reason"] = IDENTIFIES if identifies and verdict == "reject_report" else "made_up"
        if verdict == "redact_story":
            options["cut"] = [model.NAME]
        if not current or changes is None or (told["escalated"] and not self.may_decide_last(key, moderator)):
            with pytest.raises(actions.Undecidable):
                DECIDE[verdict](**options)
            return
        self.decided(key, verdict, moderator, DECIDE[verdict](**options).decision, changes)

    @rule(draw=st.data())
    def read_a_story(self, draw: st.DataObject) -> None:
        waiting = [key for key, told in self.told.items() if told["story_state"] == "waiting" and not told["escalated"]]
        if waiting:
            self.read_story(draw.draw(st.sampled_from(waiting)))

    def read_story(self, key: Any) -> None:
        """It is accepted, if need be without the name in it, and stands on the page once that is refreshed."""
        verdict = "redact_story" if self.told[key]["story"] == model.NAMED else "accept_story"
        options = {"cut": [model.NAME]} if verdict == "redact_story" else {}
        made = DECIDE[verdict](report=key, moderator=self.moderators["plain"], **options)
        changes = model.after(verdict, self.told[key], identifies=False)
        assert changes is not None
        self.decided(key, verdict, "plain", made.decision, changes)
        self.refresh(self.told[key]["code"])

    def may_decide_last(self, key: Any, moderator: str) -> bool:
        asked = {
            made["moderator"]
            for made in self.made.values()
            if (made["report"], made["verdict"], made["undone"]) == (key, "escalate", False)
        }
        return moderator == "senior" and moderator not in asked

    def decided(self, key: Any, verdict: str, moderator: str, decision: int, changes: Told) -> None:
        with self.changing(key) as told:
            before = {name: told[name] for name in (*model.RESTORED, "held_for", "revision")}
            told.update(changes, revision=told["revision"] + 1)
        self.made[decision] = {
            "report": key,
            "verdict": verdict,
            "moderator": moderator,
            "undone": False,
            "open": True,
            "before": before,
            "took": before["story"] if before["story"] != told["story"] else None,
        }

    @precondition(lambda self: self.made)
    @rule(draw=st.data(), moderator=st.sampled_from(["plain", "senior"]))
    def undo(self, draw: st.DataObject, moderator: str) -> None:
        decision = draw.draw(st.sampled_from(list(self.made)[-6:]))
        made = self.made[decision]
        told = self.told.get(made["report"])
        in_time = made["open"] and not made["undone"] and made["verdict"] != "undo"
        if (
            not in_time
            or told is None
            or told["revision"] != made["before"]["revision"] + 1
            or moderator not in {made["moderator"], "senior"}
        ):
            with pytest.raises(actions.Undecidable):
                actions.undo_decision(decision=decision, moderator=self.moderators[moderator])
            return
        row = actions.undo_decision(decision=decision, moderator=self.moderators[moderator]).decision
        with self.changing(made["report"]):
            told.update({**made["before"], "revision": told["revision"] + 1})
        made.update(undone=True, took=None)
        self.made[row] = {**made, "verdict": "undo", "undone": False, "open": False}

    @rule()
    def an_hour_passes(self) -> None:
        Decision.objects.exclude(undo_until=None).update(undo_until=timezone.now() - datetime.timedelta(minutes=50))
        for made in self.made.values():
            made["open"] = False

    @rule()
    def forget_originals(self) -> None:
        due = [made for made in self.made.values() if made["took"] is not None and not made["open"]]
        assert actions.forget_originals() == len(due)
        for made in due:
            made["took"] = None

    @rule()
    def tidy_a_month_later(self) -> None:
        actions.tidy(today=today() + IN_A_MONTH)
        self.taken_back.clear()
        for told in self.told.values():
            off_the_page = told["story_state"] == "refused" or told["standing"] == "rejected"
            if told["story"] and off_the_page:
                told.update(story="", story_state="none", revision=told["revision"] + 1)

    @rule()
    def compare(self) -> None:
        """Which reports are odd is tested elsewhere. Here: none is held that a moderator decided on, or twice."""
        standing = dict(Report.objects.values_list("pk", "standing"))
        with override_settings(HOLD_BURSTS=True):
            codes = actions.compare_reports()
            assert actions.compare_reports() == frozenset()
        decided = {
            made["report"] for made in self.made.values() if made["verdict"] in model.DECIDES and not made["undone"]
        }
        held = [key for key, now in Report.objects.values_list("pk", "standing") if now != standing[key]]
        assert {self.told[key]["code"] for key in held} == codes
        assert not decided.intersection(held)
        for key in held:
            assert standing[key] == "counted"
            with self.changing(key) as told:
                told.update(standing="held", held_for=model.ODD, revision=told["revision"] + 1)

    @rule(payer=st.sampled_from(PAYERS), kind=st.sampled_from(KINDS), state=st.sampled_from(STATES))
    def change_by_raw_sql(self, payer: str, kind: str, state: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE reports_report SET kind = %s, state = %s WHERE payer = %s", [kind, state, payer])
        for key in [key for key, told in self.told.items() if told["payer"] == payer]:
            with self.changing(key) as told:
                told.update(kind=kind, state=state)

    @rule(draw=st.data())
    def delete_by_raw_sql(self, draw: st.DataObject) -> None:
        """Nobody takes its story down at once: the next refresh does."""
        if key := self.some(draw):
            with connection.cursor() as cursor:
                for table in ("reports_uncompared", "reports_flag", "reports_original"):
                    cursor.execute(f"DELETE FROM {table} WHERE report_id = %s", [key])
                cursor.execute("DELETE FROM reports_report WHERE key = %s", [key])
            shown = {code: Counter(texts) for code, texts in self.shown.items()}
            with self.changing(key):
                self.forget(key)
            self.shown = shown

    @rule(draw=st.data(), old=st.booleans())
    def grow_old_or_young(self, draw: st.DataObject, old: bool) -> None:
        if key := self.some(draw):
            self.receive(key, LONG_AGO if old else today())

    @rule(code=st.sampled_from(CODES), payers=st.permutations(PAYERS))
    def look_back_on_years(self, code: str, payers: list[str]) -> None:
        """A payer's reports came lately, another's last year, and a third's before: one has more than before."""
        for payer, ago in zip(payers, AGES, strict=True):
            self.submit(6, code=code, payer=payer, state=STATES[0], kind=KINDS[0], story="")
            for key in self.marks[-1][2]:
                self.receive(key, months_before(today(), ago))

    def receive(self, key: Any, day: datetime.date) -> None:
        Report.objects.filter(pk=key).update(received=day)
        with self.changing(key, guarded=("received",)) as told:
            told.update(received=day, old=day == LONG_AGO)

    @rule()
    def expire(self) -> None:
        actions.expire_reports(today=today())
        for key in list(self.told):
            with self.changing(key) as told:
                told["expired"] = told["old"]

    @transaction.atomic
    def die_halfway(self, code: str) -> None:
        actions.submit_report(facts=facts(code=code), contributor="gone")
        actions.refresh_statistics(code=code)
        raise PowerCut

    @rule(code=st.sampled_from(CODES))
    def crash_before_commit(self, code: str) -> None:
        with pytest.raises(PowerCut):
            self.die_halfway(code)

    @rule(code=st.sampled_from(CODES))
    def refresh(self, code: str) -> None:
        if not actions.refresh_statistics(code=code):
            return
        self.seen[code] = [dict(told) for told in self.counted(code)]
        is_open = len(self.seen[code]) >= T
        self.shown[code] = model.stories(self.seen[code]) if is_open else Counter()
        self.pending[code] |= self.changed[code]
        self.changed[code] = set()
        if is_open and len(self.pending[code]) >= T:
            self.snapshots[code], self.pending[code] = self.seen[code], set()

    @precondition(lambda self: any(self.changed.values()))
    @rule()
    def refresh_all(self) -> None:
        for code in CODES:
            self.refresh(code)
        assert actions.audit_statistics() == []

    @invariant()
    def every_change_is_seen_or_marked(self) -> None:
        dirty = set(actions.dirty_codes())
        for code in set(CODES) - dirty:
            assert model.multiset(self.seen[code]) == model.multiset(self.counted(code)), code

    @invariant()
    def published_is_what_the_rules_allow(self) -> None:
        found = {
            (row.code, row.slice_field, row.slice_key): (
                row.reports,
                {
                    name: {line["key"]: line["reports"] for line in row.content["breakdowns"][name]}
                    for name in ("kind", "payer", "state")
                },
            )
            for row in Statistic.objects.filter(published=True, slice_field__in=["", "payer"]).to_be_shown()
        }
        assert found == model.published(self.seen, self.snapshots)

    @invariant()
    def months_are_those_of_the_snapshot_and_tell_of_no_few(self) -> None:
        for row in Statistic.objects.filter(published=True, slice_field="").to_be_shown():
            if trend := row.content["trend"]:
                bounds = [datetime.date.fromisoformat(trend[name]) for name in ("start", "since")]
                parts = model.received_in(self.snapshots[row.code], *bounds)
                shown = {one["key"]: (one["recent"], one["before"]) for one in trend["rows"]}
                assert shown == {payer: parts[payer][:2] for payer in shown}
                assert (trend["recent"], trend["before"]) == parts[""][:2]
                left = [n - sum(parts[payer][at] for payer in shown) for at, n in enumerate(parts[""])]
                assert all(n == 0 or n >= T for each in (left, *(parts[payer] for payer in shown)) for n in each)

    @invariant()
    def shown_stories_are_those_that_may_be(self) -> None:
        shown = Counter(PublishedStory.objects.values_list("code", "text"))
        assert shown == Counter({(code, text): n for code, texts in self.shown.items() for text, n in texts.items()})

    @invariant()
    def every_report_is_as_it_should_be_and_its_receipt_opens_it(self) -> None:
        kept = Report.objects.values_list(
            "receipt_digest", "pk", "standing", "story", "story_state", "escalated", "revision"
        )
        assert set(kept) == {
            (
                receipts.digest(self.receipts[key]),
                key,
                *(told[name] for name in (*model.RESTORED, "revision")),
            )
            for key, told in self.told.items()
        }

    @invariant()
    def originals_are_kept_only_to_be_put_back(self) -> None:
        kept = {decision: made["took"] for decision, made in self.made.items() if made["took"] is not None}
        assert dict(Original.objects.values_list("decision", "story")) == kept

    @invariant()
    def no_decision_is_lost(self) -> None:
        rows = Decision.objects.exclude(verdict="withdrawn").values_list("pk", "report", "verdict", "undone")
        made = {(pk, one["report"], one["verdict"], one["undone"]) for pk, one in self.made.items()}
        assert set(rows) == made
        assert Decision.objects.filter(verdict="withdrawn").count() == self.withdrawn


@pytest.mark.django_db(transaction=True)
def test_figures_never_say_more_or_less_than_they_may() -> None:
    run_state_machine_as_test(
        Denials,
        settings=settings(
            max_examples=50,
            stateful_step_count=35,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
