"""The pages of people's reports: the live figures, the form, the receipt."""

from reports.views.batches import upload, upload_template
from reports.views.choices import choices
from reports.views.feeds import CodeFeed, PayerFeed, SiteFeed, badge_image
from reports.views.live import etag_of, figures_of, fresh_within_seconds, narrowed_of, statistics, tag_of
from reports.views.narrowing import Filter, filter_of, kept_of
from reports.views.objections import wrong, wrong_answer
from reports.views.proving import proof_challenge
from reports.views.receipts import receipt
from reports.views.reporting import report_form
from reports.views.screening import screening_rules
from reports.views.shared import private
from reports.views.transparency import transparency

__all__ = [
    "CodeFeed",
    "Filter",
    "PayerFeed",
    "SiteFeed",
    "badge_image",
    "choices",
    "etag_of",
    "figures_of",
    "filter_of",
    "fresh_within_seconds",
    "kept_of",
    "narrowed_of",
    "private",
    "proof_challenge",
    "receipt",
    "report_form",
    "screening_rules",
    "statistics",
    "tag_of",
    "transparency",
    "upload",
    "upload_template",
    "wrong",
    "wrong_answer",
]
