"""The published files medpay can take in: one module for each, bytes in and typed rows out. To add one, copy one."""

from collections.abc import Mapping
from typing import Final

from codes.sources import (
    anesthesia,
    anesthesia_base,
    asp,
    clfs,
    gpci,
    hcpcs,
    icd10cm,
    localities,
    modifiers,
    mpfs,
    ncci_addon,
    ncci_mue,
    ncci_ptp,
    opps_addendum_b,
    opps_cap,
    places_of_service,
    psps,
    reason_lists,
    taxonomy,
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
        clfs.SOURCE,
        opps_addendum_b.SOURCE,
        asp.SOURCE,
        psps.SOURCE,
        hcpcs.SOURCE,
        icd10cm.SOURCE,
        reason_lists.CARC,
        reason_lists.RARC,
        modifiers.SOURCE,
        places_of_service.SOURCE,
        taxonomy.SOURCE,
    )
}

__all__ = ["MPFS", "SOURCES", "Edition", "NotPublishedError", "Source", "SourceError"]
