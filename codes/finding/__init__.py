"""What somebody who types into the search box may mean, and in which order what is found is shown.

`read` takes the text apart; the tables of codes, diagnoses and places are asked in `codes.models.finding`, the short
lists are matched here. Nothing here asks a database.
"""

from codes.finding.books import diagnosis_families, guides_on, modifiers_on, named_by_entries
from codes.finding.hits import Group, Hit, Kind, Tier, grouped
from codes.finding.matching import respelled, tier_of
from codes.finding.query import Query, is_prefix_of_word, read, stem, words_of
from codes.finding.reasons import REASON_NAMES, reason_key

__all__ = [
    "REASON_NAMES",
    "Group",
    "Hit",
    "Kind",
    "Query",
    "Tier",
    "diagnosis_families",
    "grouped",
    "guides_on",
    "is_prefix_of_word",
    "modifiers_on",
    "named_by_entries",
    "read",
    "reason_key",
    "respelled",
    "stem",
    "tier_of",
    "words_of",
]
