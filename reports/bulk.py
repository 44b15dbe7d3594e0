"""The private counts of many reports at once, column by column: what a loop over `tallies.count` would give.

A rebuild counts every report anew, each in some hundred cells: sums over arrays take a fraction of the time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reports.remittance import reason_key
from reports.tallies import (
    COLUMNS,
    CROSSED,
    FIELDS,
    GUARDED_CROSSED,
    LISTS,
    MONTH,
    PAYER_AND_LINE,
    SINGLE,
    SIZE,
    Subject,
)
from reports.vocabulary import APPEALS

AT_ONCE: Final = 20_000  # reports, some 40 MB: a code with millions needs no more
BETWEEN: Final = ","  # the answers of a list

Columns = Mapping[str, Sequence[str]]  # column of Report -> its value in each report, lists joined by BETWEEN
Ids = NDArray[np.int64]


class _Field(NamedTuple):
    """What the reports answer to one question: answer `names[ids[i]]` in report `places[i]`, each once a report."""

    places: Ids
    ids: Ids
    names: Sequence[str]


def count(rows: Iterable[Sequence[str]]) -> dict[Subject, dict[str, dict[str, int]]]:
    """Group -> field -> answer -> reports. `rows`: the values of COLUMNS of each report."""
    counted: dict[Subject, dict[str, dict[str, int]]] = {}
    for batch in _batches(rows):
        columns = dict(zip(COLUMNS, zip(*batch, strict=True), strict=True))
        for subject, field, cells in _cells(columns, len(batch)):
            fields = counted.setdefault(subject, {})
            if field not in fields:
                fields[field] = dict(cells)
                continue
            sums = fields[field]
            for answer, n in cells:
                sums[answer] = sums.get(answer, 0) + n
    return counted


def _batches(rows: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    each = iter(rows)
    while batch := list(islice(each, AT_ONCE)):
        yield batch


def _cells(columns: Columns, reports: int) -> Iterator[tuple[Subject, str, list[tuple[str, int]]]]:
    """Of each group and field: each answer, and its reports."""
    fields = _fields(columns, reports)
    for group, counted in FIELDS.items():
        names, ids = _group(fields, group, reports)
        for field in counted:
            given = fields[field]
            if not given.names:
                continue
            of = ids[given.places]
            within = of >= 0
            cells = np.bincount(of[within] * len(given.names) + given.ids[within])
            held = np.flatnonzero(cells)
            which, answers = np.divmod(held, len(given.names))
            told = list(zip(map(given.names.__getitem__, answers.tolist()), cells[held].tolist(), strict=True))
            starts = [0, *(np.flatnonzero(np.diff(which)) + 1).tolist(), len(told)] if told else []
            for start, end in pairwise(starts):
                yield (group, names[which[start]]), field, told[start:end]


def _group(fields: Mapping[str, _Field], group: str, reports: int) -> tuple[Sequence[str], Ids]:
    """The groups of a kind, and which of them each report is in; -1 where it is in none."""
    ids = np.full(reports, -1)
    if not group:
        ids[:] = 0
        return ("",), ids
    field = fields[group]
    ids[field.places] = field.ids
    return field.names, ids


def _fields(columns: Columns, reports: int) -> dict[str, _Field]:
    everywhere = np.arange(reports)
    fields = {SIZE: _Field(everywhere, np.zeros(reports, int), ("",))}
    for field, column in SINGLE.items():
        fields[field] = _single(columns[column])
    fields[MONTH] = _single([day[:7] for day in columns["received"]])
    stated = zip(columns["group"], columns["carc"], strict=True)
    fields["reason"] = _single([reason_key(group, carc) for group, carc in stated])
    appeals = set(APPEALS)
    told = zip(columns["outcome"], columns["actions"], strict=True)
    fields["appeal_outcome"] = _single(
        ["" if appeals.isdisjoint(actions.split(BETWEEN)) else outcome for outcome, actions in told]
    )
    for field, column in LISTS.items():
        fields[field] = _several(columns[column])
    for one, other in (*CROSSED, *GUARDED_CROSSED):
        fields[f"{one}_{other}"] = _crossed(fields[one], fields[other], reports)
    fields[PAYER_AND_LINE] = _crossed(fields["payer"], fields["line_of_business"], reports)
    return fields


def _single(values: Sequence[str]) -> _Field:
    names, ids = _numbered(values)
    answered = np.array([bool(name) for name in names], bool)[ids] if names else np.zeros(0, bool)
    return _Field(np.flatnonzero(answered), ids[answered], names)


def _several(values: Sequence[str]) -> _Field:
    """Each answer of a list; a list that comes again is read once."""
    lists, which = _numbered(values)
    split = [sorted(set(text.split(BETWEEN))) if text else [] for text in lists]
    names, flat = _numbered([answer for answers in split for answer in answers])
    lengths = np.array([len(answers) for answers in split], int)
    starts = np.cumsum(lengths) - lengths
    of_each = lengths[which]
    places = np.repeat(np.arange(len(values)), of_each)
    within = np.arange(len(places)) - np.repeat(np.cumsum(of_each) - of_each, of_each)
    return _Field(places, flat[np.repeat(starts[which], of_each) + within], names)


def _crossed(one: _Field, other: _Field, reports: int) -> _Field:
    """Pairs of answers that a report gave to two questions, one of which has one answer at most."""
    if len(np.unique(one.places)) == len(one.places):
        several, single, turned = other, one, True
    else:
        several, single, turned = one, other, False
    answer = np.full(reports, -1)
    answer[single.places] = single.ids
    beside = answer[several.places]
    both = beside >= 0
    pairs, ids = np.unique(several.ids[both] * len(single.names) + beside[both], return_inverse=True)
    named = [(several.names[pair // len(single.names)], single.names[pair % len(single.names)]) for pair in pairs]
    return _Field(several.places[both], ids, [":".join(reversed(pair) if turned else pair) for pair in named])


def _numbered(values: Sequence[str]) -> tuple[list[str], Ids]:
    """The different values, and which of them each is."""
    names = list(dict.fromkeys(values))
    numbers = {name: number for number, name in enumerate(names)}
    return names, np.fromiter(map(numbers.__getitem__, values), np.int64, len(values))
