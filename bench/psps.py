"""Reading a year of CMS's Physician/Supplier Procedure Summary (PSPS), in CMS's layout, generated in the real size.

`python -m bench.psps [--quick]`: sums of the file as the import makes them, without the database; in the order of
codes, as CMS sorts, and in no order at all. Prints rows for each second of
processor time (other work on the machine does not count) and the peak memory of the process.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
HEADER: Final = (
    "HCPCS_CD,HCPCS_INITIAL_MODIFIER_CD,PROVIDER_SPEC_CD,CARRIER_NUM,PRICING_LOCALITY_CD,TYPE_OF_SERVICE_CD,"
    "PLACE_OF_SERVICE_CD,HCPCS_SECOND_MODIFIER_CD,PSPS_SUBMITTED_SERVICE_CNT,PSPS_SUBMITTED_CHARGE_AMT,"
    "PSPS_ALLOWED_CHARGE_AMT,PSPS_DENIED_SERVICES_CNT,PSPS_DENIED_CHARGE_AMT,PSPS_ASSIGNED_SERVICES_CNT,"
    "PSPS_NCH_PAYMENT_AMT,PSPS_HCPCS_ASC_IND_CD,PSPS_ERROR_IND_CD,HCPCS_BETOS_CD"
)
FULL: Final = 5_000_000  # rows
QUICK: Final = 100_000
CODES: Final = 12_000
CARRIERS: Final = 60
SPECIALTIES: Final = 15  # of a code
PLACES: Final = (11, 11, 11, 21, 22, 23, 81)
MODIFIERS: Final = (*[""] * 8, "26", "TC", "59", "RT")


def rows(count: int, *, sorted_by_code: bool) -> Iterator[str]:
    """Few codes have most of the rows, and each its own few specialties, as in CMS's file."""
    chance = random.Random(2023)
    for number in range(count):
        place = number / count if sorted_by_code else chance.random()
        code = 10_000 + int(CODES * place**2) * 7
        specialty = 1 + (code + int(chance.random() ** 2 * SPECIALTIES)) % 99
        submitted = chance.randint(11, 4000)
        denied = "" if chance.random() < 0.3 else str(chance.randint(11, max(submitted // 4, 11)))
        yield (
            f"{code},{chance.choice(MODIFIERS)},{specialty:02},{1000 + chance.randrange(CARRIERS):05},"
            f"{chance.randint(0, 30):02},1,{chance.choice(PLACES)},,{submitted},{submitted * 113}.50,"
            f"{submitted * 61}.25,{denied},0.00,{submitted},{submitted * 48}.75,N,00,T1A\n"
        )


def written(folder: Path, count: int, *, sorted_by_code: bool) -> Path:
    path = folder / f"PSPS_2023_{'sorted' if sorted_by_code else 'unsorted'}.csv"
    with path.open("w", encoding="ascii") as file:
        file.write(HEADER + "\n")
        file.writelines(rows(count, sorted_by_code=sorted_by_code))
    return path


def read(path: Path) -> None:
    """In a process of its own: seconds, those of them on the processor, sums and peak memory in MB."""
    from codes.sources import psps  # noqa: PLC0415  # only where it is measured

    started, worked = time.perf_counter(), time.process_time()
    with path.open("rb") as file:
        sums = sum(1 for _ in psps.read(file, name=path.name, excerpt=True).rows)
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    print(seconds, processor, sums, int(peak[1]) // 1024 if peak else 0)


def main() -> None:
    parser = argparse.ArgumentParser(description="Read a generated PSPS file of the real size.")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} rows: does it still run?")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(options.read)
        return
    count = QUICK if options.quick else FULL
    heads = f"{'MB':>8}{'seconds':>10}{'of CPU':>9}{'rows/CPU s':>12}{'sums':>12}{'peak MB':>10}"
    print(f"{f'PSPS of {count:,} rows':28}{heads}")
    with tempfile.TemporaryDirectory() as folder:
        for sorted_by_code in (True, False):
            path = written(Path(folder), count, sorted_by_code=sorted_by_code)
            command = [sys.executable, "-m", "bench.psps", "--read", str(path)]
            said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
            seconds, processor, sums, peak = float(said[0]), float(said[1]), int(said[2]), int(said[3])
            order = "in the order of codes" if sorted_by_code else "in no order"
            size = path.stat().st_size >> 20
            print(f"{order:28}{size:8,}{seconds:10.1f}{processor:9.1f}{count / processor:12,.0f}{sums:12,}{peak:10,}")
            path.unlink()


if __name__ == "__main__":
    main()
