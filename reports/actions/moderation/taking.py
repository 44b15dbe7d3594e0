"""A report under decision: taken as it was seen, changed in one place, written into the audit."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from django.utils import timezone

from reports.actions.submission import unpublish_story
from reports.models import Decision, Original, Report, Standing, StoryState, today

if TYPE_CHECKING:
    from django.contrib.auth.models import User

UNDO_MINUTES: Final = 10
SENIOR: Final = "reports.decide_escalated"
Verdict = Decision.Verdict
DONE: Final[Mapping[str, str]] = {
    Verdict.ACCEPT_REPORT: "counted the report",
    Verdict.REJECT_REPORT: "rejected the report",
    Verdict.ACCEPT_STORY: "accepted the story",
    Verdict.REFUSE_STORY: "refused the story",
    Verdict.REDACT_STORY: "took words out of the story and accepted it",
    Verdict.ESCALATE: "asked for a second pair of eyes",
    Verdict.UNDO: "undid a decision",
}


class Undecidable(Exception):  # reads as what it is
    """The report is not in a state in which this can be decided, or not by this moderator."""


class Changed(Undecidable):
    """Somebody decided or corrected meanwhile: the report is not the one that was seen."""


class Decided(NamedTuple):
    """The code whose figures may move, and the audit row, by which the decision can be undone."""

    code: str
    decision: int
    counted_too: bool = False  # with the story, its report


class Why(NamedTuple):
    reason: str = ""
    cleared: tuple[str, ...] = ()  # kinds of what was found in the story and judged harmless


def require(fits: bool, message: str) -> None:  # noqa: FBT001  # the condition is the sentence's subject
    if not fits:
        raise Undecidable(message)


def lock(report: UUID) -> Report:
    try:
        return Report.objects.select_for_update().get(pk=report)
    except Report.DoesNotExist:
        message = "This report was withdrawn by its contributor."
        raise Undecidable(message) from None


def take(report: UUID, moderator: "User", seen: int | None) -> Report:
    """The report, locked, if it still is the revision that was seen and this moderator may decide it."""
    taken = lock(report)
    if seen is not None and seen != taken.revision:
        raise Changed(_what_happened(taken))
    barred = why_barred(taken, moderator)
    require(not barred, barred)
    return taken


def why_barred(report: Report, moderator: "User") -> str:
    """Why this moderator may not decide what was passed on; empty where he may."""
    if not report.escalated:
        return ""
    if not moderator.has_perm(SENIOR):
        return "Somebody asked for a second pair of eyes: a senior moderator decides this one."
    asked = Decision.objects.on(report.pk).filter(verdict=Verdict.ESCALATE, undone=False, moderator=moderator)
    return "You asked for a second pair of eyes: somebody else decides this one." if asked.exists() else ""


def may_undo(decision: Decision, moderator: "User") -> bool:
    """His own, or as a senior also that of another."""
    return decision.moderator_id == moderator.pk or moderator.has_perm(SENIOR)


def decide(taken: Report, moderator: "User", verdict: Verdict, why: Why = Why(), **changes: Any) -> Decided:  # noqa: B008  # a constant
    """Changes the report and writes the audit. A story taken away is kept out of sight until it is too late to undo."""
    before = {
        "standing": taken.standing,
        "held_because": taken.held_because,
        "story_state": taken.story_state,
        "escalated": taken.escalated,
        "revision": taken.revision,
    }
    story = taken.story
    change(taken, **{"escalated": False, **changes})
    decision = Decision.objects.create(
        report=taken.pk,
        verdict=verdict,
        reason=why.reason,
        cleared=list(why.cleared),
        moderator=moderator,
        waited=(today() - taken.received).days,
        before=before,
        undo_until=timezone.now() + datetime.timedelta(minutes=UNDO_MINUTES),
    )
    if story != taken.story:
        Original.objects.create(decision=decision, report=taken, story=story)
    return Decided(taken.code, decision.pk, decision.counted_too)


def change(taken: Report, **changes: Any) -> None:
    """Saves as a new revision. A story that may not stand as it stood is off the page in the same transaction."""
    after = {"standing": taken.standing, "story": taken.story, "story_state": taken.story_state, **changes}
    if taken.story_state == StoryState.ACCEPTED and not (
        after["story_state"] == StoryState.ACCEPTED
        and after["story"] == taken.story
        and after["standing"] == Standing.COUNTED
    ):
        unpublish_story(taken)
    for name, value in changes.items():
        setattr(taken, name, value)
    taken.revision += 1
    taken.save()


def _what_happened(taken: Report) -> str:
    """Who did what since, as far as a moderator did it."""
    last = Decision.objects.on(taken.pk).select_related("moderator").first()
    if last is None or last.moderator is None or not _made(last, taken.revision):
        return "This report changed meanwhile; look again."
    return f"{last.moderator} {DONE[last.verdict]} {_ago(last)}; look again."


def _made(decision: Decision, revision: int) -> bool:
    return decision.before is not None and decision.before["revision"] + 1 == revision


def _ago(decision: Decision) -> str:
    if decision.undo_until is None:
        return "meanwhile"
    since = timezone.now() - decision.undo_until + datetime.timedelta(minutes=UNDO_MINUTES)
    minutes = int(since.total_seconds() // 60)
    if minutes >= UNDO_MINUTES:
        return f"on {decision.day}"
    return {0: "a moment ago", 1: "a minute ago"}.get(minutes, f"{minutes} minutes ago")
