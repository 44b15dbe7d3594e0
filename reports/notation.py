"""Counts as text and back: JSON, the same characters for equal content. A refresh does little else.

For counts: whole numbers of 64 bits at most. What is no number (NaN) would be written as null.
"""

from typing import Any

import orjson


def text_of(content: object) -> str:
    """Keys are sorted. Raises TypeError for a key that is no text, a larger number, a value that JSON does not have."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def read(text: str) -> Any:
    """Raises ValueError for text that is no JSON."""
    return orjson.loads(text)
