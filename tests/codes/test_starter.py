"""What a fresh site knows, and that CMS's own files always come before it."""

import csv
import datetime
import shutil
import time
from collections.abc import Iterable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from codes import actions
from codes.models import Code, FeeLine, LabFee, Payer, Reason, Release
from codes.sources import SourceError, archive, mpfs, starter
from codes.sources.mpfs import FeeRow, reading
from tests.codes.fee_files import pprrvu, row_2025, row_2026

pytestmark = pytest.mark.django_db
STARTER_FILES = ("codes.csv", "payers.csv", "reasons.csv", "lab_fees_2025.csv", "fees_2025.csv", "fees_2026.csv")
# Domain facts, section 9 and the codes that sections 2 to 4 name.
FIRST_CODES = (
    "36415 80048 80053 80061 80305 80307 81001 82306 82784 83036 84165 84443 85025 86320 86325 86329 86334 86335 86353 "
    "87086 87491 87637 88305 G0483 99203 99204 99213 99214 99215 99223 99232 99233 99284 99285 99291 99396 99490 G0439 "
    "G2211 70496 70553 71046 71250 72148 74177 77067 78452 93000 93306 93458 97110 97112 97140 97161 97530 98941 90834 "
    "90837 20610 27447 43239 45378 45380 45385 62323 64483 66984 G0121 77301 77385 77386 77387 77402 77407 77412 77427 "
    "G6015 G6016 90471 96372"
).split()
INTERPRETED = (
    "83020 84165 84166 84181 84182 85390 85576 86255 86256 86320 86325 86334 86335 87164 87207 88371 88372 89060"
).split()
NAMED = "27215 36000 44388 86153 91020 93005 93010 99221 G0105".split()
GONE_IN_2026 = {"77385", "77386", "G6015", "G6016"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the starter tables that a test may change."""
    shutil.copytree(actions.STARTER, tmp_path / "starter")
    return tmp_path / "starter"


@pytest.fixture
def october(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A complete release with the day of the 2025 starter list."""
    monkeypatch.setattr(reading, "FEWEST_ROWS", 1)
    monkeypatch.setattr(reading, "BEGINNINGS", ())
    path = tmp_path / "PPRRVU2025_Oct.csv"
    path.write_bytes(pprrvu([row_2025("86320", "26"), row_2025("99213")]))
    return path


def current() -> list[tuple[str, str, int, bool]]:
    found = Release.objects.current().filter(source="mpfs").order_by("effective", "variant")
    return [(release.label, release.variant, release.year, release.complete) for release in found]


STARTER_RELEASES = [
    ("RVU25D starter list", "", 2025, False),
    ("RVU26C starter list", "", 2026, False),
    ("RVU26C starter list", "qp", 2026, False),
]


def rows_of(file: str) -> list[FeeRow]:
    return list(starter.fee_rows(actions.STARTER / file))


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", STARTER_FILES)
def test_every_starter_table_is_there(name: str) -> None:
    assert (actions.STARTER / name).is_file()


def test_everything_is_loaded() -> None:
    changed = actions.load_starter()
    assert changed == {
        "codes.csv": Code.objects.named().count(),
        "payers.csv": Payer.objects.count(),
        "reasons.csv": Reason.objects.count(),
        "lab_fees_2025.csv": 5,
        "fees_2025.csv": len(rows_of("fees_2025.csv")),
        "fees_2026.csv": len(rows_of("fees_2026.csv")),
        "fees_2026.csv qp": len(rows_of("fees_2026.csv")),
    }
    assert min(changed.values()) > 0
    assert current() == STARTER_RELEASES


def test_a_second_time_changes_nothing_and_takes_no_second() -> None:
    actions.load_starter()
    releases = list(Release.objects.order_by("pk").values())
    started = time.monotonic()
    assert set(actions.load_starter().values()) == {0}
    assert time.monotonic() - started < 1
    assert list(Release.objects.order_by("pk").values()) == releases


def test_the_command_says_what_it_did() -> None:
    first, second = StringIO(), StringIO()
    call_command("load_starter", stdout=first)
    call_command("load_starter", stdout=second)
    assert first.getvalue().startswith("Starter data: codes.csv: ")
    assert second.getvalue() == "Starter data: up to date.\n"


def test_a_changed_name_is_brought_up_to_date_and_others_stay(folder: Path) -> None:
    actions.load_starter(folder=folder)
    Code.objects.create(code="00001", name="Not in the table")
    edited(folder / "codes.csv", "\n27447,Total knee replacement,", "\n27447,Knee replaced,")
    assert {name for name, count in actions.load_starter(folder=folder).items() if count} == {"codes.csv"}
    assert Code.objects.get(code="27447").name == "Knee replaced"
    assert Code.objects.get(code="00001").name == "Not in the table"


@pytest.mark.parametrize("name", STARTER_FILES)
def test_a_missing_table_changes_nothing(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SourceError, match=f"^{name}: this starter table is missing$"):
        actions.load_starter(folder=folder)
    assert (Code.objects.count(), Payer.objects.count(), Release.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (
            "fees_2025.csv",
            "code,modifier,status",
            "code,mod,status",
            r"^fees_2025.csv:1: the header must be code,modifier",
        ),
        ("fees_2025.csv", "\n86320,26,A,", "\n86320,26,Z,", r"^fees_2025.csv:\d+: STATUS CODE: “Z” is no status"),
        (
            "fees_2026.csv",
            "\n86320,26,A,,0.36,",
            "\n86320,26,A,,0.37,",
            r"^fees_2026.csv:\d+: 0.37 \+ 0.16 \+ 0.01 is not",
        ),
        ("lab_fees_2025.csv", "\n86320,", "\n86320", r"^lab_fees_2025.csv:3: not 2 cells"),
    ],
)
def test_a_broken_table_changes_nothing(folder: Path, name: str, old: str, new: str, problem: str) -> None:
    edited(folder / name, old, new)
    with pytest.raises(SourceError, match=problem):
        actions.load_starter(folder=folder)
    assert (Code.objects.count(), Payer.objects.count(), Release.objects.count()) == (0, 0, 0)


