"""`make run` as a person or a script meets it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from pytest_django import Settings

from medpay.embedded import StartError, state
from medpay.management.commands import up
from tests.medpay.databases import dump, servers_of
from tests.site import ROOT, Site, assert_gone, free_port, until

ROLES = ("web", "worker", "scheduler", "sweeper", "postgres", "redis")


def refused(*arguments: str, **env: str) -> str:
    """What `manage.py up` says when it will not start."""
    asked = subprocess.run(
        [sys.executable, "manage.py", "up", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert asked.returncode == 1, asked.stdout + asked.stderr
    return asked.stderr


class TestARunningSite:
    def test_the_status_names_every_role_with_its_main_process_first(self, running_site: Site) -> None:
        until(lambda: len(running_site.status()["worker"]) >= 3, 30, running_site.output)
        status = json.loads(running_site.manage("up", "--status").stdout)
        assert tuple(status) == ROLES
        assert {role: len(status[role]) for role in ("scheduler", "redis")} == {"scheduler": 1, "redis": 1}
        assert len([pid for pid in status["worker"][1:] if psutil.Process(pid).ppid() == status["worker"][0]]) == 2
        for role in ROLES:
            assert psutil.Process(status[role][0]).ppid() == running_site.process.pid  # type: ignore[union-attr]

    def test_the_ready_line_stands_alone_and_comes_after_the_way_to_an_admin_account(self, running_site: Site) -> None:
        lines = running_site.output().splitlines()
        ready = lines.index(f"medpay is ready at {running_site.url}")
        assert [n for n, line in enumerate(lines[:ready]) if "manage.py createsuperuser" in line] != []
        assert running_site.output().count("medpay is ready at") == 1

    def test_every_other_line_is_labelled(self, running_site: Site) -> None:
        labels = {line.partition(" | ")[0].strip() for line in running_site.output().splitlines() if " | " in line}
        bare = [line for line in running_site.output().splitlines() if " | " not in line]
        assert labels <= {*ROLES, "up", "setup"}
        assert bare == [f"medpay is ready at {running_site.url}"]

    @pytest.mark.parametrize("role", ROLES)
    def test_a_killed_program_is_started_again(self, running_site: Site, role: str) -> None:
        family = [psutil.Process(pid) for pid in running_site.status()[role]]
        family[0].kill()
        until(
            lambda: (now := running_site.status()[role]) and now[0] != family[0].pid and running_site.answers(),
            60,
            running_site.output,
        )
        assert_gone(family, running_site.output)

    @pytest.mark.parametrize("another_port", [False, True], ids=["its port", "another port"])
    def test_a_second_run_on_the_same_home_is_refused(self, running_site: Site, another_port: bool) -> None:
        port = str(free_port() if another_port else running_site.port)
        said = refused(**{**running_site.env, "PORT": port}, DATABASE_URL="", REDIS_URL="")
        assert said == f"medpay is already running at {running_site.url} (from {running_site.home}): stop it first.\n"

    def test_connections_that_the_database_ended_cost_nobody_an_error(self, running_site: Site) -> None:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'medpay_app'"
        assert [running_site.answers() for _ in range(16)] == [True] * 16  # in both processes a connection is open
        with psycopg.connect(servers_of(running_site).owner_url, autocommit=True) as owner:
            assert len(owner.execute(ended).fetchall()) >= 2
        assert [running_site.answers() for _ in range(16)] == [True] * 16

    def test_a_taken_port_is_named(self, running_site: Site, tmp_path: Path) -> None:
        said = refused(MEDPAY_HOME=str(tmp_path), PORT=str(running_site.port))
        assert said == (
            f"Port {running_site.port} is taken by another program: stop that one, "
            f"or choose another port, as in `make run PORT={running_site.port + 1}`.\n"
        )

    def test_commands_find_the_running_servers_by_the_home_alone(self, running_site: Site) -> None:
        assert "[X] 0001_initial" in running_site.manage("showmigrations", "auth").stdout

    def test_a_command_given_to_up_runs_on_the_running_servers(self, running_site: Site) -> None:
        assert "[X] 0001_initial" in running_site.manage("up", "--for", "showmigrations", "auth").stdout


def take_everything_from_the_roles(site: Site) -> None:
    with psycopg.connect(servers_of(site).owner_url, autocommit=True) as owner:
        for role in ("medpay_app", "medpay_backup"):
            owner.execute(f"REVOKE ALL ON DATABASE medpay FROM {role}".encode())
            owner.execute(f"DROP OWNED BY {role}".encode())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Started and stopped by each test in turn, always on the same home."""
    site = Site(tmp_path_factory.mktemp("stopped and started"))
    yield site
    site.stop()


