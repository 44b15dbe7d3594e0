"""What the public will see of a report, told to its sender in the form's own words."""

from typing import Final

from reports.forms import FactsForm
from reports.models import Report

NOUNS: Final = {
    "kind": "the kind of denial",
    "reason_source": "whether a reason was printed",
    "paired_code": "the code it was bundled into",
    "actions": "the steps taken",
    "tactics": "what was sent along",
    "fix_modifier": "the modifier that got it paid",
    "outcome": "the outcome",
    "stage": "the point at which it was denied",
    "decided_by": "who decided",
}  # for labels that ask
OWN_WORDS: Final = frozenset({"story"})  # told apart, since its text is shown


def shown_of_a_report() -> dict[str, list[str]]:
    """The labels of the form's fields under "open", "guarded" and "private", as `Report.DISCLOSURE` declares them."""
    told: dict[str, list[str]] = {"open": [], "guarded": [], "private": []}
    for bound in FactsForm():
        if bound.name not in OWN_WORDS:
            told[Report.DISCLOSURE[bound.name]].append(NOUNS.get(bound.name) or _within_a_sentence(str(bound.label)))
    return told


def _within_a_sentence(label: str) -> str:
    return label[0].lower() + label[1:]
