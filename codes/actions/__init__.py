"""The only writer of what the reference says: releases of published files, and the starter tables.

A release is staged (importing, then checks, then current) in one transaction under one lock, so that it is current or
absent, never half, and one is current per source, variant and day (I7).
"""

from codes.actions.importing import AtHand, at_hand, import_all, import_release
from codes.actions.progress import Progress
from codes.actions.starting import STARTER, load_starter

__all__ = ["STARTER", "AtHand", "Progress", "at_hand", "import_all", "import_release", "load_starter"]
