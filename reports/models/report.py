"""The private half: one report, every field declared."""

import datetime
import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from reports import vocabulary
from reports.triage import NAMES, is_own


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


WAITS_TO_COUNT = Q(standing=Standing.HELD)
WAITS_FOR_A_LOOK = Q(story_state=StoryState.WAITING) & ~Q(standing=Standing.REJECTED)
COUNTS = Q(standing=Standing.COUNTED, released=True, expired=False)
COUNTED = "standing = 'counted' AND released AND NOT expired"  # the same, for plain statements
PASSED_ON = Q(escalated=True)
PASSED_ON_WEIGHS = 1000  # more than all flags of a report together
HELD_WEIGHS = 5
NAMES_WEIGH = 5  # a person may stand in it


class ReportQuerySet(models.QuerySet["Report"]):
    def counted(self) -> Self:
        """Those the figures count: counted, released, not expired. The trigger says the same."""
        return self.filter(COUNTS)

    def unreleased(self) -> Self:
        return self.filter(standing=Standing.COUNTED, released=False)

    def expired(self) -> Self:
        """Those the figures would count if they were younger."""
        return self.filter(standing=Standing.COUNTED, released=True, expired=True)

    def on(self, code: str) -> Self:
        return self.filter(code=code)

    def with_accepted_story(self) -> Self:
        return self.filter(story_state=StoryState.ACCEPTED)

    def held(self) -> Self:
        return self.filter(WAITS_TO_COUNT)

    def rejected(self) -> Self:
        return self.filter(standing=Standing.REJECTED)

    def with_waiting_story(self) -> Self:
        return self.filter(WAITS_FOR_A_LOOK)

    def escalated(self) -> Self:
        return self.filter(PASSED_ON)

    def waiting(self) -> Self:
        """The moderators' queue: held reports, stories that no one has read, and what was passed on."""
        return self.filter(WAITS_TO_COUNT | WAITS_FOR_A_LOOK | PASSED_ON)

    def weighed(self) -> Self:
        """With `risk`: the weight of its flags, more for a held one and for names, most for what was passed on."""
        same = self.model._default_manager.filter(pk=OuterRef("pk")).order_by().values("pk")
        flags = same.annotate(weight=Sum("flags__weight")).values("weight")
        return self.annotate(
            risk=Coalesce(Subquery(flags), 0)
            + Case(When(PASSED_ON, then=PASSED_ON_WEIGHS), default=0)
            + Case(When(WAITS_TO_COUNT, then=HELD_WEIGHS), default=0)
            + Case(When(WAITS_TO_COUNT, held_because__contains=[NAMES], then=NAMES_WEIGH), default=0),
        )

    def riskiest_first(self) -> Self:
        """The riskiest, and of those the oldest, on top."""
        return self.weighed().order_by("-risk", "received", "key")


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
    expired = models.BooleanField(default=False)  # older than MEDPAY_EXPIRE_MONTHS: kept, no longer counted
    escalated = models.BooleanField(default=False)  # a moderator asked for a second pair of eyes
    revision = models.PositiveIntegerField(default=0)  # one more with every change that a moderator has to see
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
        "expired": "private",
        "escalated": "private",
        "revision": "private",
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
        permissions: ClassVar = [
            ("decide", "Can decide on reports and stories"),
            ("decide_escalated", "Can decide what was passed on, and undo the decisions of others"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["code", "received"], name="report_code_day"),
            models.Index(fields=["received"], condition=~Q(story=""), name="report_story_day"),
            models.Index(fields=["contributor", "code", "received"], name="report_contributor"),
            models.Index(fields=["code", "contributor"], condition=COUNTS, name="report_code_contributors"),
            models.Index(fields=["code"], condition=Q(story_state="accepted"), name="report_code_stories"),
            models.Index(fields=["code"], condition=Q(expired=True), name="report_code_expired"),
            models.Index(fields=["code"], condition=Q(standing="counted", released=False), name="report_unreleased"),
            models.Index(
                fields=["received"],
                condition=Q(standing="held") | Q(story_state="waiting") | Q(escalated=True),
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

    @property
    def held_for_names(self) -> bool:
        """Whether what its story may name is all that holds it."""
        return self.standing == Standing.HELD and list(self.held_because) == [NAMES]

    @property
    def standing_told(self) -> Standing:
        """What its contributor is told: not what a comparison found, which would tell about other people's reports."""
        compared = self.standing == Standing.HELD and self.held_because and not is_own(self.held_because)
        return Standing.COUNTED if compared else Standing(self.standing)
