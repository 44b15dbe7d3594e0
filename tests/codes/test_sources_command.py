"""manage.py sources says of every source where it stands, how often it appears, whose it is and what is loaded."""

import datetime
import os
import sys
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command

from codes import actions
from codes.models import Release
from codes.sources import SOURCES

pytestmark = pytest.mark.django_db


def said() -> list[str]:
    out = StringIO()
    call_command("sources", stdout=out, stderr=StringIO(), no_color=True)
    return out.getvalue().splitlines()


def release(
    source: str, label: str, *, variant: str = "", effective: str = "2025-10-01", complete: bool = True
) -> None:
    Release.objects.create(
        source=source,
        label=label,
        variant=variant,
        effective=datetime.date.fromisoformat(effective),
        digest=label + variant,
        complete=complete,
        rows=19_090,
        state="current",
    )


def test_every_source_is_named_with_its_official_address() -> None:
    lines = said()
    for source in SOURCES.values():
        assert any(line.startswith(f"{source.name}: ") for line in lines)
        assert any(line.endswith(f" {source.address}") for line in lines)
    assert lines.count("  loaded   nothing") == len(SOURCES)


def test_every_address_is_official() -> None:
    hosts = {source.name: source.address.split("/")[2] for source in SOURCES.values()}
    others = {"carc": "x12.org", "rarc": "x12.org", "taxonomy": "www.nucc.org", "psps": "data.cms.gov"}
    assert hosts == {name: others.get(name, "www.cms.gov") for name in SOURCES}
    assert all(source.address.startswith("https://") for source in SOURCES.values())


def test_eighty_columns_hold_everything_but_a_long_address() -> None:
    actions.load_starter()
    for variant in ("", "qp"):
        release("mpfs", "RVU24D of a very long label", variant=variant, effective="2024-10-01")
    release("clfs", "CLFS 2024 Q2", effective="2024-04-01", complete=False)
    assert [line for line in said() if len(line) > 80 and "https://" not in line] == []


def test_loaded_releases_are_listed_the_newest_first_with_their_day() -> None:
    release("clfs", "CLFS 2025 Q2", effective="2025-04-01")
    release("clfs", "CLFS 2025 Q4", complete=False)
    lines = said()
    at = lines.index("clfs: Medicare Clinical Laboratory Fee Schedule (CLFS)")
    today = f"{Release.objects.get(label='CLFS 2025 Q2').imported_at:%Y-%m-%d}"
    table = next(number for number, line in enumerate(lines) if number > at and line.startswith("  loaded"))
    assert lines[table : table + 3] == [
        "  loaded        as of       rows                  imported on",
        f"  CLFS 2025 Q4  2025-10-01  19,090, not complete  {today}",
        f"  CLFS 2025 Q2  2025-04-01  19,090                {today}",
    ]


class ReadNoFurther(StringIO):
    """As a pipe behind which `head` has gone."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_whose_reader_has_gone_ends_quietly() -> None:
    with patch.object(os, "dup2") as point_elsewhere:
        call_command("sources", stdout=ReadNoFurther(), stderr=StringIO(), no_color=True)
    [(_, standard_output)] = [call.args for call in point_elsewhere.call_args_list]
    assert standard_output == sys.stdout.fileno()
