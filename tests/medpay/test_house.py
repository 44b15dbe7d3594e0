"""The rules of the house are rules: each is broken once, in a copy, and must be noticed."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from django.conf import settings

ROOT: Final = Path(settings.BASE_DIR)
ROOMS: Final = ("medpay", "reports", "codes")
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS: Final[dict[str, dict[str, Any]]] = {
    contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]
}
DJANGO_NAMES: Final = {
    *("actions", "admin", "api", "apps", "checks", "forms", "management", "migrations", "models", "tasks", "urls"),
    "views",
}
GLUE: Final = {"codes.caching", "codes.quoting", "medpay.sections", "reports.visitors"}  # what views and API share


def modules_of(room: str) -> set[str]:
    """The direct children of a room that hold Python, as `room.name`."""
    folder = ROOT / room
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return {f"{room}.{name}" for name in files | packages}


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Every module of the three rooms, emptied, with the contracts."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.touch()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return tmp_path


def broken_contracts(folder: Path) -> set[str]:
    """The ids of the contracts that `lint-imports` finds broken in `folder`."""
    linter = Path(sys.executable).with_name("lint-imports")
    said = subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)$", said.stdout, re.MULTILINE))
    assert set(verdicts) == {contract["name"] for contract in CONTRACTS.values()}, said.stdout + said.stderr
    broken = {key for key, contract in CONTRACTS.items() if verdicts[contract["name"]] == "BROKEN"}
    assert said.returncode == (1 if broken else 0)
    return broken


def test_this_tree_keeps_every_contract() -> None:
    assert broken_contracts(ROOT) == set()


class Break(NamedTuple):
    module: str
    line: str
    contracts: set[str]


BREAKS: Final = {
    "codes asks reports": Break("codes/payment/pricing.py", "import reports.vocabulary", {"rooms", "codes-alone"}),
    "codes asks the hall": Break("codes/models/codes.py", "import medpay.settings", {"rooms", "codes-alone", "hall"}),
    "reports ask the hall": Break("reports/tasks.py", "import medpay.celery", {"rooms", "hall"}),
    "a model asks an action": Break("reports/models/report.py", "import reports.actions", {"inside-reports"}),
    "a view asks the site map": Break("reports/views/live.py", "import reports.urls", {"inside-reports"}),
    "the API asks a view": Break("reports/api/receiving.py", "import reports.views", {"inside-reports"}),
    "figures feed their own publishing": Break(
        "reports/aggregation.py", "import reports.disclosure", {"inside-reports"}
    ),
    "an action sends a hint": Break(
        "reports/actions/submission.py", "import reports.tasks", {"inside-reports", "actions-never-import-tasks"}
    ),
    "a source asks a model": Break("codes/sources/mpfs/__init__.py", "import codes.models", {"inside-codes"}),
    "settings ask a view": Break("medpay/settings.py", "import medpay.views", {"inside-medpay"}),
    "arithmetic knows Django": Break("codes/payment/pricing.py", "import django.db", {"plain-python"}),
    "screening knows Django": Break("reports/screening/rules.py", "from django.conf import settings", {"plain-python"}),
    "disclosure knows REST": Break("reports/disclosure.py", "import rest_framework", {"plain-python"}),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_rule_is_noticed(skeleton: Path, name: str) -> None:
    module, line, contracts = BREAKS[name]
    assert (skeleton / module).exists()
    (skeleton / module).write_text(line + "\n")
    assert broken_contracts(skeleton) == contracts


@pytest.mark.parametrize("room", ROOMS)
def test_a_utils_module_cannot_appear_unannounced(skeleton: Path, room: str) -> None:
    (skeleton / room / "utils.py").touch()
    assert broken_contracts(skeleton) == {f"inside-{room}"}


def test_every_contract_is_broken_above() -> None:
    assert set().union(*(each.contracts for each in BREAKS.values())) == set(CONTRACTS)


@pytest.mark.parametrize("room", ["reports", "codes"])
def test_a_module_without_a_django_name_is_declared_plain(room: str) -> None:
    named_by_django = {f"{room}.{name}" for name in DJANGO_NAMES}
    declared = {name for name in CONTRACTS["plain-python"]["source_modules"] if name.startswith(f"{room}.")}
    assert modules_of(room) - named_by_django - GLUE == declared


def variables_read() -> set[str]:
    """Every environment variable that settings and the embedded servers ask for."""
    asked = r"""(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)\""""
    sources = [ROOT / "medpay/settings.py", *(ROOT / "medpay/embedded").glob("*.py")]
    return {name for source in sources for name in re.findall(asked, source.read_text())} - {"PATH"}


def test_the_readme_names_every_setting() -> None:
    table = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert "MEDPAY_THRESHOLD" in variables_read()
    assert variables_read() - table == set()


def test_the_environment_is_read_by_the_hall_alone() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for room in ("reports", "codes")
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\benviron\b|\bgetenv\b", path.read_text())
    }
    assert readers == set()


def test_each_runtime_package_says_who_uses_it() -> None:
    lines = (ROOT / "requirements/runtime.in").read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith("#")]
    assert "celery" in {line.split()[0] for line in packages}
    assert [line for line in packages if not re.search(r"#\s*\S", line)] == []


@pytest.mark.parametrize("name", ["runtime", "development"])
def test_the_lock_files_carry_hashes_and_no_address(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text()
    pinned = re.findall(
        r"^[a-z0-9][^\s=]*==[^\s;]+(?: ;[^\\\n]*)? \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE
    )
    assert len(pinned) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)) > 20
    assert "://" not in text
