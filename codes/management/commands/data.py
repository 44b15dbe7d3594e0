"""manage.py data (make data): fetches CMS's current releases from their official addresses and imports them."""

import argparse
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
        failed = [
            problem
            for source in SOURCES.values()
            for names in source.zip_names(timezone.now().date())
            if (problem := self.bring(source, [urljoin(options["base"] or source.downloads, name) for name in names]))
        ]
        if failed:
            self.stderr.write(
                "\n".join([*failed, "By hand: save the zip in a browser, then import_release SOURCE FILE."])
            )
            raise SystemExit(1)

    def bring(self, source: Source, addresses: list[str]) -> str:
        """Imports from the first of `addresses` at which something is published. Returns what went wrong, or ""."""
        for address in addresses:
            try:
                self.bring_one(source, address)
            except NotPublishedError:
                continue
            except SourceError as problem:
                return str(problem)
            return ""
        return f"{source.name}: nothing is published at {', '.join(addresses)}; see {source.address}"

    def bring_one(self, source: Source, address: str) -> None:
        self.stdout.write(f"Fetching {address}")
        known = set(Release.objects.values_list("pk", flat=True))
        with progress_bar() as progress:
            taken = actions.import_all(source=source.name, path=address, progress=progress)
        for release in taken:
            self.stdout.write(in_words(release, new=release.pk not in known))
