"""`manage.py audit_statistics`: recount everything from the reports; exit 1 on any mismatch."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports import actions


class Command(BaseCommand):
    help = "Recount every figure from the reports and compare. Codes with unseen changes are passed over."

    def handle(self, *_: Any, **__: Any) -> None:
        mismatches = actions.audit_statistics()
        for mismatch in mismatches:
            self.stderr.write(f"{mismatch.code}: {mismatch.what}")
        if mismatches:
            raise CommandError(f"{len(mismatches)} mismatches. `manage.py refresh_statistics --all` recounts.")
        waiting = len(actions.dirty_codes())
        self.stdout.write(
            "Every figure equals its recount." + (f" {waiting} codes await a refresh." if waiting else "")
        )
