"""The procedure summary: gigabytes, summed exactly in constant memory in any order; and what it says of a code."""

import datetime
import io
import random
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from bench.psps import HEADER, written
from codes import actions, sources
from codes.models import PartBService, Release
from codes.sources import SourceError, psps
from codes.sources.psps import ServiceRow
from codes.sources.summing import Sum, Sums


def line(code: str = "86320", modifier: str = "", *, submitted: str = "100", denied: str = "20", **others: str) -> str:
    cells = {
        "HCPCS_CD": code,
        "HCPCS_INITIAL_MODIFIER_CD": modifier,
        "PROVIDER_SPEC_CD": "69",
        "CARRIER_NUM": "01112",
        "PRICING_LOCALITY_CD": "05",
        "PLACE_OF_SERVICE_CD": "81",
        "PSPS_SUBMITTED_SERVICE_CNT": submitted,
        "PSPS_SUBMITTED_CHARGE_AMT": "1000.10",
        "PSPS_ALLOWED_CHARGE_AMT": "500.05",
        "PSPS_DENIED_SERVICES_CNT": denied,
    } | others
    assert cells.keys() <= set(HEADER.split(","))
    return ",".join(cells.get(column, "") for column in HEADER.split(","))


def summary(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines, ""]).encode()


def read(content: bytes, name: str = "PSPS_2023.csv") -> list[ServiceRow]:
    return list(psps.read(io.BytesIO(content), name=name, excerpt=True).rows)


def in_all(content: bytes) -> list[tuple[str, ...]]:
    rows = [row for row in read(content) if row.by == "all"]
    return [(row.code, row.modifier, f"{row.submitted}", f"{row.denied}", f"{row.withheld}") for row in rows]


def problem(content: bytes, *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        list(psps.read(io.BytesIO(content), name="PSPS_2023.csv", excerpt=excerpt).rows)
    return str(caught.value)


def test_services_are_summed_in_all_and_by_specialty_carrier_and_place() -> None:
    content = summary(
        line(),
        line(CARRIER_NUM="13202", PROVIDER_SPEC_CD="22", submitted="50", denied="11"),
        line(HCPCS_SECOND_MODIFIER_CD="59", PRICING_LOCALITY_CD="18"),
        line(modifier="26", submitted="12.5", denied="0"),
    )
    found = [(row.modifier, row.by, row.key, f"{row.submitted:f}", f"{row.denied:f}") for row in read(content)]
    assert sorted(found) == [
        ("", "all", "", "250.000", "51.000"),
        ("", "carrier", "01112", "200.000", "40.000"),
        ("", "carrier", "13202", "50.000", "11.000"),
        ("", "place", "81", "250.000", "51.000"),
        ("", "specialty", "22", "50.000", "11.000"),
        ("", "specialty", "69", "200.000", "40.000"),
        ("26", "all", "", "12.500", "0.000"),
        ("26", "carrier", "01112", "12.500", "0.000"),
        ("26", "place", "81", "12.500", "0.000"),
        ("26", "specialty", "69", "12.500", "0.000"),
    ]


def test_charges_are_summed_to_the_cent() -> None:
    (row, *_) = read(summary(*[line()] * 3))
    assert (row.submitted_charge, row.allowed_charge) == (Decimal("3000.30"), Decimal("1500.15"))


def test_what_cms_withholds_is_counted_as_withheld() -> None:
    content = summary(line(), line(denied=""), line(denied="*"), line(submitted="", denied=""), line(submitted="*"))
    assert in_all(content) == [("86320", "", "300.000", "20.000", "2")]


def test_adjustments_are_negative_and_are_added() -> None:
    assert in_all(summary(line(), line(submitted="-30", denied="-5.5"))) == [("86320", "", "70.000", "14.500", "0")]


def test_the_zeros_that_excel_dropped_are_put_back() -> None:
    assert in_all(summary(line("100"), line("00100"))) == [("00100", "", "200.000", "40.000", "0")]


def test_rows_of_codes_that_never_were_count_nowhere_but_not_many_may() -> None:
    assert in_all(summary(*[line()] * 200, line("?????"), line("99213", "!!"))) == [
        ("86320", "", "20000.000", "4000.000", "0")
    ]
    assert problem(summary(line(), line("?????"))) == (
        "PSPS_2023.csv: 1 of 2 rows hold no code or modifier; the file is damaged"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (summary(line(submitted="many")), ":2: “many” is no number"),
        (summary(line(), line(denied="nan")), ":3: “nan” is out of range"),
        (summary(line(), line()[:-3]), ":3: 15 cells where the header has 18; the file seems cut short or damaged"),
        (
            b"HCPCS_CD,x\n",
            f": not {psps.WANTED}: its header has no column {', '.join([*psps.KEYS[1:], *psps.FIGURES])}",
        ),
    ],
    ids=["a word", "no number", "cut short", "foreign"],
)
def test_a_file_that_cannot_be_is_refused(content: bytes, said: str) -> None:
    assert problem(content) == f"PSPS_2023.csv{said}"


