"""One form, once: several lines of a claim, a form sent twice, and what is held in silence."""

import re
import time
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from reports import actions
from reports.actions import submission
from reports.forms import new_token, read_token
from reports.forms.tokens import GOOD_FOR
from reports.models import Report
from reports.triage import TOO_QUICK
from tests.reports.making import typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

RECEIPT = re.compile(r"MP(?:-[0-9A-Z]{5}){6}")
A_DAY = GOOD_FOR + 60


def submit(client: Client, **sent: Any) -> HttpResponse:
    return client.post("/report/", sent)  # type: ignore[return-value]


def receipts_in(page: HttpResponse) -> list[str]:
    return RECEIPT.findall(page.content.decode())


def text_of(page: HttpResponse) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


class TestSeveralLines:
    def test_each_line_is_a_report_with_a_receipt_of_its_own(self, client: Client) -> None:
        page = submit(client, **typed(modifiers="26", others="84165-26, 86334 59 XU\nG0483", story="Both at once."))
        kept = {(report.code, *report.modifiers): report for report in Report.objects.all()}
        assert set(kept) == {("86320", "26"), ("84165", "26"), ("86334", "59", "XU"), ("G0483",)}
        assert {(report.carc, report.payer, report.kind) for report in kept.values()} == {("97", "aetna", "bundled")}
        found = receipts_in(page)
        assert len(found) == len(set(found)) == 4
        assert {actions.report_of(receipt).key for receipt in found} == {report.key for report in kept.values()}

    def test_the_story_stays_with_the_first_line(self, client: Client) -> None:
        page = submit(client, **typed(others="84165", story="Both at once."))
        assert dict(Report.objects.values_list("code", "story")) == {"86320": "Both at once.", "84165": ""}
        assert "it is kept with the first line" in text_of(page)

    @pytest.mark.parametrize(
        ("others", "said"),
        [
            ("84165, shoe", "The 2nd word is neither a code nor one of its modifiers."),
            ("26, 84165", "The 1st word is neither a code nor one of its modifiers."),
            ("84165 84165", "The same line stands here twice."),
            ("86320", "The line above stands here again."),
            (" ".join(f"{number}" for number in range(99201, 99212)), "Write at most 10 further lines"),
            ("84165 " * 100, "Write at most 10 further lines."),
        ],
    )
    def test_what_is_wrong_with_a_line_saves_none(self, client: Client, others: str, said: str) -> None:
        page = submit(client, **typed(others=others))
        assert page.status_code == 400
        assert said in text_of(page)
        assert not Report.objects.exists()

    def test_an_identifier_among_the_lines_is_taken_out(self, client: Client) -> None:
        page = submit(client, **typed(others="84165, 555-867-5309"))
        assert page.status_code == 422
        assert "555-867-5309" not in text_of(page)
        assert 'value="84165, [phone number removed]"' in text_of(page)

    def test_all_or_none_are_saved(self, client: Client) -> None:
        with (
            patch.object(submission, "_unverified", side_effect=[[], OperationalError]),
            pytest.raises(OperationalError),
        ):
            submit(client, **typed(others="84165"))
        assert not Report.objects.exists()

    def test_each_line_counts_in_the_limits(self, client: Client, settings: Settings) -> None:
        settings.REPORTS_PER_HOUR = 3
        page = submit(client, **typed(others="84165, 86334, 86335"))
        assert (page.status_code, "Retry-After" in page) == (429, False)  # no hour would take them
        assert "At most 3 reports an hour are taken from one network. Send fewer lines at once." in text_of(page)
        assert not Report.objects.exists()
        assert submit(client, **typed(others="84165, 86334")).status_code == 201
        assert submit(client, **typed()).status_code == 429

    def test_each_line_waits_for_itself(self, client: Client, settings: Settings) -> None:
        settings.HOLD_ABOVE = 1
        submit(client, **typed())
        page = submit(client, **typed(carc="16", others="84165"))
        assert dict(Report.objects.filter(carc="16").values_list("code", "standing")) == {
            "86320": "held",
            "84165": "counted",
        }
        assert "1 of your reports waits for a moderator before counting: 86320." in text_of(page)


