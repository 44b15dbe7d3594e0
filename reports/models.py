"""What people say. `reports.actions` is the only writer; the public reads statistics, never reports."""

import datetime
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from reports import vocabulary


def today() -> datetime.date:
    return timezone.now().date()


def _one_of(words: vocabulary.Words) -> list[tuple[str, str]]:
    return list(words.items())


class Standing(models.TextChoices):
    COUNTED = "counted"
    HELD = "held"
    REJECTED = "rejected"


class StoryState(models.TextChoices):
    NONE = "none", "no story"
    WAITING = "waiting", "waits for a moderator"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ReportQuerySet(models.QuerySet["Report"]):
    def counted(self) -> Self:
        """Those the figures count: counted and released. The trigger and the tally SQL say the same."""
        return self.filter(standing=Standing.COUNTED, released=True)

    def unreleased(self) -> Self:
        return self.filter(standing=Standing.COUNTED, released=False)

    def on(self, code: str) -> Self:
        return self.filter(code=code)

    def with_accepted_story(self) -> Self:
        return self.filter(story_state=StoryState.ACCEPTED)

    def held(self) -> Self:
        return self.filter(standing=Standing.HELD)

    def rejected(self) -> Self:
        return self.filter(standing=Standing.REJECTED)

    def with_waiting_story(self) -> Self:
        return self.filter(story_state=StoryState.WAITING).exclude(standing=Standing.REJECTED)

    def waiting(self) -> Self:
        """The moderators' queue: held reports and stories that no one has read."""
        return self.held() | self.with_waiting_story()


