"""Who bears what a reason takes off: the group code says so; in Original Medicare an advance notice (ABN) decides it.

Sources: CMS, Medicare Claims Processing Manual (Pub. 100-04), ch. 22 on group codes and ch. 30 on advance notices; NCCI
Policy Manual for Medicare, ch. 1, which lets no notice shift an edit's denial.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

HISTORIC_GROUP: Final = "CR"
PATIENT: Final = "PR"
GROUP_STEPS: Final[Mapping[str, str]] = {
    "CO": "The provider, under a contract or a rule: it is not billed to the patient.",
    "PR": "The payer puts it on the patient. Before billing anyone, check that the plan's benefits or a signed notice "
    "make it theirs; if not, ask the payer to correct the group.",
    "OA": "Neither is named. Look for another payer, and read the remark code, before billing anyone.",
    "PI": "The payer decided it without a contract behind it, and does not put it on the patient. Ask for the rule it "
    "rests on.",
}
# Reasons whose fix says who bears it, and the group for which it is written. The other fixes hold under every group.
FIXES_OF: Final[Mapping[str, str]] = {
    "1": "PR",
    "2": "PR",
    "3": "PR",
    "45": "CO",
    "97": "CO",
    "116": "CO",
    "222": "CO",
    "233": "CO",
    "234": "CO",
    "253": "CO",
}
EDITS: Final = frozenset({"97", "151", "231", "236"})  # may stem from an NCCI or MUE edit
NO_NOTICE: Final = "An advance notice (ABN) never moves an NCCI or MUE denial to the patient."
PROVIDERS_OWN: Final = (
    "This is nearly always the provider's to absorb (CO). Under PR ask the payer why, before the patient gets a bill."
)


class Notice(NamedTuple):
    """A modifier about an advance notice, and the reason that Medicare then prints."""

    modifier: str
    words: str
    key: str
    bearer: str


NOTICES: Final = (
    Notice("GA", "a signed notice is on file", "PR-50", "the patient owes it"),
    Notice("GZ", "no notice was given", "CO-50", "the provider absorbs it"),
    Notice("GY", "excluded by law; with GX where the patient had a voluntary notice", "PR-96", "the patient owes it"),
)
DECIDED_BY_NOTICE: Final = frozenset(notice.key.partition("-")[2] for notice in NOTICES)


def fix_fits(code: str, group: str) -> bool:
    """Whether the usual fix of a CARC may be printed under `group`, "" where none was given."""
    return not group or FIXES_OF.get(code, group) == group


def notices_about(code: str) -> tuple[Notice, ...]:
    """For a CARC whose group the advance notice decides; else none."""
    return NOTICES if code in DECIDED_BY_NOTICE else ()
