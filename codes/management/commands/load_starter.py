"""manage.py load_starter: the reference a fresh site is born with. Harmless when run again."""

from typing import Any

from django.core.management.base import BaseCommand

from codes import actions
from codes.sources import SourceError


class Command(BaseCommand):
    help = "Brings the starter codes, fees, payers and reasons up to date; complete CMS releases stay as they are."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            changed = actions.load_starter()
        except SourceError as problem:
            self.stderr.write(str(problem))
            raise SystemExit(1) from problem
        said = ", ".join(f"{name}: {count:,} rows" for name, count in changed.items() if count)
        self.stdout.write(f"Starter data: {said or 'up to date'}.")
