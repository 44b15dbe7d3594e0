"""The API against its own schema: whatever the schema allows is answered as the schema says, and nothing fails.

MEDPAY_SCHEMA_EXAMPLES=500 asks each operation that often, with other examples on every run.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from http import HTTPStatus
from typing import Any, Final

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, settings
from pytest_django import Settings
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import BaseSchema

from codes.sources.ncci_addon import AddOnRow
from codes.sources.ncci_mue import LimitRow
from reports import visitors
from reports.models import today
from tests.codes import ncci_tables
from tests.codes.ncci_tables import row
from tests.medpay.schemas import closed, published
from tests.reports.making import refresh, send

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]

ASKED: Final = int(os.environ.get("MEDPAY_SCHEMA_EXAMPLES", "0"))
EXAMPLES: Final = ASKED or 10
CODES: Final = ("86320", "27447", "77385", "00100", "g6015", "99999")
ACCEPTED: Final = (200, 201, 404)
# What a schema cannot say, and so what may be refused although the schema allows it:
REFUSED: Final = {
    # which reason goes with which kind of denial, and that a text names no person
    "POST /api/v1/reports/": (400, 422),
    "POST /api/v1/receipts/correct/": (400, 422),
    "POST /api/v1/receipts/update/": (400, 422),
    # that a code is not paired with itself
    "GET /api/v1/codes/{code}/edits/": (400,),
    # that filters exclude one another
    "GET /api/v1/codes/{code}/statistics/": (400,),
    "GET /api/v1/codes/{code}/statistics.csv": (400,),
    "GET /api/v1/statistics/": (400,),
}
CONFIG: Final = {
    "operations": [
        {"include-name": name, "checks": {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, *refused]}}}
        for name, refused in REFUSED.items()
    ]
}


@cache
def handler() -> WSGIHandler:
    return WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    answer: Iterable[bytes] = handler()(environ, start_response)
    return answer


def of(*paths: str) -> BaseSchema:
    """The schema of these paths, or of all."""
    document = closed(published())
    document["paths"] = {path: document["paths"][path] for path in paths or document["paths"]}
    read = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(CONFIG))
    read.app = application
    return read


schema, sending = of(), of("/api/v1/reports/")


@pytest.fixture
def site(starter: None, settings: Settings) -> Iterator[None]:
    """Starter lists, edits, published figures; a request leaves the test's connection open, as Django's client does."""
    settings.REPORTS_PER_HOUR = settings.REPORTS_PER_HOUR_TOTAL = 10**6
    visitors.forget()
    tables()
    send(5, outcome="paid_full", actions=("appeal_1",), modifiers=("26",), rarcs=("N19",), paired_code="84165")
    send(5, code="27447", payer="humana", contributor="b")
    refresh()
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)
    visitors.forget()


def tables() -> None:
    """Of today's quarter, so that a question without a date is answered."""
    quarter = today().replace(month=(today().month - 1) // 3 * 3 + 1, day=1)
    ncci_tables.pairs([row("86320", "84165"), row("27447", "86320", "0")], effective=quarter)
    ncci_tables.limits([LimitRow("86320", 1, "2", "")], effective=quarter, label="MUE")
    ncci_tables.add_ons([AddOnRow("27447", "86320", "1", None, None)], effective=quarter, label="Add-ons")


made_up = settings(
    max_examples=EXAMPLES,
    derandomize=not ASKED,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@schema.parametrize()
@made_up
def test_every_answer_is_as_the_schema_says(case: Any, site: None) -> None:
    if case.meta.generation.mode.is_positive:
        exist(case)
    case.call_and_validate(headers={"Accept-Encoding": "identity"})


@sending.parametrize()
@made_up
def test_so_is_that_of_a_site_which_asks_for_a_proof_of_work(case: Any, site: None) -> None:
    with override_settings(PROOF_OF_WORK=True):
        answer = case.call_and_validate(headers={"Accept-Encoding": "identity"})
    assert answer.status_code != HTTPStatus.CREATED


@sending.parametrize()
@made_up
def test_a_report_is_taken_once_however_often_it_comes_with_its_key(case: Any, site: None) -> None:
    key = case.headers.get("Idempotency-Key") if case.headers else None
    answers = [case.call(headers={"Accept-Encoding": "identity"}) for _ in range(2)]
    taken = [answer.json()["receipt"] for answer in answers if answer.status_code == HTTPStatus.CREATED]
    assert len(set(taken)) == (1 if key else 2) or not taken


def exist(case: Any) -> None:
    """What is made up is of the right shape, but hardly ever exists: names a code or a receipt that does."""
    if "code" in case.path_parameters:
        case.path_parameters["code"] = CODES[len(str(case.query)) % len(CODES)]
    if isinstance(case.body, dict) and "receipt" in case.body:
        (_, case.body["receipt"]) = send()[0]
