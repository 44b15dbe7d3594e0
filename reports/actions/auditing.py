"""Recount everything from the reports, naively, and compare: the oracle of I1, I3 and I4."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from django.db import connection, transaction

from reports import disclosure, figures, notation, parents, recent
from reports.actions.recounting import SLICE_FIELDS, Cell, Group, answers_of, counts_of, recount
from reports.actions.snapshots import snapshot_of
from reports.actions.statistics import all_codes, dirty_codes
from reports.aggregation import Counts, size
from reports.crossings import foremost
from reports.figures import Told
from reports.models import (
    GuardedSnapshot,
    Parent,
    ParentChange,
    ParentStatistic,
    PublishedStory,
    Report,
    Statistic,
    Tally,
    labels,
    rules,
)

Received = list[tuple[str, str]]  # payer and day of each report
END = "9999-12-31"  # after every day


class Mismatch(NamedTuple):
    code: str
    what: str


def audit_statistics(codes: Collection[str] | None = None) -> list[Mismatch]:
    """Every difference between the stored figures and a recount, read in one snapshot. Dirty codes are passed over.

    `codes`: those alone, without what all codes hold together.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        dirty = set(dirty_codes())
        audited = all_codes() if codes is None else set(codes)
        mismatches = [mismatch for code in sorted(audited - dirty) for mismatch in _audit_code(code)]
        return mismatches + ([] if dirty or codes is not None else list(_audit_parents()))


def _audit_code(code: str) -> Iterator[Mismatch]:
    counted = {group: counts_of(cells) for group, cells in recount(code).items()}
    stored = {row.subject: row for row in Tally.objects.on(code)}
    if {group: row.cells for group, row in stored.items()} != counted:
        yield Mismatch(code, "tallies differ from the recount")
    elif any(row.reports != size(row.cells) for row in stored.values()):
        yield Mismatch(code, "the size of a tally is not that of its cells")
    elif any(row.foremost != foremost(row.cells) for row in stored.values() if row.slice_field == "payer_line"):
        yield Mismatch(code, "the foremost reasons of a tally are not those of its cells")
    whole = counted.get(("", ""), {})
    group = figures.Group(whole=whole, contributors=_contributors(code))
    yield from _audit_snapshot(code, group)
    expected = _expected(code, group, counted)
    for subject, told in expected.items():
        row = Statistic.objects.filter(code=code, slice_field=subject[0], slice_key=subject[1]).first()
        if row is None or (row.told, row.reports, row.decided, row.low) != (_as_stored(told), *figures.ranked_by(told)):
            yield Mismatch(code, f"figures of {'='.join(subject).strip('=') or 'the whole'} differ from the recount")
        elif row.version != figures.version(told, code, row.as_of.isoformat()):
            yield Mismatch(code, "version is not the digest of what is told")
    if Statistic.objects.filter(code=code).count() != len(expected):
        yield Mismatch(code, "figures stand that should not be published")
    stories = _accepted_stories(code) if expected else []
    if sorted(PublishedStory.objects.filter(code=code).values_list("text", flat=True)) != sorted(stories):
        yield Mismatch(code, "published stories differ from the accepted ones")


def _accepted_stories(code: str) -> list[str]:
    return list(Report.objects.counted().on(code).with_accepted_story().values_list("story", flat=True))


def _contributors(code: str) -> int:
    labels = Report.objects.counted().on(code).order_by().values("contributor").distinct()
    return len(labels[: rules().min_contributors])


def _as_stored(told: Told) -> object:
    return notation.read(notation.text_of(told))


