"""What the loaded NCCI tables hold about the codes of one claim, however many, in two queries."""

import datetime
from collections.abc import Collection

from codes import bundling
from codes.bundling import Setting
from codes.bundling.claims import Tabled
from codes.models.bundling import held_tables
from codes.models.edits import ProcedurePair


def pairs_among(codes: Collection[str], day: datetime.date, setting: Setting = "practitioner") -> Tabled:
    """Every pair of two of the codes in the tables that speak for `day`."""
    tables = bundling.covering(held_tables(), setting, day)
    of_release = {key: table for table in tables for key in table.keys}
    pairs = ProcedurePair.objects.of_releases(of_release).filter(column_1__in=codes, column_2__in=codes)
    found = pairs.order_by("column_1", "column_2", "pk") if tables and len(codes) > 1 else ()
    return Tabled(day, tables, tuple((pair.row(), of_release[pair.release_id]) for pair in found), setting)
