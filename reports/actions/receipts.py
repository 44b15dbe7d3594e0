"""The three functions through which public code reads stored reports (I10): by receipt, to change, to count.

A malformed, a wrong and an unknown receipt take the same road and give the same answer.
"""

import datetime

from django.db import transaction

from reports import receipts
from reports.models import Report


class UnknownReceipt(LookupError):
    """No report belongs to this receipt."""


def report_of(receipt: str) -> Report:
    """Raises `UnknownReceipt`."""
    try:
        return Report.objects.get(receipt_digest=receipts.digest(receipt))
    except Report.DoesNotExist:
        raise UnknownReceipt from None


def change_report(receipt: str) -> Report:
    """The same, locked until the surrounding transaction ends. Raises `UnknownReceipt`."""
    if not transaction.get_connection().in_atomic_block:
        message = "change_report belongs inside a transaction"
        raise RuntimeError(message)
    try:
        return Report.objects.select_for_update().get(receipt_digest=receipts.digest(receipt))
    except Report.DoesNotExist:
        raise UnknownReceipt from None


def count_by(contributor: str, *, code: str, day: datetime.date) -> int:
    """How many reports on `code` the contributor sent on `day`."""
    return Report.objects.on(code).filter(contributor=contributor, received=day).count()
