"""A table of reports: shown first, sent when its sender says so, once."""

import re
import time
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from reports import actions, batch, visitors
from reports.actions import asking
from reports.forms import new_token
from reports.forms import upload as upload_forms
from reports.models import Report
from reports.screening import Finding, find_identifiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

HEADINGS = "code,modifiers,payer,kind,group,carc,year,story"
GOOD = "86320,26 59,UHC,bundled,CO,97,2026,"
RECEIPT = re.compile(r"MP(?:-[0-9A-Z]{5}){6}")


def table(*rows: str, headings: str = HEADINGS) -> str:
    return "\n".join([headings, *rows]) + "\n"


def choose(client: Client, text: str | bytes) -> HttpResponse:
    content = text.encode() if isinstance(text, str) else text
    return client.post("/report/upload/", {"table": SimpleUploadedFile("mine.csv", content)})  # type: ignore[return-value]


def shown_on(page: HttpResponse) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def confirm(client: Client, shown: str, **more: str) -> HttpResponse:
    return client.post("/report/upload/", {"shown": shown, **more})  # type: ignore[return-value]


def aged(client: Client, text: str, seconds: float = 60) -> str:
    """What the preview of a table carries, as it is `seconds` later."""
    now = time.time()
    with patch.object(time, "time", return_value=now - seconds):
        return shown_on(choose(client, text))


def text_of(page: HttpResponse) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def rows_on(page: HttpResponse) -> list[Any]:
    rows: list[Any] = page.context["rows"]  # type: ignore[attr-defined]
    return rows


