"""What the page of a code says about its price: figures where there are some, words where there are none (I8).

Plain values in, plain values out. Amounts are in dollars, exact to the cent: national unless a locality is given.
"""

from medpay.code_page.asking import Asked, asked_of
from medpay.code_page.entry import Edition, Entry, LabAmount, describe, without_price
from medpay.code_page.first import Billable, Chip, billables_of, chips_of
from medpay.code_page.heading import Heading, Loaded, heading_of
from medpay.code_page.parts import Indicator, Part, WorkedStep, Working, dollars

__all__ = [
    "Asked",
    "Billable",
    "Chip",
    "Edition",
    "Entry",
    "Heading",
    "Indicator",
    "LabAmount",
    "Loaded",
    "Part",
    "WorkedStep",
    "Working",
    "asked_of",
    "billables_of",
    "chips_of",
    "describe",
    "dollars",
    "heading_of",
    "without_price",
]
