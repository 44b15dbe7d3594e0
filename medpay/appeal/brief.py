"""The answer in one look: why, what to check first, what usually mends it, and what got it paid."""

from collections.abc import Iterator

from medpay.appeal.facts import Described, Facts
from medpay.appeal.paper import Answer, Item
from medpay.remedies import fix_fits


def brief_of(facts: Facts, *, letter: bool) -> tuple[Answer, ...]:
    """A source stands with the last of those that share it. Without a letter the way itself names the fix."""
    found = [*(_described(facts, facts.described, letter=letter) if facts.described else ()), *_paid(facts)]
    following = [answer.item.source for answer in found[1:]] + [None]
    return tuple(
        answer._replace(item=answer.item._replace(source=None)) if answer.item.source == source else answer
        for answer, source in zip(found, following, strict=False)  # the last has none behind it
    )


def _described(facts: Facts, described: Described, *, letter: bool) -> Iterator[Answer]:
    denial = facts.denial
    yield Answer("Why", Item(described.paraphrase, described.source))
    if described.first_check:
        yield Answer("Check first", Item(described.first_check, described.source))
    if letter and described.fix and fix_fits(denial.carc, denial.group):
        yield Answer("Usual fix", Item(described.fix, described.source))


def _paid(facts: Facts) -> Iterator[Answer]:
    """The route that did best with this very reason, if any got something paid."""
    published = facts.published
    if published is None or not published.of_reason:
        return
    best = next((share for share in published.routes if share.paid), None)
    if best:
        yield Answer("What got it paid", Item(f"{best.label}, {best.words}, of {published.about}.", published.source))
