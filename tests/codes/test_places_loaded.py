"""CMS's real files of places, caps and anesthesia, loaded by the command, and what they then answer."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Final

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from codes import payment
from codes.actions.tables import TABLES
from codes.models import (
    AnesthesiaBase,
    AnesthesiaFactor,
    CappedAmount,
    County,
    FeeLine,
    Locality,
    Release,
    ZipCode,
)

pytestmark = pytest.mark.django_db
ANES: Final = "Anesthesia_CY_2025_locality_adjusted_CF_floor_extension_23DEC24"
CAPS: Final = "01112-17, 01112-18, 01112-71, 01112-72, 01112-73, 01112-74."

FILES: Final = [
    ("mpfs", "mpfs/rvu25d/PPRRVU2025_Oct.csv", "RVU25D loaded: 19,090 rows, in effect from 2025-10-01"),
    ("mpfs", "mpfs/rvu25d/PPRRVU2025_Oct.txt", "RVU25D loaded: 19,090 rows, in effect from 2025-10-01"),
    ("mpfs", "mpfs/rvu25a/PPRRVU25_JAN1.csv", "RVU25A loaded: 18,865 rows, in effect from 2025-01-01"),
    ("mpfs", "mpfs/history/pprrvu_rvu24a_jan.csv.gz", "RVU24A loaded: 18,499 rows, in effect from 2024-01-01"),
    ("mpfs", "mpfs/history/pprrvu_rvu24b_apr.csv.gz", "RVU24B loaded: 18,534 rows, in effect from 2024-04-01"),
    ("mpfs", "mpfs/history/pprrvu_rvu24c_jul.csv.gz", "RVU24C loaded: 18,664 rows, in effect from 2024-07-01"),
    ("gpci", "mpfs/history/gpci_rvu24a.csv", "GPCI 2024 loaded: 109 rows, in effect from 2024-01-01"),
    ("gpci", "mpfs/rvu25a/GPCI2025.csv", "GPCI 2025 loaded: 109 rows, in effect from 2025-01-01"),
    ("gpci", "mpfs/rvu25d/GPCI2025.csv", "GPCI 2025 loaded: 109 rows, in effect from 2025-01-01"),
    ("gpci", "mpfs/rvu26/GPCI2026.csv", "GPCI 2026 loaded: 109 rows, in effect from 2026-01-01"),
    ("localities", "mpfs/rvu25a/25LOCCO1.csv", "LOCCO 2025 loaded: 109 rows, in effect from 2025-01-01"),
    ("localities", "mpfs/rvu25d/25LOCCO.csv", "LOCCO 2025 loaded: 109 rows, in effect from 2025-01-01"),
    ("zips", "geo/ZIP5_OCT2025.txt", "ZIP5 2025 Q4 loaded: 42,956 rows, in effect from 2025-10-01"),
    (
        "opps_cap",
        "mpfs/rvu25d/OPPSCAP_Oct.csv",
        (
            "RVU25D loaded: 15,260 rows, in effect from 2025-10-01\n"
            f"  Skipped 840 rows of 6 localities not in GPCI: {CAPS}"
        ),
    ),
    ("anesthesia", "mpfs/rvu25d/ANES2025.csv", "ANES 2025 loaded: 110 rows, in effect from 2025-01-01"),
    ("anesthesia", f"anesthesia/{ANES}_Sheet_1.txt", "ANES 2025 loaded: 110 rows, in effect from 2025-01-01"),
    ("anesthesia", f"anesthesia/{ANES}.xlsx", "ANES 2025 loaded: 110 rows, in effect from 2025-01-01"),
    (
        "anesthesia_base",
        "anesthesia/CY_2022_Anesthesia_Base_Units_110921.xlsx",
        "Base units 2022 loaded: 276 rows, in effect from 2022-01-01",
    ),
]


def load(source: str, path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_release", source, str(path), *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("source", "file", "said"), FILES, ids=[file for _, file, _ in FILES])
def test_every_real_file_is_loaded_with_the_rows_that_cms_published(
    cms_data: Path, source: str, file: str, said: str
) -> None:
    assert load(source, cms_data / file) == f"{said}\n"
    (release,) = Release.objects.current()
    assert TABLES[source]._default_manager.filter(release=release).count() == release.rows
    again = load(source, cms_data / file)
    assert again == f"{said.replace(' loaded:', ' was loaded already:')}\n"


def test_an_excerpt_of_2026_is_loaded_as_such(cms_data: Path) -> None:
    path = cms_data / "mpfs/rvu26/PPRRVU2026_Jul_nonQPP.header_excerpt.csv"
    assert load("mpfs", path, "--excerpt") == "RVU26C loaded: 7 rows, in effect from 2026-07-01\n"
    assert [release.complete for release in Release.objects.current()] == [False]


@pytest.fixture(scope="module")
def reference(cms_data: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the tests that ask for it, which are the last ones here."""
    with django_db_blocker.unblock(), transaction.atomic():
        for source, file in (
            ("mpfs", "mpfs/rvu25d/PPRRVU2025_Oct.csv"),
            ("gpci", "mpfs/rvu25d/GPCI2025.csv"),
            ("localities", "mpfs/rvu25d/25LOCCO.csv"),
            ("zips", "geo/ZIP5_OCT2025.txt"),
            ("opps_cap", "mpfs/rvu25d/OPPSCAP_Oct.csv"),
            ("anesthesia", "mpfs/rvu25d/ANES2025.csv"),
            ("anesthesia_base", "anesthesia/CY_2022_Anesthesia_Base_Units_110921.xlsx"),
        ):
            load(source, cms_data / file)
        connection.check_constraints()  # once, not at the end of each test
        yield
        transaction.set_rollback(True)


