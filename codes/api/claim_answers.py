"""What a program is answered about a claim, line by line."""

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from codes import bundling
from codes.api import answers
from codes.api.edit_answers import ANSWERS, BypassSerializer, LimitSerializer, TableSerializer
from codes.api.serializers import MoneyField, PricedSerializer, RefusedSerializer
from codes.quoting import Quote

STANDINGS: Final = [(word, word) for word in ("paid", "priced", "denied", "unknown")]
SCHEDULES: Final = [(word, word) for word in ("PFS", "CLFS")]


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Payment",
        serializers=[PricedSerializer, RefusedSerializer],
        resource_type_field_name=None,
    )
)
class PriceField(serializers.Field[Quote, Any, Mapping[str, Any], Quote]):
    """As the payment of a code answers."""

    def to_representation(self, value: Quote) -> Mapping[str, Any]:
        return answers.priced(value)


class VerdictSerializer(serializers.Serializer[Any]):
    standing = serializers.ChoiceField(
        STANDINGS,
        help_text="paid: no edit denies it. priced: not every table is held. unknown: no amount; `price` says why.",
    )
    words = serializers.CharField()


class CountedSerializer(serializers.Serializer[Any]):
    schedule = serializers.ChoiceField(SCHEDULES, help_text="Physician or laboratory schedule.")
    allowed = MoneyField()
    medicare_share = MoneyField()
    patient_share = MoneyField()
    after_sequestration = MoneyField()


class MeetingSerializer(serializers.Serializer[Any]):
    """An edit in force between two lines: column 1 is paid, column 2 denied."""

    paid = serializers.CharField(source="paid.code")
    paid_line = serializers.IntegerField(source="paid.number")
    denied = serializers.CharField(source="denied.code")
    denied_line = serializers.IntegerField(source="denied.number")
    indicator = serializers.ChoiceField(
        [(digit, digit) for digit in bundling.INDICATOR_WORDS], source="edit.row.indicator"
    )
    indicator_words = serializers.CharField(source="edit.indicator_words")
    effective = serializers.DateField(source="edit.row.effective", allow_null=True, help_text="Null: not published.")
    rationale = serializers.CharField(source="edit.row.rationale", help_text="In CMS's words.")
    modifiers = BypassSerializer(source="bypasses", many=True, help_text="Of the two lines, where they matter.")
    bypassed = serializers.BooleanField(help_text="Whether a modifier as billed lets both lines be paid.")


class LineEditsSerializer(serializers.Serializer[Any]):
    """Three answers, never two."""

    answer = serializers.ChoiceField(ANSWERS)
    message = serializers.CharField(source="words")
    table = TableSerializer(allow_null=True)
    results = MeetingSerializer(source="meetings", many=True)


class UnitsCheckSerializer(serializers.Serializer[Any]):
    billed = serializers.IntegerField()
    counted = serializers.IntegerField(help_text="Held against the limit: of the line, or of the code that day.")
    lines = serializers.ListField(child=serializers.IntegerField(), help_text="Whose units are counted.")
    over = serializers.BooleanField(
        allow_null=True, help_text="Null: no limit is known, or a warning says why nobody can say."
    )
    limit = LimitSerializer()


class AddOnCheckSerializer(serializers.Serializer[Any]):
    is_add_on = serializers.BooleanField(allow_null=True, help_text="Null: no list is held.")
    kind = serializers.CharField(source="add_ons.kind", default="", help_text="1, 2, 3; empty for other codes.")
    primaries = serializers.ListField(source="add_ons.primaries", child=serializers.CharField(), default=[])
    primary = serializers.CharField(help_text="The one on the claim; or empty.")
    missing = serializers.BooleanField(allow_null=True, help_text="Null: no add-on code, or the contractor decides.")
    table = serializers.CharField()
    words = serializers.CharField()


class ReportedReasonSerializer(serializers.Serializer[Any]):
    """A share of reports, never a denial rate; low and high are its 95 % interval."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name
    reports = serializers.IntegerField()
    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class DenialsSerializer(serializers.Serializer[Any]):
    reports = serializers.IntegerField()
    as_of = serializers.DateField()
    reasons = ReportedReasonSerializer(many=True)


class CheckedLineSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField(source="billed.number")
    code = serializers.CharField(source="billed.code")
    name = serializers.CharField(help_text="In medpay's words.")
    modifiers = serializers.ListField(source="billed.modifiers", child=serializers.CharField())
    verdict = VerdictSerializer()
    price = PriceField(source="quote")
    counted = CountedSerializer(allow_null=True, help_text="What of it is in the totals, beside all other lines.")
    after_edits = CountedSerializer(allow_null=True, help_text="The same beside the lines that nothing denies.")
    edits = LineEditsSerializer(allow_null=True, help_text="Null: no other code is on the claim.")
    units = UnitsCheckSerializer()
    add_on = AddOnCheckSerializer()
    denials = DenialsSerializer(allow_null=True, help_text="Null: nothing is published of the code.")
    warnings = serializers.ListField(child=serializers.CharField())


class TotalSerializer(serializers.Serializer[Any]):
    """What is known, added up; null where nothing is."""

    lines = serializers.IntegerField()
    priced = serializers.IntegerField()
    allowed = MoneyField(allow_null=True)
    medicare_share = MoneyField(allow_null=True)
    patient_share = MoneyField(allow_null=True)
    after_sequestration = MoneyField(allow_null=True)
    message = serializers.CharField(source="words")


class CheckedSerializer(serializers.Serializer[Any]):
    date = serializers.DateField(source="day", help_text="The day of service the answer is for.")
    release = serializers.CharField(source="release.label", default=None, allow_null=True)
    locality = serializers.CharField(source="place.key")
    lines = CheckedLineSerializer(many=True)
    total = TotalSerializer()
    after_edits = TotalSerializer(allow_null=True, help_text="Without the lines denied; null where none is.")
    warnings = serializers.ListField(child=serializers.CharField())
