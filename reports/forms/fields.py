"""The fields of a report as a form asks them: each says why it is asked, or what becomes of it."""

from collections.abc import Mapping
from typing import Final

from django import forms

from reports import intake, vocabulary

FIRST: Final = (
    "code",
    "modifiers",
    "payer",
    "line_of_business",
    "year",
    "kind",
    "carc",
    "group",
    "rarcs",
    "reason_source",
    "paired_code",
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
OUTCOME: Final = vocabulary.OF_AN_OUTCOME
LISTS: Final = ("actions", "tactics")


def choose(label: str, words: vocabulary.Words, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.Select(choices=[("", "Not stated"), *words.items()]),
    )


def tick(label: str, words: vocabulary.Words, help_text: str = "") -> forms.Field:
    return forms.Field(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple(choices=list(words.items())),
    )


def write(label: str, help_text: str = "", **attributes: str) -> forms.CharField:
    attributes = {name.replace("_", "-"): value for name, value in attributes.items()}
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attributes})
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


def must(field: forms.CharField, name: str) -> forms.CharField:
    field.required = True
    field.error_messages["required"] = intake.REQUIRED[name]
    return field


def trap() -> forms.CharField:
    """People do not see it; programs fill it in."""
    return forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )


def tell(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": str(intake.STORY_LIMIT), "autocomplete": "off"}),
    )


def fields_of_a_report() -> Mapping[str, forms.Field]:
    return {**_of_the_claim(), **_of_the_denial(), **_of_the_recovery(), **_of_the_rest()}


def _of_the_claim() -> Mapping[str, forms.Field]:
    return {
        "code": must(
            write("Billing code", "The CPT or HCPCS code that was denied, such as 86320.", maxlength="20", size="9"),
            "code",
        ),
        "modifiers": write("Modifiers as billed", "Up to four: 26 59. Denials often turn on them.", size="14"),
        "payer": must(
            write(
                "Payer",
                "Start typing. One we do not list is kept as “other”; what you typed is not stored.",
                list="payers",
                data_offers="payers",
            ),
            "payer",
        ),
        "line_of_business": choose(
            "Line of business", vocabulary.LINES_OF_BUSINESS, "The same payer denies differently by line."
        ),
        "year": must(
            write(
                "Year of service",
                "Only the year: a full date could identify a patient.",
                inputmode="numeric",
                maxlength="10",
                size="6",
            ),
            "year",
        ),
    }


def _of_the_denial() -> Mapping[str, forms.Field]:
    return {
        "kind": must(
            choose("What happened", vocabulary.KINDS, "Figures are broken down by it, and it decides what is asked."),
            "kind",
        ),
        "carc": write(
            "Reason code (CARC)",
            "As printed: CO-97, or 97.",
            list="carcs",
            size="12",
            data_offers="carcs",
        ),
        "group": choose("Group code", vocabulary.GROUPS, "The two letters before it say who bears the amount."),
        "rarcs": write(
            "Remark codes (RARC)",
            "Such as N19 MA130: they say what was missing. Leave empty if none was printed.",
            list="rarcs",
            size="20",
            data_offers="rarcs",
        ),
        "reason_source": choose(
            "Was a reason printed?",
            vocabulary.REASON_SOURCES,
            "“No reason code was printed” lets the two codes stay empty. Not shown.",
        ),
        "paired_code": write(
            "Bundled into which code?", "Where the payer named one: 84165. Shown as a pair.", maxlength="20", size="9"
        ),
    }


def _of_the_recovery() -> Mapping[str, forms.Field]:
    return {
        "actions": tick("What did you do?", vocabulary.ACTIONS, "All that you tried: each route gets its own figures."),
        "tactics": tick("What did it carry?", vocabulary.TACTICS, "What others would send with it."),
        "fix_modifier": write("The modifier that did it", "If one got it paid, such as XU.", maxlength="2", size="4"),
        "outcome": choose("What came of it", vocabulary.OUTCOMES, "You can add it months later with your receipt."),
    }


def _of_the_rest() -> Mapping[str, forms.Field]:
    return {
        "claim_type": choose("Type of claim", vocabulary.CLAIM_TYPES, "Edits differ between them."),
        "stage": choose("At what point", vocabulary.STAGES, "Before or after payment calls for other steps."),
        "decided_by": choose("Who decided", vocabulary.DECIDERS, "Vendors decide for many payers alike."),
        "place_of_service": write(
            "Place of service", "Two digits, such as 11 or 81. Kept, not shown so far.", maxlength="2", size="4"
        ),
        "diagnosis_category": write(
            "Diagnosis category",
            "Three characters, such as C90. Kept, not shown so far.",
            maxlength="3",
            size="5",
        ),
        "network": choose("Network", vocabulary.NETWORKS, "Kept, not shown so far."),
        "state": choose(
            "State", {state: state for state in vocabulary.STATES}, "Shown only when many reports share it."
        ),
        "amount_band": choose(
            "Amount at stake", vocabulary.AMOUNT_BANDS, "A band, never the amount. Not shown so far."
        ),
        "resolution_band": choose(
            "Time to resolution", vocabulary.RESOLUTION_BANDS, "Tells others how long a route takes."
        ),
        "story": tell(
            "What happened, in your words",
            "Optional. A person reads it before it is shown. No names, no dates, no months (“March” alone is "
            "a date too), no numbers of patients, members or claims; such things are refused.",
        ),
    }
