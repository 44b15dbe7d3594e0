"""The toolkit: what to know before billing the chosen codes, as a PDF and as a workbook.

`gather` asks both rooms, `lay_out` makes a paper of it, and `as_pdf` and `as_workbook` write it down.
"""

from medpay.toolkit.forms import MOST_CODES, ToolkitForm
from medpay.toolkit.gathering import Addresses, Wanted, gather
from medpay.toolkit.layout import lay_out
from medpay.toolkit.paper import Paper

__all__ = ["MOST_CODES", "Addresses", "ToolkitForm", "Wanted", "as_pdf", "as_workbook", "gather", "lay_out"]

# reportlab and openpyxl take a fifth of a start to import, and few visitors ask for a file: they wait for the first.


def as_pdf(paper: Paper) -> bytes:
    from medpay.toolkit import pdf  # noqa: PLC0415

    return pdf.as_pdf(paper)


def as_workbook(paper: Paper) -> bytes:
    from medpay.toolkit import workbook  # noqa: PLC0415

    return workbook.as_workbook(paper)
