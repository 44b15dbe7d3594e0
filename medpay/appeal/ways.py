"""Whether an appeal makes sense, and what is faster or right instead."""

from collections.abc import Iterator, Mapping
from typing import Final

from medpay.appeal.facts import Denial, Described, Facts
from medpay.appeal.paper import Item, Way
from medpay.citing import APPEALS, Citation
from medpay.remedies import GROUP_STEPS, HISTORIC_GROUP, fix_fits, route_words
from reports.remittance import CR_REFUSED, NOT_DENIALS

LATE: Final = "29"
LATE_WORDS: Final = (
    "That a claim came late is no initial determination, so Medicare hears no appeal of it. Ask the contractor for an "
    "exception, if one of those in 42 CFR 424.44 fits."
)
NOT_THIS_WAY: Final[Mapping[str, str]] = {
    "none": "Usually final: no appeal",
    "patient": "Not a case for an appeal",
    "eligibility": "Settle who covers the patient: no appeal",
}
FASTER: Final[Mapping[str, str]] = {
    "corrected_claim": "A corrected claim is faster than an appeal",
    "new_claim": "A new claim is faster than an appeal",
    "reopening": "A reopening is faster than an appeal",
}
AMOUNT: Final = (
    "If the amount is wrong, dispute the amount, with the contract, the schedule or the plan's answer in hand."
)
RIGHT_AS_SENT: Final = "The letter is for the case that the claim was right as sent."
WHERE_THEY_DIFFER: Final = "The letter is for the case that they differ."
NOT_DESCRIBED: Final = "medpay has no words for this reason yet: read it, and its remark codes, in X12's list."
X12: Final = Citation("X12, claim adjustment reason codes", "https://x12.org/codes/claim-adjustment-reason-codes")


def way_of(facts: Facts) -> Way:
    denial, described = facts.denial, facts.described
    if denial.group == HISTORIC_GROUP:
        return Way("CR is a group of the past: no appeal", (Item(CR_REFUSED),), letter=False)
    if denial.carc in NOT_DENIALS:
        what = Item(f"CARC {denial.carc} is {NOT_DENIALS[denial.carc]}, not a denial by itself: nothing was refused.")
        return Way("Not a denial: dispute the amount", (what, *_fix(denial, described), Item(AMOUNT)), letter=False)
    if denial.carc == LATE and denial.payer and denial.payer.is_medicare:
        source = Citation("42 CFR 405.926", APPEALS)
        return Way("Medicare hears no appeal of late filing", (Item(LATE_WORDS, source),), letter=False)
    route = described.route if described else ""
    if route in NOT_THIS_WAY:
        return Way(NOT_THIS_WAY[route], (*_route(denial, route), *_fix(denial, described)), letter=False)
    return Way(_heading(route), (*_words(denial, described, route), *_table(facts)), letter=True)


def _heading(route: str) -> str:
    match route:
        case "appeal":
            return "An appeal is the usual route"
        case "contract":
            return "Compare with the contract first"
        case "depends" | "":
            return "The route depends on the cause"
        case _:
            return FASTER[route]


def _words(denial: Denial, described: Described | None, route: str) -> Iterator[Item]:
    if described is None:
        yield Item(NOT_DESCRIBED, X12)
    yield from _route(denial, route)
    if route == "contract":
        yield Item(WHERE_THEY_DIFFER)
    elif route != "appeal":
        yield Item(RIGHT_AS_SENT)


def _route(denial: Denial, route: str) -> Iterator[Item]:
    words = route_words(route, denial.group) or (GROUP_STEPS.get(denial.group, "") if route else "")
    if words:
        yield Item(words)


def _fix(denial: Denial, described: Described | None) -> Iterator[Item]:
    if described and described.fix and fix_fits(denial.carc, denial.group):
        yield Item(described.fix, described.source)


def _table(facts: Facts) -> Iterator[Item]:
    """What the table says of the pair that was asked about, since it may settle the matter."""
    yield from (Item(pair.words, pair.source) for pair in facts.pairs if pair.asked and pair.answer == "edit")
