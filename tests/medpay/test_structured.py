"""What the page of a code says to search engines."""

import datetime
import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from codes.models import Code, FeeLine, Release
from medpay.code_page.structured import Basis, Page, Subject, Table, coding_system, figures_of, page_of
from tests.codes.rows import fee_row
from tests.reports.making import send_and_refresh

TODAY = datetime.date(2026, 7, 15)
SITE = "https://medpay.example/"
JULY = Basis("Physician fee schedule", "RVU26C", "https://www.cms.gov/pfs", datetime.date(2026, 7, 1))
OCTOBER = JULY._replace(label="RVU26D", effective=datetime.date(2026, 10, 1))
PAGE = Page(
    address=f"{SITE}codes/86320/",
    site=SITE,
    terms=f"{SITE}terms/",
    title="86320 Serum test",
    description="What it pays.",
    picture=f"{SITE}codes/86320/card.png",
    subject=Subject("86320", "Serum test", "Laboratory"),
    bases=(JULY,),
    reviewed=datetime.date(2026, 3, 2),
)


def test_a_page_is_about_a_code_of_a_system() -> None:
    assert page_of(PAGE, TODAY)["about"] == {
        "@type": "MedicalTest",
        "name": "Serum test",
        "code": {"@type": "MedicalCode", "codeValue": "86320", "codingSystem": "CPT"},
    }


@pytest.mark.parametrize(("service_type", "kind"), [("Imaging", "MedicalTest"), ("Surgery", "MedicalProcedure")])
def test_what_finds_out_is_a_test_and_the_rest_a_procedure(service_type: str, kind: str) -> None:
    subject = PAGE.subject._replace(service_type=service_type)
    assert page_of(PAGE._replace(subject=subject), TODAY)["about"]["@type"] == kind


@pytest.mark.parametrize(
    ("code", "system"), [("86320", "CPT"), ("0042T", "CPT"), ("0001U", "CPT"), ("G6015", "HCPCS"), ("J1100", "HCPCS")]
)
def test_a_code_of_level_two_begins_with_a_letter(code: str, system: str) -> None:
    assert coding_system(code) == system


def test_a_page_changed_when_its_edition_came_into_effect_or_its_words_were_reviewed() -> None:
    assert page_of(PAGE, TODAY)["dateModified"] == "2026-07-01"
    assert page_of(PAGE._replace(bases=(OCTOBER,)), TODAY)["dateModified"] == "2026-03-02"
    assert page_of(PAGE._replace(reviewed=TODAY), TODAY)["dateModified"] == "2026-07-15"


def test_what_is_not_known_is_left_out() -> None:
    bare = page_of(PAGE._replace(bases=(), reviewed=None, subject=Subject("99999", "", "")), TODAY)
    assert {"dateModified", "lastReviewed", "isBasedOn"} & bare.keys() == set()
    assert bare["about"]["@type"] == "MedicalProcedure"
    assert "name" not in bare["about"]


def test_a_page_names_the_editions_that_it_is_based_on() -> None:
    assert page_of(PAGE, TODAY)["isBasedOn"] == [
        {
            "@type": "Dataset",
            "name": "Physician fee schedule, RVU26C",
            "url": "https://www.cms.gov/pfs",
            "publisher": {"@type": "GovernmentOrganization", "name": "Centers for Medicare & Medicaid Services"},
            "temporalCoverage": "2026-07-01/..",
        }
    ]


def test_published_figures_are_open_data() -> None:
    figures = figures_of(PAGE, [Table(f"{SITE}86320.csv", "text/csv")])
    assert figures["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert figures["distribution"] == [
        {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{SITE}86320.csv"}
    ]


def blocks(client: Client, path: str) -> dict[str, Any]:
    """The data blocks of a page, by type."""
    text = client.get(path).content.decode()
    found = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]
    return {one["@type"]: one for one in found}


@pytest.fixture
def code(db: None) -> None:
    Code.objects.create(code="27447", name="Knee </script><b> & more", service_type="Surgery")
    release = Release.objects.create(
        source="mpfs",
        label="RVU26C",
        effective=datetime.date(2026, 7, 1),
        digest="a",
        complete=True,
        state=Release.State.CURRENT,
    )
    FeeLine.objects.create(release=release, **fee_row("27447", work="19.60", pe="15.04", mp="4.24")._asdict())


def test_the_page_of_a_code_carries_its_data(client: Client, code: None) -> None:
    found = blocks(client, "/codes/27447/")
    assert set(found) == {"MedicalWebPage", "BreadcrumbList"}
    page = found["MedicalWebPage"]
    assert page["url"] == "http://testserver/codes/27447/"
    assert page["about"]["name"] == "Knee </script><b> & more"
    assert [one["name"] for one in page["isBasedOn"]] == [
        "Medicare physician fee schedule, relative values (PPRRVU), RVU26C"
    ]


def test_the_trail_leads_over_the_type_of_service(client: Client, code: None) -> None:
    places = blocks(client, "/codes/27447/")["BreadcrumbList"]["itemListElement"]
    assert [(place["name"], place["item"]) for place in places] == [
        ("medpay", "http://testserver/"),
        ("Codes", "http://testserver/codes/"),
        ("Surgery", "http://testserver/codes/?type=Surgery"),
        ("27447", "http://testserver/codes/27447/"),
    ]


def test_no_amount_is_typed_as_an_offer(client: Client, code: None) -> None:
    data = json.dumps(blocks(client, "/codes/27447/"))
    assert re.findall(r"Offer|price|\$[0-9]", data, re.IGNORECASE) == []


def test_figures_are_data_only_once_they_are_published(client: Client, code: None) -> None:
    for _ in range(4):
        send_and_refresh(code="27447")
    assert "Dataset" not in blocks(client, "/codes/27447/")
    send_and_refresh(code="27447")
    found = blocks(client, "/codes/27447/")["Dataset"]
    assert [one["contentUrl"] for one in found["distribution"]] == [
        "http://testserver/api/v1/codes/27447/statistics.csv",
        "http://testserver/api/v1/codes/27447/statistics/",
    ]


def test_a_link_to_a_code_is_shown_with_its_picture(client: Client, code: None) -> None:
    text = client.get("/codes/27447/?year=2025").content.decode()
    told = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]*)"\s+content="([^"]*)"', text))
    assert told["og:title"] == html.escape("27447 Knee </script><b> & more: what it pays, why it is denied")
    assert told["og:url"] == "http://testserver/codes/27447/"
    assert told["og:image"] == "http://testserver/codes/27447/card.png"
    assert told["twitter:card"] == "summary_large_image"
