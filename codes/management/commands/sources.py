"""manage.py sources: where each published file comes from, what of it is loaded, and what the starter lists hold."""

import os
import sys
import textwrap
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.core.management.base import BaseCommand

from codes.models import Payer, Reason, Release
from codes.sources import SOURCES, Source

WIDTH: Final = 80  # columns of a terminal; only an address is ever longer


class Command(BaseCommand):
    help = "Lists each source: official address, cadence, license, what is loaded, as of when."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            self.describe_all()
            self.stdout.flush()
        except BrokenPipeError:  # whoever reads has read enough, as `head` does; nor may the last flush complain
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def describe_all(self) -> None:
        loaded: defaultdict[str, list[Release]] = defaultdict(list)
        for release in Release.objects.current().order_by("-effective", "variant"):
            loaded[release.source].append(release)
        for source in SOURCES.values():
            self.describe(source, loaded[source.name])
        self.describe_starter_lists()
        if not any(loaded.values()):
            self.stderr.write(self.style.WARNING("No current release is loaded: no code has a price (codes.W001)."))

    def describe(self, source: Source, loaded: Sequence[Release]) -> None:
        self.say(f"{source.name}: {source.title}")
        self.say(source.address, "  address  ")
        self.say(source.cadence, "  appears  ")
        self.say(source.licence, "  license  ")
        if not loaded:
            self.say("nothing", "  loaded   ")
            return
        head, *lines = as_table([HEADINGS, *map(cells, loaded)])
        self.stdout.write(f"  {head}")
        for line, release in zip(lines, loaded, strict=True):
            self.stdout.write(f"  {line}")
            if release.variant or len(source.variants) > 1:
                self.say(f"for {source.variants.get(release.variant, release.variant)}", "    ")

    def describe_starter_lists(self) -> None:
        held = (
            ("payers", Payer.objects.count(), "names and families"),
            ("reasons", Reason.objects.count(), "CARC and RARC, in our own words"),
        )
        self.say("starter: lists that come with medpay, besides the fees named above")
        for line in as_table([(name, f"{count:,}", what if count else "nothing loaded") for name, count, what in held]):
            self.stdout.write(f"  {line}")

    def say(self, text: str, first: str = "") -> None:
        lines = textwrap.wrap(
            text,
            WIDTH,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_long_words=False,
            break_on_hyphens=False,
        )
        self.stdout.write("\n".join(lines))


HEADINGS: Final = ("loaded", "as of", "rows", "imported on")


def cells(release: Release) -> tuple[str, ...]:
    rows = f"{release.rows:,}" if release.complete else f"{release.rows:,}, not complete"
    return release.label, f"{release.effective}", rows, f"{release.imported_at:%Y-%m-%d}"


def as_table(table: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
