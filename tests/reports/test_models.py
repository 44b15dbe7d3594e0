"""What the tables themselves refuse, and that every field is declared."""

import inspect
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, models

from reports import tallies
from reports.actions import receipts
from reports.aggregation import GUARDED_BREAKDOWNS, OPEN_BREAKDOWNS
from reports.models import DirtyCode, Report
from tests.reports.making import send

DERIVED = {"reports", "outcome", "appeal_outcome"}  # tallied for sizes and recovery, no breakdown of their own
CROSSED = {"_".join(pair) for pair in (*tallies.CROSSED, *tallies.GUARDED_CROSSED)}
SOURCES = {  # breakdown -> the fields of Report it is made from
    "reason": ("group", "carc"),
    "remark": ("rarcs",),
    "modifier": ("modifiers",),
    "action": ("actions",),
    "tactic": ("tactics",),
    "resolution": ("resolution_band",),
}


def test_every_field_of_a_report_is_declared() -> None:
    assert set(Report.DISCLOSURE) == {field.name for field in Report._meta.concrete_fields}
    assert set(Report.DISCLOSURE.values()) == {"open", "guarded", "private"}


def test_breakdowns_show_a_field_only_as_it_is_declared() -> None:
    for breakdowns, allowed in ((OPEN_BREAKDOWNS, "open"), (GUARDED_BREAKDOWNS, "guarded")):
        for breakdown in breakdowns:
            for field in SOURCES.get(breakdown, (breakdown,)):
                assert Report.DISCLOSURE[field] == allowed, field


def test_what_is_broken_down_is_tallied_as_it_is_declared() -> None:
    assert set(OPEN_BREAKDOWNS) == tallies.OPEN_FIELDS - DERIVED - CROSSED
    assert set(GUARDED_BREAKDOWNS) <= tallies.GUARDED_FIELDS


def test_what_is_tallied_openly_is_open_and_all_else_is_guarded() -> None:
    for columns, declared in (
        (tallies.OPEN_COLUMNS, "open"),
        (tallies.LISTS, "open"),
        (tallies.GUARDED_COLUMNS, "guarded"),
    ):
        assert {Report.DISCLOSURE[column] for column in columns.values()} == {declared}
    guarded = {*tallies.GUARDED_COLUMNS, tallies.MONTH}
    assert not [pair for pair in tallies.CROSSED if guarded & set(pair)]
    assert all(guarded & set(pair) for pair in tallies.GUARDED_CROSSED)


@pytest.mark.django_db
def test_the_trigger_keeps_the_answers_that_are_tallied_and_nothing_else() -> None:
    send(1, story="Nobody is named here.")
    assert set(DirtyCode.objects.get().answers or ()) == set(tallies.COLUMNS)
    assert {Report.DISCLOSURE[column] for column in tallies.COLUMNS} == {"open", "guarded"}


def test_no_column_dates_a_report_finer_than_a_day() -> None:
    fields = Report._meta.concrete_fields
    assert not [field.name for field in fields if isinstance(field, models.DateTimeField | models.TimeField)]
    assert isinstance(Report._meta.pk, models.UUIDField)
    assert "auto" not in Report._meta.pk.get_internal_type().lower()


def test_only_actions_and_the_moderators_desk_read_stored_reports() -> None:
    """I10: public code goes through the three functions of `reports.actions.receipts`."""
    readers = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for room in ("codes", "medpay", "reports")
        for path in (settings.BASE_DIR / room).rglob("*.py")
        if "migrations" not in path.parts
        and re.search(r"Report\.objects|(FROM|JOIN) reports_report\b", path.read_text())
    }
    assert readers == {
        "reports/actions/auditing.py",  # manage.py audit_statistics
        "reports/actions/recounting.py",  # the same
        "reports/actions/demonstration.py",  # asks whether there are any
        "reports/actions/comparing.py",  # the worker: rules that compare reports
        "reports/actions/moderation/preview.py",  # moderators
        "reports/actions/moderation/taking.py",  # moderators
        "reports/actions/receipts.py",  # the three functions
        "reports/actions/expiry.py",  # the worker, by age
        "reports/actions/retention.py",  # the worker: deletes what is not kept
        "reports/actions/snapshots.py",  # the worker: counts what expired
        "reports/actions/transparency.py",  # the worker, once a day
        "reports/actions/statistics.py",  # the worker
        "reports/actions/tallying.py",  # the worker: counts a code anew
        "reports/actions/written.py",  # the worker: stories that moderators accepted
        "reports/actions/submission.py",  # creates, reads none
        "reports/admin/queue.py",  # moderators
    }
    submission = (settings.BASE_DIR / "reports/actions/submission.py").read_text()
    assert submission.count("Report.objects") == submission.count("Report.objects.bulk_create(") == 1
    assert [name for name, value in vars(receipts).items() if inspect.isfunction(value)] == [
        "report_of",
        "change_report",
        "count_by",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        {"standing": "public"},
        {"kind": "angry"},
        {"group": "CO", "carc": ""},
        {"group": "", "carc": "97"},
        {"story": "words", "story_state": "none"},
    ],
)
def test_the_table_refuses_what_code_must_never_write(bad: dict[str, Any]) -> None:
    send(1)
    with pytest.raises(IntegrityError):
        Report.objects.update(**bad)


@pytest.mark.django_db
def test_a_report_says_its_code_and_kind_to_moderators() -> None:
    assert str(send(1)[0][0]) == "86320, Bundled into another code"