def test_the_template_is_a_table_to_download(client: Client) -> None:
    answer = client.get("/report/upload/template.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="medpay-reports.csv"'
    assert answer.content.decode() == batch.template()


def test_the_templates_example_is_a_report_once_its_mark_is_gone(client: Client) -> None:
    page = choose(client, batch.template().replace("# 86320", "86320"))
    assert [row["problems"] for row in rows_on(page)] == [[]]


def test_a_table_is_shown_and_nothing_is_stored(client: Client) -> None:
    page = choose(client, table(GOOD, "84165,,Granite Mutual,rejection,,,2025,Words."))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert rows_on(page) == [
        {
            "number": 2, "problems": [], "line": "86320-26-59", "payer": "UnitedHealthcare",
            "kind": "Bundled into another code", "reason": "CO-97", "year": 2026, "outcome": "", "story": False,
        },
        {
            "number": 3, "problems": [], "line": "84165", "payer": "Another payer",
            "kind": "Rejected at the front end", "reason": "", "year": 2025, "outcome": "", "story": True,
        },
    ]  # fmt: skip
    assert "Granite" not in text_of(page)
    assert not Report.objects.exists()


def test_a_confirmed_table_is_kept_with_a_receipt_for_each_row(client: Client) -> None:
    page = confirm(client, aged(client, table(GOOD, "84165,,aetna,units,CO,151,2026,Words.")))
    assert page.status_code == 201
    kept = {report.code: report for report in Report.objects.all()}
    assert {code: (report.payer, report.standing, report.story) for code, report in kept.items()} == {
        "86320": ("unitedhealthcare", "counted", ""),
        "84165": ("aetna", "counted", "Words."),
    }
    told = {row["code"]: row["receipt"] for row in rows_on(page)}
    assert {code: actions.report_of(receipt).key for code, receipt in told.items()} == {
        code: report.key for code, report in kept.items()
    }
    lines = page.context["table"].splitlines()  # type: ignore[attr-defined]
    where = "http://testserver/receipt/"
    assert lines == [
        "row,code,receipt,use_it_at",
        f"2,86320,{told['86320']},{where}",
        f"3,84165,{told['84165']},{where}",
    ]


def test_each_problem_names_its_row_and_column(client: Client) -> None:
    page = choose(
        client,
        table(
            "nonsense,,aetna,angry,,,2026,",
            GOOD,
            "86320,,aetna,bundled,,,2026,",
            "86320,,aetna,full_denial,CO,45,2026,",
            headings=HEADINGS,
        ),
    )
    found = {row["number"]: [column for column, _ in row["problems"]] for row in rows_on(page)}
    assert found == {2: ["code", "kind"], 3: [], 4: ["group", "carc"], 5: ["carc"]}
    assert "1 row can be sent. 3 rows cannot" in text_of(page)
    assert "CARC 45 is the write-down" in text_of(page)
    assert "nonsense" not in text_of(page)


def test_an_identifier_leaves_its_row_out_and_is_not_repeated(client: Client) -> None:
    text = table(GOOD, "84165,,ask jane@example.com,units,CO,151,2026,Call 555-867-5309 about 03/14/2026.")
    page = choose(client, text)
    assert rows_on(page)[1]["problems"] == [
        ("payer", "Holds what could identify a person: e-mail address. Take it out."),
        ("story", "Holds what could identify a person: phone number. Take it out."),
        ("story", "Holds what could identify a person: date. Take it out."),
    ]
    carried = upload_forms._signer.unsign_object(shown_on(page))
    for secret in ("jane@example.com", "555-867-5309", "03/14/2026"):
        assert secret not in page.content.decode()
        assert secret not in str(carried)
    assert confirm(client, aged(client, text)).status_code == 201
    assert Report.objects.get().code == "86320"


def test_a_table_sent_twice_is_kept_once_and_shows_the_same_receipts(client: Client) -> None:
    shown = aged(client, table(GOOD, "84165,,aetna,units,CO,151,2026,"))
    pages = [confirm(client, shown) for _ in range(2)]
    assert rows_on(pages[0]) == rows_on(pages[1])
    assert Report.objects.count() == 2


def test_the_same_table_chosen_again_is_another_one(client: Client) -> None:
    """Two equal rows may be two denials: nobody is told that a report like it exists."""
    pages = [confirm(client, aged(client, table(GOOD))) for _ in range(2)]
    assert Report.objects.count() == 2
    assert RECEIPT.sub("", text_of(pages[0])) == RECEIPT.sub("", text_of(pages[1]))


def test_a_table_of_which_a_report_was_withdrawn_is_not_filled_up_again(client: Client) -> None:
    shown = aged(client, table(GOOD, "84165,,aetna,units,CO,151,2026,"))
    first = rows_on(confirm(client, shown))[0]["receipt"]
    actions.withdraw_report(receipt=first)
    assert confirm(client, shown).status_code == 409
    assert Report.objects.count() == 1


def test_all_rows_or_none_are_saved(client: Client) -> None:
    shown = aged(client, table(GOOD, "84165,,aetna,units,CO,151,2026,"))
    with (
        patch("reports.actions.submission._unverified", side_effect=[[], RuntimeError]),
        pytest.raises(RuntimeError),
    ):
        confirm(client, shown)
    assert not Report.objects.exists()


def test_every_row_is_judged_again_when_it_is_sent(client: Client) -> None:
    shown = upload_forms.seal_preview([(2, {"code": "86320", "payer": "aetna", "kind": "angry", "year": 2026})])
    assert confirm(client, shown).status_code == 400
    assert not Report.objects.exists()


def test_what_this_site_did_not_show_is_not_taken(client: Client) -> None:
    for shown in ("", "nonsense", aged(client, table(GOOD))[:-2] + "xx", aged(client, table(GOOD), 25 * 3600)):
        page = confirm(client, shown)
        assert page.status_code == 400
        assert "Choose the file again." in text_of(page)
    assert not Report.objects.exists()


def test_each_row_and_each_preview_counts_in_the_limits_and_a_refusal_stores_none(
    client: Client, settings: Settings
) -> None:
    settings.REPORTS_PER_HOUR = 6
    three, one = aged(client, table(GOOD, GOOD, GOOD)), aged(client, table(GOOD))
    assert confirm(client, one).status_code == 201
    assert confirm(client, three).status_code == 201
    assert (confirm(client, three).status_code, Report.objects.count()) == (201, 4)  # shown again
    for refused in (choose(client, table(GOOD)), confirm(client, sealed_a_minute_ago())):
        assert (refused.status_code, int(refused["Retry-After"]) > 3500) == (429, True)
    assert Report.objects.count() == 4


def test_a_table_that_came_too_soon_is_shown_again_to_be_sent_later(client: Client, settings: Settings) -> None:
    settings.REPORTS_PER_HOUR = 3
    shown = aged(client, table(GOOD, GOOD))
    confirm(client, sealed_a_minute_ago())
    page = confirm(client, shown)
    assert (page.status_code, shown_on(page) == shown) == (429, True)
    assert [row["line"] for row in rows_on(page)] == ["86320-26-59", "86320-26-59"]
    assert "Too much came within the hour, from your network or from all." in text_of(page)
    settings.REPORTS_PER_HOUR = 10
    visitors.forget()
    assert confirm(client, shown_on(page)).status_code == 201
    assert Report.objects.count() == 3


def test_a_confirmation_that_comes_again_is_judged_no_more(client: Client, settings: Settings) -> None:
    """Judging takes seconds: whoever sent it is shown the receipts, whoever sends too much is told to wait."""
    settings.REPORTS_PER_HOUR = 4
    shown, more = aged(client, table(GOOD)), aged(client, table(GOOD, GOOD))
    confirm(client, shown)
    with patch.object(actions, "settle", side_effect=AssertionError):
        assert [confirm(client, sealed).status_code for sealed in (shown, more, more)] == [201, 429, 429]
    assert Report.objects.count() == 1


def test_a_table_sealed_with_fields_of_another_time_is_chosen_again(client: Client) -> None:
    for changed in ({"carcs": "97"}, {"code": None}):
        stated = {"code": "86320", "payer": "aetna", "kind": "rejection", "year": 2026} | changed
        kept = {name: value for name, value in stated.items() if value}
        page = confirm(client, upload_forms.seal_preview([(2, kept)], age=60))
        assert (page.status_code, "Choose the file again." in text_of(page)) == (400, True)


def sealed_a_minute_ago() -> str:
    with patch.object(time, "time", return_value=time.time() - 60):
        return upload_forms.seal_preview([(2, {"code": "86320", "payer": "aetna", "kind": "rejection", "year": 2026})])


def test_more_rows_than_an_hour_takes_are_not_offered_for_sending(client: Client, settings: Settings) -> None:
    settings.REPORTS_PER_HOUR = 2
    page = choose(client, table(GOOD, GOOD))
    assert "At most 1 report an hour is taken" in text_of(page)
    assert 'name="shown"' not in page.content.decode()


@pytest.mark.parametrize(
    ("seconds", "more", "because"),
    [
        (0.5, {}, "sent within seconds of opening the form"),
        (60, {"subject": "Buy"}, "a field that people do not see was filled in"),
    ],
)
def test_an_odd_table_waits_and_is_not_told_why(
    client: Client, seconds: float, more: dict[str, str], because: str
) -> None:
    page = confirm(client, aged(client, table(GOOD), seconds), **more)
    report = Report.objects.get()
    assert (page.status_code, report.standing, report.held_because) == (201, "held", [because])
    assert because not in text_of(page)


@pytest.mark.parametrize(("age", "standing"), [(0.5, "held"), (60, "counted"), (25 * 3600, "counted")])
def test_a_table_sent_right_after_its_preview_is_as_old_as_the_page_it_was_chosen_on(
    client: Client, age: float, standing: str
) -> None:
    chosen = {"table": SimpleUploadedFile("mine.csv", table(GOOD).encode()), "once": new_token(age=age)}
    assert confirm(client, shown_on(client.post("/report/upload/", chosen))).status_code == 201  # type: ignore[arg-type]
    assert Report.objects.get().standing == standing


def test_the_page_for_a_table_carries_its_age(client: Client) -> None:
    assert re.search(r'name="once" value="[^"]+"', client.get("/report/upload/").content.decode())


@pytest.mark.parametrize("sent", [b"", b"no headings here\n", b"PK\x03\x04\x00"])
def test_a_file_that_is_no_table_is_told_so_beside_its_field(client: Client, sent: bytes) -> None:
    page = choose(client, sent)
    assert page.status_code == 400
    assert page.context["form"].errors["table"]  # type: ignore[attr-defined]


def test_no_file_at_all_is_told_too(client: Client) -> None:
    page = client.post("/report/upload/", {})
    assert page.status_code == 400
    assert "Choose a CSV file of at most 1 MB." in page.content.decode()


def test_a_file_stays_in_memory_whatever_its_size(client: Client) -> None:
    kinds = []
    real = batch.read

    def read(content: bytes) -> list[batch.Row]:
        kinds.append(type(content))
        return real(content)

    with (
        patch.object(TemporaryFileUploadHandler, "new_file", side_effect=AssertionError),
        patch.object(batch, "read", side_effect=read),
    ):
        assert choose(client, table(*[GOOD] * 400).encode() + (b"#" + b"x" * 98 + b"\n") * 9_000).status_code == 200
        too_large = choose(client, b"#" * 2_000_000)
    assert kinds == [bytes]
    assert too_large.status_code == 400
    assert "at most 1 MB" in text_of(too_large)


def test_more_text_than_a_page_can_carry_is_refused_in_words(client: Client) -> None:
    with patch.object(upload_forms, "LONGEST", 100):
        page = choose(client, table(GOOD))
    assert page.status_code == 400
    assert "too much text for one go" in text_of(page)


def test_a_table_of_five_hundred_rows_costs_as_many_queries_as_one_of_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, settings: Settings
) -> None:
    settings.REPORTS_PER_HOUR = 1000
    settings.HOLD_ABOVE = 1000
    for rows in (3, 500):
        with django_assert_num_queries(4):
            shown = aged(client, table(*[GOOD] * rows))
        with django_assert_num_queries(15):
            assert confirm(client, shown).status_code == 201
        assert len(shown) < 60_000
    assert Report.objects.count() == 503


