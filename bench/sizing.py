"""What a refresh costs however many reports there are: `python -m bench.sizing [REPORTS …]`.

Generated reports, Zipf-spread over 5,000 codes and 60 payers, evenly over 60 months, on a scratch PostgreSQL with fsync
on. For each size, in two processes: all reports counted anew, and all figures made anew with them, against one GROUP BY
over the columns that are counted; the refresh after one more report, on codes as reports meet them and on the largest;
small refreshes a second. At the end every figure of a sample of codes must equal its naive recount.
"""

import argparse
import datetime
import itertools
import os
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import psycopg

from bench.figures import Baseline, Figure, p95, promise, table
from medpay.embedded.scratch import scratch_servers
from medpay.embedded.state import Servers

SIZES: Final = (10_000, 1_000_000, 10_000_000)
CODES: Final = 5000
PAYERS: Final = 60
MONTHS: Final = 60
DIFFERENT: Final = 50_000  # made-up sets of answers, each given by many
AT_ONCE: Final = 10_000  # rows a write
WORKERS: Final = 2
SAMPLE: Final = 200  # refreshes timed one by one
LARGEST: Final = 20  # of them on the largest code
SMALL: Final = 2000  # refreshes by two processes
AUDITED: Final = 12  # codes recounted naively
REASONS: Final = ("97", "16", "50", "197", "4", "18", "29", "11", "96", "151", "204", "109", "22", "236", "B7", "252")
REMARKS: Final = ("N19", "N130", "M15", "M20", "M51", "N362", "N115", "MA130", "M127", "N56")
MODIFIERS: Final = ("26", "59", "25", "TC", "XU", "XS", "76", "91", "RT", "LT", "GP", "95")
COLUMNS: Final = (
    "key", "receipt_digest", "received", "code", "payer", "line_of_business", "kind", '"group"', "carc", "rarcs",
    "modifiers", "year", "paired_code", "fix_modifier", "actions", "tactics", "outcome", "resolution_band",
    "claim_type", "place_of_service", "diagnosis_category", "state", "network", "stage", "decided_by", "amount_band",
    "contributor", "standing", "released", "expired", "escalated", "revision", "held_because", "unverified", "story",
    "story_state", "reason_source",
)  # fmt: skip
FIXED: Final = ("label", "counted", "t", "f", "f", "0", "{}", "{}", "", "none", "")
# What the trigger would have noted, as far as a snapshot asks: five reports of each code.
NOTICED: Final = """
INSERT INTO reports_dirtycode (code, report, guarded, sign)
SELECT code, key, true, 0 FROM (
  SELECT code, key, row_number() OVER (PARTITION BY code) AS place FROM reports_report
) AS reports WHERE place <= 5
"""
HELD: Final = """
SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class
WHERE relname IN ('reports_report', 'reports_tally', 'reports_statistic', 'reports_parentchange') ORDER BY relname
"""
COUNTED: Final = ", ".join(COLUMNS[2:26])
GROUPED: Final = f"SELECT count(*) FROM (SELECT {COUNTED} FROM reports_report GROUP BY {COUNTED}) AS grouped"  # noqa: S608


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.sizing")
    parser.add_argument("reports", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--share", help=argparse.SUPPRESS)  # a process of the rebuild: which share of how many
    options = parser.parse_args()
    if options.share:
        _work(*options.share.split(":"))
        return
    with scratch_servers(durable=True) as (home, servers):
        _settings(servers, str(home))
        print(table([figure for size in sorted(options.reports) for figure in measure(servers, size)]))


def measure(servers: Servers, size: int) -> list[Figure]:
    from reports import actions  # noqa: PLC0415  # Django has its settings by now

    chance = random.Random(size)
    with psycopg.connect(servers.database_url, autocommit=True) as database:
        _empty(database)
        filled = _timed(lambda: fill(database, chance, size))
        print(f"{size:,} reports written in {filled:.0f} s", file=sys.stderr, flush=True)
        grouped = _timed(lambda: database.execute(GROUPED))
        counted = _share_out("count")
        database.execute("TRUNCATE reports_tally")
        rebuilt = _share_out("rebuild")
        print(f"grouped, counted, rebuilt: {grouped:.1f}, {counted:.1f}, {rebuilt:.1f} s", file=sys.stderr, flush=True)
        database.execute("VACUUM ANALYZE")
        print(", ".join(f"{table}: {held}" for table, held in database.execute(HELD)), file=sys.stderr, flush=True)
        usual = [_refreshed(database, chance, size, _code(chance)) for _ in range(SAMPLE)]
        largest = [_refreshed(database, chance, size, _name(0)) for _ in range(LARGEST)]
        for _ in range(SMALL):
            add(database, chance, size, _name(chance.randrange(CODES // 2, CODES)))
        small = len(actions.dirty_codes()) / _share_out("refresh")
        audit(chance)
    return [
        Figure(what=f"{size:,} reports: all counted anew, two processes", unit="s", runs=[counted],
               against=Baseline(what="one GROUP BY over the columns", runs=[grouped])),
        Figure(what=f"{size:,} reports: all counted and published anew", unit="s", runs=[rebuilt],
               against=Baseline(what="one GROUP BY over the columns", runs=[grouped])),
        Figure(what=f"{size:,}: refresh after a report, codes as reports meet them", unit="ms", runs=usual,
               p95=p95(usual), against=promise("the largest code under", 250)),
        Figure(what=f"{size:,}: refresh of the largest code", unit="ms", runs=largest, p95=p95(largest),
               against=promise("issue: under", 250)),
        Figure(what=f"{size:,}: small refreshes, two processes", unit="/s", runs=[small],
               against=promise("issue: at least", 200)),
    ]  # fmt: skip


def fill(database: psycopg.Connection, chance: random.Random, size: int) -> None:
    """Past the trigger: the rebuild counts them."""
    answers = ["\t".join(_answers(chance)) for _ in range(DIFFERENT)]
    codes, weights = [_name(rank) for rank in range(CODES)], _zipf(CODES)
    days, ends = _days(), "\t".join(FIXED)
    with database.transaction():
        database.execute("SET LOCAL session_replication_role = replica")
        with database.cursor().copy(f"COPY reports_report ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for batch in _batches(size):
                chosen = chance.choices(codes, cum_weights=weights, k=len(batch))
                told = chance.choices(answers, k=len(batch))
                on = chance.choices(days, k=len(batch))
                copy.write("".join(
                    f"{chance.getrandbits(128):032x}\t{number:064x}\t{day}\t{code}\t{said}\t{ends}\n"
                    for number, code, said, day in zip(batch, chosen, told, on, strict=True)
                ))  # fmt: skip
        database.execute(NOTICED)
    database.execute("ANALYZE reports_report")


def add(database: psycopg.Connection, chance: random.Random, size: int, code: str) -> None:
    """One more report, as the site would write it, trigger and all."""
    digest = f"{size + chance.getrandbits(64):064x}"
    values = [f"{chance.getrandbits(128):032x}", digest, _days()[-1], code, *_answers(chance), *FIXED]
    places = ", ".join(["%s"] * len(values))
    database.execute(f"INSERT INTO reports_report ({', '.join(COLUMNS)}) VALUES ({places})", values)  # noqa: S608


def audit(chance: random.Random) -> None:
    """Speed counts for nothing if a figure is wrong."""
    from reports import actions  # noqa: PLC0415

    if waiting := actions.dirty_codes():
        raise ValueError(f"{len(waiting)} codes still wait")
    if wrong := actions.audit_statistics({_name(chance.randrange(50, CODES)) for _ in range(AUDITED)}):
        raise ValueError(wrong)


def _refreshed(database: psycopg.Connection, chance: random.Random, size: int, code: str) -> float:
    """Milliseconds."""
    from reports import actions  # noqa: PLC0415

    add(database, chance, size, code)
    return 1000 * _timed(lambda: actions.refresh_statistics(code=code))


def _share_out(what: str) -> float:
    """Two processes, each with half of the codes. The seconds of the longer one, from when it was ready to begin."""
    command = [sys.executable, "-m", "bench.sizing", "--share"]
    shares = [[*command, f"{what}:{share}:{WORKERS}"] for share in range(WORKERS)]
    running = [subprocess.Popen(share, stdout=subprocess.PIPE, text=True) for share in shares]
    told = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        raise RuntimeError(what)
    return max(map(float, told))


def _work(what: str, share: str, of: str) -> None:
    import django  # noqa: PLC0415

    django.setup()
    print(_timed(lambda: _each(what, int(share), int(of))))


def _each(what: str, share: int, of: int) -> None:
    from reports import actions  # noqa: PLC0415
    from reports.actions import tallying  # noqa: PLC0415

    codes = actions.dirty_codes() if what == "refresh" else sorted(actions.all_codes())
    for code in codes:
        if zlib.crc32(code.encode()) % of != share:
            continue
        if what == "count":
            tallying.recount(code)
        else:
            actions.refresh_statistics(code=code, everything=what == "rebuild")


def _settings(servers: Servers, home: str) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="medpay.settings",
        DATABASE_URL=servers.database_url,
        REDIS_URL=servers.redis_url,
        MEDPAY_SECRET_KEY=servers.secret_key,
        MEDPAY_HOME=home,
    )
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


def _empty(database: psycopg.Connection) -> None:
    with database.transaction():
        database.execute("SET LOCAL session_replication_role = replica")
        for name in "report dirtycode tally parent parentchange statistic guardedsnapshot".split():
            database.execute(f"TRUNCATE reports_{name} CASCADE" if name != "report" else "DELETE FROM reports_report")


def _answers(chance: random.Random) -> list[str]:
    """In the order of COLUMNS, from the payer to the amount."""
    outcome = chance.choice(("", "pending", "paid_full", "paid_full", "paid_part", "denied_again", "no_action"))
    return [
        chance.choices([f"payer-{rank:02}" for rank in range(PAYERS)], cum_weights=_zipf(PAYERS))[0],
        chance.choice(("", "commercial_insured", "self_funded", "medicare_advantage", "medicaid_managed", "medicare")),
        chance.choice(("bundled", "full_denial", "partial_denial", "units", "downcode", "underpaid", "frequency")),
        chance.choice(("CO", "CO", "CO", "PR", "OA")),
        chance.choices(REASONS, cum_weights=_zipf(len(REASONS)))[0],
        _list(chance, REMARKS, 2),
        _list(chance, MODIFIERS, 2),
        str(chance.randint(2021, 2026)),
        chance.choice(("", "", f"{chance.randrange(40):02}300")),
        chance.choice(("", "", *MODIFIERS)),
        _list(chance, ("corrected_claim", "appeal_1", "appeal_2", "reconsideration", "peer_to_peer"), 2),
        _list(chance, ("modifier_added", "records", "policy_cited", "units_split", "payer_error", "ncci_cited"), 2),
        outcome,
        chance.choice(("", "0-30", "31-60", "61-120", "120+")),
        chance.choice(("", "professional", "independent_lab", "hospital_outpatient")),
        chance.choice(("", "11", "22", "81")),
        chance.choice(("", f"C{chance.randrange(10, 99)}", f"M{chance.randrange(10, 99)}")),
        chance.choice(("", "TX", "NY", "CA", "FL", "TN", "OH", "WA", "IL")),
        chance.choice(("", "in", "out")),
        chance.choice(("", "front_end", "first_pass", "after_records", "post_payment")),
        chance.choice(("", "payer", "edit_vendor", "benefit_manager")),
        chance.choice(("", "0-50", "51-250", "251-1000", "1001-5000")),
    ]


def _list(chance: random.Random, choices: Sequence[str], most: int) -> str:
    return "{" + ",".join(chance.sample(choices, chance.randint(0, most))) + "}"


def _days() -> list[str]:
    today = datetime.datetime.now(datetime.UTC).date()
    return [(today - datetime.timedelta(days=days)).isoformat() for days in range(MONTHS * 30, -1, -1)]


def _zipf(count: int) -> list[float]:
    """Cumulative weights: the second is met half as often as the first, the third a third."""
    return list(itertools.accumulate(1 / rank for rank in range(1, count + 1)))


def _code(chance: random.Random) -> str:
    return chance.choices([_name(rank) for rank in range(CODES)], cum_weights=_zipf(CODES))[0]


def _name(rank: int) -> str:
    return f"{10000 + 7 * rank:05}"


def _batches(size: int) -> Iterator[range]:
    return (range(start, min(start + AT_ONCE, size)) for start in range(0, size, AT_ONCE))


def _timed(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