def test_a_selection_is_no_whole_year() -> None:
    assert problem(summary(line()), excerpt=False) == ("PSPS_2023.csv: 1 rows; a complete year has at least 500,000")
    assert problem(summary(line())[:-1], excerpt=False).startswith("PSPS_2023.csv: ends in the middle of a line")


@pytest.mark.parametrize(("name", "year"), [("PSPS2018.csv", 2018), ("x/PSPS_2023_Full.csv", 2023), ("2021.csv", 2021)])
def test_the_year_is_in_the_name(name: str, year: int) -> None:
    edition = psps.read(io.BytesIO(summary(line())), name=name)
    assert (edition.label, edition.effective) == (f"PSPS {year}", datetime.date(year, 1, 1))
    with pytest.raises(SourceError, match="does not say of which year it is"):
        psps.read(io.BytesIO(summary(line())), name="psps.csv")


def test_columns_are_known_by_name_wherever_they_stand() -> None:
    content = summary(line()).decode().split("\n")
    turned = "\n".join(",".join(reversed([*row.split(","), "REGION"])) for row in content[:2]) + "\n"
    assert read(b"\xef\xbb\xbf" + turned.encode()) == read(summary(line()))


# --- sums over more than memory holds --------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(-9, 9)), max_size=60),
    st.integers(1, 5),
    st.integers(2, 4),
)
def test_sums_do_not_depend_on_what_was_put_aside(added: list[tuple[str, int]], limit: int, most_runs: int) -> None:
    expected: Counter[str] = Counter({key: 0 for key, _ in added})
    with Sums(width=1, limit=limit, most_runs=most_runs) as sums:
        for key, figure in added:
            expected[key] += figure
            sums.kept[key][0] += figure
            if len(sums.kept) >= sums.limit:
                sums.put_aside()
        assert list(sums.total()) == [Sum(key, (expected[key],)) for key in sorted(expected)]


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header, *lines = written(tmp_path, 3_000, sorted_by_code=True).read_text().splitlines(keepends=True)
    in_order = read("".join([header, *lines]).encode())
    random.Random(1).shuffle(lines)
    monkeypatch.setattr(psps, "KEYS_IN_MEMORY", 50)
    assert read("".join([header, *lines]).encode()) == in_order


