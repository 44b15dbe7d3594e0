"""The published files medpay can take in: one module for each, bytes in and typed rows out. To add one, copy one."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final, Protocol

from codes.sources import mpfs
from codes.sources.edition import Edition
from codes.sources.errors import NotPublishedError, SourceError


class Read(Protocol):
    def __call__(
        self, file: IO[bytes], *, name: str, effective: datetime.date | None = None
    ) -> Edition[tuple[object, ...]]:
        """Reads an unpacked, seekable file. Raises SourceError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of file that CMS publishes."""

    name: str
    title: str
    address: str  # the page that lists its releases
    downloads: str  # the address that `zip_names` stand below
    cadence: str
    licence: str
    variants: Mapping[str, str]  # by their name in Release.variant, in words
    member: re.Pattern[str]  # the files of this kind in CMS's zip
    read: Read
    zip_names: Callable[[datetime.date], Sequence[Sequence[str]]]  # for each current zip the names to try, in order


MPFS: Final = Source(
    name="mpfs",
    title="Medicare physician fee schedule, relative values (PPRRVU)",
    address="https://www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files",
    downloads="https://www.cms.gov/files/zip/",
    cadence="quarterly: January, April, July, October",
    licence="Figures are public. CPT codes and descriptors © American Medical Association: descriptors are not read",
    variants={"": "standard", mpfs.QP: "QP (qualifying APM participants)"},
    member=re.compile(r"^PPRRVU.*\.csv$", re.IGNORECASE),
    read=mpfs.read,
    zip_names=mpfs.zip_names,
)

SOURCES: Final[Mapping[str, Source]] = {source.name: source for source in (MPFS,)}

__all__ = ["MPFS", "SOURCES", "Edition", "NotPublishedError", "Source", "SourceError"]
