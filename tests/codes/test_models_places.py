"""Which localities a ZIP code may lie in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from codes.models import AnesthesiaBase, AnesthesiaFactor, Locality, Release, ZipCode
from codes.models.neighbors import NEIGHBORS

pytestmark = pytest.mark.django_db


@pytest.fixture
def zips() -> Release:
    return release_of("zips")


def release_of(source: str) -> Release:
    return Release.objects.create(
        source=source, label="x", effective="2025-10-01", digest=source, complete=True, state="current"
    )


def hold(release: Release, *records: tuple[str, str, str, bool]) -> None:
    for state, code, place, plus_four in records:
        contractor, number = place.split("-")
        ZipCode.objects.create(
            release=release, zip=code, state=state, contractor=contractor, number=number, plus_four=plus_four
        )


def places_of(text: str, release: Release, *, queries: int) -> tuple[str, ...]:
    with CaptureQueriesContext(connection) as asked:
        places = ZipCode.objects.places_of(text, release)
    assert len(asked) == queries
    return places


@pytest.mark.parametrize("text", ["10001", " 10001 ", "10001-1234", "100011234"])
def test_a_zip_code_of_five_or_nine_digits_lies_in_one_locality(zips: Release, text: str) -> None:
    hold(zips, ("NY", "10001", "13202-01", False), ("NY", "10002", "13202-02", False))
    assert places_of(text, zips, queries=1) == ("13202-01",)


@pytest.mark.parametrize(
    "text", ["", "1000", "1000a", "10001-", "10001-12", "1000112345", "\N{FULLWIDTH DIGIT ONE}0001", "10001 1234"]
)
def test_what_is_no_zip_code_is_refused(zips: Release, text: str) -> None:
    with pytest.raises(ValueError, match="five digits, or nine"):
        ZipCode.objects.places_of(text, zips)


def test_a_zip_code_that_the_edition_lacks_lies_nowhere(zips: Release) -> None:
    hold(release_of("other"), ("NY", "10001", "13202-01", False))
    assert places_of("10001", zips, queries=1) == ()


@pytest.mark.parametrize("text", ["20842", "20842-1234"])
def test_an_ambiguous_one_offers_its_own_locality_and_those_of_its_first_three_digits(zips: Release, text: str) -> None:
    hold(
        zips,
        ("MD", "20842", "12202-01", True),
        ("MD", "20871", "12302-99", True),
        ("MD", "20866", "12302-01", False),
        ("DC", "20899", "12202-01", False),
        ("MD", "21001", "12302-02", False),  # other digits
        ("CA", "20801", "01112-05", False),  # a state far away
    )
    assert places_of(text, zips, queries=2) == ("12202-01", "12302-01", "12302-99")


def test_where_its_digits_name_no_second_locality_all_of_its_state_and_the_next_are_offered(zips: Release) -> None:
    hold(
        zips,
        ("AL", "35958", "10112-00", True),
        ("AL", "36001", "10112-01", False),
        ("GA", "30301", "10102-01", False),
        ("GA", "31001", "10212-99", False),
        ("TX", "75001", "04412-11", False),
    )
    assert places_of("35958", zips, queries=2) == ("10112-00", "10112-01", "10102-01", "10212-99")


def test_in_a_state_that_borders_on_none_every_locality_may_be_the_other(zips: Release) -> None:
    hold(zips, ("AK", "99926", "02102-01", True), ("WA", "98101", "02402-02", False))
    assert places_of("99926", zips, queries=2) == ("02102-01", "02402-02")


def test_borders_are_mutual() -> None:
    assert {(one, other) for one, others in NEIGHBORS.items() for other in others} == {
        (other, one) for one, others in NEIGHBORS.items() for other in others
    }
    assert len(NEIGHBORS) == 49
    assert all(len(state) == 2 and state not in others for state, others in NEIGHBORS.items())


def test_localities_are_found_by_what_they_are_called() -> None:
    release = release_of("gpci")
    for number in ("05", "09", "51"):
        Locality.objects.create(
            release=release, contractor="01112", number=number, state="CA", name=number, work=1, pe=1, mp=1
        )
    found = Locality.objects.of(release)
    assert [str(one) for one in found.among(["01112-05", "01112-51", "05112-01"])] == ["01112-05", "01112-51"]
    assert [str(one) for one in found.called("01112-09")] == ["01112-09"]


def test_factors_units_and_caps_are_found_in_their_release() -> None:
    release = release_of("anesthesia")
    other = release_of("other")
    for held in (release, other):
        AnesthesiaFactor.objects.create(release=held, name="National", factor="20.3178")
    AnesthesiaFactor.objects.create(release=release, contractor="02102", number="01", name="Alaska", factor="27.86")
    AnesthesiaBase.objects.create(release=release, code="00100", units=5)
    national = AnesthesiaFactor.objects.national(release)
    alaska = AnesthesiaFactor.objects.at("02102-01", release)
    assert national is not None
    assert alaska is not None
    assert (str(national.factor), str(alaska.factor)) == ("20.3178", "27.8600")
    assert AnesthesiaFactor.objects.at("02102-01", other) is None
    assert str(AnesthesiaBase.objects.of("00100", release)) == "00100: 5"
    assert AnesthesiaBase.objects.of("00100", other) is None
