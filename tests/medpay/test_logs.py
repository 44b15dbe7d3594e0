"""What a log may say (I5)."""

import logging

import pytest

from medpay.logs import PlainFormatter, WithoutPaths, without_rows

STORY = "the story of one claim"


def formatted(record: logging.LogRecord) -> str:
    assert WithoutPaths().filter(record)
    return PlainFormatter("%(levelname)s %(name)s %(message)s").format(record)


def fail() -> None:
    raise ValueError(STORY) from KeyError(STORY)


def failing_record(name: str) -> logging.LogRecord:
    with pytest.raises(ValueError, match=STORY) as caught:
        fail()
    return logging.LogRecord(
        name, logging.ERROR, __file__, 1, "%s: %s", ("Error", f"/codes/86320/?{STORY}"), caught._excinfo
    )


def test_a_failed_request_says_where_and_what_kind_but_not_what_was_in_it() -> None:
    record = failing_record("django.request")
    record.status_code = 500
    lines = formatted(record).splitlines()
    assert lines[0] == "ERROR django.request answered 500"
    assert lines[-1] == "ValueError from KeyError"
    assert "test_logs.py" in lines[1]
    assert STORY not in "\n".join(lines)
    assert "86320" not in "\n".join(lines)


def test_a_refused_host_is_not_repeated() -> None:
    record = logging.LogRecord(
        "django.security.DisallowedHost", logging.ERROR, __file__, 1, "Invalid host %s", ("evil",), None
    )
    assert formatted(record) == "ERROR django.security.DisallowedHost a message is withheld"


def test_a_failed_task_is_not_quoted() -> None:
    lines = formatted(failing_record("celery.app.trace")).splitlines()
    assert (lines[0], lines[-1]) == ("ERROR celery.app.trace a task failed", "ValueError from KeyError")
    assert STORY not in "\n".join(lines)


def test_our_own_messages_stay_whole() -> None:
    record = logging.LogRecord("reports.tasks", logging.WARNING, __file__, 1, "a refresh %s was lost", ("hint",), None)
    assert formatted(record) == "WARNING reports.tasks a refresh hint was lost"


def test_a_record_without_an_exception_has_no_trace() -> None:
    assert PlainFormatter().formatException((None, None, None)) == ""


def test_a_command_s_database_error_quotes_no_row() -> None:
    with pytest.raises(ValueError, match="duplicate") as caught:
        raise ValueError(f"duplicate key\nDETAIL:  Key (story)=({STORY}) already exists.\nLINE 1: INSERT {STORY}")
    lines = without_rows(caught.value).splitlines()
    assert lines[-1] == "ValueError: duplicate key"
    assert "test_logs.py" in lines[0]
    assert STORY not in "".join(line for line in lines if "raise ValueError" not in line)
