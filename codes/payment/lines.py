"""One line of a claim: which row answers, which modifiers act on it, and the fee of one unit by itself.

Formula (42 CFR 414.22, 414.26): (work * work GPCI + PE * PE GPCI + MP * MP GPCI) * conversion factor, PE by setting, in
exact decimals. The row's amount, and every amount from other RVUs (OPPS cap, halved practice expense), is rounded half
up to the cent once; every later step multiplies those cents and rounds again.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from codes.payment.answers import NATIONAL, Gpci, Refusal, Setting, Step, cents, dollars_given
from codes.payment.combining import refuse, refuse_unusable
from codes.payment.modifiers import RULE_OF
from codes.payment.rows import SETTING_WORDS, component, refuse_setting, refuse_status, row_name
from codes.payment.rules import Factor, NoPrice, OwnRow, Rule, Share, Stage
from codes.sources.mpfs import FeeRow

HALF = Decimal("0.5")


class Anesthesia(NamedTuple):
    """What an anesthesia code (status J) is priced by. `cf`: dollars per unit in the locality.

    `lacking`: what no loaded file says of it, in whole sentences.
    """

    minutes: int | None = None
    base_units: Decimal | None = None
    cf: Decimal | None = None
    lacking: tuple[str, ...] = ()


class ClaimLine(NamedTuple):
    """One line as billed. `rows`: all rows of its code in one release; `locality` None: national.

    `charge`: dollars billed for the whole line. `base_rows`: where a row of the code names an `endo_base`, the rows of
    that code in the same release; they matter only beside another endoscopy of that family. `listed`: modifiers that a
    published list holds, though there may be no rule for them here.
    """

    rows: Sequence[FeeRow]
    modifiers: Sequence[str] = ()
    setting: Setting = "nonfacility"
    units: int = 1
    locality: Gpci | None = None
    participating: bool = True
    charge: Decimal | None = None
    base_rows: Sequence[FeeRow] = ()
    anesthesia: Anesthesia | None = None
    listed: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        return self.rows[0].code

    @property
    def uniform_modifiers(self) -> list[str]:
        return [modifier.strip().upper() if modifier.isascii() else modifier for modifier in self.modifiers]


def in_order(asked: ClaimLine) -> tuple[int, tuple[str, ...]]:
    """What decides between lines of equal amounts, so that the order in which they are given does not.

    More units first: a further unit must not cost a line its rank.
    """
    facts = (asked.setting, asked.locality, asked.participating, asked.charge, bool(asked.base_rows), asked.anesthesia)
    return -asked.units, (asked.code, *sorted(asked.uniform_modifiers), *map(str, facts))


class Applied(NamedTuple):
    """A modifier's rule as it turned out on the row priced."""

    modifier: str
    rule: Rule
    factor: Factor


