"""Generated reports that look like real ones, for a site on which nobody's real report is.

Forty codes from no report to 5,000, over three years, with what a visitor should be able to see: reasons that differ by
kind of service, routes that work and routes that do not, a payer whose new edit makes one code's denials rise, and
codes below the threshold. The same seed gives the same reports. Nothing here is a fact about any payer.
"""

import datetime
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any, Final, NamedTuple

from reports.intake import Facts

SEED: Final = 86320
DAYS: Final = 3 * 365  # over which reports came in, more of them lately
SPIKE: Final = ("97110", "cigna", 45)  # code, payer, and for how many days its new edit denies
SPIKED: Final = 160  # reports of that
PAYERS: Final = (
    "unitedhealthcare", "aetna", "anthem", "cigna", "humana", "bcbs-tx", "florida-blue", "ambetter", "molina",
    "bcbs-mi", "uhc-community-plan", "kaiser", "highmark", "oscar", "wellcare", "tricare-east", "other",
)  # fmt: skip
LINES: Final = ("commercial_insured", "medicare_advantage", "self_funded", "marketplace", "medicaid_managed", "")
STATES: Final = ("TX", "CA", "FL", "NY", "OH", "PA", "TN", "GA", "IL", "MI", "")
OUTCOMES: Final = ("paid_full", "paid_part", "denied_again", "pending", "no_action")
RESOLUTIONS: Final = ("0-30", "31-60", "61-120", "120+")
AMOUNTS: Final = ("0-50", "51-250", "251-1000", "1001-5000", "")


class Pattern(NamedTuple):
    """One way in which claims are denied, how it is fought, and of a hundred fought how many are paid in full."""

    kind: str
    reason: str  # group and CARC
    remark: str
    action: str
    tactic: str
    fix: str
    paid: int
    weight: int


VISIT: Final = (
    Pattern("bundled", "CO-97", "N19", "corrected_claim", "modifier_added", "25", 62, 9),
    Pattern("downcode", "CO-150", "M127", "reconsideration", "records", "", 34, 5),
    Pattern("full_denial", "CO-16", "M76", "corrected_claim", "diagnosis_changed", "", 71, 4),
    Pattern("full_denial", "CO-29", "", "appeal_1", "timely_filing_proof", "", 48, 2),
    Pattern("full_denial", "CO-22", "MA04", "corrected_claim", "coordination_of_benefits", "", 66, 3),
)
THERAPY: Final = (
    Pattern("units", "CO-151", "N362", "appeal_1", "records", "", 29, 5),
    Pattern("bundled", "CO-97", "M15", "corrected_claim", "modifier_added", "59", 58, 6),
    Pattern("frequency", "CO-119", "N362", "reconsideration", "medical_necessity_letter", "", 31, 4),
    Pattern("full_denial", "CO-197", "", "appeal_1", "authorization_retro", "", 37, 4),
)
LABORATORY: Final = (
    Pattern("bundled", "CO-97", "N19", "corrected_claim", "modifier_added", "XU", 55, 7),
    Pattern("full_denial", "CO-50", "N115", "appeal_1", "policy_cited", "", 41, 6),
    Pattern("units", "CO-151", "N362", "corrected_claim", "units_split", "91", 46, 4),
    Pattern("full_denial", "CO-16", "MA120", "corrected_claim", "clia_added", "", 83, 3),
)
IMAGING: Final = (
    Pattern("full_denial", "CO-197", "M62", "appeal_1", "authorization_retro", "", 39, 8),
    Pattern("full_denial", "CO-50", "N386", "peer_to_peer", "records", "", 52, 5),
    Pattern("bundled", "CO-236", "N20", "corrected_claim", "modifier_added", "59", 49, 3),
)
PROCEDURE: Final = (
    Pattern("bundled", "CO-97", "N390", "appeal_1", "ncci_cited", "59", 44, 7),
    Pattern("underpaid", "CO-59", "", "reconsideration", "contract_cited", "", 27, 2),
    Pattern("full_denial", "CO-50", "M127", "peer_to_peer", "medical_necessity_letter", "", 47, 5),
    Pattern("underpaid", "CO-45", "", "reconsideration", "contract_cited", "", 53, 3),
)
CODES: Final[Sequence[tuple[str, int, tuple[Pattern, ...]]]] = (
    ("99214", 5000, VISIT), ("99213", 3400, VISIT), ("97110", 2300, THERAPY), ("45385", 1600, PROCEDURE),
    ("80053", 1100, LABORATORY), ("72148", 800, IMAGING), ("86320", 560, LABORATORY), ("97140", 400, THERAPY),
    ("27447", 300, PROCEDURE), ("93306", 220, IMAGING), ("99204", 170, VISIT), ("87637", 130, LABORATORY),
    ("90837", 100, THERAPY), ("70553", 80, IMAGING), ("20610", 64, PROCEDURE), ("84443", 52, LABORATORY),
    ("99285", 43, VISIT), ("97530", 36, THERAPY), ("66984", 30, PROCEDURE), ("74177", 26, IMAGING),
    ("82306", 22, LABORATORY), ("99396", 19, VISIT), ("64483", 17, PROCEDURE), ("83036", 15, LABORATORY),
    ("78452", 13, IMAGING), ("98941", 12, THERAPY), ("99291", 11, VISIT), ("86334", 10, LABORATORY),
    ("45378", 9, PROCEDURE), ("71250", 8, IMAGING), ("90834", 7, THERAPY), ("85025", 6, LABORATORY),
    ("G0439", 5, VISIT), ("62323", 4, PROCEDURE), ("77067", 3, IMAGING), ("87086", 2, LABORATORY),
    ("99490", 1, VISIT), ("77412", 0, PROCEDURE), ("G6015", 0, PROCEDURE), ("96372", 0, VISIT),
)  # fmt: skip
CLOSED: Final = 5  # a code with fewer reports shows none
ON_CLOSED_CODES: Final[Mapping[str, Any]] = {
    "payer": PAYERS[0], "kind": "bundled", "group": "CO", "carc": "97", "rarcs": ()
}  # fmt: skip
GENERATED: Final = "Generated for demonstration."
TOLD: Final = (
    f"{GENERATED} The second line was denied as part of the first. A corrected claim was paid six weeks later.",
    f"{GENERATED} The portal said documentation was missing. The appeal quoted the payer's own policy and was paid.",
    f"{GENERATED} Two calls, two answers. In the end the reconsideration was refused and the balance written off.",
)


