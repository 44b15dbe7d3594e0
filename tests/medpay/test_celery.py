"""Hints go to our broker, whoever sends them."""

import threading
from unittest.mock import patch

import redis
from celery import current_app
from django.conf import settings
from kombu import pools

from medpay.celery import app
from reports import tasks


def test_every_thread_of_the_web_server_hints_to_our_broker() -> None:
    brokers: list[str] = []
    thread = threading.Thread(target=lambda: brokers.append(current_app.conf.broker_url))
    thread.start()
    thread.join()
    assert brokers == [settings.REDIS_URL]
    assert tasks.refresh.app is app


def test_a_hint_lies_in_redis_until_a_worker_takes_it() -> None:
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue("celery")
        queue.clear()
        tasks.hint("86320")
        message = queue.get(timeout=5)
        assert message.headers["task"] == "reports.tasks.refresh"
        assert message.payload[0] == ["86320"]
        message.ack()
        queue.close()


def test_nobody_waits_for_a_redis_that_is_away() -> None:
    """Hints are lost at once, however many; kombu would sleep between its tries."""
    lost = tasks.HINTS_LOST._value.get()
    pools.reset()  # no connection is open
    with (
        patch.object(redis.Connection, "connect", side_effect=redis.ConnectionError) as connect,
        patch("kombu.utils.functional.sleep") as sleep,
    ):
        tasks.hint("86320")
        once = connect.call_count
        tasks.hint("86320", "84165", "86334")
    assert (connect.call_count, tasks.HINTS_LOST._value.get()) == (2 * once, lost + 4)
    sleep.assert_not_called()


def test_the_timetable_names_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
