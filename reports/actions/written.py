"""What the public may read of a code, as it stands and as a refresh leaves it: rows and stories."""

import datetime
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db import connection

from reports import figures, notation
from reports.actions.named import AMONG, named
from reports.figures import Told
from reports.models import PublishedStory, Statistic, today
from reports.models.report import COUNTED
from reports.tallies import Subject

# Hundreds of times a second: plain statements cost a third of what models would.
READ = "SELECT slice_field, slice_key, reports, decided, low, version, as_of FROM reports_statistic WHERE code = %s"
READ_STORIES = f"""
SELECT ARRAY(SELECT story FROM reports_report
             WHERE code = %(code)s AND story_state = 'accepted' AND {COUNTED}
             ORDER BY story COLLATE "C"),
       ARRAY(SELECT text FROM reports_publishedstory WHERE code = %(code)s ORDER BY text COLLATE "C")
"""  # noqa: S608
WRITE = """
INSERT INTO reports_statistic (code, published, slice_field, slice_key, reports, decided, low, told, version, as_of)
SELECT %s, field = '', field, key, reports, decided, low, told, version, as_of
FROM unnest(%b::text[], %b::text[], %b::int[], %b::int[], %b::float[], %b::text[], %b::text[], %b::date[])
  AS shown (field, key, reports, decided, low, told, version, as_of)
ON CONFLICT (code, slice_field, slice_key) DO UPDATE
SET reports = excluded.reports, decided = excluded.decided, low = excluded.low, told = excluded.told,
    as_of = excluded.as_of, version = excluded.version
"""
REMOVE = f"DELETE FROM reports_statistic WHERE code = %s {AMONG}"  # noqa: S608


class Stored(NamedTuple):
    """What stands of a row before a refresh."""

    reports: int
    decided: int
    low: float
    version: str
    as_of: datetime.date


class Row(NamedTuple):
    """A row as it is to be written."""

    field: str
    key: str
    reports: int
    decided: int
    low: float
    told: str
    version: str
    as_of: datetime.date


class Stories(NamedTuple):
    """Texts, sorted: what moderators let through, and what the public reads."""

    accepted: list[str]
    published: list[str]


def stored_of(code: str) -> dict[Subject, Stored]:
    with connection.cursor() as cursor:
        cursor.execute(READ, [code])
        return {(field, key): Stored(*rest) for field, key, *rest in cursor.fetchall()}


def stories_of(code: str) -> Stories:
    with connection.cursor() as cursor:
        cursor.execute(READ_STORIES, {"code": code})
        return Stories(*cursor.fetchone())


def sync_stories(code: str, stories: Stories) -> None:
    if stories.accepted == stories.published:
        return
    PublishedStory.objects.filter(code=code).delete()
    PublishedStory.objects.bulk_create(
        PublishedStory(code=code, digest=figures.story_digest(text), text=text) for text in stories.accepted
    )


def rows_of(code: str, each: Mapping[Subject, Told], stored: Mapping[Subject, Stored]) -> list[Row]:
    """What has to be written. Equal counts keep their version and day; a new method gives another version even so."""
    day, rows = today(), []
    for subject, told in each.items():
        former, text = stored.get(subject), notation.text_of(told)
        ranked = figures.ranked_by(told)
        if (
            former
            and former[:3] == ranked
            and former.version == figures.version_of_text(text, code, former.as_of.isoformat())
        ):
            continue
        rows.append(
            Row(
                *subject,
                reports=ranked.reports,
                decided=ranked.decided,
                low=ranked.low,
                told=text,
                version=figures.version_of_text(text, code, day.isoformat()),
                as_of=day,
            )
        )
    return rows


def write(code: str, rows: Collection[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [code, *map(list, zip(*rows, strict=True))])


def remove(code: str, slices: Collection[Subject], *, everything: bool) -> None:
    """Takes off the page what may no longer be shown."""
    if everything:
        Statistic.objects.filter(code=code).delete()
        PublishedStory.objects.filter(code=code).delete()
        return
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, [code, *named(slices)])
