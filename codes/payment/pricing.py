"""The price of one line on the Medicare physician fee schedule.

Order: component row, both sides, surgical package, OPPS cap, assistant or co-surgeon, non-participating, units, charge,
deductible and Medicare's share, sequestration. Between package and cap the other lines of the day act: see `claims`.
"""

from collections.abc import Sequence
from decimal import Decimal

from codes.payment import anesthesia as anesthetics
from codes.payment.answers import NOTHING, Gpci, Price, Refusal, Setting, dollars_given
from codes.payment.fees import fee_of
from codes.payment.lines import Anesthesia, ClaimLine, check, prepare
from codes.payment.settling import Fee, settle
from codes.sources.mpfs import FeeRow


def price(  # noqa: PLR0913  # one argument for each fact of a line
    rows: Sequence[FeeRow],
    *,
    modifiers: Sequence[str] = (),
    setting: Setting = "nonfacility",
    units: int = 1,
    locality: Gpci | None = None,
    participating: bool = True,
    charge: Decimal | None = None,
    deductible: Decimal = NOTHING,
    anesthesia: Anesthesia | None = None,
    listed: frozenset[str] = frozenset(),
) -> Price | Refusal:
    """What Medicare allows for one line, or why there is no number.

    `rows`: all rows of one code in one release (none: see `answers.no_rows`). `locality` None: national.
    `charge`: dollars billed for the whole line. `deductible`: dollars the patient still owes this year. `anesthesia`:
    for a code of status J. `listed`: modifiers that a published list holds, with or without a rule for them here.
    Raises ValueError for no rows, rows of several codes, units below 1, or dollars that are negative or no number.
    """
    asked = ClaimLine(
        rows=rows,
        modifiers=modifiers,
        setting=setting,
        units=units,
        locality=locality,
        participating=participating,
        charge=charge,
        anesthesia=anesthesia,
        listed=listed,
    )
    check(asked)
    owed = dollars_given(deductible, "deductible")
    fee = anesthetics.fee(asked) if anesthetics.concerns(asked) else _fee(asked)
    return fee if isinstance(fee, Refusal) else settle(fee, owed)


def _fee(asked: ClaimLine) -> Fee | Refusal:
    line = prepare(asked)
    return line if isinstance(line, Refusal) else fee_of(line)