class Line(NamedTuple):
    """A line on which nothing is left to refuse.

    `others`: what other lines of the day do to the fee of one unit; `doubts`: what was assumed for that, in sentences.
    """

    asked: ClaimLine
    row: FeeRow
    applied: Sequence[Applied]
    gpci: Gpci
    others: tuple[Step, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def modifiers(self) -> frozenset[str]:
        return frozenset(one.modifier for one in self.applied) | {self.row.modifier} - {""}

    def at(self, stage: Stage) -> list[Applied]:
        return [one for one in self.applied if one.rule.stage == stage]

    @property
    def sides(self) -> Decimal:
        """By how much 50 multiplies this row; 1 without it."""
        return next((one.factor.by for one in self.at(Stage.BILATERAL)), Decimal(1))


def check(asked: ClaimLine) -> None:
    """Raises ValueError for no rows, rows of several codes or of a foreign base, units below 1, or an odd charge."""
    code = _only_code(asked.rows)
    if asked.base_rows and (base := _only_code(asked.base_rows)) not in {row.endo_base for row in asked.rows}:
        raise ValueError(f"base rows of the endoscopy {code} are wanted, not of {base}")
    if asked.units < 1:
        raise ValueError(f"units must be at least 1, not {asked.units}")
    if asked.charge is not None:
        dollars_given(asked.charge, "charge")


def _only_code(rows: Sequence[FeeRow]) -> str:
    codes = {row.code for row in rows}
    if len(codes) != 1:
        raise ValueError(f"rows of one code are wanted, not of {sorted(codes)}")
    return codes.pop()


def prepare(asked: ClaimLine) -> Line | Refusal:
    """The line's row and modifiers, or the first reason why it has no price."""
    modifiers = asked.uniform_modifiers
    unusable = refuse_unusable(asked.code, modifiers, asked.listed)
    if unusable:
        return unusable
    row = component(asked.rows, modifiers)
    if isinstance(row, Refusal):
        return row
    refusal = refuse_status(row, asked.rows) or refuse_setting(row, asked.rows, asked.setting)
    if refusal:
        return refusal
    applied = apply(row, modifiers)
    if isinstance(applied, Refusal):
        return applied
    return Line(asked, row, applied, asked.locality or NATIONAL)


def apply(row: FeeRow, modifiers: Sequence[str]) -> list[Applied] | Refusal:
    """Each modifier's factor on this row in the order the stages act, or the first refusal."""
    applied = []
    for modifier in sorted(modifiers, key=lambda modifier: (RULE_OF[modifier].stage, modifier)):
        rule = RULE_OF[modifier]
        match resolved(rule.effect(row), row):
            case NoPrice() as no_price:
                return refuse(modifier, row.code, no_price)
            case Factor() as factor:
                applied.append(Applied(modifier, rule, factor))
            case OwnRow():
                pass  # the row itself is the effect
    return applied


def resolved(effect: OwnRow | Factor | Share | NoPrice, row: FeeRow) -> OwnRow | Factor | NoPrice:
    """A share of the surgical package as the factor that the row publishes."""
    if not isinstance(effect, Share):
        return effect
    share = sum((getattr(row, part) for part in effect.parts), Decimal(0))
    if share:
        return Factor(share)
    return NoPrice("invalid_modifier", "CMS publishes no shares of its care (0/0/0). Ask the contractor.")


def with_half_the_practice_expense(line: Line) -> Line:
    row = line.row
    return line._replace(row=row._replace(pe_nonfacility=row.pe_nonfacility * HALF, pe_facility=row.pe_facility * HALF))


def practice_expense(line: Line) -> Decimal:
    """RVUs, by setting, before any locality."""
    return line.row.pe_nonfacility if line.asked.setting == "nonfacility" else line.row.pe_facility


def steps_by_itself(line: Line) -> list[Step]:
    """From the row through both sides and the surgical package: what other procedures of the day are ranked by."""
    steps = [_row_step(line)]
    for one in (*line.at(Stage.BILATERAL), *line.at(Stage.PACKAGE)):
        steps.append(modifier_step(one, steps[-1].amount))
    return steps


def steps_of_one_unit(line: Line) -> list[Step]:
    """From the row to the fee of one unit for a participating provider, the other lines of the day included."""
    steps = [*steps_by_itself(line), *line.others]
    cap = opps_cap(line)
    if cap is not None:
        steps.append(_cap_step(steps[-1].amount, cap))
    for one in line.at(Stage.ROLE):
        steps.append(modifier_step(one, steps[-1].amount))
    return steps


def opps_cap(line: Line) -> Decimal | None:
    """The hospital outpatient amount of this row in dollars, each side's by itself; None where CMS prints none."""
    row = line.row
    if not any((row.opps_pe_nonfacility, row.opps_pe_facility, row.opps_mp)):
        return None
    pe = row.opps_pe_nonfacility if line.asked.setting == "nonfacility" else row.opps_pe_facility
    return cents(cents(_rvus(row.work, pe, row.opps_mp, line.gpci) * row.cf) * line.sides)


def _rvus(work: Decimal, pe: Decimal, mp: Decimal, gpci: Gpci) -> Decimal:
    return work * gpci.work + pe * gpci.pe + mp * gpci.mp


def _row_step(line: Line) -> Step:
    row, place = line.row, f", adjusted for {line.gpci.name}" if line.gpci.name else ""
    rvus = _rvus(row.work, practice_expense(line), row.mp, line.gpci)
    setting = SETTING_WORDS[line.asked.setting]
    rule = f"{row_name(row)}, {setting}: {rvus.normalize():f} RVUs{place}, at the conversion factor"
    return Step(rule, row.cf, cents(rvus * row.cf), "relative value file; 42 CFR 414.22 and 414.26")


def modifier_step(one: Applied, amount: Decimal) -> Step:
    return Step(f"{one.modifier}: {one.rule.words}", one.factor.by, cents(amount * one.factor.by), one.rule.source)


def _cap_step(amount: Decimal, cap: Decimal) -> Step:
    rule = f"hospital outpatient cap of {cap} is {compared(cap, amount)}"
    return Step(rule, None, min(amount, cap), "SSA §1848(b)(4): OPPS payment columns of the relative value file")


def compared(limit: Decimal, amount: Decimal) -> str:
    return "lower" if limit < amount else "no lower"
