"""The page of the claim check, without JavaScript."""

import datetime
import html
import re
from typing import Any

import pytest
from django.test import Client

from codes.models import ProcedurePair, Release
from medpay.checking import filled
from tests.reports.making import send_and_refresh

pytestmark = pytest.mark.django_db

NAME = "Jane Roe"


def shown(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def columns(*lines: str) -> dict[str, list[str]]:
    """Of lines such as "97110 59 2": code, modifiers, units; the rest of the form empty."""
    cells = [[*line.split(" "), "", ""][:3] for line in lines]
    names = ("code", "modifiers", "units")
    return {name: [row[index] for row in cells] for index, name in enumerate(names)}


def sent(client: Client, *lines: str, **claim: Any) -> Any:
    return client.post("/check/", {"date": "2025", "participating": "yes", **columns(*lines), **claim})


def cells(response: Any, name: str) -> list[str]:
    """What stands in the inputs of that name."""
    inputs = re.findall(rf'<input\s[^>]*name="{name}"[^>]*>', response.content.decode())
    return [re.search(r'value="([^"]*)"', each)[1] for each in inputs]  # type: ignore[index]


def test_the_form_has_six_lines(client: Client) -> None:
    response = client.get("/check/")
    assert cells(response, "code") == [""] * 6
    assert "No patient data." in shown(response)


def test_more_lines_come_by_a_button_and_keep_what_was_typed(client: Client) -> None:
    response = sent(client, "45385", "45380 59", more="yes")
    assert cells(response, "code") == ["45385", "45380", *[""] * 10]
    assert cells(response, "modifiers")[1] == "59"
    assert "Paid" not in shown(response)


def test_fifty_lines_are_the_most(client: Client) -> None:
    response = sent(client, *["99213"] * 48, more="yes")
    assert len(cells(response, "code")) == 50
    assert "More lines" not in shown(response)


def test_the_answer_stands_above_the_form(client: Client, starter: None) -> None:
    response = sent(client, "45385", "45380")
    text = shown(response)
    assert "$522.39 Of 2 lines, 2 priced." in text
    assert text.index("45385 pays $435.38.") < text.index("45380 pays $87.01.") < text.index("Date of service 2026")
    assert "Day of service December 31, 2025. RVU25D starter list, October 2025. National amounts." in text
    assert cells(response, "code")[:2] == ["45385", "45380"]


def test_a_line_that_an_edit_denies_is_denied_in_words(client: Client, starter: None) -> None:
    of = Release.objects.create(
        source="ncci_ptp",
        variant="practitioner",
        label="NCCI",
        effective=datetime.date(2025, 10, 1),
        complete=True,
        digest="pairs",
        state=Release.State.CURRENT,
    )
    since = datetime.date(2020, 1, 1)
    ProcedurePair.objects.create(release=of, column_1="45385", column_2="45380", indicator="1", effective=since)
    text = shown(sent(client, "45385", "45380"))
    assert "Denied 45380 is denied. 45385 (line 1) is paid instead." in text
    assert "$435.38 Without line 2, denied: of 1 line, 1 priced." in text
    assert "If no line were denied: $522.39 . Of 2 lines, 2 priced." in text
    assert "denied beside 45385 (line 1) (indicator 1)" in text
    assert "NCCI practitioner edits, October 2025 (v31.3)." in text


def test_a_line_without_amount_says_why_and_is_not_added(client: Client, starter: None) -> None:
    text = shown(sent(client, "77386", "99213"))
    assert "No amount 77386 has status I" in text
    assert "$88.95 Of 2 lines, 1 priced. Not in the sum: 1 without an amount." in text


def test_what_many_lines_share_is_said_once(client: Client, starter: None) -> None:
    text = shown(sent(client, "99213", "45385"))
    assert text.count("Units were not checked") == 1


def test_published_patterns_stand_beside_the_line(client: Client, starter: None) -> None:
    assert "Billers report" not in shown(sent(client, "86320"))
    send_and_refresh(5)
    assert "Billers report CO-97" in shown(sent(client, "86320"))
    assert "100 % (57 to 100 %), 5 of 5 reports" in shown(sent(client, "86320"))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2025-11-15", "November 15, 2025"),
        ("11/15/2025", "November 15, 2025"),
        ("2025-11", "November 1, 2025"),
        ("11/2025", "November 1, 2025"),
        ("2025", "December 31, 2025"),
    ],
)
def test_a_day_is_read_as_billers_write_it(client: Client, starter: None, typed: str, day: str) -> None:
    text = shown(sent(client, "99213", date=typed))
    assert f"Day of service {day}." in text
    assert ("A month was given" in text) is (typed in {"2025-11", "11/2025"})


