"""The ways in which a site is met, those included in which everything goes wrong."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from typing import Final

import psycopg

from tests.faults import failing
from tests.faults.canaries import PHONE, Visitor, ask, by_api, by_form, own_peer, visitor
from tests.medpay.databases import first_column, servers_of
from tests.site import Site, until

TOKEN: Final = "a-token-of-this-test"
SETTINGS: Final = {
    "PYTHONPATH": str(Path(failing.__file__).parent),
    "MEDPAY_TRUSTED_PROXIES": "127.0.0.1",
    "MEDPAY_METRICS_TOKEN": TOKEN,
}
FAIL: Final = {"X-Fail": "1"}  # see failing/sitecustomize.py
EVERYTHING: Final = {  # what an operator may switch on who looks for a fault
    "log_min_duration_statement": "0",
    "log_statement": "all",
    "log_duration": "on",
    "log_lock_waits": "on",
    "deadlock_timeout": "20ms",
    "log_connections": "on",
    "log_disconnections": "on",
}
TELLING: Final = """
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'broken: %', (SELECT string_agg(story, ' ') FROM {place}) USING DETAIL = '{place}'; END $$;
CREATE TRIGGER tell BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION tell();
"""
FORGET: Final = "DROP FUNCTION tell() CASCADE"


class Meeting:
    """The site and its visitors. Each method is one way things go, and returns the status it was answered with."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.met: dict[str, tuple[Visitor, int]] = {}
        self.said: dict[str, bytes] = {}  # answers in error

    def owner(self) -> psycopg.Connection:
        return psycopg.connect(servers_of(self.site).owner_url, autocommit=True)

    def configure(self, **settings: str) -> None:
        with self.owner() as owner:
            for name, value in settings.items():
                owner.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
            owner.execute("SELECT pg_reload_conf()")

    def note(self, what: str, who: Visitor, status: int, content: bytes = b"") -> None:
        self.met[what] = (who, status)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.said[f"answer: {what}"] = content

    def ordinary(self) -> None:
        """Taken and refused, by each way in."""
        port = self.site.port
        refused = f"ask for {{word}} at {PHONE}, they said"
        for what, who in {
            "taken": visitor(),
            "taken, an IPv6 address": visitor(version=6),
            "taken, no proxy": visitor(peer=own_peer()),
        }.items():
            answer = by_api(port, who)
            self.note(what, who, answer.status)
        who = visitor()
        self.note("taken by the form", who, by_form(port, who).status)
        who = visitor()
        self.note("refused", who, by_api(port, who, story=refused.format(word=who.word)).status)
        who = visitor()
        self.note("refused by the form", who, by_form(port, who, story=refused.format(word=who.word)).status)
        who = visitor()
        self.note("impossible", who, by_api(port, who, code="no such code").status)
        who = visitor()
        forged = ask(port, "POST", "/report/", who, f"story={who.word}".encode())
        self.note("forged", who, forged.status)
        who = visitor()
        self.note("another host", who, by_api(port, who, headers={"Host": f"{who.word}.example"}).status)
        who = visitor()
        self.note("no such page", who, ask(port, "GET", f"/{who.word}?{who.word}", who).status)

    def failing_view(self) -> None:
        for what, way in (("an error of the view", by_api), ("an error of the form's view", by_form)):
            who = visitor()
            answer = way(self.site.port, who, headers=FAIL)
            self.note(what, who, answer.status, answer.content)

    def failing_database(self) -> None:
        """The row itself is in the error's message, and so it is in the database's complaint."""
        with self.owner() as owner:
            owner.execute(TELLING.format(table="reports_report", place="(SELECT NEW.story) AS row").encode())
            for what, way in (("an error of the database", by_api), ("an error under the form", by_form)):
                who = visitor()
                answer = way(self.site.port, who)
                self.note(what, who, answer.status, answer.content)
            owner.execute(FORGET.encode())
            owner.execute("ALTER TABLE reports_report ADD CONSTRAINT never CHECK (story = '') NOT VALID")
            who = visitor()
            answer = by_api(self.site.port, who)
            self.note("a row that is not allowed", who, answer.status, answer.content)
            owner.execute("ALTER TABLE reports_report DROP CONSTRAINT never")

    def too_slow(self) -> None:
        """A lock is in the way until the statement is cancelled."""
        self.configure(statement_timeout="500ms")
        with self.owner() as owner, owner.transaction():
            owner.execute("LOCK TABLE reports_report IN SHARE ROW EXCLUSIVE MODE")
            who = visitor()
            answer = by_api(self.site.port, who)
            self.note("a statement that takes too long", who, answer.status, answer.content)
        self.configure(statement_timeout="0")

    def failing_worker(self) -> None:
        """Whoever recounts a code, worker or sweeper, fails with every story in the message."""
        with self.owner() as owner:
            owner.execute(TELLING.format(table="reports_tally", place="reports_report").encode())
            who = visitor()
            self.note("a failing worker", who, by_api(self.site.port, who, code="99213").status)
            until(lambda: "a task failed" in self.site.output(), 30, self.site.output)
            until(lambda: "a code could not be refreshed" in self.site.output(), 30, self.site.output)
            owner.execute(FORGET.encode())
            clean = "SELECT 1 FROM reports_dirtycode LIMIT 1"
            until(lambda: owner.execute(clean.encode()).fetchone() is None, 60, self.site.output)

    def killed(self) -> None:
        """The process of the database that is writing the report is killed, and the database says what it did."""
        who = visitor()
        writing = (
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT%reports_report%'"
        )
        with ThreadPoolExecutor(1) as pool, closing(self.owner()) as lock, closing(self.owner()) as owner:
            lock.execute("BEGIN; LOCK TABLE reports_report IN SHARE ROW EXCLUSIVE MODE")
            answer = pool.submit(by_api, self.site.port, who)
            until(lambda: first_column(owner, writing), 30, self.site.output)
            os.kill(first_column(owner, writing)[0], signal.SIGKILL)
            until(
                lambda: is_cut_off(owner), 30, self.site.output
            )  # the database ends every connection, and starts again
        status, content, _ = answer.result()
        self.note("a killed database", who, status, content)
        until(self.site.answers, 60, self.site.output)

    def through_the_proxy(self, port: int) -> None:
        for what, more in (("taken through the proxy", {}), ("an error behind the proxy", FAIL)):
            who = visitor(peer=own_peer())
            answer = by_api(port, who, tls=True, headers=more)
            self.note(what, who, answer.status, answer.content)
        who = visitor(peer=own_peer())
        refused = by_api(port, who, tls=True, story=f"{who.word} at {PHONE}")
        self.note("refused through the proxy", who, refused.status)
        who = visitor(peer=own_peer())
        self.note("too much for the proxy", who, by_api(port, who, tls=True, story=who.word * 30_000).status)

    def counters(self) -> bytes:
        who = visitor()
        answer = ask(self.site.port, "GET", "/metrics", who, headers={"Authorization": f"Bearer {TOKEN}"})
        self.note("the counters", who, answer.status)
        return answer.content


def is_cut_off(connection: psycopg.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return True
    return False


def met_directly(meeting: Meeting) -> None:
    meeting.ordinary()
    meeting.failing_view()
    meeting.failing_database()
    meeting.too_slow()
    meeting.failing_worker()
    meeting.killed()
