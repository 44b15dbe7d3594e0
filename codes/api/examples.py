"""What the schema shows of each answer. A test holds these to what the starter lists answer."""

from typing import Final

from drf_spectacular.utils import OpenApiExample

LABORATORY: Final = {
    "schedule": "CLFS",
    "amount": "29.92",
    "year": 2025,
    "source": "CMS file of April 2025",
    "confidence": {"level": "high", "reasons": ["The laboratory amount is that of 2025."]},
}
PRICED: Final = {
    "code": "86320",
    "modifiers": ["26"],
    "release": "RVU25D starter list",
    "locality": "national",
    "setting": "nonfacility",
    "priced": True,
    "allowed": "17.14",
    "steps": [
        {
            "rule": "86320-26, non-facility: 0.53 RVUs, at the conversion factor",
            "factor": "32.3465",
            "amount": "17.14",
            "source": "relative value file; 42 CFR 414.22 and 414.26",
        },
        {
            "rule": "Medicare's share, once the deductible is met",
            "factor": "0.8",
            "amount": "13.71",
            "source": "SSA §1833(a)(1)(N)",
        },
        {"rule": "after sequestration", "factor": "0.98", "amount": "13.44", "source": "2 U.S.C. 901a(6): 2 % less"},
    ],
    "medicare_share": "13.71",
    "patient_share": "3.43",
    "after_sequestration": "13.44",
    "limiting_charge": None,
    "confidence": {
        "level": "medium",
        "reasons": [
            "The October 2025 release covers the date asked.",
            "Of October 2025 only a starter list collected by hand is loaded.",
            "This is the national amount; each locality's differs.",
        ],
    },
    "warnings": [],
}
REFUSED: Final = {
    "priced": False,
    "reason": "not_on_schedule",
    "message": (
        "86320 has status X: not on the physician fee schedule: another schedule or none. See the other schedules, "
        "such as the one for laboratory tests. With modifier 26, the physician's interpretation, it has a price."
    ),
    "elsewhere": LABORATORY,
}
WITHOUT_PRICE: Final = {
    "allowed": None,
    "refusal": {"reason": REFUSED["reason"], "message": REFUSED["message"]},
}
WITH_PRICE: Final = {"allowed": "17.14", "refusal": None}
DESCRIBED: Final = {
    "code": "86320",
    "name": "Immunoelectrophoresis of serum (IEP)",
    "description": (
        "Serum proteins are spread out in a gel by an electric field and met with antisera, to find and type an "
        "abnormal immunoglobulin. The test is paid on the Clinical Laboratory Fee Schedule; only a physician's "
        "written interpretation, billed with modifier 26, is paid on the physician fee schedule, and TC is not valid."
    ),
    "service_type": "Laboratory",
    "day": "2025-12-31",
    "alive": True,
    "deleted": None,
    "successors": [],
    "change_note": "",
    "release": {
        "label": "RVU25D starter list",
        "effective": "2025-10-01",
        "complete": False,
        "covers": True,
        "note": "October 2025",
    },
    "rows": [
        {
            "modifier": "",
            "status": "X",
            "status_words": "not on the physician fee schedule: another schedule or none",
            "work": "0.00",
            "pe_nonfacility": "0.00",
            "pe_facility": "0.00",
            "mp": "0.00",
            "total_nonfacility": "0.00",
            "total_facility": "0.00",
            "conversion_factor": "32.3465",
            "amounts": {"nonfacility": WITHOUT_PRICE, "facility": WITHOUT_PRICE},
        },
        {
            "modifier": "26",
            "status": "A",
            "status_words": "active: Medicare pays it on this schedule",
            "work": "0.37",
            "pe_nonfacility": "0.15",
            "pe_facility": "0.15",
            "mp": "0.01",
            "total_nonfacility": "0.53",
            "total_facility": "0.53",
            "conversion_factor": "32.3465",
            "amounts": {"nonfacility": WITH_PRICE, "facility": WITH_PRICE},
        },
    ],
    "refusal": None,
    "elsewhere": LABORATORY,
}
LISTED: Final = {
    "code": "86320",
    "name": "Immunoelectrophoresis of serum (IEP)",
    "service_type": "Laboratory",
    "deleted": None,
}
PAYER: Final = {
    "slug": "umr",
    "name": "UMR",
    "family": "UnitedHealth Group",
    "kind": "tpa",
    "aliases": ["United Medical Resources"],
}
REASON: Final = {
    "kind": "carc",
    "code": "4",
    "paraphrase": "The modifier does not fit this code, or one that the code needs is not there.",
    "first_check": "Check the modifiers on the line against the code and the payer's modifier policy.",
    "alert": False,
}


def shown(name: str, value: object, summary: str = "") -> OpenApiExample:
    return OpenApiExample(name, value=value, summary=summary or name, response_only=True, status_codes=["200"])


SHOWN_PAYMENTS: Final = [
    shown("priced", PRICED, "86320?year=2025&modifier=26: the interpretation of a laboratory test"),
    shown("refused", REFUSED, "86320?year=2025: the test itself is paid on another schedule"),
]
SHOWN_CODE: Final = [shown("described", DESCRIBED, "86320?year=2025")]
SHOWN_LISTED: Final = [shown("listed", LISTED)]
SHOWN_PAYER: Final = [shown("payer", PAYER)]
SHOWN_REASON: Final = [shown("reason", REASON)]
