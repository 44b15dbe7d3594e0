"""ICD-10-CM: the diagnosis codes."""

from typing import NamedTuple


class DiagnosisRow(NamedTuple):
    """A code without its dot ("D472"), a category or a range of categories ("D80-D84"). `words` may be empty."""

    code: str
    words: str
