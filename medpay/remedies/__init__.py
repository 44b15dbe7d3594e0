"""What a reason calls for: who bears what it takes off, by which route it is mended, what to know before."""

from medpay.remedies.bearers import EDITS, FIXES_OF, GROUP_STEPS, HISTORIC_GROUP, Notice, fix_fits, notices_about
from medpay.remedies.cautions import REPORTED, cautions_of
from medpay.remedies.routes import CLAIM_AGAIN, ROUTE_WORDS, route_words

__all__ = [
    "CLAIM_AGAIN",
    "EDITS",
    "FIXES_OF",
    "GROUP_STEPS",
    "HISTORIC_GROUP",
    "REPORTED",
    "ROUTE_WORDS",
    "Notice",
    "cautions_of",
    "fix_fits",
    "notices_about",
    "route_words",
]
