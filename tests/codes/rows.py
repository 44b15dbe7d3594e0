"""Fee schedule rows typed by hand."""

from decimal import Decimal
from typing import Literal

from codes.sources.mpfs import FeeRow

CF_2025 = "32.3465"


def fee_row(
    code: str,
    modifier: str = "",
    *,
    status: str = "A",
    not_used: bool = False,
    work: str = "0.00",
    pe: str = "0.00",
    pe_facility: str | None = None,
    mp: str = "0.00",
    na: Literal["", "nonfacility", "facility"] = "",
    pctc: str = "0",
    global_days: str = "XXX",
    package: tuple[str, str, str] = ("0.00", "0.00", "0.00"),
    mult: str = "0",
    bilat: str = "0",
    asst: str = "0",
    co: str = "0",
    team: str = "0",
    endo_base: str = "",
    cf: str = CF_2025,
    opps: tuple[str, str] = ("0.00", "0.00"),
) -> FeeRow:
    """A row with these numbers. `pe` stands for both settings unless `pe_facility` is given; `opps` is PE and MP."""
    pe_facility = pe if pe_facility is None else pe_facility
    pre, intra, post = (Decimal(share) for share in package)
    opps_pe, opps_mp = (Decimal(rvu) for rvu in opps)
    return FeeRow(
        code=code,
        modifier=modifier,
        status=status,
        not_used=not_used,
        work=Decimal(work),
        pe_nonfacility=Decimal(pe),
        na_nonfacility=na == "nonfacility",
        pe_facility=Decimal(pe_facility),
        na_facility=na == "facility",
        mp=Decimal(mp),
        total_nonfacility=Decimal(work) + Decimal(pe) + Decimal(mp),
        total_facility=Decimal(work) + Decimal(pe_facility) + Decimal(mp),
        pctc=pctc,
        global_days=global_days,
        pre=pre,
        intra=intra,
        post=post,
        mult=mult,
        bilat=bilat,
        asst=asst,
        co=co,
        team=team,
        pric="",
        endo_base=endo_base,
        cf=Decimal(cf),
        supervision="09",
        calc_flag="0",
        imaging_family="99",
        opps_pe_nonfacility=opps_pe,
        opps_pe_facility=opps_pe,
        opps_mp=opps_mp,
    )
