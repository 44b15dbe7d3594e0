"""What people say. `reports.actions` is the only writer; the public reads statistics, never reports."""

from reports.models.decisions import Decision
from reports.models.report import Report, Standing, StoryState, today
from reports.models.statistics import DirtyCode, GuardedSnapshot, PublishedStory, Statistic, Tally

__all__ = [
    "Decision",
    "DirtyCode",
    "GuardedSnapshot",
    "PublishedStory",
    "Report",
    "Standing",
    "Statistic",
    "StoryState",
    "Tally",
    "today",
]
