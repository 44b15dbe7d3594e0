"""Reports for tests, made the way the site makes them."""

from typing import Any, Final

from reports import actions
from reports.forms import new_token
from reports.intake import Facts
from reports.models import Report

PLAIN: Final[dict[str, Any]] = {
    "code": "86320",
    "payer": "aetna",
    "line_of_business": "commercial_insured",
    "kind": "bundled",
    "group": "CO",
    "carc": "97",
    "year": 2026,
}


def body(**changes: Any) -> dict[str, Any]:
    """What a program would send."""
    return {**PLAIN, **changes}


def typed(*, age: float = 60, **changes: Any) -> dict[str, Any]:
    """What a person fills in on a form that this site made `age` seconds ago."""
    return {**PLAIN, "year": "2026", "once": new_token(age=age), **changes}


def facts(**changes: Any) -> Facts:
    return Facts(**body(**changes))


def send(count: int = 1, *, contributor: str = "label", **changes: Any) -> list[tuple[Report, str]]:
    """Submits `count` reports; each with its receipt."""
    return [actions.submit_report(facts=facts(**changes), contributor=contributor) for _ in range(count)]


def send_and_refresh(count: int = 1, **changes: Any) -> list[tuple[Report, str]]:
    sent = send(count, **changes)
    for code in actions.dirty_codes():
        actions.refresh_statistics(code=code)
    return sent


def refresh() -> None:
    for code in actions.dirty_codes():
        actions.refresh_statistics(code=code)
