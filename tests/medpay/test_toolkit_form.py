"""What may be asked of a toolkit, and how what may not be is refused."""

import datetime
import html

import pytest
from django.test import Client
from django.test.html import parse_html
from pytest_django import DjangoAssertNumQueries

from codes import handbook
from codes.models import Code, FeeLine, Locality, Release, ZipCode
from tests.codes.ncci_tables import release
from tests.codes.rows import fee_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    schedule = release("mpfs", "", datetime.date(2026, 1, 1), "RVU26A")
    for code in ("86320", "99213"):
        Code.objects.create(code=code, name=f"Name of {code}")
        FeeLine.objects.create(release=schedule, **fee_row(code, work="1.00")._asdict())
    Code.objects.bulk_create(Code(code=f"{number}") for number in range(10000, 10031))


def test_the_page_offers_the_form_and_every_list(client: Client) -> None:
    page = client.get("/toolkit/").content.decode()
    assert "Not made yet" not in page
    for specialty in handbook.specialties().values():
        assert f"/toolkit/medpay.pdf?specialty={specialty.slug}" in page
        assert f"/toolkit/medpay.xlsx?specialty={specialty.slug}" in page


def test_the_page_is_one_question_to_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        client.get("/toolkit/")


def test_an_address_with_codes_offers_their_files(client: Client) -> None:
    page = client.get("/toolkit/?code=86320&code=99213&year=2026").content.decode()
    assert "Ready: 2 codes" in page
    assert 'href="/toolkit/medpay.pdf?code=86320&amp;code=99213&amp;year=2026"' in page


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("", "Type at least one code, or choose a specialty."),
        ("code=", "Type at least one code, or choose a specialty."),
        ("code=8632", "Not a code of five characters, such as 86320 or G0121: 8632."),
        ("code=86320-26", "Not a code of five characters, such as 86320 or G0121: 86320-26."),
        ("code=86320%3Cscript%3E", "Not a code of five characters, such as 86320 or G0121: 86320<SCRIPT>."),
        ("code=86320,86321", "medpay does not know 86321. Leave out, or look for the right code."),
        ("code=" + "86320+" * 60, "That is too long for 30 codes of five characters."),
        ("code=86320&specialty=wizardry", "There is no list of that specialty. Choose one from the list."),
        ("code=86320&year=2031", "No fee schedule of that year is loaded. Loaded: 2026."),
        ("code=86320&locality=Manhattan", "A locality is a contractor and a number, such as 01112-05."),
        ("code=86320&locality=99999-99", "The localities of 2026 are not loaded"),
        ("code=86320&zip=9410", "A ZIP code has five digits."),
        ("code=86320&zip=94102&locality=01112-05", "Give a locality or a ZIP code, not both."),
        ("code=86320&year=2026&year=2026", "The address gives more than one year. Give one."),
        ("code=86320&email=a", "The address asks for what a toolkit has not: email."),
        ("code=86320&locality=01112-05%00", "Null characters are not allowed."),
    ],
)
@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_what_cannot_be_made_is_said_in_words(client: Client, suffix: str, asked: str, problem: str) -> None:
    answer = client.get(f"/toolkit/medpay.{suffix}?{asked}")
    assert answer.status_code == 400
    page = answer.content.decode()
    parse_html(page)
    assert problem in html.unescape(page)
    assert "<script>" not in page.lower().replace('<script src="', "")


def test_thirty_codes_are_taken_and_one_more_is_not(client: Client) -> None:
    thirty = "+".join(str(number) for number in range(10000, 10030))
    assert client.get(f"/toolkit/medpay.xlsx?code={thirty}").status_code == 200
    answer = client.get(f"/toolkit/medpay.xlsx?code={thirty}+10030")
    assert answer.status_code == 400
    assert "These are 31 codes. A toolkit takes up to 30: leave some out." in answer.content.decode()


def test_a_code_typed_twice_or_in_small_letters_is_one(client: Client) -> None:
    page = client.get("/toolkit/?code=86320, 86320%0A 99213").content.decode()
    assert "Ready: 2 codes" in page


def test_an_ambiguous_zip_code_offers_its_localities(client: Client) -> None:
    places = release("gpci", "", datetime.date(2026, 1, 1), "GPCI 2026")
    zips = release("zips", "", datetime.date(2026, 1, 1), "ZIP5 2026")
    for number, name in (("05", "Here"), ("52", "There")):
        Locality.objects.create(
            release=places, contractor="01112", number=number, state="CA", name=name, work=1, pe=1, mp=1
        )
        ZipCode.objects.create(
            release=zips, zip=f"9456{number[1]}", state="CA", contractor="01112", number=number, plus_four=True
        )
    answer = client.get("/toolkit/medpay.pdf?code=86320&zip=94565")
    assert answer.status_code == 400
    assert "Choose the locality: 01112-05 Here, 01112-52 There." in answer.content.decode()


def test_no_other_file_and_no_other_method(client: Client) -> None:
    assert client.get("/toolkit/medpay.docx?code=86320").status_code == 404
    assert client.post("/toolkit/medpay.pdf?code=86320").status_code == 405


def test_without_any_schedule_there_is_a_file_that_says_so(client: Client) -> None:
    Release.objects.all().delete()
    assert client.get("/toolkit/medpay.pdf?code=86320").status_code == 200
