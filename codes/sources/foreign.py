"""Names a file that was given for another one, so that the message says what it is and not only what it is not."""

import re
from typing import IO, Final

from codes.sources.errors import SourceError
from codes.sources.lines import BYTE_ORDER_MARK
from codes.sources.quarters import year_named
from codes.sources.sheets import UTF_16
from codes.sources.workbook import first_rows, is_workbook

HEAD: Final = 8192  # bytes, to recognize a file by

# A sign that the first bytes of a file bear, and the file's name. The first sign that is found counts. “{year}” is the
# group of that name in the sign, or else the year in the name under which the file was given.
SIGNS: Final = (
    # What no source reads, whatever it may hold
    (rb"^%PDF-", "a PDF"),
    (rb"^\xd0\xcf\x11\xe0", "an old Excel workbook (.xls); save its sheet as CSV"),
    (
        rb"(?i)^\s*(?:<!doctype html|<html)",
        "a web page; CMS shows its license page first, so accept it and save the file",
    ),
    (rb"^(?:ISA\*|ST\*835)", "a remittance (835)"),
    (rb"^code,modifier,status,", "a starter list of medpay's own, which load_starter loads"),
    (rb"(?i)^\s*zip[59] record layout", "the description of CMS's ZIP file, not the file itself"),
    (rb"^Anesthesia Shares", "the second sheet of ANES{year}; the conversion factors are on its first"),
    # Physician fee schedule
    (rb"(?i)(?P<year>20\d\d) National Physician Fee Schedule Relative Value File", "PPRRVU{year}, the relative values"),
    (rb"^HDR ", "PPRRVU{year}, the relative values in fixed width"),
    (rb'(?i)^"?hcpcs"?,"?mod"?,"?description"?,"?status', "PPRRVU{year}, the relative values"),
    (rb"HCPCS,MOD,DESCRIPTION,CODE,", "PPRRVU{year}, the relative values"),
    (rb"CY (?P<year>20\d\d) GEOGRAPHIC PRACTICE COST INDICES", "GPCI{year}, the geographic practice cost indices"),
    (rb"GEOGRAPHIC PRACTICE COST INDICES|\bPW GPCI\b", "GPCI{year}, the geographic practice cost indices"),
    (rb"\bgpci_work\b", "GPCI{year}, the geographic practice cost indices"),
    (rb"NON-FACILI?TY PRICE|\bPROCSTAT\b", "OPPSCAP{year}, the outpatient payment caps"),
    (rb"COUNTIES INCLUDED IN (?P<year>20\d\d) LOCALITIES", "LOCCO{year}, the list of localities and counties"),
    (rb"Anesthesia Conversion Factors.{1,40}CY (?P<year>20\d\d)", "ANES{year}, the anesthesia conversion factors"),
    (rb"National Anes CF", "ANES{year}, the anesthesia conversion factors"),
    (rb"(?i)^\W*code\W{1,3}(?P<year>20\d\d)\W+(?:base|final)\b", "base units of anesthesia codes{year}"),
    (rb"(?i)^\W*code\W{1,3}(?:anesthesia )?base units?\b", "base units of anesthesia codes{year}"),
    # Places
    (rb"^[A-Z]{2}\d{12}[ RB].{5}[01]\d{4}", "ZIP9{year}, the list of nine-digit ZIP codes; give ZIP5"),
    (rb"^[A-Z]{2}\d{12}[ RB].{5}[01] .{53}(?P<year>20\d\d)[1-4]\s", "ZIP5{year}, the list of ZIP codes"),
    # Laboratory, hospital, drugs
    (rb"(?P<year>20\d\d) Clinical Diagnostic Laboratory Fee Schedule", "CLFS{year}, the laboratory fee schedule"),
    (rb"Clinical Diagnostic Laboratory Fee Schedule", "CLFS{year}, the laboratory fee schedule"),
    (rb"(?i)\bAddendum B\W{1,4}(?:Final|Proposed|OPPS)\b", "OPPS Addendum B{year}, the outpatient rates"),
    (rb"(?i)\bPayment Allowance Limits\b.{0,40}Drugs", "ASP{year}, the payment limits of Part B drugs"),
    (rb"(?i)\bPSPS_(?:SUBMITTED|ALLOWED|DENIED)", "PSPS{year}, the procedure summary"),
    # Edits
    (rb"(?i)Services\s+MUE|MUE Adjudication Indicator", "a table of medically unlikely edits (MUE){year}"),
    (rb"(?i)Column[ _]?1\W+Column[ _]?2\b", "a table of NCCI procedure pairs{year}"),
    (rb'(?i)primary_code"?,"?add_on_code|^\W*add-on code\b', "a table of add-on codes{year}"),
    # Lists
    (rb"^code,kind,start,", "a list of adjustment and remark codes (CARC, RARC){year}"),
    (rb'^"?mod_code"?,"?mod_type', "a list of modifiers{year}"),
    (rb'^"?pos_code"?,"?pos_type', "a list of places of service{year}"),
    (rb"^Code,Grouping,Classification,Specialization", "the provider taxonomy{year}"),
    (rb"(?i)^Code,Description,last_updated|^\W*HCPC\W+SEQNUM", "HCPCS{year}, the codes of Level II"),
    (rb"^(?:1\s+)?A00-A09\s+A00\s|^\d{5} A00 ", "ICD-10-CM{year}, the diagnosis codes"),
    # Last, for what is in them is better known by its own name
    (rb"^PK\x03\x04", "an Excel workbook or a zip; save the sheet as CSV, or take CMS's csv file"),
    (rb"^(?:\xff\xfe|\xfe\xff)", "text in UTF-16; save it as CSV (comma delimited)"),
)


def looks_like(head: bytes, name: str = "") -> str:
    """What the file that begins with `head`, and came as `name`, seems to be; "" where nothing tells."""
    text = head.removeprefix(BYTE_ORDER_MARK)
    if head.startswith(UTF_16):
        text = head.decode("utf-16", errors="replace").encode() or head
    for sign, called in SIGNS:
        if found := re.search(sign, text, re.DOTALL) or re.match(sign, head):
            year = found.groupdict().get("year")
            said = year.decode() if year else str(year_named(name) or "")
            return called.format(year=f" {said}" if said else "")
    return ""


def refusal(file: IO[bytes], name: str, wanted: str, otherwise: str, *, own: str = "") -> SourceError:
    """The error for a file that is not `wanted`: what it is instead, or `otherwise`, what was found missing.

    `own` is how the name of the wanted kind begins in SIGNS: a file that bears it is not foreign, only damaged.
    """
    try:
        seems = looks_like(head_of(file, name), name)
    except SourceError as problem:  # a workbook that cannot be opened
        return SourceError(name, 0, f"not {wanted}: {problem.problem}")
    foreign = seems and not (own and seems.startswith(own))
    return SourceError(name, 0, f"not {wanted}: {f'it looks like {seems}' if foreign else otherwise}")


def refuse_foreign(file: IO[bytes], name: str, wanted: str, *, own: str) -> None:
    """Raises SourceError for a file with the sign of another kind, where its columns alone would pass for `wanted`."""
    seems = looks_like(head_of(file, name), name)
    file.seek(0)
    if seems and not seems.startswith(own):
        raise SourceError(name, 0, f"not {wanted}: it looks like {seems}")


def head_of(file: IO[bytes], name: str) -> bytes:
    """Its first bytes; of a workbook, the first rows of its first sheet as csv. Raises SourceError for a broken one."""
    if not is_workbook(file):
        return file.read(HEAD)
    return "\n".join(",".join(line.cells) for line in first_rows(file, name)).encode()