def _expected(code: str, group: figures.Group, counted: Mapping[Group, Counts]) -> dict[Group, Told]:
    if not figures.is_open(group, rules()):
        return {}
    snapshot = snapshot_of(GuardedSnapshot.objects.filter(code=code).first())
    pairs = {
        (key.split(":")[0], key.split(":")[1]): (size(counts), foremost(counts))
        for (field, key), counts in counted.items()
        if field == "payer_line" and size(counts) >= rules().threshold
    }
    stories = _accepted_stories(code)
    slices, threshold = figures.slices_let_out(group, rules()), rules().threshold
    whole = figures.whole_told(group.whole, snapshot, slices, threshold=threshold, stories=stories, pairs=pairs)
    return {("", ""): whole, **{subject: figures.slice_told(counted[subject]) for subject in slices}}


def _audit_snapshot(code: str, group: figures.Group) -> Iterator[Mismatch]:
    """Fewer than a threshold of reports may have changed since the snapshot of an open code, and no more than that."""
    stored = GuardedSnapshot.objects.filter(code=code).first()
    if stored is None or not figures.is_open(group, rules()):
        return
    if disclosure.snapshot_is_due(stored.changed, threshold=rules().threshold):
        yield Mismatch(code, "the guarded snapshot is overdue")
    for field in figures.KEPT:
        now, then = Counter(group.whole.get(field, {})), Counter(stored.cells.get(field, {}))
        if max((now - then).total(), (then - now).total()) > len(stored.changed):
            yield Mismatch(code, f"the guarded snapshot of {field} is further off than its changes allow")
    if abs(size(group.whole) - stored.reports) > len(stored.changed):
        yield Mismatch(code, "the guarded snapshot is of another size than its changes allow")
    if "since" in stored.recent:
        yield from _audit_recent(code, stored)


def _audit_recent(code: str, stored: GuardedSnapshot) -> Iterator[Mismatch]:
    """The two parts of a snapshot, received since a month and before, against its reports one by one."""
    since = datetime.date.fromisoformat(stored.recent["since"])
    received = [(report.received >= since, dict(answers_of(report))) for report in Report.objects.counted().on(code)]
    for name, is_recent in (("recent", True), ("before", False)):
        answers = [each for was_recent, each in received if was_recent is is_recent]
        for field in recent.FIELDS:
            now = Counter(each[field] for each in answers if field in each)
            then = Counter(stored.recent[name][field])
            if max((now - then).total(), (then - now).total()) > len(stored.changed):
                yield Mismatch(code, f"the {field} of {name} reports is further off than its changes allow")
        if abs(len(answers) - stored.recent[name]["reports"]) > len(stored.changed):
            yield Mismatch(code, f"the {name} reports are further off than their changes allow")
    yield from _audit_payers(code, stored)


def _audit_payers(code: str, stored: GuardedSnapshot) -> Iterator[Mismatch]:
    """How many reports of a payer came in when, against the reports one by one."""
    received = [(report.payer, report.received.isoformat()) for report in Report.objects.counted().on(code)]
    trend, rise = stored.recent.get("trend"), stored.recent.get("rise")
    if trend:
        bounds = [(trend["since"], END), (trend["start"], trend["since"]), ("", trend["start"])]
        if _off_by(received, bounds, trend["payers"]) > len(stored.changed):
            yield Mismatch(code, "the trend of a payer is further off than its changes allow")
        if _off_by([("", day) for _, day in received], bounds, {"": trend["whole"]}) > len(stored.changed):
            yield Mismatch(code, "the trend of the code is further off than its changes allow")
    if rise:
        month = datetime.date.fromisoformat(rise["month"])
        bounds = [(rise["month"], END), (month.replace(year=month.year - 1).isoformat(), rise["month"])]
        if _off_by(received, bounds, rise["payers"]) > len(stored.changed):
            yield Mismatch(code, "the month of a payer is further off than its changes allow")


def _off_by(received: Received, bounds: list[tuple[str, str]], payers: Mapping[str, list[int]]) -> int:
    """By how many the parts of a payer, each from its first day to before another one, are off at most."""
    return max(
        (
            abs(part - sum(each == payer and first <= day < end for each, day in received))
            for payer, parts in payers.items()
            for part, (first, end) in zip(parts, bounds, strict=True)
        ),
        default=0,
    )


