"""A file given for another one is refused by its own name, whatever it was given for."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from codes import actions
from codes.actions.tables import TABLES
from codes.models import Code, Release
from codes.sources import SOURCES, Source, SourceError, archive
from codes.sources.foreign import looks_like
from tests.codes.place_files import workbook

# Every published file among CMS's real ones: the sources that read it, and what all others say it is.
REAL: Final = {
    "mpfs/rvu25d/PPRRVU2025_Oct.csv": ({"mpfs"}, "PPRRVU 2025, the relative values"),
    "mpfs/rvu25d/PPRRVU2025_Oct.txt": ({"mpfs"}, "PPRRVU 2025, the relative values in fixed width"),
    "mpfs/rvu25a/PPRRVU25_JAN1.csv": ({"mpfs"}, "PPRRVU 2025, the relative values"),
    "mpfs/rvu26/PPRRVU2026_Jul_nonQPP.header_excerpt.csv": ({"mpfs"}, "PPRRVU 2026, the relative values"),
    "mpfs/history/pprrvu_rvu24a_jan.csv.gz": ({"mpfs"}, "PPRRVU 2024, the relative values"),
    "mpfs/history/gpci_rvu24a.csv": ({"gpci"}, "GPCI 2024, the geographic practice cost indices"),
    "mpfs/rvu25a/GPCI2025.csv": ({"gpci"}, "GPCI 2025, the geographic practice cost indices"),
    "mpfs/rvu25d/GPCI2025.csv": ({"gpci"}, "GPCI 2025, the geographic practice cost indices"),
    "mpfs/rvu26/GPCI2026.csv": ({"gpci"}, "GPCI 2026, the geographic practice cost indices"),
    "mpfs/rvu25a/25LOCCO1.csv": ({"localities"}, "LOCCO 2025, the list of localities and counties"),
    "mpfs/rvu25d/25LOCCO.csv": ({"localities"}, "LOCCO 2025, the list of localities and counties"),
    "mpfs/rvu25d/OPPSCAP_Oct.csv": ({"opps_cap"}, "OPPSCAP 2025, the outpatient payment caps"),
    "mpfs/rvu25d/ANES2025.csv": ({"anesthesia"}, "ANES 2025, the anesthesia conversion factors"),
    "anesthesia/Anesthesia_CY_2025_locality_adjusted_CF_floor_extension_23DEC24.xlsx": (
        {"anesthesia"},
        "ANES 2025, the anesthesia conversion factors",
    ),
    "anesthesia/Anesthesia_CY_2025_locality_adjusted_CF_floor_extension_23DEC24_Sheet_1.txt": (
        {"anesthesia"},
        "ANES 2025, the anesthesia conversion factors",
    ),
    "anesthesia/Anesthesia_CY_2025_locality_adjusted_CF_floor_extension_23DEC24_Sheet_2.txt": (
        set(),
        "the second sheet of ANES 2025; the conversion factors are on its first",
    ),
    "anesthesia/CY_2022_Anesthesia_Base_Units_110921.xlsx": (
        {"anesthesia_base"},
        "base units of anesthesia codes 2022",
    ),
    "geo/ZIP5_OCT2025.txt": ({"zips"}, "ZIP5 2025, the list of ZIP codes"),
    "geo/ZIP5lyout.txt": (set(), "the description of CMS's ZIP file, not the file itself"),
    "geo/ZIP9lyout.txt": (set(), "the description of CMS's ZIP file, not the file itself"),
    "clfs/CLFS_2025_Q2V1.csv": ({"clfs"}, "CLFS 2025, the laboratory fee schedule"),
    "hcpcs/HCPC2025_OCT_code_description_only.csv": ({"hcpcs"}, "HCPCS 2025, the codes of Level II"),
    "ncci/MCR_MUE_PractitionerServices_Eff_04-01-2026.csv": (
        {"ncci_mue"},
        "a table of medically unlikely edits (MUE) 2026",
    ),
    "ncci/northstar_ptp_prac_eff_2024-07-01.csv.gz": ({"ncci_ptp"}, "a table of NCCI procedure pairs 2024"),
    "ncci/ccipra-v322r0-f1.excerpt.txt": ({"ncci_ptp"}, "a table of NCCI procedure pairs"),
    "ncci/northstar_aoc_2024.csv": ({"ncci_addon"}, "a table of add-on codes 2024"),
    "codes/carc_rarc_codes_2024-06.csv": (
        {"carc", "rarc"},
        "a list of adjustment and remark codes (CARC, RARC) 2024",
    ),
    "codes/northstar_modifiers.csv": ({"modifiers"}, "a list of modifiers"),
    "codes/northstar_pos_codes.csv": ({"places_of_service"}, "a list of places of service"),
    "codes/nucc_taxonomy_251.csv": ({"taxonomy"}, "the provider taxonomy"),
    "codes/icd10cm_code-list-April-2026.txt": ({"icd10cm"}, "ICD-10-CM 2026, the diagnosis codes"),
    "mpfs/rvu26/facts_2026_jul.csv": (set(), "a starter list of medpay's own, which load_starter loads"),
    "x12_835/lfh_managed-care.835": (set(), "a remittance (835)"),
}


def answers(file: str, folder: Path) -> Iterator[tuple[Source, str]]:
    """What each source that does not read `file` says of it."""
    with archive.unpacked(folder / file) as unpacked:
        for source in SOURCES.values():
            if source.name in REAL[file][0]:
                continue
            unpacked.file.seek(0)
            try:
                edition = source.read(unpacked.file, name=file, excerpt=True)
                yield source, f"{source.name} took {sum(1 for _ in edition.rows)} rows of it"
            except SourceError as problem:
                yield source, problem.problem


@pytest.mark.parametrize("file", REAL)
def test_every_real_file_given_to_another_source_is_called_by_its_name(cms_data: Path, file: str) -> None:
    named = REAL[file][1]
    assert [
        (source.name, said) for source, said in answers(file, cms_data) if not said.endswith(f": it looks like {named}")
    ] == []


@pytest.mark.django_db
@pytest.mark.parametrize("source", sorted(SOURCES))
def test_a_foreign_file_changes_nothing(cms_data: Path, source: str) -> None:
    file = next(file for file, (readers, _) in REAL.items() if source not in readers)
    with pytest.raises(SourceError):
        actions.import_release(source=source, path=cms_data / file)
    assert (Release.objects.count(), Code.objects.count()) == (0, 0)
    assert [table for table in TABLES.values() if table._default_manager.exists()] == []


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.name)
@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"%PDF-1.7\r\n" + bytes(range(256)) * 40, "a PDF"),
        (b"\n<!DOCTYPE html><html>", "a web page; CMS shows its license page first, so accept it and save the file"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "an old Excel workbook (.xls); save its sheet as CSV"),
        (workbook([("ISA*", "x")]), "a remittance (835)"),
    ],
    ids=["pdf", "web page", "old workbook", "workbook"],
)
def test_what_no_source_reads_is_called_by_its_name(source: Source, content: bytes, named: str) -> None:
    with pytest.raises(SourceError) as caught:
        list(source.read(io.BytesIO(content), name="given").rows)
    assert caught.value.problem.endswith(f": it looks like {named}")


@pytest.mark.parametrize(
    ("head", "name", "named"),
    [
        (b"GEOGRAPHIC PRACTICE COST INDICES", "x", "GPCI, the geographic practice cost indices"),
        (b"GEOGRAPHIC PRACTICE COST INDICES", "a/GPCI2026.csv", "GPCI 2026, the geographic practice cost indices"),
        (b"HCPCS,MOD,PROCSTAT", "rvu25d.zip/OPPSCAP_Oct.csv", "OPPSCAP 2025, the outpatient payment caps"),
        (b"\xef\xbb\xbfcode,kind,start,", "x", "a list of adjustment and remark codes (CARC, RARC)"),
        (b"PK\x03\x04", "x", "an Excel workbook or a zip; save the sheet as CSV, or take CMS's csv file"),
        ("A\tB".encode("utf-16"), "x", "text in UTF-16; save it as CSV (comma delimited)"),
        (b"a,b", "x", ""),
        (b"", "x", ""),
    ],
)
def test_a_year_comes_from_the_file_or_else_from_its_name(head: bytes, name: str, named: str) -> None:
    assert looks_like(head, name) == named
