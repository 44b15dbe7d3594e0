"""What the schema shows of published figures. A test holds it to what seven reports come to."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample

from reports import aggregation
from reports.aggregation import METHOD, Row
from reports.crossings import RecoveryRow

REPORTS: Final = 7


def _row(key: str, label: str, reports: int) -> Row:
    return aggregation.row(key, reports, REPORTS, label)


def _recovery(key: str, label: str, paid_full: int, decided: int) -> RecoveryRow:
    share = aggregation.row(key, paid_full, decided, label)
    return RecoveryRow(
        key=key,
        label=label,
        decided=decided,
        paid_full=paid_full,
        rate=share["share"],
        low=share["low"],
        high=share["high"],
        ranked=False,  # five must be decided
    )


BREAKDOWNS: Final[dict[str, list[Row]]] = {
    "reason": [
        _row("CO-97", "The payer holds that another service already paid includes this one.", 5),
        _row("CO-151", "The payer holds that the record does not support so many units or visits.", 1),
        _row("CO-16", "Something on the claim is missing or wrong, so it could not be processed as sent.", 1),
    ],
    "kind": [_row("bundled", "Bundled into another code", 6), _row("units", "Units denied", 1)],
    "remark": [_row("N19", "The payer holds that this is a minor part of the main procedure.", 1)],
    "payer": [_row("aetna", "Aetna", 5), _row("humana", "Humana", 2)],
    "line_of_business": [
        _row("commercial_insured", "Commercial, insured by the payer", 5),
        _row("medicare_advantage", "Medicare Advantage", 2),
    ],
    "modifier": [_row("26", "26", 3)],
    "paired_code": [_row("84165", "84165", 3)],
    "fix_modifier": [_row("XU", "XU", 3)],
    "action": [_row("corrected_claim", "Corrected claim", 3), _row("appeal_1", "Appeal, first level", 2)],
    "tactic": [_row("modifier_added", "Added or changed a modifier", 3)],
    "resolution": [],
    "stage": [],
    "decided_by": [],
    "claim_type": [],
    "state": [],
    "year": [_row("2026", "2026", 7)],
}
FIGURES: Final[dict[str, Any]] = {
    "code": "86320",
    "published": True,
    "reports": REPORTS,
    "as_of": "2026-11-21",
    "version": "09f4f366054394239354c6ba0761b13c",
    "method": METHOD,
    "breakdowns": BREAKDOWNS,
    "recovery": aggregation.outcomes({"paid_full": 3, "denied_again": 2, "pending": 1}),
    "appeal": aggregation.outcomes({"denied_again": 2}),
    "recovery_by": {
        "action": [
            _recovery("corrected_claim", "Corrected claim", 3, 3),
            _recovery("appeal_1", "Appeal, first level", 0, 2),
        ],
        "tactic": [_recovery("modifier_added", "Added or changed a modifier", 3, 3)],
        "fix_modifier": [_recovery("XU", "XU", 3, 3)],
    },
    "resolution_by": {"action": []},
    "remark_by_reason": [],
    "payer_lines": [],  # two of the seven are on another payer: too few to be left over
    "recent": {
        "since": "2025-12-01",
        "as_of": "2026-11-21",
        "reports": 7,
        "reason": [],  # two of the seven gave other reasons: too few to be left over
        "recovery": None,
    },
    "trend": None,
    "rising": None,
    "amount_band": [],
    "appeal_worth": None,
    "expired": None,
    "stories": [],
}
UNPUBLISHED: Final = {"code": "86320", "published": False, "threshold": 5}
ROWS: Final = (
    "code,breakdown,key,label,reports,share,low,high,of\r\n"
    "86320,reason,CO-97,The payer holds that another service already paid includes this one.,5,0.714,0.359,0.918,7\r\n"
)
LISTED: Final = {
    "code": FIGURES["code"],
    "reports": FIGURES["reports"],
    "as_of": FIGURES["as_of"],
    "version": FIGURES["version"],
}

SHOWN_FIGURES: Final = [
    OpenApiExample("published", value=FIGURES, response_only=True, status_codes=["200"]),
    OpenApiExample(
        "unpublished",
        summary="Fewer reports than the threshold, or none",
        value=UNPUBLISHED,
        response_only=True,
        status_codes=["200"],
    ),
]
SHOWN_ROWS: Final = [
    OpenApiExample("rows", value=ROWS, response_only=True, status_codes=["200"], media_type="text/csv")
]
SHOWN_LISTED: Final = [OpenApiExample("listed", value=LISTED, response_only=True, status_codes=["200"])]

CODES_OF_A_PARENT: Final = [_row("86320", "Immunoelectrophoresis of serum", REPORTS)]


def of_a_parent(field: str, key: str) -> dict[str, Any]:
    """The same reports, were they all there is of a payer or a reason."""
    return {field: key, **{name: value for name, value in FIGURES.items() if name != "code"}, "recent": None}


def rows_of_a_parent(field: str, key: str) -> list[OpenApiExample]:
    rows = ROWS.replace("code,", f"{field},", 1).replace("\n86320,", f"\n{key},")
    return [OpenApiExample("rows", value=rows, response_only=True, status_codes=["200"], media_type="text/csv")]
