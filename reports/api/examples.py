"""What the schema shows of a report sent, received, kept and changed. A test holds it to what is answered."""

from typing import Final

from drf_spectacular.utils import OpenApiExample

REPORT: Final = {
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
}
REPORT_SENT: Final = OpenApiExample("report", request_only=True, value=REPORT)
RECEIPT: Final = "MP-0A1B2-C3D4E-F5G6H-J7K8M-N9P0Q-RSTVW"
REPORT_RECEIVED: Final = OpenApiExample(
    "received",
    response_only=True,
    status_codes=["201"],
    value={"receipt": RECEIPT, "status": "counted", "code": "86320"},
)
RECEIPT_SENT: Final = OpenApiExample("receipt", request_only=True, value={"receipt": RECEIPT})
UPDATE_SENT: Final = OpenApiExample(
    "update",
    summary="What became of it",
    request_only=True,
    value={"receipt": RECEIPT, "outcome": "paid_part", "actions": ["appeal_1"], "resolution_band": "31-60"},
)
CORRECTION_SENT: Final = OpenApiExample(
    "correction",
    summary="Another reason, and no story after all",
    request_only=True,
    value={"receipt": RECEIPT, "group": "CO", "carc": "16", "rarcs": ["N19"], "story": None},
)
STORED: Final = OpenApiExample(
    "stored",
    response_only=True,
    status_codes=["200"],
    value={"status": "counted", "story_status": "none", **REPORT},
)
WITHDRAWN: Final = OpenApiExample(
    "withdrawn", response_only=True, status_codes=["200"], value={"status": "withdrawn", "code": "86320"}
)
IDENTIFYING: Final = OpenApiExample(
    "identifying",
    summary="A phone number in the story",
    response_only=True,
    status_codes=["422"],
    value={"findings": [{"field": "story", "kind": "phone", "start": 7, "end": 19}]},
)
OTHER_REPORT: Final = OpenApiExample(
    "other_report",
    summary="An Idempotency-Key used for another report",
    response_only=True,
    status_codes=["422"],
    value={"detail": "Another report came with this Idempotency-Key. Send a new key with a new report."},
)