class Generated(NamedTuple):
    """A report and the day on which it would have come in. Its story, if any, is shown."""

    facts: Facts
    received: datetime.date


def generated(today: datetime.date) -> Iterator[Generated]:
    """Every report of the demonstration, as of `today`."""
    chance = random.Random(SEED)  # noqa: S311  # plausible, not secret
    for code, reports, patterns in CODES:
        weights = list(accumulate(pattern.weight for pattern in patterns))
        for number in range(reports):
            pattern = chance.choices(patterns, cum_weights=weights)[0]
            received = today - datetime.timedelta(days=int(DAYS * chance.random() ** 1.6))
            story = TOLD[number] if reports >= 100 and number < len(TOLD) else ""
            facts = replace(_facts(chance, code, pattern, received), story=story)
            # One payer and one reason for all on closed codes: a few of each would keep those pages back.
            yield Generated(replace(facts, **ON_CLOSED_CODES) if reports < CLOSED else facts, received)
    code, payer, days = SPIKE
    for _ in range(SPIKED):
        received = today - datetime.timedelta(days=chance.randrange(days))
        yield Generated(replace(_facts(chance, code, THERAPY[1], received), payer=payer), received)


def _payer(chance: random.Random) -> str:
    return chance.choices(PAYERS, cum_weights=list(accumulate(1 / rank for rank in range(1, len(PAYERS) + 1))))[0]


def _facts(chance: random.Random, code: str, pattern: Pattern, received: datetime.date) -> Facts:
    group, _, carc = pattern.reason.partition("-")
    fought = chance.random() < 0.8
    paid = fought and chance.randrange(100) < pattern.paid
    outcome = "paid_full" if paid else chance.choice(OUTCOMES[1:4] if fought else OUTCOMES[3:])
    return Facts(
        code=code,
        payer=_payer(chance),
        kind=pattern.kind,
        year=received.year if received.month > 2 else received.year - 1,
        line_of_business=chance.choice(LINES),
        group=group,
        carc=carc,
        rarcs=(pattern.remark,) if pattern.remark and chance.random() < 0.7 else (),
        actions=(pattern.action,) if fought else (),
        tactics=(pattern.tactic,) if fought else (),
        fix_modifier=pattern.fix if paid and pattern.fix else "",
        outcome=outcome if chance.random() < 0.9 else "",
        resolution_band=chance.choice(RESOLUTIONS) if outcome in OUTCOMES[:3] else "",
        state=chance.choice(STATES),
        amount_band=chance.choice(AMOUNTS),
    )
