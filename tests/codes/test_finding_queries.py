"""The written list of queries, each with what a biller means by it; on the starter data, and on CMS's own files."""

import csv
import datetime
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib.postgres.operations import TrigramExtension
from django.core.management.base import CommandError
from django.db import NotSupportedError, ProgrammingError, connection, transaction
from django.db.migrations.state import ProjectState
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from codes.actions import import_release
from codes.finding import Kind, read
from codes.models import Code, Diagnosis, ListedReason, Locality, Release, find
from codes.models.codes import CALLED, SEARCHED
from codes.models.wording import SIMILAR_ENOUGH, likest, similar_enough

finding_migration = import_module("codes.migrations.0005_finding")
QUERIES = Path(__file__).parent / "queries.csv"
DIAGNOSES = {
    "D47": "Other tumors of blood-forming tissue",
    "D472": "Monoclonal gammopathy",
    "C90": "Myeloma and its kin",
    "C900": "Multiple myeloma",
    "E11": "Type 2 diabetes",
    "E119": "Type 2 diabetes without complication",
    "N19": "Kidney failure",
    "G60": "Inherited nerve disease",
}
LOCALITIES = (
    ("13202", "01", "NY", "MANHATTAN"),
    ("01182", "18", "CA", "LOS ANGELES"),
    ("10112", "00", "AL", "ALABAMA"),
)
REAL_FILES = {
    "mpfs": "mpfs/rvu25d/PPRRVU2025_Oct.csv",
    "hcpcs": "hcpcs/HCPC2025_OCT_code_description_only.csv",
    "icd10cm": "codes/icd10cm_code-list-April-2026.txt",
    "gpci": "mpfs/rvu25d/GPCI2025.csv",
}
ON_REAL_FILES = [
    ("86320", "code", "86320"),
    ("27447-RT", "code", "27447"),
    ("J1885", "code", "J1885"),
    ("8632", "code", "86320"),
    ("knee replacment", "code", "27447"),
    ("colonscopy", "code", "45378"),
    ("mamogram", "code", "77067"),
    ("CBC", "code", "85025"),
    ("SPEP", "code", "84165"),
    ("office visit", "code", "99213"),
    ("D47.2", "diagnosis", "D47.2"),
    ("icd 10 E119", "diagnosis", "E11.9"),
    ("N19", "reason", "N19"),
    ("97", "reason", "CO-97"),
    ("timely filing", "reason", "CO-29"),
    ("medical necessity", "reason", "CO-50"),
    ("uhc", "payer", "unitedhealthcare"),
    ("59", "modifier", "59"),
    ("Manhattan", "locality", "13202-01"),
    ("standard wheelchiar", "code", "K0001"),
]


def queries() -> list[tuple[str, str, str]]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [(row["query"], row["kind"], row["first"]) for row in csv.DictReader(file)]


def release(source: str, day: datetime.date) -> Release:
    return Release.objects.create(
        source=source, label=source, effective=day, digest=source, complete=False, state=Release.State.CURRENT
    )


@pytest.fixture
def reference(starter: None) -> None:
    """The starter data, a few diagnoses and localities."""
    listed = release("icd10cm", datetime.date(2026, 4, 1))
    Diagnosis.objects.bulk_create(Diagnosis(release=listed, code=code, words=DIAGNOSES[code]) for code in DIAGNOSES)
    places = release("gpci", datetime.date(2026, 1, 1))
    Locality.objects.bulk_create(
        Locality(release=places, contractor=contractor, number=number, state=state, name=name, work=1, pe=1, mp=1)
        for contractor, number, state, name in LOCALITIES
    )


def first_found(typed: str) -> tuple[str, str, str]:
    groups = find(typed).groups(1)
    return (typed, groups[0].kind.value, groups[0].hits[0].key) if groups else (typed, "", "")


def test_what_a_biller_means_comes_first(reference: None) -> None:
    expected = queries()
    assert [first_found(typed) for typed, _, _ in expected] == expected


def test_the_list_holds_sixty_queries_of_every_kind_but_guides() -> None:
    listed = queries()
    assert len(listed) >= 60
    assert len({typed for typed, _, _ in listed}) == len(listed)
    assert {kind for _, kind, _ in listed} == set(Kind) - {Kind.GUIDE}


