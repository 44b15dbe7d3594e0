"""What the schema shows of edits and units. A test holds these to what made-up tables answer."""

from typing import Final

from codes.api.examples import shown

TABLE: Final = {
    "version": "NCCI practitioner edits, July 2024 (v30.2)",
    "setting": "practitioner",
    "effective": "2024-07-01",
    "first_day": "2024-07-01",
    "last_day": "2024-09-30",
    "complete": True,
}
EDIT: Final = {
    "answer": "edit",
    "message": ("80503 is denied beside 86320 on July 15, 2024, unless the record supports modifier 59."),
    "code": "86320",
    "date": "2024-07-15",
    "setting": "practitioner",
    "table": TABLE,
    "held": [TABLE],
    "results": [
        {
            "column_1": "86320",
            "column_2": "80503",
            "paid": "86320",
            "denied": "80503",
            "indicator": "1",
            "indicator_words": "paid together only with an NCCI-associated modifier, where the record supports it",
            "effective": None,
            "deleted": None,
            "rationale": "Standards of medical/surgical practice",
            "modifiers": [
                {
                    "modifier": "59",
                    "bypasses": True,
                    "words": "59 bypasses it, if the record shows that it is true.",
                },
                {
                    "modifier": "51",
                    "bypasses": False,
                    "words": "51 does not bypass it: it is no NCCI-associated modifier.",
                },
            ],
        }
    ],
    "past": [],
    "earlier": None,
    "warnings": [],
}
NO_EDIT: Final = {
    "answer": "no_edit",
    "message": (
        "No edit for 86320 with 84165 on July 15, 2024, in either direction: "
        "NCCI practitioner edits, July 2024 (v30.2)."
    ),
    "code": "86320",
    "date": "2024-07-15",
    "setting": "practitioner",
    "table": TABLE,
    "held": [TABLE],
    "results": [],
    "past": [],
    "earlier": None,
    "warnings": [],
}
NO_TABLE: Final = {
    "answer": "no_table",
    "message": (
        "medpay holds no practitioner table of NCCI edits for March 1, 2027, so it cannot say that there is no edit."
    ),
    "code": "86320",
    "date": "2027-03-01",
    "setting": "practitioner",
    "table": None,
    "held": [TABLE],
    "results": [],
    "past": [],
    "earlier": None,
    "warnings": [],
}
UNITS: Final = {
    "code": "86320",
    "date": "2026-04-15",
    "limits": [
        {
            "setting": "practitioner",
            "units": 1,
            "mai": "2",
            "mai_words": "for the day, absolute: it rests on policy, and an appeal does not lift it",
            "rationale": "Code Descriptor / CPT Instruction",
            "table": "MUE 2026 Q2",
            "effective": "2026-04-01",
            "covers": True,
            "words": "1 unit for the day, absolute: it rests on policy, and an appeal does not lift it.",
        },
        *(
            {
                "setting": setting,
                "units": None,
                "mai": "",
                "mai_words": "",
                "rationale": "",
                "table": "",
                "effective": None,
                "covers": False,
                "words": "medpay holds no table of unit limits for April 15, 2026.",
            }
            for setting in ("hospital", "dme")
        ),
    ],
    "add_ons": {
        "is_add_on": None,
        "kind": "",
        "kind_words": "",
        "primaries": [],
        "add_ons": [],
        "table": "",
        "effective": None,
        "covers": False,
        "words": "medpay holds no list of add-on codes for April 15, 2026.",
    },
}

SHOWN_EDITS: Final = [
    shown("edit", EDIT, "86320?with=80503&date=2024-07-15&modifier=59&modifier=51"),
    shown("no_edit", NO_EDIT, "86320?with=84165&date=2024-07-15"),
    shown("no_table", NO_TABLE, "86320?with=84165&date=2027-03-01"),
]
SHOWN_UNITS: Final = [shown("units", UNITS, "86320?date=2026-04-15")]
