"""make data: each zip fetched once for every kind of file in it, and what cannot be fetched named."""

import datetime
import io
import zipfile
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command

from codes.management.commands import data
from codes.models import Release
from codes.sources import SOURCES, anesthesia, download, gpci, localities, opps_cap
from codes.sources.mpfs import reading
from tests.codes.fee_files import pprrvu, row_2025, row_2026
from tests.codes.loopback import Answer, Loopback, serving
from tests.codes.place_files import anes, csv_of, locco, oppscap
from tests.codes.place_files import gpci as gpci_file

pytestmark = pytest.mark.django_db
OURS = ("mpfs", "gpci", "localities", "zips", "opps_cap", "anesthesia")
VALUES_PAGE = "https://www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files"

PPRRVU = pprrvu([row_2025("86320", status="X"), row_2025("86320", "26")])
GPCI = gpci_file(
    [("10112", "AL", "00", "ALABAMA", "1", "0.869", "0.575"), ("03602", "WY", "21", "WYOMING", "1", "1", "1")]
)
LOCCO = locco([("10112", "0", "ALABAMA", "STATEWIDE", "ALL COUNTIES"), ("3602", "21", "WYOMING", "STATEWIDE", "ALL")])
CAPS = oppscap(
    [("70496", "TC", "A", "10112", "00", "1.00", "1.00"), ("70496", "TC", "A", "01112", "17", "1.00", "1.00")]
)
ANES = anes([("10112", "00", "ALABAMA", "19.31"), ("03602", "21", "WYOMING", "19.97")])
ALL = {
    "PPRRVU2025_Oct.csv": PPRRVU,
    "PPRRVU2025_Oct.txt": b"the same in another form, which nobody needs to read",
    "GPCI2025.csv": GPCI,
    "25LOCCO.csv": LOCCO,
    "OPPSCAP_Oct.csv": CAPS,
    "ANES2025.csv": ANES,
    "RVU25D.pdf": b"%PDF-1.7",
}


@pytest.fixture(autouse=True)
def _small_files_of_these_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FEWEST_ROWS", 1)
    monkeypatch.setattr(reading, "BEGINNINGS", ())
    for module in (gpci, localities, anesthesia):
        monkeypatch.setattr(module, "FEWEST_ROWS", 1)
    monkeypatch.setattr(data, "SOURCES", {name: SOURCES[name] for name in OURS})


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setattr(download, "PAUSE", 0)
    monkeypatch.setenv("no_proxy", "*")
    with serving() as loopback:
        yield loopback


