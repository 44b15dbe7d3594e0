"""NUCC's provider taxonomy: who provides care, as kinds of providers."""

from typing import NamedTuple


class TaxonomyRow(NamedTuple):
    """One kind of provider. Definitions are not read."""

    code: str  # ten characters
    grouping: str
    classification: str
    specialization: str
    name: str
