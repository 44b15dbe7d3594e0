"""Search and browse."""

import datetime
import html
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codes import handbook
from codes.finding import named_by_entries
from codes.models import Code, Diagnosis, Locality, Payer, Reason, Release


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


@pytest.fixture
def payer(db: None) -> Payer:
    return Payer.objects.create(slug="unitedhealthcare", name="UnitedHealthcare", aliases=["UHC"], names=["uhc"])


@pytest.fixture
def diagnosis(db: None) -> Diagnosis:
    release = Release.objects.create(
        source="icd10cm",
        label="made up",
        effective=datetime.date(2026, 4, 1),
        digest="",
        complete=False,
        state=Release.State.CURRENT,
    )
    return Diagnosis.objects.create(release=release, code="D472", words="Monoclonal gammopathy")


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
    assert "86321 is not in the lists loaded here" in page
    assert re.findall(r'<a href="/codes/([0-9A-Z]{5})/">', page)[:2] == ["86320", "86325"]
    assert 'href="/codes/86321/report/"' in page


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


@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 3),  # types, count, codes
        ("?search=TKA", 7),  # reasons, payers, localities, diagnoses; is there a code; count, codes
        ("?search=joint", 7),
        ("?search=863", 7),  # a number is no name: no diagnoses; but is it a CARC, or a RARC, that a loaded list has
        ("?search=UHC", 5),  # a payer is found: nobody asks whether a code is; of none counted, none is read
        ("?search=nowhere", 11),  # as TKA without reading codes; then alike codes and diagnoses in a transaction
    ],
)
def test_a_page_takes_the_same_queries_for_one_code_and_for_many(
    client: Client,
    codes: None,
    payer: Payer,
    query: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(queries):
        client.get("/codes/" + query)


def first_suggestion(client: Client, typed: str) -> tuple[str, str]:
    """Its address and its text."""
    page = client.get("/search/suggest/", {"q": typed}).content.decode()
    match = re.search(r'<a role="option"[^>]*href="([^"]*)">(.*?)</a>', page, re.DOTALL)
    assert match is not None
    return html.unescape(match[1]), " ".join(re.sub("<[^>]*>", " ", match[2]).split())


@pytest.mark.parametrize(
    ("typed", "address", "text"),
    [
        ("27447-RT", "/codes/27447/", "27447 Total knee replacement"),
        ("tka", "/codes/27447/", "27447 Total knee replacement"),
        ("knee replacment", "/codes/27447/", "27447 Total knee replacement"),
        ("modifier 59", "/codes/?search=modifier+59", "59 Separate procedure"),
        ("d47.2", "/codes/?search=D47.2", "D47.2 Monoclonal gammopathy"),
        ("uhc", "/payers/unitedhealthcare/", "UnitedHealthcare"),
        ("29", "/reasons/CO-29/", "CO-29 Sent too late."),
        ("pr 29", "/reasons/PR-29/", "PR-29 Sent too late."),
        ("timely filing", "/reasons/CO-29/", "CO-29 Sent too late."),
        ("alabama", "/localities/#10112-00", "10112-00 ALABAMA"),
    ],
)
def test_what_is_typed_suggests_a_page(
    client: Client, codes: None, payer: Payer, diagnosis: Diagnosis, typed: str, address: str, text: str
) -> None:
    Reason.objects.create(kind="carc", code="29", paraphrase="Sent too late.")
    places = Release.objects.create(
        source="gpci",
        label="made up",
        effective=datetime.date(2026, 1, 1),
        digest="",
        complete=False,
        state=Release.State.CURRENT,
    )
    Locality.objects.create(
        release=places, contractor="10112", number="00", state="AL", name="ALABAMA", work=1, pe=1, mp=1
    )
    assert first_suggestion(client, typed) == (address, text)


@pytest.mark.parametrize(
    ("typed", "news"),
    [
        ("knee", "3 suggestions"),
        ("tka", "1 suggestion"),
        ("kneee replacment", "1 suggestion for knee replacement"),
        ("spaceship", "No suggestions"),
        ("", "No suggestions"),
    ],
)
def test_the_count_of_suggestions_is_there_to_be_read_out(client: Client, codes: None, typed: str, news: str) -> None:
    page = client.get("/search/suggest/", {"q": typed}).content.decode()
    assert re.findall(r'data-news="([^"]*)"', page) == [news]


def test_suggestions_of_one_kind_are_few_and_say_so(client: Client, db: None) -> None:
    Code.objects.bulk_create(Code(code=str(number), name="Quilting") for number in range(10000, 10007))
    page = client.get("/search/suggest/?q=quilting").content.decode()
    assert "Codes, the first 5" in page
    assert page.count('role="option"') == 5


def test_every_guide_can_be_suggested(client: Client, db: None) -> None:
    for guide in handbook.guides().values():
        assert f'href="/guides/{guide.slug}/"' in client.get("/search/suggest/", {"q": guide.title}).content.decode()


def test_suggestions_are_escaped(client: Client, db: None) -> None:
    Code.objects.create(code="10000", name="<b>Visit</b>")
    assert "<b>" not in client.get("/search/suggest/?q=visit").content.decode()


def test_suggestions_may_be_kept_by_a_browser_and_set_no_cookie(client: Client, codes: None) -> None:
    response = client.get("/search/suggest/?q=knee")
    assert response["Cache-Control"] == "public, max-age=300, s-maxage=300"
    assert not response.cookies


def headings(client: Client, search: str) -> list[str]:
    page = client.get("/codes/", {"search": search}).content.decode()
    return re.findall(r'<h2[^>]*class="total">([^<]+)</h2>', page)


def test_what_fits_best_stands_first_whatever_its_kind(client: Client, codes: None, payer: Payer) -> None:
    Code.objects.create(code="99998", name="Visit", description="For members of UHC.")
    assert headings(client, "UHC") == ["Payers", "1 code for “UHC”"]
    assert headings(client, "863") == ["2 codes for “863”"]
    assert headings(client, "29") == []
    Reason.objects.create(kind="carc", code="27", paraphrase="The service came after the coverage ended.")
    assert headings(client, "27") == ["Denial reasons", "1 code for “27”", "Modifiers"]


def test_a_number_is_looked_for_at_the_beginning_of_codes_not_in_what_is_said_of_them(
    client: Client, codes: None
) -> None:
    Code.objects.create(code="99998", name="Visit", description="Takes modifier 27 and goes with 27446.")
    assert found(client, "?search=27") == ["27447"]
    assert found(client, "?search=27446")[0] == "99998"


def test_a_payer_found_by_another_name_says_that_name(client: Client, payer: Payer) -> None:
    page = client.get("/codes/?search=uhc").content.decode()
    assert re.findall(r'class="name">([^<]*)</span>\s*<span class="more">([^<]*)<', page) == [
        ("UnitedHealthcare", "also UHC")
    ]
    assert "also" not in client.get("/codes/?search=united").content.decode()


def test_the_page_of_a_modifier_search_says_what_the_modifier_does(client: Client, codes: None) -> None:
    page = client.get("/codes/?search=modifier+59").content.decode()
    assert handbook.modifiers()["59"].effect in html.unescape(page)


def test_a_misspelled_search_shows_what_is_known_and_says_so(client: Client, codes: None) -> None:
    page = client.get("/codes/?search=knee+replacment").content.decode()
    assert found(client, "?search=knee+replacment") == ["27447"]
    assert "Nothing here for “knee replacment”. Shown for <strong>knee replacement</strong>:" in " ".join(page.split())


def test_a_diagnosis_shows_the_codes_whose_entry_names_its_family(
    client: Client, codes: None, diagnosis: Diagnosis
) -> None:
    named = [code for code in ("27447", "20610", "86320", "86325") if code in named_by_entries("D472")]
    assert named == ["86320", "86325"]
    assert found(client, "?search=D47.2") == named
    page = client.get("/codes/?search=D47.2").content.decode()
    assert headings(client, "D47.2") == ["Diagnoses", "2 codes for “D47.2”"]
    assert f"its entry names {named_by_entries('D472')['86320'].family}" in page


def test_lists_may_be_kept_for_a_minute_and_set_no_cookie(client: Client, codes: None) -> None:
    response = client.get("/codes/")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=600"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
