"""Made-up reports, as different from one another as real ones, and how they are sent and seen."""

import http.client
import json
import random
from typing import Any, Final

from bench.load import HOST

CODES: Final = ("86320", "99213", "99214", "27447", "45380", "71250", "97110", "90837")
PAYERS: Final = ("aetna", "cigna", "humana", "other")
REASONS: Final = (("CO", "97"), ("CO", "16"), ("CO", "50"), ("PR", "204"), ("CO", "197"))
KINDS: Final = ("bundled", "full_denial", "partial_denial", "units")
OUTCOMES: Final = ("pending", "paid_full", "paid_part", "denied_again", "no_action")
SETTINGS: Final = {
    "MEDPAY_HOLD_ABOVE": "1000000000",
    "MEDPAY_REPORTS_PER_HOUR": "1000000000",
    "MEDPAY_REPORTS_PER_HOUR_TOTAL": "1000000000",
}


def report(chance: random.Random, *codes: str) -> dict[str, Any]:
    """One report, on one of `codes` (default: all of ours)."""
    group, carc = chance.choice(REASONS)
    return {
        "code": chance.choice(codes or CODES),
        "payer": chance.choice(PAYERS),
        "line_of_business": chance.choice(("commercial_insured", "medicare_advantage", "medicaid_managed")),
        "kind": chance.choice(KINDS),
        "group": group,
        "carc": carc,
        "rarcs": chance.sample(("N19", "N130", "M15"), chance.randint(0, 2)),
        "year": chance.choice((2025, 2026)),
        "modifiers": chance.sample(("26", "59", "25"), chance.randint(0, 1)),
        "outcome": chance.choice(OUTCOMES),
        "actions": chance.sample(("corrected_claim", "appeal_1", "reconsideration"), chance.randint(0, 2)),
        "tactics": chance.sample(("records", "modifier_added", "policy_cited"), chance.randint(0, 2)),
        "state": chance.choice(("TX", "NY", "CA", "FL")),
    }


class Reader:
    """One keep-alive connection, as a program that sends reports and reads figures has it.

    Figures are asked for by their tag, as open pages do: unchanged ones are not sent again.
    """

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=30)
        self._seen: dict[str, tuple[str, int]] = {}  # code -> tag, reports

    def close(self) -> None:
        self._connection.close()

    def send(self, body: dict[str, Any]) -> None:
        """Returns once the report is accepted and counted."""
        self._connection.request(
            "POST", "/api/v1/reports/", json.dumps(body), headers={"Content-Type": "application/json"}
        )
        answer = self._connection.getresponse()
        received = json.load(answer)
        if (answer.status, received.get("status")) != (http.HTTPStatus.CREATED, "counted"):
            raise ConnectionError(f"a report was answered {answer.status}: {received}")

    def reports(self, code: str) -> int:
        """How many the public figures of a code say; 0 below the threshold."""
        tag, reports = self._seen.get(code, ("", 0))
        self._connection.request("GET", f"/api/v1/codes/{code}/statistics/", headers={"If-None-Match": tag})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status == http.HTTPStatus.OK:
            reports = int(json.loads(body).get("reports", 0))
            self._seen[code] = (answer.headers["ETag"], reports)
        return reports

    def etag(self, path: str) -> str:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        answer.read()
        return answer.headers["ETag"]
