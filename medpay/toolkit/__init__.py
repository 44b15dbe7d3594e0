"""The toolkit: what to know before billing the chosen codes, as a PDF and as a workbook.

`gather` asks both rooms, `lay_out` makes a paper of it, and `as_pdf` and `as_workbook` write it down.
"""

from medpay.toolkit.forms import MOST_CODES, ToolkitForm
from medpay.toolkit.gathering import Addresses, Wanted, gather
from medpay.toolkit.layout import lay_out
from medpay.toolkit.pdf import as_pdf
from medpay.toolkit.workbook import as_workbook

__all__ = ["MOST_CODES", "Addresses", "ToolkitForm", "Wanted", "as_pdf", "as_workbook", "gather", "lay_out"]
