"""Keeps a set of programs running: labels what they say, starts again what dies, stops all of it in order.

One thread, one loop. Each pass waits for output, a signal or a due restart. Programs lead process groups of their
own, so what a dead one leaves behind (workers that still hold its port) is ended before it is started again.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from medpay.embedded.children import Guard, Launch, Process, end_group
from medpay.embedded.errors import StartError, speaks_of_a_full_disk

FIRST_WAIT = 0.1  # seconds before the first restart; doubled at each death in a row
LONGEST_WAIT = 5.0
LONG_LIFE = 10.0  # seconds after which a death counts as the first in a row again
NOW_AND_THEN = 1.0  # seconds
BETWEEN_QUESTIONS = 0.05  # seconds between two looks whether a program answers yet
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CHUNK = 65_536


class Role(NamedTuple):
    """A program that has to run.

    `before` is called ahead of each start; `patience` is its time to stop, in seconds; a line that holds one of the
    `muted` words is not shown.
    """

    name: str
    launch: Launch
    before: Callable[[], None] = lambda: None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 5.0
    muted: tuple[str, ...] = ()


class Heard(NamedTuple):
    """Whose output a pipe carries."""

    label: str
    muted: tuple[str, ...] = ()


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, a closed terminal."""


@dataclass
class Program:
    """A role and the process that plays it at the moment, if any."""

    role: Role
    process: Process | None = None
    started: float = 0.0
    wait: float = FIRST_WAIT
    due: float | None = None


@dataclass
class Voice:
    """Prints whole lines behind an aligned label; falls silent when nobody listens any more."""

    width: int
    heard: bool = True

    def say(self, label: str, line: str) -> None:
        self.print(f"{label:<{self.width}} | {line}")

    def print(self, line: str) -> None:
        try:
            print(line, flush=True)
        except OSError:
            self.heard = False
            sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  the interpreter would complain about it at exit


