"""What every room's tests may ask for."""

import gc
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.template import Context, Template
from django.test import override_settings
from django.test.signals import template_rendered
from django.utils.safestring import SafeString
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_django.plugin import DjangoDbBlocker
from xdist.scheduler import LoadFileScheduling

from codes.actions import load_starter
from tests.site import Site

# No test is timed: on a busy machine an example may take its time, and so may the drawing of it.
examples.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("house")


LONG = (  # files that take the longest: begun first, so that no process is left with one at the end
    "tests/faults/",
    "tests/journeys/",
    "tests/medpay/test_up.py",
    "tests/medpay/test_schema.py",
    "tests/reports/test_machine.py",
    "tests/reports/test_hostile_text.py",
    "tests/reports/test_screening_measured.py",
    "tests/reports/test_screening_rules.py",
    "tests/medpay/test_bootstrap.py",
    "tests/codes/test_edits.py",
    "tests/codes/test_payment_claim_properties.py",
    "tests/codes/test_places_loaded.py",
)


# One process makes them all: two browsers would share two cores, and two running sites be started where one does.
WITH_SITES = (
    "tests/faults/",
    "tests/journeys/",
    "tests/medpay/test_database_roles.py",
    "tests/medpay/test_up.py::TestARunningSite::",
)


class ByFileAndSites(LoadFileScheduling):  # type: ignore[misc]  # of a package without types
    """A file's tests stay together, and so do all that drive the running site."""

    def _split_scope(self, nodeid: str) -> str:
        return "sites" if nodeid.startswith(WITH_SITES) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileAndSites:
    return ByFileAndSites(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a file, those that ask for `starter` come last: its lists lie in the database from then on."""
    items.sort(key=lambda item: (not item.nodeid.startswith(LONG), "starter" in getattr(item, "fixturenames", ())))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not go through it time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def delete_everything(operations: DatabaseOperations, style: object, tables: Sequence[str], **_: Any) -> list[str]:
    """The SQL with which `django_db(transaction=True)` empties the tables: a trigger refuses TRUNCATE (I1).

    As a replica the session fires no trigger, so the order of the tables does not matter and nothing becomes dirty.
    """
    if not tables:
        return []
    deletions = [f"DELETE FROM {operations.quote_name(table)}" for table in tables]
    return ["SET LOCAL session_replication_role = replica", *deletions, "SET LOCAL session_replication_role = origin"]


@pytest.fixture(scope="session", autouse=True)
def _flush_by_deleting() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", delete_everything)
        yield


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files() -> Iterator[None]:
    """Pages name static files without the hashed copies that `manage.py up` makes; the journeys use those."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


def render_telling_of_pages(template: Template, context: Context) -> SafeString:
    """As Django's in tests, which copies the context for `response.context`, but not that of every included part."""
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    rendered: SafeString = template.nodelist.render(context)
    return rendered


@pytest.fixture(scope="session", autouse=True)
def _contexts_of_pages_alone(django_test_environment: None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render_telling_of_pages)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A password nobody must guess need not be slow to check."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    """What a test changes behind the database's back, such as a setting, must not meet a page made before."""
    caches["pages"].clear()


@pytest.fixture(scope="module")
def _starter_lists(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_starter()
        connection.check_constraints()  # once: else the end of each test asks it of every row again
        yield
        transaction.set_rollback(True)


@pytest.fixture
def starter(_starter_lists: None, db: None) -> None:
    """The starter lists, loaded once for all tests of a file that ask for them; what one changes the next has back."""


@pytest.fixture(scope="session")
def cms_data() -> Path:
    """The folder of CMS's real files. Tests that ask for it skip where MEDPAY_CMS_DATA does not name one."""
    named = os.environ.get("MEDPAY_CMS_DATA")
    if not named:
        pytest.skip("MEDPAY_CMS_DATA names no folder of CMS files, so nothing can be read from them")
    folder = Path(named)
    assert folder.is_dir(), f"MEDPAY_CMS_DATA is {named}, but there is no such folder"
    return folder


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a site with nothing in it yet but what comes with medpay: a copy is faster than another one."""
    site = Site(tmp_path_factory.mktemp("laid out"))
    site.manage("up", "--for", "check")
    return site.home


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory, laid_out: Path) -> Iterator[Site]:
    """One real `manage.py up`, worker and all, for the whole session."""
    site = Site(tmp_path_factory.mktemp("site in a path with spaces"), laid_out)
    site.start()
    yield site
    site.stop()
