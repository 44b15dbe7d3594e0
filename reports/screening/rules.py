"""The one table of hard identifiers: kind, pattern, check. Where several rules agree on a span, the first names it.

Classes: HIPAA Safe Harbor, 45 CFR 164.514(b)(2). To add one: a row in the module of its subject.
"""

from typing import Final

from reports.screening.ages import AGE_RULES
from reports.screening.contacts import NET_RULES, PHONE_RULES
from reports.screening.dates import DATE_RULES
from reports.screening.identities import IDENTITY_RULES, REMITTANCE_RULES, UNIQUE_RULES
from reports.screening.labels import ID_RULES, LABEL_RULES
from reports.screening.places import PLACE_RULES
from reports.screening.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    *REMITTANCE_RULES,
    *LABEL_RULES,
    *NET_RULES,
    *IDENTITY_RULES,
    *PHONE_RULES,
    *UNIQUE_RULES,
    *ID_RULES,
    *DATE_RULES,
    *AGE_RULES,
    *PLACE_RULES,
)
