"""What is asked about a denial, by its address: strictly read. What was typed is never shown again unless it fits."""

from typing import Final

from django import forms
from django.http import QueryDict

from codes.models import Code, Payer
from codes.shapes import CODE_SHAPE
from medpay.appeal.facts import Denial
from medpay.appeal.facts import Payer as Addressed
from reports.remittance import CARC_SHAPE, RARC_SHAPE, normalise_rarc, parse_reason, reason_key

FIELDS: Final = frozenset({"reason", "payer", "with"})
LONGEST_REASON: Final = 12
LONGEST_NAME: Final = 100
NO_REASON: Final = "Write the reason as the remittance prints it: its group and code, such as CO-97, or the code alone."
A_REMARK: Final = "That is a remark code. Give the reason code that stands beside it, such as CO-97."
NOTHING_TO_APPEAL: Final = (
    "MA130 leaves nothing to appeal: nothing was decided. Fix the claim, and send it as a new one within timely filing."
)
NO_PAYER: Final = "No payer of that name is known here. Choose one from the list, or leave this empty."
NO_CODE: Final = "Give one code of five characters, such as 84165."
ITSELF: Final = "A code is not denied beside itself: name the other one, or leave this empty."
TOO_MUCH: Final = "The address asks for what an appeal has not. It takes a reason, a payer and one other code."
TWICE: Final = "The address gives something more than once. Give it once."


class AppealForm(forms.Form):
    """Three short answers, none of them about the patient: what else a letter needs is filled in by its sender."""

    reason = forms.CharField(
        required=False,
        label="Reason on the remittance",
        help_text="Such as CO-97.",
        widget=forms.TextInput(
            attrs={"size": 8, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    payer = forms.CharField(
        required=False,
        label="Payer",
        help_text="If it is in the list.",
        widget=forms.TextInput(attrs={"size": 24, "list": "payers", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, code: Code, query: QueryDict, *, required: bool = False) -> None:
        """`required`: a file is asked for, which needs a reason."""
        super().__init__(query)
        self.code = code
        self.fields["with"] = forms.CharField(  # Python has a word `with`
            required=False,
            label="Denied beside",
            help_text="The other code, if there is one.",
            widget=forms.TextInput(
                attrs={"size": 7, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
            ),
        )
        self.fields["reason"].required = required
        self.fields["reason"].error_messages["required"] = NO_REASON
        self.addressed: Addressed | None = None
        self.unknown = not FIELDS.issuperset(query)
        self.repeated = any(len(query.getlist(name)) > 1 for name in FIELDS)

    def full_clean(self) -> None:
        """From then on the form shows what was understood."""
        super().full_clean()
        self.data = {name: self.cleaned_data.get(name, "") for name in FIELDS}

    def clean_reason(self) -> str:
        typed: str = self.cleaned_data["reason"]
        if not typed:
            return ""
        group, carc = parse_reason(typed)
        if len(typed) <= LONGEST_REASON and CARC_SHAPE.fullmatch(carc):
            return reason_key(group, carc) or carc
        remark = normalise_rarc(typed[:LONGEST_REASON])
        if remark == "MA130":
            raise forms.ValidationError(NOTHING_TO_APPEAL)
        raise forms.ValidationError(A_REMARK if RARC_SHAPE.fullmatch(remark) else NO_REASON)

    def clean_payer(self) -> str:
        typed: str = self.cleaned_data["payer"]
        if not typed:
            return ""
        found = Payer.objects.called(typed).first() if len(typed) <= LONGEST_NAME else None
        if found is None:
            raise forms.ValidationError(NO_PAYER)
        self.addressed = Addressed(found.slug, found.name, found.kind)
        return found.name

    def clean(self) -> None:
        self._clean_with()
        if self.unknown:
            raise forms.ValidationError(TOO_MUCH)
        if self.repeated:
            raise forms.ValidationError(TWICE)

    def _clean_with(self) -> None:
        other = self.cleaned_data.get("with", "").upper()
        self.cleaned_data["with"] = other
        if other == self.code.pk:
            self.add_error("with", ITSELF)
        elif other and not CODE_SHAPE.fullmatch(other):
            self.add_error("with", NO_CODE)

    def denial(self) -> Denial | None:
        """None: no reason is given, so that there is nothing to say yet."""
        found = self.cleaned_data
        if not found["reason"]:
            return None
        group, carc = parse_reason(found["reason"])
        return Denial(self.code.pk, group, carc, self.addressed, found["with"])

    def query(self) -> dict[str, str]:
        """The question as an address asks it."""
        found = self.cleaned_data
        payer = self.addressed.slug if self.addressed else ""
        asked = {"reason": found["reason"], "payer": payer, "with": found["with"]}
        return {name: said for name, said in asked.items() if said}
