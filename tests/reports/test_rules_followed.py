"""A threshold that is changed: a guarded snapshot still waits for as many changes as the one in force asks (I4)."""

import pytest
from pytest_django import Settings

from reports import actions
from reports.models import GuardedSnapshot
from tests.reports.making import send_and_refresh

pytestmark = pytest.mark.django_db(transaction=True)


def snapshot() -> tuple[int, int]:
    """Of how many reports it is, and how many changed since."""
    stored = GuardedSnapshot.objects.get()
    return stored.reports, len(stored.changed)


def take_snapshot(settings: Settings, threshold: int, *, then: int) -> None:
    settings.THRESHOLD = threshold
    send_and_refresh(threshold, state="TX")
    send_and_refresh(then, state="TX")
    assert snapshot() == (threshold, then)


def follow(settings: Settings, threshold: int) -> tuple[int, int]:
    settings.THRESHOLD = threshold
    assert actions.follow_rules() is True
    assert list(actions.audit_statistics()) == []
    return snapshot()


def test_after_it_was_raised_more_changes_are_waited_for(settings: Settings) -> None:
    take_snapshot(settings, 5, then=4)
    assert follow(settings, 7) == (5, 4)
    send_and_refresh(2, state="TX")
    assert snapshot() == (5, 6)
    send_and_refresh(1, state="TX")
    assert snapshot() == (12, 0)


@pytest.mark.parametrize(("changes", "expected"), [(4, (7, 4)), (5, (12, 0)), (6, (13, 0))])
def test_after_it_was_lowered_no_fewer_changes_than_it_asks_renew(
    settings: Settings, changes: int, expected: tuple[int, int]
) -> None:
    take_snapshot(settings, 7, then=changes)
    assert follow(settings, 5) == expected


def test_a_code_that_was_closed_for_want_of_contributors_opens_under_a_raised_one(settings: Settings) -> None:
    settings.THRESHOLD, settings.MIN_CONTRIBUTORS = 5, 3
    send_and_refresh(9, state="TX")
    send_and_refresh(1, contributor="another", state="TX")
    assert follow(settings, 7)[0] == 0
    send_and_refresh(1, contributor="a third", state="TX")
    assert snapshot() == (11, 0)
    assert list(actions.audit_statistics()) == []
