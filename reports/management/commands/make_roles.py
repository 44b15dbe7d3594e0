"""`manage.py make_roles`: the roles of the desk, for a site that is not prepared by `up`. Harmless when run again."""

from typing import Any

from django.core.management.base import BaseCommand

from reports import actions


class Command(BaseCommand):
    help = "Make the roles Moderator, Senior and Administrator, and give each what it lacks."

    def handle(self, *_: Any, **__: Any) -> None:
        actions.make_roles()
