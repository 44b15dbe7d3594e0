"""Recount everything from the reports, naively, and compare: the oracle of I1, I3 and I4."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from reports import disclosure, figures
from reports.actions.statistics import (
    accepted_stories,
    all_codes,
    contributors_on,
    dirty_codes,
    labels_for,
    rules,
    snapshot_of,
)
from reports.aggregation import GUARDED_BREAKDOWNS, SLICED, size
from reports.figures import Content, Group
from reports.models import GuardedSnapshot, PublishedStory, Report, Statistic, Tally
from reports.remittance import reason_key
from reports.vocabulary import APPEALS

Cell = tuple[datetime.date, str, str, str, str]  # month, slice field, slice key, field, answer


class Mismatch(NamedTuple):
    code: str
    what: str


def audit_statistics() -> list[Mismatch]:
    """Every difference between the stored figures and a recount, read in one snapshot. Dirty codes are passed over."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        dirty = set(dirty_codes())
        mismatches = [mismatch for code in sorted(all_codes() - dirty) for mismatch in _audit_code(code)]
        return mismatches + ([] if dirty else list(_audit_other_parents()))


def _answers(report: Report) -> Iterator[tuple[str, str]]:
    yield "reports", ""
    single = {
        "kind": report.kind,
        "reason": reason_key(report.group, report.carc),
        "payer": report.payer,
        "line_of_business": report.line_of_business,
        "paired_code": report.paired_code,
        "fix_modifier": report.fix_modifier,
        "resolution": report.resolution_band,
        "stage": report.stage,
        "decided_by": report.decided_by,
        "claim_type": report.claim_type,
        "state": report.state,
        "year": str(report.year),
        "outcome": report.outcome,
        "appeal_outcome": report.outcome if set(report.actions) & set(APPEALS) else "",
    }
    multiple = {
        "modifier": report.modifiers,
        "remark": report.rarcs,
        "action": report.actions,
        "tactic": report.tactics,
    }
    yield from ((field, answer) for field, answer in single.items() if answer)
    yield from ((field, answer) for field, answers in multiple.items() for answer in set(answers))


def recount(code: str) -> Counter[Cell]:
    """The tallies of a code as a plain loop over its counted reports."""
    cells: Counter[Cell] = Counter()
    for report in Report.objects.counted().on(code):
        month = report.received.replace(day=1)
        answers = list(_answers(report))
        groups = [("", ""), *((field, answer) for field, answer in answers if field in SLICED)]
        cells.update((month, *group, *answer) for group in groups for answer in answers)
    return cells


def _group(code: str, cells: Counter[Cell]) -> Group:
    counts: dict[tuple[str, str], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (_, slice_field, slice_key, field, answer), n in cells.items():
        counts[slice_field, slice_key][field][answer] += n
    whole = counts.pop(("", ""), {})
    return Group(
        whole=whole,
        slices=dict(counts),
        contributors=contributors_on(code, most=rules().min_contributors),
    )


def _audit_code(code: str) -> Iterator[Mismatch]:
    cells = recount(code)
    stored = {
        (row.month, row.slice_field, row.slice_key, row.field, row.key): row.reports for row in Tally.objects.on(code)
    }
    if stored != dict(cells):
        yield Mismatch(code, "tallies differ from the recount")
    group = _group(code, cells)
    yield from _audit_snapshot(code, group)
    expected = _expected(code, group)
    for subject, content in expected.items():
        row = Statistic.objects.filter(code=code, slice_field=subject[0], slice_key=subject[1]).first()
        if row is None or row.content != content:
            yield Mismatch(code, f"figures of {'='.join(subject).strip('=') or 'the whole'} differ from the recount")
        elif row.version != figures.version(content, code, row.as_of.isoformat()):
            yield Mismatch(code, "version is not the digest of the content")
    if Statistic.objects.filter(code=code).count() != len(expected):
        yield Mismatch(code, "figures stand that should not be published")
    stories = accepted_stories(code) if expected else []
    if sorted(PublishedStory.objects.filter(code=code).values_list("text", flat=True)) != sorted(stories):
        yield Mismatch(code, "published stories differ from the accepted ones")


def _expected(code: str, group: Group) -> dict[tuple[str, str], Content]:
    if not figures.is_open(group, rules()):
        return {}
    label = labels_for(group)
    snapshot = snapshot_of(GuardedSnapshot.objects.filter(code=code).first())
    whole = figures.whole_content(group, snapshot, accepted_stories(code), label, rules())
    return {("", ""): whole, **figures.slice_contents(group, label, rules())}


def _audit_snapshot(code: str, group: Group) -> Iterator[Mismatch]:
    """Fewer than a threshold of reports may have changed since the snapshot of an open code, and no more than that."""
    stored = GuardedSnapshot.objects.filter(code=code).first()
    if stored is None or not figures.is_open(group, rules()):
        return
    if disclosure.snapshot_is_due(stored.changed, threshold=rules().threshold):
        yield Mismatch(code, "the guarded snapshot is overdue")
    for field in GUARDED_BREAKDOWNS:
        now, then = Counter(group.whole.get(field, {})), Counter(stored.cells.get(field, {}))
        if max((now - then).total(), (then - now).total()) > len(stored.changed):
            yield Mismatch(code, f"the guarded snapshot of {field} is further off than its changes allow")
    if abs(size(group.whole) - stored.reports) > len(stored.changed):
        yield Mismatch(code, "the guarded snapshot is of another size than its changes allow")


def _audit_other_parents() -> Iterator[Mismatch]:
    """Which slices are published, decided afresh for every payer, line of business and reason."""
    whole: Counter[tuple[str, str]] = Counter()
    for code in all_codes():
        for (_, slice_field, slice_key, field, _), n in recount(code).items():
            if slice_field and field == "reports":
                whole[slice_field, slice_key] += n
    sizes: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in Statistic.objects.exclude(slice_field=""):
        sizes[row.slice_field, row.slice_key][row.code] = row.reports
    for (field, key), by_code in sizes.items():
        shown = disclosure.publishable_slices(by_code, whole=whole[field, key], threshold=rules().threshold)
        published = set(Statistic.objects.slices(field, key).published().values_list("code", flat=True))
        yield from (Mismatch(code, f"slice {field}={key} is wrongly shown or withheld") for code in shown ^ published)
