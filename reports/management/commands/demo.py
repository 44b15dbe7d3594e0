"""`manage.py demo`: fills a site for demonstration with generated reports. Never one that has real ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports import actions


class Command(BaseCommand):
    help = "Fill a site that is marked as a demonstration (MEDPAY_DEMO=on) with generated reports."

    def handle(self, *_: Any, **__: Any) -> None:
        self.stdout.write("Generating reports and counting them …")
        try:
            reports = actions.fill_demonstration()
        except actions.NoDemonstration as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"{reports:,} generated reports on 40 codes." if reports else "The generated reports stand here already."
        )
