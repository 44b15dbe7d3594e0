"""What holds a report before it has counted: what was sent, in what manner, how much its contributor sent before."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

NAMES: Final = "the story may name a person or a place"  # settled by whoever takes it out or judges it harmless
EVERY: Final = "every report waits for a moderator"
MANY: Final = "many reports on this code from one contributor"
TOO_QUICK: Final = 2.0  # seconds from opening the form to sending it: nobody reads it in less


class Verdict(NamedTuple):
    counts: bool
    held_because: tuple[str, ...]


class Manner(NamedTuple):
    """How a report was sent."""

    seconds: float | None  # age of the form; None: it was not a form
    trapped: bool  # a field that people do not see was filled in
    without_token: bool  # a form that this site did not make, or made too long ago
    proven: bool | None  # whether it came with a proof of work; None: none was asked for


API: Final = Manner(seconds=None, trapped=False, without_token=False, proven=None)


class Circumstances(NamedTuple):
    """What triage may know of a report."""

    soft: tuple[str, ...]  # kinds of names and places found in the story
    manner: Manner
    earlier_today: int  # the contributor's other reports on the code
    hold_above: int
    hold_all: bool  # MEDPAY_MODERATION=all


class Rule(NamedTuple):
    words: str  # for the moderator, at most 80 characters
    told: str  # for its contributor, after "Held because"
    holds: Callable[[Circumstances], bool]


# Alike for every sign of a program, so that none learns by which it was known.
AS_PROGRAMS_DO: Final = "it was sent as programs send"
RULES: Final = (
    Rule(EVERY, "every report waits here", lambda told: told.hold_all),
    Rule(
        MANY,
        "many reports on this code came from your network that day",
        lambda told: told.earlier_today >= told.hold_above,
    ),
    Rule(NAMES, "its story may name somebody or a place", lambda told: bool(told.soft)),
    Rule("a field that people do not see was filled in", AS_PROGRAMS_DO, lambda told: told.manner.trapped),
    Rule("the form was not one that this site had just made", AS_PROGRAMS_DO, lambda told: told.manner.without_token),
    Rule("sent within seconds of opening the form", AS_PROGRAMS_DO, lambda told: _in_no_time(told.manner.seconds)),
    Rule(
        "sent without a proof of work",
        "the browser sent no proof of work with it, as one without JavaScript does",
        lambda told: told.manner.proven is False,
    ),
)


def judge(circumstances: Circumstances) -> Verdict:
    reasons = tuple(rule.words for rule in RULES if rule.holds(circumstances))
    return Verdict(counts=not reasons, held_because=reasons)


def is_own(reasons: Sequence[str]) -> bool:
    """Whether one of the reasons is about the report itself, not from a comparison with others."""
    return bool(own_reasons(reasons))


def own_reasons(reasons: Sequence[str]) -> tuple[str, ...]:
    """Those about the report itself, in words for its contributor."""
    return tuple(dict.fromkeys(rule.told for rule in RULES if rule.words in reasons))


def still_holding(reasons: Sequence[str], verdict: Verdict, *, moved: bool) -> list[str]:
    """What holds a report once it was corrected and judged anew.

    Its story is judged afresh, and how many came on its code where it `moved` to another. How it was sent stays as it
    was, and so does what a comparison found.
    """
    afresh = {EVERY, NAMES, MANY} if moved else {EVERY, NAMES}
    left = [reason for reason in reasons if reason not in afresh]
    return [*left, *(reason for reason in verdict.held_because if reason not in left)]


def _in_no_time(seconds: float | None) -> bool:
    return seconds is not None and seconds < TOO_QUICK
