"""What is deleted when: each row of the table on /privacy/, and that the table is all there is."""

import datetime
from io import StringIO
from typing import Any

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from medpay.celery import app
from reports import actions, receipts, retention
from reports.forms import tokens
from reports.models import (
    Decision,
    DirtyCode,
    Flag,
    Objection,
    Original,
    PublishedStory,
    Report,
    Statistic,
    Transparency,
    WithdrawnReceipt,
    today,
)
from tests.reports.making import refresh, send, send_and_refresh

pytestmark = pytest.mark.django_db

STORY = "They bundled it into the panel."


@pytest.fixture
def moderator(db: None) -> User:
    return User.objects.create_user("moderator", is_superuser=True)


def ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def tidy_after(days: int) -> None:
    actions.tidy(today=today() + datetime.timedelta(days=days))


def sent(**changes: Any) -> Report:
    return send(1, **changes)[0][0]


def stories() -> list[tuple[str, str]]:
    return list(Report.objects.order_by("story").values_list("story", "story_state"))


class TestTheTable:
    def test_each_job_is_in_the_timetable(self) -> None:
        scheduled = {entry["task"].rpartition(".")[2] for entry in app.conf.beat_schedule.values()}
        named = {rule.job for rule in (*retention.DELETED, *retention.KEPT)} - {""}
        assert named == {"tidy", "forget_originals", "sweep"}
        assert named <= scheduled

    def test_the_days_are_those_of_the_jobs(self) -> None:
        said = " ".join(rule.until for rule in retention.DELETED)
        assert {retention.STORY_DAYS, retention.FLAG_DAYS, retention.LABEL_DAYS} == {30}
        assert said.count("30 days") == 4
        assert retention.OBJECTION_DAYS == 365
        assert "A year after the answer" in said

    def test_each_row_is_kept_by_a_test_of_its_own(self) -> None:
        named = [rule.kept_by for rule in (*retention.DELETED, *retention.KEPT)]
        assert len(named) == len(set(named))

    def test_every_table_that_says_something_of_a_report_is_thought_of(self) -> None:
        assert {model.__name__ for model in apps.get_app_config("reports").get_models()} == {
            "Correction",  # kept
            "Decision",  # kept, without content
            "Demonstration",  # a day
            "DirtyCode",  # gone with the refresh
            "Flag",  # 30 days
            "GuardedSnapshot",  # counts
            "Objection",  # a year
            "Original",  # ten minutes
            "Parent",  # counts
            "ParentChange",  # counts
            "ParentStatistic",  # counts
            "PublishedStory",  # gone with its report
            "Report",
            "RulesFollowed",  # two settings
            "Statistic",  # counts
            "Tally",  # counts
            "Transparency",  # one
            "Uncompared",  # gone when compared, and with its report
            "WithdrawnReceipt",  # two days
        }


def test_the_receipt_of_a_withdrawn_report_is_forgotten_when_its_form_is_dead() -> None:
    [(_, receipt)] = send(1)
    actions.withdraw_report(receipt=receipt)
    assert list(WithdrawnReceipt.objects.values()) == [{"digest": receipts.digest(receipt), "day": today()}]
    tidy_after(retention.RECEIPT_DAYS)
    assert WithdrawnReceipt.objects.count() == 1
    tidy_after(retention.RECEIPT_DAYS + 1)
    assert WithdrawnReceipt.objects.count() == 0
    assert tokens.GOOD_FOR <= retention.RECEIPT_DAYS * 24 * 3600


def test_a_withdrawn_report_is_gone_with_all_that_hangs_on_it(moderator: User) -> None:
    kept = send_and_refresh(6, story=STORY)
    report, receipt = kept[0]
    actions.accept_story(report=report.pk, moderator=moderator)
    decided = Decision.objects.get()
    Original.objects.create(decision=decided, report=report, story=STORY)
    Flag.objects.create(report=report, rule="burst", words="Many.", weight=1)
    refresh()
    assert PublishedStory.objects.count() == 1
    actions.withdraw_report(receipt=receipt)
    refresh()
    assert not Report.objects.filter(pk=report.pk).exists()
    assert (Original.objects.count(), Flag.objects.count(), PublishedStory.objects.count()) == (0, 0, 0)
    last = Decision.objects.exclude(pk=decided.pk).get()
    told = {field.name: getattr(last, field.name) for field in Decision._meta.concrete_fields}
    assert {name: value for name, value in told.items() if value} == {
        "id": last.pk,
        "report": report.pk,
        "verdict": "withdrawn",
        "day": today(),
    }


