"""Reads the files of an appeal as a reader's programs do, and makes facts for those that need no database."""

import datetime
import io
from typing import Any, Final

import docx
from django.test import Client
from docx.document import Document

from medpay.appeal.facts import Denial, Described, Facts, Pair, Payer, Published, Share, Units, Written
from medpay.citing import Citation

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OWN: Final = Citation("medpay's own words on CO-97", "https://medpay.example/reasons/CO-97/")
REPORTS: Final = Citation("Reports on 86320, as of November 21, 2026", "https://medpay.example/codes/86320/#denials")
TABLE: Final = Citation("NCCI practitioner edits, October 2026 (v32.3)", "https://tables.example/")
RULE: Final = Citation("The payer's manual, 2026", "https://rules.example/")
AETNA: Final = Payer("aetna", "Aetna", "national")
NORIDIAN: Final = Payer("medicare-noridian", "Medicare (Noridian)", "medicare_contractor")
BUNDLED: Final = Described(
    "The payer holds that another service already paid includes this one.",
    "Find the paid line it was folded into.",
    ("NCCI edit", "part of a panel"),
    "Read the edit for the pair and day.",
    "corrected_claim",
    OWN,
)


def denial(**changes: Any) -> Denial:
    return Denial(**{"code": "86320", "group": "CO", "carc": "97", **changes})


def described(route: str, **changes: Any) -> Described:
    return BUNDLED._replace(route=route, **changes)


def facts(*, asked: Denial | None = None, **changes: Any) -> Facts:
    found = Facts(
        denial=asked or denial(),
        described=BUNDLED,
        published=None,
        pairs=(),
        units=(),
        written=Written(),
        bundling=Citation("86320 with other codes", "https://medpay.example/codes/86320/bundling/"),
        address="https://medpay.example/codes/86320/appeal/?reason=CO-97",
        made=datetime.date(2026, 11, 21),
    )
    return found._replace(**changes)


def published(**changes: Any) -> Published:
    found = Published(
        about="7 reports on 86320 with CO-97",
        of_reason=True,
        decided="3 of 5",
        routes=(Share("Corrected claim", "3 of 5", 3),),
        tactics=(),
        modifiers=(Share("XU", "3 of 3", 3),),
        source=REPORTS,
    )
    return found._replace(**changes)


def pair(**changes: Any) -> Pair:
    found = Pair(
        other="84165",
        asked=True,
        setting="Practitioner",
        answer="no_edit",
        denied="",
        indicator="",
        words="No edit for 86320 with 84165 on November 21, 2026, in either direction.",
        source=TABLE,
    )
    return found._replace(**changes)


def units(**changes: Any) -> Units:
    return Units("Practitioner", 1, "2", "1 unit for the day, absolute.", TABLE)._replace(**changes)


def text(client: Client, asked: str, code: str = "86320") -> str:
    answer = client.get(f"/codes/{code}/appeal.txt?{asked}")
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode()


def word(client: Client, asked: str, code: str = "86320") -> Document:
    answer = client.get(f"/codes/{code}/appeal.docx?{asked}")
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"] == DOCX
    return docx.Document(io.BytesIO(answer.content))


def words(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)
