"""Names a file that was given for another one, so that the message says what it is and not only what it is not."""

import re
from typing import Final

# The first that matches the beginning of the file names it.
SIGNS: Final = (
    (rb"^%PDF-", "a PDF"),
    (rb"^\xd0\xcf\x11\xe0", "an old Excel workbook (.xls); save its sheet as CSV"),
    (rb"^(?:\xff\xfe|\xfe\xff)", "text in UTF-16; save it as CSV (comma delimited)"),
    (
        rb"(?i)^\s*(?:<!doctype html|<html)",
        "a web page; CMS shows its license page first, so accept it and save the file",
    ),
    (rb"^HDR\s.*COPYRIGHT|^HDR ", "the fixed-width text edition; give the csv file of the same release"),
    (rb"GEOGRAPHIC PRACTICE COST INDICES|\bPW GPCI\b", "GPCI, the geographic practice cost indices"),
    (rb"NON-FACILTY PRICE|\bPROCSTAT\b", "OPPSCAP, the outpatient payment caps"),
    (rb"COUNTIES INCLUDED IN \d{4} LOCALITIES", "LOCCO, the list of localities and counties"),
    (rb"National Anes CF", "ANES, the anesthesia conversion factors"),
    (rb"Clinical Diagnostic Laboratory Fee Schedule", "CLFS, the laboratory fee schedule"),
    (rb"(?i)Practitioner Services MUE|MUE Adjudication Indicator", "a table of medically unlikely edits (MUE)"),
    (rb"(?i)Column 1\W+Column 2|\bPTP\b", "a table of NCCI procedure pairs"),
    (rb"^code,modifier,status,", "a starter list of medpay's own, which load_starter loads"),
)


def looks_like(head: bytes) -> str:
    """What the file that begins with `head` seems to be, or "" where nothing tells."""
    return next((name for sign, name in SIGNS if re.search(sign, head)), "")
