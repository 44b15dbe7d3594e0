"""import_release of a real PPRRVU file against a bare COPY of the same rows, in pairs on a scratch server.

Run as: python bench/import_release.py FILE [PAIRS]. FILE defaults to October 2025 in the folder MEDPAY_CMS_DATA.
"""

import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

PAIRS = 7
COLUMNS_BUT_KEY = "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute \
WHERE attrelid = 'codes_feeline'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'id'"


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else october()
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else PAIRS
    from medpay.embedded.scratch import scratch_servers  # noqa: PLC0415  # light until it is used

    with scratch_servers(durable=True) as scratch:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "medpay.settings",
            "DATABASE_URL": scratch.servers.database_url,
            "REDIS_URL": scratch.servers.redis_url,
            "MEDPAY_HOME": str(scratch.home),
        }
        compare(file, pairs)


def october() -> Path:
    if "MEDPAY_CMS_DATA" not in os.environ:
        sys.exit("Name a PPRRVU csv, or the folder of CMS files in MEDPAY_CMS_DATA.")
    return Path(os.environ["MEDPAY_CMS_DATA"]) / "mpfs/rvu25d/PPRRVU2025_Oct.csv"


def compare(file: Path, pairs: int) -> None:
    import django  # noqa: PLC0415  # reads the settings

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  # as above

    from codes.actions import import_release  # noqa: PLC0415
    from codes.models import Release  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    release = import_release(source="mpfs", path=file)
    first = time.perf_counter() - started
    rows, size = release.rows, file.stat().st_size
    copied = table_as_text(release.pk)
    timed: dict[str, list[float]] = {"import_release": [], "bare COPY": []}
    for _ in range(pairs):
        clear()
        timed["import_release"].append(seconds(lambda: import_release(source="mpfs", path=file)))
        clear()
        bare = Release.objects.create(
            source="mpfs", label="bare", effective=release.effective, digest="", complete=True
        )
        content = re.sub(rb"(?m)^\d+", str(bare.pk).encode(), copied)
        timed["bare COPY"].append(seconds(partial(copy, content)))
    print(f"{rows:,} rows, {size / 1e6:.1f} MB, {pairs} pairs")
    print(f"{'first import':16}        {first:6.3f} s   into an empty database, where every code is new")
    for name, runs in timed.items():
        print(f"{name:16} median {statistics.median(runs):6.3f} s   {min(runs):6.3f} to {max(runs):6.3f}")
    print(f"{'':16} ratio  {statistics.median(timed['import_release']) / statistics.median(timed['bare COPY']):6.1f}")
    print(f"{'peak memory':16}        {peak_megabytes():6.0f} MB")


def cursor() -> Any:
    from django.db import connection  # noqa: PLC0415  # after the settings

    return connection.cursor()


def columns() -> str:
    with cursor() as asking:
        asking.execute(COLUMNS_BUT_KEY)
        return str(asking.fetchone()[0])


def table_as_text(release: int) -> bytes:
    """The release's rows as COPY writes them, the release's key first in each line."""
    names = ", ".join(["release_id", *(name for name in columns().split(", ") if name != "release_id")])
    query = f"COPY (SELECT {names} FROM codes_feeline WHERE release_id = {release}) TO STDOUT"  # noqa: S608
    with cursor() as asking, asking.copy(query) as out:
        return b"".join(bytes(piece) for piece in out)


def copy(content: bytes) -> None:
    names = ", ".join(["release_id", *(name for name in columns().split(", ") if name != "release_id")])
    with cursor() as writing, writing.copy(f"COPY codes_feeline ({names}) FROM STDIN") as into:
        into.write(content)


def clear() -> None:
    with cursor() as cleaning:
        cleaning.execute("TRUNCATE codes_feeline, codes_release")


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


if __name__ == "__main__":
    main()
