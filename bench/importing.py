"""Import of a whole release against a bare COPY of the same rows into the same table, in pairs.

A program of its own, since Django reads its settings once: `python -m bench.importing FILE PAIRS`, under the
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
from tests.site import ROOT, Site

ROWS: Final = 19_090  # in RVU25D
OCTOBER: Final = Path("mpfs/rvu25d/PPRRVU2025_Oct.csv")
SECONDS_PROMISE: Final = 10.0  # for the whole command
MEGABYTES_PROMISE: Final = 300.0
TO_KILOBYTES: Final = 1024 if sys.platform == "darwin" else 1  # the unit of ru_maxrss there


class Command(NamedTuple):
    """A finished program: seconds and peak memory in MB."""

    seconds: float
    megabytes: float


def measure(site: Site, folder: Path, *, pairs: int) -> list[Figure]:
    file, name = release_file(folder)
    whole = _run(site, "manage.py", "import_release", "mpfs", str(file))
    asked = subprocess.run(
        [sys.executable, "-m", "bench.importing", str(file), str(pairs)],
        cwd=ROOT,
        env=site.env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    timed = json.loads(asked.stdout)
    bare = Baseline(what="bare COPY of the same rows", runs=timed["copy"])
    return [
        Figure(what=f"import of {name}", unit="s", runs=timed["import"], against=bare),
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


def compare(file: Path, pairs: int) -> dict[str, list[float]]:
    """In this process, with Django set up. Seconds of each run."""
    from codes.actions import import_release  # noqa: PLC0415  # Django is set up first
    from codes.models import Release  # noqa: PLC0415

    release = import_release(source="mpfs", path=file)
    imported, copied = [], []
    for _ in range(pairs):
        bare = Release.objects.create(
            source="bench", label="bare", effective=release.effective, digest="", complete=False
        )
        content = _as_copied(release.pk, bare.pk)
        _remove(release)
        copied.append(_seconds(lambda content=content: _copy(content)))  # type: ignore[misc]
        _remove(bare)
        started = time.perf_counter()
        release = import_release(source="mpfs", path=file)
        imported.append(time.perf_counter() - started)
    return {"import": imported, "copy": copied}


def _cursor() -> Any:
    from django.db import connection  # noqa: PLC0415  # Django is set up first

    return connection.cursor()


def _columns() -> str:
    from codes.sources.mpfs import FeeRow  # noqa: PLC0415

    return ", ".join(FeeRow._fields)


def _as_copied(release: int, under: int) -> bytes:
    """The rows of a release as COPY writes them, under the key of another."""
    query = f"COPY (SELECT {under}, {_columns()} FROM codes_feeline WHERE release_id = {release} ORDER BY id) TO STDOUT"  # noqa: S608
    with _cursor() as cursor, cursor.copy(query) as out:
        return b"".join(bytes(piece) for piece in out)


def _copy(content: bytes) -> None:
    with _cursor() as cursor, cursor.copy(f"COPY codes_feeline (release_id, {_columns()}) FROM STDIN") as into:
        into.write(content)


def _remove(release: Any) -> None:
    """With its rows, and without a trace in the table."""
    release.delete()
    with _cursor() as cursor:
        cursor.execute("VACUUM ANALYZE codes_feeline")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    import django  # noqa: PLC0415  # reads the settings of the site

    os.environ["DJANGO_SETTINGS_MODULE"] = "medpay.settings"
    django.setup()
    print(json.dumps(compare(Path(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
