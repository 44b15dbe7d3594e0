"""Where a report stands, in words for its contributor: nothing that other people's reports decide (I10)."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings

from reports import triage
from reports.models import Decision, Report, Standing, StoryState
from reports.vocabulary import IDENTIFIES

COUNTED: Final = "Counted. It is part of the figures."
COMPARED: Final = (
    "Counted, unless it looked odd beside other reports and waits for a moderator. Which of the two is not told: it "
    "would tell about the others."
)
EXPIRED: Final = "Kept, but too old to count: it has left the figures. You can still change or withdraw it."
HELD: Final = "Held. A moderator will look at it before it counts."
HELD_BECAUSE: Final = "Held because {reasons}. A moderator will look at it before it counts."
TAKE_IT_OUT: Final = "Held because {reasons}: take it out under “Correct the report”, and the report counts at once."
TAKE_IT_OUT_TOO: Final = (
    "What its story may name you can take out under “Correct the report”; then that no longer holds it."
)
REJECTED: Final = "Rejected by a moderator: it does not count. {why}"
REJECTED_BECAUSE: Final[Mapping[str, str]] = {
    "not_a_denial": "It was not about a claim that was denied or paid too low, and only those are counted here.",
    "contradiction": "Its answers contradict each other. Withdraw it, and send a new one whose answers agree.",
    "duplicate": (
        "It was taken for one that was sent more than once. If it is a denial of its own, withdraw it, and send a new "
        "one that says what sets it apart."
    ),
    "advertising": "It was taken for advertising. To report a denial, send a new one without it.",
    "abuse": "It was taken for abuse. To report a denial, send a new one without it.",
    "made_up": (
        "It looked made up. If it is not, withdraw it, and send a new one with the reason codes as the remittance "
        "prints them."
    ),
    IDENTIFIES: (
        "It could identify a person, so its story was deleted. You can send a new one without names, dates or numbers."
    ),
}
NO_REASON: Final = "You can withdraw it."
STORY: Final[Mapping[StoryState, str]] = {
    StoryState.WAITING: "Your story waits for a moderator.",
    StoryState.ACCEPTED: (
        "A moderator accepted your story. The page of its code shows it while this report counts and the code has "
        "figures."
    ),
    StoryState.REFUSED: "Your story is not shown; the facts of the report are unaffected.",
}
STORY_OF_A_REJECTED_ONE: Final = "Its story is not shown either."
SAVED: Final[Mapping[Standing, str]] = {
    Standing.COUNTED: "Saved. The figures follow within seconds.",
    Standing.HELD: "Saved. Until it counts, it is in no figure.",
    Standing.REJECTED: "Saved. It stays rejected, so no figure changes.",
}
SAVED_COMPARED: Final = "Saved. If it counts, the figures follow within seconds."
SAVED_EXPIRED: Final = "Saved. It is too old to count, so no figure changes."


def standing_words(report: Report) -> str:
    told = report.standing_told
    if told == Standing.HELD:
        return _held(report)
    if told == Standing.REJECTED:
        return REJECTED.format(why=REJECTED_BECAUSE.get(Decision.objects.rejected_for(report.key), NO_REASON))
    if report.expired:
        return EXPIRED
    return COMPARED if settings.HOLD_BURSTS else COUNTED


def story_words(report: Report) -> str:
    state = StoryState(report.story_state)
    if state != StoryState.NONE and report.standing == Standing.REJECTED:
        return STORY_OF_A_REJECTED_ONE
    return STORY.get(state, "")


def saved_words(report: Report) -> str:
    told = report.standing_told
    if told == Standing.COUNTED and report.expired:
        return SAVED_EXPIRED
    return SAVED_COMPARED if told == Standing.COUNTED and settings.HOLD_BURSTS else SAVED[told]


def _held(report: Report) -> str:
    """What holds one that moderators passed on is theirs to say; a correction does not end it."""
    reasons = triage.own_reasons(report.held_because)
    if report.escalated or not reasons:
        return HELD
    names = triage.NAMES in report.held_because
    at_once = names and len(reasons) == 1 and not report.expired and not settings.HOLD_BURSTS
    if at_once:
        return TAKE_IT_OUT.format(reasons=reasons[0])
    words = HELD_BECAUSE.format(reasons=" and because ".join(reasons))
    return f"{words} {TAKE_IT_OUT_TOO}" if names else words
