"""Search and browse."""

import datetime
import html
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codes.models import Code


@pytest.fixture
def codes(db: None) -> None:
    for code, name, service_type, synonyms, description in (
        ("27447", "Total knee replacement", "Surgery", "TKA; arthroplasty", "The worn joint is replaced."),
        ("20610", "Large joint injection", "Injection", "knee injection", "A needle goes into a joint."),
        ("86320", "Immunoelectrophoresis of serum (IEP)", "Laboratory", "", "Proteins are spread out in a gel."),
        ("86325", "Immunoelectrophoresis of urine", "Laboratory", "", "As 86320, not blood. Knee fluid too."),
        ("99999", "", "", "", ""),
    ):
        Code.objects.create(
            code=code,
            name=name,
            service_type=service_type,
            synonyms=synonyms,
            description=description,
        )


def found(client: Client, query: str) -> list[str]:
    page = client.get("/codes/" + query).content.decode()
    return re.findall(r'<a href="/codes/([0-9A-Z]{5})/">', page)


def test_browsing_lists_every_code_that_is_described(client: Client, codes: None) -> None:
    assert found(client, "") == ["20610", "27447", "86320", "86325"]


def test_a_search_finds_names_before_synonyms_before_descriptions(client: Client, codes: None) -> None:
    assert found(client, "?search=knee") == ["27447", "20610", "86325"]


def test_every_word_of_a_search_must_be_found(client: Client, codes: None) -> None:
    assert found(client, "?search=knee+injection") == ["20610"]


def test_the_first_digits_find_codes_described_or_not(client: Client, codes: None) -> None:
    assert found(client, "?search=863") == ["86320", "86325"]
    assert found(client, "?search=999") == ["99999"]


@pytest.mark.parametrize("typed", ["86320", "+86320+"])
def test_a_whole_code_leads_to_its_page(client: Client, codes: None, typed: str) -> None:
    response = client.get(f"/codes/?search={typed}")
    assert (response.status_code, response["Location"]) == (302, "/codes/86320/")


@pytest.mark.parametrize(
    "typed", ["27447-RT", "27447 RT", "27447 - rt", "27447\N{EN DASH}RT", "27447-59-RT", "27447 22 RT"]
)
def test_a_code_pasted_with_its_modifiers_leads_to_its_page(client: Client, codes: None, typed: str) -> None:
    response = client.get("/codes/", {"search": typed})
    assert (response.status_code, response.get("Location")) == (302, "/codes/27447/")


def test_a_pasted_code_that_is_not_listed_offers_its_report(client: Client, codes: None) -> None:
    page = client.get("/codes/", {"search": "86321-26"}).content.decode()
    assert "Nothing here for “86321-26”" in page
    assert re.findall(r'<a href="/codes/([0-9A-Z]{5})/">', page)[:2] == ["86320", "86325"]
    assert 'href="/codes/86321/report/"' in page


@pytest.mark.parametrize(
    "typed", ["CO-97", "co 97", "CO97", "PR-B7", "N19", "MA130", "CO-97 N19", "CO-97/N19", "CARC CO-97"]
)
def test_a_denial_reason_is_told_that_it_is_not_searched(client: Client, codes: None, typed: str) -> None:
    assert (
        "Denial reasons such as CO-97 or N19 are not searched here yet"
        in client.get("/codes/", {"search": typed}).content.decode()
    )


@pytest.mark.parametrize("typed", ["cold", "cold sore", "prism", "Noah 19"])
def test_words_are_no_denial_reason(client: Client, codes: None, typed: str) -> None:
    page = client.get("/codes/", {"search": typed}).content.decode()
    assert "are not searched here yet" not in page
    assert "with or without its modifiers (27447, 27447-RT), or by plain words" in page


def test_a_type_of_service_lists_its_codes(client: Client, codes: None) -> None:
    assert found(client, "?type=Laboratory") == ["86320", "86325"]


def test_the_types_are_offered_once_each(client: Client, codes: None) -> None:
    page = client.get("/codes/").content.decode()
    assert re.findall(r'href="/codes/\?type=(\w+)"', page) == ["Injection", "Laboratory", "Surgery"]


def test_a_search_without_result_offers_the_nearest_codes_and_a_report(client: Client, codes: None) -> None:
    page = client.get("/codes/?search=86321").content.decode()
    assert re.findall(r'<a href="/codes/([0-9A-Z]{5})/">', page)[:2] == ["86320", "86325"]
    assert 'href="/codes/86321/report/"' in page


def test_words_without_result_offer_no_report(client: Client, codes: None) -> None:
    page = client.get("/codes/?search=spaceship").content.decode()
    assert "Nothing here for “spaceship”" in page
    assert re.findall(r"/codes/\w{5}/report/", page) == []


def test_what_was_typed_is_shown_as_text(client: Client, codes: None) -> None:
    typed = "<script>alert(1)</script>"
    page = client.get("/codes/", {"search": typed}).content.decode()
    assert typed not in page
    assert html.escape(typed) in page


def test_a_null_character_is_no_error(client: Client, codes: None) -> None:
    assert client.get("/codes/?search=kn%00ee&type=%00").status_code == 200


def test_long_lists_come_in_pages_that_keep_the_search(client: Client, db: None) -> None:
    for number in range(10000, 10041):
        Code.objects.create(code=str(number), name="Visit")
    first = client.get("/codes/?search=visit").content.decode()
    assert 'rel="next" href="?search=visit&amp;page=2"' in first
    assert found(client, "?search=visit&page=2") == ["10040"]


def test_a_deleted_code_says_so_in_the_list(client: Client, db: None) -> None:
    Code.objects.create(code="77385", name="IMRT session", deleted=datetime.date(2026, 1, 1))
    assert "deleted January 1, 2026" in client.get("/codes/").content.decode()


def test_without_reference_data_the_page_says_so(client: Client, db: None) -> None:
    assert "No codes are loaded yet" in client.get("/codes/").content.decode()


def test_a_page_takes_the_same_queries_for_one_code_and_for_many(
    client: Client,
    codes: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for query in ("?search=TKA", "?search=e"):
        with django_assert_num_queries(4):
            client.get("/codes/" + query)


def test_lists_may_be_kept_for_a_minute_and_set_no_cookie(client: Client, codes: None) -> None:
    response = client.get("/codes/")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=600"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
