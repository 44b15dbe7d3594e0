"""What `make run` does and says before the site opens."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries, Settings

from codes.models import Reason
from medpay.management.commands import prepare
from reports import actions
from reports.models import Statistic
from tests.reports.making import send_and_refresh

pytestmark = pytest.mark.django_db


def migrated() -> str:
    said = StringIO()
    prepare.Command(stdout=said, no_color=True).lay_out_tables()
    return said.getvalue()


class Plan:
    """Stands in for what Django finds to be done: `applied` and one migration more."""

    applied: tuple[str, ...] = ()

    def __init__(self, _connection: object) -> None:
        self.loader = self.graph = self
        self.applied_migrations = self.applied

    def leaf_nodes(self) -> list[str]:
        return ["last"]

    def migration_plan(self, targets: list[str]) -> list[str]:
        return targets


def test_tables_that_are_up_to_date_are_not_mentioned() -> None:
    assert migrated() == ""


@pytest.mark.parametrize(
    ("applied", "line"),
    [((), "Laying out the tables\n"), (("first",), "Bringing the tables up to date\n")],
    ids=["first start", "new version"],
)
def test_one_line_says_what_is_done(monkeypatch: pytest.MonkeyPatch, applied: tuple[str, ...], line: str) -> None:
    monkeypatch.setattr(Plan, "applied", applied)
    monkeypatch.setattr(prepare, "MigrationExecutor", Plan)
    assert migrated() == line


def test_a_failure_shows_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_name: str, *, stdout: StringIO, **_: Any) -> None:
        stdout.write("  Applying reports.0002_odd...")
        raise DatabaseError("no")

    monkeypatch.setattr(prepare, "call_command", failing)
    said = StringIO()
    with pytest.raises(DatabaseError):
        prepare.Command(stdout=said, no_color=True).lay_out_tables()
    assert said.getvalue() == "  Applying reports.0002_odd...\n"


def test_new_words_of_the_lists_reach_the_figures() -> None:
    call_command("load_starter", verbosity=0)
    Reason.objects.filter(kind="carc", code="97").update(paraphrase="Old words")
    send_and_refresh(5)
    assert label_of_the_reason() == "Old words"
    prepare.Command().load_starter()
    assert label_of_the_reason() not in {"Old words", "CO-97"}


@pytest.mark.parametrize(("rule", "harder", "easier"), [("THRESHOLD", 7, 6), ("MIN_CONTRIBUTORS", 2, 1)])
def test_changed_rules_reach_the_figures_at_the_next_start(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, rule: str, harder: int, easier: int
) -> None:
    monkeypatch.setattr(prepare, "collect_static_files", lambda _root: None)
    send_and_refresh(6)
    seen = []
    for value in (easier, harder, easier):
        setattr(settings, rule, value)
        prepare.Command(stdout=StringIO()).handle()
        seen.append([*Statistic.objects.whole().values_list("code", flat=True)])
    assert seen == [["86320"], [], ["86320"]]


def test_rules_that_stand_recount_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    send_and_refresh(6)
    assert actions.follow_rules() is True
    with django_assert_num_queries(1):
        assert actions.follow_rules() is False


def label_of_the_reason() -> str:
    words: str = Statistic.objects.to_be_shown().get(slice_field="").content["breakdowns"]["reason"][0]["label"]
    return words
