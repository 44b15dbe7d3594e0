"""What moderators and contributors decided about reports."""

import datetime
import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from reports import vocabulary
from reports.models.report import Report, today
from reports.triage import NAMES


class DecisionQuerySet(models.QuerySet["Decision"]):
    def on(self, report: uuid.UUID) -> Self:
        return self.filter(report=report)

    def undoable(self, now: datetime.datetime) -> Self:
        return self.filter(undo_until__gte=now, undone=False)

    def rejected_for(self, report: uuid.UUID) -> str:
        """The reason why a moderator rejected it; empty where none did, or none stands."""
        last = self.on(report).filter(verdict=Decision.Verdict.REJECT_REPORT, undone=False).first()
        return last.reason if last else ""


class Decision(models.Model):
    """Audit: who decided what about a report, on which day, and why. Never changed, but it may be undone."""

    class Verdict(models.TextChoices):
        ACCEPT_REPORT = "accept_report", "Report counted"
        REJECT_REPORT = "reject_report", "Report rejected"
        ACCEPT_STORY = "accept_story", "Story accepted"
        REFUSE_STORY = "refuse_story", "Story refused"
        REDACT_STORY = "redact_story", "Words taken out, story accepted"
        ESCALATE = "escalate", "Second pair of eyes asked for"
        UNDO = "undo", "Decision before undone"
        WITHDRAWN = "withdrawn", "Withdrawn by its contributor"

    report = models.UUIDField()
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    reason = models.CharField(max_length=40, choices={**vocabulary.REJECTIONS, **vocabulary.DOUBTS}, blank=True)
    moderator = models.ForeignKey("auth.User", on_delete=models.PROTECT, null=True, blank=True)
    day = models.DateField(default=today)
    waited = models.PositiveSmallIntegerField(null=True, blank=True)  # days from receipt to decision
    # standing, held_because, story_state, escalated and revision as they were; no text
    before = models.JSONField(null=True, blank=True)
    cleared = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # kinds found, judged harmless
    undo_until = models.DateTimeField(null=True, blank=True)
    undone = models.BooleanField(default=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]
        indexes: ClassVar = [models.Index(fields=["report"], name="decision_report")]
        permissions: ClassVar = [("export_decision", "Can export the audit")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.day}"

    @property
    def counted_too(self) -> bool:
        """Whether accepting a story also counted its report, which had been held for the names in it alone."""
        accepts = self.verdict in {self.Verdict.ACCEPT_STORY, self.Verdict.REDACT_STORY}
        before = self.before or {}
        return accepts and (before.get("standing"), before.get("held_because")) == ("held", [NAMES])


class WithdrawnReceipt(models.Model):
    """The digest of a receipt whose report was withdrawn, so that what brought it, sent again, does not bring it back.

    Kept no longer than a form lives; nothing of the report, and a day as all else here has one (I5).
    """

    digest = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(default=today)

    def __str__(self) -> str:
        return str(self.day)


class OriginalQuerySet(models.QuerySet["Original"]):
    def overdue(self, now: datetime.datetime) -> Self:
        return self.filter(decision__undo_until__lt=now)


class Original(models.Model):
    """A story as it was before a decision took it away, out of sight until the decision can no longer be undone."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, primary_key=True, related_name="original")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="originals")
    story = models.TextField()

    objects = OriginalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"before: {self.decision}"


class Flag(models.Model):
    """What a comparison with other reports found odd about one. Made in the worker; only moderators see it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="flags")
    rule = models.CharField(max_length=20)
    words = models.CharField(max_length=300)  # the reason, in words a moderator reads; nothing of a story
    weight = models.PositiveSmallIntegerField()  # the riskier, the higher in the queue
    day = models.DateField(default=today)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "rule"], name="one_flag_per_rule")]

    def __str__(self) -> str:
        return self.words
