"""Starts scratch servers before Django reads its settings. Loaded as a plugin: `-p tests.servers`.

From conftest.py it would be too late: pytest-django has read DATABASES by then. MEDPAY_TEST_DATABASE_URL and
MEDPAY_TEST_REDIS_URL name servers to be used instead.
"""

import os
import sys
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from medpay.embedded.scratch import scratch_servers

_running = ExitStack()


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    _keep_bytecode()
    if not early_config.known_args_namespace.help:
        _start()
    yield


def _keep_bytecode() -> None:
    """Where PYTHONDONTWRITEBYTECODE is set, each of the hundreds of programs started here would compile medpay anew."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _start() -> None:
    home, servers = _running.enter_context(
        scratch_servers(
            database_url=os.environ.get("MEDPAY_TEST_DATABASE_URL", ""),
            redis_url=os.environ.get("MEDPAY_TEST_REDIS_URL", ""),
        )
    )
    os.environ.update(
        DJANGO_SETTINGS_MODULE="medpay.settings",
        DATABASE_URL=servers.database_url,
        REDIS_URL=servers.redis_url,
        MEDPAY_HOME=str(home),
        MEDPAY_SECRET_KEY=servers.secret_key,
    )


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _running.close()