def test_what_a_decision_took_away_goes_when_it_can_no_longer_be_undone(moderator: User) -> None:
    report = sent(story=STORY)
    actions.reject_report(report=report.pk, moderator=moderator, reason="identifies_a_person")
    assert list(Original.objects.values_list("story", flat=True)) == [STORY]
    actions.forget_originals()
    assert Original.objects.exists()
    Decision.objects.update(undo_until=timezone.now() - datetime.timedelta(seconds=1))
    actions.forget_originals()
    assert not Original.objects.exists()


def test_a_story_kept_off_the_page_is_deleted_after_thirty_days(moderator: User) -> None:
    refused, rejected = sent(story="Refused."), sent(story="Rejected.")
    sent(story="Waiting."), sent(story="Held.", code="84165")
    accepted = sent(story="Accepted.")
    actions.refuse_story(report=refused.pk, moderator=moderator)
    actions.reject_report(report=rejected.pk, moderator=moderator, reason="made_up")
    actions.accept_story(report=accepted.pk, moderator=moderator)
    before = stories()
    tidy_after(29)
    assert stories() == before
    tidy_after(30)
    assert stories() == [("", "none"), ("", "none"), ("Accepted.", "accepted"), ("Held.", "waiting"), ("Waiting.", "waiting")]  # fmt: skip  # noqa: E501
    assert Report.objects.get(pk=rejected.pk).standing == "rejected"


def test_thirty_days_count_from_the_last_decision(moderator: User) -> None:
    report = sent(story=STORY)
    actions.refuse_story(report=report.pk, moderator=moderator)
    Decision.objects.update(day=ago(40))
    Report.objects.update(received=ago(40))
    actions.accept_story(report=report.pk, moderator=moderator)
    actions.refuse_story(report=report.pk, moderator=moderator)
    tidy_after(0)
    assert stories() == [(STORY, "refused")]
    tidy_after(30)
    assert stories() == [("", "none")]


def test_what_was_found_odd_is_forgotten_after_thirty_days(moderator: User) -> None:
    decided, waiting, never = sent(), sent(story=STORY), sent()
    for report in (decided, waiting, never):
        Flag.objects.create(report=report, rule="burst", words="Many.", weight=1, day=ago(20))
    actions.reject_report(report=decided.pk, moderator=moderator, reason="made_up")

    def flagged() -> set[Any]:
        return set(Flag.objects.values_list("report", flat=True))

    tidy_after(9)
    assert flagged() == {decided.pk, waiting.pk, never.pk}
    tidy_after(10)
    assert flagged() == {decided.pk, waiting.pk}
    tidy_after(30)
    assert flagged() == {waiting.pk}
    actions.accept_story(report=waiting.pk, moderator=moderator)
    tidy_after(30)
    assert flagged() == set()


def test_after_thirty_days_labels_no_longer_join_reports_on_two_codes() -> None:
    send(3, contributor="a" * 32)
    send(2, contributor="b" * 32)
    send(2, contributor="a" * 32, code="84165")
    send(1, contributor="")
    refresh()

    def labels(code: str) -> dict[str, int]:
        found = list(Report.objects.on(code).values_list("contributor", flat=True))
        return {label: found.count(label) for label in found}

    before = [labels(code) for code in ("86320", "84165")]
    tidy_after(30)
    assert [labels(code) for code in ("86320", "84165")] == before
    tidy_after(31)
    one, other = labels("86320"), labels("84165")
    assert (sorted(one.values()), list(other.values())) == ([1, 2, 3], [2])
    assert one.pop("") == 1
    assert not {*one, *other} & {"a" * 32, "b" * 32}
    assert len({*one, *other}) == 3
    assert {len(label) for label in (*one, *other)} == {32}
    tidy_after(40)
    assert labels("84165") == other


def test_labels_are_parted_a_day_at_a_time() -> None:
    for days in (40, 41):
        earlier = [report.pk for report, _ in send(2, contributor="a" * 32)]
        Report.objects.filter(pk__in=earlier).update(received=ago(days))
    with CaptureQueriesContext(connection) as queries:
        assert actions.tidy(today=today())["part_labels"] == 4
    updates = [query["sql"] for query in queries if query["sql"].startswith("UPDATE") and "MD5" in query["sql"]]
    assert len(updates) == 2
    by_day = {each.received: each.contributor for each in Report.objects.all()}
    assert Report.objects.values("contributor").distinct().count() == len(set(by_day.values())) == 2


