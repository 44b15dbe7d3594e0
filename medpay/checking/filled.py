"""The form of the claim check, as somebody filled it in: the same questions as a program's, judged by the same rules.

What cannot be read is named by line and field and left out of the form that comes back: it may be anything.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.http import QueryDict

from codes.api.claims import MOST_LINES, ClaimQuery, claim_of, problems_of
from codes.quoting.claims import AskedClaim

CELLS: Final = ("code", "modifiers", "units", "charge", "minutes")
FIRST_ROWS: Final = 6
MORE_ROWS: Final = 6
WHEN: Final = "Give a date such as 2026-07-15, a month such as 2026-07, or a year."
WHOLE: Final = re.compile(r"[0-9]{1,5}", re.ASCII)
AMOUNT: Final = re.compile(r"\$?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,2})?)", re.ASCII)
PLACE: Final = "Give a ZIP code of five digits, or contractor and locality, such as 01112-05."


class Row(NamedTuple):
    """The cells of a line as typed. `wrong`: which of them could not be read."""

    number: int
    cells: Mapping[str, str]
    wrong: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        return not any(self.cells.values())


class Problem(NamedTuple):
    """`field`: what to go to, as the page calls it ("code-2"); "" for all of it."""

    field: str
    words: str


class Filled(NamedTuple):
    """`asked` None: something could not be read, or there is no line."""

    values: Mapping[str, str]  # of the claim: date, place, setting, deductible, participating
    rows: tuple[Row, ...]
    asked: AskedClaim | None = None
    problems: tuple[Problem, ...] = ()
    note: str = ""  # what was made of the date

    @property
    def wrong(self) -> frozenset[str]:
        return frozenset(problem.field for problem in self.problems)

    @property
    def room(self) -> bool:
        """Whether more lines may be added."""
        return len(self.rows) < MOST_LINES


EMPTY: Final = Filled(
    {"participating": "yes"}, tuple(Row(number, dict.fromkeys(CELLS, "")) for number in range(1, FIRST_ROWS + 1))
)


def filled(form: QueryDict) -> Filled:
    """Reads the form. Lines may be left empty."""
    rows = _rows(form)
    values = {name: form.get(name, "").strip() for name in ("date", "place", "setting", "deductible", "participating")}
    used = [row for row in rows if not row.empty]
    day, note = _day(values["date"])
    body = {**day, **_place(values["place"]), **_rest(values), "lines": [_line(row) for row in used]}
    query = ClaimQuery(data=body)
    if query.is_valid():
        return Filled(values, rows, claim_of(query.validated_data), note=note)
    return _refused(values, rows, used, query.errors)


def with_more_rows(form: QueryDict) -> Filled:
    """As it was filled in, with more empty lines and no answer. What could not be read is left out."""
    found = filled(form)
    most = min(len(found.rows) + MORE_ROWS, MOST_LINES)
    more = (Row(number, dict.fromkeys(CELLS, "")) for number in range(len(found.rows) + 1, most + 1))
    return Filled(found.values, (*found.rows, *more))


def _rows(form: QueryDict) -> tuple[Row, ...]:
    columns = {name: form.getlist(name)[:MOST_LINES] for name in CELLS}
    count = max(FIRST_ROWS, *(len(column) for column in columns.values()))
    return tuple(
        Row(
            index + 1,
            {name: column[index].strip() if index < len(column) else "" for name, column in columns.items()},
        )
        for index in range(count)
    )


def _day(typed: str) -> tuple[dict[str, Any], str]:
    """The date as the claim asks for it, and what was made of a month."""
    if not typed:
        return {}, ""
    if re.fullmatch(r"[12][0-9]{3}", typed, re.ASCII):
        return {"year": int(typed)}, ""
    if american := re.fullmatch(r"([0-9]{1,2})/(?:([0-9]{1,2})/)?([12][0-9]{3})", typed, re.ASCII):
        month, day, year = american.groups()
        typed = f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else "")
    if month := re.fullmatch(r"([12][0-9]{3})-(0[1-9]|1[0-2])", typed, re.ASCII):
        first = datetime.date(int(month[1]), int(month[2]), 1)
        return {"date": first.isoformat()}, f"A month was given: its first day, {first:%B} 1, {first.year}, was taken."
    return {"date": typed}, ""


def _place(typed: str) -> dict[str, str]:
    if not typed:
        return {}
    return {"locality": typed} if re.fullmatch(r"[0-9]{5}-[0-9]{2}", typed, re.ASCII) else {"zip": typed}


def _rest(values: Mapping[str, str]) -> dict[str, Any]:
    setting = {"setting": values["setting"]} if values["setting"] else {}
    deductible = {"deductible": _amount(values["deductible"])} if values["deductible"] else {}
    return {**setting, **deductible, "participating": values["participating"] == "yes"}


def _line(row: Row) -> dict[str, Any]:
    """Several modifiers stand in one cell; a code may carry its own, as in 27447-50."""
    code, *attached = re.split(r"[-\s]+", row.cells["code"])
    modifiers = [*attached, *re.split(r"[\s,]+", row.cells["modifiers"])]
    line: dict[str, Any] = {"code": code, "modifiers": [text for text in modifiers if text]}
    for name in ("units", "minutes"):
        if typed := row.cells[name]:
            line[name] = int(typed) if WHOLE.fullmatch(typed) else typed
    if typed := row.cells["charge"]:
        line["charge"] = _amount(typed)
    return line


def _amount(typed: str) -> str:
    found = AMOUNT.fullmatch(typed)
    return found[1].replace(",", "") if found else typed


def _refused(values: Mapping[str, str], rows: Sequence[Row], used: Sequence[Row], errors: Mapping[str, Any]) -> Filled:
    """The form without what could not be read, and what was wrong with it."""
    said = {"date": WHEN, "year": WHEN, "zip": PLACE, "locality": PLACE}
    of_claim = {"year": "date", "zip": "place", "locality": "place"}
    problems, wrong = [], {row.number: set[str]() for row in rows}
    left = dict(values)
    for problem in problems_of(errors):
        if problem.line is None:
            field = of_claim.get(problem.field, problem.field)
            left[field] = ""
            words = "Give one line at least: a code." if field == "lines" else said.get(problem.field, problem.words)
            problems.append(Problem("code-1" if field == "lines" else field, words))
        else:
            number = used[problem.line - 1].number
            wrong[number].add(problem.field)
            problems.append(Problem(f"{problem.field}-{number}", f"Line {number}, {problem.field}: {problem.words}"))
    kept = tuple(
        Row(row.number, {**row.cells, **dict.fromkeys(wrong[row.number], "")}, frozenset(wrong[row.number]))
        for row in rows
    )
    return Filled(left, kept, problems=tuple(problems))
