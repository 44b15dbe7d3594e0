"""Figures narrowed by one answer: which rows of a page lead to that, and where else rows lead."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from reports.aggregation import SLICED
from reports.disclosure import POOL, publishable_slices
from reports.presentation import Group, Row, Section, Shown
from reports.presentation.rows import row_of

FIGURES: Final = "#denials"  # where they stand on the page of a code

Subject = tuple[str, str]  # field and answer
Address = Callable[[Section, Row], str]  # of what a row leads to; "" for nothing


def narrowing(content: Mapping[str, Any], withheld: Collection[Subject], *, threshold: int) -> frozenset[Subject]:
    """The slices of a code that are published; `withheld`: those kept back for the sake of another code."""
    found = set()
    for field in SLICED:
        sizes = {row["key"]: row["reports"] for row in content["breakdowns"][field]}
        shown = publishable_slices(sizes, whole=content["reports"], threshold=threshold)
        found |= {(field, key) for key in shown}
    return frozenset(found - set(withheld))


def to_slices(slices: Collection[Subject], kept: str) -> Address:
    """On the page of a code: to the same page with a filter; `kept`: what else was asked, as in an address."""

    def address(section: Section, row: Row) -> str:
        if (section.key, row.key) not in slices:
            return ""
        return f"?{'&'.join(filter(None, (kept, urlencode({section.key: row.key}))))}{FIGURES}"

    return address


def leading(shown: Shown, address: Address) -> Shown:
    groups = [
        group._replace(
            sections=[
                section._replace(rows=[row._replace(address=address(section, row)) for row in section.rows])
                for section in group.sections
            ]
        )
        for group in shown.groups
    ]
    return shown._replace(groups=groups)


def with_codes(shown: Shown, content: Mapping[str, Any]) -> Shown:
    """The codes come first."""
    rows = [row_of(row, content["reports"], coded=row["key"] != POOL) for row in content["breakdowns"]["code"]]
    section = Section("code", "Codes", "Named where enough was reported; the others are pooled.", rows)
    return shown._replace(groups=[*([Group("On which codes", [section])] if rows else []), *shown.groups])


def without(shown: Shown, field: str) -> Shown:
    """Of one answer to `field` alone, the section that would name it again is left out."""
    groups = [
        group._replace(sections=[section for section in group.sections if section.key != field])
        for group in shown.groups
    ]
    return shown._replace(groups=[group for group in groups if group.sections])


def is_known(row: Row) -> bool:
    """Whether the reference has words for the answer, and so a page."""
    return row.key not in {POOL, row.label}