def _audit_parents() -> Iterator[Mismatch]:
    """The sums and cells of every payer, line of business and reason, and which slices are published there."""
    cells: dict[Group, Counter[Cell]] = defaultdict(Counter)
    in_open: Counter[Group] = Counter()
    for code in all_codes():
        is_open = Statistic.objects.filter(code=code).whole().exists()
        for group, counted in recount(code).items():
            if group[0] in SLICE_FIELDS:
                cells[group].update(counted)
                in_open[group] += counted["reports", ""] if is_open else 0
    let_out: dict[Group, dict[str, int]] = defaultdict(dict)
    for row in Statistic.objects.exclude(slice_field=""):
        let_out[row.subject][row.code] = row.reports
    stored = {(parent.slice_field, parent.slice_key): parent for parent in Parent.objects.all()}
    shown = {(row.slice_field, row.slice_key): row for row in ParentStatistic.objects.all()}
    for group in sorted(cells.keys() | let_out.keys() | stored.keys() | shown.keys()):
        parent = stored.get(group) or Parent()
        if parent.in_open != in_open[group]:
            yield Mismatch("", f"the reports of {'='.join(group)} in open codes differ from the recount")
        yield from _audit_parent(group, parent, cells[group], let_out[group])
        closed = cells[group]["reports", ""] - in_open[group]
        yield from _audit_parent_shown(group, shown.get(group), cells[group], closed)


def _audit_parent(group: Group, parent: Parent, cells: Counter[Cell], let_out: Mapping[str, int]) -> Iterator[Mismatch]:
    name, reports = "=".join(group), cells["reports", ""]
    gathered = Counter({(field, answer): n for field, each in parent.cells.items() for answer, n in each.items()})
    for change in ParentChange.objects.filter(slice_field=group[0], slice_key=group[1]):
        gathered.update({(field, answer): n for field, each in change.moved.items() for answer, n in each.items()})
    if {cell: n for cell, n in gathered.items() if n} != dict(cells):
        yield Mismatch("", f"the cells of {name} in all codes differ from the recount")
    if (parent.reports, parent.let_out) != (reports, sum(let_out.values())):
        yield Mismatch("", f"the sums of {name} in all codes differ from the recount")
    shown = disclosure.publishable_slices(let_out, whole=reports, threshold=rules().threshold)
    published = set(Statistic.objects.slices(*group).published().values_list("code", flat=True))
    yield from (Mismatch(code, f"slice {name} is wrongly shown or withheld") for code in shown ^ published)
    if parent.withheld != (len(shown) < len(let_out)):
        yield Mismatch("", f"whether a slice of {name} is withheld is noted wrongly")


def _audit_parent_shown(
    group: Group, row: ParentStatistic | None, cells: Counter[Cell], closed: int
) -> Iterator[Mismatch]:
    """Its public figures, which are as of the last fold: compared where nothing waits. No code is named too long."""
    slices = dict(Statistic.objects.slices(*group).published().values_list("code", "reports"))
    name = "=".join(group)
    named = {line["key"] for line in row.content["breakdowns"][parents.CODES]} if row else set()
    if not named <= {*slices, disclosure.POOL}:
        yield Mismatch("", f"the figures of {name} name a code that they may not")
    if ParentChange.objects.filter(slice_field=group[0], slice_key=group[1]).exists():
        return
    counts, expected = counts_of(cells), None
    if group[0] in parents.SHOWN:
        label = labels(parents.named(slices))
        expected = parents.content(counts, slices, label, closed=closed, threshold=rules().threshold)
    if (row.content if row else None) != expected:
        yield Mismatch("", f"the figures of {name} differ from the recount")
    elif row and row.version != figures.version(row.content, parents.subject(*group), row.as_of.isoformat()):
        yield Mismatch("", f"the version of {name} is not the digest of its content")
