"""What a moderator decides. Each decision leaves an audit row; none is possible twice."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from reports.actions.submission import unpublish_story
from reports.models import Decision, Report, Standing, StoryState
from reports.vocabulary import IDENTIFIES

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Undecidable(Exception):  # reads as what it is
    """The report is no longer in a state in which this can be decided (decided or withdrawn meanwhile)."""


def _take(report: UUID) -> Report:
    try:
        return Report.objects.select_for_update().get(pk=report)
    except Report.DoesNotExist:
        message = "This report was withdrawn."
        raise Undecidable(message) from None


def _record(report: Report, moderator: "User", verdict: Decision.Verdict, reason: str = "") -> None:
    Decision.objects.create(report=report.key, verdict=verdict, reason=reason, moderator=moderator)


def _require(fits: bool, message: str) -> None:  # noqa: FBT001  # the condition is the sentence's subject
    if not fits:
        raise Undecidable(message)


@transaction.atomic
def accept_report(*, report: UUID, moderator: "User") -> str:
    """Counts a held or rejected report. Returns its code. Raises `Undecidable`."""
    taken = _take(report)
    _require(taken.standing != Standing.COUNTED, "This report is counted already.")
    taken.standing = Standing.COUNTED
    taken.held_because = []
    taken.save()
    _record(taken, moderator, Decision.Verdict.ACCEPT_REPORT)
    return taken.code


@transaction.atomic
def reject_report(*, report: UUID, moderator: "User", reason: str) -> str:
    """Takes a report out of the figures, its story with it. Returns its code. Raises `Undecidable`.

    A story that could identify a person is deleted.
    """
    taken = _take(report)
    _require(taken.standing != Standing.REJECTED, "This report is rejected already.")
    taken.standing = Standing.REJECTED
    if taken.story_state == StoryState.ACCEPTED:
        unpublish_story(taken)
    if reason == IDENTIFIES:
        taken.story, taken.story_state = "", StoryState.NONE
    taken.save()
    _record(taken, moderator, Decision.Verdict.REJECT_REPORT, reason)
    return taken.code


@transaction.atomic
def accept_story(*, report: UUID, moderator: "User") -> str:
    """Lets a waiting or refused story be shown on the page of its code. Returns the code. Raises `Undecidable`."""
    taken = _take(report)
    _require(taken.story_state in {StoryState.WAITING, StoryState.REFUSED}, "There is no story to accept.")
    taken.story_state = StoryState.ACCEPTED
    taken.save()
    _record(taken, moderator, Decision.Verdict.ACCEPT_STORY)
    return taken.code


@transaction.atomic
def refuse_story(*, report: UUID, moderator: "User") -> str:
    """Keeps a story off the page; the report's facts stay counted. Returns the code. Raises `Undecidable`."""
    taken = _take(report)
    _require(taken.story_state in {StoryState.WAITING, StoryState.ACCEPTED}, "There is no story to refuse.")
    if taken.story_state == StoryState.ACCEPTED:
        unpublish_story(taken)
    taken.story_state = StoryState.REFUSED
    taken.save()
    _record(taken, moderator, Decision.Verdict.REFUSE_STORY)
    return taken.code
