"""The claim check: for each line of a claim what Medicare pays, what its edits deny, and what billers report of it."""

from medpay.checking.checks import Checked, CheckedLine, check
from medpay.checking.filled import EMPTY, Filled, filled, with_more_rows
from medpay.checking.verdicts import AddOnCheck, Counted, Denials, Total, UnitsCheck, Verdict

__all__ = [
    "EMPTY",
    "AddOnCheck",
    "Checked",
    "CheckedLine",
    "Counted",
    "Denials",
    "Filled",
    "Total",
    "UnitsCheck",
    "Verdict",
    "check",
    "filled",
    "with_more_rows",
]
