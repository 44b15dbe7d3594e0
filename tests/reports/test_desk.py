"""The moderators' desk: what waits, one report at a time, many at once, and how to take it back."""

import datetime
import re
from typing import Any

import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from reports import actions, visitors
from reports.admin import queue
from reports.models import Decision, Flag, Original, Report
from tests.reports.desks import (
    DESK,
    NAMED,
    PASSWORD,
    PLACE,
    at_the_desk,
    held,
    messages,
    moderator_of,
    named,
    page_of,
    press,
)
from tests.reports.making import send, send_and_refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

UNDO = f"{DESK}undo/"
A_WEEK = datetime.timedelta(days=7)
TOO_FAST = "sent within seconds of opening the form"


@pytest.fixture
def moderator() -> User:
    return User.objects.create_superuser("moderator", password=PASSWORD)


@pytest.fixture
def desk(moderator: User) -> Client:
    return at_the_desk(moderator)


def flag(report: Report, weight: int, rule: str = "burst") -> None:
    words = "11 reports on this code and payer today; 1.2 a day before"
    Flag.objects.create(report=report, rule=rule, words=words, weight=weight)


def press_many(desk: Client, reports: list[Report], action: str, **typed: Any) -> Any:
    """Sends the list as it was when the reports were read, with all of them ticked."""
    seen = [f"{report.pk}:{report.revision}" for report in reports]
    ticked = {"action": action, "_selected_action": [str(report.pk) for report in reports], "seen": seen}
    return desk.post(DESK, {**ticked, **typed}, follow=True)


def order(desk: Client, **query: str) -> list[Report]:
    return list(desk.get(DESK, query).context["cl"].result_list)


class TestQueue:
    def test_the_desk_opens_on_it(self, desk: Client) -> None:
        assert desk.get("/admin/")["Location"] == DESK

    def test_it_shows_what_waits_with_the_counts_on_top(self, desk: Client) -> None:
        held(1)
        send(1, story="Read me.", contributor="b")
        send(3, contributor="c")
        page = desk.get(DESK)
        assert page.context["cl"].result_count == 2
        names = ("stories_waiting", "reports_held", "passed_on", "objections_waiting")
        assert [page.context[name] for name in names] == [1, 1, 0, 0]
        text = page.content.decode()
        assert "many reports on this code from one contributor" in text
        assert "a look at its story" in text

    @pytest.mark.parametrize(("queue", "count"), [("stories", 1), ("held", 1), ("passed_on", 1), ("all", 6), ("", 3)])
    def test_it_has_its_parts(self, desk: Client, moderator: User, queue: str, count: int) -> None:
        held(1)
        send(1, story="Read me.", contributor="b")
        send(4, contributor="c")
        counted = Report.objects.filter(standing="counted", story="").first()
        assert counted
        actions.escalate(report=counted.pk, moderator=moderator, reason="not_sure")
        assert desk.get(DESK, {"queue": queue} if queue else {}).context["cl"].result_count == count

    def test_the_riskiest_and_of_those_the_oldest_stand_on_top(self, desk: Client) -> None:
        other = moderator_of("Moderator", "other")
        story, old_story, flagged, passed_on = (send(1, story=f"Story {n}.")[0][0] for n in range(4))
        waiting = held(1)[0]
        Report.objects.filter(pk=old_story.pk).update(received=story.received - datetime.timedelta(days=9))
        flag(flagged, 20)
        flag(flagged, 10, "copy")
        flag(story, 0)
        actions.escalate(report=passed_on.pk, moderator=other, reason="not_sure")
        assert order(desk) == [passed_on, flagged, waiting, old_story, story]
        assert desk.get(DESK).context["first"] == passed_on

    def test_what_may_name_somebody_stands_before_what_was_sent_too_fast(self, desk: Client) -> None:
        fast = held(1)[0]
        report = named()
        Report.objects.filter(pk=fast.pk).update(held_because=[TOO_FAST], received=fast.received - A_WEEK)
        assert order(desk) == [report, fast]

    def test_a_reason_found_by_comparing_is_said_once(self, desk: Client) -> None:
        report = held(1)[0]
        flag(report, 3)
        words = Flag.objects.get().words
        Report.objects.update(held_because=[words])
        assert desk.get(DESK).content.decode().count(words) == 1
        assert desk.get(page_of(report)).content.decode().count(words) == 1

    def test_all_reports_stand_by_day(self, desk: Client) -> None:
        old, new = (report for report, _ in send(2))
        Report.objects.filter(pk=old.pk).update(received=old.received - datetime.timedelta(days=9))
        flag(old, 50)
        assert order(desk, queue="all") == [new, old]

    def test_a_longer_queue_costs_no_more_queries(self, desk: Client) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                desk.get(DESK)
            return len(queries)

        flag(held(1)[0], 3)
        desk.get(DESK)
        one = cost()
        for report in held(4, story="Read me."):
            flag(report, 3)
        assert cost() == one

    def test_a_payer_stands_in_it_by_name_and_is_found_by_it(self, desk: Client) -> None:
        held(1)
        held(1, payer="unitedhealthcare", contributor="b")
        page = desk.get(DESK, {"q": "unitedHealthCare"})
        cells = re.findall(r'<td class="field-payer_name">([^<]+)</td>', page.content.decode())
        assert cells == ["UnitedHealthcare"]
        assert desk.get(DESK, {"q": "aetna"}).context["cl"].result_count == 1

    def test_a_payer_of_no_list_stands_in_it_as_it_was_stored(self, desk: Client) -> None:
        report = held(1)[0]
        Report.objects.filter(pk=report.pk).update(payer="other")
        assert '<td class="field-payer_name">other</td>' in desk.get(DESK).content.decode()

    def test_its_counts_read_what_waits_and_no_other_report(self) -> None:
        """However many are counted: the index holds those that wait alone."""
        held(1)
        with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
            queue.counts()
            (read,) = (query["sql"] for query in queries if 'FROM "reports_report"' in query["sql"])
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {read}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "report_queue" in plan

    def test_it_says_so_when_nothing_waits(self, desk: Client) -> None:
        assert "Nothing waits for you." in desk.get(DESK).content.decode()

    def test_what_was_passed_on_is_no_work_of_a_moderator(self) -> None:
        desk = at_the_desk(moderator_of("Moderator"))
        press(desk, named(), "escalate:not_sure")
        page = desk.get(DESK)
        assert (page.context["cl"].result_count, page.context["first"]) == (1, None)

    def test_what_a_senior_passed_on_waits_for_another(self) -> None:
        asking = at_the_desk(moderator_of("Senior", "asking"))
        press(asking, named(), "escalate:not_sure")
        assert asking.get(DESK).context["first"] is None
        assert at_the_desk(moderator_of("Senior", "other")).get(DESK).context["first"] == Report.objects.get()


