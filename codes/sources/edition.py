"""One edition of a published file, as its module reads it."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

Row_co = TypeVar("Row_co", bound=tuple[object, ...], covariant=True)


class Edition(NamedTuple, Generic[Row_co]):
    """What a file says of itself, and its rows. The rows are checked as they are drawn: draw them all before use."""

    label: str  # "RVU25D"
    effective: datetime.date  # the first day it is in effect
    variant: str  # "" or, for mpfs, "qp"
    rows: Iterator[Row_co]
    notes: Sequence[str] = ()  # what was left out and why, for whoever loads it; whole once the rows are drawn