def test_cells_are_read_as_billers_fill_them(client: Client, starter: None) -> None:
    response = client.post(
        "/check/",
        {
            "date": "2025",
            "setting": "facility",
            "participating": "yes",
            "deductible": "$1,000",
            "code": ["27447-rt"],
            "modifiers": ["xs, gc"],
            "units": [""],
            "charge": ["$12,000.00"],
        },
    )
    assert "27447-RT-XS-GC pays $1,257.63." in shown(response)


def test_without_the_tick_nobody_participates(client: Client, starter: None) -> None:
    response = client.post("/check/", {"date": "2025", "code": ["99213"]})
    assert "99213 pays $84.50." in shown(response)


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"code": [""]}, "Give one line at least: a code."),
        ({"code": [NAME]}, "Line 1, code: Give a code of five characters, such as 45385."),
        ({"code": ["", "99213"], "units": ["", NAME]}, "Line 2, units: Give whole units, 1 to 9999."),
        ({"code": ["99213"], "modifiers": [NAME]}, "Line 1, modifiers: A modifier is two letters or digits"),
        ({"code": ["99213"], "charge": [NAME]}, "Line 1, charge: Give dollars and cents"),
        ({"code": ["99213"], "minutes": [NAME]}, "Line 1, minutes: Give whole minutes, 1 to 1440."),
        ({"code": [""], "units": ["2"]}, "Line 1, code: Give a code of five characters"),
        ({"code": ["99213"], "date": NAME}, "Give a date such as 2026-07-15, a month such as 2026-07, or a year."),
        ({"code": ["99213"], "date": "2026-02-30"}, "Give a date such as 2026-07-15"),
        ({"code": ["99213"], "place": NAME}, "Give a ZIP code of five digits, or contractor and locality"),
        ({"code": ["99213"], "deductible": NAME}, "Give dollars and cents"),
        ({"code": ["99213"], "setting": NAME}, "Give nonfacility or facility."),
    ],
)
def test_what_cannot_be_read_is_named_left_out_and_not_repeated(
    client: Client, form: dict[str, Any], problem: str
) -> None:
    response = client.post("/check/", form)
    text = shown(response, 400)
    assert "Not checked yet" in text
    assert problem in text
    assert NAME not in response.content.decode()


def test_a_problem_leads_to_its_field(client: Client) -> None:
    page = client.post("/check/", {"code": ["99213", "9"]}).content.decode()
    assert 'href="#code-2"' in page
    assert 'id="code-2"' in page
    assert cells(client.post("/check/", {"code": ["99213", "9"]}), "code")[:2] == ["99213", ""]


def test_it_is_never_cached_and_sets_no_cookie(starter: None) -> None:
    client = Client(enforce_csrf_checks=True)
    for response in (client.get("/check/"), sent(client, "99213")):
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies


def test_other_ways_of_asking_are_refused(client: Client) -> None:
    assert client.put("/check/").status_code == 405


def test_an_address_asks_for_nothing(client: Client, starter: None) -> None:
    assert "99213" not in client.get("/check/?code=99213").content.decode()


def test_columns_of_unequal_length_are_lines_all_the_same(client: Client) -> None:
    query = client.post("/check/", {"code": ["99213"], "units": ["1", "2"]}).wsgi_request.POST
    assert [problem.field for problem in filled(query).problems] == ["code-2"]
