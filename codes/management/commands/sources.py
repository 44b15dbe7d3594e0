"""manage.py sources: where each published file comes from, what of it is loaded, and what the starter lists hold."""

from typing import Any

from django.core.management.base import BaseCommand

from codes.models import Payer, Reason, Release
from codes.sources import SOURCES, Source


class Command(BaseCommand):
    help = "Lists each source: official address, cadence, license, what is loaded, as of when."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for source in SOURCES.values():
            self.describe(source)
        self.describe_starter_lists()
        if not Release.objects.current().exists():
            self.stderr.write(self.style.WARNING("No current release is loaded: no code has a price (codes.W001)."))

    def describe(self, source: Source) -> None:
        self.stdout.write(f"{source.name}: {source.title}")
        for word, value in (("address", source.address), ("appears", source.cadence), ("license", source.licence)):
            self.stdout.write(f"  {word}  {value}")
        loaded = list(Release.objects.current().filter(source=source.name).order_by("-effective", "variant"))
        if not loaded:
            self.stdout.write("  loaded   nothing")
            return
        for line in as_table([HEADINGS, *(cells(release, source) for release in loaded)]):
            self.stdout.write(f"  {line}")

    def describe_starter_lists(self) -> None:
        held = (
            ("payers", Payer.objects.count(), "names and families"),
            ("reasons", Reason.objects.count(), "CARC and RARC, in our own words"),
        )
        self.stdout.write("starter: lists that come with medpay, besides the fees named above")
        for line in as_table([(name, f"{rows:,}", what if rows else "nothing loaded") for name, rows, what in held]):
            self.stdout.write(f"  {line}")


HEADINGS = ("loaded", "for", "in effect from", "rows", "imported on")


def cells(release: Release, source: Source) -> tuple[str, ...]:
    rows = f"{release.rows:,}" if release.complete else f"{release.rows:,}, not complete"
    whose = source.variants.get(release.variant, release.variant)
    return release.label, whose, f"{release.effective}", rows, f"{release.imported_at:%Y-%m-%d}"


def as_table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
