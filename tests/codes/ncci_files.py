"""Builds NCCI files in CMS's layouts, of rows we made up."""

from collections.abc import Iterable, Iterator
from itertools import islice, product

PAIR_HEADER = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
NAMED_PAIR_HEADER = '"column_1","column_2","deletion_date","modifier_indicator","ptp_edit_rationale"\n'
UNIT_HEADER = (
    '"Notice of the owner ®.\n\nSecond line.",,,\n"HCPCS/\nCPT Code",{setting} MUE Values,'
    "MUE Adjudication Indicator,MUE Rationale\n"
)

Cells = tuple[str, ...]


def pair(
    column_1: str,
    column_2: str,
    effective: str = "20200101",
    deleted: str = "*",
    indicator: str = "1",
    rationale: str = "Misuse",
) -> Cells:
    """Cells of a row in CMS's layout."""
    return column_1, column_2, "", effective, deleted, indicator, rationale


def pair_text(rows: Iterable[Cells]) -> bytes:
    return (PAIR_HEADER + "".join("\t".join(row) + "\r\n" for row in rows)).encode()


def pair_csv(rows: Iterable[Cells]) -> bytes:
    """The same, saved as csv."""
    header = PAIR_HEADER.replace("\t", ",")
    return (header + "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)).encode()


def named_pairs(rows: Iterable[tuple[str, str, str, str]]) -> bytes:
    """Of column 1, column 2, deletion date (9999-12-31: none) and indicator; without effective date."""
    lines = (f'"{first}","{second}","{deleted}",{indicator},"Misuse"\n' for first, second, deleted, indicator in rows)
    return (NAMED_PAIR_HEADER + "".join(lines)).encode()


def units_csv(rows: Iterable[Cells], setting: str = "Practitioner Services") -> bytes:
    """Of code, units, indicator in CMS's words, rationale."""
    return (UNIT_HEADER.format(setting=setting) + "".join(",".join(row) + "\n" for row in rows)).encode("cp1252")


def every_pair(count: int) -> Iterator[bytes]:
    """Lines of a whole table with `count` rows, in CMS's layout, sorted by column 1."""
    yield PAIR_HEADER.encode()
    codes = [f"{number:05}" for number in range(100, 99_999, 66)] + [f"G{number:04}" for number in range(100)]
    wide = count // len(codes) + 1
    pairs = ((first, second) for first, second in product(codes, codes[:wide]) if first != second)
    for number, (first, second) in enumerate(islice(pairs, count)):
        deleted = "20221231" if number % 3 == 0 else "*"
        yield "\t".join(pair(first, second, deleted=deleted, indicator=str(number % 2))).encode() + b"\r\n"