READ_AND_TELL_PEAK = """
import re, sys
from codes.sources import psps

psps.KEYS_IN_MEMORY = 20_000
with open(sys.argv[1], "rb") as file:
    print(sum(1 for _ in psps.read(file, name="PSPS_2023.csv", excerpt=True).rows))
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is read from /proc")
def test_four_times_the_rows_take_no_more_memory(tmp_path: Path) -> None:
    peaks = []
    for count in (30_000, 120_000):
        path = written(tmp_path, count, sorted_by_code=False)
        command = [sys.executable, "-c", READ_AND_TELL_PEAK, str(path)]
        ended = subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True)
        peaks.append(int(ended.stdout.split()[1]))
    assert peaks[1] - peaks[0] < 16 * 1024


# --- what it says of a code ------------------------------------------------------------------------------------------


def taken_in(folder: Path, name: str, *lines: str) -> Release:
    (folder / name).write_bytes(summary(*lines))
    return actions.import_release(source="psps", path=folder / name, excerpt=True)


@pytest.mark.django_db
def test_denials_are_those_of_the_newest_year_over_all_modifiers(tmp_path: Path) -> None:
    taken_in(tmp_path, "PSPS_2022.csv", line(submitted="5000", denied="5000"))
    newest = taken_in(
        tmp_path,
        "PSPS_2023.csv",
        line(submitted="3000", denied="300"),
        line(modifier="26", submitted="1000", denied="200", CARRIER_NUM="13202"),
        line(modifier="59", submitted="999", denied="11", CARRIER_NUM="10112", PROVIDER_SPEC_CD="22"),
    )
    found = PartBService.objects.denials("86320")
    assert found is not None
    assert (found.year, found.release) == (2023, newest)
    assert (int(found.total.submitted), int(found.total.denied), found.total.percent) == (4999, 511, "10.2")
    assert [(one.key, int(one.submitted), one.percent) for one in found.by_specialty] == [("69", 4000, "12.5")]
    assert [(one.key, int(one.submitted), one.percent) for one in found.by_carrier] == [
        ("01112", 3000, "10.0"),
        ("13202", 1000, "20.0"),
    ]


@pytest.mark.django_db
def test_a_share_that_cms_partly_withholds_is_said_as_a_range(tmp_path: Path) -> None:
    taken_in(tmp_path, "PSPS_2023.csv", line(submitted="1000", denied="120"), *[line(denied="")] * 2)
    found = PartBService.objects.denials("86320")
    assert found is not None
    assert (int(found.total.denied), int(found.total.at_most), found.total.percent) == (120, 140, "10.0 to 11.7")
    assert (found.total.low, found.total.high) == (Decimal("0.1"), Decimal(140) / Decimal(1200))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lines",
    [
        [line(submitted="999", denied="100")],
        [line(submitted="2000", denied="2001")],
        [line(submitted="2000", denied="-1")],
        [line("99213", submitted="2000", denied="1")],
    ],
    ids=["too few", "more denied than submitted", "fewer than none", "another code"],
)
def test_a_year_that_says_too_little_says_nothing(tmp_path: Path, lines: list[str]) -> None:
    taken_in(tmp_path, "PSPS_2023.csv", *lines)
    assert PartBService.objects.denials("86320") is None


@pytest.mark.django_db
def test_no_year_no_denials(django_assert_num_queries: pytest.FixtureRequest, tmp_path: Path) -> None:
    assert PartBService.objects.denials("86320") is None
    taken_in(tmp_path, "PSPS_2023.csv", line(submitted="2000", denied="100"))
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert PartBService.objects.denials("86320")


@pytest.mark.django_db
def test_a_source_says_how_large_its_files_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, 20_000, sorted_by_code=True)
    monkeypatch.setitem(vars(sources)["SOURCES"], "psps", replace(psps.SOURCE, largest=1 << 20))
    with pytest.raises(SourceError, match="unpacks to more than 1 MB"):
        actions.import_release(source="psps", path=path, excerpt=True)
    monkeypatch.undo()
    assert actions.import_release(source="psps", path=path, excerpt=True).rows > 0


@pytest.mark.django_db
def test_progress_is_told_while_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, 5_000, sorted_by_code=True)
    told: list[tuple[int, int]] = []
    actions.import_release(
        source="psps", path=path, excerpt=True, progress=lambda done, size: told.append((done, size))
    )
    size = path.stat().st_size
    assert len(told) > 3
    assert told == sorted(set(told))
    assert told[-1] == (size, size)
    assert re.search(r"PSPS_2023", path.name)
