"""The form of a report, whole or in part."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.forms.boundfield import BoundField

from reports import actions, intake
from reports.forms.fields import FIRST, LISTS, MORE, OUTCOME, fields_of_a_report, trap, write
from reports.forms.tokens import Token, new_token, read_token
from reports.forms.typed import make_anew, taken_out, typed
from reports.intake import Facts, FieldFinding, Line
from reports.screening import find_soft
from reports.triage import TOO_QUICK

MAY_NAME: Final = (
    "The story may also name somebody or a place. Unless that is taken out too, the report waits for a moderator."
)
STALE: Final = (
    "This form was opened more than a day ago and is made anew. Nothing typed was lost: look it over and send."
)


class FactsForm(forms.Form):
    """Every field of a report. `findings` holds what had to be removed; whoever saves a change judges the rest."""

    findings: tuple[FieldFinding, ...] = ()
    asked: ClassVar[Sequence[str]] = (*FIRST, *MORE)  # as on the page: problems are listed from top to bottom

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reported = fields_of_a_report()
        self.fields = {name: reported[name] for name in self.asked} | self.fields
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        try:
            self.settle()
        except actions.Identifying as identifying:
            self.take_out(identifying.findings)
        except intake.Unfit as unfit:
            self.complain(unfit)
        return self.cleaned_data

    def settle(self) -> None:
        """Raises `Identifying` or `Unfit`."""
        if findings := intake.screen(self.raw()):
            raise actions.Identifying(findings)

    def raw(self) -> dict[str, object]:
        """What was typed, field by field, before any judgement."""
        data = typed(self)
        return {name: data.getlist(name) if name in LISTS else data.get(name, "") for name in self.asked}

    def complain(self, unfit: intake.Unfit) -> None:
        for name, messages in unfit.errors.items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, messages)

    def take_out(self, findings: Sequence[FieldFinding]) -> None:
        """Shows the form again with each identifier replaced by what it was, and says so beside the field."""
        self.findings = tuple(findings)
        data = typed(self).copy()
        for name in {finding.field for finding in findings}:
            data.setlist(name, [intake.redacted(text) for text in data.getlist(name)])
            self.errors.pop(name, None)
            self.add_error(name, taken_out(finding.kind for finding in findings if finding.field == name))
        if "story" in self.fields and find_soft(data.get("story", "")):
            self.add_error("story", MAY_NAME)
        self.data = data

    @property
    def more_fields(self) -> list[BoundField]:
        return [self[name] for name in MORE]

    @property
    def more_is_open(self) -> bool:
        """Whether the folded part must be shown: something in it was filled in or is wrong."""
        return any(self.errors.get(name) or self[name].value() for name in MORE) if self.is_bound else False


class ReportForm(FactsForm):
    """A new report, with further lines of its claim if there are any.

    After `is_valid()`, `reports` holds the facts of each line; `token` is None where this site did not make the form.
    """

    reports: tuple[Facts, ...]
    token: Token | None = None
    field_order = (*FIRST[:2], intake.OTHERS, *FIRST[2:], *MORE)

    once = forms.CharField(required=False, initial=new_token, widget=forms.HiddenInput)
    subject = trap()
    others = write(
        "Other lines denied the same way",
        f"Up to {intake.MOST_LINES}, such as 84165-26, 86334. Each becomes a report with a receipt of its own.",
        size="30",
    )

    def clean(self) -> dict[str, Any]:
        self.token = read_token(typed(self).get("once", ""))
        cleaned = super().clean()
        if self.token and self.token.is_stale:
            self.make_anew(STALE)
        return cleaned

    def settle(self) -> None:
        others = typed(self).get(intake.OTHERS, "")
        asking = actions.Asking()
        find = asking.identifiers
        findings = (*intake.screen({intake.OTHERS: others}, find=find), *intake.screen(self.raw(), find=find))
        if findings:
            raise actions.Identifying(findings)
        first = actions.settle(self.raw(), asking)
        try:
            lines = intake.read_lines(others)
        except ValueError as problem:
            raise intake.Unfit({intake.OTHERS: [str(problem)]}) from None
        if Line(first.code, first.modifiers) in lines:
            raise intake.Unfit({intake.OTHERS: ["The line above stands here again. Keep it once."]})
        further = (self._settle_line(place, line, asking) for place, line in enumerate(lines, start=1))
        self.reports = (first, *further)

    def make_anew(self, why: str) -> None:
        make_anew(self, why, age=TOO_QUICK)

    @property
    def is_trapped(self) -> bool:
        return bool(typed(self).get("subject"))

    def _settle_line(self, place: int, line: Line, asking: actions.Asking) -> Facts:
        """The story stays with the first line: told twice it would look copied."""
        try:
            return actions.settle({**self.raw(), **line._asdict(), "story": ""}, asking)
        except intake.Unfit as unfit:
            problems = [text for texts in unfit.errors.values() for text in texts]
            raise intake.Unfit({intake.OTHERS: [f"Line {place}: {text}" for text in problems]}) from None


class OutcomeForm(FactsForm):
    """What became of the claim, added later with the receipt: the same fields, fewer of them."""

    asked = OUTCOME

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "outcome_%s")  # it stands on one page with the form that corrects
        super().__init__(*args, **kwargs)


def initial_of(facts: Facts) -> dict[str, object]:
    """The facts of a report as the form's starting values."""
    return {
        name: value if name in LISTS or not isinstance(value, list) else " ".join(value)
        for name, value in facts.as_fields().items()
    }
