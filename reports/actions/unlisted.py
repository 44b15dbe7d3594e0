"""Refuses codes and reasons that a loaded list lacks. Until a list speaks for one, it is taken and marked."""

from collections.abc import Mapping
from typing import Final

from codes.models import Unlisted
from reports.actions.asking import Asking
from reports.intake import Facts, Unfit

NO_SUCH_CODE: Final = "CMS's lists for the year of service have no such code. Check the code and the year."


def refuse_unlisted(facts: Facts, asking: Asking, before: Facts | None = None) -> None:
    """Raises `Unfit`. What stood in the report `before` stays: the list may have come since."""
    problems = {
        name: words for name, words in _problems(facts, asking).items() if before is None or _moved(name, facts, before)
    }
    if problems:
        raise Unfit(problems)


def _moved(name: str, facts: Facts, before: Facts) -> bool:
    return (facts.year, getattr(facts, name)) != (before.year, getattr(before, name))


def _problems(facts: Facts, asking: Asking) -> dict[str, list[str]]:
    codes = asking.unlisted_codes(frozenset({facts.code, facts.paired_code} - {""}), facts.year)
    carcs = asking.unlisted_reasons("carc", frozenset({facts.carc} - {""}), facts.year)
    rarcs = asking.unlisted_reasons("rarc", frozenset(facts.rarcs), facts.year)
    found = {
        "code": [NO_SUCH_CODE] if facts.code in codes else [],
        "paired_code": [NO_SUCH_CODE] if facts.paired_code in codes else [],
        "carc": _in_words("CARC", carcs),
        "rarcs": _in_words("RARC", rarcs),
    }
    return {name: words for name, words in found.items() if words}


def _in_words(kind: str, unlisted: Mapping[str, Unlisted]) -> list[str]:
    """No message repeats what was typed."""
    words = [
        f"This {kind} ended in {one.ended:%B %Y}, before the year of service. Check both against the remittance."
        if one.ended
        else f"X12's list of {one.as_of:%B %Y} has no such {kind}. Write the one that was printed."
        for one in unlisted.values()
    ]
    return list(dict.fromkeys(words))