class Report(models.Model):
    """One denial as a biller told it. Nothing here says who, nor dates it finer than a day (I5).

    `DISCLOSURE` declares each field: open (counts shown live in a published group), guarded (only from
    a snapshot, in cells of at least the threshold) or private (never shown). A test fails on an
    undeclared one (I4).
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt_digest = models.CharField(max_length=64, unique=True)
    received = models.DateField(default=today)
    contributor = models.CharField(max_length=32, blank=True)
    standing = models.CharField(max_length=8, choices=Standing.choices)
    released = models.BooleanField(default=True)
    held_because = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    unverified = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    code = models.CharField(max_length=5)
    modifiers = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    payer = models.CharField(max_length=60)
    line_of_business = models.CharField(max_length=20, choices=_one_of(vocabulary.LINES_OF_BUSINESS), blank=True)
    kind = models.CharField(max_length=20, choices=_one_of(vocabulary.KINDS))
    group = models.CharField(max_length=2, choices=_one_of(vocabulary.GROUPS), blank=True)
    carc = models.CharField(max_length=5, blank=True)
    rarcs = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    reason_source = models.CharField(max_length=14, choices=_one_of(vocabulary.REASON_SOURCES), blank=True)
    year = models.PositiveSmallIntegerField()
    paired_code = models.CharField(max_length=5, blank=True)
    fix_modifier = models.CharField(max_length=2, blank=True)
    actions = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    tactics = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    outcome = models.CharField(max_length=12, choices=_one_of(vocabulary.OUTCOMES), blank=True)
    resolution_band = models.CharField(max_length=6, choices=_one_of(vocabulary.RESOLUTION_BANDS), blank=True)
    claim_type = models.CharField(max_length=20, choices=_one_of(vocabulary.CLAIM_TYPES), blank=True)
    place_of_service = models.CharField(max_length=2, blank=True)
    diagnosis_category = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=2, blank=True)
    network = models.CharField(max_length=7, choices=_one_of(vocabulary.NETWORKS), blank=True)
    stage = models.CharField(max_length=14, choices=_one_of(vocabulary.STAGES), blank=True)
    decided_by = models.CharField(max_length=16, choices=_one_of(vocabulary.DECIDERS), blank=True)
    amount_band = models.CharField(max_length=9, choices=_one_of(vocabulary.AMOUNT_BANDS), blank=True)
    story = models.TextField(blank=True)
    story_state = models.CharField(max_length=8, choices=StoryState.choices, default=StoryState.NONE)

    DISCLOSURE: ClassVar[dict[str, str]] = {
        "key": "private",
        "receipt_digest": "private",
        "received": "guarded",
        "contributor": "private",
        "standing": "private",
        "released": "private",
        "held_because": "private",
        "unverified": "private",
        "code": "open",
        "modifiers": "open",
        "payer": "open",
        "line_of_business": "open",
        "kind": "open",
        "group": "open",
        "carc": "open",
        "rarcs": "open",
        "reason_source": "private",
        "year": "guarded",
        "paired_code": "open",
        "fix_modifier": "open",
        "actions": "open",
        "tactics": "open",
        "outcome": "open",
        "resolution_band": "open",
        "claim_type": "open",
        "place_of_service": "guarded",
        "diagnosis_category": "guarded",
        "state": "guarded",
        "network": "guarded",
        "stage": "open",
        "decided_by": "open",
        "amount_band": "guarded",
        "story": "private",  # its text is shown only from PublishedStory
        "story_state": "private",
    }

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["code", "received"], condition=Q(standing="counted"), name="report_code_received"),
            models.Index(fields=["contributor", "code", "received"], name="report_contributor"),
            models.Index(
                fields=["received"],
                condition=Q(standing="held") | Q(story_state="waiting"),
                name="report_queue",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="report_standing_known"),
            models.CheckConstraint(condition=Q(kind__in=list(vocabulary.KINDS)), name="report_kind_known"),
            models.CheckConstraint(
                condition=Q(group="", carc="") | (~Q(group="") & ~Q(carc="")),
                name="report_group_and_carc_together",
            ),
            models.CheckConstraint(condition=~Q(story_state="none") | Q(story=""), name="report_story_has_a_state"),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.get_kind_display()}"


class DirtyCode(models.Model):
    """A change the figures have not seen yet, written by a trigger in the same transaction (I1).

    Append-only, without a unique key: a refresh deletes what it saw and nothing else.
    """

    code = models.CharField(max_length=5, db_index=True)
    month = models.DateField()
    report = models.UUIDField()
    guarded = models.BooleanField()
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.code


class TallyQuerySet(models.QuerySet["Tally"]):
    def on(self, code: str) -> Self:
        return self.filter(code=code)

    def sizes(self, field: str, key: str) -> Self:
        """How many reports each code holds in one slice, month by month."""
        return self.filter(slice_field=field, slice_key=key, field="reports")


class Tally(models.Model):
    """Private counts: reports of a code in a month of receipt, whole and by slice, per field and answer."""

    code = models.CharField(max_length=5)
    month = models.DateField()
    slice_field = models.CharField(max_length=20, blank=True)
    slice_key = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=20)
    key = models.CharField(max_length=60, blank=True)
    reports = models.PositiveIntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "month", "slice_field", "slice_key", "field", "key"],
                name="one_tally_per_cell",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["slice_field", "slice_key", "code"],
                condition=Q(field="reports"),
                name="tally_slice_sizes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.field}={self.key}: {self.reports}"


class GuardedSnapshot(models.Model):
    """Guarded cells of a code as they stood when last renewed, and which reports changed since (I4)."""

    code = models.CharField(max_length=5, primary_key=True)
    reports = models.PositiveIntegerField(default=0)
    cells = models.JSONField(default=dict)  # field -> answer -> reports
    changed = ArrayField(models.UUIDField(), default=list)  # at most THRESHOLD of them

    def __str__(self) -> str:
        return self.code


class StatisticQuerySet(models.QuerySet["Statistic"]):
    def published(self) -> Self:
        """What may be shown; a row that a raised threshold has outdated is not, even before its refresh."""
        return self.filter(published=True, reports__gte=settings.THRESHOLD)

    def whole(self) -> Self:
        return self.filter(slice_field="")

    def slices(self, field: str, key: str) -> Self:
        return self.filter(slice_field=field, slice_key=key)

    def of(self, code: str, field: str = "", key: str = "") -> "Statistic | None":
        return self.published().filter(code=code, slice_field=field, slice_key=key).first()

    def most_reported(self, limit: int) -> Self:
        return self.published().whole().order_by("-reports", "code")[:limit]


class Statistic(models.Model):
    """What the public may read of a code, whole (`slice_field` empty) or by one slice.

    A slice row with `published` false is one that disclosure withholds for the sake of another code.
    """

    code = models.CharField(max_length=5)
    slice_field = models.CharField(max_length=20, blank=True)
    slice_key = models.CharField(max_length=60, blank=True)
    published = models.BooleanField()
    reports = models.PositiveIntegerField()
    content = models.JSONField()
    version = models.CharField(max_length=32)
    as_of = models.DateField()

    objects = StatisticQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "slice_field", "slice_key"], name="one_statistic_per_subject"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["slice_field", "slice_key"], name="statistic_slice"),
            models.Index(fields=["-reports", "code"], condition=Q(slice_field=""), name="statistic_most_reported"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.slice_field}={self.slice_key}" if self.slice_field else self.code


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


class Decision(models.Model):
    """Audit: who decided what about a report, on which day, and why. Never changed."""

    class Verdict(models.TextChoices):
        ACCEPT_REPORT = "accept_report"
        REJECT_REPORT = "reject_report"
        ACCEPT_STORY = "accept_story"
        REFUSE_STORY = "refuse_story"
        WITHDRAWN = "withdrawn", "withdrawn by its contributor"

    report = models.UUIDField()
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    reason = models.CharField(max_length=40, choices=_one_of(vocabulary.REJECTIONS), blank=True)
    moderator = models.ForeignKey("auth.User", on_delete=models.PROTECT, null=True, blank=True)
    day = models.DateField(default=today)

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.day}"
