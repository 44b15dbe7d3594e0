"""What the schema shows of the claim check. A test holds it to what the starter lists answer."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample

from codes.quoting.quotes import SETTING_ASSUMED

SENT: Final = {"year": 2025, "lines": [{"code": "45385"}, {"code": "45380", "modifiers": ["59"]}]}
UNCHECKED: Final = "{} Not checked, since no table is held: bundling, units, add-on code."
NO_TABLE: Final[dict[str, Any]] = {
    "answer": "no_table",
    "message": (
        "medpay holds no practitioner table of NCCI edits for December 31, 2025, "
        "so it cannot say that there is no edit."
    ),
    "table": None,
    "results": [],
}
NO_LIMIT: Final[dict[str, Any]] = {
    "setting": "practitioner",
    "units": None,
    "mai": "",
    "mai_words": "",
    "rationale": "",
    "table": "",
    "effective": None,
    "covers": False,
    "words": "medpay holds no table of unit limits for December 31, 2025.",
}
NO_LIST: Final[dict[str, Any]] = {
    "is_add_on": None,
    "kind": "",
    "primaries": [],
    "primary": "",
    "missing": None,
    "table": "",
    "words": "",
}
NOT_CHECKED: Final = [
    f"Bundling was not checked: {NO_TABLE['message']}",
    f"Units were not checked: {NO_LIMIT['words']}",
    "Whether it is an add-on code was not checked: no list is held.",
]
REDUCED: Final = (
    "Reduced beside other endoscopies of one family; if 59 says another place or session, Medicare may not reduce it."
)
FIRST: Final = {
    "schedule": "PFS",
    "allowed": "435.38",
    "medicare_share": "348.30",
    "patient_share": "87.08",
    "after_sequestration": "341.33",
}
SECOND: Final = {
    "schedule": "PFS",
    "allowed": "87.01",
    "medicare_share": "69.61",
    "patient_share": "17.40",
    "after_sequestration": "68.22",
}
ANSWERED: Final[dict[str, Any]] = {
    "date": "2025-12-31",
    "release": "RVU25D starter list",
    "locality": "national",
    "lines": [
        {
            "line": 1,
            "code": "45385",
            "name": "Colonoscopy with snare polyp removal",
            "modifiers": [],
            "verdict": {"standing": "priced", "words": UNCHECKED.format("45385 pays $435.38.")},
            "price": {
                "code": "45385",
                "modifiers": [],
                "release": "RVU25D starter list",
                "locality": "national",
                "setting": "nonfacility",
                "priced": True,
                "allowed": "435.38",
                "steps": [
                    {
                        "rule": "45385, non-facility: 13.46 RVUs, at the conversion factor",
                        "factor": "32.3465",
                        "amount": "435.38",
                        "source": "relative value file; 42 CFR 414.22 and 414.26",
                    },
                    {
                        "rule": "Medicare's share, once the deductible is met",
                        "factor": "0.8",
                        "amount": "348.30",
                        "source": "SSA §1833(a)(1)(N)",
                    },
                    {
                        "rule": "after sequestration",
                        "factor": "0.98",
                        "amount": "341.33",
                        "source": "2 U.S.C. 901a(6): 2 % less",
                    },
                ],
                "medicare_share": "348.30",
                "patient_share": "87.08",
                "after_sequestration": "341.33",
                "limiting_charge": None,
                "confidence": {
                    "level": "medium",
                    "reasons": [
                        "The October 2025 release covers the date asked.",
                        "Of October 2025 only a starter list collected by hand is loaded.",
                        "This is the national amount; each locality's differs.",
                        SETTING_ASSUMED,
                    ],
                },
                "warnings": [SETTING_ASSUMED],
            },
            "counted": FIRST,
            "after_edits": FIRST,
            "edits": NO_TABLE,
            "units": {
                "billed": 1,
                "counted": 1,
                "lines": [1],
                "over": None,
                "limit": NO_LIMIT,
            },
            "add_on": NO_LIST,
            "denials": None,
            "warnings": NOT_CHECKED,
        },
        {
            "line": 2,
            "code": "45380",
            "name": "Biopsy during a colonoscopy",
            "modifiers": ["59"],
            "verdict": {"standing": "priced", "words": UNCHECKED.format("45380-59 pays $87.01.")},
            "price": {
                "code": "45380",
                "modifiers": ["59"],
                "release": "RVU25D starter list",
                "locality": "national",
                "setting": "nonfacility",
                "priced": True,
                "allowed": "87.01",
                "steps": [
                    {
                        "rule": "45380, non-facility: 12.82 RVUs, at the conversion factor",
                        "factor": "32.3465",
                        "amount": "414.68",
                        "source": "relative value file; 42 CFR 414.22 and 414.26",
                    },
                    {
                        "rule": "less 327.67 for the base 45378, which 45385 includes",
                        "factor": None,
                        "amount": "87.01",
                        "source": "MCPM 12 §40.6, endoscopy base of the relative value file",
                    },
                    {
                        "rule": "Medicare's share, once the deductible is met",
                        "factor": "0.8",
                        "amount": "69.61",
                        "source": "SSA §1833(a)(1)(N)",
                    },
                    {
                        "rule": "after sequestration",
                        "factor": "0.98",
                        "amount": "68.22",
                        "source": "2 U.S.C. 901a(6): 2 % less",
                    },
                ],
                "medicare_share": "69.61",
                "patient_share": "17.40",
                "after_sequestration": "68.22",
                "limiting_charge": None,
                "confidence": {
                    "level": "medium",
                    "reasons": [
                        "The October 2025 release covers the date asked.",
                        "Of October 2025 only a starter list collected by hand is loaded.",
                        "This is the national amount; each locality's differs.",
                        SETTING_ASSUMED,
                        REDUCED,
                    ],
                },
                "warnings": [
                    SETTING_ASSUMED,
                    REDUCED,
                    "The lines were taken as of one patient, one day and one practice.",
                ],
            },
            "counted": SECOND,
            "after_edits": SECOND,
            "edits": NO_TABLE,
            "units": {
                "billed": 1,
                "counted": 1,
                "lines": [2],
                "over": None,
                "limit": NO_LIMIT,
            },
            "add_on": NO_LIST,
            "denials": None,
            "warnings": NOT_CHECKED,
        },
    ],
    "total": {
        "lines": 2,
        "priced": 2,
        "allowed": "522.39",
        "medicare_share": "417.91",
        "patient_share": "104.48",
        "after_sequestration": "409.55",
        "message": "Of 2 lines, 2 priced.",
    },
    "after_edits": None,
    "warnings": ["Only the year of service was given: edits and limits are those of December 31, 2025."],
}
SHOWN: Final = [
    OpenApiExample("claim", value=SENT, request_only=True, summary="Two endoscopies of one family"),
    OpenApiExample("checked", value=ANSWERED, response_only=True, status_codes=["200"]),
]
