"""The naive model to which the machine of tests holds the site: what is kept of each report, what may be published."""

import datetime
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

T: Final = 5
CODES: Final = ("86320", "84165", "G0483")
PAYERS: Final = ("aetna", "cigna", "humana")
STATES: Final = ("TX", "CA", "")
KINDS: Final = ("bundled", "units")
PLAIN: Final = "They bundled it into the panel and paid after the second letter."
NAMED: Final = "Dr. Okafor: records sent, and the plan paid."
NAME: Final = "4-10"  # its place in NAMED
REDACTED: Final = NAMED.replace("Okafor", "[name removed]")
STORIES: Final = ("", PLAIN, NAMED)
DECIDES: Final = ("accept_report", "reject_report", "accept_story", "redact_story", "refuse_story")
NAMES: Final = frozenset({"names"})
ODD: Final = frozenset({"odd"})
RESTORED: Final = ("standing", "story", "story_state", "escalated")

Told = dict[str, Any]  # what the model knows of one report
Made = dict[str, Any]  # and of one decision


def told_anew(**facts: Any) -> Told:
    return {
        **facts,
        "standing": "held" if facts["story"] == NAMED else "counted",
        "held_for": NAMES if facts["story"] == NAMED else frozenset(),
        "story_state": "waiting" if facts["story"] else "none",
        "escalated": False,
        "revision": 0,
        "old": False,
        "expired": False,
    }


def judged_again(told: Told, story: str) -> Told:
    """What another story, or another code, makes of its standing. Nobody but a moderator ends what he decided."""
    if told["standing"] == "rejected":
        return {}
    left = told["held_for"] if told["escalated"] else told["held_for"] - NAMES
    held_for = left | NAMES if story == NAMED else left
    return {"held_for": held_for, "standing": "held" if held_for else "counted"}


def counts(told: Told) -> bool:
    return bool(told["standing"] == "counted") and not told["expired"]


def multiset(reports: Sequence[Told]) -> Counter[tuple[Any, ...]]:
    """What figures and stories are made of."""
    return Counter((one["code"], one["payer"], one["state"], one["kind"], *stories([one])) for one in reports)


def stories(reports: Sequence[Told]) -> Counter[str]:
    return Counter(one["story"] for one in reports if one["story_state"] == "accepted")


def after(verdict: str, told: Told, *, identifies: bool) -> Told | None:
    """What a decision makes of a report; None where there is nothing to decide. Nobody judges a name harmless."""
    fits = {
        "accept_report": told["standing"] != "counted" or told["escalated"],
        "reject_report": told["standing"] != "rejected" or told["escalated"],
        "accept_story": told["story_state"] in {"waiting", "refused"} and told["story"] != NAMED,
        "redact_story": told["story_state"] in {"waiting", "refused"} and told["story"] == NAMED,
        "refuse_story": told["story_state"] in {"waiting", "accepted"},
        "escalate": not told["escalated"],
    }
    changes: dict[str, Told] = {
        "accept_report": {"standing": "counted", "held_for": frozenset()},
        "reject_report": {"standing": "rejected"} | ({"story": "", "story_state": "none"} if identifies else {}),
        "accept_story": {"story_state": "accepted"},
        "redact_story": {"story_state": "accepted", "story": REDACTED},
        "refuse_story": {"story_state": "refused"},
        "escalate": {"escalated": True},
    }
    if verdict in {"accept_story", "redact_story"} and told["standing"] == "held":
        left = told["held_for"] - NAMES
        names_alone = told["held_for"] == NAMES
        changes[verdict] |= {"held_for": left, "standing": "counted" if names_alone else "held"}
    return {"escalated": False, **changes[verdict]} if fits[verdict] else None


def published(seen: Mapping[str, Sequence[Told]], snapshots: Mapping[str, Sequence[Told]]) -> dict[Any, Any]:
    """(code, slice field, slice key) -> reports and breakdowns, where `seen` is what the figures last saw of a code."""
    answers: dict[tuple[str, str, str], Any] = {}
    candidates: dict[str, dict[str, int]] = {payer: {} for payer in PAYERS}
    for code in CODES:
        told = seen[code]
        if len(told) < T:
            continue
        answers[code, "", ""] = (len(told), {**_open(told), "state": _guarded(snapshots[code])})
        for payer, n in _allowed(Counter(one["payer"] for one in told), len(told)).items():
            candidates[payer][code] = n
    for payer, by_code in candidates.items():
        total = sum(one["payer"] == payer for one in itertools.chain(*seen.values()))
        for code, n in _allowed(by_code, total).items():
            told = [one for one in seen[code] if one["payer"] == payer]
            answers[code, "payer", payer] = (n, {**_open(told), "state": {}})
    return answers


def received_in(reports: Sequence[Told], start: datetime.date, since: datetime.date) -> dict[str, tuple[int, int, int]]:
    """Payer, or "" for all -> how many came since `since`, from `start` until then, and before."""

    def of(some: Sequence[Told]) -> tuple[int, int, int]:
        days = [one["received"] for one in some]
        return (
            sum(since <= day for day in days),
            sum(start <= day < since for day in days),
            sum(d < start for d in days),
        )

    return {"": of(reports), **{payer: of([one for one in reports if one["payer"] == payer]) for payer in PAYERS}}


def _open(reports: Sequence[Told]) -> dict[str, dict[str, int]]:
    return {name: dict(Counter(told[name] for told in reports)) for name in ("kind", "payer")}


def _guarded(reports: Sequence[Told]) -> dict[str, int]:
    cells = {state: n for state, n in Counter(told["state"] for told in reports).items() if state and n >= T}
    rest = len(reports) - sum(cells.values())
    if not cells or 0 < rest < T:
        return {}
    return {**cells, "other": rest} if rest else cells


def _allowed(sizes: dict[str, int] | Counter[str], total: int) -> dict[str, int]:
    large = {name: n for name, n in sizes.items() if n >= T}
    if 0 < total - sum(large.values()) < T and large:
        del large[min(large, key=lambda name: (large[name], name))]
    return large
