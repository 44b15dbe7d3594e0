"""Lists of codes: HCPCS, diagnoses, reasons, modifiers, places, providers; and no words that are not public."""

import datetime
import io
import re
from pathlib import Path
from typing import Any

import pytest

from codes import actions
from codes.models import Code, Diagnosis, Level2Code, ListedModifier, ListedReason, PlaceOfService, Release, Taxonomy
from codes.sources import (
    Source,
    SourceError,
    hcpcs,
    icd10cm,
    modifiers,
    places_of_service,
    reason_lists,
    taxonomy,
)
from codes.sources.hcpcs import Level2Row
from codes.sources.headed import Whole
from codes.sources.icd10cm import DiagnosisRow
from codes.sources.modifiers import ModifierRow
from codes.sources.places_of_service import PlaceRow
from codes.sources.reason_lists import ReasonRow

APRIL = datetime.date(2025, 4, 1)
HCPCS = "HCPC2025_OCT_code_description_only.csv"


def rows(source: Source, content: str | bytes, name: str = "list.csv", day: datetime.date | None = APRIL) -> list[Any]:
    raw = content if isinstance(content, bytes) else content.encode()
    return list(source.read(io.BytesIO(raw), name=name, effective=day, excerpt=True).rows)


def problem(source: Source, content: str, name: str = "list.csv", *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        list(source.read(io.BytesIO(content.encode()), name=name, effective=APRIL, excerpt=excerpt).rows)
    return str(caught.value)


# --- HCPCS Level II --------------------------------------------------------------------------------------------------


def test_codes_padded_with_blanks_and_modifiers_of_two_characters_are_read() -> None:
    content = 'Code,Description,last_updated\n   A1,"Made-up, first",09-06-2025\nG0483,Made-up second,09-06-2025\n'
    assert rows(hcpcs.SOURCE, content) == [Level2Row("A1", "Made-up, first"), Level2Row("G0483", "Made-up second")]


def test_the_words_of_dental_codes_are_not_read() -> None:
    assert rows(hcpcs.SOURCE, "Code,Description\nD0120,Not ours\n   DA,A modifier\n") == [
        Level2Row("D0120", ""),
        Level2Row("DA", "A modifier"),
    ]


def test_an_entry_of_the_text_edition_goes_on_over_several_lines() -> None:
    content = b"".join(
        f"{code:>5}{number:05}{kind}{words:80}{'short':28}\r\n".encode("latin-1")
        for code, number, kind, words in (
            ("A1", 100, "7", "A modifier of"),
            ("A1", 200, "8", "two lines"),
            ("G0483", 100, "3", "A code"),
        )
    )
    assert rows(hcpcs.SOURCE, content) == [Level2Row("A1", "A modifier of two lines"), Level2Row("G0483", "A code")]


def test_a_line_that_continues_another_entry_is_refused() -> None:
    content = f"G04830010{0}3{'one':80}\r\nG04840020{0}4{'two':80}\r\n"
    assert problem(hcpcs.SOURCE, content) == "list.csv:2: a line that continues G0484, below one of G0483"


def test_what_is_no_level_2_code_is_refused() -> None:
    assert problem(hcpcs.SOURCE, "Code,Description\n99213,x\n") == (
        "list.csv:2: “99213” is neither a Level II code nor a modifier of HCPCS"
    )


def test_the_quarter_is_in_cms_s_name_of_the_file() -> None:
    for name in (HCPCS, "october-2025-alpha-numeric-hcpcs-file.zip/anything.csv", "HCPC2025_OCT_ANWEB_v2.txt"):
        edition = hcpcs.read(io.BytesIO(b"Code,Description\nG0483,x\n"), name=name)
        assert (edition.label, edition.effective) == ("HCPCS 2025-10", datetime.date(2025, 10, 1))
    with pytest.raises(SourceError, match="give its first day with --effective"):
        hcpcs.read(io.BytesIO(b"Code,Description\nG0483,x\n"), name="list.csv")


def test_a_selection_is_no_whole_list() -> None:
    content = "Code,Description\nG0483,x\n"
    assert problem(hcpcs.SOURCE, content, excerpt=False) == "list.csv: 1 rows; a complete edition has at least 7,500"
    assert problem(hcpcs.SOURCE, content[:-1], excerpt=False) == (
        "list.csv: ends in the middle of a line, after 1 rows; the file is cut short"
    )


def test_a_code_listed_twice_is_refused() -> None:
    assert problem(hcpcs.SOURCE, "Code,Description\nG0483,x\nG0483,y\n") == (
        "list.csv:3: G0483 stands in the file twice"
    )


# --- ICD-10-CM -------------------------------------------------------------------------------------------------------


def test_the_order_file_holds_categories_and_codes_with_words() -> None:
    content = (
        f"00001 D47     0 {'Made-up short':60} Made-up category\r\n"
        f"00002 D472    1 {'Made-up short':60} Made-up code, of any length\r\n"
    )
    assert rows(icd10cm.SOURCE, content) == [
        DiagnosisRow("D47", "Made-up category"),
        DiagnosisRow("D472", "Made-up code, of any length"),
    ]


def test_the_codes_file_holds_codes_with_words() -> None:
    assert rows(icd10cm.SOURCE, "D472    Made-up words\nZ3A01   Others\n") == [
        DiagnosisRow("D472", "Made-up words"),
        DiagnosisRow("Z3A01", "Others"),
    ]


def test_a_bare_list_holds_chapters_ranges_categories_and_codes() -> None:
    content = "2\r\nC00-C14\r\nC00\r\nC000\r\nC7A-C7A\r\nD49\r\nD49\r\nD490\r\nQA0"
    assert [row.code for row in rows(icd10cm.SOURCE, content)] == [
        *("2", "C00-C14", "C00", "C000", "C7A-C7A"),
        *("D49-D49", "D49", "D490", "QA0"),  # the range of one category, then the category
    ]


def test_a_line_of_another_layout_is_refused() -> None:
    assert problem(icd10cm.SOURCE, "D472    Made-up words\nD473\n") == (
        "list.csv:2: this line is not of the layout of the first; the file seems damaged"
    )
    assert problem(icd10cm.SOURCE, "A00\nD47\nD47\nD472\nD47\n") == "list.csv:5: D47 stands in the file twice"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("icd10cm_order_2026.txt", "2025-10-01"),
        ("icd10cm-codes-2026.txt", "2025-10-01"),
        ("icd10cm-order-April-2026.txt", "2026-04-01"),
        ("icd10cm_code-list-April-2026.txt", "2026-04-01"),
        ("april-1-2026-code-descriptions-tabular-order.zip/order.txt", "2026-04-01"),
    ],
)
def test_a_fiscal_year_begins_in_october(name: str, day: str) -> None:
    assert f"{icd10cm.read(io.BytesIO(b'D472'), name=name).effective}" == day


