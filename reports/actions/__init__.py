"""The only writers of this room, and the three functions through which the public touches a stored report."""

from reports.actions.asking import Asking
from reports.actions.auditing import Mismatch, audit_statistics
from reports.actions.comparing import compare_reports
from reports.actions.demonstration import NoDemonstration, check_demonstration, fill_demonstration
from reports.actions.expiry import expire_reports
from reports.actions.folding import fold_parents
from reports.actions.moderation import (
    DONE,
    ROLES,
    UNDO_MINUTES,
    Changed,
    Decided,
    Preview,
    Undecidable,
    accept_report,
    accept_story,
    escalate,
    forget_originals,
    make_roles,
    may_undo,
    preview,
    redact_story,
    refuse_story,
    reject_report,
    undo_decision,
    why_barred,
)
from reports.actions.objections import answer_objection, objection_of, receive_objection, write_correction
from reports.actions.receipts import UnknownReceipt, change_report, count_by, report_of
from reports.actions.repeating import Differs, Sent, Withdrawn, sent_before, submit_reports
from reports.actions.retention import tidy
from reports.actions.rules import follow_rules
from reports.actions.statistics import (
    all_codes,
    dirty_codes,
    refresh_statistics,
    release_batches,
    seconds_behind,
    sweep,
)
from reports.actions.submission import (
    Identifying,
    Stale,
    correct_report,
    facts_of,
    settle,
    submit_report,
    withdraw_report,
)
from reports.actions.transparency import publish_transparency

__all__ = [
    "DONE",
    "ROLES",
    "UNDO_MINUTES",
    "Asking",
    "Changed",
    "Decided",
    "Differs",
    "Identifying",
    "Mismatch",
    "NoDemonstration",
    "Preview",
    "Sent",
    "Stale",
    "Undecidable",
    "UnknownReceipt",
    "Withdrawn",
    "accept_report",
    "accept_story",
    "all_codes",
    "answer_objection",
    "audit_statistics",
    "change_report",
    "check_demonstration",
    "compare_reports",
    "correct_report",
    "count_by",
    "dirty_codes",
    "escalate",
    "expire_reports",
    "facts_of",
    "fill_demonstration",
    "fold_parents",
    "follow_rules",
    "forget_originals",
    "make_roles",
    "may_undo",
    "objection_of",
    "preview",
    "publish_transparency",
    "receive_objection",
    "redact_story",
    "refresh_statistics",
    "refuse_story",
    "reject_report",
    "release_batches",
    "report_of",
    "seconds_behind",
    "sent_before",
    "settle",
    "submit_report",
    "submit_reports",
    "sweep",
    "tidy",
    "undo_decision",
    "why_barred",
    "withdraw_report",
    "write_correction",
]
