"""Nothing is lost between a refresh and what is committed beside it: I1 with several connections at once."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection

from reports import actions, bulk, tallies
from reports.actions import parents, statistics
from reports.actions.tallying import Moved
from reports.models import Report, Statistic
from tests.reports.making import refresh, send

pytestmark = pytest.mark.django_db(transaction=True)

CODES = ("86320", "84165", "86334")
PAYERS = ("aetna", "cigna", "humana")


def in_its_own_connection(work: Callable[[], object]) -> None:
    """Runs `work` in another thread, so in another transaction, to its end."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.parametrize("everything", [True, False])
def test_a_report_committed_while_a_refresh_counts_is_counted_once(*, everything: bool) -> None:
    send(5)
    counting = bulk if everything else tallies
    count = counting.count

    def count_after_another_report(reports: Iterable[Any]) -> Any:
        reading = iter(reports)
        first = next(reading)
        in_its_own_connection(lambda: send(1, contributor="meanwhile"))
        return count([first, *reading])

    refresh()
    send(1)
    with patch.object(counting, "count", count_after_another_report):
        actions.refresh_statistics(code="86320", everything=everything)
    assert actions.dirty_codes() == ["86320"]
    refresh()
    assert Statistic.objects.get(slice_field="").reports == 7
    assert actions.audit_statistics() == []


def test_a_withdrawal_committed_while_a_refresh_publishes_is_not_lost() -> None:
    receipt = send(6)[0][1]
    publish = statistics._publish

    def publish_after_a_withdrawal(code: str, moved: Moved, *, everything: bool) -> None:
        in_its_own_connection(lambda: actions.withdraw_report(receipt=receipt))
        publish(code, moved, everything=everything)

    with patch.object(statistics, "_publish", publish_after_a_withdrawal):
        actions.refresh_statistics(code="86320")
    refresh()
    assert Statistic.objects.get(slice_field="").reports == 5
    assert actions.audit_statistics() == []


def someone_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("other", ["86320", "84165"])
def test_a_second_refresh_waits_for_the_first_on_the_same_code_or_the_same_payer(other: str) -> None:
    """Slices of one payer are settled among all its codes, so two codes of a payer take turns as well."""
    send(5)
    send(5, code=other, contributor="b")
    move = parents.move_parents
    first = threading.current_thread()
    waiting: list[threading.Thread] = []

    def move_while_another_waits(*arguments: Any) -> Any:
        moved = move(*arguments)
        if threading.current_thread() is first:
            second = threading.Thread(target=refresh_in_its_own_connection, args=(other,))
            second.start()
            waiting.append(second)
            deadline = time.monotonic() + 20
            while not someone_waits_for_a_lock():
                assert time.monotonic() < deadline, "the second refresh did not wait"
        return moved

    with patch("reports.actions.statistics.move_parents", move_while_another_waits):
        actions.refresh_statistics(code="86320")
        waiting[0].join()
    refresh()
    assert actions.audit_statistics() == []
    assert sum(row.reports for row in Statistic.objects.whole()) == 10


def refresh_in_its_own_connection(code: str) -> None:
    try:
        actions.refresh_statistics(code=code, everything=True)
    finally:
        connection.close()


def test_many_writers_and_refreshers_at_once_end_in_the_right_figures() -> None:
    def busy(number: int) -> None:
        try:
            for turn in range(6):
                code, payer = CODES[(number + turn) % 3], PAYERS[turn % 3]
                sent = send(2, code=code, payer=payer, contributor=f"c{number}")
                actions.refresh_statistics(code=code)
                if turn % 2:
                    actions.withdraw_report(receipt=sent[0][1])
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(busy, range(6)))
    refresh()
    assert Report.objects.count() == 6 * (6 * 2 - 3)
    assert sum(row.reports for row in Statistic.objects.whole()) == Report.objects.count()
    assert actions.audit_statistics() == []