@pytest.mark.parametrize(
    ("today", "names"),
    [
        ("2026-02-01", ["2026-code-descriptions-tabular-order.zip"]),
        (
            "2026-05-01",
            ["april-1-2026-code-descriptions-tabular-order.zip", "2026-code-descriptions-tabular-order.zip"],
        ),
        ("2026-10-02", ["2027-code-descriptions-tabular-order.zip"]),
    ],
)
def test_the_newest_diagnosis_zip_is_tried_first(today: str, names: list[str]) -> None:
    assert icd10cm.zip_names(datetime.date.fromisoformat(today)) == (tuple(names),)


@pytest.mark.parametrize(
    ("source", "name", "found"),
    [
        (icd10cm.SOURCE, "icd10cm_order_2026.txt", True),
        (icd10cm.SOURCE, "icd10cm-order-April-2026.txt", True),
        (icd10cm.SOURCE, "icd10cm_order_addenda_2026.txt", False),
        (icd10cm.SOURCE, "icd10cm_codes_2026.txt", False),  # the order file beside it holds more
        (hcpcs.SOURCE, "HCPC2025_OCT_ANWEB_v2.txt", True),
        (hcpcs.SOURCE, HCPCS, True),
        (hcpcs.SOURCE, "HCPC2025_OCT_ANWEB_Transaction Report.txt", False),
        (hcpcs.SOURCE, "HCPC2025_recordlayout.txt", False),
    ],
)
def test_the_file_is_found_in_its_zip(source: Source, name: str, found: bool) -> None:
    assert bool(source.member.search(name)) is found


