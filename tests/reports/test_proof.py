"""Proof of work: asked for where it is on, worth one submission, and told nobody's business."""

import base64
import json
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

import altcha
import pytest
import redis
from django.test import Client
from pytest_django import Settings

from reports import proof, visitors
from reports.models import Report, Standing
from tests.reports.making import body, typed

KEY = "key"


@pytest.fixture(autouse=True)
def _light_work() -> Iterator[None]:
    """What is tested is not how long it takes."""
    with patch.object(proof, "ROUNDS", 2), patch.object(proof, "TRIES", range(3, 6)):
        yield


@pytest.fixture
def _asked(settings: Settings) -> None:
    settings.PROOF_OF_WORK = True


def solve(challenge: dict[str, Any]) -> str:
    given = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(given)
    assert solution is not None
    return altcha.Payload(given, solution).to_base64()


def solution_of(client: Client) -> str:
    return solve(client.get("/report/challenge/").json())


def post(client: Client, sent: str | None = None) -> Any:
    headers = {"Proof-Of-Work": sent} if sent is not None else {}
    return client.post("/api/v1/reports/", body(), content_type="application/json", headers=headers)


def send_form(client: Client, **changes: Any) -> Any:
    return client.post("/report/", typed(**changes))


def changed(sent: str, **parameters: Any) -> str:
    told = json.loads(base64.b64decode(sent))
    told["challenge"]["parameters"].update(parameters)
    return base64.b64encode(json.dumps(told).encode()).decode()


def test_a_solved_challenge_is_known_by_its_mark() -> None:
    challenge = proof.challenge(KEY)
    assert proof.solved(solve(challenge), KEY) == challenge["signature"]


def test_half_of_the_key_is_told_and_the_number_is_not() -> None:
    parameters = proof.challenge(KEY)["parameters"]
    assert len(parameters["keyPrefix"]) == parameters["keyLength"] == 32
    assert set(parameters) == {
        "algorithm", "cost", "expiresAt", "keyLength", "keyPrefix", "keySignature", "nonce", "salt",
    }  # fmt: skip


def test_a_solution_under_another_key_is_none() -> None:
    assert proof.solved(solve(proof.challenge("another")), KEY) is None


@pytest.mark.parametrize(
    "easier", [{"cost": 1}, {"keyPrefix": ""}, {"expiresAt": 9_999_999_999}, {"keySignature": None}]
)
def test_a_challenge_made_easier_is_none_of_ours(easier: dict[str, Any]) -> None:
    assert proof.solved(changed(solve(proof.challenge(KEY)), **easier), KEY) is None


def test_a_guessed_solution_is_none() -> None:
    told = json.loads(base64.b64decode(solve(proof.challenge(KEY))))
    told["solution"]["derivedKey"] = told["challenge"]["parameters"]["keyPrefix"] + "0" * 32
    assert proof.solved(base64.b64encode(json.dumps(told).encode()).decode(), KEY) is None


def test_an_expired_challenge_is_none() -> None:
    sent = solve(proof.challenge(KEY))
    with patch.object(time, "time", return_value=time.time() + proof.LIFE + 1):
        assert proof.solved(sent, KEY) is None


@pytest.mark.parametrize(
    "rubbish",
    ["", "{}", "e30=", "é", "A" * 3000, base64.b64encode(b"[" * 1400).decode(), base64.b64encode(b"null").decode()],
)
def test_rubbish_is_no_solution_and_no_error(rubbish: str) -> None:
    assert proof.solved(rubbish, KEY) is None


def test_a_real_solution_is_far_from_too_long() -> None:
    assert len(solve(proof.challenge(KEY))) < proof.LONGEST / 2


@pytest.mark.usefixtures("reference")
class TestOff:
    def test_nothing_is_asked_and_nothing_loaded(self, client: Client) -> None:
        assert client.get("/report/challenge/").status_code == HTTPStatus.NOT_FOUND
        page = client.get("/report/").content.decode()
        assert not [name for name in ("proof.js", "proof_of_work", "altcha") if name in page]
        assert post(client).json()["status"] == "counted"


@pytest.mark.usefixtures("reference", "_asked")
class TestOn:
    def test_a_challenge_is_never_cached_and_sets_no_cookie(self, client: Client) -> None:
        answer = client.get("/report/challenge/")
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
        assert answer.json() != client.get("/report/challenge/").json()

    def test_a_program_without_a_proof_is_told_which_header_and_where_to_get_a_challenge(self, client: Client) -> None:
        answer = post(client)
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert list(answer.json()) == ["Proof-Of-Work"]
        assert "/report/challenge/" in answer.json()["Proof-Of-Work"][0]
        assert not Report.objects.exists()

    def test_a_program_with_a_proof_is_taken_once(self, client: Client) -> None:
        sent = solution_of(client)
        assert post(client, sent).json()["status"] == "counted"
        assert post(client, sent).status_code == HTTPStatus.BAD_REQUEST
        assert post(client, solution_of(client)).status_code == HTTPStatus.CREATED

    def test_the_form_brings_its_proof_and_counts(self, client: Client) -> None:
        assert send_form(client, proof_of_work=solution_of(client)).status_code == HTTPStatus.CREATED
        assert Report.objects.get().standing == Standing.COUNTED

    @pytest.mark.parametrize("sent", ["", "rubbish"])
    def test_a_form_without_its_proof_is_taken_and_held(self, sent: str, client: Client) -> None:
        assert send_form(client, proof_of_work=sent).status_code == HTTPStatus.CREATED
        assert Report.objects.get().held_because == ["sent without a proof of work"]

    def test_the_page_says_what_is_worked_out_and_loads_what_does_it(self, client: Client) -> None:
        page = client.get("/report/").content.decode()
        assert page.count("medpay/proof.js") == page.count("altcha/pbkdf2.js") == 1
        assert "Without JavaScript no proof" in page

    def test_while_redis_is_away_a_proof_is_taken_once_in_each_process(self, client: Client) -> None:
        sent = solution_of(client)
        with patch.object(redis.Connection, "connect", side_effect=redis.ConnectionError):
            visitors.forget()
            assert post(client, sent).status_code == HTTPStatus.CREATED
            assert post(client, sent).status_code == HTTPStatus.BAD_REQUEST  # this process remembers it

    def test_redis_forgets_a_used_proof_with_its_challenge(self, client: Client) -> None:
        post(client, solution_of(client))
        memory = visitors.memory()
        (name,) = memory.scan_iter("*medpay-proof*")
        assert 0 < memory.ttl(name) <= proof.LIFE
