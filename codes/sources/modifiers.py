"""Modifiers of CPT and HCPCS. The words of CPT modifiers are AMA's and are not read."""

from typing import NamedTuple


class ModifierRow(NamedTuple):
    """`words` only for HCPCS modifiers."""

    modifier: str
    kind: str  # "CPT" or "HCPCS"
    category: str
    words: str
