"""Sets new reports beside the others and marks what is odd about them, for the moderators.

The worker's: no answer to a contributor waits for it, shows it or differs by it. It needs no Redis.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from reports import vocabulary
from reports.models import Decision, Flag, Report, Standing, Tally, Uncompared, today
from reports.triage.bursts import DAYS, burst
from reports.triage.copies import DAYS as DAYS_OF_STORIES
from reports.triage.copies import Told, copies
from reports.triage.marks import Mark
from reports.triage.rarities import Answer, rarity
from reports.triage.shares import large_share

BATCH: Final = 500  # reports in one run
AT_ONCE: Final = 1000  # reports marked in one transaction: a burst may be large
STORIES: Final = 5000  # the newest, on all codes and again on those of the batch
RECENT: Final = datetime.timedelta(days=2)  # a day that is over can still turn out to be a burst
DECIDED: Final = (
    Decision.Verdict.ACCEPT_REPORT,
    Decision.Verdict.REJECT_REPORT,
    Decision.Verdict.ACCEPT_STORY,
    Decision.Verdict.REDACT_STORY,
    Decision.Verdict.REFUSE_STORY,
)

Found = Iterable[tuple[UUID, Mark]]
Group = tuple[str, ...]


def compare_reports() -> frozenset[str]:
    """Marks what is odd about the reports that wait to be compared, at most BATCH. The codes whose figures move.

    Harmless twice. With HOLD_BURSTS a mark that holds takes the report out of the figures, unless a moderator decided.
    """
    waiting = dict(Uncompared.objects.order_by("pk").values_list("pk", "report")[:BATCH])
    if not waiting:
        return frozenset()
    batch = list(Report.objects.filter(pk__in=waiting.values()))
    marks: defaultdict[UUID, list[Mark]] = defaultdict(list)
    for rule in (_in_bursts, _by_one_contributor, _with_rare_answers, _with_copied_stories):
        for report, mark in rule(batch):
            marks[report].append(mark)
    reports = sorted(marks)
    parts = [reports[start : start + AT_ONCE] for start in range(0, len(reports), AT_ONCE)]
    codes = [_keep({report: marks[report] for report in part}) for part in parts]
    Uncompared.objects.filter(pk__in=waiting).delete()
    return frozenset().union(*codes)


def _in_bursts(batch: Sequence[Report]) -> Found:
    for day, codes in _recent(batch).items():
        counts = _counts(codes, day).values("code", "payer").annotate(of_day=Count("pk", filter=Q(received=day)))
        before = Count("pk", filter=Q(received__lt=day, standing=Standing.COUNTED))
        found: dict[Group, Mark] = {
            (row["code"], row["payer"]): mark
            for row in counts.annotate(before=before)
            if (mark := burst(row["of_day"], row["before"]))
        }
        yield from _those_of(day, ("code", "payer"), found)


def _by_one_contributor(batch: Sequence[Report]) -> Found:
    for day, codes in _recent(batch).items():
        everybody = _per(_counts(codes, day).exclude(standing=Standing.REJECTED), "code")
        labels = {report.contributor for report in batch} - {""}
        sent = Report.objects.filter(contributor__in=labels, code__in=codes, received=day)
        own = _per(sent.exclude(standing=Standing.REJECTED), "contributor", "code")
        found: dict[Group, Mark] = {
            (label, code): mark
            for (label, code), count in own.items()
            if (mark := large_share(count, everybody[code,]))
        }
        yield from _those_of(day, ("contributor", "code"), found)


def _with_rare_answers(batch: Sequence[Report]) -> Found:
    """The tally may hold the batch already, or not yet; it is left out of it either way."""
    tallied = _tallied({report.code for report in batch})
    counted = [report for report in batch if report.standing == Standing.COUNTED]
    tallied.subtract((report.code, "reports", "") for report in counted)
    tallied.subtract((report.code, answer.field, answer.key) for report in counted for answer in _answers(report))
    for report in batch:
        others = max(0, tallied[report.code, "reports", ""])
        answers = {one: max(0, tallied[report.code, one.field, one.key]) for one in _answers(report)}
        mark = rarity(answers, others)
        if mark:
            yield report.pk, mark


def _with_copied_stories(batch: Sequence[Report]) -> Found:
    new = [report for report in batch if report.story]
    if not new:
        return ()
    since = today() - datetime.timedelta(days=DAYS_OF_STORIES)
    stories = Report.objects.filter(received__gte=since).exclude(story="").order_by("-received")
    on_these_codes = stories.filter(code__in={report.code for report in new})
    read = [told.values_list("pk", "code", "contributor", "received", "story") for told in (stories, on_these_codes)]
    known = {told.report: told for rows in read for told in (Told(*row) for row in rows[:STORIES])}
    return copies([_told(report) for report in new], list(known.values())).items()


def _recent(batch: Sequence[Report]) -> Mapping[datetime.date, set[str]]:
    """Day of receipt -> codes."""
    days: defaultdict[datetime.date, set[str]] = defaultdict(set)
    for report in batch:
        if report.received >= today() - RECENT:
            days[report.received].add(report.code)
    return days


def _counts(codes: Collection[str], day: datetime.date) -> QuerySet[Report]:
    """Reports on the codes, that day and in the DAYS before."""
    return Report.objects.filter(code__in=codes, received__gte=day - datetime.timedelta(days=DAYS), received__lte=day)


def _per(reports: QuerySet[Report], *fields: str) -> Counter[Group]:
    rows = reports.values(*fields).annotate(reports=Count("pk")).values_list(*fields, "reports")
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def _those_of(day: datetime.date, fields: Sequence[str], found: Mapping[Group, Mark]) -> Found:
    """Each undecided report of the day that lies in one of the groups found, with the group's mark."""
    if not found:
        return
    within = {f"{field}__in": {group[at] for group in found} for at, field in enumerate(fields)}
    for report, *group in _undecided().filter(received=day, **within).values_list("pk", *fields):
        if tuple(group) in found:
            yield report, found[tuple(group)]


