"""The private counts of a code as a plain loop over its reports: what the audit holds the stored ones to."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from reports.models import Report
from reports.remittance import reason_key
from reports.vocabulary import APPEALS

Group = tuple[str, str]  # field, answer
Cell = tuple[str, str]  # field, answer
SLICE_FIELDS = {"payer", "line_of_business", "reason"}
OF_A_PAYER_AND_LINE = {"reports", "reason"}
GUARDED = {
    "state", "year", "place_of_service", "diagnosis_category", "network", "amount_band", "amount_band_outcome", "month",
}  # fmt: skip
NOT_OF_A_SLICE = {*GUARDED, "reason_remark"} - {"month"}
OF_A_MONTH = {"reports", "reason", "outcome", "payer"}


def answers_of(report: Report) -> Iterator[Cell]:
    yield "reports", ""
    single = {
        "kind": report.kind,
        "reason": reason_key(report.group, report.carc),
        "payer": report.payer,
        "line_of_business": report.line_of_business,
        "paired_code": report.paired_code,
        "fix_modifier": report.fix_modifier,
        "resolution": report.resolution_band,
        "stage": report.stage,
        "decided_by": report.decided_by,
        "claim_type": report.claim_type,
        "state": report.state,
        "year": str(report.year),
        "place_of_service": report.place_of_service,
        "diagnosis_category": report.diagnosis_category,
        "network": report.network,
        "amount_band": report.amount_band,
        "month": report.received.strftime("%Y-%m"),
        "outcome": report.outcome,
        "appeal_outcome": report.outcome if set(report.actions) & set(APPEALS) else "",
    }
    multiple = {
        "modifier": set(report.modifiers),
        "remark": set(report.rarcs),
        "action": set(report.actions),
        "tactic": set(report.tactics),
    }
    yield from ((field, answer) for field, answer in single.items() if answer)
    yield from ((field, answer) for field, answers in multiple.items() for answer in answers)
    crossed = {
        "action_outcome": [(action, report.outcome) for action in multiple["action"]],
        "tactic_outcome": [(tactic, report.outcome) for tactic in multiple["tactic"]],
        "fix_modifier_outcome": [(report.fix_modifier, report.outcome)],
        "action_resolution": [(action, report.resolution_band) for action in multiple["action"]],
        "reason_remark": [(single["reason"], remark) for remark in multiple["remark"]],
        "amount_band_outcome": [(report.amount_band, report.outcome)],
    }
    yield from ((field, f"{one}:{other}") for field, pairs in crossed.items() for one, other in pairs if one and other)


def groups_of(report: Report) -> Iterator[tuple[Group, Callable[[str], bool]]]:
    """Each group that the report belongs to, and which fields are counted in it."""
    answers = dict(answers_of(report))
    yield ("", ""), lambda _: True
    for field in SLICE_FIELDS & answers.keys():
        yield (field, answers[field]), lambda counted: counted not in NOT_OF_A_SLICE
    yield ("month", answers["month"]), OF_A_MONTH.__contains__
    if report.line_of_business:
        yield ("payer_line", f"{report.payer}:{report.line_of_business}"), OF_A_PAYER_AND_LINE.__contains__


def recount(code: str) -> dict[Group, Counter[Cell]]:
    """The tallies of a code as a plain loop over its counted reports."""
    tallies: dict[Group, Counter[Cell]] = defaultdict(Counter)
    for report in Report.objects.counted().on(code):
        answers = list(answers_of(report))
        for group, counted in groups_of(report):
            tallies[group].update(cell for cell in answers if counted(cell[0]))
    return tallies


def counts_of(cells: Counter[Cell]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for (field, answer), n in cells.items():
        counts.setdefault(field, {})[answer] = n
    return counts
