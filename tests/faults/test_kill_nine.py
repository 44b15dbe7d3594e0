"""A report that was acknowledged is in the figures, whatever was killed in the meantime (I1, I2)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.faults.kill import CODES, ROLES, SETTINGS, Kill, Sending, deaths, examine, sending, strike
from tests.site import Site

REPORTS: Final = 200
STRIKES: Final = (*((role,) for role in ROLES), ROLES)  # each by itself, then all at once


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, laid_out: Path) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("to be killed"), laid_out, **SETTINGS)
    site.start()
    yield site
    site.stop()


def test_no_acknowledged_report_is_lost_to_kill_nine(site: Site) -> None:
    struck: list[Kill] = []

    def enough(sent: Sending) -> bool:
        return len(sent.acknowledged) >= REPORTS and len(struck) == len(STRIKES)

    with sending(site, enough) as sent:
        for number, roles in enumerate(STRIKES, start=1):
            due = REPORTS * number // (len(STRIKES) + 1)
            kill = strike(site, roles, when=lambda due=due: len(sent.acknowledged) >= due)  # type: ignore[misc]
            struck.append(kill)

    verdict = examine(site, sent, struck[-1])
    assert verdict.lost == []
    assert verdict.figures == verdict.stored
    assert verdict.acknowledged.total() >= REPORTS
    assert {code for code, n in verdict.acknowledged.items() if n >= 5} == set(CODES)
    assert verdict.audit == "Every figure equals its recount."
    assert deaths(site) == dict.fromkeys(ROLES, 2)
