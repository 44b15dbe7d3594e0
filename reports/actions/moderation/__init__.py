"""What moderators decide, how it is undone, and who may. Each decision leaves an audit row."""

from reports.actions.moderation.deciding import (
    Unredacted,
    accept_report,
    accept_story,
    escalate,
    redact_story,
    refuse_story,
    reject_report,
)
from reports.actions.moderation.preview import Brief, Preview, preview
from reports.actions.moderation.roles import ROLES, Role, make_roles
from reports.actions.moderation.taking import DONE, UNDO_MINUTES, Changed, Decided, Undecidable, may_undo, why_barred
from reports.actions.moderation.undoing import forget_originals, undo_decision

__all__ = [
    "DONE",
    "ROLES",
    "UNDO_MINUTES",
    "Brief",
    "Changed",
    "Decided",
    "Preview",
    "Role",
    "Undecidable",
    "Unredacted",
    "accept_report",
    "accept_story",
    "escalate",
    "forget_originals",
    "make_roles",
    "may_undo",
    "preview",
    "redact_story",
    "refuse_story",
    "reject_report",
    "undo_decision",
    "why_barred",
]
