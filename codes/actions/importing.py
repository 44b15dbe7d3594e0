"""Takes in published files."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Final, NamedTuple
from urllib.parse import urlsplit

from django.db import transaction

from codes.actions.staging import Row, add_unknown_codes, copy, make_current, wait_for_our_turn
from codes.models import Release
from codes.sources import SOURCES, Source, SourceError, archive
from codes.sources.archive import Unpacked
from codes.sources.download import fetched, is_address

Progress = Callable[[int, int], None]  # bytes read, bytes in all

FEWEST_OF_NEIGHBOR: Final = Decimal("0.9")  # releases of a year differ by about 1 % in rows, years by 3 %
ROWS_BETWEEN_PROGRESS: Final = 500
COUNT_COMPARED_WITHIN: Final = datetime.timedelta(days=730)


def import_release(
    *,
    source: str,
    path: str | Path,
    member: str = "",
    effective: datetime.date | None = None,
    label: str | None = None,
    excerpt: bool = False,
    progress: Progress | None = None,
) -> Release:
    """Makes one published file the current release of its day, and returns it.

    `path` is a file (plain, gzip or zip) or an http(s) address; `member` names the file in a zip that holds several of
    this kind. `effective` and `label` stand in for what the file says of itself. The same bytes, however packed, load
    once: known ones only become current again, under the day and label given. An `excerpt` is a selection of a file:
    it speaks only for what it holds. Raises SourceError, and has then changed nothing.
    """
    kind = SOURCES[source]
    with _at_hand(path) as (file, shown):
        member = member or _only_member(kind, file, shown)
        with archive.unpacked(file, member=member, shown=shown) as unpacked:
            return _take_in(kind, unpacked, _Said(effective, label, excerpt, _origin(shown)), progress)


def import_all(
    *,
    source: str,
    path: str | Path,
    effective: datetime.date | None = None,
    label: str | None = None,
    excerpt: bool = False,
    progress: Progress | None = None,
) -> list[Release]:
    """As `import_release`, for each file of the kind in a zip: CMS packs the QP and the non-QP edition together.

    Each is taken in by itself, so what precedes a broken one stays.
    """
    kind = SOURCES[source]
    taken = []
    with _at_hand(path) as (file, shown):
        for member in archive.members(file, kind.member, shown):
            with archive.unpacked(file, member=member, shown=shown) as unpacked:
                taken.append(_take_in(kind, unpacked, _Said(effective, label, excerpt, _origin(shown)), progress))
    return taken


@contextmanager
def _at_hand(path: str | Path) -> Iterator[tuple[Path, str]]:
    """The file, fetched first if it is at an address, and what messages call it."""
    shown = str(path)
    if is_address(shown):
        with fetched(shown) as file:
            yield file, shown
    else:
        yield Path(path), shown


def _only_member(source: Source, file: Path, shown: str) -> str:
    found = archive.members(file, source.member, shown)
    if len(found) > 1:
        raise SourceError(shown, 0, f"the zip holds {len(found)} files of this kind: {', '.join(found)}; name one")
    return found[0]


def _origin(shown: str) -> str:
    """The address without its query, which may hold a secret; nothing for a local file."""
    if not is_address(shown):
        return ""
    return urlsplit(shown)._replace(query="", fragment="").geturl()[: Release._meta.get_field("origin").max_length]


class _Said(NamedTuple):
    """What is said of a file beside its bytes."""

    effective: datetime.date | None
    label: str | None
    excerpt: bool
    origin: str


@transaction.atomic
def _take_in(source: Source, unpacked: Unpacked, said: _Said, progress: Progress | None) -> Release:
    wait_for_our_turn()
    same_bytes = Release.objects.filter(source=source.name, digest=unpacked.digest)
    known = same_bytes.filter(complete=not said.excerpt).first()
    if known:
        known.effective = said.effective or known.effective
        known.label = said.label or known.label
        return make_current(known)
    same_bytes.delete()  # what was loaded as an excerpt is now said to be whole, or the other way round
    edition = source.read(unpacked.file, name=unpacked.name, effective=said.effective, excerpt=said.excerpt)
    release = Release.objects.create(
        source=source.name,
        variant=edition.variant,
        label=said.label or edition.label,
        effective=edition.effective,
        digest=unpacked.digest,
        complete=not said.excerpt,
        origin=said.origin,
    )
    _refuse_to_replace_the_whole(release, unpacked.name)
    release.rows = copy(release, source.columns, _telling(edition.rows, unpacked.file, unpacked.size, progress))
    _refuse_if_far_smaller(release, unpacked.name)
    add_unknown_codes(release)
    return make_current(release)


def _refuse_to_replace_the_whole(release: Release, name: str) -> None:
    whole = Release.objects.current().complete().of(release.source, release.variant).filter(effective=release.effective)
    if not release.complete and whole.exists():
        raise SourceError(name, 0, f"the complete {whole[0].label} is loaded; an excerpt does not replace it")


def _telling(rows: Iterator[Row], file: IO[bytes], size: int, progress: Progress | None) -> Iterator[Row]:
    """The rows, telling `progress` now and then how far the file is read."""
    for number, row in enumerate(rows, start=1):
        if progress and number % ROWS_BETWEEN_PROGRESS == 0:
            progress(file.tell(), size)
        yield row
    if progress:
        progress(size, size)


def _refuse_if_far_smaller(release: Release, name: str) -> None:
    """A file cut between two lines reads well: only its neighbor in time tells that rows are missing."""
    if not release.complete:
        return
    others = Release.objects.current().complete().of(release.source, release.variant).exclude(pk=release.pk)
    neighbor = min(others, key=lambda other: abs(other.effective - release.effective), default=None)
    if neighbor is None or abs(neighbor.effective - release.effective) > COUNT_COMPARED_WITHIN:
        return
    if release.rows < neighbor.rows * FEWEST_OF_NEIGHBOR:
        problem = f"{release.rows:,} rows, but {neighbor.label} has {neighbor.rows:,}; the file seems cut short"
        raise SourceError(name, 0, problem)
