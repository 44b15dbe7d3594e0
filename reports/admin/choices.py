"""The decisions that the desk offers: one table for the page of a report and for the list."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from reports import actions, vocabulary
from reports.actions import Decided
from reports.actions.moderation import fitting
from reports.models import Decision, Report

Verdict = Decision.Verdict
DECIDE: Final = "reports.decide"


class Choice(NamedTuple):
    """`reasons`: one must be chosen. `judges`: whether it is told what was found in the story and judged harmless."""

    verdict: str
    decide: Callable[..., Decided]
    label: str
    key: str
    fits: Callable[[Report], bool]
    many: str = ""  # in the list; empty where each story has to be read
    many_done: str = ""  # with their number
    reasons: Mapping[str, str] = {}
    judges: bool = False

    def on(self, report: Report) -> "Choice":
        """Says all that it would do to this report."""
        return self._replace(label=f"{self.label}, and count the report") if self._counts_too(report) else self

    def _counts_too(self, report: Report) -> bool:
        return self.judges and report.held_for_names

    def done(self, decided: Sequence[Decided]) -> str:
        """What was done, after "You"."""
        counted_too = sum(one.counted_too for one in decided)
        if len(decided) == 1:
            return f"{actions.DONE[self.verdict]}{', and counted the report' * counted_too}, {decided[0].code}"
        return self.many_done.format(len(decided)) + (f", and counted {counted_too} of them" if counted_too else "")


CHOICES: Final = (
    Choice(
        Verdict.ACCEPT_STORY,
        actions.accept_story,
        "Accept the story as it is",
        "a",
        fitting.may_accept_story,
        many="Accept stories",
        many_done="accepted {} stories",
        judges=True,
    ),
    Choice(
        Verdict.REDACT_STORY,
        actions.redact_story,
        "Take out what is marked and accept the story",
        "d",
        fitting.may_accept_story,
        judges=True,
    ),
    Choice(
        Verdict.REFUSE_STORY,
        actions.refuse_story,
        "Refuse the story",
        "r",
        fitting.may_refuse_story,
        many="Refuse stories",
        many_done="refused {} stories",
    ),
    Choice(
        Verdict.ACCEPT_REPORT,
        actions.accept_report,
        "Count the report",
        "c",
        fitting.may_count,
        many="Count reports",
        many_done="counted {} reports",
    ),
    Choice(
        Verdict.REJECT_REPORT,
        actions.reject_report,
        "Reject the report",
        "x",
        fitting.may_reject,
        many="Reject reports (choose a reason)",
        many_done="rejected {} reports",
        reasons=vocabulary.REJECTIONS,
    ),
    Choice(
        Verdict.ESCALATE,
        actions.escalate,
        "Ask for a second pair of eyes",
        "e",
        fitting.may_escalate,
        many="Ask for a second pair of eyes (choose a reason)",
        many_done="asked for a second pair of eyes on {} reports",
        reasons=vocabulary.DOUBTS,
    ),
)
BY_VERDICT: Final[Mapping[str, Choice]] = {choice.verdict: choice for choice in CHOICES}
