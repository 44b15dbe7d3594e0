"""What the public may read of a code, and what it is made by."""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar, Final, NamedTuple, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property

from codes.models import ReferenceVersion
from reports import figures
from reports.aggregation import Outcomes, outcomes
from reports.models.fields import TextOfJson
from reports.models.labelling import labels

ENOUGH_DECIDED: Final = 20  # decided reports of a code that is ranked by what came of them


class GuardedSnapshot(models.Model):
    """Guarded cells of a code as they stood when last renewed, and which reports changed since (I4)."""

    code = models.CharField(max_length=5, primary_key=True)
    reports = models.PositiveIntegerField(default=0)
    cells = TextOfJson(default=dict)  # field -> answer -> reports
    recent = TextOfJson(default=dict)  # as reports.recent.Taken: the recent reports and those before
    as_of = models.DateField(null=True)  # when it was last renewed
    changed = ArrayField(models.UUIDField(), default=list)  # at most THRESHOLD of them

    def __str__(self) -> str:
        return self.code


# Open pages ask for it every few seconds, and models would take three times as long to ask.
VERSIONS = """
SELECT reference.version, shown.version, ARRAY(
  SELECT slice_field || '=' || slice_key FROM reports_statistic
  WHERE code = shown.code AND shown.slice_field = '' AND slice_field <> ''
    AND NOT (published AND reports >= %(threshold)s)
)
FROM (SELECT coalesce((SELECT version::text FROM codes_referenceversion), '') AS version) AS reference
LEFT JOIN reports_statistic AS shown
  ON code = %(code)s AND slice_field = %(field)s AND slice_key = %(key)s AND published AND reports >= %(threshold)s
"""


class Versions(NamedTuple):
    """Of what may be shown of a code, as its `version_shown`, None where nothing may; and of the reference."""

    shown: str | None
    reference: str


class StatisticQuerySet(models.QuerySet["Statistic"]):
    def published(self) -> Self:
        """What may be shown; a row that a raised threshold has outdated is not, even before its refresh."""
        return self.filter(published=True, reports__gte=settings.THRESHOLD)

    def whole(self) -> Self:
        return self.filter(slice_field="")

    def slices(self, field: str, key: str) -> Self:
        return self.filter(slice_field=field, slice_key=key)

    def of(self, code: str, field: str = "", key: str = "") -> "Statistic | None":
        return self.published().filter(code=code, slice_field=field, slice_key=key).to_be_shown().first()

    def of_each(self, codes: Collection[str]) -> dict[str, "Statistic"]:
        """The whole of each that has figures. One query, however many codes."""
        return {row.code: row for row in self.published().whole().filter(code__in=codes).to_be_shown()}

    def to_be_shown(self) -> Self:
        """With the slices of its code that are kept back, of which the whole shows nothing, and the words' version."""
        kept_back = Statistic.objects.filter(~Q(published=True, reports__gte=settings.THRESHOLD), code=OuterRef("code"))
        named = kept_back.exclude(slice_field="").annotate(one=JSONObject(field="slice_field", key="slice_key"))
        return self.annotate(kept_back=ArraySubquery(named.values("one")), words=ReferenceVersion.objects.beside())

    def most_reported(self, limit: int) -> Self:
        return self.published().whole().order_by("-reports", "code")[:limit]

    def most_overturned(self, limit: int) -> Self:
        """By the lower end of the interval of recovery, among codes of which enough is decided to be ranked."""
        ranked = self.published().whole().filter(decided__gte=ENOUGH_DECIDED)
        return ranked.order_by("-low", "code")[:limit]

    def newest_first(self) -> Self:
        """By the day of their figures; within a day in an order unrelated to what came when."""
        return self.order_by("-as_of", "code")


