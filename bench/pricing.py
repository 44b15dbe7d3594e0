"""Every row with a price in every locality and setting: the engine's decimals, whole numbers, and numpy as the limit.

One run prices the same amounts in each way and compares them one by one: the whole numbers must equal the decimals.
float64 is the limit of speed and promises nothing about the cent: how many of its amounts are off is counted.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from bench.figures import Baseline, Figure, promise
from codes.payment import SETTINGS, Gpci, Price, Setting, dollars_across, price, price_all
from codes.payment.exact import HALF, TO_CENTS, opps_rvus, places, rvus
from codes.payment.rows import priced_by_cms
from codes.sources.mpfs import FeeRow
from tests.codes.fee_files import every_code
from tests.codes.rows import fee_row
from tests.codes.test_payment_official import fee_rows, gpcis

ROWS: Final = 19_090  # in RVU25D
LOCALITIES: Final = 109
FOLDER: Final = Path("mpfs/rvu25d")
STRIPS: Final = 200  # codes whose strip over all localities is timed

Codes = Sequence[tuple[FeeRow, ...]]
Result = TypeVar("Result")
Amounts = list[list[int]]  # cents: of each row and setting with a price, in every locality


class Timed(NamedTuple):
    amounts: Amounts
    runs: list[float]


def measure(*, every: int, rounds: int) -> list[Figure]:
    codes, localities, name = reference(every)
    decimals = _timed(lambda: by_decimals(codes, localities), rounds=1)
    whole = _timed(lambda: by_whole_numbers(codes, localities), rounds=rounds)
    int64 = _timed(lambda: by_int64(codes, localities), rounds=rounds)
    float64 = _timed(lambda: by_float64(codes, localities), rounds=rounds)
    for way, found in (("whole numbers", whole), ("int64", int64)):
        if found.amounts != decimals.amounts:
            raise ValueError(f"{way} and decimals do not agree on {name}")
    count = sum(map(len, decimals.amounts))
    off = count - _same(float64.amounts, decimals.amounts)
    limit = Baseline(what="numpy float64, not exact", runs=float64.runs)
    return [
        Figure(what=f"{count:,} amounts of {name}: decimals, with steps", unit="s", runs=decimals.runs, against=limit),
        Figure(what="the same in whole numbers, plain Python", unit="s", runs=whole.runs, against=limit),
        Figure(what="the same in whole numbers, numpy int64", unit="s", runs=int64.runs, against=limit),
        Figure(what="amounts a cent off in float64", unit="amounts", runs=[off], against=promise("all amounts", count)),
        _strips(codes, localities),
    ]


def reference(every: int) -> tuple[Codes, list[Gpci], str]:
    """CMS's release of October 2025 where MEDPAY_CMS_DATA has it, else made-up rows of its shape; and its name."""
    folder = Path(os.environ.get("MEDPAY_CMS_DATA", "/nowhere")) / FOLDER
    if folder.is_dir():
        codes = list(fee_rows(folder / "PPRRVU2025_Oct.csv").values())
        return codes[::every], [gpci for _, gpci in gpcis(folder / "GPCI2025.csv")], "RVU25D"
    return made_up()[::every], made_up_localities(), "made-up rows"


