"""Taking a report in, and what its contributor may do with it afterwards."""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from django.conf import settings
from django.db import transaction

from reports import intake, receipts, triage
from reports.actions.asking import Asking
from reports.actions.receipts import change_report, count_by
from reports.actions.statistics import lock_code
from reports.actions.unlisted import refuse_unlisted
from reports.intake import Facts, FieldFinding
from reports.models import (
    Decision,
    PublishedStory,
    Report,
    Standing,
    StoryState,
    Uncompared,
    WithdrawnReceipt,
    today,
)
from reports.screening import find_soft


class Identifying(Exception):  # reads as what it is
    """The report could identify a person; `findings` say where, never what."""

    def __init__(self, findings: Sequence[FieldFinding]) -> None:
        super().__init__("the report could identify a person")
        self.findings = tuple(findings)


class Stale(Exception):  # reads as what it is
    """The facts are no longer those that the sender of a change looked at: `fields` differ."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__("changed meanwhile: " + ", ".join(fields))
        self.fields = tuple(fields)


def settle(raw: Mapping[str, object], asking: Asking | None = None) -> Facts:
    """What was typed, as facts. Raises `Identifying` before anything else is looked at, then `intake.Unfit`.

    `asking`: the same for all rows of a table.
    """
    asking = asking or Asking()
    _refuse_identifiers(raw, asking)
    facts = intake.settle(raw, reference=asking, today=today())
    refuse_unlisted(facts, asking)
    return facts


def submit_report(
    *,
    facts: Facts,
    contributor: str,
    receipt: str = "",
    manner: triage.Manner = triage.API,
) -> tuple[Report, str]:
    """Saves a report and returns it with its receipt, a new one unless given. Raises `Identifying`."""
    receipt = receipt or receipts.new_receipt()
    [report] = submit_all(facts=[facts], contributor=contributor, given=[receipt], manner=manner)
    return report, receipt


@transaction.atomic
def submit_all(
    *, facts: Sequence[Facts], contributor: str, given: Sequence[str], manner: triage.Manner
) -> list[Report]:
    """Saves all reports or none, each with the receipt given for it. Raises `Identifying`.

    Their codes are marked dirty by a database trigger in the same transaction (I1).
    """
    asking, received = Asking(), today()
    earlier_on = cache(lambda code: _earlier(contributor, code, received))
    here: Counter[str] = Counter()
    reports = []
    for each, receipt in zip(facts, given, strict=True):
        _refuse_identifiers(each.as_fields(), asking)
        verdict = _judge(each, manner, earlier_today=earlier_on(each.code) + here[each.code])
        here[each.code] += bool(contributor)
        digest = receipts.digest(receipt)
        report = _new_report(each, verdict, receipt_digest=digest, received=received, contributor=contributor)
        report.unverified = _unverified(each, asking)
        reports.append(report)
    Report.objects.bulk_create(reports)
    Uncompared.objects.bulk_create(Uncompared(report=report) for report in reports)
    return reports


@transaction.atomic
def correct_report(
    *, receipt: str, changes: Mapping[str, object], seen: str = "", permit: Callable[[], object] = lambda: None
) -> tuple[Report, frozenset[str]]:
    """Changes any facts of a report; returns it with the codes whose figures move.

    `seen`: the mark of the facts that stood before the sender, if they were shown. `permit` is asked once the change
    is found fit, and may raise. Raises `UnknownReceipt`, `Identifying`, `intake.Unfit` or `Stale`; then nothing has
    changed.
    """
    report, asking = change_report(receipt), Asking()
    codes = {report.code}
    before = facts_of(report)
    _refuse_identifiers(changes, asking)
    facts = intake.settle({**before.as_fields(), **changes}, reference=asking, today=today())
    if "payer" not in changes:
        facts = replace(facts, payer=before.payer)
    if facts == before:
        return report, frozenset()
    if seen and (changed := before.changed_since(seen)):
        raise Stale(changed)
    refuse_unlisted(facts, asking, before)
    permit()
    _judge_again(report, before, facts)
    _take_over(report, before, facts)
    report.unverified = _unverified(facts, asking)
    report.revision += 1  # a moderator who reads the former one must look again
    report.save()
    Uncompared.objects.create(report=report)
    return report, frozenset(codes | {report.code})


@transaction.atomic
def withdraw_report(*, receipt: str) -> str:
    """Deletes a report for good, its published story at once. Returns its code. Raises `UnknownReceipt`."""
    report = change_report(receipt)
    if report.story_state == StoryState.ACCEPTED:
        unpublish_story(report)
    Decision.objects.create(report=report.key, verdict=Decision.Verdict.WITHDRAWN)
    WithdrawnReceipt.objects.update_or_create(digest=report.receipt_digest, defaults={"day": today()})
    report.delete()
    return report.code


def _new_report(facts: Facts, verdict: triage.Verdict, **others: object) -> Report:
    return Report(
        standing=Standing.COUNTED if verdict.counts else Standing.HELD,
        held_because=list(verdict.held_because),
        released=settings.RELEASE_BATCH == 1,
        story_state=StoryState.WAITING if facts.story else StoryState.NONE,
        **facts.as_fields(),
        **others,
    )


def _judge(facts: Facts, manner: triage.Manner, *, earlier_today: int) -> triage.Verdict:
    return triage.judge(
        triage.Circumstances(
            soft=tuple({finding.kind for finding in find_soft(facts.story)}),
            manner=manner,
            earlier_today=earlier_today,
            hold_above=settings.HOLD_ABOVE,
            hold_all=settings.MODERATION == "all",
        ),
    )


def _earlier(contributor: str, code: str, received: datetime.date) -> int:
    """Without a label nobody knows whose the other reports are, so they do not matter."""
    return count_by(contributor, code=code, day=received) if contributor else 0


def _judge_again(report: Report, before: Facts, facts: Facts) -> None:
    """A report whose code or story changes, or any where every report waits, is held, or counts, by what it says now.

    One that a comparison holds is judged alike: nothing told to its contributor may differ. What moderators decided
    stays: a rejected one is rejected, and one that they passed on is not counted by a correction.
    """
    moved = facts.code != before.code
    afresh = moved or facts.story != before.story or settings.MODERATION == "all"
    if report.standing == Standing.REJECTED or not afresh:
        return
    earlier = _earlier(report.contributor, facts.code, report.received) if moved else 0
    verdict = _judge(facts, triage.API, earlier_today=earlier)
    holding = triage.still_holding(report.held_because, verdict, moved=moved)
    if report.escalated:
        holding = list(dict.fromkeys([*report.held_because, *holding]))
    if holding or report.held_because:
        report.standing = Standing.HELD if holding else Standing.COUNTED
        report.held_because = holding


def _take_over(report: Report, before: Facts, facts: Facts) -> None:
    """A story that changes, or moves to another code, is off the page at once and waits again."""
    if (facts.story, facts.code) != (before.story, before.code):
        if report.story_state == StoryState.ACCEPTED:
            unpublish_story(report)
        report.story_state = StoryState.WAITING if facts.story else StoryState.NONE
    for name, value in facts.as_fields().items():
        setattr(report, name, value)


def unpublish_story(report: Report) -> None:
    """Takes one copy of the story off the page without waiting for the next refresh, nor letting one put it back."""
    lock_code(report.code)
    copy = PublishedStory.objects.filter(code=report.code, text=report.story).first()
    if copy:
        copy.delete()


def facts_of(report: Report) -> Facts:
    return Facts.from_fields({name: getattr(report, name) for name in intake.FIELDS})


def _refuse_identifiers(texts: Mapping[str, object], asking: Asking) -> None:
    findings = intake.screen(texts, find=asking.identifiers)
    if findings:
        raise Identifying(findings)


def _unverified(facts: Facts, asking: Asking) -> list[str]:
    """Fields whose value no list here knows (yet)."""
    unknown = {
        "code": not asking.is_known_code(facts.code),
        "paired_code": bool(facts.paired_code) and not asking.is_known_code(facts.paired_code),
        "carc": bool(facts.carc) and facts.carc not in asking.known_reasons("carc", frozenset({facts.carc})),
        "rarcs": not asking.known_reasons("rarc", frozenset(facts.rarcs)).issuperset(facts.rarcs),
    }
    return [name for name, is_unknown in unknown.items() if is_unknown]
