"""The form in which a moderator answers an objection."""

from typing import Any, Final

from django import forms
from django.http import QueryDict

from reports import vocabulary
from reports.forms.objection import LONGEST, take_out_identifiers
from reports.intake import find_beside_sources
from reports.models import Correction, Objection

CORRECTED: Final = "corrected"
NO_VERDICT: Final = "Choose a verdict."
NO_LINE: Final = "Say for the public log what stood here and what stands here now."
NO_CORRECTION: Final = (
    "A line of the public log goes with “It was wrong, and is corrected” alone. Choose that verdict, or empty this "
    "field."
)


class AnswerForm(forms.Form):
    """`words` is the line for the public log, asked of those who may write it.

    Another may have objected to the same and been answered first: where the log has a line about the page, `in_log`
    says that no other is needed.
    """

    findings = False  # whether something had to be taken out

    verdict = forms.ChoiceField(
        choices=list(vocabulary.ANSWERS.items()),
        error_messages={"required": NO_VERDICT, "invalid_choice": NO_VERDICT},
    )
    answer = forms.CharField(
        max_length=LONGEST,
        help_text="Whoever objected reads these words by receipt, below the verdict. Name no persons.",
        error_messages={"required": "Write the answer."},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    words = forms.CharField(
        label="Line for the public log, if it was wrong",
        required=False,
        max_length=LONGEST,
        help_text="What stood here, and what stands here now. Everybody reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    in_log = forms.BooleanField(label="It was wrong, and the public log says so already", required=False)

    def __init__(self, data: QueryDict | None, *, objection: Objection, writes_log: bool) -> None:
        super().__init__(data, auto_id="%s")
        if not writes_log:
            del self.fields["words"]
        if not (writes_log and Correction.objects.about(objection.about).exists()):
            del self.fields["in_log"]

    def clean(self) -> dict[str, Any]:
        if "words" in self.fields:
            self._clean_line()
            self.findings = take_out_identifiers(self, "words")
        self.findings |= take_out_identifiers(self, "answer", find=find_beside_sources)
        return self.cleaned_data

    def _clean_line(self) -> None:
        verdict, line = self.cleaned_data.get("verdict"), self.cleaned_data.get("words")
        if verdict == CORRECTED and line == "" and not self.cleaned_data.get("in_log"):
            self.add_error("words", NO_LINE)
        elif verdict and verdict != CORRECTED and line:
            self.add_error("words", NO_CORRECTION)
