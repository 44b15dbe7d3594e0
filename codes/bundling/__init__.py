"""What NCCI says of codes billed together and of units: answers with a date, a table and its version.

Three answers about a pair, never two: an edit applies, no edit in this table for that date, or no table is held for
that date. Sources: CMS, NCCI Policy Manual for Medicare, ch. 1; the headers of CMS's tables.
"""

from codes.bundling.add_ons import KIND_WORDS, AddOns, add_ons_of
from codes.bundling.modifiers import ASSOCIATED, ASSOCIATED_WORDS, Bypass, bypass
from codes.bundling.pairs import INDICATOR_WORDS, NEVER_IN_FORCE, Answer, Edit, Verdict, edit_of, in_force, judge
from codes.bundling.tables import (
    SETTING_WORDS,
    SETTINGS,
    Edition,
    Setting,
    Table,
    covering,
    day_to_show,
    last_before,
    tables_of,
)
from codes.bundling.units import (
    MAI_WORDS,
    UNIT_SETTING_WORDS,
    UNIT_SETTINGS,
    LimitEdition,
    UnitSetting,
    standing_in,
    unit_words,
)

__all__ = [
    "ASSOCIATED",
    "ASSOCIATED_WORDS",
    "INDICATOR_WORDS",
    "KIND_WORDS",
    "MAI_WORDS",
    "NEVER_IN_FORCE",
    "SETTINGS",
    "SETTING_WORDS",
    "UNIT_SETTINGS",
    "UNIT_SETTING_WORDS",
    "AddOns",
    "Answer",
    "Bypass",
    "Edit",
    "Edition",
    "LimitEdition",
    "Setting",
    "Table",
    "UnitSetting",
    "Verdict",
    "add_ons_of",
    "bypass",
    "covering",
    "day_to_show",
    "edit_of",
    "in_force",
    "judge",
    "last_before",
    "standing_in",
    "tables_of",
    "unit_words",
]