def zip_of(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as pack:
        for name, held in files.items():
            pack.writestr(name, held)
    return content.getvalue()


def said_by_data(web: Loopback, *arguments: str) -> tuple[str, str, int]:
    out, err = StringIO(), StringIO()
    try:
        call_command("data", "--from", web.address, *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as ended:
        return out.getvalue(), err.getvalue(), int(ended.code or 0)
    return out.getvalue(), err.getvalue(), 0


def on(day: datetime.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: day)


def test_it_says_the_terms_first_and_fetches_nothing(web: Loopback) -> None:
    said, complained, code = said_by_data(web)
    assert (said, code, web.asked) == ("", 1, [])
    assert "copyright American Medical Association" in complained
    assert "--accept-cms-ama-terms" in complained


def test_a_zip_is_fetched_once_for_all_that_is_in_it(web: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    on(datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC), monkeypatch)
    both = {
        f"PPRRVU2026_Jul_{which}.csv": pprrvu([row_2026("99213", cf=cf)], year=2026, month="July")
        for which, cf in (("QPP", "33.5675"), ("nonQPP", "33.4009"))
    }
    others = {"GPCI2026.csv": GPCI.replace(b"2025", b"2026"), "26LOCCO.csv": LOCCO.replace(b"2025", b"2026")}
    factors = {
        "ANES2026.csv": anes([("10112", "00", "ALABAMA", "19"), ("03602", "21", "WYOMING", "19")], national="20.4976")
    }
    caps = {"OPPSCAP_Jul.csv": CAPS.replace(b"1.00", b"2.00")}
    web.answers["/rvu26c.zip"] = [Answer(zip_of({**both, **others, **factors, **caps}))]
    web.answers["/rvu25d.zip"] = [Answer(zip_of(ALL))]
    said, complained, code = said_by_data(web, "--accept-cms-ama-terms")
    assert (complained, code) == ("", 0)
    assert web.asked == ["/rvu26d.zip", "/rvu26c.zip", "/rvu25d.zip"]
    skipped = "  Skipped 1 rows of 1 localities not in GPCI: 01112-17."
    kinds = "mpfs, gpci, localities, opps_cap, anesthesia"
    assert said.splitlines() == [
        f"Fetching {web.address}rvu26d.zip for {kinds}",
        f"Fetching {web.address}rvu26c.zip for {kinds}",
        "RVU26C (QP) loaded: 1 rows, in effect from 2026-07-01",
        "RVU26C loaded: 1 rows, in effect from 2026-07-01",
        "GPCI 2026 loaded: 2 rows, in effect from 2026-01-01",
        "LOCCO 2026 loaded: 2 rows, in effect from 2026-01-01",
        "RVU26C loaded: 1 rows, in effect from 2026-07-01",
        skipped,
        "ANES 2026 loaded: 3 rows, in effect from 2026-01-01",
        f"Fetching {web.address}rvu25d.zip for {kinds}",
        "RVU25D loaded: 2 rows, in effect from 2025-10-01",
        "GPCI 2025 loaded: 2 rows, in effect from 2025-01-01",
        "LOCCO 2025 loaded: 2 rows, in effect from 2025-01-01",
        "RVU25D loaded: 1 rows, in effect from 2025-10-01",
        skipped,
        "ANES 2025 loaded: 3 rows, in effect from 2025-01-01",
        "Not fetched, since their addresses change. Save the file and give it to import_release:",
        "  zips: https://www.cms.gov/medicare/payment/fee-schedules",
    ]
    assert set(Release.objects.values_list("origin", flat=True)) == {
        f"{web.address}rvu26c.zip",
        f"{web.address}rvu25d.zip",
    }


def test_what_a_zip_lacks_is_said_and_the_rest_is_loaded(web: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    on(datetime.datetime(2025, 12, 1, tzinfo=datetime.UTC), monkeypatch)
    web.answers["/rvu25d.zip"] = [Answer(zip_of({"GPCI2025.csv": GPCI, "25LOCCO.csv": csv_of([["a"]])}))]
    web.answers["/rvu24d.zip"] = [Answer(b"<html>")]
    said, complained, code = said_by_data(web, "--accept-cms-ama-terms")
    assert code == 1
    assert "GPCI 2025 loaded: 2 rows, in effect from 2025-01-01" in said.splitlines()
    held = "it holds 25LOCCO.csv, GPCI2025.csv"
    address = f"{web.address}rvu25d.zip"
    assert complained.splitlines() == [
        f"mpfs: {address}: no file of this kind in the zip; {held}",
        (
            f"localities: {address}/25LOCCO.csv: not a list of localities and counties (LOCCO): "
            "no header row with Locality Number, State, Fee Schedule Area and Counties"
        ),
        f"opps_cap: {address}: no file of this kind in the zip; {held}",
        f"anesthesia: {address}: no file of this kind in the zip; {held}",
        (
            f"mpfs: {web.address}rvu24d.zip: not a relative value file (PPRRVU): it looks like a web page; "
            "CMS shows its license page first, so accept it and save the file"
        ),
        "By hand: save the zip in a browser, then import_release SOURCE FILE.",
    ]


def test_a_year_of_which_nothing_is_published_is_named(web: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    on(datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC), monkeypatch)
    web.answers["/rvu25d.zip"] = [Answer(zip_of(ALL))]
    _, complained, code = said_by_data(web, "--accept-cms-ama-terms")
    assert code == 1
    assert complained == (
        f"mpfs, gpci, localities, opps_cap, anesthesia: nothing is published at {web.address}rvu26a.zip; "
        f"see {VALUES_PAGE}\n"
        "By hand: save the zip in a browser, then import_release SOURCE FILE.\n"
    )


def test_every_source_is_either_fetched_or_named_as_fetched_by_hand() -> None:
    today = datetime.date(2026, 11, 21)
    fetched = {source.name for sources in data.wanted_zips(today).values() for source in sources}
    assert fetched == {"mpfs", "gpci", "localities", "opps_cap", "anesthesia"}
    assert {name for name in OURS if not SOURCES[name].zip_names(today)} == {"zips"}
    assert opps_cap.SOURCE.downloads == "https://www.cms.gov/files/zip/"
