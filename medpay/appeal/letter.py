"""A neutral letter, which argues from what is held with its source and from nothing else: never from reports."""

from collections.abc import Iterator
from typing import Final

from medpay.appeal.checklist import COVERED_BY_POLICY
from medpay.appeal.facts import Denial, Facts, Pair, Payer, Units
from medpay.appeal.paper import Field, Item, Letter

UNITS_NOT_SUPPORTED: Final = "151"
APPEALABLE: Final = "3"  # MUE adjudication indicator
SENDER: Final = (
    Item("[Your practice, laboratory or facility]"),
    Item("[Address]"),
    Item("[Telephone, NPI and tax number]"),
)
WHERE_TO: Final = Item("[Department and address that the remittance or the payer's manual names for appeals]")
PAYER: Final = "[Payer's name]"
GREETING: Final = Item("To whom it may concern:")
UNSOURCED: Final = Item(
    "[Name the rule that supports payment, with edition and page: the contract, the payer's manual or policy, or a "
    "published rule. medpay holds none for this code, payer and reason.]"
)
UPHELD: Final = Item(
    "If you uphold the decision, please name the provision that it rests on (policy, clause of the contract, or edit) "
    "with its edition and date, and tell us the next level of appeal and its deadline."
)
QUESTIONS: Final = Item("Questions can be put to [name, telephone].")
SIGNATURE: Final = (Item("Sincerely,"), Item("[Signature]"), Item("[Name and role]"))
CHECK_THE_DAY: Final = "[Keep this for your setting only, and if the table covers the date of service.]"
OF_MEDICARE: Final = "[Keep this if the payer follows it, and say on which page the record meets it.]"


def letter_of(facts: Facts) -> Letter:
    denial = facts.denial
    grounds = tuple(_grounds(facts))
    return Letter(
        sender=SENDER,
        date=Item("[Date]"),
        recipient=(Item((denial.payer and denial.payer.addressee) or PAYER), WHERE_TO),
        subject=f"{_level(denial.payer)}: code {denial.code}, denied with {denial.key}",
        about=tuple(_about(facts)),
        opening=(GREETING, Item(_ask(denial.payer)), Item(_record(facts))),
        grounds=grounds,
        unsourced=UNSOURCED,
        closing=(UPHELD, QUESTIONS),
        signature=SIGNATURE,
        enclosures=tuple(_enclosures(grounds)),
    )


def _level(payer: Payer | None) -> str:
    return "Request for a redetermination" if payer and payer.is_medicare else "First-level appeal"


def _ask(payer: Payer | None) -> str:
    if payer and payer.is_medicare:
        level = "a redetermination"
    elif payer:
        level = "a first-level appeal (some payers call it reconsideration)"
    else:
        level = "a first-level appeal (some payers call it reconsideration) [Medicare: a redetermination]"
    return f"We ask for {level} of the line above, and that it be paid as billed."


def _about(facts: Facts) -> Iterator[Field]:
    denial, described = facts.denial, facts.described
    yield Field("Claim number", "[Claim number]")
    yield Field("Member", "[Name and number as the payer has them]")
    yield Field("Date of service", "[Date of service]")
    yield Field("Code", denial.code)
    yield Field("Modifiers and units", "[As billed]")
    if denial.other:
        yield Field("Denied beside", denial.other)
    yield Field("Charge", "[Charge]")
    yield Field("Remittance", "[Date and number]")
    own_words = f" (in our words: {described.paraphrase.removesuffix('.')})" if described else ""
    yield Field("Reason given", f"{denial.key}{own_words}")
    yield Field("Remark codes", "[As printed, or none]")


def _record(facts: Facts) -> str:
    described = facts.described
    check = f" First check: {described.first_check}" if described and described.first_check else ""
    return (
        "[Two or three sentences: what the record of that day shows that answers the reason given, and on which page."
        f"{check}]"
    )


def _grounds(facts: Facts) -> Iterator[Item]:
    denial = facts.denial
    for rule in facts.written.rules:
        yield Item(
            f"Your own rule. {rule.words} [Say on which page the record meets it, or leave this out.]", rule.source
        )
    for pair in facts.pairs:
        words = _on_pair(denial, pair) if pair.asked else ""
        if words:
            yield Item(words, pair.source)
    for limit in facts.units if denial.carc == UNITS_NOT_SUPPORTED else ():
        words = _on_units(denial, limit)
        if words:
            yield Item(words, limit.source)
    for document in facts.written.coverage if denial.carc in COVERED_BY_POLICY else ():
        yield Item(f"Medicare's coverage document. {document.words} {OF_MEDICARE}", document.source)


def _on_pair(denial: Denial, pair: Pair) -> str:
    """Empty where the table does not speak for payment."""
    if pair.answer == "no_edit":
        return f"{pair.words} {CHECK_THE_DAY}"
    if pair.answer == "edit" and pair.denied != denial.code:
        return f"Medicare's edit denies {pair.denied}, not {denial.code}. {pair.words} {CHECK_THE_DAY}"
    if pair.answer == "edit" and pair.indicator == "1":
        return (
            f"{pair.words} [Name the modifier that was billed and the page of the record that shows it to be true. "
            "Leave this out if none was billed: then a corrected claim is the way.]"
        )
    return ""


def _on_units(denial: Denial, limit: Units) -> str:
    if not limit.units:
        return ""
    ground = f"Medicare's published limit for {denial.code}, {limit.setting.lower()}, is {limit.units:,}"
    if limit.mai == APPEALABLE:
        above = "units above it may be paid on appeal if the record supports them"
        return f"{ground} for the day; {above}. [Units billed, and the page of the record that shows each of them.]"
    return f"{ground}. [Units billed, if they stay within it. Leave this out if they do not.]"


def _enclosures(grounds: tuple[Item, ...]) -> Iterator[Item]:
    yield Item("The remittance")
    yield Item("The claim as sent")
    yield Item("The record of that day: [documents]")
    if grounds:
        yield Item("The cited pages: [tables, policies or rules named above]")
