"""What a biller must know of a reason before doing anything."""

from collections.abc import Iterator
from typing import Final

from medpay.remedies.bearers import EDITS, FIXES_OF, NO_NOTICE, PATIENT, PROVIDERS_OWN
from medpay.remedies.routes import APPEALED, CLAIM_AGAIN
from reports.remittance import KINDS_ABOUT_AMOUNTS, NOT_DENIALS
from reports.vocabulary import KINDS

NO_APPEAL: Final = "MA130"
MA130_WORDS: Final = (
    "If MA130 stands on the remittance there is no appeal, since nothing was decided: fix the claim and send a new one."
)
LEVELS: Final = (
    "The levels have names of their own: Medicare calls the first one a redetermination and the second a "
    "reconsideration; with a commercial payer a reconsideration is often the first."
)
REPORTED: Final = "Reported, not advice: use a modifier only if the record supports it."


def cautions_of(code: str, group: str, *, carc: bool, route: str, alert: bool) -> Iterator[str]:
    """Of a CARC under `group` ("" where none was given), or of a remark; the most binding first.

    `route` "" where none is known.
    """
    if carc and code in NOT_DENIALS:
        kinds = " or ".join(f"“{KINDS[kind]}”" for kind in KINDS_ABOUT_AMOUNTS)
        what = NOT_DENIALS[code]
        yield f"Not a denial by itself: it is {what}. It is reported here only where the amount is wrong, as {kinds}."
    if code == NO_APPEAL:
        yield "No appeal rights: nothing was decided, so there is nothing to appeal. Fix the claim and send a new one."
    if carc:
        yield from _about_the_patient(code, group)
    if alert:
        yield "This remark only informs: it is an alert, and denies nothing by itself."
    if carc and route in CLAIM_AGAIN:
        yield MA130_WORDS
    if route in APPEALED:
        yield LEVELS


def _about_the_patient(code: str, group: str) -> Iterator[str]:
    if group == PATIENT and FIXES_OF.get(code) == "CO":
        yield PROVIDERS_OWN
    if code in EDITS:
        yield NO_NOTICE
