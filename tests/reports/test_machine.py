"""I1, I3 and I4 under everything that may happen to a report, against a naive model, with real commits."""

import itertools
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
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
from reports import actions
from reports.models import (
    Decision,
    DirtyCode,
    GuardedSnapshot,
    PublishedStory,
    Report,
    Statistic,
    Tally,
)
from tests.reports.making import facts

T = 5
CODES = ("86320", "84165", "G0483")
PAYERS = ("aetna", "cigna", "humana")
STATES = ("TX", "CA", "")
KINDS = ("bundled", "units")

Told = dict[str, Any]  # what the model knows of one report


class PowerCut(Exception):
    """Something dies before its commit."""


class Denials(RuleBasedStateMachine):
    """`told`: every report as it should be; `seen`: what a code's figures last saw; `snapshots`: guarded cells."""

    @initialize()
    def begin(self) -> None:
        for table in (Report, DirtyCode, Tally, Statistic, GuardedSnapshot, PublishedStory, Decision):
            table.objects.all().delete()
        for payer in PAYERS:
            Payer.objects.get_or_create(slug=payer, defaults={"name": payer, "names": [payer]})
        self.moderator = User.objects.get_or_create(username="moderator")[0]
        self.told: dict[Any, Told] = {}
        self.receipts: dict[Any, str] = {}
        self.changed: dict[str, set[Any]] = {code: set() for code in CODES}
        self.pending: dict[str, set[Any]] = {code: set() for code in CODES}
        self.seen: dict[str, list[Told]] = {code: [] for code in CODES}
        self.snapshots: dict[str, list[Told]] = {code: [] for code in CODES}

    def counted(self, code: str) -> list[Told]:
        return [told for told in self.told.values() if told["code"] == code and told["counted"]]

    def touch(self, key: Any, *codes: str) -> None:
        for code in codes:
            self.changed[code].add(key)

    def some(self, draw: st.DataObject, wanted: bool | None = None) -> Any:
        keys = [key for key, told in self.told.items() if wanted is None or told["counted"] is wanted]
        return draw.draw(st.sampled_from(keys)) if keys else None

    @rule(
        count=st.integers(1, 6),
        code=st.sampled_from(CODES),
        payer=st.sampled_from(PAYERS),
        state=st.sampled_from(STATES),
        kind=st.sampled_from(KINDS),
    )
    def submit(self, count: int, code: str, payer: str, state: str, kind: str) -> None:
        for _ in range(count):
            report, receipt = actions.submit_report(
                facts=facts(code=code, payer=payer, state=state, kind=kind), contributor=f"c{len(self.told)}"
            )
            self.told[report.key] = {"code": code, "payer": payer, "state": state, "kind": kind, "counted": True}
            self.receipts[report.key] = receipt
            self.touch(report.key, code)

    @rule(draw=st.data())
    def withdraw(self, draw: st.DataObject) -> None:
        if key := self.some(draw):
            actions.withdraw_report(receipt=self.receipts.pop(key))
            told = self.told.pop(key)
            if told["counted"]:
                self.touch(key, told["code"])

    @rule(draw=st.data())
    def reject(self, draw: st.DataObject) -> None:
        if key := self.some(draw, wanted=True):
            actions.reject_report(report=key, moderator=self.moderator, reason="made_up")
            self.told[key]["counted"] = False
            self.touch(key, self.told[key]["code"])

    @rule(draw=st.data())
    def accept(self, draw: st.DataObject) -> None:
        if key := self.some(draw, wanted=False):
            actions.accept_report(report=key, moderator=self.moderator)
            self.told[key]["counted"] = True
            self.touch(key, self.told[key]["code"])

    @rule(
        draw=st.data(),
        code=st.sampled_from(CODES),
        payer=st.sampled_from(PAYERS),
        state=st.sampled_from(STATES),
        kind=st.sampled_from(KINDS),
    )
    def correct(self, draw: st.DataObject, code: str, payer: str, state: str, kind: str) -> None:
        if key := self.some(draw):
            changes = {"code": code, "payer": payer, "state": state, "kind": kind}
            actions.correct_report(receipt=self.receipts[key], changes=changes)
            told = self.told[key]
            if told["counted"] and (told["code"], told["state"]) != (code, state):
                self.touch(key, told["code"], code)
            told.update(code=code, payer=payer, state=state, kind=kind)

    @rule(payer=st.sampled_from(PAYERS), kind=st.sampled_from(KINDS), state=st.sampled_from(STATES))
    def change_by_raw_sql(self, payer: str, kind: str, state: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE reports_report SET kind = %s, state = %s WHERE payer = %s", [kind, state, payer])
        for key, told in self.told.items():
            if told["payer"] == payer:
                if told["counted"] and told["state"] != state:
                    self.touch(key, told["code"])
                told.update(kind=kind, state=state)

    @rule(draw=st.data())
    def delete_by_raw_sql(self, draw: st.DataObject) -> None:
        if key := self.some(draw):
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM reports_report WHERE key = %s", [key])
            told = self.told.pop(key)
            if told["counted"]:
                self.touch(key, told["code"])

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
        self.pending[code] |= self.changed[code]
        self.changed[code] = set()
        if len(self.seen[code]) >= T and len(self.pending[code]) >= T:
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
            assert _multiset(self.seen[code]) == _multiset(self.counted(code)), code

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
            for row in Statistic.objects.filter(published=True, slice_field__in=["", "payer"])
        }
        assert found == self.expected()

    def expected(self) -> dict[tuple[str, str, str], Any]:
        answers: dict[tuple[str, str, str], Any] = {}
        candidates: dict[str, dict[str, int]] = {payer: {} for payer in PAYERS}
        for code in CODES:
            told = self.seen[code]
            if len(told) < T:
                continue
            answers[code, "", ""] = (len(told), {**_open(told), "state": _guarded(self.snapshots[code])})
            for payer, n in _allowed(Counter(one["payer"] for one in told), len(told)).items():
                candidates[payer][code] = n
        for payer, by_code in candidates.items():
            total = sum(one["payer"] == payer for one in itertools.chain(*self.seen.values()))
            for code, n in _allowed(by_code, total).items():
                told = [one for one in self.seen[code] if one["payer"] == payer]
                answers[code, "payer", payer] = (n, {**_open(told), "state": {}})
        return answers


def _multiset(reports: list[Told]) -> Counter[tuple[tuple[str, Any], ...]]:
    return Counter(tuple(sorted(told.items())) for told in reports)


def _open(reports: list[Told]) -> dict[str, dict[str, int]]:
    return {name: dict(Counter(told[name] for told in reports)) for name in ("kind", "payer")}


def _guarded(reports: list[Told]) -> dict[str, int]:
    cells = {state: n for state, n in Counter(told["state"] for told in reports).items() if state and n >= T}
    rest = len(reports) - sum(cells.values())
    if not cells or 0 < rest < T:
        return {}
    return {**cells, "other": rest} if rest else cells


def _allowed(sizes: dict[str, int] | Counter[str], total: int) -> dict[str, int]:
    large = {name: n for name, n in sizes.items() if n >= T}
    if 0 < total - sum(large.values()) < T and large:
        del large[min(large, key=lambda name: (large[name], name))]
    return large


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