def made_up() -> list[tuple[FeeRow, ...]]:
    """About half of the rows with a price, some of them capped, as in a release."""
    codes: list[tuple[FeeRow, ...]] = []
    for number, code in enumerate(every_code()[: ROWS // 2]):
        work, pe = f"{number % 40}.{number % 97:02}", f"{number % 30}.{number % 89:02}"
        opps = (pe, "0.05") if number % 12 == 0 else ("0.00", "0.00")
        status = "A" if number % 2 else "X"
        whole = fee_row(code, status=status, work=work, pe=pe, pe_facility="1.23", mp="0.11", opps=opps)
        codes.append((whole, whole._replace(modifier="26", status="A")))
    return codes


def made_up_localities() -> list[Gpci]:
    return [Gpci(_index(place * 3), _index(place * 7), _index(place * 13)) for place in range(LOCALITIES)]


def _index(number: int) -> Decimal:
    return Decimal(800 + number % 700).scaleb(-3)


def by_decimals(codes: Codes, localities: Sequence[Gpci]) -> Amounts:
    """By `price`, as a page asks it."""
    found = []
    for rows in codes:
        for row, setting in _priced(rows):
            modifiers = [row.modifier] if row.modifier else []
            answers = [price(rows, modifiers=modifiers, setting=setting, locality=gpci) for gpci in localities]
            found.append([int(answer.allowed.scaleb(2)) for answer in answers if isinstance(answer, Price)])
    return found


def by_whole_numbers(codes: Codes, localities: Sequence[Gpci]) -> Amounts:
    return [cents for _, _, cents in price_all((row for rows in codes for row in rows), localities)]


def by_int64(codes: Codes, localities: Sequence[Gpci]) -> npt.NDArray[np.int64]:
    """The same arithmetic as `codes.payment.exact`, over arrays."""
    asked = [(row, setting) for rows in codes for row, setting in _priced(rows)]
    where = np.array(places(localities), dtype=np.int64).T
    cents = _rounded(np.array([rvus(*one) for one in asked], dtype=np.int64), where)
    caps = [(place, cap) for place, one in enumerate(asked) if (cap := opps_rvus(*one))]
    if caps:
        capped = [place for place, _ in caps]
        limits = _rounded(np.array([cap for _, cap in caps], dtype=np.int64), where)
        cents[capped] = np.minimum(cents[capped], limits)
    return cents


def _rounded(given: npt.NDArray[np.int64], where: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    total: npt.NDArray[np.int64] = ((given[:, :3] @ where) * given[:, 3:] + HALF) // TO_CENTS
    return total


def by_float64(codes: Codes, localities: Sequence[Gpci]) -> npt.NDArray[np.int64]:
    """As one would write it without care for the cent."""
    asked = [(row, setting) for rows in codes for row, setting in _priced(rows)]
    where = np.array([gpci[:3] for gpci in localities], dtype=np.float64).T
    fees = np.array([_formula(row, setting) for row, setting in asked], dtype=np.float64)
    caps = np.array([_cap_formula(row, setting) for row, setting in asked], dtype=np.float64)
    cents = np.floor((fees[:, :3] @ where) * fees[:, 3:] * 100 + 0.5)
    limits = np.floor((caps[:, :3] @ where) * caps[:, 3:] * 100 + 0.5)
    has_cap = caps[:, 1:3].any(axis=1)
    cents[has_cap] = np.minimum(cents[has_cap], limits[has_cap])
    return cents.astype(np.int64)


def _formula(row: FeeRow, setting: Setting) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return row.work, row.pe_nonfacility if setting == "nonfacility" else row.pe_facility, row.mp, row.cf


def _cap_formula(row: FeeRow, setting: Setting) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    pe = row.opps_pe_nonfacility if setting == "nonfacility" else row.opps_pe_facility
    return row.work, pe, row.opps_mp, row.cf


def _priced(rows: Iterable[FeeRow]) -> list[tuple[FeeRow, Setting]]:
    return [
        (row, setting)
        for row in rows
        if priced_by_cms(row)
        for setting in SETTINGS
        if not (row.na_nonfacility if setting == "nonfacility" else row.na_facility)
    ]


def _strips(codes: Codes, localities: Sequence[Gpci]) -> Figure:
    """One row over all localities, as its page shows it."""
    asked = [(rows, row) for rows in codes for row in rows if priced_by_cms(row) and not row.na_facility][:STRIPS]
    exact = [_run(lambda row=row: dollars_across(row, "facility", localities))[0] for _, row in asked]  # type: ignore[misc]
    engine = [_run(lambda rows=rows, row=row: _strip(rows, row, localities))[0] for rows, row in asked]  # type: ignore[misc]
    return Figure(
        what=f"strip of one code over {len(localities)} localities, whole numbers",
        unit="ms",
        runs=[seconds * 1000 for seconds in exact],
        against=Baseline(what="decimals, with steps", runs=[seconds * 1000 for seconds in engine]),
    )


def _strip(rows: tuple[FeeRow, ...], row: FeeRow, localities: Sequence[Gpci]) -> None:
    for gpci in localities:
        price(rows, modifiers=[row.modifier] if row.modifier else [], setting="facility", locality=gpci)


def _timed(work: Callable[[], Amounts | npt.NDArray[np.int64]], *, rounds: int) -> Timed:
    done = [_run(work) for _ in range(rounds)]
    last = done[-1][1]
    return Timed(last if isinstance(last, list) else last.tolist(), [seconds for seconds, _ in done])


def _run(work: Callable[[], Result]) -> tuple[float, Result]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _same(one: Amounts, other: Amounts) -> int:
    return sum(a == b for row, with_it in zip(one, other, strict=True) for a, b in zip(row, with_it, strict=True))
