"""The toolkit as its readers get it: real files, opened."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from codes.actions import import_release
from codes.models import Code, Locality, PartBService, Release, ZipCode
from codes.quoting import AskedLine, AskedSchedule, Unplaced
from codes.sources.ncci_mue import LimitRow
from medpay.toolkit import Addresses, Wanted, gather, lay_out
from medpay.toolkit.fees import fees_of
from reports.models import labels
from tests.codes.labs import lab_fee
from tests.codes.ncci_tables import limits, pairs, release, row
from tests.medpay.toolkits import notes, pdf, rows, text_of, workbook
from tests.reports.making import send_and_refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter")]
TODAY = timezone.now().date()
THIS_QUARTER = datetime.date(TODAY.year, 3 * ((TODAY.month - 1) // 3) + 1, 1)


def locality(year: int, key: str, name: str, *, gpci: str = "1.100") -> Locality:
    edition, _ = Release.objects.get_or_create(
        source="gpci",
        label=f"GPCI {year}",
        effective=datetime.date(year, 1, 1),
        digest=f"gpci {year}",
        complete=True,
        state=Release.State.CURRENT,
    )
    contractor, _, number = key.partition("-")
    index = Decimal(gpci)
    return Locality.objects.create(
        release=edition, contractor=contractor, number=number, state="CA", name=name, work=index, pe=index, mp=index
    )


# Prices


def test_the_pdf_prices_the_test_and_its_reading(client: Client) -> None:
    text = text_of(pdf(client, "code=86320&year=2026"))
    assert "86320 The test 29.92 29.92 Laboratory schedule 2025; that of 2026 is not loaded." in text
    assert "86320-26 Professional interpretation 17.70 17.70" in text


def test_the_workbook_prices_them_as_numbers(client: Client) -> None:
    found = rows(workbook(client, "code=86320&year=2026"), "Medicare prices")
    assert [(each["Row"], each["Office"], each["Facility"]) for each in found] == [
        ("86320", 29.92, 29.92),
        ("86320-26", 17.70, 17.70),
    ]
    assert found[1]["Source"] == "Medicare Physician Fee Schedule, July 2026, release RVU26C starter list"


def test_another_year_is_priced_by_its_own_release(client: Client) -> None:
    found = rows(workbook(client, "code=86320&code=99213&year=2025"), "Medicare prices")
    assert [(each["Row"], each["Office"], each["Facility"]) for each in found] == [
        ("86320", 29.92, 29.92),
        ("86320-26", 17.14, 17.14),
        ("99213", 88.95, 63.72),
    ]


def test_where_cms_prints_na_the_cell_is_empty(client: Client) -> None:
    (knee,) = rows(workbook(client, "code=27447&year=2025"), "Medicare prices")
    assert (knee["Office"], knee["Facility"]) == (None, 1257.63)


def test_a_deleted_code_has_no_price_and_says_where_to_look(client: Client) -> None:
    book = workbook(client, "code=77386&year=2026")
    (found,) = rows(book, "Medicare prices")
    assert (found["What"], found["Office"], found["Facility"]) == ("No price", None, None)
    assert found["Why, or what it rests on"].startswith("77386 has been deleted since January 1, 2026")
    (code,) = rows(book, "Codes")
    assert code["To bill on the day"].startswith("no: deleted since January 1, 2026; look at 77402, 77407, 77412")


def test_a_locality_adjusts_the_prices_and_is_named(client: Client) -> None:
    locality(2026, "01112-05", "Somewhere")
    book = workbook(client, "code=86320&year=2026&locality=01112-05")
    assert [each["Office"] for each in rows(book, "Medicare prices")] == [29.92, 19.47]
    assert notes(book, "Medicare prices")[0].startswith("Somewhere, locality 01112-05. Allowed amounts")


def test_a_zip_code_finds_its_locality(client: Client) -> None:
    found = locality(2026, "01112-05", "Somewhere")
    listed = release("zips", "", datetime.date(2026, 1, 1), "ZIP5 2026")
    ZipCode.objects.create(release=listed, zip="94102", state="CA", contractor="01112", number="05", plus_four=False)
    book = workbook(client, "code=86320&year=2026&zip=94102")
    assert notes(book, "Medicare prices")[0].startswith(f"{found.name}, locality 01112-05.")


@pytest.mark.parametrize("year", [None, 2024, 2025, 2026, 2027])
def test_all_codes_at_once_answer_as_each_by_itself(year: int | None) -> None:
    codes = list(Code.objects.all())
    lab_fee("86320", "31.00", effective=datetime.date(TODAY.year, 1, 1))  # a whole schedule that lacks the others
    found = fees_of(codes, AskedSchedule(year=year), AskedLine())
    assert found.sheets == tuple(code.sheet(year=year) for code in codes)


# Edits and units


def test_each_pair_has_one_of_three_answers(client: Client) -> None:
    pairs([row("86334", "86320", "1"), row("84165", "82784", "0")], effective=THIS_QUARTER)
    book = workbook(client, "code=86320 86334 82784")
    conflicts = rows(book, "Bundling conflicts")
    assert [(each["Column 1, paid"], each["Column 2, denied"], each["Indicator"]) for each in conflicts] == [
        ("86334", "86320", "1")
    ]
    assert conflicts[0]["In words"].startswith("Paid together only with an NCCI-associated modifier")
    answers = {(each["Setting"], each["Code"], each["With"]): each["Answer"] for each in rows(book, "Every pair")}
    assert answers == {
        ("Practitioner", "86320", "86334"): "An edit applies",
        ("Practitioner", "86320", "82784"): "No edit in this table",
        ("Practitioner", "86334", "82784"): "No edit in this table",
        ("Outpatient hospital", "86320", "86334"): "No table is held",
        ("Outpatient hospital", "86320", "82784"): "No table is held",
        ("Outpatient hospital", "86334", "82784"): "No table is held",
    }
    practitioner, hospital, _ = notes(book, "Bundling conflicts")
    assert f"NCCI practitioner edits, {THIS_QUARTER:%B %Y}" in practitioner
    assert practitioner.endswith("Of 3 pairs of the chosen codes, 1 have an edit.")
    assert hospital.startswith("Outpatient hospital: medpay holds no NCCI table for")


def test_a_table_that_stands_in_says_so_unless_a_year_is_asked_for(client: Client) -> None:
    pairs([row("86334", "86320", "0")])
    text = text_of(pdf(client, "code=86320 86334"))
    assert "NCCI practitioner edits, July 2024 (v30.2); in force on September 30, 2024. No table for today" in text
    assert "Practitioner 86334 86320 0 Never paid together: no modifier bypasses it." in text
    text = text_of(pdf(client, "code=86320 86334&year=2026"))
    assert "Practitioner: medpay holds no NCCI table for" in text
    assert "Never paid together: no modifier" not in text


def test_a_unit_limit_says_what_it_rests_on(client: Client) -> None:
    limits([LimitRow("86320", 1, "2", "Clinical: Data")], effective=datetime.date(2026, 4, 1), label="MUE 2026 Q2")
    book = workbook(client, "code=86320 99213&year=2026")
    assert [(each["Code"], each["Setting"], each["Units"], each["In words"]) for each in rows(book, "Unit limits")] == [
        (
            "86320",
            "Practitioner",
            1,
            "MAI 2, for the day, absolute: it rests on policy, and an appeal does not lift it.",
        ),
        ("99213", "Practitioner", None, "No limit is published; CMS keeps some confidential."),
    ]
    _, practitioner, hospital = notes(book, "Unit limits")
    assert practitioner.startswith("Practitioner: MUE 2026 Q2.")
    assert hospital.startswith("Outpatient hospital: medpay holds no table of unit limits for")


# What the handbook and the reports say


def test_the_handbook_gives_triggers_and_pitfalls_with_their_sources(client: Client) -> None:
    book = workbook(client, "code=86320")
    trigger = rows(book, "Denial triggers")[0]
    assert trigger["Code"] == "86320"
    assert trigger["Source"].startswith("Medicare physician fee schedule")
    assert {each["Modifier"] for each in rows(book, "Modifier pitfalls")} >= {"26", "TC"}
    assert notes(book, "Modifier pitfalls") == ["Reported, not advice: use a modifier only if the record supports it."]


def test_published_figures_come_with_reasons_causes_and_fixes(client: Client) -> None:
    send_and_refresh(settings.THRESHOLD, outcome="paid_full", actions=("corrected_claim",))
    book = workbook(client, "code=86320 84165")
    (reason,) = rows(book, "Reasons reported")
    assert (reason["Code"], reason["Reason"], reason["Reports"]) == ("86320", "CO-97", "5 of 5")
    assert reason["Means"]
    assert "Usual route: " in reason["Usual fix"]
    patterns = {each["Figure"]: each for each in rows(book, "Published denial patterns")}
    assert patterns["Reason codes"]["Share"] == "100 %"
    assert patterns["Reason codes"]["95 % interval"] == "57 to 100 %"
    assert patterns["What came of it"]["Reports"] == "5 of 5"
    assert patterns["Reports"]["As of"] == TODAY.isoformat()


def test_four_reports_look_like_none() -> None:
    codes = tuple(Code.objects.filter(pk__in=["86320", "84165"]))
    addresses = Addresses("here", {"86320": "", "84165": ""})

    def paper() -> object:
        found = gather(Wanted(codes), addresses=addresses, threshold=settings.THRESHOLD)
        assert not isinstance(found, Unplaced)
        return lay_out(found)

    before = paper()
    send_and_refresh(settings.THRESHOLD - 1)
    assert paper() == before
    send_and_refresh()
    assert paper() != before


def test_no_story_leaves_by_the_toolkit(client: Client) -> None:
    send_and_refresh(settings.THRESHOLD, story="They wanted another form.")
    assert "another form" not in text_of(pdf(client, "code=86320"))


def test_part_b_has_a_denominator_of_its_own(client: Client) -> None:
    summary = release("psps", "", datetime.date(2024, 1, 1), "PSPS 2024")
    for code, submitted in (("86320", 2000), ("84165", 900)):
        PartBService.objects.create(
            release=summary,
            code=code,
            by="all",
            submitted=submitted,
            denied=150,
            withheld=0,
            submitted_charge=1,
            allowed_charge=1,
        )
    (found,) = rows(workbook(client, "code=86320 84165"), "Denied by Medicare Part B")
    assert (found["Code"], found["Services submitted"], found["Denied, %"]) == ("86320", 2000, "7.5")
    assert found["Source"] == "CMS, Physician/Supplier Procedure Summary 2024"


def test_the_checklist_can_be_ticked_and_every_notice_is_there(client: Client) -> None:
    text = text_of(pdf(client, "code=86320"))
    assert "1 Read group code, reason code and remark codes of the line together." in text
    assert "[ ]" in text
    assert "CPT codes © American Medical Association." in text
    assert "Reported, not advice" in text
    assert "shares of reports, never denial rates" in text


# How the files are made


@pytest.mark.parametrize("codes", ["86320", "86320 84165 86334"])
def test_more_codes_ask_no_more_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, codes: str
) -> None:
    locality(2026, "01112-05", "Somewhere")
    pairs([row("86334", "86320")], effective=THIS_QUARTER)
    limits([LimitRow("86320", 1, "2", "")], effective=datetime.date(2026, 4, 1), label="MUE 2026 Q2")
    release("psps", "", datetime.date(2024, 1, 1), "PSPS 2024")
    send_and_refresh(settings.THRESHOLD)
    labels()  # words are read once and kept
    with django_assert_num_queries(15):
        client.get(f"/toolkit/medpay.xlsx?code={codes}&locality=01112-05&year=2026")


@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_a_file_is_named_and_kept_a_minute_for_everybody(client: Client, suffix: str) -> None:
    answer = client.get(f"/toolkit/medpay.{suffix}?code=86320 84165")
    assert answer["Content-Disposition"] == (f'attachment; filename="medpay-toolkit-86320-and-1-more-{TODAY}.{suffix}"')
    assert "s-maxage=60" in answer["Cache-Control"]
    assert answer.cookies == {}


def test_each_file_says_where_the_same_is_had_anew(client: Client) -> None:
    assert "http://testserver/toolkit/?code=86320&year=2026" in text_of(pdf(client, "code=86320&year=2026"))


def test_a_specialty_is_a_list_of_codes(client: Client) -> None:
    book = workbook(client, "specialty=radiology")
    assert [each["Code"] for each in rows(book, "Codes")] == "70496 70553 71046 71250 72148 74177 77067".split()


def test_the_official_amounts_of_san_francisco(client: Client, cms_data: Path) -> None:
    import_release(source="gpci", path=cms_data / "mpfs/rvu25d/GPCI2025.csv")
    (visit,) = rows(workbook(client, "code=99213&locality=01112-05&year=2025"), "Medicare prices")
    assert (visit["Office"], visit["Facility"]) == (109.15, 73.35)
