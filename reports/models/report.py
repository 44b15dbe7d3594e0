"""The private half: one report, every field declared."""

import datetime
import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reports import vocabulary


def today() -> datetime.date:
    return timezone.now().date()


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
    line_of_business = models.CharField(max_length=20, choices=vocabulary.LINES_OF_BUSINESS, blank=True)
    kind = models.CharField(max_length=20, choices=vocabulary.KINDS)
    group = models.CharField(max_length=2, choices=vocabulary.GROUPS, blank=True)
    carc = models.CharField(max_length=5, blank=True)
    rarcs = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    reason_source = models.CharField(max_length=14, choices=vocabulary.REASON_SOURCES, blank=True)
    year = models.PositiveSmallIntegerField()
    paired_code = models.CharField(max_length=5, blank=True)
    fix_modifier = models.CharField(max_length=2, blank=True)
    actions = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    tactics = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    outcome = models.CharField(max_length=12, choices=vocabulary.OUTCOMES, blank=True)
    resolution_band = models.CharField(max_length=6, choices=vocabulary.RESOLUTION_BANDS, blank=True)
    claim_type = models.CharField(max_length=20, choices=vocabulary.CLAIM_TYPES, blank=True)
    place_of_service = models.CharField(max_length=2, blank=True)
    diagnosis_category = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=2, blank=True)
    network = models.CharField(max_length=7, choices=vocabulary.NETWORKS, blank=True)
    stage = models.CharField(max_length=14, choices=vocabulary.STAGES, blank=True)
    decided_by = models.CharField(max_length=16, choices=vocabulary.DECIDERS, blank=True)
    amount_band = models.CharField(max_length=9, choices=vocabulary.AMOUNT_BANDS, blank=True)
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
