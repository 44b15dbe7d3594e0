"""Taking a report in, and what its contributor may do with it afterwards."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction

from codes.models import Code, Payer, known_reasons
from reports import intake, receipts, triage
from reports.actions.receipts import change_report, count_by
from reports.actions.statistics import lock_code
from reports.actions.unlisted import refuse_unlisted
from reports.intake import Facts, FieldFinding
from reports.models import Decision, PublishedStory, Report, Standing, StoryState, today


class Identifying(Exception):  # reads as what it is
    """The report could identify a person; `findings` say where, never what."""

    def __init__(self, findings: Sequence[FieldFinding]) -> None:
        super().__init__("the report could identify a person")
        self.findings = tuple(findings)


class _Payers:
    def payer_slug(self, text: str) -> str | None:
        payer = Payer.objects.called(text).first()
        return payer.slug if payer else None


def settle(raw: Mapping[str, object]) -> Facts:
    """What was typed, as facts. Raises `Identifying` before anything else is looked at, then `intake.Unfit`."""
    findings = intake.screen(raw)
    if findings:
        raise Identifying(findings)
    facts = intake.settle(raw, reference=_Payers(), today=today())
    refuse_unlisted(facts)
    return facts


@transaction.atomic
def submit_report(*, facts: Facts, contributor: str) -> tuple[Report, str]:
    """Saves a report and returns it with its receipt, shown this once. Raises `Identifying`.

    The code is marked dirty by a database trigger in the same transaction (I1).
    """
    _refuse_identifiers(facts)
    received = today()
    verdict = _judge(contributor, facts.code, received)
    receipt = receipts.new_receipt()
    report = Report.objects.create(
        receipt_digest=receipts.digest(receipt),
        received=received,
        contributor=contributor,
        standing=Standing.COUNTED if verdict.counts else Standing.HELD,
        released=settings.RELEASE_BATCH == 1,
        held_because=list(verdict.held_because),
        unverified=_unverified(facts),
        story_state=StoryState.WAITING if facts.story else StoryState.NONE,
        **facts.as_fields(),
    )
    return report, receipt


@transaction.atomic
def correct_report(*, receipt: str, changes: Mapping[str, object]) -> tuple[Report, frozenset[str]]:
    """Changes any facts of a report; returns it with the codes whose figures move.

    Raises `UnknownReceipt`, `Identifying` or `intake.Unfit`; then nothing has changed.
    """
    report = change_report(receipt)
    codes = {report.code}
    before = facts_of(report)
    findings = intake.screen(changes)
    if findings:
        raise Identifying(findings)
    facts = intake.settle({**before.as_fields(), **changes}, reference=_Payers(), today=today())
    if "payer" not in changes:
        facts = replace(facts, payer=before.payer)
    if facts == before:
        return report, frozenset()
    refuse_unlisted(facts, before)
    _judge_again(report, before, facts)
    if (facts.story, facts.code) != (before.story, before.code):
        if report.story_state == StoryState.ACCEPTED:
            unpublish_story(report)
        report.story_state = StoryState.WAITING if facts.story else StoryState.NONE
    for name, value in facts.as_fields().items():
        setattr(report, name, value)
    report.unverified = _unverified(facts)
    report.save()
    return report, frozenset(codes | {report.code})


@transaction.atomic
def withdraw_report(*, receipt: str) -> str:
    """Deletes a report for good, its published story at once. Returns its code. Raises `UnknownReceipt`."""
    report = change_report(receipt)
    if report.story_state == StoryState.ACCEPTED:
        unpublish_story(report)
    Decision.objects.create(report=report.key, verdict=Decision.Verdict.WITHDRAWN)
    report.delete()
    return report.code


def _judge(contributor: str, code: str, received: datetime.date) -> triage.Verdict:
    """Without a label nobody knows whose the other reports are, so they do not matter."""
    return triage.judge(
        triage.Circumstances(
            earlier_today=count_by(contributor, code=code, day=received) if contributor else 0,
            hold_above=settings.HOLD_ABOVE,
            hold_all=settings.MODERATION == "all",
        ),
    )


def _judge_again(report: Report, before: Facts, facts: Facts) -> None:
    """A counted report that moves to another code, or changes where every report waits, stands in line again."""
    if report.standing != Standing.COUNTED or (facts.code == before.code and settings.MODERATION != "all"):
        return
    verdict = _judge(report.contributor, facts.code, report.received)
    if not verdict.counts:
        report.standing, report.held_because = Standing.HELD, list(verdict.held_because)


def unpublish_story(report: Report) -> None:
    """Takes one copy of the story off the page without waiting for the next refresh, nor letting one put it back."""
    lock_code(report.code)
    copy = PublishedStory.objects.filter(code=report.code, text=report.story).first()
    if copy:
        copy.delete()


def facts_of(report: Report) -> Facts:
    values: dict[str, Any] = {name: getattr(report, name) for name in intake.FIELDS}
    stored: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return Facts(**stored)


def _refuse_identifiers(facts: Facts) -> None:
    findings = intake.screen(facts.as_fields())
    if findings:
        raise Identifying(findings)


def _unverified(facts: Facts) -> list[str]:
    """Fields whose value no list here knows (yet)."""
    unknown = {
        "code": not Code.objects.filter(pk=facts.code).exists(),
        "paired_code": bool(facts.paired_code) and not Code.objects.filter(pk=facts.paired_code).exists(),
        "carc": not known_reasons("carc", {facts.carc}).issuperset({facts.carc} - {""}),
        "rarcs": not known_reasons("rarc", facts.rarcs).issuperset(facts.rarcs),
    }
    return [name for name, is_unknown in unknown.items() if is_unknown]
