"""What anybody holds to be wrong: taken, screened, answered at the desk, read by receipt; the log of corrections."""

import datetime
import re
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from reports import actions, visitors
from reports.admin.answering import NO_CORRECTION, NO_LINE
from reports.forms import new_token
from reports.forms.objection import path_of
from reports.models import Correction, Objection
from reports.screening import find_identifiers

pytestmark = pytest.mark.django_db

WRONG = {"about": "/codes/86320/", "kind": "price", "text": "The laboratory amount is that of last year."}


def sent(client: Client, **changes: Any) -> Any:
    return client.post("/wrong/", {"once": new_token(), **WRONG, **changes})


def receipt_in(response: Any) -> str:
    found = re.search(r'id="receipt">([^<]+)</output>', response.content.decode())
    assert found
    return found[1]


def read(client: Client, receipt: str) -> Any:
    return client.post("/wrong/answer/", {"receipt": receipt})


class TestTelling:
    def test_it_is_kept_with_nothing_of_its_sender(self, client: Client) -> None:
        response = sent(client)
        assert response.status_code == 201
        objection = Objection.objects.get()
        assert (objection.about, objection.kind, objection.text) == tuple(WRONG.values())
        assert {field.name for field in Objection._meta.concrete_fields} == {
            *("key", "receipt_digest", "received", "about", "kind", "text"),
            *("answer", "verdict", "answered", "moderator"),
        }
        assert receipt_in(response) not in Objection.objects.values_list("receipt_digest", flat=True)

    @pytest.mark.parametrize("path", ["/", "/codes/", "/receipt/", "/transparency/", "/nowhere/"])
    def test_the_foot_of_every_page_leads_to_it(self, client: Client, path: str) -> None:
        foot = client.get(path).content.decode().partition('<footer class="colophon">')[2]
        assert '<a href="/wrong/">' in foot

    @pytest.mark.parametrize("path", ["/wrong/", "/wrong/answer/"])
    def test_its_pages_are_never_stored(self, client: Client, path: str) -> None:
        assert "no-store" in client.get(path)["Cache-Control"]

    def test_the_page_it_came_from_is_filled_in(self, client: Client) -> None:
        html = client.get("/wrong/?about=/payers/aetna/").content.decode()
        assert re.search(r'<input[^>]*name="about"[^>]*value="/payers/aetna/"', html)

    @pytest.mark.parametrize("about", ["https://example.org/codes/86320", "/nowhere/", "/admin/", "//x", "<script>"])
    def test_what_is_no_page_of_this_site_is_not_filled_in(self, client: Client, about: str) -> None:
        html = client.get("/wrong/", {"about": about}).content.decode()
        assert not re.search(r'<input[^>]*name="about"[^>]*value=', html)

    @pytest.mark.parametrize(
        ("typed", "path"),
        [
            ("/codes/86320/", "/codes/86320/"),
            ("https://medpay.example/codes/86320/?year=2025#tips", "/codes/86320/"),
            (" /guides/imrt-delivery/ ", "/guides/imrt-delivery/"),
            ("/reasons/CO-97/", "/reasons/CO-97/"),
            ("/", "/"),
            ("codes/86320/", None),
            ("/receipt/", None),
            ("/api/v1/codes/", None),
            ("/payers/512-555-0143/", None),
            ("http://[", None),
        ],
    )
    def test_the_path_of_a_page(self, typed: str, path: str | None) -> None:
        assert path_of(typed) == path

    def test_each_problem_names_its_field_and_nothing_typed_is_lost(self, client: Client) -> None:
        response = sent(client, kind="", about="/nowhere/")
        html = unescape(response.content.decode())
        assert response.status_code == 400
        assert '<a href="#id_kind">What is wrong</a>: Say what is wrong.' in html
        assert '<a href="#id_about">Which page</a>: Write the address of a page of this site' in html
        assert WRONG["text"] in html
        assert not Objection.objects.exists()

    def test_an_identifier_is_refused_taken_out_and_not_echoed(self, client: Client) -> None:
        response = sent(client, text="The story names 512-555-0143. Remove it.")
        html = response.content.decode()
        assert (response.status_code, "512-555-0143" in html) == (422, False)
        assert "The story names [phone number removed]. Remove it." in html
        assert not Objection.objects.exists()

    @pytest.mark.parametrize(
        "source",
        [
            "RVU26C",
            "26CLABQ3",
            "clab2026",
            "https://www.cms.gov/files/zip/26clabq3.zip",
            "www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files/rvu26c",
            "https://www.cms.gov/files/document/r12345cp.pdf",
            "https://www.cms.gov/files/document/clm104c12.pdf",
            "https://www.federalregister.gov/documents/2025/11/05/2025-19787/medicare-program",
        ],
    )
    def test_a_source_may_be_cited_in_an_objection_and_in_its_answer(self, client: Client, source: str) -> None:
        assert sent(client, text=f"It is another amount, see {source} for it.").status_code == 201
        objection = Objection.objects.get()
        moderator = User.objects.create(username="cites")
        actions.answer_objection(objection=objection.pk, moderator=moderator, verdict="stands", answer=f"See {source}.")
        assert source in objection.text
        assert Objection.objects.get().answer == f"See {source}."

    @pytest.mark.parametrize(
        "hidden", ["?m=jane@example.com", "555-867-5309/a", "?s=219-09-9998", "2026-04-01/x", "?member=W123456789"]
    )
    def test_an_address_that_holds_another_identifier_is_refused(self, client: Client, hidden: str) -> None:
        page = sent(client, text=f"See https://example.com/{hidden} for it.")
        assert (page.status_code, Objection.objects.count()) == (422, 0)
        assert hidden not in page.content.decode()
        with pytest.raises(actions.Identifying):
            actions.receive_objection(about="/", kind="price", text=f"https://example.com/{hidden}", mark="a")

    def test_the_public_log_takes_no_foreign_address(self) -> None:
        with pytest.raises(actions.Identifying):
            actions.write_correction(about="/", words="See https://www.example.com/a")

    def test_an_identifier_in_the_address_is_not_echoed(self, client: Client) -> None:
        response = sent(client, about="/payers/512-555-0143/", kind="")
        assert (response.status_code, b"512-555-0143" in response.content) == (422, False)

    def test_far_too_long_a_text_is_refused_unread(self, client: Client) -> None:
        with patch("reports.forms.objection.find_identifiers", wraps=find_identifiers) as read:
            response = sent(client, text="x " * 20_000)
        assert (response.status_code, list(response.context["form"].errors)) == (400, ["text"])
        assert max(len(call.args[0]) for call in read.call_args_list) < 100

    def test_the_action_refuses_identifiers_too(self) -> None:
        with pytest.raises(actions.Identifying) as refused:
            actions.receive_objection(about="/", kind="other", text="Call 512-555-0143.", mark="x")
        assert refused.value.findings == (("text", "phone", 5, 17),)

    def test_the_same_form_twice_is_kept_once_under_one_receipt(self, client: Client) -> None:
        once = new_token()
        assert receipt_in(sent(client, once=once)) == receipt_in(sent(client, once=once))
        assert Objection.objects.count() == 1

    def test_other_words_in_the_same_form_are_not_lost(self, client: Client) -> None:
        once = new_token()
        first, second = (receipt_in(sent(client, once=once, text=text)) for text in ("Too low.", "Too high."))
        assert [actions.objection_of(receipt).text for receipt in (first, second)] == ["Too low.", "Too high."]

    @pytest.mark.parametrize("once", ["", "made up", "a day old"])
    def test_a_form_of_others_or_of_long_ago_is_made_anew(self, client: Client, once: str) -> None:
        response = sent(client, once=new_token(age=25 * 3600) if once == "a day old" else once)
        found = re.search(r'name="once" value="([^"]+)"', response.content.decode())
        assert (response.status_code, Objection.objects.count()) == (400, 0)
        assert found
        assert sent(client, once=unescape(found[1])).status_code == 201

    def test_a_filled_trap_is_not_kept(self, client: Client) -> None:
        response = sent(client, subject="https://example.org")
        assert (response.status_code, Objection.objects.count()) == (400, 0)

    def test_too_many_an_hour_are_refused_and_nothing_is_lost(self, client: Client, settings: Settings) -> None:
        settings.REPORTS_PER_HOUR = 2
        visitors.forget()
        assert [sent(client).status_code for _ in range(2)] == [201, 201]
        response = sent(client)
        assert (response.status_code, WRONG["text"] in response.content.decode()) == (429, True)
        assert int(response["Retry-After"]) > 0

    def test_a_fault_of_the_database_is_not_taken_for_a_repetition(self) -> None:
        with pytest.raises(IntegrityError):
            actions.receive_objection(about=None, kind="other", text="No page.", mark="x")  # type: ignore[arg-type]


