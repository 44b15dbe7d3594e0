"""The shapes of the contract's answers, which the schema describes.

Money is a string in dollars with two decimals; RVUs and factors are strings too.
"""

from typing import Any, ClassVar, Final, get_args

from rest_framework import serializers

from codes import payment
from codes.models import Code, Payer, Reason
from codes.payment import Level, Setting

REASONS: Final = [(word, word.replace("_", " ")) for word in get_args(payment.Reason)]
LEVELS: Final = [(word, word) for word in get_args(Level)]
SETTINGS: Final = [(word, word) for word in get_args(Setting)]


class MoneyField(serializers.DecimalField):
    """Dollars and cents."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **options)


class RvuField(serializers.DecimalField):
    """Relative value units, with CMS's two decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=8, decimal_places=2, **options)


class FactorField(serializers.DecimalField):
    """A number without money's two decimals: a share, a conversion factor."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=None, decimal_places=None, normalize_output=True, **options)


class ConfidenceSerializer(serializers.Serializer[Any]):
    level = serializers.ChoiceField(LEVELS)
    reasons = serializers.ListField(child=serializers.CharField())


class ElsewhereSerializer(serializers.Serializer[Any]):
    """Another schedule that pays it."""

    schedule = serializers.CharField(
        help_text="CLFS (laboratory), ASP (drugs, one dosage unit) or OPPS (hospital outpatient, national)."
    )
    amount = MoneyField()
    year = serializers.IntegerField(help_text="The year the amount is of.")
    source = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name
    confidence = ConfidenceSerializer()


class StepSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    factor = FactorField(allow_null=True, help_text="Multiplied what was before; null where it is no plain product.")
    amount = MoneyField(help_text="The result after this step.")
    source = serializers.CharField()  # type: ignore[assignment]  # the contract's name


class PricedSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    modifiers = serializers.ListField(child=serializers.CharField())
    release = serializers.CharField(help_text="Label of the release that answers.")
    locality = serializers.CharField(help_text="“national”, or contractor and locality.")
    setting = serializers.ChoiceField(SETTINGS)
    priced = serializers.BooleanField(help_text="Always true.")
    allowed = MoneyField()
    steps = StepSerializer(many=True)
    medicare_share = MoneyField()
    patient_share = MoneyField()
    after_sequestration = MoneyField(help_text="What Medicare pays of its share.")
    limiting_charge = MoneyField(allow_null=True, help_text="Null for a participating provider.")
    confidence = ConfidenceSerializer()
    warnings = serializers.ListField(child=serializers.CharField())


class CandidateSerializer(serializers.Serializer[Any]):
    locality = serializers.CharField()
    name = serializers.CharField()


class RefusedSerializer(serializers.Serializer[Any]):
    priced = serializers.BooleanField(help_text="Always false.")
    reason = serializers.ChoiceField(REASONS)
    message = serializers.CharField()
    elsewhere = ElsewhereSerializer(allow_null=True)
    candidates = CandidateSerializer(
        many=True, required=False, help_text="Only with ambiguous_zip: the localities to choose from."
    )


class RefusalSerializer(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(REASONS)
    message = serializers.CharField()


class RowAmountSerializer(serializers.Serializer[Any]):
    """A national amount, or why there is none."""

    allowed = MoneyField(allow_null=True)
    refusal = RefusalSerializer(allow_null=True)


class RowAmountsSerializer(serializers.Serializer[Any]):
    nonfacility = RowAmountSerializer()
    facility = RowAmountSerializer()


class RowSerializer(serializers.Serializer[Any]):
    """A row of the physician fee schedule. Where CMS prints NA there is null."""

    modifier = serializers.CharField()
    status = serializers.CharField()
    status_words = serializers.CharField()
    work = RvuField()
    pe_nonfacility = RvuField(allow_null=True)
    pe_facility = RvuField(allow_null=True)
    mp = RvuField()
    total_nonfacility = RvuField(allow_null=True)
    total_facility = RvuField(allow_null=True)
    conversion_factor = FactorField()
    amounts = RowAmountsSerializer()


class ReleaseSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name
    effective = serializers.DateField()
    complete = serializers.BooleanField(help_text="False: a starter list collected by hand.")
    covers = serializers.BooleanField(help_text="False: an earlier release stands in.")
    note = serializers.CharField()


class ListedCodeSerializer(serializers.ModelSerializer[Code]):
    class Meta:
        model = Code
        fields: ClassVar = ["code", "name", "service_type", "deleted"]


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField(help_text="In medpay's words, as the description.")
    description = serializers.CharField()
    service_type = serializers.CharField()
    day = serializers.DateField(help_text="The day the question was taken to be about.")
    alive = serializers.BooleanField(help_text="Whether it may be billed on that day.")
    deleted = serializers.DateField(allow_null=True, help_text="First day on which it may not be billed.")
    successors = serializers.ListField(
        child=serializers.CharField(), help_text="Codes to look at; none replaces it one to one."
    )
    change_note = serializers.CharField()
    release = ReleaseSerializer(allow_null=True)
    rows = RowSerializer(many=True)
    refusal = RefusalSerializer(allow_null=True, help_text="Why there are no rows.")
    elsewhere = ElsewhereSerializer(allow_null=True)


class NearestSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class UnknownCodeSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField()
    nearest = NearestSerializer(many=True, required=False, help_text="Where it looks like a code.")


class PayerSerializer(serializers.ModelSerializer[Payer]):
    aliases = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Payer
        fields: ClassVar = ["slug", "name", "family", "kind", "aliases"]


class ReasonSerializer(serializers.ModelSerializer[Reason]):
    class Meta:
        model = Reason
        fields: ClassVar = ["kind", "code", "paraphrase", "first_check", "alert"]
