"""What a report adds to the private counts: the groups that it belongs to, and the cells that it moves in each.

A group is a field and an answer, such as ("payer", "aetna"); ("", "") is the code as a whole. Its cells count reports
by field and answer. A change of a report is one taken away and one added, so that counts follow the changes and never
depend on how many reports there are (I1). A naive recount checks it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final, NamedTuple

from reports.aggregation import SLICED, Counts
from reports.remittance import reason_key
from reports.vocabulary import APPEALS

Subject = tuple[str, str]
Answers = Mapping[str, Any]  # column of Report -> value, as the database writes it (`reports_answers`)

WHOLE: Final[Subject] = ("", "")
SIZE: Final = "reports"  # the field that counts each report, under the answer ""
COLUMNS: Final = (  # what the trigger keeps of a report until it is counted
    "received", "payer", "line_of_business", "kind", "group", "carc", "rarcs", "modifiers", "year", "paired_code",
    "fix_modifier", "actions", "tactics", "outcome", "resolution_band", "claim_type", "stage", "decided_by", "state",
    "place_of_service", "diagnosis_category", "network", "amount_band",
)  # fmt: skip
OPEN_COLUMNS: Final[Mapping[str, str]] = {  # field -> column with one answer
    "kind": "kind",
    "payer": "payer",
    "line_of_business": "line_of_business",
    "paired_code": "paired_code",
    "fix_modifier": "fix_modifier",
    "resolution": "resolution_band",
    "stage": "stage",
    "decided_by": "decided_by",
    "claim_type": "claim_type",
    "outcome": "outcome",
}
LISTS: Final[Mapping[str, str]] = {  # field -> column with several
    "modifier": "modifiers",
    "remark": "rarcs",
    "action": "actions",
    "tactic": "tactics",
}
GUARDED_COLUMNS: Final[Mapping[str, str]] = {
    "state": "state",
    "year": "year",
    "place_of_service": "place_of_service",
    "diagnosis_category": "diagnosis_category",
    "network": "network",
    "amount_band": "amount_band",
}
SINGLE: Final = {**OPEN_COLUMNS, **GUARDED_COLUMNS}
CROSSED: Final = (  # field and field -> "appeal_1:paid_full" under "action_outcome"
    ("action", "outcome"),
    ("tactic", "outcome"),
    ("fix_modifier", "outcome"),
    ("action", "resolution"),
    ("reason", "remark"),
)
GUARDED_CROSSED: Final = (("amount_band", "outcome"),)
MONTH: Final = "month"  # of receipt, such as "2026-11"; guarded, like every cell of a group that is a month
PAYER_AND_LINE: Final = "payer_line"  # "aetna:self_funded"

OPEN_FIELDS: Final = frozenset(
    {"reports", "reason", "appeal_outcome", *OPEN_COLUMNS, *LISTS, *("_".join(pair) for pair in CROSSED)}
)
GUARDED_FIELDS: Final = frozenset({MONTH, *GUARDED_COLUMNS, *("_".join(pair) for pair in GUARDED_CROSSED)})
FIELDS: Final[Mapping[str, frozenset[str]]] = {  # group -> what is counted in it
    "": OPEN_FIELDS | GUARDED_FIELDS,
    **dict.fromkeys(SLICED, OPEN_FIELDS - {"reason_remark"} | {MONTH}),
    PAYER_AND_LINE: frozenset({"reports", "reason"}),
    MONTH: frozenset({"reports", "reason", "outcome", "payer"}),
}


class Change(NamedTuple):
    """A report as it counts from now on (`sign` 1), or as it counted until now (-1)."""

    sign: int
    answers: Answers


def answers_of(answers: Answers) -> dict[str, list[str]]:
    """Field -> what was answered, each once; what was left out is not there."""
    month, reason = answers["received"][:7], reason_key(answers["group"], answers["carc"])
    appealed = not set(APPEALS).isdisjoint(answers["actions"])
    single = {field: answers[column] for field, column in SINGLE.items()}
    single |= {MONTH: month, "reason": reason, "appeal_outcome": answers["outcome"] if appealed else ""}
    given = {field: [str(answer)] for field, answer in single.items() if answer}
    given |= {field: sorted(set(answers[column])) for field, column in LISTS.items() if answers[column]}
    for one, other in (*CROSSED, *GUARDED_CROSSED):
        if one in given and other in given:
            given[f"{one}_{other}"] = [":".join(pair) for pair in product(given[one], given[other])]
    return given


def groups_of(given: Mapping[str, Sequence[str]]) -> Iterator[Subject]:
    yield WHOLE
    for field in (*SLICED, MONTH):
        yield from ((field, answer) for answer in given.get(field, ()))
    if "payer" in given and "line_of_business" in given:
        yield PAYER_AND_LINE, f"{given['payer'][0]}:{given['line_of_business'][0]}"


def pair_of(key: str) -> tuple[str, str]:
    """Payer and line of business of such a group."""
    payer, _, line = key.partition(":")
    return payer, line


def count(changes: Iterable[Change]) -> dict[Subject, Counts]:
    """By how much each cell of each group moves; nothing of what is taken away and added again alike."""
    moves = defaultdict(list)
    for sign, answers in changes:
        given = {SIZE: [""], **answers_of(answers)}
        ones = {field: dict.fromkeys(each, sign) for field, each in given.items()}
        for group in groups_of(given):
            counted = FIELDS[group[0]]
            moves[group].append({field: cells for field, cells in ones.items() if field in counted})
    moved = {group: _moving(together(each)) for group, each in moves.items()}
    return {group: cells for group, cells in moved.items() if cells}


def together(moves: Iterable[Counts]) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for moved in moves:
        for field, cells in moved.items():
            into = sums.setdefault(field, {})
            for answer, by in cells.items():
                into[answer] = into.get(answer, 0) + by
    return sums


def added(counts: Counts, moved: Counts) -> dict[str, dict[str, int]]:
    """The counts of a group once they have moved; empty cells are left out. Raises ValueError below zero."""
    sums = {field: dict(cells) for field, cells in counts.items()}
    for field, moves in moved.items():
        cells = sums.setdefault(field, {})
        for answer, by in moves.items():
            cells[answer] = cells.get(answer, 0) + by
            if cells[answer] < 0:
                message = f"{field} would count fewer reports than none"
                raise ValueError(message)
            if not cells[answer]:
                del cells[answer]
    return {field: cells for field, cells in sums.items() if cells}


def difference(
    after: Mapping[Subject, Counts], before: Mapping[Subject, Counts], *, among: Iterable[Subject]
) -> dict[Subject, Counts]:
    """What moves `before` to `after` in those of these groups that moved."""
    moved = {}
    for group in among:
        now, then = after.get(group, {}), before.get(group, {})
        if not then:
            moved[group] = now
        elif now != then:
            moved[group] = _moving(together([now, _negative(then)]))
    return {group: cells for group, cells in moved.items() if cells}


def _moving(moved: Counts) -> Counts:
    """The cells that do move."""
    each = {field: {answer: by for answer, by in cells.items() if by} for field, cells in moved.items()}
    return {field: cells for field, cells in each.items() if cells}


def _negative(counts: Counts) -> Counts:
    return {field: {answer: -n for answer, n in cells.items()} for field, cells in counts.items()}