class TestStartingAndStopping:
    def test_the_first_start_says_in_one_line_that_it_lays_out_the_tables_and_sigterm_leaves_nothing(
        self, site: Site
    ) -> None:
        site.start()
        setup = [line.partition(" | ")[2] for line in site.output().splitlines() if line.startswith("setup")]
        assert setup[0] == "Laying out the tables"
        assert setup[1].startswith("Starter data: codes.csv: ")
        assert setup[2].startswith("There is no moderator yet.")
        assert len(setup) == 3
        site.manage("createsuperuser", "--noinput", "--username=ann", "--email=", DJANGO_SUPERUSER_PASSWORD="x" * 20)
        processes = site.remember()
        assert len(processes) > len(ROLES)
        site.stop()
        assert site.process is not None
        assert site.process.returncode == 0
        assert site.output().splitlines()[-1].startswith("postgres")  # the last to stop

    def test_a_second_run_keeps_the_data_and_ctrl_c_in_make_ends_it(self, site: Site) -> None:
        site.start("make", "run", f"PYTHON={sys.executable}")  # how quickly: bench/starting.py
        assert "createsuperuser" not in site.output()
        processes = site.remember()
        os.killpg(site.process.pid, signal.SIGINT)  # type: ignore[union-attr]  # as a terminal does
        assert_gone(processes, site.output)
        assert "Traceback" not in site.output()

    def test_an_interrupt_to_make_alone_ends_it(self, site: Site) -> None:
        site.start("make", "run", f"PYTHON={sys.executable}")
        processes = site.remember()
        processes[0].send_signal(signal.SIGINT)
        assert_gone(processes, site.output)

    def test_a_killed_make_leaves_nothing(self, site: Site) -> None:
        site.start("make", "run", f"PYTHON={sys.executable}")
        processes = site.remember()
        processes[0].kill()
        assert_gone(processes, site.output)

    def test_sigkill_leaves_nothing_neither_process_nor_folder(self, site: Site) -> None:
        site.start()
        processes = site.remember()
        announced = state.announcement(site.home)
        assert announced is not None
        sockets = Path(announced["servers"][0].partition("?host=")[2])
        assert sockets.is_dir()
        take_everything_from_the_roles(site)  # for the next start
        processes[0].kill()
        assert_gone(processes, site.output)
        until(lambda: not sockets.parent.exists(), 10, site.output)
        assert state.running(site.home) is None

    def test_after_a_crash_it_starts_again_and_brings_a_home_from_before_the_roles_up_to_date(self, site: Site) -> None:
        for name in ("postgres-application-password", "postgres-backup-password"):
            (site.home / name).unlink()
        site.start()
        assert site.answers()
        said = site.manage("shell", "-c", "from reports.models import Report; print(Report.objects.all().delete()[0])")
        assert said.stdout.splitlines()[-1] == "0"
        assert "COPY public.reports_report" in dump(site)
        site.stop()


class TestOutsideServers:
    def test_given_servers_are_used_and_not_started(self, tmp_path: Path) -> None:
        """The servers of this test session stand in for a database and a Redis that somebody else runs."""
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("CREATE DATABASE outside")
            site = Site(
                tmp_path,
                DATABASE_URL=os.environ["DATABASE_URL"].replace("/medpay?", "/outside?"),
                REDIS_URL=os.environ["REDIS_URL"].removesuffix("0") + "9",
            )
            site.start()
            status = site.status()
            site.stop()
            connection.execute("DROP DATABASE outside")
        assert (status["postgres"], status["redis"]) == ([], [])
        assert all(status[role] for role in ("web", "worker", "scheduler", "sweeper"))
        assert not (site.home / "postgres").exists()

    def test_a_command_alone_has_servers_for_its_time(self, site: Site) -> None:
        assert state.running(site.home) is None
        said = site.manage("up", "--for", "showmigrations", "auth").stdout
        assert "[X] 0001_initial" in said
        assert state.running(site.home) is None


class TestRefusals:
    def test_the_run_beside_manage_py_is_the_one_of_this_folder(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.MEDPAY_HOME = settings.BASE_DIR / ".medpay"
        monkeypatch.setattr(state, "announcement", lambda: {"web": "http://127.0.0.1:8000/"})
        with pytest.raises(StartError) as caught:
            up.refuse_a_second_run()
        said = "medpay is already running at http://127.0.0.1:8000/ (from this folder): stop it first."
        assert str(caught.value) == said

    def test_servers_without_a_site_are_no_second_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MEDPAY_HOME", str(tmp_path))
        with state.held(tmp_path):
            state.announce(tmp_path, state.Servers("", "", ""), {})
            up.refuse_a_second_run()

    def test_nothing_running_has_no_status(self, tmp_path: Path) -> None:
        said = refused("--status", MEDPAY_HOME=str(tmp_path))
        assert said == "medpay is not running: start it with `make run`.\n"

    def test_data_of_a_newer_postgresql_stays_untouched(self, tmp_path: Path) -> None:
        (tmp_path / "postgres").mkdir()
        (tmp_path / "postgres" / "PG_VERSION").write_text("99\n")
        said = refused(MEDPAY_HOME=str(tmp_path), DATABASE_URL="", REDIS_URL="", PORT=str(free_port()))
        assert said.startswith(f"The data in {tmp_path / 'postgres'} was written by PostgreSQL 99, which is newer than")
        assert said.count("\n") == 1

    @pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1", "80.5"])
    def test_a_port_is_a_number_from_1_to_65535(self, settings: Settings, port: str) -> None:
        settings.PORT = port
        with pytest.raises(StartError, match="a port is a number from 1 to 65535"):
            up.web_port()

    def test_the_highest_port_when_taken_suggests_a_lower_one(self, settings: Settings) -> None:
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", 65_535))
            taken.listen()
            settings.PORT = "65535"
            with pytest.raises(StartError, match="PORT=8000"):
                up.web_port()

    def test_a_web_server_that_is_not_there_does_not_answer(self) -> None:
        assert not up.web_answers(free_port(), "/healthz")
