"""The published files medpay can take in: one module for each, bytes in and typed rows out. To add one, copy one."""

from collections.abc import Mapping
from typing import Final

from codes.sources import (
    anesthesia,
    anesthesia_base,
    gpci,
    localities,
    mpfs,
    ncci_addon,
    ncci_mue,
    ncci_ptp,
    opps_cap,
    zips,
)
from codes.sources.edition import Edition
from codes.sources.errors import NotPublishedError, SourceError
from codes.sources.source import Source

MPFS: Final = mpfs.SOURCE

SOURCES: Final[Mapping[str, Source]] = {
    source.name: source
    for source in (
        MPFS,
        gpci.SOURCE,
        localities.SOURCE,
        zips.SOURCE,
        opps_cap.SOURCE,
        anesthesia.SOURCE,
        anesthesia_base.SOURCE,
        ncci_ptp.SOURCE,
        ncci_mue.SOURCE,
        ncci_addon.SOURCE,
    )
}

__all__ = ["MPFS", "SOURCES", "Edition", "NotPublishedError", "Source", "SourceError"]