# --- CARC and RARC ---------------------------------------------------------------------------------------------------

REASONS = (
    "code,kind,start,last_modified,end,alert\r\n"
    "CO,Group,,,,\r\n"
    "15,CARC,1995-01-01,2017-11-01,2018-05-01,\r\n"
    "N893,RARC,2024-03-01,,,\r\n"
    "N894,RARC,20240301,,,yes\r\n"
)


def test_one_list_holds_both_and_each_source_takes_its_own() -> None:
    day = datetime.date
    assert rows(reason_lists.CARC, REASONS) == [
        ReasonRow("15", day(1995, 1, 1), day(2017, 11, 1), day(2018, 5, 1), alert=False)
    ]
    assert rows(reason_lists.RARC, REASONS) == [
        ReasonRow("N893", day(2024, 3, 1), None, None, alert=False),
        ReasonRow("N894", day(2024, 3, 1), None, None, alert=True),
    ]


def test_texts_of_x12_are_not_read_even_where_a_file_has_them() -> None:
    content = "code,kind,description,start,end\n16,CARC,Not ours,1995-01-01,\n"
    assert "Not ours" not in repr(rows(reason_lists.CARC, content))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("16,CARK,1995-01-01,,,", "kind: “CARK” is neither Group nor CARC nor RARC"),
        ("N16,CARC,1995-01-01,,,", ""),
        ("MA130,CARC,1995-01-01,,,", "code: “MA130” is no CARC"),
        ("16,CARC,1995-13-01,,,", "start: “1995-13-01” is no date"),
        ("16,CARC,1995-01-01,,1994-01-01,", "16 ends on 1994-01-01, before it starts"),
        ("16,CARC,1995-01-01,,,perhaps", "alert: “perhaps” is neither yes nor empty"),
        ("16,CARC", "2 cells where the header has 6; the file seems cut short or damaged"),
    ],
)
def test_a_reason_that_cannot_be_is_refused(row: str, said: str) -> None:
    content = f"code,kind,start,last_modified,end,alert\n{row}\n"
    if said:
        assert problem(reason_lists.CARC, content) == f"list.csv:2: {said}"
    else:
        assert len(rows(reason_lists.CARC, content)) == 1


def test_the_month_is_in_the_name() -> None:
    for name, day in (("carc_rarc_codes_2024-06.csv", "2024-06-01"), ("carc_2024-03-15.csv", "2024-03-15")):
        edition = reason_lists.CARC.read(io.BytesIO(REASONS.encode()), name=name)
        assert f"{edition.effective}" == day
        assert edition.label == f"CARC {day[:7]}"


# --- modifiers, places, providers ------------------------------------------------------------------------------------


def test_the_words_of_cpt_modifiers_are_not_read_whatever_the_list_calls_them() -> None:
    content = (
        '"mod_code","mod_type","mod_category","mod_description"\n'
        '"26","CPT","General","Not ours"\n'
        '"KX","HCPCS","General","Public words"\n"KX","HCPCS","Therapy","Public words"\n'
        '"P1","HCPCS",,"Not ours"\n"P1","CPT",,"Not ours"\n"99","HCPCS",,"Not ours"\n"XY","CPT",,"Not ours"\n'
    )
    edition = modifiers.read(io.BytesIO(content.encode()), name="m.csv", effective=APRIL, excerpt=True)
    assert list(edition.rows) == [
        ModifierRow("26", "CPT", "General", ""),
        ModifierRow("KX", "HCPCS", "General; Therapy", "Public words"),
        ModifierRow("P1", "CPT", "", ""),
        ModifierRow("99", "CPT", "", ""),
        ModifierRow("XY", "CPT", "", ""),
    ]
    assert list(edition.notes) == ["listed more than once, taken once: KX, P1"]


