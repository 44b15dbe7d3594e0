"""What the worker has not compared yet."""

from django.db import models

from reports.models.report import Report


class Uncompared(models.Model):
    """A report that arrived or changed and was not compared with others since.

    Append-only, without a unique key: the job that compares deletes what it saw and nothing else.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.report_id)
