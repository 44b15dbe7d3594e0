"""The loop that keeps programs running, with small programs in place of the real ones."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from medpay import supervisor as subject
from medpay.embedded import StartError
from medpay.embedded.children import Guard, Launch
from medpay.supervisor import Role, Stopped, Supervisor, Voice, supervising
from tests.site import until

WAIT = "import time; time.sleep(60)"


def python(program: str) -> Launch:
    return Launch([sys.executable, "-c", program], dict(os.environ))


@pytest.fixture
def announced() -> list[Mapping[str, int]]:
    return []


@pytest.fixture
def supervisor(announced: list[Mapping[str, int]]) -> Iterator[Supervisor]:
    guard = Guard()
    with supervising(Voice(6), guard, announced.append) as running:
        yield running
    guard.close()


class Closed(io.StringIO):
    """A pipe that nobody reads any more."""

    def write(self, _: str) -> int:
        raise BrokenPipeError


class Alarm:
    """Says yes after some seconds, so that a loop under test comes to an end."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def __call__(self) -> bool:
        return time.monotonic() > self.at


def spin(supervisor: Supervisor, until_said: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Lets the supervisor work until its output holds these words; that output."""
    said: list[str] = []

    def heard() -> bool:
        said.append(capsys.readouterr().out)
        return until_said in "".join(said)

    supervisor.wait_for(heard, patience=20, complaint=f"never said: {until_said}")
    return "".join(said)


class TestOutput:
    def test_each_line_carries_its_label(self, supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
        supervisor.run("setup", python("print('one'); print(); print('two', end='')"), complaint="")
        assert capsys.readouterr().out == "setup  | one\nsetup  | two\n"

    def test_errors_and_output_come_together(self, supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
        supervisor.run("setup", python("import sys; print('hm', file=sys.stderr)"), complaint="")
        assert capsys.readouterr().out == "setup  | hm\n"

    def test_muted_lines_are_not_shown(self, supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
        supervisor.add(
            Role("redis", python(f"print('use overcommit'); print('well', flush=True); {WAIT}"), muted=("over",))
        )
        assert spin(supervisor, "well", capsys) == "redis  | well\n"

    def test_when_nobody_listens_everything_stops(
        self, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As in `make run | head`."""
        monkeypatch.setattr(sys, "stdout", Closed())
        supervisor.add(Role("web", python(f"print('hello', flush=True); {WAIT}")))
        with pytest.raises(Stopped):
            supervisor.watch(Alarm(20))
        assert not supervisor.voice.heard
        sys.stdout.close()  # the null device that took its place


class TestRestart:
    def test_what_dies_is_started_again_and_the_wait_grows(
        self, supervisor: Supervisor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subject, "FIRST_WAIT", 0.01)
        monkeypatch.setattr(subject, "LONGEST_WAIT", 0.15)
        supervisor.add(Role("web", python("raise SystemExit(3)")))
        spin(supervisor, "\n".join(["web    | ended with code 3; it is started again."] * 3), capsys)
        assert supervisor.programs[0].wait == 0.15

    def test_a_long_life_makes_the_next_wait_short_again(
        self, supervisor: Supervisor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subject, "LONG_LIFE", 0.0)
        supervisor.add(Role("web", python("raise SystemExit(3)")))
        supervisor.programs[0].wait = 4.0
        spin(supervisor, "ended with code 3", capsys)
        assert supervisor.programs[0].wait == 2 * subject.FIRST_WAIT

    def test_the_new_process_is_announced(
        self, supervisor: Supervisor, announced: list[Mapping[str, int]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        supervisor.add(Role("web", python(WAIT)))
        first = announced[-1]["web"]
        os.kill(first, signal.SIGKILL)
        spin(supervisor, "web    | ended by SIGKILL; it is started again.", capsys)
        supervisor.wait_for(lambda: announced[-1].get("web", first) != first, patience=20, complaint="")
        assert {} in announced

    def test_what_a_dead_program_leaves_is_ended_first(
        self, supervisor: Supervisor, announced: list[Mapping[str, int]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A worker of a killed web server would hold its port."""
        program = (
            f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', '{WAIT}']).pid, flush=True); {WAIT}"
        )
        supervisor.add(Role("web", python(program)))
        worker = int(spin(supervisor, "\n", capsys).split("|")[1])
        os.kill(announced[-1]["web"], signal.SIGKILL)
        spin(supervisor, "ended by SIGKILL", capsys)
        until(lambda: not _runs(worker), 10, lambda: f"{worker} was left")

    def test_before_each_start_its_errand_is_run(
        self, supervisor: Supervisor, announced: list[Mapping[str, int]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        errands: list[int] = []
        supervisor.add(Role("web", python(WAIT), before=lambda: errands.append(1)))
        os.kill(announced[-1]["web"], signal.SIGKILL)
        spin(supervisor, "ended by SIGKILL", capsys)
        supervisor.wait_for(lambda: len(errands) == 2, patience=20, complaint="")

    def test_a_program_that_cannot_be_started_now_is_tried_later(
        self, supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
    ) -> None:
        supervisor.add(Role("web", Launch(["/no/such/program"], {})))
        spin(supervisor, "web    | It cannot be started now: [Errno 2] No such file or directory", capsys)
        assert supervisor.programs[0].due is not None

    def test_a_full_disk_later_on_stops_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        def full(_: Mapping[str, int]) -> None:
            raise StartError("The disk is full.")

        guard = Guard()
        with supervising(Voice(6), guard, full) as supervisor:
            supervisor.add(Role("web", python(WAIT)))
            assert supervisor.programs[0].process is not None
        guard.close()
        assert capsys.readouterr().out.startswith("up     | The disk is full.\n")


class TestSteps:
    def test_a_step_that_fails_ends_with_its_complaint(self, supervisor: Supervisor) -> None:
        with pytest.raises(StartError) as caught:
            supervisor.run("setup", python("raise SystemExit(1)"), complaint="It could not be done.")
        assert str(caught.value) == "It could not be done."

    def test_a_step_that_meets_a_full_disk_says_so(self, supervisor: Supervisor) -> None:
        with pytest.raises(StartError) as caught:
            supervisor.run(
                "setup",
                python("print('could not extend file: No space left on device'); raise SystemExit(1)"),
                complaint="",
            )
        assert str(caught.value) == "The disk is full: free some space, then start again."

    def test_what_never_answers_is_given_up(self, supervisor: Supervisor) -> None:
        with pytest.raises(StartError, match="It did not answer"):
            supervisor.wait_for(lambda: False, patience=0.1, complaint="It did not answer.")

    def test_a_program_with_the_terminal_gives_its_exit_code(self, supervisor: Supervisor) -> None:
        assert supervisor.attend(subprocess.Popen([sys.executable, "-c", "raise SystemExit(7)"])) == 7


class TestStopping:
    @pytest.mark.parametrize("number", subject.STOP_SIGNALS)
    def test_a_stop_signal_ends_the_watch_at_once(self, supervisor: Supervisor, number: signal.Signals) -> None:
        threading.Timer(0.2, os.kill, (os.getpid(), number)).start()
        started = time.monotonic()
        with pytest.raises(Stopped):
            supervisor.watch(Alarm(20))
        assert time.monotonic() - started < 5

    def test_a_step_is_given_up_on_a_stop_signal(self, supervisor: Supervisor) -> None:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
        with pytest.raises(Stopped):
            supervisor.run("setup", python(WAIT), complaint="")

    def test_servers_stop_after_all_others_the_youngest_first(
        self, supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
    ) -> None:
        last_words = (
            "import signal, sys, time\n"
            "signal.signal(signal.SIGTERM, lambda *_: sys.exit(print('bye', flush=True)))\n"
            "print('here', flush=True)\n"
            "time.sleep(60)"
        )
        for name in ("postgres", "redis", "web"):
            supervisor.add(Role(name, python(last_words)))
            spin(supervisor, "here", capsys)
        supervisor.stop()
        said = [line for line in capsys.readouterr().out.splitlines() if "bye" in line]
        assert said == ["web    | bye", "redis  | bye", "postgres | bye"]

    def test_what_does_not_stop_is_killed_after_its_patience(
        self, supervisor: Supervisor, announced: list[Mapping[str, int]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); {WAIT}"
        supervisor.add(Role("web", python(deaf), patience=0.2))
        spin(supervisor, "here", capsys)
        process = announced[-1]["web"]
        supervisor.stop()
        assert not _runs(process)

    def test_a_program_waiting_for_its_restart_is_not_started_any_more(
        self, supervisor: Supervisor, announced: list[Mapping[str, int]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        supervisor.add(Role("web", python("raise SystemExit(3)")))
        supervisor.programs[0].wait = 60
        spin(supervisor, "ended with code 3", capsys)
        supervisor.stop()
        assert announced[-1] == {}


def test_the_label_column_is_as_wide_as_asked(capsys: pytest.CaptureFixture[str]) -> None:
    Voice(9).say("web", "hello")
    assert capsys.readouterr().out == "web       | hello\n"


def test_an_ending_is_told_in_words() -> None:
    assert subject.ending(-9) == "ended by SIGKILL"
    assert subject.ending(0) == "ended with code 0"


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
