"""A file becomes the current release of its day, or nothing at all (I7)."""

import datetime
import gzip
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from codes import actions
from codes.actions import staging
from codes.management import progress as progress_module
from codes.models import Code, FeeLine, Payer, Reason, Release
from codes.sources import SourceError, download
from codes.sources.mpfs import reading
from tests.codes.fee_files import DESCRIPTION, every_code, pprrvu, row_2025, row_2026
from tests.codes.loopback import Answer, Loopback, serving

pytestmark = pytest.mark.django_db
OCTOBER = datetime.date(2025, 10, 1)
ROWS = [row_2025("86320", status="X"), row_2025("86320", "26"), row_2025("99213")]
FILE = pprrvu(ROWS)
OTHER = pprrvu([*ROWS, row_2025("99214")])


@pytest.fixture(autouse=True)
def _small_files_pass(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "cms_data" not in request.fixturenames:
        monkeypatch.setattr(reading, "FEWEST_ROWS", 1)
        monkeypatch.setattr(reading, "BEGINNINGS", ())


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setattr(download, "PAUSE", 0)
    monkeypatch.setenv("no_proxy", "*")
    with serving() as loopback:
        yield loopback


def saved(folder: Path, content: bytes, name: str = "PPRRVU2025_Oct.csv") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def take_in(path: Path, **given: str | datetime.date) -> Release:
    return actions.import_release(source="mpfs", path=path, **given)  # type: ignore[arg-type]


def stored() -> dict[str, int]:
    return {"releases": Release.objects.count(), "lines": FeeLine.objects.count(), "codes": Code.objects.count()}


def states() -> list[tuple[str, str, int, str]]:
    found = Release.objects.order_by("effective", "pk").values_list("label", "variant", "rows", "state")
    return list(found)


def said_by(command: str, *arguments: str) -> tuple[str, str, int]:
    """What a command prints on standard output and standard error, and its exit code."""
    out, err = StringIO(), StringIO()
    try:
        call_command(command, *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as ended:
        return out.getvalue(), err.getvalue(), int(ended.code or 0)
    return out.getvalue(), err.getvalue(), 0


def test_a_file_becomes_the_current_release_of_its_day(tmp_path: Path) -> None:
    release = take_in(saved(tmp_path, FILE))
    release.refresh_from_db()
    assert (release.label, release.variant, release.effective) == ("RVU25D", "", OCTOBER)
    assert (release.state, release.complete, release.rows, release.origin) == ("current", True, 3, "")
    lines = FeeLine.objects.filter(release=release).order_by("code", "modifier")
    assert [str(line) for line in lines] == ["86320", "86320-26", "99213"]


def test_a_row_comes_back_from_the_database_as_it_was_read(tmp_path: Path) -> None:
    path = saved(tmp_path, FILE)
    take_in(path)
    with path.open("rb") as file:
        read = {(row.code, row.modifier): row for row in reading.read(file, name="x").rows}
    assert {(line.code, line.modifier): line.row() for line in FeeLine.objects.all()} == read


def test_codes_not_known_before_are_added_without_a_name(tmp_path: Path) -> None:
    Code.objects.create(code="99213", name="Our own words")
    take_in(saved(tmp_path, FILE))
    assert list(Code.objects.values_list("code", "name")) == [("86320", ""), ("99213", "Our own words")]


def test_nothing_of_the_descriptor_is_stored(tmp_path: Path) -> None:
    take_in(saved(tmp_path, FILE))
    assert DESCRIPTION.encode() in FILE
    for model in (FeeLine, Code, Release):
        assert DESCRIPTION not in repr(list(model._default_manager.values()))


def test_the_same_bytes_twice_load_once(tmp_path: Path) -> None:
    first = take_in(saved(tmp_path, FILE))
    before = stored()
    assert take_in(saved(tmp_path, FILE, "PPRRVU again.csv")) == first
    assert stored() == before


@pytest.mark.parametrize("wrap", [gzip.compress, lambda content: content], ids=["gzip", "plain"])
def test_the_same_bytes_packed_otherwise_load_once(tmp_path: Path, wrap: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(tmp_path / "rvu25d.zip", "w") as pack:
        pack.writestr("PPRRVU2025_Oct.csv", FILE)
        pack.writestr("GPCI2025.csv", b"something else")
    first = take_in(tmp_path / "rvu25d.zip")
    assert take_in(saved(tmp_path, wrap(FILE), "PPRRVU.csv")) == first
    assert stored() == {"releases": 1, "lines": 3, "codes": 2}


def test_other_bytes_of_the_same_day_replace_the_release(tmp_path: Path) -> None:
    take_in(saved(tmp_path, FILE))
    take_in(saved(tmp_path, OTHER))
    assert states() == [("RVU25D", "", 3, "replaced"), ("RVU25D", "", 4, "current")]


def test_a_replaced_release_becomes_current_again_when_its_bytes_come_again(tmp_path: Path) -> None:
    take_in(saved(tmp_path, FILE))
    take_in(saved(tmp_path, OTHER))
    take_in(saved(tmp_path, FILE))
    assert states() == [("RVU25D", "", 3, "current"), ("RVU25D", "", 4, "replaced")]


def test_releases_of_other_days_stay_current(tmp_path: Path) -> None:
    take_in(saved(tmp_path, FILE))
    take_in(saved(tmp_path, pprrvu(ROWS, month="January")))
    assert states() == [("RVU25A", "", 3, "current"), ("RVU25D", "", 3, "current")]


def test_day_and_label_can_be_given_and_put_right_later(tmp_path: Path) -> None:
    path = saved(tmp_path, FILE)
    take_in(path, effective=datetime.date(2025, 11, 3), label="RVU25DR")
    release = take_in(path, effective=datetime.date(2025, 11, 1))
    release.refresh_from_db()
    assert (release.label, release.effective) == ("RVU25DR", datetime.date(2025, 11, 1))
    assert stored()["releases"] == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (FILE[:-2], ": ends in the middle of a line, after 3 rows; the file is cut short"),
        (FILE[:-40], ":13: "),
        (FILE + b"99213\r\n", ":14: "),
        (b"ADDENDUM E. GEOGRAPHIC PRACTICE COST INDICES\r\n", ": not a relative value file (PPRRVU): "),
        (b"", ": not a relative value file (PPRRVU): "),
    ],
    ids=["cut in the last cell", "cut in a row", "a stray row", "foreign", "empty"],
)
def test_a_broken_file_changes_nothing(tmp_path: Path, content: bytes, problem: str) -> None:
    take_in(saved(tmp_path, pprrvu([row_2025("00100")])))
    before, were = stored(), states()
    path = saved(tmp_path, content, "broken.csv")
    with pytest.raises(SourceError) as caught:
        take_in(path)
    assert str(caught.value).startswith(f"{path}{problem}")
    assert (stored(), states()) == (before, were)


def test_a_release_far_smaller_than_its_neighbor_is_refused(tmp_path: Path) -> None:
    take_in(saved(tmp_path, pprrvu([row_2025(code) for code in every_code()[:100]], month="July")))
    path = saved(tmp_path, pprrvu([row_2025(code) for code in every_code()[:89]]))
    with pytest.raises(SourceError) as caught:
        take_in(path)
    assert str(caught.value) == f"{path}: 89 rows, but RVU25C has 100; the file seems cut short"
    assert states() == [("RVU25C", "", 100, "current")]
    take_in(saved(tmp_path, pprrvu([row_2025(code) for code in every_code()[:90]])))
    assert states() == [("RVU25C", "", 100, "current"), ("RVU25D", "", 90, "current")]


def test_a_neighbor_many_years_away_is_no_measure(tmp_path: Path) -> None:
    take_in(saved(tmp_path, pprrvu([row_2025(code) for code in every_code()[:100]], year=2022)))
    take_in(saved(tmp_path, FILE))
    assert [state for *_, state in states()] == ["current", "current"]


def test_the_database_allows_one_current_release_a_day(tmp_path: Path) -> None:
    release = take_in(saved(tmp_path, FILE))
    with pytest.raises(IntegrityError, match="one_current_release_per_day"), transaction.atomic():
        Release.objects.create(
            source="mpfs", label="twin", effective=release.effective, digest="x", complete=True, state="current"
        )


def test_the_database_keeps_the_same_bytes_once(tmp_path: Path) -> None:
    release = take_in(saved(tmp_path, FILE))
    with pytest.raises(IntegrityError, match="same_bytes_once"), transaction.atomic():
        Release.objects.create(
            source="mpfs", label="twin", effective=OCTOBER, digest=release.digest, complete=True, state="replaced"
        )


def both_of_2026(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as pack:
        for name, cf in (("PPRRVU2026_Jul_QPP.csv", "33.5675"), ("PPRRVU2026_Jul_nonQPP.csv", "33.4009")):
            pack.writestr(name, pprrvu([row_2026("99213", cf=cf)], year=2026, month="July"))
    return path


def test_a_zip_with_both_editions_of_2026_gives_both(tmp_path: Path) -> None:
    taken = actions.import_all(source="mpfs", path=both_of_2026(tmp_path / "rvu26c.zip"))
    assert [(release.label, release.variant) for release in taken] == [("RVU26C", "qp"), ("RVU26C", "")]
    assert [state for *_, state in states()] == ["current", "current"]


def test_one_of_several_in_a_zip_must_be_named(tmp_path: Path) -> None:
    path = both_of_2026(tmp_path / "rvu26c.zip")
    with pytest.raises(SourceError) as caught:
        take_in(path)
    assert str(caught.value) == (
        f"{path}: the zip holds 2 files of this kind: PPRRVU2026_Jul_QPP.csv, PPRRVU2026_Jul_nonQPP.csv; name one"
    )
    assert take_in(path, member="PPRRVU2026_Jul_QPP.csv").variant == "qp"


def test_a_file_comes_from_its_address(web: Loopback) -> None:
    web.answers["/rvu25d.csv?key=secret"] = [Answer(FILE)]
    release = actions.import_release(source="mpfs", path=web.address + "rvu25d.csv?key=secret")
    assert (release.rows, release.origin) == (3, web.address + "rvu25d.csv")


def test_a_broken_file_is_called_by_its_address(web: Loopback) -> None:
    web.answers["/rvu25d.csv"] = [Answer(b"<!DOCTYPE html>")]
    with pytest.raises(SourceError) as caught:
        actions.import_all(source="mpfs", path=web.address + "rvu25d.csv")
    assert str(caught.value).startswith(
        f"{web.address}rvu25d.csv: not a relative value file (PPRRVU): it looks like a web"
    )


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    content = pprrvu([row_2025(code) for code in every_code()[:1200]])
    told: list[tuple[int, int]] = []
    actions.import_release(
        source="mpfs", path=saved(tmp_path, content), progress=lambda done, size: told.append((done, size))
    )
    assert [size for _, size in told] == [len(content)] * 3
    assert 0 < told[0][0] < told[1][0] < told[2][0] == len(content)


@pytest.mark.django_db(transaction=True)
def test_a_second_import_waits_for_the_first(tmp_path: Path) -> None:
    path = saved(tmp_path, FILE)
    taken: list[Release] = []

    def import_and_hang_up() -> None:
        taken.append(take_in(path))
        connection.close()

    other = Thread(target=import_and_hang_up)
    with transaction.atomic():
        staging.wait_for_our_turn()
        other.start()
        assert until(somebody_waits_for_a_lock)
        assert not Release.objects.exists()
        first = take_in(path)
    other.join(timeout=20)
    assert taken == [first]
    assert states() == [("RVU25D", "", 3, "current")]


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        (count,) = cursor.fetchone()
    return bool(count)


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
    return True


# --- the commands ----------------------------------------------------------------------------------------------------


def test_the_command_says_what_was_loaded(tmp_path: Path) -> None:
    path = str(saved(tmp_path, FILE))
    assert said_by("import_release", "mpfs", path) == ("RVU25D loaded: 3 rows, in effect from 2025-10-01\n", "", 0)
    assert said_by("import_release", "mpfs", path) == (
        "RVU25D was loaded already: 3 rows, in effect from 2025-10-01\n",
        "",
        0,
    )
    given = said_by("import_release", "mpfs", path, "--effective", "2025-11-01", "--label", "MINE")
    assert given == ("MINE was loaded already: 3 rows, in effect from 2025-11-01\n", "", 0)


def test_the_command_loads_both_editions_of_a_zip(tmp_path: Path) -> None:
    said, _, _ = said_by("import_release", "mpfs", str(both_of_2026(tmp_path / "rvu26c.zip")))
    assert said == (
        "RVU26C (QP) loaded: 1 rows, in effect from 2026-07-01\nRVU26C loaded: 1 rows, in effect from 2026-07-01\n"
    )


def test_the_command_names_file_line_and_problem_in_one_line(tmp_path: Path) -> None:
    path = saved(tmp_path, FILE[:-40])
    said, complained, code = said_by("import_release", "mpfs", str(path))
    assert (said, code) == ("", 1)
    assert complained == f"{path}:13: 20 cells where the header has 31; the file seems cut short or damaged\n"


def test_a_terminal_sees_a_progress_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    path = str(saved(tmp_path, FILE))
    screen, pipe = Terminal(), StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    said_by("import_release", "mpfs", path)
    assert "B/s]" in screen.getvalue()
    monkeypatch.setattr(sys, "stderr", pipe)
    with progress_module.progress_bar() as progress:
        progress(1, 2)
    assert pipe.getvalue() == ""


def test_sources_lists_where_files_come_from_and_what_is_loaded(tmp_path: Path) -> None:
    said, complained, _ = said_by("sources")
    assert "https://www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files" in said
    assert "  loaded   nothing\n" in said
    assert complained == "No current release is loaded: no code has a price (codes.W001).\n"
    release = take_in(saved(tmp_path, FILE))
    said, complained, _ = said_by("sources")
    assert said.splitlines()[5:8] == [
        "  loaded  as of       rows  imported on",
        f"  RVU25D  2025-10-01  3     {release.imported_at:%Y-%m-%d}",
        "    for standard",
    ]
    assert complained == ""


def test_sources_counts_what_the_starter_lists_hold() -> None:
    said, _, _ = said_by("sources")
    assert said.splitlines()[-3:] == [
        "starter: lists that come with medpay, besides the fees named above",
        "  payers   0  nothing loaded",
        "  reasons  0  nothing loaded",
    ]
    actions.load_starter()
    said, _, _ = said_by("sources")
    assert said.splitlines()[-2:] == [
        f"  payers   {Payer.objects.count()}  names and families",
        f"  reasons  {Reason.objects.count()}  CARC and RARC, in our own words",
    ]


def test_a_check_warns_until_a_release_is_current(tmp_path: Path) -> None:
    found = [message for message in run_checks(databases=["default"]) if message.id == "codes.W001"]
    assert [message.hint for message in found] == [
        "Run manage.py load_starter for the starter lists, or make data for CMS's own files."
    ]
    take_in(saved(tmp_path, FILE))
    assert [message.id for message in run_checks(databases=["default"]) if message.id == "codes.W001"] == []


def test_a_check_that_names_no_database_asks_none() -> None:
    assert [message.id for message in run_checks() if message.id == "codes.W001"] == []


# --- CMS's own files -------------------------------------------------------------------------------------------------


IMPORT_AND_TELL_PEAK = """
import re, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[2]
django.setup()
from django.core.management import call_command
call_command("import_release", "mpfs", sys.argv[1], stdout=sys.stderr)
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""


@pytest.mark.django_db(transaction=True)
def test_the_real_release_is_taken_in_within_300_mb(cms_data: Path) -> None:
    file = cms_data / "mpfs/rvu25d/PPRRVU2025_Oct.csv"
    command = [sys.executable, "-c", IMPORT_AND_TELL_PEAK, file, connection.settings_dict["NAME"]]
    ended = subprocess.run(command, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) < 300 * 1024
    assert states() == [("RVU25D", "", 19_090, "current")]
    status = Counter(FeeLine.objects.values_list("status", flat=True))
    assert (status["A"], status["X"], status["T"], sum(status.values())) == (9021, 2548, 8, 19_090)


def test_half_of_the_real_release_changes_nothing(cms_data: Path, tmp_path: Path) -> None:
    lines = (cms_data / "mpfs/rvu25d/PPRRVU2025_Oct.csv").read_bytes().splitlines(keepends=True)
    path = saved(tmp_path, b"".join(lines[:17_000]))
    with pytest.raises(SourceError, match="the file is cut short or a selection"):
        take_in(path)
    assert stored() == {"releases": 0, "lines": 0, "codes": 0}


def test_both_real_releases_of_2025_stand_side_by_side(cms_data: Path) -> None:
    take_in(cms_data / "mpfs/rvu25d/PPRRVU2025_Oct.csv")
    take_in(cms_data / "mpfs/rvu25a/PPRRVU25_JAN1.csv")
    assert states() == [("RVU25A", "", 18_865, "current"), ("RVU25D", "", 19_090, "current")]
    assert Code.objects.filter(code="00100").exists()
    assert not Code.objects.filter(code="100").exists()
