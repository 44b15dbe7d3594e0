"""What the site says about itself: true, at the end of a day, and nothing small to be worked out from it."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from reports import actions
from reports.actions import transparency as module
from reports.actions.transparency import gather
from reports.api.transparency import ACCOUNT, SILENT
from reports.models import Correction, Decision, Report, Transparency
from reports.transparency import Facts, Shown, is_due, median, publishable
from tests.reports.making import refresh, send

T = 5
TODAY = datetime.date(2026, 11, 21)
YESTERDAY, LAST_WEEK = TODAY - datetime.timedelta(days=1), TODAY - datetime.timedelta(days=7)


def facts(**changes: Any) -> Facts:
    plain: dict[str, Any] = {
        "became": {"counted": 40},
        "rejections": {},
        "waited": {},
        "undone": 0,
        "objections": {},
        "outside": 0,
    }
    return Facts(**{**plain, **changes})  # type: ignore[typeddict-item]  # a test's shorthand


def shown(**changes: Any) -> Shown:
    return publishable(facts(**changes), threshold=T)


class TestWhatIsShown:
    def test_parts_below_the_threshold_are_pooled(self) -> None:
        assert shown(became={"counted": 40, "held": 3, "rejected": 2, "withdrawn": 9})["became"] == [
            {"key": "counted", "reports": 40},
            {"key": "withdrawn", "reports": 9},
            {"key": "other", "reports": 5},
        ]

    def test_a_pool_too_small_takes_the_smallest_part_with_it(self) -> None:
        assert shown(became={"counted": 40, "held": 3, "withdrawn": 9})["became"] == [
            {"key": "counted", "reports": 40},
            {"key": "other", "reports": 12},
        ]

    def test_rejections_are_told_by_reason_and_the_rare_ones_together(self) -> None:
        told = shown(
            became={"counted": 40, "rejected": 20},
            rejections={"made_up": 9, "advertising": 5, "abuse": 4, "duplicate": 2},
        )
        assert told["rejections"] == [
            {"key": "made_up", "reports": 9},
            {"key": "advertising", "reports": 5},
            {"key": "other", "reports": 6},
        ]

    def test_reasons_are_not_told_where_rejections_are_not(self) -> None:
        assert shown(became={"counted": 40, "rejected": 4}, rejections={"made_up": 4})["rejections"] == []

    @pytest.mark.parametrize(("n", "told"), [(4, (None, None)), (5, (5, 2.0))])
    def test_the_median_is_told_of_enough_decisions(self, n: int, told: tuple[int | None, float | None]) -> None:
        found = shown(waited={"2": n})
        assert (found["decisions"], found["median_days"]) == told

    @pytest.mark.parametrize(
        ("objections", "told"),
        [
            ({"answered": 4}, (None, None)),
            ({"answered": 5}, (5, 5)),
            ({"answered": 5, "waiting": 2}, (7, None)),
            ({"answered": 5, "waiting": 5}, (10, 5)),
        ],
    )
    def test_answers_are_told_where_those_that_wait_are_none_or_many(
        self, objections: dict[str, int], told: tuple[int | None, int | None]
    ) -> None:
        found = shown(objections=objections)
        assert (found["objections"], found["answered"]) == told


counts = st.integers(0, 12)
became = st.fixed_dictionaries(
    {"counted": st.integers(0, 30), "expired": counts, "held": counts, "rejected": counts, "withdrawn": counts}
)


@given(became, st.lists(st.sampled_from(["made_up", "abuse", "duplicate", "advertising"]), max_size=30))
def test_whatever_is_left_out_is_nothing_or_many(became: dict[str, int], reasons: list[str]) -> None:
    reasons = reasons[: became["rejected"]]
    told = shown(became=became, rejections={reason: reasons.count(reason) for reason in set(reasons)})
    for whole, lines in ((told["received"], told["became"]), (became["rejected"], told["rejections"])):
        parts = [line["reports"] for line in lines]
        left = whole - sum(parts)
        assert all(part >= T for part in parts)
        assert left == 0 or not lines


@pytest.mark.parametrize(
    ("waited", "days"),
    [({"0": 3}, 0), ({"0": 1, "3": 1}, 1.5), ({"0": 2, "1": 1, "10": 2}, 1), ({"10": 5, "9": 4}, 10)],
)
def test_the_median_of_so_many_waits(waited: dict[str, int], days: float) -> None:
    assert median(waited) == days


def test_nothing_has_no_median() -> None:
    with pytest.raises(ValueError, match="nothing waited"):
        median({})


class TestWhenItIsRenewed:
    def test_not_before_a_threshold_of_reports(self) -> None:
        few, enough = facts(became={"counted": 2, "held": 2}), facts(became={"counted": 2, "held": 3})
        assert [is_due(each, None, threshold=T) for each in (few, enough)] == [False, True]

    @pytest.mark.parametrize(("outside", "due"), [(0, True), (1, False), (4, False), (5, True)])
    def test_not_while_few_reports_count_on_codes_without_figures(self, outside: int, due: bool) -> None:
        assert is_due(facts(outside=outside), None, threshold=T) is due

    @pytest.mark.parametrize(("counted", "due"), [(40, False), (44, False), (45, True)])
    def test_not_after_fewer_changes_than_the_threshold(self, counted: int, due: bool) -> None:
        assert is_due(facts(became={"counted": counted}), facts(), threshold=T) is due

    def test_reports_that_moved_are_changes_too(self) -> None:
        last = facts(became={"counted": 40, "held": 5})
        assert is_due(facts(became={"counted": 41, "held": 4}), last, threshold=T) is False
        assert is_due(facts(became={"counted": 45, "held": 0}), last, threshold=T) is True
        rejected = {"made_up": 5}
        assert is_due(facts(became={"counted": 40, "rejected": 5}, rejections=rejected), last, threshold=T) is True

    @pytest.mark.parametrize(("outside", "due"), [(10, True), (11, False), (6, False), (15, True), (5, True)])
    def test_not_while_few_came_to_codes_without_figures(self, outside: int, due: bool) -> None:
        assert is_due(facts(became={"counted": 60}, outside=outside), facts(outside=10), threshold=T) is due


@pytest.fixture
def moderator(db: None) -> User:
    return User.objects.create_user("moderator", is_superuser=True)


def day_of(sent: list[Any], day: datetime.date) -> list[Any]:
    Report.objects.filter(pk__in=[report.pk for report, _ in sent]).update(received=day)
    return sent


@pytest.fixture
def many(moderator: User) -> None:
    """Ten that count on one code, six rejected, five withdrawn, one held; all of last week."""
    day_of(send(10), LAST_WEEK)
    for report, _ in day_of(send(6, code="84165"), LAST_WEEK):
        actions.reject_report(report=report.pk, moderator=moderator, reason="made_up")
    for _, receipt in day_of(send(5, code="86334"), LAST_WEEK):
        actions.withdraw_report(receipt=receipt)
    Report.objects.filter(pk=day_of(send(1), LAST_WEEK)[0][0].pk).update(standing="held")
    Decision.objects.update(day=YESTERDAY, waited=2)
    refresh()


@pytest.mark.django_db
class TestOnTheSite:
    def test_the_account_is_what_there_is(self, many: None) -> None:
        assert gather(before=TODAY) == {
            "became": {"counted": 10, "expired": 0, "held": 1, "rejected": 6, "withdrawn": 5},
            "rejections": {"made_up": 6},
            "waited": {"2": 11},
            "undone": 0,
            "objections": {"answered": 0, "waiting": 0},
            "outside": 0,
        }

    def test_a_report_of_today_is_not_in_it(self, many: None) -> None:
        before = gather(before=TODAY)
        day_of(send(7), TODAY)
        assert gather(before=TODAY) == before

    def test_what_is_withdrawn_today_is_in_the_account_of_tomorrow(self, many: None) -> None:
        before = gather(before=TODAY)["became"]
        for _, receipt in send(5, code="99213"):
            actions.withdraw_report(receipt=receipt)
        Decision.objects.exclude(day=YESTERDAY).update(day=TODAY)
        assert gather(before=TODAY)["became"] == before
        assert gather(before=TODAY + datetime.timedelta(days=1))["became"] == before | {"withdrawn": 10}

    def test_a_site_born_today_says_nothing_of_yesterday(self, moderator: User) -> None:
        for _, receipt in send(5):
            actions.withdraw_report(receipt=receipt)
        Decision.objects.update(day=TODAY)
        assert actions.publish_transparency(today=TODAY) is False
        assert actions.publish_transparency(today=TODAY + datetime.timedelta(days=1)) is True
        assert Transparency.objects.get().content["shown"]["received"] == 5

    def test_reports_on_closed_codes_are_outside(self, many: None) -> None:
        day_of(send(4, code="99213"), LAST_WEEK)
        refresh()
        assert (gather(before=TODAY)["outside"], gather(before=TODAY)["became"]["counted"]) == (4, 14)
        assert actions.publish_transparency(today=TODAY) is False

    def test_expired_reports_stand_apart(self, many: None) -> None:
        day_of(send(5, code="99213"), datetime.date(2020, 1, 1))
        actions.expire_reports(today=TODAY)
        assert gather(before=TODAY)["became"]["expired"] == 5

    def test_the_page_reads_what_the_job_published(
        self, client: Client, many: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        assert "No figures yet" in client.get("/transparency/").content.decode()
        assert actions.publish_transparency(today=TODAY) is True
        with django_assert_num_queries(2):
            page = client.get("/transparency/")
        html = " ".join(page.content.decode().split())
        assert "22 reports received" in html
        assert "<dt>Counted in the figures</dt> <dd> 10 </dd>" in html
        assert "<dt>Looks made up</dt> <dd> 6 </dd>" in html
        assert "As of the end of November 20, 2026" in html
        assert "Withdrawn" not in html  # five, and one held: told apart they would give the one away
        assert (page["Cache-Control"], page.cookies) == (
            "public, max-age=0, s-maxage=60, stale-while-revalidate=600",
            {},
        )

    def test_a_report_that_arrives_changes_nothing_until_the_next_account(self, client: Client, many: None) -> None:
        actions.publish_transparency(today=TODAY)
        before = client.get("/transparency/").content
        day_of(send(9), LAST_WEEK)
        refresh()
        assert client.get("/transparency/").content == before
        assert actions.publish_transparency(today=TODAY) is False
        assert client.get("/transparency/").content == before
        assert actions.publish_transparency(today=TODAY + datetime.timedelta(days=1)) is True
        assert "31 reports received" in client.get("/transparency/").content.decode()

    def test_a_few_reports_do_not_renew_it(self, client: Client, many: None) -> None:
        actions.publish_transparency(today=TODAY)
        before = client.get("/transparency/").content
        day_of(send(4), LAST_WEEK)
        refresh()
        assert actions.publish_transparency(today=TODAY + datetime.timedelta(days=1)) is False
        assert client.get("/transparency/").content == before

    def test_what_is_private_of_the_account_is_nowhere_on_the_page(self, client: Client, many: None) -> None:
        actions.publish_transparency(today=TODAY)
        assert "outside" in Transparency.objects.get().content["facts"]
        for path in ("/transparency/", "/api/v1/transparency/"):
            text = client.get(path).content.decode()
            assert "outside" not in text
            assert '"facts"' not in text

    def test_corrections_are_listed_newest_first(self, client: Client) -> None:
        for day, words in ((LAST_WEEK, "First."), (TODAY, "Second.")):
            Correction.objects.create(day=day, about="/codes/86320/", words=words)
        html = client.get("/transparency/").content.decode()
        assert html.index("Second.") < html.index("First.")

    def test_programs_read_the_same(self, client: Client, many: None) -> None:
        assert client.get("/api/v1/transparency/").json() == SILENT
        actions.publish_transparency(today=TODAY)
        Correction.objects.create(day=TODAY, about="/codes/86320/", words=ACCOUNT["corrections"][0]["words"])
        assert client.get("/api/v1/transparency/").json() == ACCOUNT


def test_the_page_says_of_when_the_standings_are(client: Client, many: None) -> None:
    """A report decided after midnight: the account of yesterday, made now, has it as it stands now."""
    Report.objects.filter(standing="held").update(standing="counted")
    assert gather(before=TODAY)["became"]["counted"] == 11
    page = client.get("/transparency/").content.decode()
    assert "is said as it stood when this was made, usually minutes after that day ended" in page


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_make_one_account(many: None) -> None:
    answers = []

    def publish() -> bool:
        try:
            return actions.publish_transparency(today=TODAY)
        finally:
            connections.close_all()

    def meanwhile(*, before: datetime.date) -> Facts:
        facts = gather(before=before)
        with ThreadPoolExecutor(1) as pool, patch.object(module, "gather", gather):
            answers.append(pool.submit(publish).result())
        return facts

    with patch.object(module, "gather", meanwhile):
        answers.append(actions.publish_transparency(today=TODAY))
    assert answers == [True, False]
    assert Transparency.objects.get().day == YESTERDAY


def test_one_account_replaces_the_other(many: None) -> None:
    actions.publish_transparency(today=TODAY)
    day_of(send(9), LAST_WEEK)
    refresh()
    actions.publish_transparency(today=TODAY + datetime.timedelta(days=1))
    assert [each.day for each in Transparency.objects.all()] == [TODAY]
