"""The only writers of this room, and the three functions through which the public touches a stored report."""

from reports.actions.auditing import Mismatch, audit_statistics
from reports.actions.moderation import Undecidable, accept_report, accept_story, refuse_story, reject_report
from reports.actions.receipts import UnknownReceipt, change_report, count_by, report_of
from reports.actions.statistics import (
    all_codes,
    dirty_codes,
    refresh_statistics,
    release_batches,
    seconds_behind,
    sweep,
)
from reports.actions.submission import Identifying, correct_report, facts_of, settle, submit_report, withdraw_report

__all__ = [
    "Identifying",
    "Mismatch",
    "Undecidable",
    "UnknownReceipt",
    "accept_report",
    "accept_story",
    "all_codes",
    "audit_statistics",
    "change_report",
    "correct_report",
    "count_by",
    "dirty_codes",
    "facts_of",
    "refresh_statistics",
    "refuse_story",
    "reject_report",
    "release_batches",
    "report_of",
    "seconds_behind",
    "settle",
    "submit_report",
    "sweep",
    "withdraw_report",
]
