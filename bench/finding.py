"""Database time of a search, as somebody types and as a page, over as many codes and diagnoses as are published.

A program of its own, as `bench.importing`: `python -m bench.finding ROUNDS` under the environment of a running site. It
fills the tables with generated words, asks the written list of queries, each ROUNDS times, and prints one line of JSON:
milliseconds in the database, for each query the median of its rounds. The rows stay.
"""

import csv
import datetime
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate, product
from string import ascii_uppercase
from typing import Any, Final

from bench.figures import Figure, p95, promise
from tests.site import ROOT, Site

QUERIES: Final = ROOT / "tests" / "codes" / "queries.csv"
CODES: Final = 20_000
DIAGNOSES: Final = 75_000
WORDS: Final = 15_000
LONGEST_NAME: Final = 120  # characters
MILLISECONDS_PROMISE: Final = 30.0
SYLLABLES: Final = (
    "al ar ba be bro ca cer cho cul der dia do em en fi fo ga gly hy in ker la li lo ma me my ne no".split()
)
SYLLABLES_AFTER: Final = (
    "on or os pa per phy plas ra re ri sal scle se si sto ta te the ti to tra tu um ur va vi xo".split()
)


def measure(site: Site, *, rounds: int) -> list[Figure]:
    asked = subprocess.run(
        [sys.executable, "-m", "bench.finding", str(rounds)],
        cwd=ROOT,
        env=site.env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    timed: dict[str, list[float]] = json.loads(asked.stdout)
    return [
        Figure(
            what=f"database time of {what}, {CODES:,} codes, {DIAGNOSES:,} diagnoses",
            unit="ms",
            runs=runs,
            p95=p95(runs),
            against=promise("issue: p95 under", MILLISECONDS_PROMISE),
        )
        for what, runs in timed.items()
    ]


def queries() -> list[str]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [row["query"] for row in csv.DictReader(file)]


def timed(rounds: int) -> dict[str, list[float]]:
    """In this process, with Django set up. Milliseconds in the database, for each query the median of its rounds."""
    from django.test import RequestFactory  # noqa: PLC0415  # Django is set up first

    from codes import views  # noqa: PLC0415

    asked = RequestFactory(headers={"host": "127.0.0.1"})
    searches: dict[str, Callable[[str], object]] = {
        "suggestions": lambda text: views.suggestions(asked.get("/search/suggest/", {"q": text})),
        "a page of results": lambda text: views.index(asked.get("/codes/", {"search": text})),
    }
    for search in searches.values():
        search("warm")
    return {
        what: [statistics.median(_in_database(search, text) for _ in range(rounds)) for text in queries()]
        for what, search in searches.items()
    }


def _in_database(search: Callable[[str], object], text: str) -> float:
    """Milliseconds."""
    from django.db import connection  # noqa: PLC0415

    spent = 0.0

    def watch(execute: Callable[..., object], *arguments: Any) -> object:
        nonlocal spent
        started = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            spent += time.perf_counter() - started

    with connection.execute_wrapper(watch):
        search(text)
    return spent * 1000


def fill() -> None:
    """The tables as full as with everything that is published; every text is made up."""
    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from codes.models import Code, Diagnosis, Release  # noqa: PLC0415

    phrase = _phrases(random.Random(5))
    with transaction.atomic():
        known = set(Code.objects.values_list("pk", flat=True))
        for code in Code.objects.filter(name=""):
            code.official = phrase(12)
            code.save(update_fields=["official"])
        missing = (code for code in _codes() if code not in known)
        Code.objects.bulk_create(
            Code(code=next(missing), name=phrase(5)[:LONGEST_NAME], official=phrase(14))
            for _ in range(CODES - len(known))
        )
        release = Release.objects.create(
            source="icd10cm",
            label="made up",
            effective=timezone.now().date() - datetime.timedelta(days=1),
            digest="made up",
            complete=True,
            state=Release.State.CURRENT,
            rows=DIAGNOSES,
        )
        diagnoses = (Diagnosis(release=release, code=code, words=phrase(7)) for code in _diagnoses())
        Diagnosis.objects.bulk_create(diagnoses, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE codes_code, codes_diagnosis")


def _phrases(chance: random.Random) -> Callable[[int], str]:
    """Makes texts of about so many words, a few of them very common, as in every language; those searched for too."""
    made_up = {"".join(chance.choices(SYLLABLES, k=2) + chance.choices(SYLLABLES_AFTER, k=2)) for _ in range(WORDS)}
    searched = sorted({word for query in queries() for word in query.lower().split() if word.isalpha()})
    vocabulary = [*sorted(made_up), *searched]
    chance.shuffle(vocabulary)
    weights = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    return lambda words: " ".join(chance.choices(vocabulary, cum_weights=weights, k=words + chance.randint(-2, 2)))


def _codes() -> Iterator[str]:
    return (f"{letter}{number:04}" for number, letter in product(range(10_000), ascii_uppercase[:22]))


def _diagnoses() -> Iterator[str]:
    every = (f"{letter}{number:04}" for number, letter in product(range(10_000), ascii_uppercase))
    return (code for code, _ in zip(every, range(DIAGNOSES), strict=False))


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "medpay.settings"
    import django  # noqa: PLC0415  # its settings have a name now

    django.setup()
    fill()
    print(json.dumps(timed(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
