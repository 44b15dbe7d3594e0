"""What is written about codes by hand, in `codes/content`: entries, guides, modifiers, lists by specialty.

Read once for each process. Everything raises ValueError, naming file, field or line, and the problem, where a file
is not of the form that `reading` and `lists` describe.
"""

from codes.handbook.books import entries, entry, guide, guides, modifiers, specialties
from codes.handbook.values import (
    Coverage,
    DiagnosisFamily,
    Entry,
    Guide,
    Heading,
    Modifier,
    ModifierUse,
    PayerRule,
    Provider,
    Relation,
    Site,
    Source,
    Specialty,
    Stake,
    Tip,
    stake,
)

__all__ = [
    "Coverage",
    "DiagnosisFamily",
    "Entry",
    "Guide",
    "Heading",
    "Modifier",
    "ModifierUse",
    "PayerRule",
    "Provider",
    "Relation",
    "Site",
    "Source",
    "Specialty",
    "Stake",
    "Tip",
    "entries",
    "entry",
    "guide",
    "guides",
    "modifiers",
    "specialties",
    "stake",
]