class TestPassedOn:
    @pytest.mark.parametrize(
        ("role", "name", "words"),
        [
            ("Moderator", "asking", "Somebody asked for a second pair of eyes: a senior moderator decides this one."),
            ("Senior", "asking", "You asked for a second pair of eyes: somebody else decides this one."),
        ],
    )
    def test_who_may_not_decide_it_is_offered_no_decision_and_told_why(self, role: str, name: str, words: str) -> None:
        report, desk = named(), at_the_desk(moderator_of(role, name))
        press(desk, report, "escalate:not_sure")
        html = desk.get(page_of(report)).content.decode()
        assert re.findall(r'name="decision"\s+value="([^"]+)"', html) == ["skip"]
        assert (words in html, 'name="words"' in html) == (True, False)

    def test_a_senior_who_did_not_ask_is_offered_every_decision(self) -> None:
        report = named()
        press(at_the_desk(moderator_of("Moderator")), report, "escalate:not_sure")
        page: Any = at_the_desk(moderator_of("Senior")).get(page_of(report))
        offered = [choice.verdict for choice in page.context["choices"]]
        assert offered == ["accept_story", "redact_story", "refuse_story", "accept_report", "reject_report"]


class TestPage:
    def test_it_shows_the_story_with_what_was_found_marked(self, desk: Client) -> None:
        text = desk.get(page_of(named())).content.decode()
        assert "Dr. <mark>Okafor<small data-not-story> name</small></mark>: records sent, and Aetna paid." in text
        assert re.search(rf'name="cut"\s+value="{PLACE}"\s+checked', text)

    def test_a_story_is_no_markup(self, desk: Client) -> None:
        report = send(1, story="<script>alert(1)</script> & bundled")[0][0]
        text = desk.get(page_of(report)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; bundled" in text
        assert "<script>alert" not in text

    def test_it_tells_the_facts_in_words(self, desk: Client) -> None:
        report = send(1, modifiers=["26"], actions=["appeal_1"], tactics=["records"], outcome="paid_full")[0][0]
        facts = dict(desk.get(page_of(report)).context["facts"])
        assert facts == {
            "Payer": "Aetna",
            "Reason": "CO-97 Already paid as part of another service",
            "Received": str(report.received),
            "Code": "86320",
            "Modifiers": "26",
            "Line of business": "Commercial, insured by the payer",
            "Kind": "Bundled into another code",
            "Year": "2026",
            "Actions": "Appeal, first level",
            "Tactics": "Sent records",
            "Outcome": "Paid in full",
        }

    def test_it_says_why_the_report_waits(self, desk: Client) -> None:
        report = held(1, story="Read me.")[0]
        flag(report, 3)
        page = desk.get(page_of(report))
        assert page.context["waits_for"] == ["many reports on this code from one contributor", "a look at its story"]
        assert "11 reports on this code and payer today; 1.2 a day before" in page.content.decode()

    def test_it_counts_and_links_reports_like_it(self, desk: Client, moderator: User) -> None:
        report = held(1)[0]
        alike = [one for one, _ in send(3, contributor="b")]
        send(2, carc="16", contributor="c")
        send(2, payer="unitedhealthcare", contributor="d")
        actions.reject_report(report=alike[0].pk, moderator=moderator, reason="duplicate")
        page = desk.get(page_of(report))
        similar = page.context["similar"]
        assert (similar.counted, similar.held, similar.rejected, similar.total) == (2, 0, 1, 3)
        assert {one.pk for one in similar.latest} == {one.pk for one in alike}
        assert page_of(alike[1]) in page.content.decode()

    def test_one_like_it_that_is_too_old_is_not_called_counted(self, desk: Client) -> None:
        old = send(1)[0][0]
        Report.objects.update(expired=True)
        html = " ".join(desk.get(page_of(held(1, contributor="b")[0])).content.decode().split())
        assert "0 counted, 1 too old to count, 0 held, 0 rejected." in html
        assert f"{old.received}, too old to count</a>" in html

    def test_it_says_what_counting_would_change(self, desk: Client) -> None:
        send_and_refresh(4, outcome="paid_full")
        report = held(1, outcome="denied_again", carc="16")[0]
        page = desk.get(page_of(report))
        assert [tuple(effect) for effect in page.context["effects"]] == [
            ("Reports counted", "4", "5"),
            ("Open to the public", "no", "yes"),
            ("Reason named most", "CO-97, 4 of 4", "CO-97, 4 of 5"),
            ("Paid in full, of those decided", "4 of 4", "4 of 5"),
        ]
        assert "Counting it opens this code to the public." in page.content.decode()

    def test_it_says_what_rejecting_would_change(self, desk: Client) -> None:
        report = send_and_refresh(5)[0][0]
        page = desk.get(page_of(report))
        assert [tuple(effect) for effect in page.context["effects"]][:2] == [
            ("Reports counted", "5", "4"),
            ("Open to the public", "yes", "no"),
        ]
        assert "Without it, this code closes" in page.content.decode()

    def test_the_only_report_of_a_code_leaves_nothing_behind(self, desk: Client) -> None:
        report = send_and_refresh(1)[0][0]
        effects = [tuple(effect) for effect in desk.get(page_of(report)).context["effects"]]
        assert effects[0] == ("Reports counted", "1", "0")
        assert effects[2:] == [
            ("Reason named most", "CO-97, 1 of 1", "none"),
            ("Paid in full, of those decided", "none decided", "none decided"),
        ]

    def test_another_contributor_may_be_what_opens_it(self, desk: Client, settings: Settings) -> None:
        settings.MIN_CONTRIBUTORS = 2
        send_and_refresh(5)
        same, other = held(1)[0], held(1, contributor="other")[0]
        assert [desk.get(page_of(one)).context["preview"].opens for one in (same, other)] == [False, True]

    def test_only_decisions_that_fit_are_offered(self, desk: Client) -> None:
        plain, story = held(1)[0], named()
        assert [choice.key for choice in desk.get(page_of(plain)).context["choices"]] == ["c", "x", "e"]
        Report.objects.filter(pk=story.pk).update(standing="counted", held_because=[])
        assert [choice.key for choice in desk.get(page_of(story)).context["choices"]] == ["a", "d", "r", "x", "e"]

    def test_facts_are_not_edited_and_the_receipt_is_not_shown(self, desk: Client) -> None:
        report = send(1, story="Read me.", contributor="f" * 32)[0][0]
        text = desk.get(page_of(report)).content.decode()
        assert report.receipt_digest not in text
        assert report.contributor not in text
        assert 'name="code"' not in text
        assert desk.post(page_of(report), {"code": "84165", "_save": "Save"}).status_code == 403
        assert Report.objects.get().code == "86320"

    @pytest.mark.parametrize("key", ["nonsense", "11111111-1111-4111-8111-111111111111"])
    def test_a_report_that_is_not_there_is_neither_shown_nor_decided(self, desk: Client, key: str) -> None:
        assert desk.get(f"{DESK}{key}/change/").status_code == 404
        assert desk.post(f"{DESK}{key}/change/", {"decision": "accept_report", "seen": "0"}).status_code == 403

    def test_nothing_is_added_or_deleted_here(self, desk: Client) -> None:
        report = send(1)[0][0]
        assert desk.get(f"{DESK}add/").status_code == 403
        assert desk.post(f"{DESK}{report.pk}/delete/", {"post": "yes"}).status_code == 403


class TestDeciding:
    @pytest.mark.parametrize(
        ("decision", "standing", "story_state", "escalated", "still_waits"),
        [
            ("accept_story", "held", "accepted", False, True),
            ("refuse_story", "held", "refused", False, True),
            ("accept_report", "counted", "waiting", False, True),
            ("reject_report:abuse", "rejected", "waiting", False, False),
            ("escalate:not_sure", "held", "waiting", True, False),
        ],
    )
    def test_one_button_one_decision_then_the_next_of_the_queue(
        self,
        desk: Client,
        moderator: User,
        decision: str,
        standing: str,
        story_state: str,
        escalated: bool,
        still_waits: bool,
    ) -> None:
        report, following = held(2, story="Read me.")
        flag(report, 9)
        page = press(desk, report, decision)
        report.refresh_from_db()
        assert (report.standing, report.story_state, report.escalated) == (standing, story_state, escalated)
        assert Decision.objects.get().moderator == moderator
        assert (page.status_code, page["Location"]) == (302, page_of(report if still_waits else following))

    def test_ticked_and_typed_words_are_taken_out(self, desk: Client) -> None:
        report = named()
        press(desk, report, "redact_story", shown=PLACE, cut=PLACE, words="records sent\n\n")
        assert Report.objects.get().story == "Dr. [name removed]: [removed], and Aetna paid."

    def test_a_report_held_for_names_alone_counts_with_its_story_as_the_buttons_say(self, desk: Client) -> None:
        report = named()
        labels = [choice.label for choice in desk.get(page_of(report)).context["choices"]]
        assert labels[:3] == [
            "Accept the story as it is, and count the report",
            "Take out what is marked and accept the story, and count the report",
            "Refuse the story",
        ]
        page = desk.post(page_of(report), {"decision": "accept_story", "seen": 0, "shown": PLACE}, follow=True)
        assert page.context["last"]["words"] == "accepted the story, and counted the report, 86320"
        assert "Story accepted, report counted" in " ".join(desk.get(page_of(report)).content.decode().split())

    def test_another_reason_is_left_and_the_buttons_say_so(self, desk: Client) -> None:
        report = held(1, story=NAMED)[0]
        labels = [choice.label for choice in desk.get(page_of(report)).context["choices"]]
        assert labels[:2] == ["Accept the story as it is", "Take out what is marked and accept the story"]

    def test_a_story_with_something_ticked_is_not_accepted_as_it_is(self, desk: Client) -> None:
        report = named()
        page = press(desk, report, "accept_story", shown=PLACE, cut=PLACE)
        assert page.status_code == 422
        assert messages(page) == [
            "The story would show what could identify somebody: name. Take it out, or untick it.",
        ]
        press(desk, report, "accept_story", shown=PLACE)
        assert Decision.objects.get().cleared == ["name"]

    def test_what_was_never_shown_is_not_judged_harmless(self, desk: Client) -> None:
        """A rule may be new since the page was opened."""
        assert press(desk, named(), "accept_story").status_code == 422
        assert Report.objects.get().story_state == "waiting"

    def test_nothing_typed_is_lost_when_words_stand_nowhere(self, desk: Client) -> None:
        page = press(desk, named(), "redact_story", shown=PLACE, words="Aetna\nElsewhere")
        assert messages(page) == ["Line 2 of the words to take out stands nowhere in the story."]
        text = page.content.decode()
        assert "Aetna\nElsewhere</textarea>" in text
        assert not re.search(rf'value="{PLACE}"\s+checked', text)

    def test_marked_words_are_not_passed_over(self, desk: Client) -> None:
        report = send(1, story="Read me.")[0][0]
        page = press(desk, report, "accept_story", words="Read")
        assert messages(page) == ["Words are marked to be taken out. Take them out (d), or empty that field."]
        assert Report.objects.get().story_state == "waiting"

    @pytest.mark.parametrize("decision", ["reject_report", "reject_report:because", "escalate:abuse", "escalate"])
    def test_without_a_reason_of_its_list_nothing_is_decided(self, desk: Client, decision: str) -> None:
        page = press(desk, held(1)[0], decision)
        assert messages(page) == ["Choose a reason; nothing was changed."]
        assert Decision.objects.count() == 0

    @pytest.mark.parametrize("body", [{}, {"decision": "publish", "seen": "0"}, {"decision": "accept_report"}])
    def test_a_form_that_is_not_ours_is_refused(self, desk: Client, body: dict[str, str]) -> None:
        assert desk.post(page_of(held(1)[0]), body).status_code == 403

    def test_who_comes_second_is_told_who_did_what_and_sees_the_report_anew(self, desk: Client) -> None:
        report = held(1)[0]
        press(at_the_desk(moderator_of("Moderator", "ana")), report, "accept_report")
        page = press(desk, report, "reject_report:abuse")
        assert page.status_code == 409
        assert messages(page) == ["ana counted the report a moment ago; look again."]
        assert 'name="seen" value="1"' in page.content.decode()
        assert Report.objects.get().standing == "counted"

    def test_a_report_withdrawn_meanwhile_leads_on(self, desk: Client) -> None:
        report, receipt = send(1, story="Read me.")[0]
        key = report.pk
        actions.withdraw_report(receipt=receipt)
        assert desk.post(f"{DESK}{key}/change/", {"decision": "refuse_story", "seen": "0"}).status_code == 403

    def test_skipping_decides_nothing_and_comes_back_to_it_in_the_end(self, desk: Client) -> None:
        first, second = held(2)
        flag(first, 9)
        assert press(desk, first, "skip")["Location"] == page_of(second)
        page = desk.post(page_of(second), {"decision": "skip", "seen": "0"}, follow=True)
        assert page.redirect_chain == [(DESK, 302)]
        assert messages(page) == ["The queue is through, but for 2 that you skipped."]
        assert (page.context["first"], Decision.objects.count()) == (first, 0)

    def test_after_the_last_one_the_queue_is_shown(self, desk: Client) -> None:
        assert press(desk, held(1)[0], "reject_report:abuse")["Location"] == DESK


class TestMany:
    @pytest.mark.parametrize(
        ("action", "reason", "fields", "words"),
        [
            ("accept_report", "", {"standing": "counted"}, "counted 3 reports"),
            ("reject_report", "abuse", {"standing": "rejected"}, "rejected 3 reports"),
            ("accept_story", "", {"story_state": "accepted"}, "accepted 3 stories"),
            ("refuse_story", "", {"story_state": "refused"}, "refused 3 stories"),
            ("escalate", "not_sure", {"escalated": True}, "asked for a second pair of eyes on 3 reports"),
        ],
    )
    def test_each_is_a_decision_of_its_own_and_all_are_undone_together(
        self, desk: Client, action: str, reason: str, fields: dict[str, object], words: str
    ) -> None:
        reports = held(3, story="Read me.")
        before = list(Report.objects.order_by("pk").values("standing", "held_because", "story_state", "escalated"))
        page = press_many(desk, reports, action, reason=reason)
        assert f"You {page.context['last']['words']}." in page.content.decode()
        assert page.context["last"]["words"] == words
        assert (Report.objects.filter(**fields).count(), Decision.objects.count()) == (3, 3)
        undo = [decision.pk for decision in page.context["last"]["decisions"]]
        page = desk.post(UNDO, {"undo": undo}, follow=True)
        assert messages(page) == ["3 decisions undone."]
        after = list(Report.objects.order_by("pk").values("standing", "held_because", "story_state", "escalated"))
        assert after == before

    @pytest.mark.parametrize(("action", "reason"), [("reject_report", ""), ("escalate", "abuse")])
    def test_without_a_reason_of_its_list_nothing_is_decided(self, desk: Client, action: str, reason: str) -> None:
        page = press_many(desk, held(2), action, reason=reason)
        assert messages(page) == ["2 times: Choose a reason; nothing was changed."]
        assert Decision.objects.count() == 0

    def test_a_story_that_has_to_be_read_is_not_accepted_among_others(self, desk: Client) -> None:
        page = press_many(desk, [named(), *held(2, story="Read me.")], "accept_story")
        assert messages(page) == ["The story would show what could identify somebody: name. Take it out, or untick it."]
        assert Decision.objects.count() == 2

    def test_a_story_is_not_accepted_that_the_list_shows_in_part_or_not_at_all(self, desk: Client) -> None:
        long, short = held(1, story="Read me. " * 9)[0], held(1, story="Read me.")[0]
        for page in (press_many(desk, [long], "accept_story"), press_many(desk, [short], "accept_story", seen=[])):
            assert messages(page) == ["The list does not show the whole story. Open it to read and accept it."]
        assert Decision.objects.count() == 0

    def test_what_changed_since_the_list_was_read_is_not_decided(self, desk: Client) -> None:
        (stale, receipt), (fresh, _) = send(2, story="Read me.")
        actions.correct_report(receipt=receipt, changes={"story": "Nobody read this."})
        page = press_many(desk, [stale, fresh], "accept_story")
        assert messages(page) == ["This report changed meanwhile; look again."]
        assert [one.report for one in Decision.objects.all()] == [fresh.pk]

    def test_the_list_says_of_each_report_which_revision_it_shows(self, desk: Client) -> None:
        report = held(1)[0]
        Report.objects.update(revision=7)
        assert f'name="seen" value="{report.pk}:7"' in desk.get(DESK).content.decode()

    def test_what_is_no_report_cannot_be_ticked(self, desk: Client) -> None:
        answer = desk.post(DESK, {"action": "accept_report", "_selected_action": ["x"]})
        assert (answer.status_code, Decision.objects.count()) == (400, 0)

    def test_more_than_one_go_can_bear_are_decided_in_parts(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("reports.admin.reports.MOST", 2)
        page = press_many(desk, held(3), "accept_report")
        assert messages(page) == ["Only the first 2 were looked at; choose the others again."]
        assert Decision.objects.count() == 2


class TestUndo:
    def test_every_decision_offers_it_on_the_next_page(self, desk: Client) -> None:
        first, second = held(2, story=NAMED)
        flag(first, 9)
        press(desk, first, "redact_story", shown=PLACE, cut=PLACE)
        page = desk.get(page_of(second))
        decision = Decision.objects.get()
        assert page.context["last"]["decisions"] == [decision]
        assert "You took words out of the story and accepted it, 86320." in page.content.decode()
        undone = desk.post(UNDO, {"undo": decision.pk}, follow=True)
        assert undone.redirect_chain == [(page_of(first), 302)]
        assert messages(undone) == ["Undone: it is as it was before."]
        assert undone.context["last"] is None
        assert (Report.objects.get(pk=first.pk).story, Original.objects.count()) == (NAMED, 0)

    def test_it_is_not_offered_when_it_is_too_late(self, desk: Client) -> None:
        first, second = held(2)
        press(desk, first, "accept_report")
        Decision.objects.update(undo_until=timezone.now() - datetime.timedelta(seconds=1))
        assert desk.get(page_of(second)).context["last"] is None
        page = desk.post(UNDO, {"undo": Decision.objects.get().pk}, follow=True)
        assert messages(page) == ["Too late to undo: ten minutes have passed. Decide anew."]

    def test_the_page_of_a_report_offers_its_last_decision(self, desk: Client) -> None:
        report = held(1)[0]
        press(desk, report, "accept_report")
        assert "Undo this" in desk.get(page_of(report)).content.decode()
        Decision.objects.update(undone=True)
        assert "Undo this" not in desk.get(page_of(report)).content.decode()

    def test_only_who_may_undo_it_is_offered_to(self) -> None:
        report, other = held(2)
        deciding = at_the_desk(moderator_of("Moderator", "deciding"))
        press(deciding, report, "accept_report")
        offered = {
            name: "Undo this" in at_the_desk(user).get(page_of(report)).content.decode()
            for name, user in (("second", moderator_of("Moderator", "second")), ("senior", moderator_of("Senior")))
        }
        assert (offered, "Undo this" in deciding.get(page_of(report)).content.decode()) == (
            {"second": False, "senior": True},
            True,
        )
        assert other.standing == "held"

    def test_a_refused_undo_stays_on_the_page_where_it_was_asked(self, desk: Client) -> None:
        first, second = held(2)
        press(desk, first, "accept_report")
        asked = re.findall(r'name="(undo|at)" value="([^"]+)"', desk.get(page_of(second)).content.decode())
        assert asked == [("undo", str(Decision.objects.get().pk)), ("at", str(second.pk))]
        Decision.objects.update(undo_until=timezone.now() - datetime.timedelta(seconds=1))
        page = desk.post(UNDO, dict(asked), follow=True)
        assert page.redirect_chain == [(page_of(second), 302)]
        assert messages(page) == ["Too late to undo: ten minutes have passed. Decide anew."]

    def test_nobody_undoes_for_another(self) -> None:
        report = held(3)[0]
        press(at_the_desk(moderator_of("Moderator", "deciding")), report, "accept_report")
        second = at_the_desk(moderator_of("Moderator", "second"))
        page = second.post(UNDO, {"undo": Decision.objects.get().pk, "at": "nowhere"}, follow=True)
        assert page.redirect_chain == [(page_of(report), 302)]
        assert messages(page) == ["Only who decided this, or a senior moderator, can undo it."]

    @pytest.mark.parametrize("undo", ["", "x", "0", "99999999", "9" * 5000])
    def test_what_is_no_decision_is_not_undone(self, desk: Client, undo: str) -> None:
        press(desk, held(1)[0], "accept_report")
        assert desk.post(UNDO, {"undo": undo})["Location"] == DESK
        assert Report.objects.get().standing == "counted"

    def test_it_is_asked_by_post_alone(self, desk: Client) -> None:
        assert desk.get(UNDO).status_code == 405

    def test_the_original_of_a_story_is_on_no_page(self, desk: Client) -> None:
        report = named()
        press(desk, report, "redact_story", shown=PLACE, cut=PLACE)
        paths = (page_of(report), f"{DESK}?queue=all", "/admin/reports/decision/", "/admin/reports/decision/export/")
        for path in paths:
            answer = desk.get(path)
            body = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code == 200
            assert b"Okafor" not in body


class TestTogether:
    def test_two_moderators_are_led_to_different_reports(self, desk: Client) -> None:
        first, second, third = held(3)
        for report, weight in ((first, 30), (second, 20), (third, 10)):
            flag(report, weight)
        other = at_the_desk(moderator_of("Moderator", "bo"))
        desk.get(page_of(first))
        assert other.get(DESK).context["first"] == second
        other.get(page_of(second))
        assert press(desk, first, "skip")["Location"] == page_of(third)
        desk.get(page_of(third))
        assert press(desk, third, "accept_report")["Location"] == page_of(second)  # which is all there is left

    def test_who_opens_what_another_looks_at_is_told(self, desk: Client) -> None:
        report = held(1)[0]
        at_the_desk(moderator_of("Moderator", "bo")).get(page_of(report))
        assert "bo is looking at this report, too." in desk.get(page_of(report)).content.decode()

    def test_it_is_forgotten_after_a_minute(self, desk: Client) -> None:
        report = held(1)[0]
        desk.get(page_of(report))
        life: Any = redis.Redis.from_url(settings.REDIS_URL).ttl(f"medpay:looking:{report.pk}")
        assert 0 < life <= 60

    def test_without_redis_the_queue_is_the_same(self, desk: Client, settings: Settings) -> None:
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        visitors.memory.cache_clear()
        report = held(1)[0]
        try:
            assert desk.get(DESK).context["first"] == report
            assert press(desk, report, "accept_report").status_code == 302
        finally:
            visitors.memory.cache_clear()
