"""Which release of a yearly schedule answers for a code and a date of service, and how well.

A release covers the days from its effective date to the end of its year, or to the next release. Where none covers the
day, the nearest earlier one may stand in, and says so. A list collected by hand (not `complete`) speaks only for the
codes it holds, and for those known to be deleted by that day. Source: contract, "Which release answers".

Where the law changed the amounts within a year, a release from before that day does not cover the days since.
"""

import datetime
from collections.abc import Sequence
from typing import Final, NamedTuple


class ChangedByLaw(NamedTuple):
    """A day from which other conversion factors hold than those of the releases before it. `words` follow "since"."""

    since: datetime.date
    words: str


CHANGED_BY_LAW: Final = (
    # 33.2875 in place of 32.7442; CMS's file of April is the first with it.
    ChangedByLaw(datetime.date(2024, 3, 9), "another conversion factor holds (Consolidated Appropriations Act, 2024)"),
)


def change_between(effective: datetime.date, day: datetime.date) -> ChangedByLaw | None:
    """What changed by law within their year after the release of `effective`, up to `day`."""
    return next(
        (
            one
            for one in CHANGED_BY_LAW
            if effective < one.since <= day and effective.year == one.since.year == day.year
        ),
        None,
    )


class Edition(NamedTuple):
    """A loaded release, as far as it matters here. `holds`: it has a row for the code asked about."""

    key: int
    label: str
    effective: datetime.date
    complete: bool
    holds: bool


class Coverage(NamedTuple):
    """`key` of the release that answers, or None. `covers` False: an earlier one stands in, confidence low.

    `silent`: where none answers, of what only a starter list is loaded that lacks the code ("2026").
    """

    key: int | None
    covers: bool
    note: str  # in words: "October 2025; 2026 not loaded"
    day: datetime.date  # the day the question was taken to be about
    silent: str = ""


def on_label(editions: Sequence[Edition], label: str, deleted: datetime.date | None, today: datetime.date) -> Coverage:
    """The release called `label`, in any letter case. A starter list also answers to the name of its release."""
    wanted = {label.casefold(), f"{label} starter list".casefold()}
    called = [edition for edition in editions if edition.label.casefold() in wanted]
    if not called:
        return _none(f"no release called {label} is loaded", today)
    found = max(called, key=lambda edition: (edition.label.casefold() == label.casefold(), edition.effective))
    if not _speaks(found, deleted, found.effective):
        return _none(f"{found.label} does not hold this code", found.effective, silent=_month(found.effective))
    return Coverage(key=found.key, covers=True, note=_month(found.effective), day=found.effective)


def without_label(
    editions: Sequence[Edition],
    date: datetime.date | None,
    year: int | None,
    deleted: datetime.date | None,
    today_is: datetime.date,
) -> Coverage:
    """On the `date` of service, else in the `year`, else today. Raises ValueError for a year outside 1 to 9999."""
    if date:
        return on_day(editions, date, deleted)
    if year is not None:
        return in_year(editions, year, deleted, today_is)
    return today(editions, today_is, deleted)


def in_year(editions: Sequence[Edition], year: int, deleted: datetime.date | None, today: datetime.date) -> Coverage:
    """The year's latest release; this year, the latest in effect. Raises ValueError for a year outside 1 to 9999."""
    return on_day(editions, today if year == today.year else datetime.date(year, 12, 31), deleted)


def on_day(editions: Sequence[Edition], day: datetime.date, deleted: datetime.date | None) -> Coverage:
    """The release in effect on a date of service that was asked for. A day past the last loaded year has no price."""
    speaking = [edition for edition in editions if _speaks(edition, deleted, day)]
    if speaking and day.year > max(edition.effective.year for edition in speaking):
        return _none(f"{day.year} not loaded", day, silent=_silent(editions, speaking, day))
    return _nearest(editions, speaking, day)


def today(editions: Sequence[Edition], day: datetime.date, deleted: datetime.date | None) -> Coverage:
    """As `on_day` for a question that names no date: the last loaded year stands in for one that is not loaded."""
    return _nearest(editions, [edition for edition in editions if _speaks(edition, deleted, day)], day)


def in_words(day: datetime.date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _none(note: str, day: datetime.date, *, silent: str = "") -> Coverage:
    return Coverage(key=None, covers=False, note=note, day=day, silent=silent)


def _silent(editions: Sequence[Edition], speaking: Sequence[Edition], day: datetime.date) -> str:
    """The year of `day`, where all that is loaded of it are lists that do not speak for the code."""
    loaded = {edition for edition in editions if edition.effective.year == day.year}
    return str(day.year) if loaded and loaded.isdisjoint(speaking) else ""


def _speaks(edition: Edition, deleted: datetime.date | None, day: datetime.date) -> bool:
    return edition.complete or edition.holds or (deleted is not None and deleted <= min(day, _last_day(edition)))


def _last_day(edition: Edition) -> datetime.date:
    return datetime.date(edition.effective.year, 12, 31)


def _nearest(editions: Sequence[Edition], speaking: Sequence[Edition], day: datetime.date) -> Coverage:
    earlier = [edition for edition in speaking if edition.effective <= day]
    if not earlier:
        return _none(f"nothing loaded for {_month(day)}", day, silent=_silent(editions, speaking, day))
    found = max(earlier, key=lambda edition: edition.effective)
    changed = change_between(found.effective, day)
    if changed:
        note = f"{_month(found.effective)}; since {in_words(changed.since)} {changed.words}"
        return Coverage(key=found.key, covers=False, note=note, day=day)
    if found.effective.year == day.year:
        return Coverage(key=found.key, covers=True, note=_month(found.effective), day=day)
    year_is_loaded = any(edition.effective.year == day.year for edition in speaking)
    lacking = _month(day) if year_is_loaded else str(day.year)
    return Coverage(key=found.key, covers=False, note=f"{_month(found.effective)}; {lacking} not loaded", day=day)


def _month(day: datetime.date) -> str:
    return f"{day:%B %Y}"
