"""The shapes of published figures, which the schema describes."""

from typing import Any, ClassVar, Final

from rest_framework import serializers

from reports.aggregation import GUARDED_BREAKDOWNS, OPEN_BREAKDOWNS
from reports.crossings import RECOVERED
from reports.models import Statistic

BREAKDOWNS: Final = (*OPEN_BREAKDOWNS, *GUARDED_BREAKDOWNS)
AnyField = serializers.Field[Any, Any, Any, Any]


class UnpublishedSerializer(serializers.Serializer[Any]):
    """Fewer reports than the threshold, or none: nobody can tell which."""

    code = serializers.CharField()
    published = serializers.BooleanField(help_text="Always false.")
    threshold = serializers.IntegerField()


class FigureSerializer(serializers.Serializer[Any]):
    """One answer: a share of reports, never a denial rate; low and high are its 95 % interval."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name
    reports = serializers.IntegerField()
    share = serializers.FloatField(min_value=0, max_value=1)
    low = serializers.FloatField(min_value=0, max_value=1)
    high = serializers.FloatField(min_value=0, max_value=1)


class BreakdownsSerializer(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, AnyField]:
        return {name: FigureSerializer(many=True) for name in BREAKDOWNS}


class OutcomesSerializer(serializers.Serializer[Any]):
    """Where nothing is decided yet, the rest is left out."""

    decided = serializers.IntegerField(help_text="Paid in full, paid in part or denied again.")
    paid_full = serializers.IntegerField(required=False)
    paid_part = serializers.IntegerField(required=False)
    denied_again = serializers.IntegerField(required=False)
    pending = serializers.IntegerField(required=False)
    rate = serializers.FloatField(required=False, min_value=0, max_value=1, help_text="paid_full ÷ decided.")
    low = serializers.FloatField(required=False, min_value=0, max_value=1)
    high = serializers.FloatField(required=False, min_value=0, max_value=1)


class RecentSerializer(serializers.Serializer[Any]):
    """Of the reports received since a month: from a snapshot, renewed after several changes only."""

    since = serializers.DateField(help_text="First day of the month they are counted from.")
    as_of = serializers.DateField(help_text="Day of the snapshot.")
    reports = serializers.IntegerField()
    reason = FigureSerializer(many=True, help_text="The three most reported; empty where too few would be left.")
    recovery = OutcomesSerializer(allow_null=True, help_text="Null where too few would be left.")


class RecoveryRowSerializer(serializers.Serializer[Any]):
    """What came of the reports with one answer: paid in full of those decided, with the 95 % interval."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    decided = serializers.IntegerField()
    paid_full = serializers.IntegerField()
    rate = serializers.FloatField(min_value=0, max_value=1, help_text="paid_full ÷ decided.")
    low = serializers.FloatField(min_value=0, max_value=1)
    high = serializers.FloatField(min_value=0, max_value=1)
    ranked = serializers.BooleanField(help_text="False: too few are decided to be compared; these come last.")


class RecoveryBySerializer(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, AnyField]:
        return {name: RecoveryRowSerializer(many=True) for name in RECOVERED}


