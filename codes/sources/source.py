"""One kind of published file: what it is, where it stands, how it is read."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Final, Protocol

from codes.sources.edition import Edition

LARGEST_UNPACKED: Final = 1 << 29  # bytes; nearly every file CMS publishes for us unpacks to less than 250 MB


class Read(Protocol):
    def __call__(
        self, file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
    ) -> Edition[tuple[object, ...]]:
        """Reads an unpacked, seekable file. `excerpt`: a selection is wanted, so few rows are no fault.

        Raises SourceError.
        """


def nothing_to_fetch(today: datetime.date) -> Sequence[Sequence[str]]:
    """For a source whose address names no file to fetch by itself: it is saved by hand from its page."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of file that is published. `columns` name the fields of its rows, and of the table they go to."""

    name: str
    title: str
    address: str  # the page that lists its releases
    cadence: str
    licence: str
    columns: tuple[str, ...]
    member: re.Pattern[str]  # the files of this kind in a zip
    or_member: re.Pattern[str] | None = None  # those that say the same in another form, read only where no `member` is
    read: Read
    downloads: str = "https://www.cms.gov/files/zip/"  # the address that `zip_names` stand below
    variants: Mapping[str, str] = field(default_factory=lambda: {"": "standard"})  # by Release.variant, in words
    zip_names: Callable[[datetime.date], Sequence[Sequence[str]]] = nothing_to_fetch  # each: names to try, in order
    largest: int = LARGEST_UNPACKED  # bytes, unpacked
    rows_vary: bool = False  # by layout or publisher: fewer rows than in another edition say nothing
