"""Help with an appeal: what to go through, and a letter to fill in, from what is published and nothing else.

`gather` asks both rooms, `lay_out` makes a paper of it, and `as_text` and `as_word` write it down.
"""

from medpay.appeal.forms import AppealForm
from medpay.appeal.gathering import Addresses, gather, reasons_reported
from medpay.appeal.layout import lay_out
from medpay.appeal.paper import Paper
from medpay.appeal.text import as_text

__all__ = ["Addresses", "AppealForm", "as_text", "as_word", "gather", "lay_out", "reasons_reported"]


def as_word(paper: Paper) -> bytes:
    from medpay.appeal import word  # noqa: PLC0415  python-docx takes a while to import: not at every start

    return word.as_word(paper)