class GroupRowSerializer(serializers.Serializer[Any]):
    """The reports with one answer, by another one."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    reports = serializers.IntegerField()
    rows = FigureSerializer(many=True, help_text="Shares of these reports.")


class ResolutionBySerializer(serializers.Serializer[Any]):
    action = GroupRowSerializer(many=True, help_text="Of the reports that say how long it took.")


class PayerLineSerializer(serializers.Serializer[Any]):
    payer = serializers.CharField()
    payer_label = serializers.CharField()
    line_of_business = serializers.CharField()
    line_label = serializers.CharField()
    reports = serializers.IntegerField()
    reason = FigureSerializer(many=True, help_text="The three given most, as shares of these reports.")


class TrendRowSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="The payer.")
    label = serializers.CharField()  # type: ignore[assignment]
    recent = serializers.IntegerField(help_text="Its reports received in the recent months.")
    recent_share = serializers.FloatField(min_value=0, max_value=1, help_text="Of all reports received in them.")
    recent_low = serializers.FloatField(min_value=0, max_value=1)
    recent_high = serializers.FloatField(min_value=0, max_value=1)
    before = serializers.IntegerField(help_text="Its reports received in the twelve months before those.")
    before_share = serializers.FloatField(min_value=0, max_value=1, help_text="Of all reports received in them.")
    before_low = serializers.FloatField(min_value=0, max_value=1)
    before_high = serializers.FloatField(min_value=0, max_value=1)
    more = serializers.BooleanField(
        help_text="A larger share of the recent reports: by chance alone in fewer than 1 in 100 (Fisher's exact test). "
        "Always false where either part holds fewer than 20 reports."
    )


class TrendSerializer(serializers.Serializer[Any]):
    """The last three months against the twelve before. From a snapshot, renewed after several changes only."""

    start = serializers.DateField(help_text="First day of the twelve months before.")
    since = serializers.DateField(
        help_text="First day of the recent months: of three, or of up to six while their window waits."
    )
    as_of = serializers.DateField(help_text="Day of the snapshot.")
    recent = serializers.IntegerField(help_text="All reports received in the recent months.")
    before = serializers.IntegerField(help_text="All reports received in the twelve months before those.")
    recent_per_month = serializers.FloatField(
        help_text="Of the recent months, the running one counted by the days it had on the day of the snapshot."
    )
    before_per_month = serializers.FloatField(help_text="A twelfth of those before.")
    rows = TrendRowSerializer(many=True)


class RisingRowSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="The payer.")
    label = serializers.CharField()  # type: ignore[assignment]


class RisingSerializer(serializers.Serializer[Any]):
    """Payers with more reports in a month than the twelve before let expect."""

    month = serializers.DateField(help_text="First day of that month.")
    as_of = serializers.DateField(help_text="Day of the snapshot.")
    rows = RisingRowSerializer(many=True)


class AmountRowSerializer(FigureSerializer):
    recovery = OutcomesSerializer(allow_null=True, help_text="Null where too few would be left, or nothing is decided.")


class WorthSerializer(serializers.Serializer[Any]):
    decided = serializers.IntegerField(help_text="Appeals that were decided.")
    per_100 = serializers.IntegerField(
        help_text="Dollars of each 100 denied that appeals bring back: the lower end of the interval of recovery, were "
        "all claims alike in amount."
    )


class StorySerializer(serializers.Serializer[Any]):
    text = serializers.CharField()


class FiguresSerializer(serializers.Serializer[Any]):
    """At least as many reports as the threshold, or such a slice of them."""

    code = serializers.CharField()
    published = serializers.BooleanField(help_text="Always true.")
    reports = serializers.IntegerField()
    as_of = serializers.DateField()
    version = serializers.CharField(help_text="Another one whenever the content is.")
    method = serializers.CharField(help_text="Another one whenever equal reports would give other figures.")
    breakdowns = BreakdownsSerializer()
    recovery = OutcomesSerializer(help_text="Of all reports.")
    appeal = OutcomesSerializer(help_text="Of the reports with an appeal.")
    recovery_by = RecoveryBySerializer(
        help_text="Recovery by route, tactic and fix modifier. Rows with at least the threshold of decided reports are "
        "ranked, by the lower end of the interval; the others follow."
    )
    resolution_by = ResolutionBySerializer(help_text="Days to resolution by route.")
    remark_by_reason = GroupRowSerializer(many=True, help_text="The remarks given most under each reason.")
    payer_lines = PayerLineSerializer(many=True, help_text="Payers by line of business; only without a filter.")
    recent = RecentSerializer(allow_null=True, help_text="Null where too few are recent or older, and with a filter.")
    trend = TrendSerializer(allow_null=True, help_text="Null where no payer has enough, and with a filter.")
    rising = RisingSerializer(allow_null=True, help_text="Null where none has more than usual, and with a filter.")
    amount_band = AmountRowSerializer(many=True, help_text="By the amount denied, from a snapshot; not with a filter.")
    appeal_worth = WorthSerializer(allow_null=True, help_text="Null for fewer decided appeals than the threshold.")
    expired = serializers.IntegerField(
        allow_null=True, help_text="Reports kept but too old to be counted; null for fewer than the threshold."
    )
    stories = StorySerializer(many=True, help_text="Read by a moderator; only without a filter.")


class PublishedSerializer(serializers.ModelSerializer[Statistic]):
    version = serializers.CharField(source="version_shown")

    class Meta:
        model = Statistic
        fields: ClassVar = ["code", "reports", "as_of", "version"]
