"""What is published of denials of the chosen codes. Never a code below the threshold: only published rows are asked."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Sum

from codes.models import PartBService, Reason, Release
from codes.models.elsewhere import Denied
from medpay.citing import Citation
from medpay.toolkit.facts import PartB, Pattern, ReasonReported
from reports.models import Statistic
from reports.presentation import Outcome, Row, Section, Shown, show

SECTIONS: Final = ("kind", "reason", "remark", "payer", "paired_code", "action", "tactic", "fix_modifier")
FIRST: Final = 3  # answers of each figure
PSPS: Final = "https://data.cms.gov/summary-statistics-on-use-and-payments/physiciansupplier-procedure-summary"


def published_of(codes: Sequence[str]) -> tuple[Shown, ...]:
    """The figures of the codes that have some, in the order of `codes`. Never a story. One query."""
    rows = Statistic.objects.of_each(codes)
    return tuple(
        show(code=code, content=row.shown, as_of=row.as_of, version=row.version_shown, stories=[])
        for code in codes
        if (row := rows.get(code))
    )


def reasons_of(published: Sequence[Shown]) -> tuple[ReasonReported, ...]:
    """The reasons reported most, with what is known of them. One query, none without figures."""
    reported = [(shown.code, row) for shown in published for row in _section(shown, "reason")]
    carcs = {row.key.partition("-")[2] for _, row in reported}
    known = Reason.objects.carcs().filter(code__in=carcs).in_bulk(field_name="pk").values() if carcs else ()
    by_code = {reason.code: reason for reason in known}
    return tuple(_reason(code, row, by_code.get(row.key.partition("-")[2])) for code, row in reported)


def _reason(code: str, row: Row, reason: Reason | None) -> ReasonReported:
    if reason is None:
        return ReasonReported(code, row.key, "", "", "", "", row.words)
    route = reason.get_route_display()
    fix = f"{reason.fix} Usual route: {route[:1].lower()}{route[1:]}." if route else reason.fix
    return ReasonReported(code, row.key, reason.paraphrase, reason.causes, reason.first_check, fix.strip(), row.words)


def patterns_of(published: Sequence[Shown]) -> tuple[Pattern, ...]:
    return tuple(pattern for shown in published for pattern in _patterns(shown))


def _patterns(shown: Shown) -> Iterator[Pattern]:
    as_of = shown.as_of.isoformat()
    yield Pattern(shown.code, "Reports", "Reports counted", str(shown.reports), "", "", as_of)
    for section in _sections(shown):
        for row in section.rows[:FIRST]:
            yield Pattern(shown.code, section.heading, row.label, row.words, _percent(row), _interval(row), as_of)
    for name, outcome in (("Paid in full, of those decided", shown.recovery), ("Of those appealed", shown.appeal)):
        if outcome:
            yield Pattern(
                shown.code, "What came of it", name, outcome.words, _percent(outcome), _interval(outcome), as_of
            )


def _sections(shown: Shown) -> Iterator[Section]:
    found = {section.key: section for group in shown.groups for section in group.sections}
    yield from (found[key] for key in SECTIONS if key in found)


def _section(shown: Shown, key: str) -> Sequence[Row]:
    return next((section.rows[:FIRST] for section in _sections(shown) if section.key == key), ())


def _percent(row: Row | Outcome) -> str:
    return f"{row.percent} %"


def _interval(row: Row | Outcome) -> str:
    return f"{row.low_percent} to {row.high_percent} %"


def part_b_of(codes: Sequence[str]) -> tuple[PartB, ...]:
    """As `PartBService.objects.denials`, the total of each code alone. Two queries, one where nothing is loaded."""
    release = Release.objects.current().of("psps").order_by("-effective", "-complete").first()
    if release is None:
        return ()
    rows = PartBService.objects.filter(code__in=codes, release=release, by="all").values("code")
    sums = rows.annotate(of=Sum("submitted"), no=Sum("denied"), hidden=Sum("withheld"))
    found = {one["code"]: Denied("", one["of"], one["no"], one["hidden"]) for one in sums}
    source = Citation(f"CMS, Physician/Supplier Procedure Summary {release.year}", PSPS)
    return tuple(
        PartB(code, int(found[code].submitted), found[code].percent, source)
        for code in codes
        if code in found and found[code].speaks
    )
