"""What to go through, in the order in which it saves work. A section with nothing to say is left out."""

from collections.abc import Iterator, Sequence
from typing import Final

from medpay.appeal.facts import Described, Facts, Published, Share
from medpay.appeal.paper import Item, Section
from medpay.citing import Citation
from medpay.remedies import (
    CLAIM_AGAIN,
    GROUP_STEPS,
    REPORTED,
    cautions_of,
)
from medpay.remedies.steps import (
    CHANGE_NOTHING,
    CITE_THE_RULE,
    FROM_THE_CONTRACT,
    ONE_THING,
    OTHER_PAYERS,
    PROOF,
    REDETERMINATION,
    THE_RECORD,
)

BUNDLED: Final = frozenset({"97", "231", "234", "236"})  # may rest on an edit of a pair of codes
OVER_A_LIMIT: Final = frozenset({"151", "222"})
COVERED_BY_POLICY: Final = frozenset({"11", "50", "167"})
FIND_THE_PAIR: Final = (
    "Find the line it was denied beside, and ask Medicare's table about the pair on the day of service."
)
NO_LIMITS: Final = "medpay holds no table of unit limits, so it cannot say what the limit is."
NOT_A_SAMPLE: Final = "Paid in full, of those decided. Who reports is not a sample."
NOT_DECIDED: Final = "Too little of them is decided to say what got it paid."
MEDICARES_OWN: Final = "Other payers have edits and limits of their own: ask for the one that was used."
ENCLOSED: Final = (
    Item("The remittance, with the line marked."),
    Item("The claim as it was sent."),
)


def checklist_of(facts: Facts, *, letter: bool) -> tuple[Section, ...]:
    sections = (
        _causes(facts.described),
        _in_mind(facts),
        _paid(facts),
        _tables(facts),
        _written(facts),
        *([_enclose(facts)] if letter else []),
    )
    return tuple(section for section in sections if section.items or section.note)


def _in_mind(facts: Facts) -> Section:
    denial = facts.denial
    route = facts.described.route if facts.described else ""
    bearer = GROUP_STEPS.get(denial.group, "")
    said = (
        *([f"Who bears it, {denial.group}: {bearer[:1].lower()}{bearer[1:]}"] if bearer else []),
        *cautions_of(denial.carc, denial.group, carc=True, route=route, alert=False),
        *([REPORTED] if route in CLAIM_AGAIN else []),
    )
    return Section("Keep in mind", tuple(map(Item, said)))


def _causes(described: Described | None) -> Section:
    causes = described.causes if described else ()
    return Section("Usual causes", tuple(Item(f"{cause[:1].upper()}{cause[1:]}.") for cause in causes))


def _paid(facts: Facts) -> Section:
    heading = "What got it paid, in reports"
    published = facts.published
    if published is None:
        said = f"Nothing is published on {facts.denial.code} yet: figures appear once enough reports are in."
        return Section(heading, (), said)
    items = tuple(_shares(published))
    of_what = f"Of {published.about}."
    if not items:
        return Section(heading, (), f"{of_what} {NOT_DECIDED}")
    return Section(heading, items, f"{of_what} {NOT_A_SAMPLE} {REPORTED}")


def _shares(published: Published) -> Iterator[Item]:
    if published.decided:
        yield Item(f"Whatever was done: {published.decided}.", published.source)
    yield from _each("Route", published.routes, published.source)
    yield from _each("Sent or changed", published.tactics, published.source)
    yield from _each("With modifier", published.modifiers, published.source)


def _each(what: str, shares: Sequence[Share], source: Citation) -> Iterator[Item]:
    yield from (Item(f"{what}: {share.label}, {share.words}.", source) for share in shares)


def _tables(facts: Facts) -> Section:
    carc = facts.denial.carc
    items = [Item(f"{_since(pair.asked)}{pair.words}", pair.source) for pair in facts.pairs]
    if carc in BUNDLED and not items:
        items = [Item(FIND_THE_PAIR, facts.bundling)]
    if carc in OVER_A_LIMIT:
        limits = [Item(f"{limit.setting}: {limit.words}", limit.source) for limit in facts.units]
        items += limits or [Item(NO_LIMITS)]
    return Section("What Medicare's tables say", tuple(items), MEDICARES_OWN if items else "")


def _since(asked: bool) -> str:  # noqa: FBT001 - the one thing it is about
    return "" if asked else "Reported beside it. "


def _written(facts: Facts) -> Section:
    written = facts.written
    items = (*written.rules, *written.coverage, *written.tips)
    return Section(f"What is written about {facts.denial.code}", items)


def _enclose(facts: Facts) -> Section:
    payer = facts.denial.payer
    deadlines = (
        (REDETERMINATION, OTHER_PAYERS)
        if payer is None
        else (REDETERMINATION,)
        if payer.is_medicare
        else (FROM_THE_CONTRACT,)
    )
    steps = (THE_RECORD, CITE_THE_RULE, ONE_THING, CHANGE_NOTHING, *deadlines, PROOF)
    return Section(
        "What to enclose, and by when", (*ENCLOSED, *(Item(step.text, step.source) for step in steps)), ticked=True
    )
