"""Hints to the worker. A hint may be lost: dirty rows and the sweeper see to the rest (I2)."""

import logging

from celery import shared_task
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.pools import producers
from prometheus_client import Counter

from reports import actions
from reports.models import today

logger = logging.getLogger(__name__)

HINTS_LOST = Counter("medpay_refresh_hints_lost", "Refresh hints that could not be handed to the broker.")


@shared_task(name="reports.tasks.refresh")
def refresh(code: str) -> None:
    actions.refresh_statistics(code=code)


@shared_task(name="reports.tasks.sweep")
def sweep() -> None:
    actions.sweep()


@shared_task(name="reports.tasks.fold_parents")
def fold_parents() -> None:
    actions.fold_parents()


@shared_task(name="reports.tasks.compare")
def compare() -> None:
    hint(*actions.compare_reports())


@shared_task(name="reports.tasks.forget_originals")
def forget_originals() -> None:
    actions.forget_originals()


@shared_task(name="reports.tasks.expire")
def expire() -> None:
    actions.expire_reports(today=today())


@shared_task(name="reports.tasks.tidy")
def tidy() -> None:
    actions.tidy(today=today())


@shared_task(name="reports.tasks.publish_transparency")
def publish_transparency() -> None:
    actions.publish_transparency(today=today())


def hint(*codes: str) -> None:
    """Asks the worker to refresh these codes, after the change is committed. Failing is counted, never raised."""
    waiting = list(codes)
    try:
        with producers[_tried_once()].acquire(block=True) as producer:
            while waiting:
                refresh.apply_async(args=(waiting[-1],), retry=False, ignore_result=True, producer=producer)
                waiting.pop()
    except OperationalError:
        HINTS_LOST.inc(len(waiting))
        logger.warning("refresh hints were lost; the sweeper will find the changes")


def _tried_once() -> Connection:
    """The worker waits for a Redis that is away. Who sends a report does not: by default that would take 6 s."""
    return refresh.app.connection_for_write(transport_options={"max_retries": 0})
