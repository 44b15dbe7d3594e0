"""The shapes of what is sent and answered, which the schema describes."""

from typing import Any, ClassVar

from rest_framework import serializers

from reports import vocabulary
from reports.models import Statistic


class FactsSerializer(serializers.Serializer[Any]):
    """A report's fields, for the schema; `intake.settle` judges them (a test holds the two together)."""

    code = serializers.CharField(help_text="CPT or HCPCS code.")
    payer = serializers.CharField(help_text="Slug or alias; other text is dropped and stored as “other”.")
    kind = serializers.ChoiceField(list(vocabulary.KINDS.items()))
    year = serializers.IntegerField(help_text="Year of service.")
    modifiers = serializers.ListField(child=serializers.CharField(), required=False)
    line_of_business = serializers.ChoiceField(list(vocabulary.LINES_OF_BUSINESS.items()), required=False)
    group = serializers.ChoiceField(list(vocabulary.GROUPS.items()), required=False)
    carc = serializers.CharField(required=False)
    rarcs = serializers.ListField(child=serializers.CharField(), required=False)
    reason_source = serializers.ChoiceField(list(vocabulary.REASON_SOURCES.items()), required=False)
    paired_code = serializers.CharField(required=False)
    fix_modifier = serializers.CharField(required=False)
    actions = serializers.ListField(child=serializers.ChoiceField(list(vocabulary.ACTIONS.items())), required=False)
    tactics = serializers.ListField(child=serializers.ChoiceField(list(vocabulary.TACTICS.items())), required=False)
    outcome = serializers.ChoiceField(list(vocabulary.OUTCOMES.items()), required=False)
    resolution_band = serializers.ChoiceField(list(vocabulary.RESOLUTION_BANDS.items()), required=False)
    claim_type = serializers.ChoiceField(list(vocabulary.CLAIM_TYPES.items()), required=False)
    place_of_service = serializers.CharField(required=False)
    diagnosis_category = serializers.CharField(required=False)
    state = serializers.ChoiceField(vocabulary.STATES, required=False)
    network = serializers.ChoiceField(list(vocabulary.NETWORKS.items()), required=False)
    stage = serializers.ChoiceField(list(vocabulary.STAGES.items()), required=False)
    decided_by = serializers.ChoiceField(list(vocabulary.DECIDERS.items()), required=False)
    amount_band = serializers.ChoiceField(list(vocabulary.AMOUNT_BANDS.items()), required=False)
    story = serializers.CharField(required=False)


class ReceiptSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField()


class ReceivedSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField(help_text="Shown this once; cannot be replaced.")
    status = serializers.ChoiceField(["counted", "held"])
    code = serializers.CharField()


class FindingSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    kind = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class FindingsSerializer(serializers.Serializer[Any]):
    findings = FindingSerializer(many=True)


class PublishedSerializer(serializers.ModelSerializer[Statistic]):
    class Meta:
        model = Statistic
        fields: ClassVar = ["code", "reports", "as_of", "version"]
