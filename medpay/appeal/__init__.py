"""Help with an appeal: what to go through, and a letter to fill in, from what is published and nothing else.

`gather` asks both rooms, `lay_out` makes a paper of it, and `as_text` and `as_word` write it down.
"""

from medpay.appeal.forms import AppealForm
from medpay.appeal.gathering import Addresses, gather, reasons_reported
from medpay.appeal.layout import lay_out
from medpay.appeal.text import as_text
from medpay.appeal.word import as_word

__all__ = ["Addresses", "AppealForm", "as_text", "as_word", "gather", "lay_out", "reasons_reported"]
