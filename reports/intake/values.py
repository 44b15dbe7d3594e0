"""A value of JSON, a form or a table as the text it stands for."""

import re
from typing import Final

_STORABLE: Final = re.compile("[^\x00\ud800-\udfff]*")  # what a database of UTF-8 text can hold


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        message = "Write this as text."
        raise ValueError(message)  # noqa: TRY004  # one kind of problem for the caller
    text = str(value).strip()
    if not _STORABLE.fullmatch(text):
        raise ValueError("Remove the characters that are no text.")
    return text


def as_texts(value: object, *, strict: bool = False) -> list[str]:
    """The texts inside a value: itself, or those of a list. `strict` refuses anything else."""
    if value is None:
        return []
    items = value if isinstance(value, list | tuple) else [value]
    if strict:
        return [as_text(item) for item in items]
    return [str(item) for item in items if isinstance(item, str | int) and not isinstance(item, bool)]
