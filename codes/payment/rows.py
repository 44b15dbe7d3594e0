"""Which row of a code answers, and whether it has a price at all: component, status, RVUs, setting."""

from collections.abc import Mapping, Sequence

from codes.payment.answers import Refusal, Setting
from codes.payment.combining import refuse
from codes.payment.modifiers import RULE_OF
from codes.payment.rules import NoPrice, OwnRow
from codes.payment.words import PAYABLE, PCTC_WORDS, STATUS_ADVICE, STATUS_REASONS, STATUS_WORDS
from codes.sources.mpfs import FeeRow

SETTING_WORDS: Mapping[Setting, str] = {"nonfacility": "non-facility", "facility": "facility"}


def row_name(row: FeeRow) -> str:
    return f"{row.code}-{row.modifier}" if row.modifier else row.code


def component(rows: Sequence[FeeRow], modifiers: Sequence[str]) -> FeeRow | Refusal:
    """The row that 26, TC or 53 names; CMS publishes one exactly where the PC/TC indicator allows it."""
    row_of = {row.modifier: row for row in rows}
    code = rows[0].code
    chosen = row_of.get("")
    for modifier in sorted(set(modifiers)):
        effect = RULE_OF[modifier].otherwise
        if not isinstance(effect, OwnRow):
            continue
        if modifier not in row_of:
            return _refuse_component(modifier, effect.missing, rows)
        chosen = row_of[modifier]
    if chosen is None:
        return Refusal("not_on_schedule", f"{code} without a modifier is not on the fee schedule.{_hint(rows)}")
    return chosen


def _refuse_component(modifier: str, missing: NoPrice, rows: Sequence[FeeRow]) -> Refusal:
    """A code that has no price in any part is refused for its status, which tells more than the modifier."""
    if not any(priced_by_cms(row) for row in rows):
        return refuse_status(rows[0], rows) or refuse(modifier, rows[0].code, missing)
    pctc = next((row.pctc for row in rows if row.modifier), rows[0].pctc)
    answer = refuse(modifier, rows[0].code, missing)
    nature = PCTC_WORDS.get(pctc)
    if answer.reason == "by_report" or nature is None:
        return answer
    return answer._replace(message=f"{answer.message} CMS lists it as {nature} (PC/TC {pctc}).{_hint(rows)}")


def refuse_status(row: FeeRow, rows: Sequence[FeeRow]) -> Refusal | None:
    """Only A, R and T rows with RVUs price; a row CMS marks "+" (not used for Medicare payment) never does."""
    name = row_name(row)
    if row.status not in PAYABLE:
        reason = STATUS_REASONS.get(row.status, "not_on_schedule")
        words = STATUS_WORDS.get(row.status, "a status medpay does not know")
        advice = STATUS_ADVICE.get(row.status, "Look it up in CMS's release notes.")
        return Refusal(reason, f"{name} has status {row.status}: {words}. {advice}{_hint(rows)}")
    if row.not_used:
        return Refusal("not_covered", f"CMS marks {name} as not used for Medicare payment. Its RVUs are no price.")
    if not _has_rvus(row):
        message = f"CMS prints no RVUs for {name}: it is priced by the contractor. Ask the contractor of your region."
        return Refusal("contractor_priced", message + _hint(rows))
    return None


def refuse_setting(row: FeeRow, rows: Sequence[FeeRow], setting: Setting) -> Refusal | None:
    """Where CMS prints NA the total beside it is no price."""
    if not (row.na_nonfacility if setting == "nonfacility" else row.na_facility):
        return None
    other: Setting = "facility" if setting == "nonfacility" else "nonfacility"
    name = row_name(row)
    message = f"{name} has no {SETTING_WORDS[setting]} price (NA). Ask for the {SETTING_WORDS[other]} price."
    if setting == "facility" and _priced_part(rows, "26") and row.modifier != "26":
        message += " In a facility the physician bills the professional part (26)."
    return Refusal("not_applicable_in_setting", message)


def _has_rvus(row: FeeRow) -> bool:
    return any((row.work, row.pe_nonfacility, row.pe_facility, row.mp))


def priced_by_cms(row: FeeRow) -> bool:
    """Whether the row has a price in at least one setting: payable status, used by Medicare, RVUs printed."""
    return row.status in PAYABLE and not row.not_used and _has_rvus(row)


def _priced_part(rows: Sequence[FeeRow], modifier: str) -> bool:
    return any(row.modifier == modifier and priced_by_cms(row) for row in rows)


def bundles_technical_part(row: FeeRow, rows: Sequence[FeeRow]) -> bool:
    """Whether `row` is the undivided one of a code whose technical part is bundled beside a priced professional one."""
    bundled = any(other.modifier == "TC" and other.status == "B" for other in rows)
    return not row.modifier and bundled and _priced_part(rows, "26")


def _hint(rows: Sequence[FeeRow]) -> str:
    """A sentence for a reader whose row has no price although the interpretation has."""
    if _priced_part(rows, "26") and not _priced_part(rows, ""):
        return " With modifier 26, the physician's interpretation, it has a price."
    return ""
