"""`refresh_statistics` and `audit_statistics` from the command line, and the worker's tasks."""

import os
import signal
import threading
from collections.abc import Callable
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from reports import actions, tasks
from reports.management.commands import refresh_statistics
from reports.models import Statistic, Tally
from tests.reports.making import send, send_and_refresh

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_changed_codes_are_refreshed() -> None:
    send(5)
    send(5, code="84165")
    assert run("refresh_statistics") == "2 codes refreshed."
    assert Statistic.objects.whole().count() == 2
    assert run("refresh_statistics") == "0 codes refreshed."


def test_all_codes_are_recounted_changed_or_not() -> None:
    send_and_refresh(5)
    Tally.objects.whole().update(cells={"kind": {"units": 3}})
    assert run("refresh_statistics", "--all") == "1 codes refreshed."
    assert Tally.objects.whole().get().cells["kind"] == {"bundled": 5}


def test_one_code_is_recounted() -> None:
    send_and_refresh(5)
    Tally.objects.all().delete()
    run("refresh_statistics", "--code", "86320")
    assert Tally.objects.whole().get().reports == 5


def test_a_code_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="five characters"):
        run("refresh_statistics", "--code", "nonsense")


def test_the_loop_sweeps_until_it_is_told_to_stop() -> None:
    send(5)
    asked = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def stop_after_the_sweep(stopped: Callable[[], bool]) -> list[str]:
        failed = sweep(stopped)
        os.kill(os.getpid(), signal.SIGTERM)
        return failed

    sweep = actions.sweep
    try:
        with patch.object(actions, "sweep", stop_after_the_sweep):
            assert run("refresh_statistics", "--loop") == "sweeping"
    finally:
        for number, handler in asked.items():
            signal.signal(number, handler)
    assert Statistic.objects.whole().get().reports == 5


def test_the_sweeper_outlives_a_database_that_is_away() -> None:
    command = refresh_statistics.Command(stderr=StringIO())
    with (
        patch.object(actions, "sweep", side_effect=OperationalError),
        patch.object(refresh_statistics, "connection") as connection,
    ):
        assert command._sweep(threading.Event()) is False
    connection.close.assert_called_once()


def test_a_stopped_sweeper_leaves_the_rest_for_the_next() -> None:
    send(5)
    stopped = threading.Event()
    stopped.set()
    assert refresh_statistics.Command()._sweep(stopped) is True
    assert actions.dirty_codes() == ["86320"]


def test_the_tasks_are_calls() -> None:
    send(5)
    tasks.refresh("86320")
    assert Statistic.objects.whole().get().reports == 5
    send(5, code="84165")
    tasks.sweep()
    assert actions.dirty_codes() == []


@pytest.mark.django_db(transaction=True)
def test_the_audit_agrees_or_says_what_differs() -> None:
    send_and_refresh(5)
    send(1, code="84165")
    assert run("audit_statistics") == "Every figure equals its recount. 1 codes await a refresh."
    Tally.objects.whole().update(cells={"kind": {"bundled": 4}})
    errors = StringIO()
    with pytest.raises(CommandError, match="1 mismatches"):
        call_command("audit_statistics", stderr=errors)
    assert errors.getvalue().strip() == "86320: tallies differ from the recount"
