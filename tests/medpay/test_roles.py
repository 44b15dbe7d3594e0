"""What is granted, as statements."""

from medpay.roles import LAID_OUT, Database, grants

TABLES = {
    "reports_report": ["key", "story"],
    "reports_decision": ["id", "verdict", "undone", "undo_until"],
    **{table: ["id"] for table in LAID_OUT},
}


def granted(tables: dict[str, list[str]], backup: str | None = "backup") -> list[str]:
    found = grants(Database("medpay", "public", tables), application="app", backup=backup)
    return [statement.as_string() for statement in found]


def test_the_application_writes_rows_of_ordinary_tables_alone() -> None:
    writing = [line for line in granted(TABLES) if "INSERT" in line or "UPDATE" in line or "DELETE" in line]
    assert writing == [
        'GRANT INSERT, UPDATE, DELETE ON TABLE "reports_report" TO "app"',
        'GRANT INSERT ON TABLE "reports_decision" TO "app"',
        'GRANT UPDATE ("undone") ON TABLE "reports_decision" TO "app"',
    ]


def test_an_audit_without_undoing_is_only_added_to() -> None:
    lines = granted({**TABLES, "reports_decision": ["id", "verdict"]})
    assert [line for line in lines if "UPDATE" in line and "reports_decision" in line] == []


def test_nobody_is_given_truncate_triggers_or_maintenance() -> None:
    words = {
        word.strip(",")
        for line in granted(TABLES)
        if line.startswith("GRANT")
        for word in line.split(" ON ")[0].split()
    }
    assert {word for word in words if word.isupper()} == {
        *("GRANT", "CONNECT", "USAGE", "SELECT", "INSERT", "UPDATE", "DELETE")
    }


def test_the_backup_is_given_reading_alone() -> None:
    given = [line.split(" ON ")[0] for line in granted(TABLES) if line.startswith("GRANT") and 'TO "backup"' in line]
    assert given == ["GRANT CONNECT", "GRANT USAGE", "GRANT SELECT", "GRANT SELECT"]


def test_without_a_backup_role_nothing_is_said_of_one() -> None:
    assert [line for line in granted(TABLES, backup=None) if "backup" in line] == []
