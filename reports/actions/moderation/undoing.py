"""A decision may be taken back for ten minutes; then what it took away is deleted."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from reports.actions.moderation.taking import Decided, Undecidable, Verdict, change, lock, may_undo, require
from reports.models import Decision, Original, Report

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def undo_decision(*, decision: int, moderator: "User") -> Decided:
    """Puts a report back as it stood before. Raises `Undecidable`.

    The story is locked before the clock is read: a job that deletes it meanwhile comes after the last moment.
    """
    taken = lock(_of(decision).report)
    undone = _of(decision)
    original = Original.objects.select_for_update().filter(decision=undone).first()
    _require_undoable(undone, taken, moderator)
    before: dict[str, Any] = {name: value for name, value in (undone.before or {}).items() if name != "revision"}
    if original:
        before["story"] = original.story
        original.delete()
    change(taken, **before)
    undone.undone = True
    undone.save(update_fields=["undone"])
    row = Decision.objects.create(report=taken.pk, verdict=Verdict.UNDO, moderator=moderator)
    return Decided(taken.code, row.pk)


def forget_originals() -> int:
    """Deletes for good what decisions took away and can no longer be undone. How many."""
    return Original.objects.overdue(timezone.now()).delete()[0]


def _of(decision: int) -> Decision:
    try:
        return Decision.objects.get(pk=decision)
    except Decision.DoesNotExist:
        message = "There is no such decision."
        raise Undecidable(message) from None


def _require_undoable(decision: Decision, taken: Report, moderator: "User") -> None:
    require(decision.undo_until is not None, "This cannot be undone; decide anew.")
    require(not decision.undone, "This is undone already.")
    require(may_undo(decision, moderator), "Only who decided this, or a senior moderator, can undo it.")
    assert decision.undo_until is not None
    require(decision.undo_until >= timezone.now(), "Too late to undo: ten minutes have passed. Decide anew.")
    assert decision.before is not None
    require(
        taken.revision == decision.before["revision"] + 1,
        "The report was decided or corrected since; look at it again.",
    )