class TestSentTwice:
    def test_the_same_form_shows_the_same_receipts_again(self, client: Client) -> None:
        sent = typed(others="84165", story="Twice.")
        first, second = submit(client, **sent), submit(client, **sent)
        assert (first.status_code, second.status_code) == (201, 201)
        assert receipts_in(first) == receipts_in(second)
        assert Report.objects.count() == 2

    def test_it_needs_no_redis(self, client: Client, settings: Settings) -> None:
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        sent = typed()
        assert receipts_in(submit(client, **sent)) == receipts_in(submit(client, **sent))
        assert Report.objects.count() == 1

    def test_at_the_same_moment_it_is_still_one_report(self, client: Client) -> None:
        sent = typed()
        with patch.object(actions, "sent_before", return_value=[]):  # neither sees the other
            pages = [submit(client, **sent) for _ in range(2)]
        assert receipts_in(pages[0]) == receipts_in(pages[1])
        assert Report.objects.count() == 1

    def test_it_costs_nothing_in_the_limits(self, client: Client, settings: Settings) -> None:
        settings.REPORTS_PER_HOUR = 1
        sent = typed()
        assert [submit(client, **sent).status_code for _ in range(3)] == [201, 201, 201]

    @pytest.mark.parametrize("changed", [{"carc": "16"}, {"others": "84165"}, {"story": "More."}])
    def test_with_other_answers_it_is_asked_what_is_meant(self, client: Client, changed: dict[str, str]) -> None:
        sent = typed(others="84165 86334")
        submit(client, **sent)
        page = submit(client, **sent | changed)
        assert page.status_code == 409
        assert "This form was sent before, and what it held then is kept." in text_of(page)
        assert receipts_in(page) == []
        assert Report.objects.count() == 3
        form = page.context["form"]  # type: ignore[attr-defined]
        again = submit(client, **sent | changed | {"once": form["once"].value()})
        assert again.status_code == 201
        assert not Report.objects.filter(standing="held").exists()

    def test_a_form_whose_report_was_withdrawn_does_not_bring_it_back_unless_asked_to(self, client: Client) -> None:
        sent = typed()
        actions.withdraw_report(receipt=receipts_in(submit(client, **sent))[0])
        page = submit(client, **sent)
        assert page.status_code == 409
        assert "what it held was withdrawn since" in text_of(page)
        assert not Report.objects.exists()
        form = page.context["form"]  # type: ignore[attr-defined]
        assert submit(client, **sent | {"once": form["once"].value()}).status_code == 201

    def test_a_form_of_which_a_line_was_withdrawn_is_not_filled_up_again(self, client: Client) -> None:
        sent = typed(others="84165")
        first, _ = receipts_in(submit(client, **sent))
        actions.withdraw_report(receipt=first)
        assert submit(client, **sent).status_code == 409
        assert Report.objects.count() == 1

    def test_a_form_whose_report_could_not_be_saved_may_be_sent_again(self, client: Client) -> None:
        sent = typed()
        with patch.object(submission, "_unverified", side_effect=OperationalError), pytest.raises(OperationalError):
            submit(client, **sent)
        assert submit(client, **sent).status_code == 201

    def test_nothing_of_the_token_is_stored(self, client: Client) -> None:
        sent = typed()
        submit(client, **sent)
        kept = str(Report.objects.values())
        assert [part for part in sent["once"].split(":") if part in kept] == []


class TestStaleForms:
    def test_after_a_day_the_form_comes_back_complete_under_a_new_token(self, client: Client) -> None:
        old = typed(age=A_DAY, story="Kept as typed.", others="84165", actions=["appeal_1"])
        page = submit(client, **old)
        assert page.status_code == 400
        assert "This form was opened more than a day ago and is made anew." in text_of(page)
        assert "Kept as typed." in text_of(page)
        assert not Report.objects.exists()
        fresh = page.context["form"]["once"].value()  # type: ignore[attr-defined]
        assert fresh != old["once"]
        assert submit(client, **old | {"once": fresh}).status_code == 201
        assert set(Report.objects.values_list("standing", flat=True)) == {"counted"}

    def test_within_the_day_a_form_is_taken(self, client: Client) -> None:
        assert submit(client, **typed(age=A_DAY - 120)).status_code == 201


