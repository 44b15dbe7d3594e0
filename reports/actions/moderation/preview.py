"""What a decision would do to the figures of its code: as they stand, and with or without one report."""

from collections import Counter
from typing import NamedTuple

from reports import figures
from reports.actions.recounting import answers_of
from reports.actions.statistics import group_of
from reports.aggregation import Outcomes, Row, size, summarise
from reports.figures import Group
from reports.models import Report, Standing, labels, rules


class Brief(NamedTuple):
    """The first figures of a code, whether or not they may be published."""

    reports: int
    is_open: bool
    top_reason: Row | None
    recovery: Outcomes


class Preview(NamedTuple):
    """`counts`: whether the report is among the figures now; `other` is without it, else with it."""

    counts: bool
    now: Brief
    other: Brief

    @property
    def opens(self) -> bool:
        return self.other.is_open and not self.now.is_open

    @property
    def closes(self) -> bool:
        return self.now.is_open and not self.other.is_open


def preview(report: Report) -> Preview:
    counts = report.standing == Standing.COUNTED and report.released and not report.expired
    group = group_of(report.code)
    sign = -1 if counts else 1
    whole = {field: Counter(cells) for field, cells in group.whole.items()}
    for field, answer in answers_of(report):
        whole.setdefault(field, Counter())[answer] += sign
    changed = {field: {answer: n for answer, n in cells.items() if n > 0} for field, cells in whole.items()}
    other = group._replace(whole=changed, contributors=_contributors(report, counts=not counts))
    return Preview(counts, _brief(group), _brief(other))


def _contributors(report: Report, *, counts: bool) -> int:
    """Different labels on the code, without this report or with it, as far as a code needs them to open."""
    others = Report.objects.counted().on(report.code).exclude(pk=report.pk)
    labels = set(others.order_by().values_list("contributor", flat=True).distinct()[: rules().min_contributors])
    return len(labels | {report.contributor} if counts else labels)


def _brief(group: Group) -> Brief:
    if not size(group.whole):
        return Brief(0, is_open=False, top_reason=None, recovery={"decided": 0})
    shown = summarise(group.whole, labels())
    return Brief(
        reports=shown["reports"],
        is_open=figures.is_open(group, rules()),
        top_reason=next(iter(shown["breakdowns"]["reason"]), None),
        recovery=shown["recovery"],
    )
