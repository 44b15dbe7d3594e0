"""Add-on codes: paid only beside a primary code.

Source: CMS, Medicare NCCI add-on code edits, types 1 to 3.
"""

from collections.abc import Mapping
from typing import Final

from codes.sources.ncci_addon import CONTRACTORS

KIND_WORDS: Final[Mapping[str, str]] = {
    "1": "paid only with one of the primary codes listed",
    "2": "CMS lists no primary code: the regional Medicare contractor decides which are accepted",
    "3": "CMS lists some primary codes; the regional Medicare contractor may accept others",
}

__all__ = ["CONTRACTORS", "KIND_WORDS"]
