"""What a remittance may say: group code, CARC and RARC, and how they go with the kind of report.

Rules, from the claim adjustment segment of the 835 (X12 005010X221A1) and the lists it names:

- A group code and a CARC stand together or not at all. CR left the 835 with version 5010 and is refused.
- Some CARCs are arithmetic or cost sharing, not denials (`NOT_DENIALS`): accepted only where an amount is disputed.
- A front-end rejection (277CA) and a refused prior authorization (278) come before any remittance: a CARC or RARC with
  them is refused, and the message names the kind that fits a claim denied on a remittance.
- A take-back may arrive as a provider-level adjustment (PLB, no CARC) or as a reversed claim (with one): both pass.
- Some CARCs should bring a RARC. Remits break that rule, so a missing one never refuses.
- A remark may be printed where no reason is: a RARC is welcome beside `none_on_remit`.
- An unknown code of the right shape is accepted here; whether a list knows it is asked elsewhere.

No message repeats text that does not have the shape of a code.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reports.vocabulary import GROUPS, KINDS, KINDS_WITH_REASON

CARC_SHAPE: Final = re.compile(r"\A(?:[1-9][0-9]{0,2}|[ABDPWY][0-9]{1,2})\Z")
RARC_SHAPE: Final = re.compile(r"\A(?:M[0-9]{1,3}|MA[0-9]{1,3}|N[0-9]{1,4})\Z")

NOT_DENIALS: Final[Mapping[str, str]] = {
    "1": "the deductible",
    "2": "coinsurance",
    "3": "a copay",
    "45": "the write-down to the contract or fee schedule",
    "59": "a reduction for several procedures in one session",
    "90": "a drug ingredient cost adjustment",
    "94": "a payment above the charge",
    "104": "a managed care withhold",
    "105": "a tax withhold",
    "131": "a negotiated discount",
    "144": "an incentive adjustment",
    "161": "a performance bonus",
    "187": "a payment from a spending account",
    "223": "an adjustment that a law requires",
    "237": "a penalty set by law or regulation",
    "247": "the deductible for professional services on a facility claim",
    "248": "coinsurance for professional services on a facility claim",
    "253": "sequestration",
}
# Offered first beside a CARC: remarks whose own words name what it leaves open. Any other may be printed too.
USUAL_REMARKS: Final[Mapping[str, tuple[str, ...]]] = {
    "4": ("N519", "N822", "N823"),
    "5": ("M77", "N428"),
    "11": ("M64", "M76", "N115"),
    "16": (
        "M20", "M51", "M53", "M62", "M64", "M76", "M77", "M119", "MA04", "MA27", "MA63", "MA120", "MA130", "N264",
        "N265", "N285", "N286", "N290", "N822",
    ),
    "18": ("M86", "N111", "N522"),
    "22": ("MA04", "MA83", "MA92", "N4", "N479"),
    "31": ("MA27", "N382"),
    "50": ("M25", "M127", "N115", "N386"),
    "58": ("M77", "N428"),
    "96": ("N30", "N115", "N130", "N216", "N425", "N429", "N448"),
    "97": ("M15", "M80", "M97", "M144", "N19", "N20", "N70", "N390", "N525"),
    "107": ("N122", "N674"),
    "109": ("N104", "N105", "N418"),
    "119": ("M86", "M90", "N357", "N362", "N435"),
    "146": ("M64", "M76", "M81", "MA63"),
    "150": ("M25", "M127"),
    "151": ("M53", "N362", "N430", "N435"),
    "170": ("N32", "N95"),
    "181": ("M20", "M51", "N56", "N657"),
    "182": ("N519", "N822", "N823"),
    "185": ("N95", "N198"),
    "197": ("M62", "N54"),
    "198": ("M62", "N54"),
    "204": ("N30", "N130", "N216"),
    "206": ("N257", "N265", "N286", "N290"),
    "207": ("N257", "N265", "N286", "N290"),
    "208": ("N257", "N265", "N286", "N290"),
    "226": ("M127", "N102", "N706"),
    "227": ("N179",),
    "236": ("M15", "M80", "N19", "N20", "N431"),
    "242": ("N130", "N381"),
    "252": ("M127", "N706"),
    "B7": ("MA120", "N95", "N198"),
    "B15": ("N122", "N674"),
}  # fmt: skip
KINDS_ABOUT_AMOUNTS: Final = ("underpaid", "wrong_patient_share")
KINDS_BEFORE_A_REMIT: Final[Mapping[str, str]] = {
    "rejection": (
        "A front-end rejection comes before a remittance and has no {code}. "
        f"If a remittance printed it, for example CO-16 with MA130, choose “{KINDS['full_denial']}”."
    ),
    "prior_authorization": (
        "A refused prior authorization comes before the claim and has no {code}. "
        f"If the claim itself was denied, for example CO-197, choose “{KINDS['full_denial']}”."
    ),
}
NONE_ON_REMIT: Final = "none_on_remit"

GROUP_CHOICES: Final = ", ".join(GROUPS)
CR_REFUSED: Final = (
    "CR is historic: payers now reverse the old claim and correct it under another group code. "
    f"Use the group of the corrected line: {GROUP_CHOICES}."
)

# People join group and CARC with a hyphen, a space, nothing, or the dash that a word processor makes.
_TYPED_REASON: Final = re.compile(
    r"(?P<group>CO|PR|OA|PI|CR)?[\s:/\u2010-\u2015-]*(?P<carc>0*[1-9][0-9]{0,2}|[ABDPWY][0-9]{1,2})?",
)
_TYPED_RARC: Final = re.compile(r"(?P<series>MA|M|N)[\s-]*0*(?P<number>[1-9][0-9]{0,3})")


class Stated(NamedTuple):
    """What a report says about its reason; an empty value is not stated."""

    kind: str
    group: str
    carc: str
    rarcs: Sequence[str]
    reason_source: str


class Problem(NamedTuple):
    field: str
    message: str


def check_reason(*, kind: str, group: str, carc: str, rarcs: Sequence[str], reason_source: str) -> dict[str, list[str]]:
    """Field → plain messages; empty means fine. Codes are expected normalised (`parse_reason`, `normalise_rarc`)."""
    stated = Stated(kind, group, carc, rarcs, reason_source)
    rules = (_before_a_remit,) if kind in KINDS_BEFORE_A_REMIT else (_group, _carc, _rarcs, _together, _none_printed)
    errors: dict[str, list[str]] = {}
    for rule in rules:
        for problem in rule(stated):
            errors.setdefault(problem.field, []).append(problem.message)
    return errors


def parse_reason(text: str) -> tuple[str, str]:
    """What people type, as (group, CARC): "CO-97", "co 97" and "CO97" → ("CO", "97"); "97" → ("", "97").

    Text of no such shape comes back tidied in place of the CARC, for `check_reason` to refuse.
    """
    tidy = text.strip().upper()
    typed = _TYPED_REASON.fullmatch(tidy)
    if typed is None:
        return "", tidy
    return typed["group"] or "", (typed["carc"] or "").lstrip("0")


def normalise_rarc(text: str) -> str:
    """A RARC as the list writes it: " n-290 " → "N290", "ma4" → "MA04". Text of no such shape comes back tidied."""
    tidy = text.strip().upper()
    typed = _TYPED_RARC.fullmatch(tidy)
    if typed is None:
        return tidy
    series, number = typed["series"], typed["number"]
    return series + (number.zfill(2) if series == "MA" else number)


def reason_key(group: str, carc: str) -> str:
    """The name of a reason in figures and addresses: "CO-97"; "" where none was stated."""
    return f"{group}-{carc}" if group and carc else ""


def _before_a_remit(stated: Stated) -> Iterator[Problem]:
    message = KINDS_BEFORE_A_REMIT[stated.kind]
    if stated.group or stated.carc:
        yield Problem("carc" if stated.carc else "group", message.format(code="CARC"))
    if stated.rarcs:
        yield Problem("rarcs", message.format(code="RARC"))


def _group(stated: Stated) -> Iterator[Problem]:
    if stated.group == "CR":
        yield Problem("group", CR_REFUSED)
    elif stated.group and stated.group not in GROUPS:
        yield Problem("group", f"Choose a group code: {GROUP_CHOICES}.")


def _carc(stated: Stated) -> Iterator[Problem]:
    if stated.carc and not CARC_SHAPE.fullmatch(stated.carc):
        yield Problem("carc", "Write a CARC as the remittance prints it, such as 97, 197 or B7.")
    elif stated.carc in NOT_DENIALS and stated.kind not in KINDS_ABOUT_AMOUNTS:
        kinds = " or ".join(f"“{KINDS[kind]}”" for kind in KINDS_ABOUT_AMOUNTS)
        what = NOT_DENIALS[stated.carc]
        yield Problem(
            "carc", f"CARC {stated.carc} is {what}, not a denial by itself. If the amount is wrong, choose {kinds}."
        )


def _rarcs(stated: Stated) -> Iterator[Problem]:
    if not all(RARC_SHAPE.fullmatch(rarc) for rarc in stated.rarcs):
        yield Problem("rarcs", "Write remark codes as the remittance prints them, such as N19, M15 or MA130.")


def _together(stated: Stated) -> Iterator[Problem]:
    if stated.group and not stated.carc:
        yield Problem("carc", "Add the CARC that stands beside the group code.")
    elif stated.carc and not stated.group:
        yield Problem("group", f"Add the group code that stands before the CARC: {GROUP_CHOICES}.")
    elif not stated.group and stated.kind in KINDS_WITH_REASON and stated.reason_source != NONE_ON_REMIT:
        yield Problem("group", f"Give the group code ({GROUP_CHOICES}), or say that no reason code was printed.")
        yield Problem("carc", "Give the CARC, such as 97, or say that no reason code was printed.")


def _none_printed(stated: Stated) -> Iterator[Problem]:
    if stated.reason_source == NONE_ON_REMIT and (stated.group or stated.carc):
        yield Problem("reason_source", "You gave a reason code and said that none was printed. Keep one of the two.")
