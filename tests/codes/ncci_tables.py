"""Loads made-up NCCI tables, a release each."""

import datetime
from collections.abc import Iterable

from codes.models import AddOn, ProcedurePair, Release, UnitLimit
from codes.sources.ncci_addon import AddOnRow
from codes.sources.ncci_mue import LimitRow
from codes.sources.ncci_ptp import PairRow

JULY_2024 = datetime.date(2024, 7, 1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def row(
    column_1: str,
    column_2: str,
    indicator: str = "1",
    *,
    effective: str | None = None,
    deleted: str | None = None,
    rationale: str = "Standards of medical/surgical practice",
) -> PairRow:
    return PairRow(
        column_1,
        column_2,
        day(effective) if effective else None,
        day(deleted) if deleted else None,
        indicator,
        rationale,
    )


def release(source: str, variant: str, effective: datetime.date, label: str, *, complete: bool = True) -> Release:
    return Release.objects.create(
        source=source,
        variant=variant,
        label=label,
        effective=effective,
        digest=f"{source}{variant}{effective}{complete}",
        complete=complete,
        state=Release.State.CURRENT,
    )


def pairs(
    rows: Iterable[PairRow],
    *,
    variant: str = "practitioner",
    effective: datetime.date = JULY_2024,
    complete: bool = True,
) -> Release:
    table = release("ncci_ptp", variant, effective, f"NCCI {effective}", complete=complete)
    ProcedurePair.objects.bulk_create(ProcedurePair(release=table, **each._asdict()) for each in rows)
    return table


def limits(
    rows: Iterable[LimitRow],
    *,
    variant: str = "practitioner",
    effective: datetime.date,
    label: str,
    complete: bool = True,
) -> Release:
    table = release("ncci_mue", variant, effective, label, complete=complete)
    UnitLimit.objects.bulk_create(UnitLimit(release=table, **each._asdict()) for each in rows)
    return table


def add_ons(rows: Iterable[AddOnRow], *, effective: datetime.date, label: str) -> Release:
    table = release("ncci_addon", "", effective, label)
    AddOn.objects.bulk_create(AddOn(release=table, **each._asdict()) for each in rows)
    return table
