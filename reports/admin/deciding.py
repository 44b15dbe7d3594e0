"""From what a moderator pressed to a decision, and back again for ten minutes."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from reports import actions, tasks
from reports.actions import Decided, Undecidable
from reports.admin.choices import BY_VERDICT, Choice
from reports.admin.site import moderator_of
from reports.models import Decision
from reports.redaction import NotThere

if TYPE_CHECKING:
    from django.contrib.auth.models import User

DIGITS: Final = 18  # of the largest key
LAST: Final = "last_decided"
NO_REASON: Final = "Choose a reason; nothing was changed."
UNREAD: Final = "The list does not show the whole story. Open it to read and accept it."


class Refused(Exception):  # reads as what it is
    """Nothing was decided, and the message says why."""


class Marks(NamedTuple):
    """What of a story is to go: places that were found, and further words as they were typed."""

    shown: frozenset[str]
    cut: frozenset[str]
    typed: str

    @property
    def words(self) -> list[str]:
        return [line.strip() for line in self.typed.splitlines() if line.strip()]

    @property
    def cleared(self) -> frozenset[str]:
        """What was shown and is not ticked: judged harmless."""
        return self.shown - self.cut


NO_MARKS: Final = Marks(frozenset(), frozenset(), "")


class Pressed(NamedTuple):
    choice: Choice
    reason: str
    seen: int | None
    marks: Marks = NO_MARKS


class Row(NamedTuple):
    """A report of the list: `seen` is the revision that stood there, None where it was not on the page at all."""

    report: UUID
    seen: int | None
    is_whole: bool  # whether the list shows all of its story


def read(post: QueryDict) -> Pressed | None:
    """What the form of one report says; None where it is not its form. A button says "verdict" or "verdict:reason"."""
    verdict, _, reason = post.get("decision", "").partition(":")
    choice = BY_VERDICT.get(verdict)
    seen = number(post.get("seen", ""))
    if choice is None or seen is None:
        return None
    marks = Marks(frozenset(post.getlist("shown")), frozenset(post.getlist("cut")), post.get("words", ""))
    return Pressed(choice, reason, seen, marks)


def read_rows(post: QueryDict, stories: Iterable[tuple[UUID, str]], *, shown: int) -> list[Row]:
    """The reports that were ticked, given with their stories, of which the list shows so many characters."""
    pairs = (one.partition(":") for one in post.getlist("seen"))
    seen = {key: number(revision) for key, _, revision in pairs}
    return [Row(report, seen.get(str(report)), len(story) <= shown) for report, story in stories]


def number(text: str) -> int | None:
    """A number as a form sends it back; None for anything else, and for one that no column holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None


def decide(moderator: "User", report: UUID, pressed: Pressed) -> Decided:
    """Raises `Refused`."""
    options: dict[str, Any] = {"seen": pressed.seen}
    if pressed.choice.reasons:
        if pressed.reason not in pressed.choice.reasons:
            raise Refused(NO_REASON)
        options["reason"] = pressed.reason
    if pressed.choice.judges:
        options["cleared"] = pressed.marks.cleared
    if pressed.choice.verdict == Decision.Verdict.REDACT_STORY:
        options |= {"cut": pressed.marks.cut, "words": pressed.marks.words}
    elif pressed.choice.judges and pressed.marks.words:
        raise Refused("Words are marked to be taken out. Take them out (d), or empty that field.")
    try:
        decided = pressed.choice.decide(report=report, moderator=moderator, **options)
    except Undecidable as problem:
        raise Refused(str(problem)) from problem
    except NotThere as problem:
        raise Refused(f"Line {problem.line} of the words to take out stands nowhere in the story.") from problem
    tasks.hint(decided.code)
    return decided


def decide_many(request: HttpRequest, choice: Choice, rows: Iterable[Row], reason: str) -> None:
    """Each its own decision. What was refused is told once for all of the same kind."""
    moderator = moderator_of(request)
    refused: Counter[str] = Counter()
    decided = []
    for row in rows:
        try:
            decided.append(_decide_row(moderator, row, choice, reason))
        except Refused as problem:
            refused[str(problem)] += 1
    for words, times in refused.items():
        messages.warning(request, words if times == 1 else f"{times} times: {words}")
    if decided:
        remember(request, choice, decided)


def _decide_row(moderator: "User", row: Row, choice: Choice, reason: str) -> Decided:
    """Raises `Refused`, also where a story would be accepted that nobody has read."""
    if choice.judges and not (row.is_whole and row.seen is not None):
        raise Refused(UNREAD)
    return decide(moderator, row.report, Pressed(choice, reason, row.seen))


def remember(request: HttpRequest, choice: Choice, decided: list[Decided]) -> None:
    """So that the next page can offer to take it back."""
    request.session[LAST] = {"words": choice.done(decided), "decisions": [one.decision for one in decided]}


def last_decided(request: HttpRequest) -> dict[str, Any] | None:
    """The decisions just made, as long as one of them can be undone."""
    last: dict[str, Any] | None = request.session.get(LAST)
    if not last:
        return None
    open_ones = Decision.objects.filter(pk__in=last["decisions"]).undoable(timezone.now())
    decisions = list(open_ones.order_by("pk"))
    return {"words": last["words"], "decisions": decisions} if decisions else None


def undo(request: HttpRequest, decisions: Iterable[int]) -> int:
    """How many were undone; every refusal is told."""
    moderator = moderator_of(request)
    undone = 0
    for decision in decisions:
        try:
            tasks.hint(actions.undo_decision(decision=decision, moderator=moderator).code)
            undone += 1
        except Undecidable as problem:
            messages.warning(request, str(problem))
    if undone:
        request.session.pop(LAST, None)
        messages.success(request, "Undone: it is as it was before." if undone == 1 else f"{undone} decisions undone.")
    return undone
