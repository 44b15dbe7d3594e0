"""The heading over the amounts: the year they are of, and what is not loaded."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from medpay.code_page.asking import Asked
from medpay.code_page.entry import Edition, Entry, LabAmount


class Heading(NamedTuple):
    """`year`: of the amounts below. `missing`: what is not loaded, as a sentence, where there is no amount at all."""

    words: str
    year: int
    missing: str = ""


def heading(
    asked: Asked,
    *,
    day: datetime.date,
    entry: Entry,
    edition: Edition | None,
    lab: LabAmount | None,
    loaded: Sequence[int],
    this_year: int,
) -> Heading:
    """For a question about `day`. `edition` and `lab` as the entry shows them; `loaded`: the schedule's years."""
    year = _year_shown(day, entry, edition, lab)
    words = f"What Medicare {'paid' if year < this_year else 'pays'} in {year}"
    whose = " for this code" if day.year in loaded else ""
    lacking = f"{asked.words(day)} is not loaded{whose}"
    if year != day.year:
        if edition and edition.covers_date:
            lacking = f"the laboratory schedule of {day.year} is not loaded"
        return Heading(f"{words}; {lacking}", year)
    if edition is None and not entry.amounts and not asked.release:
        return Heading(words, year, f"{lacking}.{_years(loaded)}")
    return Heading(words, year)


def _year_shown(day: datetime.date, entry: Entry, edition: Edition | None, lab: LabAmount | None) -> int:
    if lab and not any(part.priced for part in entry.parts):
        return lab.year
    return edition.effective.year if edition else day.year


def _years(loaded: Sequence[int]) -> str:
    if not loaded:
        return ""
    return f" Loaded {'is' if len(loaded) == 1 else 'are'} {' and '.join(str(year) for year in sorted(loaded))}."
