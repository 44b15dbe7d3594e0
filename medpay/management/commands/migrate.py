"""Django's own `migrate`, as the owner of the database; then the other roles are let in to what is there now."""

from typing import Any

from django.core.management.commands import migrate

from medpay.ownership import as_owner, let_the_others_in


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        """With the checks that come before, which ask the database too."""
        with as_owner():
            said = super().execute(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                let_the_others_in()
        return said
