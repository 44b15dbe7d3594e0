"""What people say. `reports.actions` is the only writer; the public reads statistics, never reports."""

from reports.models.comparing import Uncompared
from reports.models.decisions import Decision, Flag, Original, WithdrawnReceipt
from reports.models.labelling import labels
from reports.models.parents import Parent, ParentChange, ParentStatistic
from reports.models.public import Correction, Objection, Transparency
from reports.models.report import Report, Standing, StoryState, today
from reports.models.statistics import Demonstration, GuardedSnapshot, PublishedStory, RulesFollowed, Statistic, rules
from reports.models.tallying import DirtyCode, Tally

__all__ = [
    "Correction",
    "Decision",
    "Demonstration",
    "DirtyCode",
    "Flag",
    "GuardedSnapshot",
    "Objection",
    "Original",
    "Parent",
    "ParentChange",
    "ParentStatistic",
    "PublishedStory",
    "Report",
    "RulesFollowed",
    "Standing",
    "Statistic",
    "StoryState",
    "Tally",
    "Transparency",
    "Uncompared",
    "WithdrawnReceipt",
    "labels",
    "rules",
    "today",
]
