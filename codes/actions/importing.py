"""Takes in published files."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.db import transaction

from codes.actions.progress import Progress, telling
from codes.actions.staging import add_unknown_codes, copy, make_current, wait_for_our_turn
from codes.actions.wording import take_official_words
from codes.models import Release
from codes.sources import SOURCES, Source, SourceError, archive
from codes.sources.archive import Unpacked
from codes.sources.download import LARGEST, fetched, is_address

FEWEST_OF_NEIGHBOR: Final = Decimal("0.9")  # releases of a year differ by about 1 % in rows, years by 3 %
COUNT_COMPARED_WITHIN: Final = datetime.timedelta(days=730)


class AtHand(NamedTuple):
    """A file on this machine, and what messages call it: its path, or the address it was fetched from."""

    file: Path
    shown: str


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
    with at_hand(path, largest=kind.largest) as (file, shown):
        member = member or _only_member(kind, file, shown)
        with archive.unpacked(file, member=member, shown=shown, largest=kind.largest) as unpacked:
            return _take_in(kind, unpacked, _Said(effective, label, excerpt, _origin(shown)), progress)


def import_all(
    *,
    source: str,
    path: str | Path | AtHand,
    effective: datetime.date | None = None,
    label: str | None = None,
    excerpt: bool = False,
    progress: Progress | None = None,
) -> list[Release]:
    """As `import_release`, for each file of the kind in a zip: CMS packs the QP and the non-QP edition together.

    Each is taken in by itself, so what precedes a broken one stays. A zip that serves several kinds is fetched once by
    passing what `at_hand` yields.
    """
    kind = SOURCES[source]
    taken = []
    with at_hand(path, largest=kind.largest) as (file, shown):
        for member in archive.members(file, kind.member, shown, otherwise=kind.or_member):
            with archive.unpacked(file, member=member, shown=shown, largest=kind.largest) as unpacked:
                taken.append(_take_in(kind, unpacked, _Said(effective, label, excerpt, _origin(shown)), progress))
    return taken


@contextmanager
def at_hand(path: str | Path | AtHand, *, largest: int = LARGEST) -> Iterator[AtHand]:
    """The file, fetched first if it is at an address and has at most `largest` bytes, until the block ends.

    Raises NotPublishedError where nothing stands at the address, SourceError where it cannot be fetched.
    """
    if isinstance(path, AtHand):
        yield path
    elif is_address(str(path)):
        with fetched(str(path), largest=largest) as file:
            yield AtHand(file, str(path))
    else:
        yield AtHand(Path(path), str(path))


def _only_member(source: Source, file: Path, shown: str) -> str:
    found = archive.members(file, source.member, shown, otherwise=source.or_member)
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
        return _settled(known, unpacked.name)
    same_bytes.delete()  # what was loaded as an excerpt is now said to be whole, or the other way round
    file = telling(unpacked, progress) if progress else unpacked.file
    edition = source.read(file, name=unpacked.name, effective=said.effective, excerpt=said.excerpt)
    release = Release.objects.create(
        source=source.name,
        variant=edition.variant,
        label=said.label or edition.label,
        effective=edition.effective,
        digest=unpacked.digest,
        complete=not said.excerpt,
        origin=said.origin,
    )
    release.rows = copy(release, source.columns, edition.rows)
    release.notes = "\n".join(edition.notes)
    if progress:
        progress(unpacked.size, unpacked.size)
    _refuse_if_far_smaller(release, unpacked.name)
    add_unknown_codes(release)
    return _settled(release, unpacked.name)


def _settled(release: Release, name: str) -> Release:
    _refuse_an_excerpt_of_more(release, name)
    take_official_words(make_current(release))
    return release


def _refuse_an_excerpt_of_more(release: Release, name: str) -> None:
    """What an excerpt lacks would no longer be known of its day."""
    same_day = Release.objects.current().of(release.source, release.variant).filter(effective=release.effective)
    held = same_day.exclude(pk=release.pk).first()
    if held is None or release.complete:
        return
    if held.complete:
        raise SourceError(name, 0, f"the complete {held.label} is loaded; an excerpt does not replace it")
    if release.rows < held.rows:
        loaded = f"{held.label} with {held.rows:,} rows is loaded for that day"
        raise SourceError(name, 0, f"{loaded}; an excerpt of {release.rows:,} rows does not replace it")


def _refuse_if_far_smaller(release: Release, name: str) -> None:
    """A file cut between two lines reads well: only its neighbor in time tells that rows are missing."""
    if not release.complete or SOURCES[release.source].rows_vary:
        return
    others = Release.objects.current().complete().of(release.source, release.variant).exclude(pk=release.pk)
    neighbor = min(others, key=lambda other: abs(other.effective - release.effective), default=None)
    if neighbor is None or abs(neighbor.effective - release.effective) > COUNT_COMPARED_WITHIN:
        return
    if release.rows < neighbor.rows * FEWEST_OF_NEIGHBOR:
        problem = f"{release.rows:,} rows, but {neighbor.label} has {neighbor.rows:,}; the file seems cut short"
        raise SourceError(name, 0, problem)