def test_what_a_biller_means_comes_first_on_cms_own_files(starter: None, cms_data: Path) -> None:
    for source, file in REAL_FILES.items():
        import_release(source=source, path=cms_data / file, effective=datetime.date(2025, 10, 1))
    assert [first_found(typed) for typed, _, _ in ON_REAL_FILES] == ON_REAL_FILES


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("SPEP", 6),  # reasons, payers, localities, diagnoses; is there a code; codes
        ("863", 6),  # a number: no diagnoses; but is it a CARC, or a RARC, that a loaded list has
        ("9921", 4),
        ("CO-97", 5),
        ("D47.2", 5),
        ("UHC", 5),
        ("knee replacment", 12),  # those of SPEP; likest words, codes, diagnoses in a transaction; diagnoses again
        ("zzzz", 11),
        ("", 0),
    ],
)
def test_a_search_takes_so_many_queries(
    reference: None, typed: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    find("warm")
    with django_assert_num_queries(count):
        find(typed).groups(5)


def test_a_reason_that_only_a_loaded_list_has_is_found_by_its_number(reference: None) -> None:
    ListedReason.objects.create(release=release("rarc", datetime.date(2026, 3, 1)), code="N999", alert=False)
    ListedReason.objects.create(release=release("carc", datetime.date(2026, 3, 1)), code="301", alert=False)
    assert first_found("N999") == ("N999", "reason", "N999")
    assert first_found("PR-301") == ("PR-301", "reason", "PR-301")
    assert first_found("301 ") == ("301 ", "reason", "CO-301")


def test_a_search_takes_as_many_queries_for_one_code_as_for_three(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        Code.objects.create(code=f"1000{number}", name="Quilting")
        with django_assert_num_queries(6):
            (group,) = find("quilting").groups(5)
        assert len(group.hits) == number + 1


def plan(sql: str, parameters: tuple[Any, ...]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("index", ["code_words", "code_pkey|code_code.*like"])
def test_words_and_beginnings_of_codes_are_read_from_indexes(db: None, index: str) -> None:
    assert re.search(index, plan(*Code.objects.matching(read("g60 knee")).query.sql_with_params()))


def test_resembling_words_are_read_from_indexes(db: None) -> None:
    similar_enough()
    codes = likest(Code.objects.all(), read("knee replacment"), called=CALLED, searched=SEARCHED, key="pk")
    assert "code_trigrams" in plan(*codes.query.sql_with_params())
    diagnoses = likest(Diagnosis.objects.all(), read("mieloma"), called=("words",), searched=("words",), key="code")
    assert "diagnosis_trigrams" in plan(*diagnoses.query.sql_with_params())


def test_diagnoses_are_read_from_indexes(db: None) -> None:
    held = Diagnosis.objects.all()
    assert "diagnosis_words" in plan(*held.saying(read("myeloma")).query.sql_with_params())
    assert "diagnosis_beginning" in plan(*held.about("D472").query.sql_with_params())


def test_how_alike_a_word_must_be_is_forgotten_with_the_transaction(transactional_db: None) -> None:
    def threshold() -> float:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('pg_trgm.word_similarity_threshold')::float")
            row = cursor.fetchone()
        assert row is not None
        return float(row[0])

    with transaction.atomic():
        similar_enough()
        assert threshold() == SIMILAR_ENOUGH
    assert threshold() == 0.6


@pytest.mark.parametrize("refusal", [ProgrammingError, NotSupportedError])
def test_a_role_that_may_not_create_the_extension_is_told_what_to_do(
    db: None, monkeypatch: pytest.MonkeyPatch, refusal: type[Exception]
) -> None:
    def refuse(*arguments: object) -> None:
        raise refusal('permission denied to create extension "pg_trgm"\nHINT: ask')

    monkeypatch.setattr(TrigramExtension, "database_forwards", refuse)
    operation = finding_migration.Migration.operations[0]
    with pytest.raises(CommandError) as told, connection.schema_editor() as editor:
        operation.database_forwards("codes", editor, ProjectState(), ProjectState())
    name = connection.settings_dict["NAME"]
    assert str(told.value) == (
        f"PostgreSQL did not let this role create the extension pg_trgm in the database {name}, by which"
        ' misspelled words are found: permission denied to create extension "pg_trgm". Let an administrator of'
        " the server run CREATE EXTENSION pg_trgm in it once (its files come with PostgreSQL's contrib package); then"
        " migrate again."
    )


def test_an_extension_that_is_there_is_not_asked_for(db: None) -> None:
    operation = finding_migration.Migration.operations[0]
    with connection.schema_editor() as editor, CaptureQueriesContext(connection) as asked:
        operation.database_forwards("codes", editor, ProjectState(), ProjectState())
    assert [query["sql"] for query in asked if "CREATE" in query["sql"]] == []
