"""The one table of identifiers: kind, pattern, conditions. Where several rules agree on a span, the first names it.

Classes: HIPAA Safe Harbor, 45 CFR 164.514(b)(2). To add one: a row in the module of its subject.
"""

import re
from typing import Final

from reports.screening.addresses import PART_RULES, ZIP_RULES
from reports.screening.ages import AGE_RULES
from reports.screening.contacts import NET_RULES, PHONE_RULES
from reports.screening.credentials import CREDENTIAL_RULES
from reports.screening.dates import DATE_RULES
from reports.screening.days import DAY_RULES
from reports.screening.files import FILE_RULES
from reports.screening.grouped import GROUPED_RULES
from reports.screening.hosts import HOST_RULES
from reports.screening.identities import IDENTITY_RULES, LATE_RULES, REMITTANCE_RULES, UNIQUE_RULES
from reports.screening.labels import ID_RULES, LABEL_RULES
from reports.screening.localities import LOCALITY_RULES
from reports.screening.lone_days import LONE_DAY_RULES
from reports.screening.misread import MISREAD_RULES
from reports.screening.named import NAMED_RULES
from reports.screening.partial import PARTIAL_RULES
from reports.screening.persons import PERSON_RULES
from reports.screening.places import PLACE_RULES
from reports.screening.rule import Rule
from reports.screening.shares import SHARE_RULES
from reports.screening.short import SHORT_RULES
from reports.screening.tokens import MIXED_RULES
from reports.screening.unknown import UNKNOWN_RULES
from reports.screening.visits import VISIT_RULES

WORD_FIRST: Final = re.compile(r"\(\?<!\[a-z(?:0-9)?\]\)\(\?:[a-z]{2}")


def _hinted(hint: str, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """What a text must hold for a rule to be tried; one that begins with a word needs a letter."""
    return tuple(
        each if each.hint else each._replace(hint="[a-z]" if WORD_FIRST.match(each.pattern) else hint) for each in rules
    )


RULES: Final[tuple[Rule, ...]] = (
    *_hinted(r"\*", REMITTANCE_RULES),
    *LABEL_RULES,
    *_hinted("[.:]", NET_RULES),
    *_hinted("[a-z:]", HOST_RULES),
    *_hinted("[0-9]", IDENTITY_RULES),
    *_hinted("[0-9]", PHONE_RULES),
    *_hinted("[0-9]", UNIQUE_RULES),
    *_hinted("[a-z]", ID_RULES),
    *_hinted("[0-9]", DATE_RULES),
    *_hinted("[0-9]", LONE_DAY_RULES),
    *_hinted("[a-z0-9]", DAY_RULES),
    *VISIT_RULES,
    *SHARE_RULES,
    *CREDENTIAL_RULES,
    *AGE_RULES,
    *_hinted("[a-z]", PLACE_RULES),
    *ZIP_RULES,
    *_hinted("[a-z]", PART_RULES),
    *_hinted("[0-9]", LATE_RULES),
    *_hinted("[a-z#]", SHORT_RULES),
    *_hinted("[0-9]", GROUPED_RULES),
    *FILE_RULES,
    *PARTIAL_RULES,
    *MISREAD_RULES,
    *MIXED_RULES,
)
LAST_RULES: Final[tuple[Rule, ...]] = _hinted("[0-9]", (*NAMED_RULES, *UNKNOWN_RULES))  # hard; they read what is left
SOFT_RULES: Final[tuple[Rule, ...]] = (*PERSON_RULES, *LOCALITY_RULES)
