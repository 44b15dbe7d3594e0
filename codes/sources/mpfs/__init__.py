"""CMS physician fee schedule: the relative value file PPRRVU (csv).

Its header is stacked over ten rows, and its columns move from year to year (31 in 2025, 32 in 2026), so a column is
known by the words above it and never by its place. AMA descriptors in the file are never read into a row.

Sources: the record layout in CMS's zip files (RVU25D.pdf).
"""

from codes.sources.mpfs.reading import FIRST_YEAR_OF_TWO_FACTORS, QP, label, read, zip_names
from codes.sources.mpfs.row import FeeRow, RowError, parse_fields

__all__ = ["FIRST_YEAR_OF_TWO_FACTORS", "QP", "FeeRow", "RowError", "label", "parse_fields", "read", "zip_names"]
