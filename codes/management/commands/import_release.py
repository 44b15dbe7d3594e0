"""manage.py import_release mpfs rvu25d.zip: takes in one published file, or each of its kind in a zip."""

import argparse
import datetime
from typing import Any

from django.core.management.base import BaseCommand

from codes import actions
from codes.management.progress import progress_bar
from codes.models import Release
from codes.sources import SOURCES, SourceError


class Command(BaseCommand):
    help = "Loads one file that CMS publishes: plain, gzip or zip, from disk or from its address."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("source", choices=sorted(SOURCES), help="what kind of file it is")
        parser.add_argument("path", metavar="path_or_url", help="the file, or its http(s) address")
        parser.add_argument(
            "--effective",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the first day it is in effect, where the file does not say",
        )
        parser.add_argument("--label", metavar="RVU25D", help="CMS's name of the release, where the file does not say")
        parser.add_argument(
            "--excerpt",
            action="store_true",
            help="the file is a selection: take it in for what it holds, and ask nothing else of it",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        known = set(Release.objects.values_list("pk", flat=True))
        try:
            with progress_bar() as progress:
                taken = actions.import_all(
                    source=options["source"],
                    path=options["path"],
                    effective=options["effective"],
                    label=options["label"],
                    excerpt=options["excerpt"],
                    progress=progress,
                )
        except SourceError as problem:
            self.stderr.write(str(problem))
            raise SystemExit(1) from problem
        for release in taken:
            self.stdout.write(in_words(release, new=release.pk not in known))


def in_words(release: Release, *, new: bool) -> str:
    kind = f" ({release.variant.upper()})" if release.variant else ""
    what = "loaded" if new else "was loaded already"
    first = f"{release.label}{kind} {what}: {release.rows:,} rows, in effect from {release.effective}"
    return "\n".join([first, *(f"  {note}" for note in release.notes.splitlines())])