def _tallied(codes: Collection[str]) -> Counter[tuple[str, str, str]]:
    """(code, field, answer) -> counted reports; all of a code under ("reports", "")."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for code, cells in Tally.objects.filter(code__in=codes).whole().values_list("code", "cells"):
        for field in ("reports", "kind", "modifier", "paired_code"):
            counted.update({(code, field, key): n for key, n in cells.get(field, {}).items()})
    return counted


def _answers(report: Report) -> Iterator[Answer]:
    yield Answer("kind", report.kind, vocabulary.KINDS[report.kind].lower())
    for modifier in sorted(set(report.modifiers)):
        yield Answer("modifier", modifier, modifier)
    if report.paired_code:
        yield Answer("paired_code", report.paired_code, report.paired_code)


def _told(report: Report) -> Told:
    return Told(report.pk, report.code, report.contributor, report.received, report.story)


def _undecided() -> QuerySet[Report]:
    decided = Decision.objects.filter(report=OuterRef("pk"), undone=False, verdict__in=DECIDED)
    return Report.objects.filter(~Exists(decided), ~Q(standing=Standing.REJECTED))


@transaction.atomic
def _keep(marks: Mapping[UUID, Sequence[Mark]]) -> frozenset[str]:
    """Writes the flags that are new or say something else now, and holds where it is asked for."""
    reports = list(_undecided().filter(pk__in=marks).order_by("pk").select_for_update())
    there = set(Flag.objects.filter(report__in=reports).values_list("report", "rule", "words"))
    flags = [
        Flag(report=report, rule=mark.rule, words=mark.words, weight=mark.weight)
        for report in reports
        for mark in marks[report.pk]
        if (report.pk, mark.rule, mark.words) not in there
    ]
    Flag.objects.bulk_create(
        flags, update_conflicts=True, unique_fields=["report", "rule"], update_fields=["words", "weight"]
    )
    return _hold(reports, marks) if settings.HOLD_BURSTS else frozenset()


def _hold(reports: Iterable[Report], marks: Mapping[UUID, Sequence[Mark]]) -> frozenset[str]:
    held = []
    for report in reports:
        words = [mark.words for mark in marks[report.pk] if mark.holds]
        if words and report.standing == Standing.COUNTED:
            report.standing, report.held_because = Standing.HELD, words
            report.revision += 1  # undoing an older decision must not let it count again
            held.append(report)
    Report.objects.bulk_update(held, ["standing", "held_because", "revision"])
    return frozenset(report.code for report in held)
