"""What a question about a price is answered with: a `Price`, or a `Refusal` that says why there is none (I8)."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, NamedTuple

from codes.sources.mpfs import FeeRow

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")

Setting = Literal["nonfacility", "facility"]
SETTINGS: Final[tuple[Setting, Setting]] = ("nonfacility", "facility")

Reason = Literal[
    "not_on_schedule",
    "bundled",
    "other_code_used",
    "not_covered",
    "contractor_priced",
    "anesthesia",
    "measurement_only",
    "not_applicable_in_setting",
    "invalid_modifier",
    "by_report",
    "unknown_locality",
    "ambiguous_zip",
    "no_release",
    "deleted_code",
]


class Gpci(NamedTuple):
    """Geographic practice cost indices of one Medicare locality. `name` as a reader knows it ("Alabama")."""

    work: Decimal
    pe: Decimal
    mp: Decimal
    name: str = ""


NATIONAL = Gpci(Decimal(1), Decimal(1), Decimal(1))


class Step(NamedTuple):
    """One line of the working. `amount` (dollars and cents) is the result after this step.

    `factor` multiplied the amount before it (in the first step: the RVUs); None where the step is no plain product.
    """

    rule: str
    factor: Decimal | None
    amount: Decimal
    source: str


class Price(NamedTuple):
    """What Medicare allows for one line, in dollars, exact to the cent, and who pays how much of it.

    `steps` runs on past `allowed` to `after_sequestration`. `deductible` is the part of `patient_share` that the
    patient still owed for the year (asked for; otherwise the shares assume that the yearly deductible is met).
    `assumptions` are those of the `warnings` on which the figure itself rests: they lower the confidence.
    """

    row: FeeRow
    allowed: Decimal
    steps: tuple[Step, ...]
    medicare_share: Decimal
    patient_share: Decimal
    after_sequestration: Decimal
    limiting_charge: Decimal | None  # None: participating, or assignment is mandatory
    warnings: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    deductible: Decimal = NOTHING


class LabPrice(NamedTuple):
    """What the laboratory schedule pays for one line, in dollars. The patient owes nothing of it, ever."""

    code: str
    allowed: Decimal
    steps: tuple[Step, ...]
    medicare_share: Decimal
    patient_share: Decimal
    after_sequestration: Decimal
    limiting_charge: None = None  # assignment is mandatory
    warnings: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


class Refusal(NamedTuple):
    """No number, the contract's word for why, and a sentence that says what to do."""

    reason: Reason
    message: str


def cents(amount: Decimal) -> Decimal:
    """`amount` rounded half up to whole cents, as CMS rounds."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def dollars_given(amount: Decimal, what: str) -> Decimal:
    """`amount` in whole cents. Raises ValueError, naming `what` ("charge"), unless it is zero or more dollars."""
    if not (amount.is_finite() and amount >= 0):
        raise ValueError(f"a {what} must be zero or more dollars, not {amount}")
    return cents(amount)


def no_rows(code: str, *, release: str, complete: bool) -> Refusal:
    """For a code without any row in `release` ("October 2025"): absent from CMS's file, or from our short list only."""
    if complete:
        return Refusal(
            "not_on_schedule",
            f"{code} is not in the physician fee schedule of {release}. Check the code for that year of service.",
        )
    return Refusal(
        "no_release",
        f"Of {release} only a starter list is loaded, without {code}. Import the complete release for a price.",
    )


def no_release(code: str, *, asked: str) -> Refusal:
    """For a date of service (`asked`, in words) that no loaded release covers or precedes."""
    return Refusal("no_release", f"No fee schedule that covers {asked} is loaded, so {code} has no price for it.")


def deleted_code(code: str, *, since: str, successors: tuple[str, ...] = ()) -> Refusal:
    """For a code that may not be billed on the date asked; `since` in words ("1 January 2026")."""
    advice = f" Look at {', '.join(successors)}; the old code maps to none of them one to one." if successors else ""
    return Refusal("deleted_code", f"{code} has been deleted since {since} and may not be billed.{advice}")
