"""Brings the database, the roles, the starter data and the static files up to date. Harmless when run again."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from codes.models import Payer, Reason
from medpay.ownership import as_owner
from reports.actions import NoDemonstration, check_demonstration, fold_parents, follow_rules, make_roles

FIRST_TIME = "Laying out the tables"


class Command(BaseCommand):
    help = "Migrates, loads the starter data, collects static files where they changed."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        with as_owner():
            self.lay_out_tables()
        make_roles()
        try:
            check_demonstration()
        except NoDemonstration as problem:
            raise CommandError(str(problem)) from None
        self.load_starter()
        follow_rules()
        collect_static_files(Path(settings.STATIC_ROOT))
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.stdout.write(
                "There is no moderator yet. From another terminal: .venv/bin/python manage.py createsuperuser"
            )

    def load_starter(self) -> None:
        """Figures of payers and reasons carry the words they were made with, so new words make them anew."""
        before = _words()
        call_command("load_starter")
        if before != _words():
            fold_parents(everything=True)

    def lay_out_tables(self) -> None:
        """Says one line where there is something to do; each migration by name only if one fails."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the tables up to date" if executor.loader.applied_migrations else FIRST_TIME)
        details = StringIO()
        with ExitStack() as on_failure:
            on_failure.callback(lambda: self.stdout.write(details.getvalue()))
            call_command("migrate", interactive=False, verbosity=1, skip_checks=True, no_color=True, stdout=details)
            on_failure.pop_all()


def _words() -> set[tuple[str, ...]]:
    reasons = Reason.objects.values_list("kind", "code", "paraphrase")
    return {*reasons, *Payer.objects.values_list("slug", "name")}


def collect_static_files(root: Path) -> None:
    """Collects into `root` unless the files there came from just these sources."""
    stamp = root / "sources.sha256"
    digest = hashlib.sha256("\n".join(_static_sources()).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest)


def _static_sources() -> Iterator[str]:
    """Each static file with its size and time of change, in nanoseconds."""
    for finder in get_finders():
        for path, storage in finder.list([]):
            source = Path(storage.path(path)).stat()
            yield f"{path} {source.st_size} {source.st_mtime_ns}"
