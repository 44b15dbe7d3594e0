"""System check: is there a fee schedule to price by."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004  # Django's own name
from django.db import connections

from codes.models import Release


@register(Tags.database)
def check_current_release(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: object
) -> list[CheckMessage]:
    """Asks only databases that are named (`check --database default`, migrate), and only once they have our tables."""
    empty = [
        alias
        for alias in databases or ()
        if Release._meta.db_table in connections[alias].introspection.table_names()
        and not Release.objects.using(alias).current().exists()
    ]
    return [
        Warning(
            f"No current release of any source is loaded in the database “{alias}”: no code has a price.",
            hint="Run manage.py load_starter for the starter lists, or make data for CMS's own files.",
            id="codes.W001",
        )
        for alias in empty
    ]
