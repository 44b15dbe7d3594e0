"""Import of a whole release against a bare COPY of the same rows into the same table, in pairs.

A program of its own, since Django reads its settings once: `python -m bench.importing SOURCE FILE PAIRS`, under the
environment of a running site. It prints one line of JSON: seconds of each import and of each COPY. The release stays.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench.figures import Baseline, Figure, promise
from tests.codes.fee_files import every_code, pprrvu, row_2025
from tests.codes.ncci_files import every_pair
from tests.site import ROOT, Site

ROWS: Final = 19_090  # in RVU25D
OCTOBER: Final = Path("mpfs/rvu25d/PPRRVU2025_Oct.csv")
PAIRS_HELD: Final = 2_546_017  # in the practitioner table of July 2024
JULY: Final = Path("ncci/northstar_ptp_prac_eff_2024-07-01.csv.gz")
RATIO_PROMISE: Final = 2.0  # import of the pairs to their COPY
PAIRS_MEGABYTES_PROMISE: Final = 400.0
SECONDS_PROMISE: Final = 10.0  # for the whole command
MEGABYTES_PROMISE: Final = 300.0
COPIED_AT_ONCE: Final = 1 << 20  # bytes
TO_KILOBYTES: Final = 1024 if sys.platform == "darwin" else 1  # the unit of ru_maxrss there


class Command(NamedTuple):
    """A finished program: seconds and peak memory in MB."""

    seconds: float
    megabytes: float


def measure(site: Site, folder: Path, *, pairs: int) -> list[Figure]:
    return [*_measure_release(site, folder, pairs=pairs), *_measure_pairs(site, folder, pairs=max(1, pairs // 2))]


def _measure_release(site: Site, folder: Path, *, pairs: int) -> list[Figure]:
    file, name = release_file(folder)
    whole = _run(site, "manage.py", "import_release", "mpfs", str(file))
    return [
        _against_copy(site, "mpfs", file, name, pairs=pairs),
        Figure(
            what="the whole command import_release",
            unit="s",
            runs=[whole.seconds],
            against=promise("issue: under", SECONDS_PROMISE),
        ),
        Figure(
            what="its peak memory",
            unit="MB",
            runs=[whole.megabytes],
            against=promise("issue: under", MEGABYTES_PROMISE),
        ),
    ]


def _measure_pairs(site: Site, folder: Path, *, pairs: int) -> list[Figure]:
    file, name = pairs_file(folder)
    whole = _run(site, "manage.py", "import_release", "ncci_ptp", str(file))
    compared = _against_copy(site, "ncci_ptp", file, name, pairs=pairs)
    return [
        compared,
        Figure(
            what="the whole command, NCCI pairs",
            unit="s",
            runs=[whole.seconds],
            against=promise(f"issue: {RATIO_PROMISE} x COPY", RATIO_PROMISE * compared.against.median),
        ),
        Figure(
            what="its peak memory, NCCI pairs",
            unit="MB",
            runs=[whole.megabytes],
            against=promise("issue: under", PAIRS_MEGABYTES_PROMISE),
        ),
    ]


def _against_copy(site: Site, source: str, file: Path, name: str, *, pairs: int) -> Figure:
    asked = subprocess.run(
        [sys.executable, "-m", "bench.importing", source, str(file), str(pairs)],
        cwd=ROOT,
        env=site.env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    timed = json.loads(asked.stdout)
    bare = Baseline(what="bare COPY of the same rows", runs=timed["copy"])
    return Figure(what=f"import of {name}", unit="s", runs=timed["import"], against=bare)


def release_file(folder: Path) -> tuple[Path, str]:
    """CMS's file of October 2025 where MEDPAY_CMS_DATA has it, else one of as many made-up rows; and its name."""
    real = Path(os.environ.get("MEDPAY_CMS_DATA", "/nowhere")) / OCTOBER
    if real.is_file():
        return real.absolute(), f"{ROWS:,} rows of RVU25D"
    codes = every_code()
    rows = [row_2025(code) for code in codes] + [row_2025(code, "26") for code in codes[: ROWS - len(codes)]]
    made_up = folder / OCTOBER.name
    made_up.write_bytes(pprrvu(rows))
    return made_up, f"{len(rows):,} made-up rows"


def pairs_file(folder: Path) -> tuple[Path, str]:
    """The practitioner table of July 2024 where MEDPAY_CMS_DATA has it, else as many made-up rows; and its name."""
    real = Path(os.environ.get("MEDPAY_CMS_DATA", "/nowhere")) / JULY
    if real.is_file():
        return real.absolute(), f"{PAIRS_HELD:,} NCCI pairs"
    made_up = folder / "ccipra-v302r0.txt"
    with made_up.open("wb") as file:
        file.writelines(every_pair(PAIRS_HELD))
    return made_up, f"{PAIRS_HELD:,} made-up NCCI pairs"


def _run(site: Site, *arguments: str) -> Command:
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=site.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise ChildProcessError(f"{' '.join(arguments)} ended with {process.returncode}")
    return Command(time.monotonic() - started, usage.ru_maxrss * TO_KILOBYTES / 1024)


def compare(source: str, file: Path, pairs: int) -> dict[str, list[float]]:
    """In this process, with Django set up. Seconds of each run."""
    from codes.actions import import_release  # noqa: PLC0415  # Django is set up first
    from codes.models import Release  # noqa: PLC0415

    release = import_release(source=source, path=file)
    imported, copied = [], []
    for _ in range(pairs):
        bare = Release.objects.create(
            source="bench", label="bare", effective=release.effective, digest="", complete=False
        )
        into = _Table(source)
        content = into.as_copied(release.pk, bare.pk)
        into.remove(release)
        copied.append(_seconds(lambda content=content, into=into: into.copy(content)))  # type: ignore[misc]
        into.remove(bare)
        started = time.perf_counter()
        release = import_release(source=source, path=file)
        imported.append(time.perf_counter() - started)
    return {"import": imported, "copy": copied}


class _Table:
    """The table that takes the rows of a source, for COPY from it and into it."""

    def __init__(self, source: str) -> None:
        from codes.actions.tables import TABLES  # noqa: PLC0415  # Django is set up first
        from codes.sources import SOURCES  # noqa: PLC0415

        self.name = TABLES[source]._meta.db_table
        self.columns = ", ".join(f'"{column}"' for column in SOURCES[source].columns)

    def as_copied(self, release: int, under: int) -> bytes:
        """The rows of a release as COPY writes them, under the key of another."""
        rows = f"SELECT {under}, {self.columns} FROM {self.name} WHERE release_id = {release} ORDER BY id"  # noqa: S608
        with _cursor() as cursor, cursor.copy(f"COPY ({rows}) TO STDOUT") as out:
            return b"".join(bytes(piece) for piece in out)

    def copy(self, content: bytes) -> None:
        with _cursor() as cursor, cursor.copy(f"COPY {self.name} (release_id, {self.columns}) FROM STDIN") as into:
            for start in range(0, len(content), COPIED_AT_ONCE):
                into.write(content[start : start + COPIED_AT_ONCE])

    def remove(self, release: Any) -> None:
        """With its rows, and without a trace in the table."""
        release.delete()
        with _cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {self.name}")


def _cursor() -> Any:
    from django.db import connection  # noqa: PLC0415  # Django is set up first

    return connection.cursor()


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    import django  # noqa: PLC0415  # reads the settings of the site

    os.environ["DJANGO_SETTINGS_MODULE"] = "medpay.settings"
    django.setup()
    print(json.dumps(compare(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))


if __name__ == "__main__":
    main()