class Statistic(models.Model):
    """What the public may read of a code, whole (`slice_field` empty) or by one slice.

    A slice row with `published` false is one that disclosure withholds for the sake of another code.
    """

    code = models.CharField(max_length=5)
    slice_field = models.CharField(max_length=20, blank=True)
    slice_key = models.CharField(max_length=60, blank=True)
    published = models.BooleanField()
    reports = models.PositiveIntegerField()
    decided = models.PositiveIntegerField()  # how many have an outcome
    low = models.FloatField()  # the lower end of the interval of recovery, 0 where none is decided
    told = TextOfJson()  # as reports.figures.Told
    version = models.CharField(max_length=32)  # of what is told
    as_of = models.DateField()
    kept_back: list[dict[str, str]]  # by `to_be_shown`
    words: str  # by `to_be_shown`: the version of the reference that has the words of codes, payers and reasons

    objects = StatisticQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "slice_field", "slice_key"], name="one_statistic_per_subject"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["slice_field", "slice_key", "reports", "code"], name="statistic_slice"),
            models.Index(fields=["slice_field", "slice_key"], condition=Q(published=False), name="statistic_kept_back"),
            models.Index(fields=["-reports", "code"], condition=Q(slice_field=""), name="statistic_most_reported"),
            models.Index(fields=["-as_of", "code"], condition=Q(slice_field=""), name="statistic_latest"),
            models.Index(
                fields=["-low", "code"],
                condition=Q(slice_field="", decided__gte=ENOUGH_DECIDED),
                name="statistic_most_overturned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.slice_field}={self.slice_key}" if self.slice_field else self.code

    @property
    def subject(self) -> tuple[str, str]:
        return self.slice_field, self.slice_key

    @property
    def withheld(self) -> frozenset[tuple[str, str]]:
        """Of the whole, its slices that are kept back; asks for `to_be_shown`."""
        return frozenset() if self.slice_field else frozenset((one["field"], one["key"]) for one in self.kept_back)

    @cached_property
    def content(self) -> figures.Content:
        """Every figure, worded by the reference of now; asks for `to_be_shown`."""
        return figures.content(self.told, labels(version=self.words), threshold=settings.THRESHOLD)

    @property
    def recovery(self) -> Outcomes:
        return outcomes(self.told["cells"].get("outcome", {}))

    @property
    def shown(self) -> dict[str, Any]:
        """The content without what lies in a slice kept back."""
        return figures.as_shown(self.content, self.withheld, threshold=settings.THRESHOLD)

    @classmethod
    def versions(cls, code: str, field: str = "", key: str = "") -> Versions:
        """One query, which reads no figure."""
        asked = {"code": code, "field": field, "key": key, "threshold": settings.THRESHOLD}
        with connection.cursor() as cursor:
            cursor.execute(VERSIONS, asked)
            reference, version, withheld = cursor.fetchone()
        if version is None:
            return Versions(None, reference)
        kept_back = frozenset(tuple(one.split("=", 1)) for one in withheld)
        return Versions(figures.version_shown(version, kept_back, reference), reference)

    @property
    def version_shown(self) -> str:
        return figures.version_shown(self.version, self.withheld, self.words)


def rules() -> figures.Rules:
    """As the settings have them now."""
    return figures.Rules(threshold=settings.THRESHOLD, min_contributors=settings.MIN_CONTRIBUTORS)


class RulesFollowed(models.Model):
    """The rules that all figures were last made with; one row, written when the last code follows them."""

    threshold = models.PositiveIntegerField()
    min_contributors = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.threshold} reports, {self.min_contributors} contributors"


class Demonstration(models.Model):
    """One row where the reports are generated: such a site must say so on every page."""

    day = models.DateField()

    def __str__(self) -> str:
        return self.day.isoformat()


class PublishedStoryQuerySet(models.QuerySet["PublishedStory"]):
    def texts(self, code: str) -> list[str]:
        """In an order unrelated to arrival: that of their digests."""
        return list(self.filter(code=code).order_by("digest", "key").values_list("text", flat=True))


class PublishedStory(models.Model):
    """A story that a moderator accepted: its text and its code, nothing that leads back to the report."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=5, db_index=True)
    digest = models.CharField(max_length=64)
    text = models.TextField()

    objects = PublishedStoryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code