def test_a_text_that_stands_in_many_rows_is_screened_once_at_each_step(client: Client) -> None:
    story, screened = "They bundled it into the panel.", []

    def find(text: str) -> list[Finding]:
        screened.append(text)
        return find_identifiers(text)

    with patch.object(asking, "find_identifiers", find):
        shown = aged(client, table(*[GOOD + story] * 3))
        assert screened.count(story) == 1
        confirm(client, shown)
    assert screened.count(story) == 3  # as it was shown, as it came back, as it was saved
    assert Report.objects.count() == 3


def test_rows_on_one_code_beyond_a_days_measure_wait(client: Client, settings: Settings) -> None:
    settings.HOLD_ABOVE = 3
    confirm(client, aged(client, table(GOOD)))
    confirm(client, aged(client, table(GOOD, GOOD, "84165,,aetna,units,CO,151,2026,", GOOD)))
    kept = sorted(Report.objects.values_list("code", "standing"))
    assert kept == [("84165", "counted"), *[("86320", "counted")] * 3, ("86320", "held")]


def test_hostile_cells_are_shown_as_text(client: Client) -> None:
    page = choose(client, table('<script>alert(1)</script>,,"<img src=x onerror=alert(1)>",bundled,CO,97,2026,'))
    assert "<script>alert" not in page.content.decode()
    assert "<img" not in page.content.decode()


def test_rows_alike_in_every_field_are_named_and_not_refused(client: Client) -> None:
    page = choose(client, table(GOOD, GOOD.replace("UHC", "aetna"), GOOD, GOOD, "nonsense,,aetna,angry,,,2026,"))
    assert page.context["alike"] == ["2, 4 and 5"]  # type: ignore[attr-defined]
    assert "Rows 2, 4 and 5 are the same: the same line twice?" in text_of(page)
    assert "4 rows can be sent." in text_of(page)
    assert "are the same" not in text_of(choose(client, table(GOOD)))