def test_the_command_ends_with_one_line_on_a_broken_table(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(folder / "lab_fees_2025.csv", "code,amount", "code,betrag")
    monkeypatch.setattr(actions, "load_starter", lambda load=actions.load_starter: load(folder=folder))
    complained = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("load_starter", stderr=complained, no_color=True)
    assert complained.getvalue() == "lab_fees_2025.csv:1: the header must be code,amount\n"


# --- who comes first -------------------------------------------------------------------------------------------------


def test_a_complete_release_replaces_the_starter_list_of_its_day_for_good(october: Path) -> None:
    actions.load_starter()
    actions.import_release(source="mpfs", path=october)
    assert current() == [("RVU25D", "", 2025, True), *STARTER_RELEASES[1:]]
    assert set(actions.load_starter().values()) == {0}
    assert current() == [("RVU25D", "", 2025, True), *STARTER_RELEASES[1:]]


def test_a_newer_starter_list_does_not_replace_a_complete_release_either(october: Path, folder: Path) -> None:
    actions.import_release(source="mpfs", path=october)
    actions.load_starter(folder=folder)
    edited(folder / "fees_2025.csv", "\n86320,26,A,,0.37,0.15,,0.15,,", "\n86320,26,A,,0.36,0.16,,0.16,,")
    assert set(actions.load_starter(folder=folder).values()) == {0}
    assert current() == [("RVU25D", "", 2025, True), *STARTER_RELEASES[1:]]


def test_a_newer_starter_list_replaces_an_older_one(folder: Path) -> None:
    actions.load_starter(folder=folder)
    edited(folder / "fees_2025.csv", "\n86320,26,A,,0.37,0.15,,0.15,,", "\n86320,26,A,,0.36,0.16,,0.16,,")
    actions.load_starter(folder=folder)
    assert current() == STARTER_RELEASES
    (line,) = FeeLine.objects.filter(release__in=Release.objects.current(), code="86320", modifier="26", cf="32.3465")
    assert line.work == Decimal("0.36")
    actions.load_starter()  # and the older one again, should its file come back
    (line,) = FeeLine.objects.filter(release__in=Release.objects.current(), code="86320", modifier="26", cf="32.3465")
    assert (line.work, current()) == (Decimal("0.37"), STARTER_RELEASES)


def excerpt_2026(folder: Path, codes: Iterable[str]) -> Path:
    path = folder / "PPRRVU2026_Jul_nonQPP.excerpt.csv"
    path.write_bytes(pprrvu([row_2026(code) for code in codes], year=2026, month="July"))
    return path


def taken(path: Path) -> Release:
    return actions.import_release(source="mpfs", path=path, effective=datetime.date(2026, 7, 1), excerpt=True)


def test_an_excerpt_of_fewer_rows_does_not_replace_the_starter_list_of_its_day(tmp_path: Path) -> None:
    actions.load_starter()
    before = Release.objects.count()
    with pytest.raises(SourceError) as refused:
        taken(excerpt_2026(tmp_path, ["99213", "99214"]))
    held = len(rows_of("fees_2026.csv"))
    assert refused.value.problem == (
        f"RVU26C starter list with {held} rows is loaded for that day; an excerpt of 2 rows does not replace it"
    )
    assert (current(), Release.objects.count()) == (STARTER_RELEASES, before)


def test_an_excerpt_of_more_rows_replaces_the_starter_list_and_stays(tmp_path: Path) -> None:
    actions.load_starter()
    release = taken(excerpt_2026(tmp_path, [f"{number:05}" for number in range(len(rows_of("fees_2026.csv")))]))
    replaced = [STARTER_RELEASES[0], (release.label, "", 2026, False), STARTER_RELEASES[2]]
    assert (release.label, current()) == ("RVU26C", replaced)
    assert set(actions.load_starter().values()) == {0}
    assert current() == replaced


def test_a_starter_list_replaces_an_excerpt_of_fewer_rows(tmp_path: Path) -> None:
    taken(excerpt_2026(tmp_path, ["99213", "99214"]))
    actions.load_starter()
    assert current() == STARTER_RELEASES


def test_an_excerpt_that_the_starter_list_replaced_does_not_come_back(tmp_path: Path) -> None:
    path = excerpt_2026(tmp_path, ["99213", "99214"])
    taken(path)
    actions.load_starter()
    with pytest.raises(SourceError, match="an excerpt of 2 rows does not replace it"):
        taken(path)
    assert current() == STARTER_RELEASES


def test_an_excerpt_does_not_replace_a_complete_release_however_it_comes(october: Path, tmp_path: Path) -> None:
    path = tmp_path / "PPRRVU2025_Oct.excerpt.csv"
    path.write_bytes(pprrvu([row_2025("99213")]))
    actions.import_release(source="mpfs", path=path, excerpt=True)
    whole = actions.import_release(source="mpfs", path=october)
    for again in (pprrvu([row_2025("99213")]), pprrvu([row_2025("99214")])):  # known bytes, and new ones
        path.write_bytes(again)
        with pytest.raises(SourceError) as refused:
            actions.import_release(source="mpfs", path=path, excerpt=True)
        assert refused.value.problem == "the complete RVU25D is loaded; an excerpt does not replace it"
        assert Release.objects.current().get() == whole


def test_the_excerpt_of_the_file_of_2026_leaves_the_prices_of_2026(cms_data: Path) -> None:
    actions.load_starter()
    with pytest.raises(SourceError, match="with 135 rows is loaded for that day; an excerpt of 7 rows does not"):
        actions.import_release(
            source="mpfs", path=cms_data / "mpfs/rvu26/PPRRVU2026_Jul_nonQPP.header_excerpt.csv", excerpt=True
        )
    assert current() == STARTER_RELEASES


def test_the_starter_tables_leave_the_official_words_of_codes(tmp_path: Path) -> None:
    actions.load_starter()
    path = tmp_path / "HCPC2025_OCT_x.csv"
    path.write_text("Code,Description\nG0483,Drug test; 22 or more classes\n")
    actions.import_release(source="hcpcs", path=path, excerpt=True)
    assert set(actions.load_starter().values()) == {0}
    assert Code.objects.get(pk="G0483").official == "Drug test; 22 or more classes"


# --- what the tables hold --------------------------------------------------------------------------------------------


def test_2025_holds_every_first_code_and_every_code_our_texts_name() -> None:
    held = {row.code for row in rows_of("fees_2025.csv")}
    assert {*FIRST_CODES, *INTERPRETED, *NAMED} - held == set()


def test_2026_holds_every_first_code_that_is_still_alive() -> None:
    held = {row.code for row in rows_of("fees_2026.csv")}
    assert set(FIRST_CODES) - held == GONE_IN_2026


def test_a_code_that_2026_no_longer_has_is_known_as_deleted() -> None:
    actions.load_starter()
    deleted = Code.objects.filter(code__in=GONE_IN_2026).values_list("code", "deleted")
    assert dict(deleted) == dict.fromkeys(GONE_IN_2026, datetime.date(2026, 1, 1))
    assert Code.objects.get(code="77385").successors == ["77402", "77407", "77412"]


@pytest.mark.parametrize("file", ["fees_2025.csv", "fees_2026.csv"])
def test_fee_lists_are_sorted_and_hold_no_row_twice(file: str) -> None:
    keys = [(row.code, row.modifier) for row in rows_of(file)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("file", "marked"),
    [
        ("fees_2025.csv", {"27215", "36000", "99396"}),
        ("fees_2026.csv", {"27215", "36000", "77417", "99396"}),
    ],
)
def test_rows_that_medicare_does_not_pay_by_are_marked(file: str, marked: set[str]) -> None:
    assert {row.code for row in rows_of(file) if row.not_used} == marked


def test_eighteen_tests_are_off_the_schedule_and_their_interpretation_on_it() -> None:
    status = {(row.code, row.modifier): row.status for row in rows_of("fees_2025.csv")}
    assert {code: (status[code, ""], status[code, "26"]) for code in INTERPRETED} == dict.fromkeys(
        INTERPRETED, ("X", "A")
    )
    assert ("86153", "26") in status
    assert ("86153", "") not in status


def test_qps_have_the_same_rvus_and_their_own_factor() -> None:
    actions.load_starter()
    plain, qp = (
        {
            (line.code, line.modifier): line.row()
            for line in FeeLine.objects.filter(release__variant=variant, release__effective__year=2026)
        }
        for variant in ("", "qp")
    )
    assert {row.cf for row in plain.values()} == {Decimal("33.4009")}
    assert qp == {key: row._replace(cf=Decimal("33.5675")) for key, row in plain.items()}


def test_laboratory_amounts_are_those_of_the_laboratory_schedule() -> None:
    actions.load_starter()
    assert dict(LabFee.objects.filter(release__effective__year=2025).values_list("code", "amount")) == {
        "84165": Decimal("10.74"),
        "86320": Decimal("29.92"),
        "86329": Decimal("14.05"),
        "86334": Decimal("22.34"),
        "86353": Decimal("49.03"),
    }


def test_payers_answer_to_name_and_aliases_in_any_case() -> None:
    actions.load_starter()
    for typed in ("UHC", "unitedhealthcare", " United  Healthcare ", "aarp ma"):
        assert [payer.slug for payer in Payer.objects.called(typed)] == ["unitedhealthcare"]
    assert not Payer.objects.called("Optum").exists()


def test_a_remark_that_only_informs_is_known_as_an_alert() -> None:
    actions.load_starter()
    with (actions.STARTER / "reasons.csv").open(encoding="utf-8", newline="") as file:
        alerts = {row["code"] for row in csv.DictReader(file) if row["alert"] == "1"}
    assert alerts
    assert set(Reason.objects.filter(alert=True).values_list("code", flat=True)) == alerts


def test_the_2025_list_agrees_with_what_cms_published(cms_data: Path) -> None:
    with archive.unpacked(cms_data / "mpfs/rvu25d/PPRRVU2025_Oct.csv") as unpacked:
        published = {row[:2]: row for row in mpfs.read(unpacked.file, name=unpacked.name).rows}
    ours = rows_of("fees_2025.csv")
    codes = {row.code for row in ours}
    assert [published[row[:2]] for row in ours] == ours
    assert len(ours) == sum(key[0] in codes for key in published)  # every modifier of each code


def test_the_2026_list_agrees_with_what_was_collected(cms_data: Path) -> None:
    with (cms_data / "mpfs/rvu26/facts_2026_jul.csv").open(encoding="utf-8", newline="") as file:
        collected = list(csv.DictReader(file))
    with (actions.STARTER / "fees_2026.csv").open(encoding="utf-8", newline="") as file:
        ours = [{key: cell for key, cell in row.items() if key != "not_used"} for row in csv.DictReader(file)]
    assert ours == sorted(collected, key=lambda row: (row["code"], row["modifier"]))
