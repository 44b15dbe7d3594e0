"""Rows on their way to the database as text: for files of millions of rows, where a tuple for each takes too long."""

from typing import NamedTuple


class Block(NamedTuple):
    r"""Rows as PostgreSQL's COPY text has them, without their release: a line each, cells by tabs, `\N` for none."""

    text: bytes  # each line ends in \n, and no cell holds a raw one
    rows: int


def cell(value: object) -> bytes:
    """A value as COPY text has it. Source: PostgreSQL documentation, COPY, “Text Format”."""
    if value is None:
        return rb"\N"
    text = str(value).replace("\\", "\\\\")
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r").encode()
