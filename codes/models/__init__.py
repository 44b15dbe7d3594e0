"""What the reference says, and how to ask it. `actions` is the only writer."""

from codes.models.codes import Code, Sheet, sheets_of_each
from codes.models.edits import AddOn, ProcedurePair, UnitLimit
from codes.models.elsewhere import DrugLimit, OutpatientRate, PartBService
from codes.models.fees import AnesthesiaBase, AnesthesiaFactor, CappedAmount, FeeLine, LabFee
from codes.models.finding import Found, find
from codes.models.listed import Unlisted, known_reasons, unlisted_codes, unlisted_reasons
from codes.models.lists import Diagnosis, Level2Code, ListedModifier, ListedReason, Taxonomy
from codes.models.payers import Payer
from codes.models.places import County, Locality, PlaceOfService, ZipCode
from codes.models.reasons import Reason
from codes.models.releases import Answer, Release
from codes.models.version import ReferenceVersion

__all__ = [
    "AddOn",
    "AnesthesiaBase",
    "AnesthesiaFactor",
    "Answer",
    "CappedAmount",
    "Code",
    "County",
    "Diagnosis",
    "DrugLimit",
    "FeeLine",
    "Found",
    "LabFee",
    "Level2Code",
    "ListedModifier",
    "ListedReason",
    "Locality",
    "OutpatientRate",
    "PartBService",
    "Payer",
    "PlaceOfService",
    "ProcedurePair",
    "Reason",
    "ReferenceVersion",
    "Release",
    "Sheet",
    "Taxonomy",
    "UnitLimit",
    "Unlisted",
    "ZipCode",
    "find",
    "known_reasons",
    "sheets_of_each",
    "unlisted_codes",
    "unlisted_reasons",
]