class TestLinks:
    @pytest.mark.parametrize("path", ["/guides/imrt-delivery/", "/guides/denial-codes/"])
    def test_a_page_asks_what_is_wrong_with_it(self, client: Client, path: str) -> None:
        assert f'<a href="/wrong/?about={path}" rel="nofollow">' in " ".join(client.get(path).content.decode().split())

    @pytest.mark.parametrize("path", ["/codes/86320/", "/payers/aetna/", "/reasons/CO-97/"])
    def test_so_does_the_page_of_a_code_a_payer_a_reason(self, client: Client, reference: None, path: str) -> None:
        assert f'<a href="/wrong/?about={path}" rel="nofollow">' in " ".join(client.get(path).content.decode().split())

    def test_robots_stay_away(self, client: Client) -> None:
        assert "Disallow: /wrong/\n" in client.get("/robots.txt").content.decode()


class TestReadingTheAnswer:
    def test_by_its_receipt_in_any_spelling(self, client: Client) -> None:
        receipt = receipt_in(sent(client))
        assert "Not answered yet" in read(client, receipt.lower().replace("-", " ")).content.decode()
        moderator = User.objects.create_user("moderator")
        actions.answer_objection(
            objection=Objection.objects.get().pk, moderator=moderator, verdict="corrected", answer="It is. Mended."
        )
        html = read(client, receipt).content.decode()
        assert "<blockquote>It is. Mended.</blockquote>" in html
        assert "It was wrong, and is corrected" in html
        assert "moderator</dd>" not in html

    def test_unknown_malformed_and_foreign_receipts_answer_alike(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        answers = []
        for receipt in ("", "nonsense", actions.receive_objection(**WRONG, mark="a")[:-1], "MP-" + "0" * 30):
            with django_assert_num_queries(1):
                response = read(client, receipt)
            answers.append((response.status_code, re.sub(rb'value="[^"]+"', b"", response.content)))
        assert len(set(answers)) == 1
        assert answers[0][0] == 404

    def test_the_receipt_of_a_report_opens_nothing_here(self, client: Client) -> None:
        receipt = receipt_in(sent(client))
        assert client.post("/receipt/", {"step": "lookup", "receipt": receipt}).status_code == 404


def moderator_with(client: Client, *permissions: str) -> User:
    user = User.objects.create_user("moderator", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


class TestAnswering:
    DESK = "/admin/reports/objection/"

    @pytest.fixture
    def moderator(self, client: Client) -> User:
        return moderator_with(client, "view_objection", "change_objection", "add_correction")

    def objection(self, **changes: Any) -> Objection:
        actions.receive_objection(**{**WRONG, **changes}, mark=f"mark {Objection.objects.count()}")
        return Objection.objects.get(text=changes.get("text", WRONG["text"]))

    def test_the_desk_leads_to_them(self, client: Client, moderator: User) -> None:
        html = client.get("/admin/").content.decode()
        assert f'<a href="{self.DESK}">Objections</a>' in html
        assert ">Corrections</a>" not in html  # this moderator adds lines, and does not read the list

    def test_a_longer_list_costs_no_more_queries(self, client: Client, moderator: User) -> None:
        costs = []
        for length in (1, 3):
            while Objection.objects.count() < length:
                self.objection(text=f"No. {Objection.objects.count()}")
            with CaptureQueriesContext(connection) as queries:
                html = client.get(self.DESK).content.decode()
            assert html.count('<td class="field-kind">') == length
            costs.append(len(queries))
        assert costs[0] == costs[1]

    def test_unanswered_ones_come_first_and_stories_before_others(self, client: Client, moderator: User) -> None:
        done = self.objection(text="Done.")
        actions.answer_objection(objection=done.pk, moderator=moderator, verdict="stands", answer="It stands.")
        self.objection(text="A price.")
        self.objection(text="A story.", kind="story")
        html = client.get(self.DESK).content.decode()
        order = re.findall(r'<td class="field-kind">([^<]+)</td>', html)
        assert order == ["A story identifies a person", "A price", "A price"]
        assert "It stands" in html[html.rindex('<td class="field-kind">') :]

    def test_the_list_says_when_nothing_waits_and_else_where_to_start(self, client: Client, moderator: User) -> None:
        assert "No objection waits for an answer." in client.get(self.DESK).content.decode()
        price, story = (self.objection(text=kind, kind=kind) for kind in ("price", "story"))
        for waiting, days in ((price, 12), (story, 1)):
            Objection.objects.filter(pk=waiting.pk).update(received=waiting.received - datetime.timedelta(days=days))
        html = " ".join(client.get(self.DESK).content.decode().split())
        assert "<strong>2</strong> unanswered, the oldest for 12 days" in html
        assert f'<a class="medpay-start" href="{self.DESK}{story.pk}/change/"' in html
        assert client.get(f"{self.DESK}?answer=given").context["cl"].result_count == 0
        assert client.get(f"{self.DESK}?answer=waiting").context["cl"].result_count == 2

    def test_its_page_says_what_it_is_about_and_how_long_it_waits(self, client: Client, moderator: User) -> None:
        objection = self.objection()
        actions.write_correction(about=objection.about, words="The unit stood here as the amount.")
        self.objection(text="The reason is another one.", kind="text")
        Objection.objects.filter(pk=objection.pk).update(received=objection.received - datetime.timedelta(days=3))
        html = " ".join(client.get(f"{self.DESK}{objection.pk}/change/").content.decode().split())
        assert re.search(r'<a href="/codes/86320/" target="_blank"', html)
        for shown in (WRONG["text"], "<dd> 3 days </dd>", "The unit stood here as the amount.", "a text: a tip"):
            assert shown in html, shown

    def test_the_next_that_waits_opens_after_an_answer_and_after_a_skip(self, client: Client, moderator: User) -> None:
        first, second = (f"{self.DESK}{self.objection(text=text).pk}/change/" for text in ("One.", "Two."))
        Objection.objects.filter(text="One.").update(received="2026-01-01")
        assert client.post(first, {"skip": "yes"})["Location"] == second
        response = client.post(second, {"verdict": "stands", "answer": "It stands."}, follow=True)
        assert response.redirect_chain == [(self.DESK, 302)]
        html = response.content.decode()
        assert "You answered what was said about /codes/86320/: It stands." in html
        assert "All are answered, but for 1 that you skipped." in html
        assert Objection.objects.unanswered().get().text == "One."

    def test_who_else_looks_at_it_is_said(self, client: Client, moderator: User) -> None:
        path = f"{self.DESK}{self.objection().pk}/change/"
        client.get(path)
        other = Client()
        other.force_login(User.objects.create_superuser("bo"))
        assert "moderator is looking at this objection, too." in other.get(path).content.decode()
        assert "is looking" not in client.get(path).content.decode()

    def test_an_answer_is_signed_dated_and_given_once(self, client: Client, moderator: User) -> None:
        objection = self.objection()
        response = client.post(f"{self.DESK}{objection.pk}/change/", {"verdict": "stands", "answer": "CMS says so."})
        assert (response.status_code, response["Location"]) == (302, self.DESK)
        objection.refresh_from_db()
        assert (objection.verdict, objection.answer, objection.moderator) == ("stands", "CMS says so.", moderator)
        assert objection.answered == objection.received
        late = client.post(f"{self.DESK}{objection.pk}/change/", {"verdict": "corrected", "answer": "Or not."})
        assert late.status_code == 409
        html = late.content.decode()
        assert f"Moderator answered this on {objection.answered}; the answer stands." in html
        assert html.index("CMS says so.") < html.index("What you wrote, and was not sent") < html.index("Or not.")
        assert "<textarea" not in html
        objection.refresh_from_db()
        assert objection.answer == "CMS says so."
        with pytest.raises(actions.Undecidable, match="moderator answered this on"):
            actions.answer_objection(objection=objection.pk, moderator=moderator, verdict="stands", answer="Again.")

    def test_an_answer_given_meanwhile_stands_and_is_said(
        self, client: Client, moderator: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def meanwhile(**_: object) -> None:
            raise actions.Undecidable("ana answered this today; the answer stands.")

        monkeypatch.setattr(actions, "answer_objection", meanwhile)
        path = f"{self.DESK}{self.objection().pk}/change/"
        page = client.post(path, {"verdict": "stands", "answer": "Mine."})
        assert (page.status_code, "Ana answered this today; the answer stands." in page.content.decode()) == (409, True)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"verdict": "stands", "answer": " "}, {"answer": ["Write the answer."]}),
            ({"verdict": "angry", "answer": "No."}, {"verdict": ["Choose a verdict."]}),
            ({"verdict": "corrected", "answer": "Mended."}, {"words": [NO_LINE]}),
            ({"verdict": "stands", "answer": "It stands.", "words": "2025 stood here."}, {"words": [NO_CORRECTION]}),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(
        self, client: Client, moderator: User, typed: dict[str, str], said: dict[str, list[str]]
    ) -> None:
        page = client.post(f"{self.DESK}{self.objection().pk}/change/", typed)
        assert (page.status_code, page.context["form"].errors) == (400, said)
        html = unescape(page.content.decode())
        assert all(words in html for problems in said.values() for words in problems)
        assert (Objection.objects.unanswered().count(), Correction.objects.count()) == (1, 0)

    def test_an_answer_with_an_identifier_comes_back_with_its_mark_and_everything_else(
        self, client: Client, moderator: User
    ) -> None:
        body = {"verdict": "stands", "answer": "Call 512-555-0143 and ask."}
        page = client.post(f"{self.DESK}{self.objection().pk}/change/", body)
        html = page.content.decode()
        assert page.status_code == 422
        assert "Taken out, since it could identify a person: phone number. Nothing was stored." in html
        assert re.search(r"<textarea[^>]*>\s*Call \[phone number removed\] and ask\.</textarea>", html)
        assert re.search(r'value="stands"\s+checked', html)
        assert "512-555-0143" not in html
        assert not Objection.objects.get().answered

    def test_an_answer_longer_than_is_screened_is_refused(self, client: Client, moderator: User) -> None:
        body = {"verdict": "stands", "answer": "Call 512-555-0143. " * 2000}
        page = client.post(f"{self.DESK}{self.objection().pk}/change/", body)
        assert "Ensure this value has at most 5000 characters" in page.content.decode()
        assert not Objection.objects.get().answered

    def test_what_was_corrected_stands_in_the_public_log_with_the_answer(self, client: Client, moderator: User) -> None:
        path = f"{self.DESK}{self.objection().pk}/change/"
        typed = {"verdict": "corrected", "answer": "Mended.", "words": "2025 stood here as 2026."}
        html = client.post(path, typed, follow=True).content.decode()
        assert "It was wrong, and is corrected. The line stands in the public log." in html
        line = Correction.objects.get()
        assert (line.about, line.words) == ("/codes/86320/", "2025 stood here as 2026.")
        assert "2025 stood here as 2026." in client.get("/transparency/").content.decode()

    def test_a_second_objection_to_the_same_needs_no_second_line(self, client: Client, moderator: User) -> None:
        path = f"{self.DESK}{self.objection().pk}/change/"
        typed = {"verdict": "corrected", "answer": "Mended.", "in_log": "on"}
        assert client.post(path, typed).context["form"].errors == {"words": [NO_LINE]}  # the log says nothing
        actions.write_correction(about="/codes/86320/", words="2025 stood here as 2026.")
        assert client.post(path, typed)["Location"] == self.DESK
        assert (Objection.objects.get().verdict, Correction.objects.count()) == ("corrected", 1)

    def test_a_line_that_identifies_somebody_sends_nothing(self, client: Client, moderator: User) -> None:
        path = f"{self.DESK}{self.objection().pk}/change/"
        page = client.post(path, {"verdict": "corrected", "answer": "Mended.", "words": "Call 512-555-0143."})
        assert (page.status_code, b"512-555-0143" in page.content) == (422, False)
        with pytest.raises(actions.Identifying):
            actions.answer_objection(
                objection=Objection.objects.get().pk,
                moderator=moderator,
                verdict="corrected",
                answer="Mended.",
                correction="Call 512-555-0143.",
            )
        assert (Objection.objects.unanswered().count(), Correction.objects.count()) == (1, 0)

    def test_who_does_not_write_the_log_is_told_who_does(self, client: Client) -> None:
        moderator_with(client, "view_objection", "change_objection")
        path = f"{self.DESK}{self.objection().pk}/change/"
        assert 'name="words"' not in client.get(path).content.decode()
        response = client.post(path, {"verdict": "corrected", "answer": "Mended.", "words": "Slipped in."}, follow=True)
        assert response.redirect_chain == [(self.DESK, 302)]
        assert "Ask an administrator to write its line in the public log." in response.content.decode()
        assert not Correction.objects.exists()
        assert client.get("/admin/reports/correction/add/").status_code == 403

    def test_nobody_adds_or_deletes_an_objection_at_the_desk(self, client: Client) -> None:
        moderator_with(client, "view_objection", "change_objection", "add_objection", "delete_objection")
        objection = self.objection()
        for path in ("add/", f"{objection.pk}/delete/"):
            assert client.get(f"{self.DESK}{path}").status_code == 403

    def test_who_may_only_look_cannot_answer(self, client: Client) -> None:
        moderator_with(client, "view_objection")
        objection = self.objection()
        path = f"{self.DESK}{objection.pk}/change/"
        page = client.get(path)
        assert (page.status_code, "<textarea" in page.content.decode()) == (200, False)
        assert client.post(path, {"verdict": "stands", "answer": "It stands."}).status_code == 403

    def test_its_text_is_shown_as_text(self, client: Client, moderator: User) -> None:
        objection = self.objection(text="<script>alert(1)</script>")
        html = client.get(f"{self.DESK}{objection.pk}/change/").content.decode()
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html


class TestTheLog:
    def test_a_line_can_be_worded_anew_and_keeps_its_day(self, client: Client) -> None:
        moderator_with(client, "view_correction", "change_correction")
        line = actions.write_correction(about="/", words="It wass wrong.")
        client.post(f"/admin/reports/correction/{line.pk}/change/", {"about": "/", "words": "It was wrong."})
        assert list(Correction.objects.values_list("pk", "day", "words")) == [(line.pk, line.day, "It was wrong.")]

    def test_it_names_nobody(self, client: Client) -> None:
        moderator_with(client, "add_correction")
        sent = {"about": "/", "words": "The number 512-555-0143 stood here."}
        html = client.post("/admin/reports/correction/add/", sent).content.decode()
        assert "Taken out, since it could identify a person: phone number. Nothing was stored." in html
        assert "The number [phone number removed] stood here.</textarea>" in html
        with pytest.raises(actions.Identifying):
            actions.write_correction(about="/", words="Call 512-555-0143.")
        assert not Correction.objects.exists()


def test_the_tables_refuse_nothing_but_what_django_checks() -> None:
    objection = Objection(receipt_digest="d", about="/", kind="angry", text="No.")
    with pytest.raises(ValidationError, match="angry"):
        objection.full_clean()
