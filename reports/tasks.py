"""Hints to the worker. A hint may be lost: dirty rows and the sweeper see to the rest (I2)."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError
from prometheus_client import Counter

from reports import actions

logger = logging.getLogger(__name__)

HINTS_LOST = Counter("medpay_refresh_hints_lost", "Refresh hints that could not be handed to the broker.")


@shared_task(name="reports.tasks.refresh")
def refresh(code: str) -> None:
    actions.refresh_statistics(code=code)


@shared_task(name="reports.tasks.sweep")
def sweep() -> None:
    actions.sweep()


def hint(code: str) -> None:
    """Asks the worker to refresh a code, after the change is committed. Failing is counted, never raised."""
    try:
        refresh.apply_async(args=(code,), retry=False, ignore_result=True)
    except OperationalError:
        HINTS_LOST.inc()
        logger.warning("a refresh hint was lost; the sweeper will find the change")
