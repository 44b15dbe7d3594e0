"""manage.py data (make data): fetches CMS's current releases from their official addresses and imports them."""

import argparse
import datetime
import zipfile
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from django.core.management.base import BaseCommand
from django.utils import timezone

from codes import actions
from codes.management.commands.import_release import in_words
from codes.management.progress import progress_bar
from codes.models import Release
from codes.sources import SOURCES, NotPublishedError, Source, SourceError

TERMS = """\
These files come from the Centers for Medicare & Medicaid Services (CMS) and contain CPT codes and descriptions,
which are copyright American Medical Association (AMA). CMS shows AMA's license before a download by hand:
  https://www.cms.gov/apps/ama/license.asp
In short: you may use CPT within your organization, in the United States, for Medicare and other CMS programs.
You may not sell or redistribute it, or make derivative works of it. AMA gives no warranty, and U.S. government
rights are restricted (FARS/DFARS). Read the full text there. The figures themselves (RVUs, indicators) are public.
medpay reads codes and figures from these files. It never stores or shows a CPT description.
If you accept CMS's and AMA's terms, run again with --accept-cms-ama-terms; with make:
  make data ARGS=--accept-cms-ama-terms"""


class Command(BaseCommand):
    help = "Fetches CMS's current releases and imports them. Says first what their terms are."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--accept-cms-ama-terms", action="store_true", help="you have read and accept the terms")
        parser.add_argument("--from", dest="base", metavar="ADDRESS", help="a mirror to fetch from instead of cms.gov")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["accept_cms_ama_terms"]:
            self.stderr.write(TERMS)
            raise SystemExit(1)
        today = timezone.now().date()
        failed = [
            problem
            for addresses, sources in wanted_zips(today, options["base"]).items()
            for problem in self.bring(sources, addresses)
        ]
        self.name_what_is_fetched_by_hand(today)
        if failed:
            self.stderr.write(
                "\n".join([*failed, "By hand: save the zip in a browser, then import_release SOURCE FILE."])
            )
            raise SystemExit(1)

    def bring(self, sources: list[Source], addresses: Sequence[str]) -> list[str]:
        """Imports from the first of `addresses` at which something is published. Returns what went wrong."""
        names = ", ".join(source.name for source in sources)
        for address in addresses:
            self.stdout.write(f"Fetching {address} for {names}")
            try:
                with actions.at_hand(address) as held:
                    if not zipfile.is_zipfile(held.file):  # one complaint says it all
                        return [self.bring_one(sources[0], held)]
                    return [problem for source in sources if (problem := self.bring_one(source, held))]
            except NotPublishedError:
                continue
            except SourceError as problem:
                return [str(problem)]
        return [f"{names}: nothing is published at {', '.join(addresses)}; see {sources[0].address}"]

    def bring_one(self, source: Source, held: actions.AtHand) -> str:
        """Imports each file of one kind from a zip. Returns what went wrong, or ""."""
        known = set(Release.objects.values_list("pk", flat=True))
        try:
            with progress_bar() as progress:
                taken = actions.import_all(source=source.name, path=held, progress=progress)
        except SourceError as problem:
            return f"{source.name}: {problem}"
        for release in taken:
            self.stdout.write(in_words(release, new=release.pk not in known))
        return ""

    def name_what_is_fetched_by_hand(self, today: datetime.date) -> None:
        """Sources whose files have no address that can be foretold."""
        by_hand = [source for source in SOURCES.values() if not source.zip_names(today)]
        if by_hand:
            self.stdout.write("Not fetched, since their addresses change. Save the file and give it to import_release:")
        for source in by_hand:
            self.stdout.write(f"  {source.name}: {source.address}")


def wanted_zips(today: datetime.date, base: str | None = None) -> dict[tuple[str, ...], list[Source]]:
    """Each zip once, by the addresses to try for it, with every kind of file that is read from it."""
    wanted: dict[tuple[str, ...], list[Source]] = {}
    for source in SOURCES.values():
        for names in source.zip_names(today):
            addresses = tuple(urljoin(base or source.downloads, name) for name in names)
            wanted.setdefault(addresses, []).append(source)
    return wanted
