"""The same form from two connections at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from reports import actions
from reports.models import Report
from tests.reports.making import facts

TOGETHER = 4


@pytest.mark.django_db(transaction=True)
def test_four_that_arrive_at_once_are_one_report_with_one_receipt() -> None:
    start = Barrier(TOGETHER)

    def send(_: int) -> list[str]:
        start.wait(30)
        try:
            sent = actions.submit_reports(facts=[facts(), facts(code="84165")], contributor="label", mark="the same")
            return [receipt for _, receipt in sent]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TOGETHER) as pool:
        answers = list(pool.map(send, range(TOGETHER)))
    assert [answer == answers[0] for answer in answers] == [True] * TOGETHER
    assert len(set(answers[0])) == 2
    assert Report.objects.count() == 2


@pytest.mark.django_db
def test_another_mark_or_none_is_another_report() -> None:
    for mark in ("one", "two", "", ""):
        actions.submit_reports(facts=[facts()], contributor="label", mark=mark)
    assert Report.objects.count() == 4


@pytest.mark.django_db
def test_a_mark_with_fewer_or_other_facts_is_not_the_same() -> None:
    both = [facts(), facts(code="84165")]
    actions.submit_reports(facts=both, contributor="label", mark="m")
    assert len(actions.sent_before(mark="m", facts=both)) == 2
    assert actions.sent_before(mark="n", facts=both) == []
    for other in ([facts()], [*both, facts(code="86334")], [facts(carc="16"), both[1]]):
        with pytest.raises(actions.Differs):
            actions.sent_before(mark="m", facts=other)


@pytest.mark.django_db
@pytest.mark.parametrize("place", [0, 1])
def test_what_was_withdrawn_in_part_is_not_filled_up_again(place: int) -> None:
    both = [facts(), facts(code="84165")]
    sent = actions.submit_reports(facts=both, contributor="label", mark="m")
    actions.withdraw_report(receipt=sent[place][1])
    with pytest.raises(actions.Withdrawn):
        actions.sent_before(mark="m", facts=both)
    assert [report.key for report in Report.objects.all()] == [sent[1 - place][0].key]


@pytest.mark.django_db
def test_what_was_withdrawn_at_the_same_moment_is_not_sent_either() -> None:
    """The second sending looked before the first was there."""
    [(_, receipt)] = actions.submit_reports(facts=[facts()], contributor="label", mark="m")
    actions.withdraw_report(receipt=receipt)
    with pytest.raises(actions.Withdrawn):
        actions.submit_reports(facts=[facts()], contributor="label", mark="m")
    assert not Report.objects.exists()
