"""What the schema shows of a report sent, received and not yet published."""

from typing import Final

from drf_spectacular.utils import OpenApiExample

REPORT_SENT: Final = OpenApiExample(
    "report",
    request_only=True,
    value={
        "code": "86320",
        "modifiers": ["26"],
        "payer": "aetna",
        "line_of_business": "commercial_insured",
        "kind": "bundled",
        "group": "CO",
        "carc": "97",
        "rarcs": ["N19"],
        "year": 2026,
        "paired_code": "84165",
        "fix_modifier": "XU",
        "actions": ["corrected_claim"],
        "tactics": ["modifier_added"],
        "outcome": "paid_full",
    },
)
REPORT_RECEIVED: Final = OpenApiExample(
    "received",
    response_only=True,
    status_codes=["201"],
    value={"receipt": "MP-0A1B2-C3D4E-F5G6H-J7K8M-N9P0Q-RSTVW", "status": "counted", "code": "86320"},
)
UNPUBLISHED: Final = OpenApiExample(
    "unpublished",
    summary="Fewer reports than the threshold, or none",
    response_only=True,
    status_codes=["200"],
    value={"code": "86320", "published": False, "threshold": 5},
)
