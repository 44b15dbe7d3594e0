"""What a cell of a published list may hold: codes, dates, dollars. Raises ValueError in words for a reader."""

import datetime
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from codes.shapes import CODE_SHAPE, MODIFIER_SHAPE
from codes.sources.errors import SourceError
from codes.sources.headed import Row

ParsedT = TypeVar("ParsedT")

DAYS: Final = ("%Y%m%d", "%Y-%m-%d", "%m/%d/%Y")
MOST_DOLLARS: Final = 100_000_000  # CMS's highest amount of one service is below 5,000,000


def code(text: str) -> str:
    """A CPT or HCPCS code. Excel drops the zeros that some begin with: they are put back."""
    found = text.upper()
    found = found.zfill(5) if re.fullmatch(r"[0-9]{3,4}[0-9AFMTU]?", found) else found
    if not CODE_SHAPE.match(found):
        raise ValueError(f"“{text}” is no code")
    return found


def modifier(text: str) -> str:
    found = text.upper()
    if not MODIFIER_SHAPE.match(found):
        raise ValueError(f"“{text}” is no modifier")
    return found


def day(text: str) -> datetime.date | None:
    """A date as CMS and X12 write it, whatever hour follows it; None where the cell is empty."""
    if not text:
        return None
    for form in DAYS:
        try:
            return datetime.datetime.strptime(text[:10], form).date()  # noqa: DTZ007  # a day, not a moment
        except ValueError:
            continue
    raise ValueError(f"“{text}” is no date")


def number(text: str) -> Decimal:
    """Any that can be compared: NaN is none."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_nan():
        raise ValueError(f"“{text.strip()}” is no number")
    return found


def dollars(text: str, places: int) -> Decimal:
    """An amount such as `00014.05` or `$1,204.50`, with at most so many decimals. Never negative."""
    bare = text.replace("$", "").replace(",", "").strip()
    try:
        amount = Decimal(bare)
        possible = bare.isascii() and 0 <= amount < MOST_DOLLARS  # NaN cannot be compared
    except InvalidOperation:
        raise ValueError(f"“{text}” is no amount") from None
    exact = amount.quantize(Decimal(1).scaleb(-places)) if possible else None
    if exact is None or exact != amount:
        raise ValueError(f"“{text}” is no amount of at most {places} decimals")
    return exact


def parsed(rows: Iterator[Row], name: str, parse: Callable[[Row], ParsedT | None]) -> Iterator[tuple[int, ParsedT]]:
    """Each row as `parse` reads it, with its line; rows that it answers with None are none of the list's."""
    for row in rows:
        try:
            found = parse(row)
        except ValueError as problem:
            raise SourceError(name, row.line, str(problem)) from problem
        if found is not None:
            yield row.line, found


def in_cell(column: str, parse: Callable[[str], ParsedT], text: str) -> ParsedT:
    """`parse` of a cell, its complaint naming the column."""
    try:
        return parse(text)
    except ValueError as problem:
        raise ValueError(f"{column}: {problem}") from None


def first_day_needed(name: str) -> SourceError:
    return SourceError(name, 0, "the file does not say since when it is in effect; give its first day with --effective")
