"""The page of one report: its story and what was found in it, the facts, why it waits, what a decision would do."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils import timezone

from codes.models import Payer, Reason
from reports import actions, redaction, vocabulary
from reports.actions import Preview
from reports.actions.moderation import fitting
from reports.admin.choices import CHOICES
from reports.admin.deciding import Marks
from reports.admin.queue import similar
from reports.models import Decision, Report, Standing, StoryState
from reports.remittance import reason_key

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from reports.actions.moderation import Brief

LISTED: Final[Mapping[str, Mapping[str, str]]] = {"actions": vocabulary.ACTIONS, "tactics": vocabulary.TACTICS}
TOLD_APART: Final = {"group", "carc", "payer"}  # shown in words of the reference


class Found(NamedTuple):
    """A suspect in the list below the story."""

    suspect: redaction.Suspect
    text: str
    ticked: bool


class Effect(NamedTuple):
    """One line of what would change."""

    name: str
    now: str
    other: str


def context(report: Report, moderator: "User", marks: Marks | None = None) -> dict[str, Any]:
    """Everything the template shows; `marks` as a refused decision left them."""
    barred = actions.why_barred(report, moderator)
    parts = redaction.parts(report.story)
    effect = actions.preview(report)
    history = Decision.objects.on(report.pk).select_related("moderator")
    open_ones = Decision.objects.on(report.pk).undoable(timezone.now())
    return {
        "report": report,
        "reason": reason_key(report.group, report.carc),
        "parts": parts,
        "found": list(_found(parts, marks)) if fitting.may_accept_story(report) else [],
        "typed": marks.typed if marks else "",
        "facts": list(facts(report)),
        "waits_for": waits_for(report),
        "flags": report.flags.exclude(words__in=waits_for(report)).order_by("-weight", "rule"),
        "similar": similar(report),
        "preview": effect,
        "effects": _effects(effect),
        "history": history,
        "undoable": {one.pk for one in open_ones if actions.may_undo(one, moderator)},
        "barred": barred,
        "choices": [] if barred else [choice.on(report) for choice in CHOICES if choice.fits(report)],
    }


def waits_for(report: Report) -> list[str]:
    """Why it is in the queue, in words."""
    waits = list(report.held_because) if report.standing == Standing.HELD else []
    if report.standing != Standing.REJECTED and report.story_state == StoryState.WAITING:
        waits.append("a look at its story")
    if report.escalated:
        waits.append("a second pair of eyes")
    return waits


def facts(report: Report) -> Iterator[tuple[str, str]]:
    """Label and words of everything that was stated."""
    payer = Payer.objects.filter(slug=report.payer).first()
    yield "Payer", payer.name if payer else report.payer
    if report.carc:
        reason = Reason.objects.carcs().filter(code=report.carc).first()
        yield "Reason", f"{reason_key(report.group, report.carc)} {reason.paraphrase if reason else ''}".strip()
    for name, disclosure in Report.DISCLOSURE.items():
        if disclosure != "private" and name not in TOLD_APART and getattr(report, name):
            field = Report._meta.get_field(name)
            yield str(getattr(field, "verbose_name", name)).capitalize(), _words(report, name)


def _words(report: Report, name: str) -> str:
    value = getattr(report, name)
    if isinstance(value, list):
        return ", ".join(LISTED.get(name, {}).get(one, one) for one in value)
    in_words = getattr(report, f"get_{name}_display", None)
    return str(in_words() if in_words else value)


def _found(parts: list[redaction.Part], marks: Marks | None) -> Iterator[Found]:
    """All are ticked at first; later as the moderator left them."""
    for text, suspect in parts:
        if suspect:
            yield Found(suspect, text, suspect.hard or marks is None or suspect.place not in marks.cleared)


def _effects(preview: Preview) -> list[Effect]:
    now, other = preview.now, preview.other
    return [
        Effect("Reports counted", str(now.reports), str(other.reports)),
        Effect("Open to the public", _yes(now.is_open), _yes(other.is_open)),
        Effect("Reason named most", _top_reason(now), _top_reason(other)),
        Effect("Paid in full, of those decided", _recovery(now), _recovery(other)),
    ]


def _yes(fits: bool) -> str:  # noqa: FBT001  # the word for it
    return "yes" if fits else "no"


def _top_reason(brief: "Brief") -> str:
    top = brief.top_reason
    return f"{top['key']}, {top['reports']} of {brief.reports}" if top else "none"


def _recovery(brief: "Brief") -> str:
    decided = brief.recovery["decided"]
    return f"{brief.recovery['paid_full']} of {decided}" if decided else "none decided"
