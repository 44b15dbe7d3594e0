"""The heading over the amounts: the year they are of, and what is not loaded."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from medpay.code_page.asking import Asked
from medpay.code_page.entry import Edition, Entry, LabAmount


class Heading(NamedTuple):
    """`year`: of the amounts below. `missing`: what is not loaded, as a sentence, where the schedule has no answer."""

    words: str
    year: int
    missing: str = ""


class Loaded(NamedTuple):
    """What answers, and the years of which the physician schedule has a release."""

    edition: Edition | None
    lab: LabAmount | None
    years: Sequence[int]


def heading_of(
    asked: Asked, *, day: datetime.date, entry: Entry, loaded: Loaded, deleted: bool, this_year: int
) -> Heading:
    """For a question about `day`, on which the code may be `deleted`."""
    year = day.year if deleted else _year_shown(day, entry, loaded)
    words = f"What Medicare {'paid' if year < this_year else 'pays'} in {year}"
    if year != day.year:
        return Heading(f"{words}; {_lacking(asked, day, loaded)}", year)
    if loaded.edition is None and not deleted and not asked.release:
        return Heading(words, year, _missing(asked, day, loaded.years))
    return Heading(words, year)


def _lacking(asked: Asked, day: datetime.date, loaded: Loaded) -> str:
    if loaded.edition and loaded.edition.covers_date:
        return f"the laboratory schedule of {day.year} is not loaded"
    if asked.release:
        return f"release {asked.release} has no price for it"
    return f"{asked.words(day)} is not loaded{' for this code' if day.year in loaded.years else ''}"


def _year_shown(day: datetime.date, entry: Entry, loaded: Loaded) -> int:
    if loaded.lab and not any(part.priced for part in entry.parts):
        return loaded.lab.year
    return loaded.edition.effective.year if loaded.edition else day.year


def _missing(asked: Asked, day: datetime.date, years: Sequence[int]) -> str:
    """The year itself is not named as loaded where what is loaded of it says nothing of the code."""
    others = [str(year) for year in sorted(years) if year != day.year]
    if day.year not in years:
        return f"{asked.words(day)} is not loaded.{_sentence('Loaded', others)}"
    return f"Nothing that is loaded holds this code for {asked.words(day)}.{_sentence('Also loaded', others)}"


def _sentence(start: str, years: Sequence[str]) -> str:
    return f" {start} {'is' if len(years) == 1 else 'are'} {in_a_row(years)}." if years else ""


def in_a_row(words: Sequence[str]) -> str:
    """As in "2024, 2025 and 2026"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
