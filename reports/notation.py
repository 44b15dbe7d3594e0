"""Counts as text and back: JSON, the same characters for equal content. A refresh does little else."""

from typing import Any

import orjson


def text_of(content: object) -> str:
    """Keys are sorted. Raises TypeError for what JSON does not have, a key that is no text among it."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def read(text: str) -> Any:
    """Raises ValueError for text that is no JSON."""
    return orjson.loads(text)
