"""The report form. It asks; `intake` judges. Nothing typed is lost on an error, except an identifier."""

import secrets
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from reports import actions, intake, vocabulary
from reports.intake import Facts, FieldFinding
from reports.screening import KIND_WORDS

FIRST: Final = (
    "code",
    "modifiers",
    "year",
    "payer",
    "line_of_business",
    "kind",
    "paired_code",
    "group",
    "carc",
    "rarcs",
    "reason_source",
    "actions",
    "tactics",
    "fix_modifier",
    "outcome",
)
MORE: Final = (
    "claim_type",
    "stage",
    "decided_by",
    "place_of_service",
    "diagnosis_category",
    "network",
    "state",
    "amount_band",
    "resolution_band",
    "story",
)
OUTCOME: Final = ("outcome", "actions", "tactics", "fix_modifier", "resolution_band")
LISTS: Final = ("actions", "tactics")


def _choose(label: str, words: vocabulary.Words, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.Select(choices=[("", "Not stated"), *words.items()]),
    )


def _tick(label: str, words: vocabulary.Words, help_text: str = "") -> forms.Field:
    return forms.Field(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple(choices=list(words.items())),
    )


def _write(label: str, help_text: str = "", **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attributes})
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


def _must(field: forms.CharField, name: str) -> forms.CharField:
    field.required = True
    field.error_messages["required"] = intake.REQUIRED[name]
    return field


class ReportForm(forms.Form):
    """Every field of a report; by `once` a form sent twice is known.

    After `is_valid()`, `facts` holds the report, `findings` what had to be removed.
    """

    facts: Facts
    once = forms.CharField(required=False, initial=lambda: secrets.token_hex(16), widget=forms.HiddenInput)
    findings: tuple[FieldFinding, ...] = ()
    field_order: Sequence[str] = (*FIRST, *MORE)  # as on the page: problems are listed from top to bottom

    code = _must(
        _write("Billing code", "The CPT or HCPCS code that was denied, such as 86320.", maxlength="20", size="9"),
        "code",
    )
    modifiers = _write("Modifiers as billed", "Up to four, as on the claim: 26 59.", size="14")
    payer = _must(
        _write(
            "Payer",
            "Start typing. A payer we do not list is kept as “other”; what you typed is not stored.",
            list="payers",
        ),
        "payer",
    )
    line_of_business = _choose(
        "Line of business", vocabulary.LINES_OF_BUSINESS, "The same payer denies differently by line."
    )
    kind = _must(_choose("What happened", vocabulary.KINDS), "kind")
    group = _choose("Group code", vocabulary.GROUPS, "The two letters before the reason code on the remittance.")
    carc = _write("Reason code (CARC)", "The number after the group code: 97 in CO-97.", list="carcs", size="8")
    rarcs = _write(
        "Remark codes (RARC)", "Such as N19 or MA130; leave empty if none was printed.", list="rarcs", size="20"
    )
    reason_source = _choose(
        "Was a reason printed?",
        vocabulary.REASON_SOURCES,
        "Choose “no reason code was printed” if the remittance gives none; then the two codes may stay empty.",
    )
    year = _must(
        _write(
            "Year of service",
            "Only the year: a full date could identify a patient.",
            inputmode="numeric",
            maxlength="10",
            size="6",
        ),
        "year",
    )
    paired_code = _write(
        "Bundled into which code?", "Where the payer named one, such as 84165.", maxlength="5", size="7"
    )
    actions = _tick("What did you do?", vocabulary.ACTIONS, "Tick all that you tried, in any order.")
    tactics = _tick("What did it carry?", vocabulary.TACTICS)
    fix_modifier = _write("The modifier that did it", "If a modifier got it paid, such as XU.", maxlength="2", size="4")
    outcome = _choose("What came of it", vocabulary.OUTCOMES, "You can add this later with your receipt.")
    claim_type = _choose("Type of claim", vocabulary.CLAIM_TYPES)
    stage = _choose("At what point", vocabulary.STAGES)
    decided_by = _choose("Who decided", vocabulary.DECIDERS)
    place_of_service = _write(
        "Place of service",
        "Two digits, such as 11 or 81. Kept, not shown so far.",
        maxlength="2",
        size="4",
    )
    diagnosis_category = _write(
        "Diagnosis category",
        "The first three characters only, such as C90. Kept, not shown so far.",
        maxlength="3",
        size="5",
    )
    network = _choose("Network", vocabulary.NETWORKS)
    state = _choose(
        "State",
        {state: state for state in vocabulary.STATES},
        "Shown only when many reports share it.",
    )
    amount_band = _choose("Amount at stake", vocabulary.AMOUNT_BANDS, "A band, never the amount.")
    resolution_band = _choose("Time to resolution", vocabulary.RESOLUTION_BANDS)
    story = forms.CharField(
        label="What happened, in your words",
        required=False,
        strip=False,
        help_text=(
            "Optional. A person reads it before it is shown. No names, dates, numbers of patients, members or claims; "
            "such things are refused."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": str(intake.STORY_LIMIT), "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        try:
            self.facts = actions.settle(self.raw())
        except actions.Identifying as identifying:
            self.findings = identifying.findings
            self._remove_identifiers()
        except intake.Unfit as unfit:
            for name, messages in unfit.errors.items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, messages)
        return self.cleaned_data

    def raw(self) -> dict[str, object]:
        """What was typed, field by field, before any judgement."""
        data = self._typed()
        return {
            name: data.getlist(name) if name in LISTS else data.get(name, "") for name in self.fields if name != "once"
        }

    @property
    def first_fields(self) -> list[BoundField]:
        return [self[name] for name in FIRST]

    @property
    def more_fields(self) -> list[BoundField]:
        return [self[name] for name in MORE]

    @property
    def more_is_open(self) -> bool:
        """Whether the folded part must be shown: something in it was filled in or is wrong."""
        return any(self.errors.get(name) or self[name].value() for name in MORE) if self.is_bound else False

    def _typed(self) -> QueryDict:
        if not isinstance(self.data, QueryDict):
            raise TypeError("the report form takes a QueryDict")
        return self.data

    def _remove_identifiers(self) -> None:
        """Shows the form again with each identifier replaced by what it was, and says so beside the field."""
        data = self._typed().copy()
        for name in {finding.field for finding in self.findings}:
            data.setlist(name, [intake.redacted(text) for text in data.getlist(name)])
            self.errors.pop(name, None)
            self.add_error(name, _removed([finding for finding in self.findings if finding.field == name]))
        self.data = data


def _removed(findings: Sequence[FieldFinding]) -> str:
    kinds = ", ".join(dict.fromkeys(KIND_WORDS[finding.kind] for finding in findings))
    return f"Taken out, since it could identify a person: {kinds}. Nothing was stored. Look it over and send again."


class OutcomeForm(ReportForm):
    """What became of the claim, added later with the receipt: the same fields, fewer of them."""

    field_order = OUTCOME

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "outcome_%s")  # it stands on one page with the form that corrects
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(OUTCOME):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The receipt's report is judged as a whole by `actions.correct_report`; identifiers are taken out here."""
        self.findings = tuple(intake.screen(self.raw()))
        if self.findings:
            self._remove_identifiers()
        return self.cleaned_data

    @property
    def visible(self) -> list[BoundField]:
        return [self[name] for name in OUTCOME]


def initial_of(facts: Facts) -> dict[str, object]:
    """The facts of a report as the form's starting values."""
    return {
        name: value if name in LISTS or not isinstance(value, list) else " ".join(value)
        for name, value in facts.as_fields().items()
    }
