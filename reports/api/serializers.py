"""The shapes of what is sent and answered, which the schema describes."""

from typing import Any, ClassVar, Final

from rest_framework import serializers

from codes.api.strict import Strict
from reports import vocabulary
from reports.intake import FIRST_YEAR, STORY_LIMIT, TEXT_LIMIT
from reports.models.report import Standing, StoryState

CODE: Final = "^(?:[0-9]{4}[0-9AFMTUafmtu]|[A-Va-v][0-9]{4})$"
MODIFIER: Final = "^[0-9A-Za-z]{2}$"
KINDS: Final = list(vocabulary.KINDS.items())

AnyField = serializers.Field[Any, Any, Any, Any]


class StatedSerializer(serializers.Serializer[Any]):
    """A report's fields. What was not stated is left out."""

    code = serializers.RegexField(CODE, help_text="CPT or HCPCS code.")
    payer = serializers.CharField(
        max_length=TEXT_LIMIT, help_text="Slug or alias; other text is dropped and stored as “other”."
    )
    kind = serializers.ChoiceField(KINDS)
    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=9999, help_text="Year of service.")
    modifiers = serializers.ListField(
        child=serializers.RegexField(MODIFIER), required=False, help_text="Of the line; four at most."
    )
    line_of_business = serializers.ChoiceField(list(vocabulary.LINES_OF_BUSINESS.items()), required=False)
    group = serializers.ChoiceField(list(vocabulary.GROUPS.items()), required=False)
    carc = serializers.CharField(
        required=False, max_length=TEXT_LIMIT, help_text="Such as 97, or CO-97 with its group."
    )
    rarcs = serializers.ListField(
        child=serializers.CharField(min_length=1, max_length=TEXT_LIMIT),
        required=False,
        help_text="Such as N19; five at most.",
    )
    reason_source = serializers.ChoiceField(list(vocabulary.REASON_SOURCES.items()), required=False)
    paired_code = serializers.RegexField(CODE, required=False, help_text="The code it was denied beside.")
    fix_modifier = serializers.RegexField(MODIFIER, required=False, help_text="The modifier that got it paid.")
    actions = serializers.ListField(child=serializers.ChoiceField(list(vocabulary.ACTIONS.items())), required=False)
    tactics = serializers.ListField(child=serializers.ChoiceField(list(vocabulary.TACTICS.items())), required=False)
    outcome = serializers.ChoiceField(list(vocabulary.OUTCOMES.items()), required=False)
    resolution_band = serializers.ChoiceField(list(vocabulary.RESOLUTION_BANDS.items()), required=False)
    claim_type = serializers.ChoiceField(list(vocabulary.CLAIM_TYPES.items()), required=False)
    place_of_service = serializers.RegexField("^[0-9]{2}$", required=False)
    diagnosis_category = serializers.RegexField(
        "^[A-Za-z](?:[0-9][0-9A-Za-z]|[A-Za-z][0-9])$", required=False, help_text="Three characters, such as C90."
    )
    state = serializers.ChoiceField(vocabulary.STATES, required=False)
    network = serializers.ChoiceField(list(vocabulary.NETWORKS.items()), required=False)
    stage = serializers.ChoiceField(list(vocabulary.STAGES.items()), required=False)
    decided_by = serializers.ChoiceField(list(vocabulary.DECIDERS.items()), required=False)
    amount_band = serializers.ChoiceField(list(vocabulary.AMOUNT_BANDS.items()), required=False)
    story = serializers.CharField(required=False, max_length=STORY_LIMIT, help_text="Without anything of a person.")


class FactsSerializer(Strict, StatedSerializer):
    """A report as sent. Empty text and null say the same as leaving a field out: not stated."""

    # Never run: `intake.settle` judges a report, and a test holds the two together.
    def get_fields(self) -> dict[str, AnyField]:
        fields = super().get_fields()
        for field in fields.values():
            if not field.required:
                field.allow_null = True
                if not isinstance(field, serializers.ListField):
                    field.allow_blank = True  # type: ignore[attr-defined]  # of text and of choices
        return fields


class ReceiptSerializer(Strict):
    """Proof that a report is one's own."""

    receipt = serializers.CharField(help_text="As shown when the report was sent, in any spelling.")


class CorrectionSerializer(FactsSerializer):
    """Fields that are not sent stay as they are."""

    corrected: ClassVar = tuple(StatedSerializer().get_fields())

    def get_fields(self) -> dict[str, AnyField]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return ReceiptSerializer().get_fields() | {name: fields[name] for name in self.corrected}


class UpdateSerializer(CorrectionSerializer):
    """What became of the claim. Fields that are not sent stay as they are."""

    corrected: ClassVar = vocabulary.OF_AN_OUTCOME


class StoredSerializer(StatedSerializer):
    """A report as it is kept, and where it stands."""

    status = serializers.ChoiceField(Standing.choices, help_text="Only counted reports are in the figures.")
    expired = serializers.BooleanField(
        required=False, help_text="True: too old to count, and in no figure. Else absent."
    )
    story_status = serializers.ChoiceField(StoryState.choices, help_text="Only accepted stories are shown.")


class WithdrawnSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(["withdrawn"])
    code = serializers.CharField()


class ReceivedSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField(help_text="Shown again only for the same Idempotency-Key; cannot be replaced.")
    status = serializers.ChoiceField(["counted", "held"])
    code = serializers.CharField()


class FindingSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    kind = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class FindingsSerializer(serializers.Serializer[Any]):
    findings = FindingSerializer(many=True)
