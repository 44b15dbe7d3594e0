"""What each field of a report may hold, and what is said where it does not."""

import re
from collections.abc import Mapping
from typing import Final

from codes.shapes import CODE_SHAPE, DIAGNOSIS_CATEGORY_SHAPE, MODIFIER_SHAPE
from reports import remittance, vocabulary

STORY_LIMIT: Final = 5000  # characters
TEXT_LIMIT: Final = 200
FIRST_YEAR: Final = 2000

CHOICES: Final[Mapping[str, vocabulary.Words]] = {
    "line_of_business": vocabulary.LINES_OF_BUSINESS,
    "kind": vocabulary.KINDS,
    "reason_source": vocabulary.REASON_SOURCES,
    "outcome": vocabulary.OUTCOMES,
    "resolution_band": vocabulary.RESOLUTION_BANDS,
    "claim_type": vocabulary.CLAIM_TYPES,
    "network": vocabulary.NETWORKS,
    "stage": vocabulary.STAGES,
    "decided_by": vocabulary.DECIDERS,
    "amount_band": vocabulary.AMOUNT_BANDS,
    "state": {state: state for state in vocabulary.STATES},
}
LISTS: Final[Mapping[str, tuple[vocabulary.Words | re.Pattern[str], int]]] = {
    "modifiers": (MODIFIER_SHAPE, 4),
    "rarcs": (remittance.RARC_SHAPE, 5),
    "actions": (vocabulary.ACTIONS, len(vocabulary.ACTIONS)),
    "tactics": (vocabulary.TACTICS, len(vocabulary.TACTICS)),
}
SHAPED: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "code": (CODE_SHAPE, "Write a CPT or HCPCS code: five characters, such as 86320 or G0483."),
    "paired_code": (CODE_SHAPE, "Write a CPT or HCPCS code: five characters, such as 84165."),
    "fix_modifier": (MODIFIER_SHAPE, "Write a modifier: two characters, such as 26 or XU."),
    "place_of_service": (re.compile(r"\d{2}"), "Write a place-of-service code: two digits, such as 11 or 81."),
    "diagnosis_category": (
        DIAGNOSIS_CATEGORY_SHAPE,
        "Write the first three characters of the ICD-10-CM code, such as C90.",
    ),
}
LIST_HINTS: Final[Mapping[str, str]] = {
    "modifiers": "Write modifiers of two characters, at most four, such as 26 or 59.",
    "rarcs": "Write remark codes such as N19, M15 or MA130, at most five.",
    "actions": "Choose from the list of actions.",
    "tactics": "Choose from the list of tactics.",
}
REQUIRED: Final[Mapping[str, str]] = {
    "code": "Name the code that was denied.",
    "payer": "Write who the payer is, or “other”.",
    "kind": "Say what happened.",
    "year": "Give the year of service.",
}
