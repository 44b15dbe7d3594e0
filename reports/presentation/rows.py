"""A figure in words: so many of so many, and whole percent where there are enough to speak of percent."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

FEW: Final = 20  # below which words stand instead of percent


class Row(NamedTuple):
    """One answer; its share of `of` reports, and how far that may lie off, in whole percent."""

    key: str
    label: str
    reports: int
    percent: int
    low_percent: int
    high_percent: int
    words: str
    of: int
    address: str = ""  # of what the row leads to, if anything

    @property
    def coded(self) -> bool:
        """Whether the label begins with the code that it explains."""
        return self.label.startswith(f"{self.key} ")

    @property
    def text(self) -> str:
        return self.label.removeprefix(f"{self.key} ")

    @property
    def few(self) -> bool:
        return self.of < FEW


class Section(NamedTuple):
    """`unranked`: rows that hold too few to be compared with the others. `of`: what the last number of a row counts."""

    key: str
    heading: str
    note: str
    rows: list[Row]
    unranked: tuple[Row, ...] = ()
    of: str = "reports"


class Outcome(NamedTuple):
    """Paid in full among decided reports, in whole percent with its interval."""

    decided: int
    paid_full: int
    paid_part: int
    denied_again: int
    pending: int
    percent: int
    low_percent: int
    high_percent: int

    @property
    def words(self) -> str:
        return f"{self.paid_full} of {self.decided}"

    @property
    def few(self) -> bool:
        return self.decided < FEW


def row_of(row: Mapping[str, Any], n: int, *, coded: bool = False) -> Row:
    """`coded`: the code stands before its words."""
    return Row(
        key=row["key"],
        label=f"{row['key']} {row['label']}" if coded and row["label"] != row["key"] else row["label"],
        reports=row["reports"],
        percent=percent(row["share"]),
        low_percent=percent(row["low"]),
        high_percent=percent(row["high"]),
        words=f"{row['reports']} of {n}",
        of=n,
    )


def recovery_row(row: Mapping[str, Any]) -> Row:
    """Paid in full, of those decided on one route or with one modifier."""
    share = {"key": row["key"], "label": row["label"], "reports": row["paid_full"], "share": row["rate"]}
    return row_of({**share, "low": row["low"], "high": row["high"]}, row["decided"])


def outcome_of(outcome: Mapping[str, Any]) -> Outcome | None:
    if not outcome.get("decided"):
        return None
    counts = (outcome.get(name, 0) for name in ("decided", "paid_full", "paid_part", "denied_again", "pending"))
    return Outcome(*counts, *(percent(outcome[name]) for name in ("rate", "low", "high")))


def percent(share: float) -> int:
    return int(share * 100 + 0.5)