@dataclass
class Supervisor:
    """Use as `with supervising(...) as supervisor`. Methods raise Stopped once a stop signal has arrived."""

    voice: Voice
    guard: Guard
    announce: Callable[[Mapping[str, int]], None]
    programs: list[Program] = field(default_factory=list)
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _unfinished: dict[int, bytes] = field(default_factory=dict)
    _last_words: list[str] = field(default_factory=list)
    _asked_to_stop: bool = False

    def add(self, role: Role) -> None:
        program = Program(role)
        self.programs.append(program)
        self._start(program)

    def wait_for(self, answers: Callable[[], bool], *, patience: float, complaint: str) -> None:
        """Returns once `answers()`; StartError(complaint) when it has not within `patience` seconds."""
        deadline = time.monotonic() + patience
        while not answers():
            if time.monotonic() > deadline:
                raise self._reason(complaint)
            ask_again = time.monotonic() + BETWEEN_QUESTIONS
            while (left := ask_again - time.monotonic()) > 0:
                self._pass(left)
            self._heed()

    def run(self, label: str, launch: Launch, *, complaint: str) -> None:
        """Runs a program that ends by itself. StartError(complaint) if it fails."""
        self._last_words.clear()
        process = launch.start(self.guard)
        self._listen(Heard(label), process)
        try:
            while process.poll() is None:
                self._pass(0.5)
                self._heed()
        finally:
            self._bury(process)
        if process.returncode != 0:
            raise self._reason(complaint)

    def attend(self, process: subprocess.Popen[bytes]) -> int:
        """Waits for a program that has the terminal for itself; its exit code."""
        while process.poll() is None:
            self._pass(0.2)
        return process.returncode

    def watch(self, enough: Callable[[], bool] = lambda: False) -> None:
        """Until somebody asks for the end, or `enough()`, which is asked now and then, says so."""
        while not enough():
            self._pass(self._next_due())
            self._heed()

    def stop(self) -> None:
        """Stops the youngest first. Those that nobody else depends on stop together: the servers last, one by one."""
        serial = [program for program in self.programs if program.role.name in ("postgres", "redis")]
        together = [program for program in self.programs if program not in serial]
        self._end(list(reversed(together)))
        for program in reversed(serial):
            self._end([program])
        self.programs.clear()

    def ask_to_stop(self, *_: object) -> None:
        self._asked_to_stop = True

    def wake_by(self, descriptor: int) -> None:
        """Signals write here (`signal.set_wakeup_fd`), which ends the wait of a pass."""
        self._selector.register(descriptor, selectors.EVENT_READ, None)

    def _heed(self) -> None:
        if self._asked_to_stop or not self.voice.heard:
            raise Stopped

    def _reason(self, complaint: str) -> StartError:
        if speaks_of_a_full_disk("\n".join(self._last_words)):
            return StartError("The disk is full: free some space, then start again.")
        return StartError(complaint)

    def _start(self, program: Program) -> None:
        try:
            program.role.before()
            program.process = program.role.launch.start(self.guard)
        except OSError as problem:  # no memory or no process left for the moment
            self.voice.say(program.role.name, f"It cannot be started now: {problem}")
            self._put_off(program)
            return
        program.started, program.due = time.monotonic(), None
        self._listen(Heard(program.role.name, program.role.muted), program.process)
        self._announce()

    def _put_off(self, program: Program) -> None:
        program.due = time.monotonic() + program.wait
        program.wait = min(2 * program.wait, LONGEST_WAIT)

    def _announce(self) -> None:
        try:
            self.announce({p.role.name: p.process.pid for p in self.programs if p.process is not None})
        except StartError as problem:  # a full disk later on is no reason to stop what runs
            self.voice.say("up", str(problem))

    def _pass(self, timeout: float) -> None:
        """One turn of the loop: print what was said, see who died, start who is due."""
        for key, _ in self._selector.select(timeout):
            self._read(key)
        for program in self.programs:
            if program.process is not None and program.process.poll() is not None:
                self._mourn(program, program.process)
            if program.due is not None and program.due <= time.monotonic():
                self._start(program)

    def _next_due(self) -> float:
        """Seconds until the next restart, or until `enough` is asked again."""
        due = [program.due - time.monotonic() for program in self.programs if program.due is not None]
        return max(0.0, min([*due, NOW_AND_THEN]))

    def _mourn(self, program: Program, process: Process) -> None:
        self._bury(process)
        program.process = None
        if time.monotonic() - program.started > LONG_LIFE:
            program.wait = FIRST_WAIT
        self._put_off(program)
        self.voice.say(program.role.name, f"{ending(process.returncode)}; it is started again.")
        self._announce()

    def _bury(self, process: Process) -> None:
        """Ends what is left of a process's group, and prints its last lines."""
        end_group(process.pid)
        process.wait()
        self.guard.forget(process.pid)
        assert process.stdout is not None
        if not process.stdout.closed:
            key = self._selector.get_key(process.stdout)
            while self._read(key):
                pass

    def _listen(self, heard: Heard, process: Process) -> None:
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self._unfinished[process.stdout.fileno()] = b""
        self._selector.register(process.stdout, selectors.EVENT_READ, heard)

    def _read(self, key: selectors.SelectorKey) -> bool:
        """Prints the whole lines that have come. False when there is nothing more for now."""
        try:
            chunk = os.read(key.fd, CHUNK)
        except BlockingIOError:
            return False
        if key.data is None:
            return False
        *lines, rest = (self._unfinished[key.fd] + chunk).split(b"\n")
        if not chunk and rest:
            lines.append(rest)
        for line in lines:
            self._hear(key.data, line.decode(errors="replace").rstrip())
        self._unfinished[key.fd] = rest
        if not chunk:
            del self._unfinished[key.fd]
            self._selector.unregister(key.fileobj)
            key.fileobj.close()  # type: ignore[union-attr]
        return bool(chunk)

    def _hear(self, heard: Heard, line: str) -> None:
        if line and not any(words in line for words in heard.muted):
            self._last_words = [*self._last_words[-19:], line]
            self.voice.say(heard.label, line)

    def _end(self, programs: list[Program]) -> None:
        """Asks these to stop, waits as long as the most patient may take, then ends their groups."""
        running = [(program.role, program.process) for program in programs if program.process is not None]
        for program in programs:
            program.process = program.due = None
        for role, process in running:
            process.send_signal(role.stop_signal)
        deadline = time.monotonic() + max((role.patience for role, _ in running), default=0)
        while any(process.poll() is None for _, process in running) and time.monotonic() < deadline:
            self._pass(0.02)
        for _, process in running:
            self._bury(process)


def ending(code: int) -> str:
    return f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


@contextmanager
def supervising(voice: Voice, guard: Guard, announce: Callable[[Mapping[str, int]], None]) -> Iterator[Supervisor]:
    """A supervisor that hears signals, and that stops everything at the end, whatever the end was."""
    supervisor = Supervisor(voice, guard, announce)
    read, write = os.pipe()
    for descriptor in (read, write):
        os.set_blocking(descriptor, False)
    supervisor.wake_by(read)
    before = {number: signal.signal(number, supervisor.ask_to_stop) for number in STOP_SIGNALS}
    before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    try:
        yield supervisor
    finally:
        voice.say("up", "Stopping.")
        supervisor.stop()
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(read)
        os.close(write)
