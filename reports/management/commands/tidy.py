"""`manage.py tidy`: what the scheduler does once a day, for a site that runs without one. Harmless when run again."""

from typing import Any

from django.core.management.base import BaseCommand

from reports import actions
from reports.models import today


class Command(BaseCommand):
    help = "Delete what is not kept, let old reports expire, and renew the account under /transparency/."

    def handle(self, *_: Any, **__: Any) -> None:
        day = today()
        expired = actions.expire_reports(today=day)
        forgotten = actions.forget_originals() + sum(actions.tidy(today=day).values())
        renewed = actions.publish_transparency(today=day)
        self.stdout.write(
            f"{expired} reports expired or returned; {forgotten} rows forgotten; "
            f"the account under /transparency/ {'is renewed' if renewed else 'stays'}."
        )
