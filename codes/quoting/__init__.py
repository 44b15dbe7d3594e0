"""What Medicare pays for a line that somebody asks about: the figure with all it rests on, or why there is none (I8).

Pages and API answer from here.
"""

from codes.quoting.asked import AskedLine, AskedSchedule
from codes.quoting.elsewhere import Elsewhere, elsewhere
from codes.quoting.places import NATIONAL, Place, Unplaced, place_of
from codes.quoting.quotes import Quote, quote

__all__ = [
    "NATIONAL",
    "AskedLine",
    "AskedSchedule",
    "Elsewhere",
    "Place",
    "Quote",
    "Unplaced",
    "elsewhere",
    "place_of",
    "quote",
]
