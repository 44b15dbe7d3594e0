"""Whatever is typed stays text: in every field, through every page, table and program's answer."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from html import escape

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from codes.models import Code, Payer, Reason
from reports import actions, visitors
from reports.forms import new_token
from reports.intake import FIELDS
from reports.models import Correction, Decision, Flag, Objection, PublishedStory, Report
from reports.redaction import suspects
from tests.reports.hostile import (
    FEW,
    FORMULAS,
    HOSTILE,
    MARKUP,
    SUM,
    ask,
    elements_of,
    fill,
    formulas_in,
    problems,
    segment,
    storable,
    tell,
    texts_of,
)
from tests.reports.making import body, refresh, send, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

DOOR = "/admin/login/"
NAMES = (*FIELDS, "others")
LINE = ("year", "date", "release", "qp", "modifier", "locality", "zip", "setting", "units", "participating")
ADDRESSES = {
    "/": ("search",),
    "/codes/": ("search", "type", "page"),
    "/codes/suggestions/": ("q",),
    "/codes/86320/": (*LINE, "charge", "deductible", "minutes", "with"),
    "/codes/86320/price/": (*LINE, "charge", "deductible", "minutes"),
    "/codes/86320/statistics/": ("payer",),
    "/codes/86320/bundling/": ("with", "modifier", "date", "setting", "column", "indicator", "past", "page"),
    "/codes/86320/report/": (*NAMES, "once", "subject"),
    "/report/": (*NAMES, "once", "subject"),
    "/payers/": ("search", "page"),
    "/payers/aetna/": ("search",),
    "/reasons/": ("search", "kind"),
    "/reasons/CO-97/": ("payer",),
    "/localities/": ("search", "zip", "code", "page"),
    "/guides/": ("search",),
    "/compare/": ("code", "locality", "year"),
    "/codes/86320/appeal/": ("reason", "payer", "with"),
    "/codes/86320/appeal.txt": ("reason", "payer", "with"),
    "/codes/86320/appeal.docx": ("reason", "payer", "with"),
    "/toolkit/": ("code", "specialty", "locality", "zip", "year"),
    "/toolkit/medpay.pdf": ("code", "specialty", "locality", "zip", "year"),
    "/check/": ("code",),
    "/wrong/": ("about",),
    "/transparency/": ("year",),
    "/sitemap.xml": ("p",),
    "/api/v1/codes/": ("search", "page"),
    "/api/v1/codes/86320/": ("release", "date", "year", "qp"),
    "/api/v1/codes/86320/payment/": (*LINE, "charge", "deductible", "minutes"),
    "/api/v1/codes/86320/edits/": ("with", "date", "setting", "page"),
    "/api/v1/codes/86320/units/": ("date",),
    "/api/v1/codes/86320/statistics/": ("payer", "line_of_business", "reason"),
    "/api/v1/codes/86320/statistics.csv": ("payer", "line_of_business", "reason"),
    "/api/v1/statistics/": ("ordering", "payer", "reason", "page"),
    "/api/v1/payers/": ("page",),
    "/api/v1/reasons/": ("kind", "page"),
    "/admin/login/": ("next",),
}
PATHS = (
    "/{}",
    "/codes/{}/",
    "/codes/{}",
    "/cpt/{}",
    "/codes/{}/statistics/",
    "/codes/{}/report/",
    "/codes/{}/bundling/",
    "/codes/{}/appeal/",
    "/codes/{}/appeal.txt",
    "/codes/86320/appeal.{}",
    "/codes/{}/card.png",
    "/payers/{}/",
    "/reasons/{}/",
    "/guides/{}/",
    "/toolkit/medpay.{}",
    "/api/v1/codes/{}/",
    "/api/v1/codes/{}/payment/",
    "/api/v1/codes/{}/statistics/",
    "/api/v1/codes/{}/statistics.csv",
    "/api/v1/{}/",
    "/admin/{}/",
)
DESK = (
    "/admin/reports/report/",
    "/admin/reports/report/?queue=all",
    "/admin/reports/decision/",
    "/admin/reports/objection/",
    "/admin/reports/correction/",
    "/admin/auth/user/",
)


def batched(texts: Sequence[str], count: int) -> list[Sequence[str]]:
    """Each text once, `count` at a time."""
    return [texts[start : start + count] for start in range(0, len(texts), count)]


@pytest.fixture(autouse=True)
def _unlimited(settings: Settings) -> Iterator[None]:
    settings.REPORTS_PER_HOUR = settings.REPORTS_PER_HOUR_TOTAL = 10**6
    visitors.forget()
    yield
    visitors.forget()


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("moderator", password="correct horse battery"))
    return client


def receipt_in(response: HttpResponse) -> str:
    found = re.search(r"MP(?:-[0-9A-Z]{5}){6}", response.content.decode())
    assert found
    return found[0]


class TestTheReader:
    """What looks for markup would find it."""

    @pytest.mark.parametrize("text", [text for text in MARKUP if text.startswith("<")])
    def test_an_unescaped_text_is_seen(self, text: str) -> None:
        assert elements_of(f"<p>{text}</p>") != []
        assert elements_of(f"<p>{escape(text)}</p>") == []

    @pytest.mark.parametrize(
        ("page", "seen"),
        [
            ('<a href="javascript:zqx()">', 1),
            ('<a href=" JavaScript:alert()">', 1),
            ('<a href="//zqx/">', 1),
            ('<a href="/codes/?search=zqx">', 0),
            ('<a href="/codes/?search=%3Czqx%3E">', 0),
            ('<input value="zqx">', 0),
            ('<input value="" onfocus="zqx()" autofocus="zqx">', 2),
            ("<p class=zqx>", 1),
            ("<script>zqx()</script>", 1),
            ('<script src="/a.js"></script>', 0),
            ('<script type="application/ld+json">{"name": "zqx"}</script>', 0),
            ("<!-- zqx -->", 1),
            (f"<p>{SUM}</p>", 1),
        ],
    )
    def test_what_it_sees(self, page: str, seen: int) -> None:
        assert len(elements_of(page)) == seen

    @pytest.mark.parametrize("text", [text for text in FORMULAS if not text.startswith(("%", '"'))])
    def test_a_formula_is_seen_in_any_cell(self, text: str) -> None:
        table = io.StringIO()
        csv.writer(table).writerow(["code", text])
        assert formulas_in(table.getvalue()) == [text]


class TestForms:
    """Typed into every field at once, and into one after the other of a form that is right otherwise."""

    def test_the_form_of_a_report(self, client: Client) -> None:
        together = [dict(zip(NAMES, texts, strict=False)) for texts in batched(HOSTILE, len(NAMES))]
        everywhere = [dict.fromkeys(NAMES, text) for text in FEW]
        sent = [(asked, fill(client, "/report/", typed() | asked)) for asked in (*together, *everywhere)]
        assert problems(sent) == {}
        assert {page.status_code for _, page in sent} == {400, 422}  # some of it looks like an identifier

    def test_one_field_of_a_report_after_the_other(self, client: Client) -> None:
        names = (*NAMES, "once", "subject", "proof_of_work", "csrfmiddlewaretoken")
        each = ((name, text) for name in names for text in FEW[1::4])
        assert problems((asked, fill(client, "/codes/86320/report/", typed() | dict([asked]))) for asked in each) == {}

    @pytest.mark.parametrize("text", FEW)
    def test_a_report_from_its_thanks_to_its_withdrawal(self, client: Client, text: str) -> None:
        receipt = {"receipt": receipt_in(fill(client, "/codes/86320/report/", typed()))}
        everything = dict.fromkeys(NAMES, text)
        steps: list[dict[str, str]] = [
            {"step": "lookup"},
            {"step": text},
            {"step": "update", **everything},
            {"step": "correct", **everything},
            {"step": "correct", **typed(story=text)},
            {"step": "lookup"},
            {"step": "withdraw", "sure": text},
            {"step": "withdraw", "sure": "yes"},
        ]
        assert problems((step, fill(client, "/receipt/", receipt | step)) for step in steps) == {}
        assert not Report.objects.exists()

    @pytest.mark.parametrize("path", ["/receipt/", "/wrong/answer/"])
    def test_a_receipt(self, client: Client, path: str) -> None:
        assert problems((text, fill(client, path, {"receipt": text})) for text in HOSTILE) == {}

    def test_an_objection(self, client: Client) -> None:
        everything = ((text, fill(client, "/wrong/", typed(about=text, kind=text, text=text))) for text in HOSTILE)
        assert problems(everything) == {}
        fitting = typed(about="/codes/86320/", kind="story")
        sent = [
            (text, fill(client, "/wrong/", {**fitting, "once": new_token(age=60), "text": text})) for text in HOSTILE
        ]
        assert problems(sent) == {}
        kept = [(text, {"receipt": receipt_in(page)}) for text, page in sent if page.status_code == 201]
        assert Objection.objects.count() == len(kept) > len(HOSTILE) / 2
        assert problems((text, fill(client, "/wrong/answer/", receipt)) for text, receipt in kept) == {}

    def test_a_table_of_reports(self, client: Client) -> None:
        right = {name: str(body().get(name, "")) for name in FIELDS}
        texts = [text for text in storable(HOSTILE) if len(text) < 1000]
        rows = [dict.fromkeys(FIELDS, text) for text in texts]
        rows += [{**right, name: text} for text in texts for name in ("story", "payer")]
        table = io.StringIO()
        writer = csv.DictWriter(table, FIELDS)
        writer.writeheader()
        writer.writerows(rows)
        page = self.upload(client, table.getvalue())
        (sealed,) = re.findall(r'name="shown" value="([^"]*)"', page.content.decode())
        done = fill(client, "/report/upload/", {"shown": sealed})
        assert problems([("preview", page), ("receipts", done)]) == {}
        (receipts,) = texts_of(done.content.decode(), "textarea")
        assert formulas_in(receipts) == []
        assert Report.objects.count() == len(receipts.splitlines()) - 1 > len(HOSTILE)

    def test_a_table_in_its_headings_name_and_seal(self, client: Client) -> None:
        plain = "code,payer,kind,year\n86320,aetna,rejection,2026\n"
        for text in HOSTILE:
            answers = {
                "heading": self.upload(client, f"{text},{plain}"),
                "all of it": self.upload(client, text),
                "name": self.upload(client, plain, name=text),
                "seal": fill(client, "/report/upload/", {"shown": text, "subject": text}),
            }
            assert problems(answers.items()) == {}, repr(text)

    def test_the_check_of_a_claim(self, client: Client) -> None:
        names = ("date", "place", "setting", "deductible", "participating")
        cells = ("code", "modifiers", "units", "charge", "minutes")
        for text in HOSTILE:
            fields = dict.fromkeys((*names, *cells, *(f"{cell}-1" for cell in cells), text[:20]), text)
            sent = (fields, {**fields, "more": text})
            assert problems((each, fill(client, "/check/", each)) for each in sent) == {}

    def upload(self, client: Client, table: str, name: str = "reports.csv") -> HttpResponse:
        file = io.BytesIO(table.encode(errors="surrogatepass"))
        file.name = re.sub(r'[\r\n"\ud800-\udfff]', "", name)  # what the test's client cannot write into a header
        return client.post("/report/upload/", {"table": file})  # type: ignore[return-value]


class TestTheDoorOfTheDesk:
    def test_a_stranger(self, client: Client) -> None:
        sent = ((text, fill(client, DOOR, dict.fromkeys(("username", "password", "next"), text))) for text in HOSTILE)
        assert problems(sent) == {}

    def test_a_moderator_is_led_nowhere_else(self, client: Client) -> None:
        name, password = "moderator", "correct horse battery"
        User.objects.create_superuser(name, password=password)
        known = {"username": name, "password": password}
        led = [(text, fill(client, DOOR, {**known, "next": text})) for text in HOSTILE]
        assert problems(led) == {}
        assert {page.status_code for _, page in led} == {302}


class TestPrograms:
    def test_a_report_in_all_its_fields(self, client: Client) -> None:
        sent = ((text, tell(client, "/api/v1/reports/", dict.fromkeys(FIELDS, text))) for text in HOSTILE)
        assert problems(sent) == {}

    def test_a_report_one_field_after_the_other(self, client: Client) -> None:
        each = ((name, value) for text in FEW for name in FIELDS for value in (text, [text], {text: text}))
        assert problems((asked, tell(client, "/api/v1/reports/", body() | dict([asked]))) for asked in each) == {}

    def test_a_field_that_does_not_exist_is_not_repeated(self, client: Client) -> None:
        sent = [(text, tell(client, "/api/v1/reports/", body(**{text: text}))) for text in HOSTILE]
        assert problems(sent) == {}
        assert [text for text, answer in sent if text.strip() in json.loads(answer.content).get("detail", "")] == []

    @pytest.mark.parametrize("path", ["lookup", "update", "correct", "withdraw"])
    def test_what_is_done_with_a_receipt(self, client: Client, path: str) -> None:
        address = f"/api/v1/receipts/{path}/"
        assert problems((text, tell(client, address, {"receipt": text})) for text in HOSTILE) == {}
        ((_, receipt),) = send()
        each = ({name: text} for text in FEW for name in (*FIELDS, text))
        assert problems((change, tell(client, address, {"receipt": receipt, **change})) for change in each) == {}

    def test_a_claim(self, client: Client) -> None:
        names = ("code", "modifiers", "units", "charge", "minutes", "setting")
        claim = ("date", "year", "locality", "zip", "setting", "deductible", "participating")
        for text in HOSTILE:
            sent = ({**dict.fromkeys(claim, text), "lines": [dict.fromkeys(names, text)]}, {text: text, "lines": text})
            assert problems((each, tell(client, "/api/v1/claims/check/", each)) for each in sent) == {}

    def test_headers(self, client: Client) -> None:
        """What a header can carry at all."""
        names = ("Accept", "Accept-Language", "Idempotency-Key", "Proof-Of-Work", "If-None-Match", "X-Forwarded-For")
        carried = dict.fromkeys(re.sub("[\x00-\x1f]", "", text.encode("ascii", "ignore").decode()) for text in HOSTILE)
        for text in carried:
            headers = dict.fromkeys(names, text)
            answers = {path: client.get(path, headers=headers) for path in ("/", DOOR, "/no-such-page/")}
            sent = client.post("/api/v1/reports/", body(), content_type="application/json", headers=headers)
            assert problems([*answers.items(), ("sent", sent)]) == {}, text  # type: ignore[list-item]


class TestAddresses:
    @pytest.mark.parametrize("path", ADDRESSES)
    def test_parameters(self, client: Client, path: str) -> None:
        names = ADDRESSES[path]
        together = (dict(zip(names, texts, strict=False)) for texts in batched(HOSTILE, len(names)))
        apart = ({name: text} for text in FEW for name in (names if len(names) < len(NAMES) else ()))
        asked = (*together, *apart, *({text: text} for text in FEW))
        assert problems((one, ask(client, path, **one)) for one in asked) == {}

    @pytest.mark.parametrize("path", PATHS)
    def test_paths(self, client: Client, path: str) -> None:
        assert problems((text, ask(client, path.format(segment(text)))) for text in HOSTILE) == {}

    @pytest.mark.parametrize("path", ["report", "decision", "objection", "correction"])
    def test_the_desk(self, desk: Client, path: str) -> None:
        send(1, story="Read me.")
        address = f"/admin/reports/{path}/"
        searched = (({"q": text}, ask(desk, address, q=text)) for text in (HOSTILE if path == "report" else FEW))
        assert problems(searched) == {}
        others = ("queue", "standing__exact", "verdict__exact", "day__gte", "o", "p", "e", "_popup", "_to_field")
        each = [{name: FEW[place % len(FEW)]} for place, name in enumerate(others)] + [{text: text} for text in FEW]
        assert problems((asked, ask(desk, address, **asked)) for asked in each) == {}
        there = (f"{address}{segment(text)}/{last}" for text in FEW for last in ("", "change/", "delete/", "history/"))
        assert problems((asked, ask(desk, asked)) for asked in there) == {}


class TestTheDesk:
    """What moderators write, and what else may be sent in their name."""

    def test_a_decision(self, desk: Client) -> None:
        ((report, _),) = send(story="Dr. Okafor called about the second claim.")
        address = f"/admin/reports/report/{report.pk}/change/"
        fields = ("decision", "seen", "shown", "cut", "words", "reason", "next")
        right = {"decision": "redact_story", "seen": "0", "shown": "4-10", "cut": "4-10"}
        sent = [dict.fromkeys(fields, text) for text in HOSTILE]
        sent += [{**right, "words": text} for text in FEW]
        sent += [{**right, "decision": f"reject_report:{text}"} for text in FEW]
        assert problems((each, fill(desk, address, each)) for each in sent) == {}
        bulk = ({"action": text, "_selected_action": str(report.pk)} for text in FEW)
        assert problems((each, fill(desk, "/admin/reports/report/", each)) for each in bulk) == {}
        many = ({"action": "reject_report", "_selected_action": text, "reason": text} for text in FEW)
        assert problems((each, fill(desk, "/admin/reports/report/", each)) for each in many) == {}
        assert problems((text, fill(desk, "/admin/reports/report/undo/", {"undo": text})) for text in HOSTILE) == {}
        assert {one.verdict for one in Decision.objects.all()} <= {"redact_story"}

    def test_an_answer_and_a_correction(self, desk: Client) -> None:
        asked = Objection.objects.create(receipt_digest="x", about="/codes/86320/", kind="story", text="It is wrong.")
        answering = f"/admin/reports/objection/{asked.pk}/change/"
        for text in HOSTILE:
            everything = {"verdict": text, "answer": text, "about": text, "words": text}
            answers = {path: fill(desk, path, everything) for path in (answering, "/admin/reports/correction/add/")}
            assert problems(answers.items()) == {}, repr(text)
        assert Objection.objects.get().answer == ""

    @pytest.mark.parametrize(
        ("about", "kept"),
        [
            ("javascript:zqx()", []),
            ("\\\\zqx", []),
            ("zqx", []),
            ("//zqx/", ["/"]),
            ("https://zqx/codes/86320/", ["/codes/86320/"]),
        ],
    )
    def test_a_correction_leads_to_a_page_of_this_site(self, desk: Client, about: str, kept: list[str]) -> None:
        desk.post("/admin/reports/correction/add/", {"about": about, "words": "It was wrong."})
        assert list(Correction.objects.values_list("about", flat=True)) == kept


class TestShown:
    """Kept texts, wherever they are shown."""

    def surfaces(self, desk: Client) -> Iterator[tuple[str, HttpResponse]]:
        pages = ["/", "/codes/86320/", "/codes/86320/statistics/", "/payers/", "/reasons/", "/transparency/", *DESK]
        pages += [f"/payers/{slug}/" for slug in Payer.objects.values_list("slug", flat=True)[::6]]
        for model in (Report, Objection, Decision, Correction):  # lists show all; of their own pages, every sixth
            keys = model._default_manager.values_list("pk", flat=True)[::6]
            pages += [f"/admin/reports/{model._meta.model_name}/{key}/change/" for key in keys]
        pages += [f"/api/v1/codes/86320/statistics{suffix}" for suffix in ("/", ".csv")]
        pages += ["/report/choices.json", "/api/v1/payers/", "/api/v1/reasons/", "/api/v1/statistics/"]
        pages += ["/admin/reports/decision/export/"]
        for path in pages:
            answer = desk.get(path)
            assert answer.status_code == 200, path
            yield path, answer  # type: ignore[misc]

    def test_accepted_stories_are_shown_letter_by_letter(self, desk: Client) -> None:
        """Even those that screening refuses, should they ever get past it."""
        kept = sorted(storable(HOSTILE))
        for text in kept:
            ((report, _),) = send(contributor=text[:30])
            Report.objects.filter(pk=report.pk).update(story=text, story_state="accepted")
        refresh()
        assert sorted(PublishedStory.objects.values_list("text", flat=True)) == kept
        for path in ("/codes/86320/", "/codes/86320/statistics/"):
            page = desk.get(path).content.decode()
            assert sorted(texts_of(page, "blockquote")) == kept
        answer = desk.get("/api/v1/codes/86320/statistics/").json()
        assert sorted(story["text"] for story in answer["stories"]) == kept
        assert problems(self.surfaces(desk)) == {}

    def test_waiting_stories_are_text_at_the_desk(self, desk: Client) -> None:
        texts = storable(HOSTILE)
        for text in texts:
            ((report, _),) = send()
            Report.objects.filter(pk=report.pk).update(story=text, story_state="waiting", standing="held")
            Flag.objects.create(report=report, rule="copy", words=text[:300], weight=1)
        assert problems(self.surfaces(desk)) == {}

    def test_most_get_past_screening_and_all_that_do_are_text_when_accepted(self, desk: Client) -> None:
        moderator, accepted = User.objects.get(), []
        for text in storable(HOSTILE):
            page = fill(desk, "/codes/86320/report/", typed(story=f"They denied it: {text}"))
            if page.status_code != 201:
                continue
            report = actions.report_of(receipt_in(page))
            harmless = [one.place for one in suspects(report.story)]
            actions.accept_story(report=report.pk, moderator=moderator, cleared=harmless)
            if report.standing != "counted":
                actions.accept_report(report=report.pk, moderator=moderator)
            accepted.append(report.story)
        refresh()
        assert len(accepted) > len(HOSTILE) / 2
        assert sorted(texts_of(desk.get("/codes/86320/").content.decode(), "blockquote")) == sorted(accepted)
        assert problems(self.surfaces(desk)) == {}

    def test_facts_that_no_form_takes_are_text_too(self, desk: Client) -> None:
        """As an import, another program or somebody with a database client might leave them."""
        texts = [text for text in storable(HOSTILE) if len(text) <= 60]
        for number, text in enumerate(texts):
            Payer.objects.create(slug=f"payer-{number}", name=text, aliases=[text], names=[text])
            Reason.objects.create(kind="carc", code=f"C{number}", paraphrase=text)
            for kept in (text, f"payer-{number}"):
                ((report, _),) = send(group="CO", carc="97", contributor=text[:32])
                Report.objects.filter(pk=report.pk).update(
                    payer=kept,
                    carc=f"C{number}",
                    held_because=[text],
                    unverified=[text[:20]],
                    paired_code=text[:5],
                    rarcs=[text[:5]],
                )
        Code.objects.update(name=texts[0], service_type="")
        refresh()
        assert problems(self.surfaces(desk)) == {}

    def test_what_moderators_write_is_text_too(self, desk: Client) -> None:
        texts = [text for text in storable(HOSTILE) if len(text) <= 140]
        for number, text in enumerate(texts):
            moderator = User.objects.create(username=text[:150], first_name=text[:150], is_staff=True)
            objection = Objection.objects.create(
                receipt_digest=str(number), about="/codes/86320/", kind="story", text=text
            )
            Objection.objects.filter(pk=objection.pk).update(answer=text, answered="2026-01-01", moderator=moderator)
            Correction.objects.create(about="/codes/86320/", words=text)
            ((report, _),) = send()
            actions.reject_report(report=report.pk, moderator=moderator, reason="abuse")
        assert problems(self.surfaces(desk)) == {}