def test_a_modifier_is_cpt_s_or_hcpcs_s() -> None:
    header = "mod_code,mod_type,mod_category,mod_description\n"
    assert problem(modifiers.SOURCE, f"{header}26,ADA,,\n") == "list.csv:2: “ADA” is neither CPT nor HCPCS"
    assert problem(modifiers.SOURCE, f"{header}261,CPT,,\n") == "list.csv:2: “261” is no modifier"


def test_places_keep_their_zero_and_their_apostrophe() -> None:
    header = '"pos_code","pos_type","pos_name","pos_description"\n'
    content = (
        f'{header}"2","Facility","Not in Patient\u2019s Home","Made up"\n"28","Unassigned","Unassigned","Unassigned"\n'
    )
    expected = [PlaceRow("02", "Not in Patient\u2019s Home", True, "Made up"), PlaceRow("28", "Unassigned", None, "")]
    assert rows(places_of_service.SOURCE, content) == expected
    assert rows(places_of_service.SOURCE, content.encode("cp1252")) == expected


def test_a_place_that_cannot_be_is_refused() -> None:
    header = "pos_code,pos_type,pos_name\n"
    for row, said in (
        ("123,Facility,x", "“123” is no place of service"),
        ("12,Sometimes,x", "“Sometimes” is neither facility nor non-facility"),
        ("12,Facility,", "place 12 has no name"),
    ):
        assert problem(places_of_service.SOURCE, f"{header}{row}\n") == f"list.csv:2: {said}"


TAXONOMY = (
    "Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\r\n"
    '207K00000X,Made-up group,Made-up class,,"Not ours,\r\non two lines",Not ours,Made-up name,Individual\r\n'
)


def test_definitions_of_providers_are_not_read() -> None:
    assert rows(taxonomy.SOURCE, TAXONOMY) == [("207K00000X", "Made-up group", "Made-up class", "", "Made-up name")]


@pytest.mark.parametrize(
    ("name", "day"), [("nucc_taxonomy_251.csv", "2025-10-01"), ("nucc_taxonomy_250.csv", "2025-04-01")]
)
def test_the_version_of_the_taxonomy_says_its_day(name: str, day: str) -> None:
    edition = taxonomy.read(io.BytesIO(TAXONOMY.encode()), name=name)
    assert (edition.label, f"{edition.effective}") == (f"NUCC 25.{name[-5]}", day)


def test_a_taxonomy_that_cannot_be_is_refused() -> None:
    assert problem(taxonomy.SOURCE, TAXONOMY.replace("207K00000X", "207K")) == (
        "list.csv:3: Code: “207K” is no taxonomy code"
    )
    assert problem(taxonomy.SOURCE, TAXONOMY.replace("Made-up name", "")) == "list.csv:3: 207K00000X has no name"


@pytest.mark.parametrize(
    ("source", "called"),
    [
        (hcpcs.SOURCE, "the list of HCPCS Level II"),
        (icd10cm.SOURCE, "a list of ICD-10-CM codes"),
        (reason_lists.CARC, "a list of CARCs"),
        (modifiers.SOURCE, "a list of modifiers"),
        (places_of_service.SOURCE, "a list of places of service"),
    ],
    ids=lambda value: value.name if isinstance(value, Source) else "",
)
def test_a_list_given_for_another_is_named(source: Source, called: str) -> None:
    assert problem(source, TAXONOMY, "x.csv") == f"x.csv: not {called}: it looks like the provider taxonomy"


# --- in the database -------------------------------------------------------------------------------------------------


def saved(folder: Path, name: str, content: str) -> Path:
    (folder / name).write_text(content)
    return folder / name


def official() -> dict[str, str]:
    return dict(Code.objects.values_list("code", "official"))


