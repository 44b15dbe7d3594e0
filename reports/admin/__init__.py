"""The desk of moderators and administrators."""

from reports.admin.corrections import CorrectionAdmin
from reports.admin.decisions import DecisionAdmin
from reports.admin.objections import ObjectionAdmin
from reports.admin.reports import ReportAdmin
from reports.admin.users import AccountAdmin

__all__ = ["AccountAdmin", "CorrectionAdmin", "DecisionAdmin", "ObjectionAdmin", "ReportAdmin"]
