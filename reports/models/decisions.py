"""What moderators and contributors decided about reports."""

from typing import ClassVar

from django.db import models

from reports import vocabulary
from reports.models.report import today


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
    reason = models.CharField(max_length=40, choices=vocabulary.REJECTIONS, blank=True)
    moderator = models.ForeignKey("auth.User", on_delete=models.PROTECT, null=True, blank=True)
    day = models.DateField(default=today)

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.day}"
