"""`manage.py refresh_statistics`: bring figures up to date; with `--loop`, for ever (the sweeper)."""

import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection

from codes.shapes import CODE_SHAPE
from reports import actions

BETWEEN_FOLDS = 30.0  # seconds
PAUSE = 1.0  # seconds between two looks
AFTER_A_FAULT = 3.0


class Command(BaseCommand):
    help = "Recompute the statistics of codes whose reports changed (or of one code, or of all)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--code", help="recount this code, changed or not")
        which.add_argument("--all", action="store_true", help="recount every code that has reports or figures")
        which.add_argument("--loop", action="store_true", help="keep looking for changes until stopped")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["loop"]:
            self._loop()
        elif options["code"]:
            code = options["code"].upper()
            if not CODE_SHAPE.fullmatch(code):
                raise CommandError("--code wants a CPT or HCPCS code: five characters, such as 86320.")
            actions.refresh_statistics(code=code, everything=True)
        else:
            codes = sorted(actions.all_codes()) if options["all"] else actions.dirty_codes()
            for code in codes:
                actions.refresh_statistics(code=code, everything=options["all"])
            actions.fold_parents(everything=options["all"])
            self.stdout.write(f"{len(codes)} codes refreshed.")

    def _loop(self) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        self.stdout.write("sweeping")
        folded = time.monotonic()
        while not stopped.is_set():
            fold = time.monotonic() - folded >= BETWEEN_FOLDS
            stopped.wait(PAUSE if self._sweep(stopped, fold=fold) else AFTER_A_FAULT)
            folded = time.monotonic() if fold else folded

    def _sweep(self, stopped: threading.Event, *, fold: bool = False) -> bool:
        """One look; False where something was wrong, so that the next one comes later."""
        try:
            if fold:
                actions.fold_parents()
            return not actions.sweep(stopped.is_set)
        except (OperationalError, InterfaceError) as fault:
            self.stderr.write(f"the database does not answer: {type(fault).__name__}; trying again")
            connection.close()
            return False