def in_effect(source: str) -> Release:
    release = Release.objects.in_effect(source, datetime.date(2025, 11, 1))
    assert release is not None
    return release


def allowed(code: str, modifier: str, place: str, setting: payment.Setting) -> Decimal:
    rows = [line.row() for line in FeeLine.objects.of(code, in_effect("mpfs"))]
    locality = Locality.objects.of(in_effect("gpci")).called(place).get().gpci()
    price = payment.price(rows, modifiers=[modifier] if modifier else [], setting=setting, locality=locality)
    assert isinstance(price, payment.Price)
    return price.allowed


@pytest.mark.usefixtures("reference")
def test_the_loaded_places_answer_and_price() -> None:
    # 99213 in 2025 by locality, non-facility and facility.
    for place, outside, inside in (
        ("10112-00", "81.86", "59.93"),
        ("02102-01", "112.20", "84.92"),
        ("09102-04", "94.98", "69.07"),
        ("13202-01", "101.06", "71.64"),
        ("01182-18", "98.19", "68.06"),
        ("01112-05", "109.15", "73.35"),
    ):
        assert allowed("99213", "", place, "nonfacility") == Decimal(outside)
        assert allowed("99213", "", place, "facility") == Decimal(inside)
    zips = in_effect("zips")
    assert ZipCode.objects.places_of("94103", zips) == ("01112-05",)
    assert ZipCode.objects.places_of("10001-0001", zips) == ("13202-01",)
    assert ZipCode.objects.places_of("93426", zips) == ("01182-73", "01112-64", "01182-74")
    assert ZipCode.objects.places_of("72644", zips) == ("07102-13", "05302-99")
    assert ZipCode.objects.places_of("20842", zips)[:3] == ("12202-01", "12302-01", "12302-99")
    ambiguous = ZipCode.objects.filter(release=zips, plus_four=True)
    assert [one.zip for one in ambiguous if len(ZipCode.objects.places_of(one.zip, zips)) < 2] == []
    assert County.objects.get(contractor="09102", number="04").counties == "Dade and Monroe"
    national = AnesthesiaFactor.objects.national(in_effect("anesthesia"))
    assert national is not None
    assert national.factor == Decimal("20.3178")
    assert str(AnesthesiaBase.objects.of("00211", in_effect("anesthesia_base"))) == "00211: 10"


@pytest.mark.usefixtures("reference")
def test_the_caps_that_cms_prints_for_priced_rows_are_ours_to_the_cent() -> None:
    """Every printed cap of a priced row is (work + OPPS PE + OPPS MP, each by its index) times the factor."""
    indices = {str(one): one.gpci() for one in Locality.objects.of(in_effect("gpci"))}
    lines = {
        (line.code, line.modifier): line.row()
        for line in FeeLine.objects.filter(release=in_effect("mpfs"), status__in="ART")
    }
    compared = 0
    for cap in CappedAmount.objects.filter(release=in_effect("opps_cap")).exclude(status="C"):
        row, at = lines[cap.code, cap.modifier], indices[f"{cap.contractor}-{cap.number}"]
        for pe, printed in ((row.opps_pe_nonfacility, cap.nonfacility), (row.opps_pe_facility, cap.facility)):
            ours = (row.work * at.work + pe * at.pe + row.opps_mp * at.mp) * row.cf
            assert payment.cents(ours) == printed, (cap, cap.contractor, cap.number)
        compared += 1
    assert compared == 6_322
