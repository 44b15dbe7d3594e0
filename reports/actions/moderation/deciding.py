"""The decisions. `seen` is the revision that the moderator looked at; None decides whatever stands now.

Each returns a `Decided`, and raises `Undecidable` where nothing was decided.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from reports import redaction
from reports.actions.moderation.fitting import (
    may_accept_story,
    may_count,
    may_escalate,
    may_refuse_story,
    may_reject,
)
from reports.actions.moderation.taking import Decided, Undecidable, Verdict, Why, decide, require, take
from reports.models import Report, Standing, StoryState
from reports.triage import NAMES
from reports.vocabulary import IDENTIFIES

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Unredacted(Undecidable):
    """The story holds what could identify a person and was neither taken out nor judged harmless."""


@transaction.atomic
def accept_report(*, report: UUID, moderator: "User", seen: int | None = None) -> Decided:
    """Counts a held or rejected report."""
    taken = take(report, moderator, seen)
    require(may_count(taken), "This report is counted already.")
    return decide(taken, moderator, Verdict.ACCEPT_REPORT, standing=Standing.COUNTED, held_because=[])


@transaction.atomic
def reject_report(*, report: UUID, moderator: "User", reason: str, seen: int | None = None) -> Decided:
    """Takes a report out of the figures, its story with it. A story that could identify a person is deleted."""
    taken = take(report, moderator, seen)
    require(may_reject(taken), "This report is rejected already.")
    gone = {"story": "", "story_state": StoryState.NONE} if reason == IDENTIFIES else {}
    return decide(taken, moderator, Verdict.REJECT_REPORT, Why(reason), standing=Standing.REJECTED, **gone)


@transaction.atomic
def accept_story(*, report: UUID, moderator: "User", seen: int | None = None, cleared: Collection[str] = ()) -> Decided:
    """Lets a waiting or refused story be shown, as it is, on the page of its code, and settles why it was held.

    `cleared` names the places of what was found in it and does not identify anybody. Raises `Unredacted`.
    """
    taken = take(report, moderator, seen)
    _require_story(taken)
    kinds = _judged(taken.story, taken.story, cleared)
    return decide(taken, moderator, Verdict.ACCEPT_STORY, Why(cleared=kinds), **_shown(taken))


@transaction.atomic
def redact_story(  # one decision, all of it by keyword
    *,
    report: UUID,
    moderator: "User",
    seen: int | None = None,
    cut: Collection[str] = (),
    cleared: Collection[str] = (),
    words: Sequence[str] = (),
) -> Decided:
    """Takes out what was found at the places of `cut`, and each of `words`, then accepts the story.

    Raises `Unredacted`, or `redaction.NotThere`.
    """
    taken = take(report, moderator, seen)
    _require_story(taken)
    story = redaction.cut(taken.story, cut, words)
    require(story != taken.story, "Nothing was marked to be taken out of the story.")
    kinds = _judged(taken.story, story, cleared)
    return decide(taken, moderator, Verdict.REDACT_STORY, Why(cleared=kinds), story=story, **_shown(taken))


@transaction.atomic
def refuse_story(*, report: UUID, moderator: "User", seen: int | None = None) -> Decided:
    """Keeps a story off the page; the report's facts are left as they are."""
    taken = take(report, moderator, seen)
    require(may_refuse_story(taken), "There is no story to refuse.")
    return decide(taken, moderator, Verdict.REFUSE_STORY, story_state=StoryState.REFUSED)


@transaction.atomic
def escalate(*, report: UUID, moderator: "User", reason: str, seen: int | None = None) -> Decided:
    """Asks for a second pair of eyes: from now on a senior moderator decides, and not the one who asked."""
    taken = take(report, moderator, seen)
    require(may_escalate(taken), "Somebody asked for a second pair of eyes already.")
    return decide(taken, moderator, Verdict.ESCALATE, Why(reason), escalated=True)


def _require_story(taken: Report) -> None:
    require(may_accept_story(taken), "There is no story to accept.")


def _shown(taken: Report) -> dict[str, Any]:
    """What accepting its story changes. A report that was held for the names in it alone counts from now on."""
    if taken.standing != Standing.HELD:
        return {"story_state": StoryState.ACCEPTED}
    standing = Standing.COUNTED if taken.held_for_names else Standing.HELD
    left = [reason for reason in taken.held_because if reason != NAMES]
    return {"story_state": StoryState.ACCEPTED, "standing": standing, "held_because": left}


def _judged(story: str, shown: str, cleared: Collection[str]) -> tuple[str, ...]:
    """The kinds that were judged harmless and stay. Raises `Unredacted` if anything else would be shown."""
    harmless = [one for one in redaction.suspects(story) if one.place in cleared and not one.hard]
    texts = [story[one.start : one.end] for one in harmless]
    left = redaction.unsettled(shown, texts)
    if left:
        kinds = ", ".join(dict.fromkeys(one.words for one in left))
        raise Unredacted(f"The story would show what could identify somebody: {kinds}. Take it out, or untick it.")
    kept = [one.kind for one, text in zip(harmless, texts, strict=True) if text in shown]
    return tuple(dict.fromkeys(kept))
