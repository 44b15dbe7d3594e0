"""The way on which a denial usually gets paid, in words, by the name that the list of reasons has for it."""

from collections.abc import Mapping
from typing import Final

from medpay.remedies.bearers import PATIENT

ROUTE_WORDS: Final[Mapping[str, str]] = {
    "corrected_claim": "Correct the claim and send it again: a corrected claim with most payers, a reopening with "
    "Medicare.",
    "new_claim": "Fix what is wrong and send a new claim, within the filing limit.",
    "appeal": "Appeal with the record, within the time the remittance or the contract gives.",
    "reopening": "Ask for a reopening: a clerical error can be mended without an appeal.",
    "eligibility": "Settle first who covers the patient on that day; then bill whoever does.",
    "contract": "Compare the amount with the contract or the fee schedule; dispute it only where they differ.",
    "patient": "Bill the patient, or the next payer first.",
    "none": "Nothing to send: this informs, or it closes the line.",
    "depends": "The route depends on the cause: see the first check.",
}
CLAIM_AGAIN: Final = frozenset({"corrected_claim", "new_claim", "appeal", "reopening", "depends"})
APPEALED: Final = frozenset({"appeal", "depends"})


def route_words(route: str, group: str) -> str:
    """Empty where the route is to bill the patient, and the group does not put it on them."""
    if route == "patient" and group not in {"", PATIENT}:
        return ""
    return ROUTE_WORDS.get(route, "")
