"""Generated reports: on a site that says so, and on no other."""

import datetime
from collections import Counter
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from medpay.management.commands.prepare import Command as Prepare
from reports import actions, demonstration, intake
from reports.demonstration import CODES, SPIKED, generated
from reports.models import Demonstration, ParentStatistic, PublishedStory, Report, Statistic
from reports.screening import screen
from tests.reports.making import send

TODAY = datetime.date(2026, 11, 21)
FEW = tuple((code, reports, patterns) for code, reports, patterns in CODES if reports < 60)


@pytest.fixture
def marked(settings: Settings) -> Settings:
    settings.DEMONSTRATION = True
    return settings


@pytest.fixture(scope="module")
def everything() -> list[demonstration.Generated]:
    return list(generated(TODAY))


def test_forty_codes_have_from_no_report_to_five_thousand(everything: list[demonstration.Generated]) -> None:
    counted = Counter(each.facts.code for each in everything)
    assert len({code for code, _, _ in CODES}) == 40
    assert (counted["99214"], counted["G0439"], counted["62323"], counted["G6015"]) == (5000, 5, 4, 0)
    assert counted["97110"] == 2300 + SPIKED
    assert {each.received for each in everything} <= {TODAY - datetime.timedelta(days=day) for day in range(3 * 365)}


def test_the_same_day_has_the_same_reports(everything: list[demonstration.Generated]) -> None:
    assert list(generated(TODAY)) == everything


@pytest.mark.django_db
def test_each_could_have_been_sent_by_a_biller(everything: list[demonstration.Generated]) -> None:
    call_command("load_starter")
    for facts in {(each.facts.kind, each.facts.carc): each.facts for each in everything}.values():
        assert actions.settle({**facts.as_fields(), "story": ""}) == intake.Facts.from_fields(
            {**facts.as_fields(), "story": ""}
        )
    for story in {each.facts.story for each in everything} - {""}:
        assert screen(story).hard == screen(story).soft == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("marked")
def test_a_marked_site_is_filled_once_and_says_so_on_every_page(client: Client) -> None:
    with patch.object(demonstration, "CODES", FEW):
        out = StringIO()
        call_command("demo", stdout=out)
    reports = sum(number for _, number, _ in FEW) + SPIKED
    assert f"{reports:,} generated reports" in out.getvalue()
    assert Report.objects.count() == reports
    assert {row.code for row in Statistic.objects.whole()} >= {"G0439", "84443", "97110"}
    assert not Statistic.objects.filter(code="62323").exists()
    assert {"unitedhealthcare", "aetna", "CO-97"} <= {row.slice_key for row in ParentStatistic.objects.published()}
    assert actions.audit_statistics() == []
    again = StringIO()
    call_command("demo", stdout=again)
    assert "stand here already" in again.getvalue()
    assert Report.objects.count() == reports
    for path in ("/", "/codes/", "/codes/97110/", "/report/", "/method/", "/nothing-here/"):
        page = client.get(path).content.decode()
        assert "every report and every figure made from reports is generated" in page, path
        assert '<meta name="robots" content="noindex">' in page


@pytest.mark.django_db
def test_a_site_that_does_not_say_so_is_not_filled(client: Client) -> None:
    with pytest.raises(CommandError, match="Set MEDPAY_DEMO=on"):
        call_command("demo", stdout=StringIO())
    assert not Report.objects.exists()
    assert "demonstration" not in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("marked")
def test_a_site_with_real_reports_is_not_filled_nor_started_as_a_demonstration() -> None:
    send(1)
    with pytest.raises(CommandError, match="holds real reports"):
        call_command("demo", stdout=StringIO())
    with pytest.raises(CommandError, match="holds real reports"):
        Prepare().handle()
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_generated_reports_are_never_shown_without_their_mark() -> None:
    Demonstration.objects.create(day=TODAY)
    with pytest.raises(CommandError, match="must be marked as such on every page"):
        Prepare().handle()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("marked")
def test_stories_say_that_they_are_generated() -> None:
    with patch.object(demonstration, "CODES", CODES[11:13]):
        call_command("demo", stdout=StringIO())
    texts = PublishedStory.objects.values_list("text", flat=True)
    assert len(texts) == 6
    assert all(text.startswith("Generated for demonstration.") for text in texts)
