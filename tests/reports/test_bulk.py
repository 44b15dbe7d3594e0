"""Many reports counted at once give what a loop over them gives."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import bulk, tallies
from reports.tallies import Change

WORDS = {
    "received": st.dates(datetime.date(2025, 12, 1), datetime.date(2026, 2, 28)).map(datetime.date.isoformat),
    "group": st.sampled_from(["", "CO", "PR"]),
    "actions": st.lists(st.sampled_from(["appeal_1", "appeal_2", "corrected_claim"]), unique=True, max_size=2),
    "year": st.sampled_from(["2024", "2025"]),
}
SOME = st.sampled_from(["", "one", "two", "three"])
SEVERAL = st.lists(st.sampled_from(["one", "two", "three"]), max_size=3)
LISTS = frozenset(tallies.LISTS.values())
REPORT = st.fixed_dictionaries(
    {column: WORDS.get(column, SEVERAL if column in LISTS else SOME) for column in tallies.COLUMNS}
)


@given(st.lists(REPORT, max_size=12), st.sampled_from([1, 5, 50_000]))
def test_counting_by_columns_is_counting_one_by_one(reports: list[dict[str, str]], at_once: int) -> None:
    rows = [
        [bulk.BETWEEN.join(report[column]) if column in LISTS else report[column] for column in tallies.COLUMNS]
        for report in reports
    ]
    expected = tallies.count(Change(1, report) for report in reports)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "AT_ONCE", at_once)
        assert bulk.count(rows) == {group: tallies.added({}, cells) for group, cells in expected.items()}