def test_a_code_stays_open_when_labels_are_parted(settings: Any) -> None:
    settings.MIN_CONTRIBUTORS = 2
    send(3, contributor="a" * 32)
    send_and_refresh(3, contributor="b" * 32)
    before = Statistic.objects.of("86320")
    tidy_after(31)
    refresh()
    after = Statistic.objects.of("86320")
    assert before is not None
    assert after is not None
    assert before.version == after.version


def test_an_answered_objection_loses_its_texts_after_a_year(moderator: User, client: Client) -> None:
    receipt = actions.receive_objection(about="/codes/86320/", kind="price", text="Too low.", mark="a")
    actions.receive_objection(about="/codes/86320/", kind="price", text="Not answered.", mark="b")
    answered = actions.objection_of(receipt)
    actions.answer_objection(objection=answered.pk, moderator=moderator, verdict="stands", answer="CMS says so.")
    tidy_after(364)
    assert set(Objection.objects.values_list("text", "answer")) == {("Too low.", "CMS says so."), ("Not answered.", "")}
    tidy_after(365)
    assert set(Objection.objects.values_list("text", "answer")) == {("", ""), ("Not answered.", "")}
    assert [each.text for each in Objection.objects.unanswered()] == ["Not answered."]
    assert b"The answer was deleted" in client.post("/wrong/answer/", {"receipt": receipt}).content


def test_ended_sessions_are_deleted(moderator: User, client: Client) -> None:
    client.force_login(moderator)
    running = Session.objects.get()
    Session.objects.create(session_key="ended", session_data="", expire_date=timezone.now())
    tidy_after(0)
    assert list(Session.objects.values_list("pk", flat=True)) == [running.pk]


def test_a_refresh_deletes_the_notes_it_has_seen() -> None:
    send(3)
    assert DirtyCode.objects.count() == 3
    refresh()
    assert DirtyCode.objects.count() == 0


def test_nothing_of_a_sender_stays_in_memory_beyond_26_hours(client: Client) -> None:
    sent = {"code": "86320", "payer": "other", "kind": "rejection", "year": 2026}
    assert client.post("/api/v1/reports/", sent, content_type="application/json").status_code == 201
    memory = redis.Redis.from_url(settings.REDIS_URL)
    lives = {bytes(name): memory.ttl(name) for name in memory.scan_iter("*medpay*")}
    assert any(b"label" in name for name in lives)
    assert [name for name, seconds in lives.items() if not 0 < int(seconds) <= 26 * 3600] == []


def test_the_audit_holds_nothing_that_was_in_a_report(moderator: User) -> None:
    canaries = {"story": "canary story", "payer": "canary-payer", "state": "TX", "carc": "4711"}
    report = sent(**canaries, paired_code="84165", amount_band="5000+", kind="units")
    actions.refuse_story(report=report.pk, moderator=moderator)
    actions.reject_report(report=report.pk, moderator=moderator, reason="made_up")
    rows = [str(list(row.values())) for row in Decision.objects.values()]
    assert len(rows) == 2
    for told in (*canaries.values(), "86320", "84165", "5000+", "units", report.receipt_digest, report.contributor):
        assert [row for row in rows if told in row] == []


def test_every_step_is_harmless_twice(moderator: User) -> None:
    report = sent(story=STORY, contributor="a" * 32)
    actions.refuse_story(report=report.pk, moderator=moderator)
    actions.withdraw_report(receipt=send(1)[0][1])
    later = today() + datetime.timedelta(days=60)
    assert actions.tidy(today=later) == {
        "forget_stories": 1,
        "forget_receipts": 1,
        "forget_flags": 0,
        "part_labels": 1,
        "forget_objections": 0,
        "forget_sessions": 0,
    }
    once = Report.objects.values().get()
    assert set(actions.tidy(today=later).values()) == {0}
    assert Report.objects.values().get() == once


def test_one_command_does_what_the_timetable_does(moderator: User) -> None:
    kept = [report for report, _ in send_and_refresh(6, contributor="label")]
    Report.objects.update(received=ago(3))
    old = sent(contributor="label")
    Report.objects.filter(pk=old.pk).update(received=datetime.date(2019, 1, 1))
    said = StringIO()
    call_command("tidy", stdout=said)
    assert said.getvalue() == (
        "1 reports expired or returned; 1 rows forgotten; the account under /transparency/ is renewed.\n"
    )
    assert Transparency.objects.get().content["shown"]["received"] == 7
    assert Report.objects.get(pk=old.pk).expired
    assert not Report.objects.filter(pk__in=[report.pk for report in kept], expired=True).exists()
    call_command("tidy", stdout=(said := StringIO()))
    assert said.getvalue() == (
        "0 reports expired or returned; 0 rows forgotten; the account under /transparency/ stays.\n"
    )
