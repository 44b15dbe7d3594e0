"""What may be published (I3, I4), without a database."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from reports.aggregation import Row
from reports.disclosure import guarded, guarded_rows, may_open, publishable_slices, snapshot_is_due

T = 5


def test_four_reports_stay_closed_and_five_open() -> None:
    assert [may_open(reports=n, contributors=1, threshold=T, min_contributors=1) for n in (0, 4, 5, 6)] == [
        False, False, True, True,
    ]  # fmt: skip


def test_too_few_contributors_keep_a_code_closed() -> None:
    assert not may_open(reports=9, contributors=2, threshold=T, min_contributors=3)
    assert may_open(reports=9, contributors=3, threshold=T, min_contributors=3)


def test_publishing_nine_and_eight_would_give_away_the_three() -> None:
    assert publishable_slices({"aetna": 9, "cigna": 8, "humana": 3}, whole=20, threshold=T) == {"aetna"}


def test_slices_that_cover_everything_are_all_shown() -> None:
    assert publishable_slices({"aetna": 9, "cigna": 8}, whole=17, threshold=T) == {"aetna", "cigna"}


def test_a_remainder_of_a_threshold_hides_the_small_ones() -> None:
    assert publishable_slices({"aetna": 9, "cigna": 3, "humana": 2}, whole=14, threshold=T) == {"aetna"}


def test_unanswered_reports_count_into_the_remainder() -> None:
    assert publishable_slices({"aetna": 9}, whole=10, threshold=T) == frozenset()


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(1, 30), max_size=8), st.integers(0, 30))
def test_what_is_left_of_a_parent_is_nothing_or_many(sizes: dict[str, int], unanswered: int) -> None:
    whole = sum(sizes.values()) + unanswered
    shown = publishable_slices(sizes, whole=whole, threshold=T)
    rest = whole - sum(sizes[key] for key in shown)
    assert all(sizes[key] >= T for key in shown)
    assert rest == 0 or rest >= T or not shown


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(1, 30), max_size=8),
    st.integers(0, 30),
    st.sets(st.text("abc", min_size=1, max_size=3)),
)
def test_withholding_for_one_parent_never_exposes_the_other(
    sizes: dict[str, int], unanswered: int, withheld_elsewhere: set[str]
) -> None:
    whole = sum(sizes.values()) + unanswered
    shown = publishable_slices(sizes, whole=whole, threshold=T) - withheld_elsewhere
    rest = whole - sum(sizes[key] for key in shown)
    assert rest == 0 or rest >= T or not shown


def made(cells: dict[str, int], reports: int) -> list[Row]:
    shown = guarded(cells, reports=reports, threshold=T)
    return guarded_rows(shown, reports=reports, label=lambda key: {"TX": "Texas"}.get(key, key))


def test_guarded_cells_below_the_threshold_are_pooled_when_the_pool_is_large() -> None:
    assert [(row["key"], row["label"], row["reports"]) for row in made({"TX": 6, "CA": 3, "NY": 1}, 12)] == [
        ("TX", "Texas", 6),
        ("other", "Other or not stated", 6),
    ]


def test_a_small_pool_withholds_the_whole_field() -> None:
    assert made({"TX": 6, "CA": 3}, 9) == []


def test_no_pool_is_needed_where_every_cell_is_large() -> None:
    assert [row["key"] for row in made({"TX": 6, "CA": 5}, 11)] == ["TX", "CA"]


def test_nothing_but_a_pool_is_nothing() -> None:
    assert made({"TX": 4, "CA": 4}, 8) == []


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(1, 20), max_size=6), st.integers(0, 20))
def test_no_guarded_cell_is_ever_small(cells: dict[str, int], unanswered: int) -> None:
    n = sum(cells.values()) + unanswered
    assert all(row["reports"] >= T for row in made(cells, n))
    assert sum(row["reports"] for row in made(cells, n)) in {0, n}


def test_a_snapshot_is_due_after_enough_different_reports() -> None:
    keys = [uuid4() for _ in range(5)]
    assert not snapshot_is_due([*keys[:4], keys[0], keys[1]], threshold=T)
    assert snapshot_is_due(keys, threshold=T)
