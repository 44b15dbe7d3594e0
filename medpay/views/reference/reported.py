"""What billers report of a payer or with a reason, over all codes: one row, and nothing where there is none (I3)."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from reports.models import ParentStatistic
from reports.narrowing import FIGURES, Address, is_known, leading, with_codes, without
from reports.presentation import Row, Section, Shown, show


class Reported(NamedTuple):
    """`figures` None: too few, too few that would be left over, or none. The addresses: the same for programs."""

    field: str
    key: str
    name: str
    figures: Shown | None
    threshold: int
    contributors: int

    @property
    def as_json(self) -> str:
        return reverse(f"api_{self.field}_statistics", args=[self.key])

    @property
    def as_csv(self) -> str:
        return reverse(f"api_{self.field}_statistics_csv", args=[self.key])

    @property
    def as_feed(self) -> str:
        return reverse("feed_payer", args=[self.key]) if self.field == "payer" else ""


def reported(field: str, key: str, name: str) -> Reported:
    """One query."""
    row = ParentStatistic.objects.of(field, key)
    return Reported(
        field=field,
        key=key,
        name=name,
        figures=_shown(row) if row else None,
        threshold=settings.THRESHOLD,
        contributors=settings.MIN_CONTRIBUTORS,
    )


def _shown(row: ParentStatistic) -> Shown:
    shown = show(code="", content=row.content, as_of=row.as_of, version=row.version, stories=[])
    shown = without(with_codes(shown, row.content), row.slice_field)
    return leading(shown, _to_pages(row.slice_field, row.slice_key))


def _to_pages(field: str, key: str) -> Address:
    """A code leads to its own page with this filter; a payer, reason or remark to what is known of it."""
    narrowed = f"?{urlencode({field: key})}{FIGURES}"

    def address(section: Section, row: Row) -> str:
        match section.key:
            case "code" if row.key != "other":
                return f"{reverse('code', args=[row.key])}{narrowed}"
            case "payer" if row.key != "other" and is_known(row):
                return reverse("payer", args=[row.key])
            case "reason" | "remark" if is_known(row):
                return reverse("reason", args=[row.key])
            case _:
                return ""

    return address
