"""Reads the files of the toolkit as a reader's programs do."""

import io
from typing import Any, Final

import openpyxl
from django.test import Client
from openpyxl import Workbook
from pypdf import PdfReader

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf(client: Client, asked: str) -> PdfReader:
    answer = client.get(f"/toolkit/medpay.pdf?{asked}")
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def text_of(read: PdfReader) -> str:
    """Of all pages, each run of white space as one blank."""
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def workbook(client: Client, asked: str) -> Workbook:
    answer = client.get(f"/toolkit/medpay.xlsx?{asked}")
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"] == XLSX
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    """The rows of a table by its heads, without the notes below."""
    values = list(book[sheet].values)
    heads = [str(head) for head in values[0]]
    body = values[1 : values.index((None,) * len(heads))] if (None,) * len(heads) in values else values[1:]
    return [dict(zip(heads, row, strict=True)) for row in body]


def notes(book: Workbook, sheet: str) -> list[str]:
    """What is said below a table."""
    values = list(book[sheet].values)
    below = values[values.index((None,) * len(values[0])) :]
    return [str(row[0]) for row in below if row[0]]
