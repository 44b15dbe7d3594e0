"""Which table takes the rows of which published file."""

from collections.abc import Mapping
from typing import Final

from django.db import models

from codes.models import (
    AddOn,
    AnesthesiaBase,
    AnesthesiaFactor,
    CappedAmount,
    County,
    Diagnosis,
    DrugLimit,
    FeeLine,
    LabFee,
    Level2Code,
    ListedModifier,
    ListedReason,
    Locality,
    OutpatientRate,
    PartBService,
    PlaceOfService,
    ProcedurePair,
    Taxonomy,
    UnitLimit,
    ZipCode,
)

TABLES: Final[Mapping[str, type[models.Model]]] = {
    "mpfs": FeeLine,
    "gpci": Locality,
    "localities": County,
    "zips": ZipCode,
    "opps_cap": CappedAmount,
    "anesthesia": AnesthesiaFactor,
    "anesthesia_base": AnesthesiaBase,
    "clfs": LabFee,
    "ncci_ptp": ProcedurePair,
    "ncci_mue": UnitLimit,
    "ncci_addon": AddOn,
    "hcpcs": Level2Code,
    "icd10cm": Diagnosis,
    "carc": ListedReason,
    "rarc": ListedReason,
    "modifiers": ListedModifier,
    "places_of_service": PlaceOfService,
    "taxonomy": Taxonomy,
    "opps_addendum_b": OutpatientRate,
    "asp": DrugLimit,
    "psps": PartBService,
}

# Whoever looks one of their codes up must find a page. The rest speak of codes that these hold.
CODES_COME_FROM: Final = frozenset({"mpfs", "clfs", "hcpcs", "opps_addendum_b", "asp"})