@pytest.mark.django_db
def test_words_of_level_2_codes_come_with_the_list_and_modifiers_make_no_code(tmp_path: Path) -> None:
    Code.objects.create(code="99213", name="Our own words")
    path = saved(tmp_path, HCPCS, "Code,Description\n   A1,A modifier\nG0483,First words\nD0120,Not ours\n")
    actions.import_release(source="hcpcs", path=path, excerpt=True)
    assert official() == {"99213": "", "D0120": "", "G0483": "First words"}


@pytest.mark.django_db
def test_the_newest_list_has_the_last_word(tmp_path: Path) -> None:
    for name, words in (("HCPC2025_OCT_x.csv", "New words"), ("HCPC2025_JAN_x.csv", "Old words")):
        content = f"Code,Description\nG0483,{words}\n" + ("G0001,Only in January\n" if "JAN" in name else "")
        actions.import_release(source="hcpcs", path=saved(tmp_path, name, content), excerpt=True)
    assert official() == {"G0001": "Only in January", "G0483": "New words"}


@pytest.mark.django_db
def test_a_broken_list_changes_no_words(tmp_path: Path) -> None:
    Code.objects.create(code="G0483", official="As before")
    with pytest.raises(SourceError):
        actions.import_release(
            source="hcpcs", path=saved(tmp_path, HCPCS, "Code,Description\nG0483,New\n?,x\n"), excerpt=True
        )
    assert official() == {"G0483": "As before"}


@pytest.mark.django_db
def test_a_list_in_another_layout_may_be_far_shorter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icd10cm, "WHOLE", Whole(1))
    for name, content in (("icd10cm_list_2025.txt", "D47\nD472\n"), ("icd10cm_codes_2026.txt", "D472 Words\n")):
        path = saved(tmp_path, name, content)
        actions.import_release(source="icd10cm", path=path, effective=datetime.date(int(name[-8:-4]), 1, 1))
    assert Release.objects.current().count() == 2


@pytest.mark.django_db
def test_the_same_bytes_serve_both_lists_of_reasons(tmp_path: Path) -> None:
    path = saved(tmp_path, "carc_rarc_codes_2024-06.csv", REASONS)
    for source in ("carc", "rarc"):
        actions.import_release(source=source, path=path, excerpt=True)
    assert list(Release.objects.order_by("source").values_list("label", "rows")) == [
        ("CARC 2024-06", 1),
        ("RARC 2024-06", 2),
    ]


# --- the real files --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_real_lists_are_taken_in_as_published(cms_data: Path) -> None:
    day = datetime.date(2025, 1, 1)
    for source, path, effective, count in (
        ("hcpcs", "hcpcs/HCPC2025_OCT_code_description_only.csv", None, 8_846),
        ("icd10cm", "codes/icd10cm_code-list-April-2026.txt", None, 98_505),
        ("carc", "codes/carc_rarc_codes_2024-06.csv", None, 405),
        ("rarc", "codes/carc_rarc_codes_2024-06.csv", None, 1_171),
        ("modifiers", "codes/northstar_modifiers.csv", day, 426),
        ("places_of_service", "codes/northstar_pos_codes.csv", day, 99),
        ("taxonomy", "codes/nucc_taxonomy_251.csv", None, 883),
    ):
        assert actions.import_release(source=source, path=cms_data / path, effective=effective).rows == count
    assert Level2Code.objects.filter(code__regex=r"^..$").count() == 383
    assert Code.objects.exclude(official="").count() == 8_463
    assert Diagnosis.objects.filter(code__contains="-").count() == 258 + 39
    assert ListedReason.objects.filter(release__source="carc").exclude(end=None).count() == 110
    assert ListedReason.objects.filter(release__source="rarc", alert=True).count() == 190
    assert not ListedModifier.objects.filter(kind="CPT").exclude(words="").exists()
    assert PlaceOfService.objects.filter(facility=True).count() == 18
    assert not re.search("�|Ã|â€", " ".join(PlaceOfService.objects.values_list("name", flat=True)))
    assert Taxonomy.objects.get(code="207K00000X").classification == "Allergy & Immunology"
