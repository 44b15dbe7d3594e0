"""What CMS's names say of a file's release."""

import datetime

import pytest

from codes.sources.quarters import label, quarter_named, year_named, year_of_release


@pytest.mark.parametrize(
    ("name", "quarter"),
    [
        ("PPRRVU2025_Oct.txt", datetime.date(2025, 10, 1)),
        ("pprrvu_rvu24a_jan.csv.gz", datetime.date(2024, 1, 1)),
        ("https://www.cms.gov/files/zip/rvu26c-updated-06-30-2026.zip/OPPSCAP_Jul.csv", datetime.date(2026, 7, 1)),
        ("RVU25B/OPPSCAP.csv", datetime.date(2025, 4, 1)),
        ("rvu25a.zip/OPPSCAP_Oct.csv", None),
        ("OPPSCAP_Oct.csv", None),
        ("2025/OPPSCAP_Oct.csv", None),
        ("PPRRVU25_JAN1.csv", None),  # its title says it
    ],
)
def test_a_quarter_is_read_from_cms_s_words_alone(name: str, quarter: datetime.date | None) -> None:
    assert quarter_named(name) == quarter


@pytest.mark.parametrize(
    ("name", "of_release", "named"),
    [
        ("GPCI2026.csv", 2026, 2026),
        ("rvu25a/25LOCCO1.csv", 2025, 2025),
        ("gpci_rvu24a.csv", 2024, 2024),
        ("rvu25d.zip/OPPSCAP_Oct.csv", 2025, 2025),
        ("CY_2022_Anesthesia_Base_Units_110921.xlsx", 2022, 2022),
        ("rvu26c-updated-06-30-2026.zip/ANES2026.csv", 2026, 2026),
        ("mine, saved 2026-01-05.csv", None, 2026),
        ("2024/mine.csv", None, None),
        ("mine.csv", None, None),
    ],
)
def test_a_year_to_price_by_is_read_from_cms_s_words_alone(
    name: str, of_release: int | None, named: int | None
) -> None:
    assert (year_of_release(name), year_named(name)) == (of_release, named)


@pytest.mark.parametrize(
    ("day", "name"),
    [((2025, 1, 1), "RVU25A"), ((2025, 6, 30), "RVU25B"), ((2026, 7, 1), "RVU26C"), ((2026, 12, 31), "RVU26D")],
)
def test_a_day_is_of_a_release(day: tuple[int, int, int], name: str) -> None:
    assert label(datetime.date(*day)) == name