class TestHeldInSilence:
    def standing(self) -> tuple[str, list[str]]:
        report = Report.objects.get()
        return report.standing, report.held_because

    def test_an_ordinary_form_counts_at_once(self, client: Client) -> None:
        submit(client, **typed())
        assert self.standing() == ("counted", [])

    @pytest.mark.parametrize(
        ("odd", "because"),
        [
            ({"subject": "Buy now"}, "a field that people do not see was filled in"),
            ({"once": ""}, "the form was not one that this site had just made"),
            ({"once": "0123456789abcdef" * 2}, "the form was not one that this site had just made"),
            ({"age": TOO_QUICK / 2}, "sent within seconds of opening the form"),
        ],
    )
    def test_an_odd_one_waits_and_is_not_told_why(self, client: Client, odd: dict[str, Any], because: str) -> None:
        page = submit(client, **typed(**odd))
        assert page.status_code == 201
        assert self.standing() == ("held", [because])
        assert because not in text_of(page)
        assert "Your report waits for a moderator before it counts." in text_of(page)

    def test_every_odd_one_is_answered_alike(self, client: Client) -> None:
        told = set()
        for odd in ({"subject": "x"}, {"once": ""}, {"age": 0.1}):
            page = submit(client, **typed(**odd))
            told.add(RECEIPT.sub("", page.content.decode()))
        assert len(told) == 1

    def test_without_a_token_every_form_is_taken_for_a_new_one(self, client: Client) -> None:
        pages = [submit(client, **typed(once="")) for _ in range(2)]
        assert receipts_in(pages[0]) != receipts_in(pages[1])
        assert Report.objects.count() == 2

    def test_the_trap_is_hidden_from_everybody_but_programs(self, client: Client) -> None:
        html = text_of(client.get("/report/"))  # type: ignore[arg-type]
        trap = re.search(r'<div class="trap" aria-hidden="true">(.*?)</div>', html)
        assert trap
        assert re.search(r'<input[^>]*name="subject"[^>]*>', trap[1])
        assert 'tabindex="-1"' in trap[1]
        assert 'autocomplete="off"' in trap[1]


class TestTokens:
    def test_a_token_knows_its_age(self) -> None:
        with patch.object(time, "time", return_value=1_800_000_000.0):
            token = read_token(new_token(age=90))
        assert token is not None
        assert token.age == 90

    def test_no_two_are_alike(self) -> None:
        assert len({new_token() for _ in range(100)}) == 100

    def test_a_changed_one_is_none(self) -> None:
        token = new_token()
        assert read_token(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
        assert read_token("x" + token) is None


def test_the_thanks_say_of_every_answer_who_sees_it(client: Client) -> None:
    html = text_of(submit(client, **typed(story="Words.")))
    open_to_all, rest = html.split("More carefully")
    guarded, private = rest.split("What nobody will see")
    assert "reason code (CARC)" in open_to_all
    assert "payer" in open_to_all
    for label in ("year of service", "state", "place of service", "diagnosis category", "network", "amount at stake"):
        assert label in guarded
        assert label not in open_to_all.split("Counts, never a report")[1]
    assert "whether a reason was printed" in private
    assert "the steps taken, what was sent along" in open_to_all
    assert "its text alone" in html


@pytest.mark.parametrize(("least", "said"), [(1, "5 reports on it are in"), (3, "from at least 3 contributors are in")])
def test_the_thanks_say_what_a_code_needs(client: Client, settings: Settings, least: int, said: str) -> None:
    settings.MIN_CONTRIBUTORS = least
    assert said in text_of(submit(client, **typed()))


def test_the_thanks_are_the_same_whether_another_report_like_it_exists(client: Client) -> None:
    pages = [text_of(submit(client, **typed())) for _ in range(2)]
    assert RECEIPT.sub("", pages[0]) == RECEIPT.sub("", pages[1])


def test_what_the_form_offers_is_the_same_for_all(client: Client) -> None:
    offered = client.get("/report/choices.json")
    assert offered["Cache-Control"] == "public, max-age=3600"
    assert not offered.cookies
    assert offered.json() == {
        "payers": [
            {"name": "Aetna", "aliases": []},
            {"name": "UnitedHealthcare", "aliases": ["UHC"]},
        ],
        "carcs": [
            {
                "code": "97",
                "words": "Already paid as part of another service",
                "names": [
                    "bundled",
                    "bundling",
                    "inclusive",
                    "included in another service",
                    "unbundling",
                    "incidental",
                ],
                "share": "",
                "rarcs": ["M15", "M80", "M97", "M144", "N19", "N20", "N70", "N390", "N525"],
            },
        ],
        "rarcs": [
            {
                "code": "N19",
                "words": "Incidental to the main procedure",
                "names": ["incidental to primary procedure", "incidental procedure"],
            },
        ],
    }
