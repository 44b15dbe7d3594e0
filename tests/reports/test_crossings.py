"""Figures of two answers together, without a database: ranked, with their n, and nothing said of too few."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reports import amounts
from reports.aggregation import outcomes
from reports.crossings import crossed, foremost, pair_rows, remark_rows, told_pairs, top_remarks
from reports.disclosure import publishable_pairs

T = 5
Pair = tuple[str, str]


def words(field: str, key: str) -> str:
    return f"{field}:{key}"


def made(appeal: dict[str, int] | None = None, **cells: dict[str, int]) -> Any:
    return crossed(cells, outcomes(appeal or {}), words, threshold=T)


class TestRecovery:
    def rows(self, **cells: int) -> list[Any]:
        given = {key.replace("__", ":"): n for key, n in cells.items()}
        found: list[Any] = made(action_outcome=given)["recovery_by"]["action"]
        return found

    def test_a_row_says_how_many_were_decided_and_how_sure_it_is(self) -> None:
        assert self.rows(appeal_1__paid_full=3, appeal_1__denied_again=2, appeal_1__pending=4) == [
            {
                "key": "appeal_1", "label": "action:appeal_1", "decided": 5, "paid_full": 3,
                "rate": 0.6, "low": 0.231, "high": 0.882, "ranked": True,
            }
        ]  # fmt: skip

    def test_a_route_of_which_nothing_is_decided_is_left_out(self) -> None:
        assert self.rows(hearing__pending=9, hearing__no_action=3) == []

    def test_the_lower_end_ranks_and_not_the_rate(self) -> None:
        """Five of five may be luck; forty-five of fifty is not."""
        found = self.rows(hearing__paid_full=5, reopening__paid_full=45, reopening__denied_again=5)
        assert [(row["key"], row["rate"], row["low"]) for row in found] == [
            ("reopening", 0.9, 0.786), ("hearing", 1.0, 0.566),
        ]  # fmt: skip

    def test_few_are_not_ranked_and_come_last_by_how_many_they_are(self) -> None:
        found = self.rows(
            hearing__paid_full=1, reopening__denied_again=3, appeal_2__paid_full=3, appeal_1__denied_again=5
        )
        assert [(row["key"], row["ranked"]) for row in found] == [
            ("appeal_1", True), ("appeal_2", False), ("reopening", False), ("hearing", False),
        ]  # fmt: skip

    def test_tactics_and_fix_modifiers_have_theirs(self) -> None:
        found = made(tactic_outcome={"records:paid_part": 1}, fix_modifier_outcome={"XU:paid_full": 1})["recovery_by"]
        assert {field: [row["key"] for row in rows] for field, rows in found.items()} == {
            "action": [], "tactic": ["records"], "fix_modifier": ["XU"],
        }  # fmt: skip


def test_time_to_resolution_stands_by_route_in_the_order_of_time() -> None:
    cells = {"appeal_1:61-120": 3, "appeal_1:0-30": 1, "reopening:0-30": 5}
    found = made(action_resolution=cells)["resolution_by"]["action"]
    assert [(each["key"], each["reports"], [(row["key"], row["share"]) for row in each["rows"]]) for each in found] == [
        ("reopening", 5, [("0-30", 1.0)]),
        ("appeal_1", 4, [("0-30", 0.25), ("61-120", 0.75)]),
    ]


class TestWorth:
    def test_it_is_the_lower_end_rounded_down(self) -> None:
        """Sixty of a hundred: 50.2 % at least, so fifty dollars of each hundred."""
        appeal = {"paid_full": 60, "denied_again": 40}
        assert made(appeal)["appeal_worth"] == {"decided": 100, "per_100": 50}

    def test_four_appeals_are_worth_no_word(self) -> None:
        assert made({"paid_full": 4})["appeal_worth"] is None
        assert made({"paid_full": 5})["appeal_worth"] == {"decided": 5, "per_100": 56}


class TestRemarks:
    COUNTS = {  # noqa: RUF012
        "reports": {"": 14},
        "reason": {"CO-97": 9, "CO-16": 5},
        "reason_remark": {f"CO-97:N{n}": n for n in range(1, 8)} | {"CO-16:M15": 2},
    }

    def rows(self, reasons: list[str]) -> list[Any]:
        return list(remark_rows(top_remarks(self.COUNTS, reasons), self.COUNTS["reason"], words))

    def test_the_five_given_most_stand_under_each_reason(self) -> None:
        found = self.rows(["CO-16", "CO-97"])
        assert [(each["key"], each["reports"], [row["key"] for row in each["rows"]]) for each in found] == [
            ("CO-97", 9, ["N7", "N6", "N5", "N4", "N3"]),
            ("CO-16", 5, ["M15"]),
        ]
        assert found[1]["rows"][0]["share"] == 0.4

    def test_a_reason_that_is_no_slice_is_not_broken_down(self) -> None:
        assert [each["key"] for each in self.rows(["CO-97"])] == ["CO-97"]


def test_a_line_of_business_names_three_reasons_with_their_n() -> None:
    counts = {"reports": {"": 20}, "reason": {"CO-97": 8, "CO-16": 6, "CO-29": 4, "CO-50": 2}}
    (found,) = pair_rows(told_pairs({("aetna", "self_funded"): (20, foremost(counts))}), words)
    assert (found["payer"], found["line_label"], found["reports"]) == ("aetna", "line_of_business:self_funded", 20)
    assert [(row["key"], row["reports"], row["share"]) for row in found["reason"]] == [
        ("CO-97", 8, 0.4), ("CO-16", 6, 0.3), ("CO-29", 4, 0.2),
    ]  # fmt: skip


class TestPairs:
    def shown(self, sizes: dict[Pair, int], ones: dict[str, int], others: dict[str, int]) -> set[Pair]:
        return set(publishable_pairs(sizes, ones=ones, others=others, threshold=T))

    def test_pairs_that_cover_their_parents_are_all_shown(self) -> None:
        sizes = {("aetna", "auto"): 7, ("aetna", "va"): 5, ("cigna", "va"): 6}
        assert self.shown(sizes, {"aetna": 12, "cigna": 6}, {"auto": 7, "va": 11}) == set(sizes)

    def test_a_rest_of_three_withholds_the_smallest(self) -> None:
        sizes = {("aetna", "auto"): 7, ("aetna", "va"): 5, ("aetna", "other"): 3}
        assert self.shown(sizes, {"aetna": 15}, {"auto": 7, "va": 5, "other": 3}) == {("aetna", "auto")}

    def test_what_is_withheld_for_one_parent_is_asked_of_the_other(self) -> None:
        """Aetna's rest of 3 takes aetna:va; the line then has 6 left, which is enough."""
        sizes = {("aetna", "auto"): 9, ("aetna", "va"): 6, ("cigna", "va"): 8}
        shown = self.shown(sizes, {"aetna": 18, "cigna": 8}, {"auto": 9, "va": 14})
        assert shown == {("aetna", "auto"), ("cigna", "va")}

    def test_a_pair_in_no_slice_is_not_shown(self) -> None:
        assert self.shown({("aetna", "auto"): 9}, {}, {"auto": 9}) == set()

    @given(
        st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 15)),
        st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)),
        st.dictionaries(st.sampled_from("xyz"), st.integers(0, 9)),
    )
    def test_no_parent_is_left_with_a_few(
        self, sizes: dict[Pair, int], unsaid: dict[str, int], nameless: dict[str, int]
    ) -> None:
        ones = {a: sum(n for pair, n in sizes.items() if pair[0] == a) + unsaid.get(a, 0) for a in "abc"}
        others = {b: sum(n for pair, n in sizes.items() if pair[1] == b) + nameless.get(b, 0) for b in "xyz"}
        shown = self.shown(sizes, ones, others)
        for place, parents in ((0, ones), (1, others)):
            for key, whole in parents.items():
                within = [sizes[pair] for pair in shown if pair[place] == key]
                rest = whole - sum(within)
                assert all(n >= T for n in within)
                assert not within or rest == 0 or rest >= T
        large = {pair for pair, n in sizes.items() if n >= T}
        if not unsaid and not nameless and large == set(sizes):
            assert shown == large, "nothing is withheld where nothing small is left"


class TestAmounts:
    def rows(self, bands: dict[str, int], reports: int, outcome: dict[str, int], **crossing: int) -> list[Any]:
        cells = {"amount_band": bands, "amount_band_outcome": dict(crossing), "outcome": outcome}
        return list(amounts.shown(amounts.publishable(cells, reports=reports, threshold=T), words, reports=reports))

    def test_bands_stand_in_the_order_of_dollars_and_the_pool_last(self) -> None:
        found = self.rows({"5000+": 9, "0-50": 5, "51-250": 2}, 19, {})
        assert [(row["key"], row["reports"]) for row in found] == [("0-50", 5), ("5000+", 9), ("other", 5)]

    def test_recovery_stands_where_few_cannot_be_told_apart(self) -> None:
        crossing = {"0-50:paid_full": 6, "0-50:denied_again": 5}
        (row,) = self.rows({"0-50": 11}, 11, {"paid_full": 6, "denied_again": 5}, **crossing)
        assert row["recovery"] == {"decided": 11, "paid_full": 6, "rate": 0.545, "low": 0.28, "high": 0.787}

    def test_it_is_withheld_where_the_open_outcomes_would_give_away_the_rest(self) -> None:
        """The whole says nine were paid in full: of six in one band, a reader would learn of three in the other."""
        crossing = {"0-50:paid_full": 6, "0-50:denied_again": 5, "5000+:paid_full": 3, "5000+:denied_again": 5}
        found = self.rows({"0-50": 11, "5000+": 8}, 19, {"paid_full": 9, "denied_again": 10}, **crossing)
        assert [row["recovery"] for row in found] == [None, None]

    def test_a_snapshot_of_former_times_tells_nothing(self) -> None:
        assert self.rows({}, 9, {}) == []

    ends = st.dictionaries(st.sampled_from(["paid_full", "paid_part", "denied_again", "pending"]), st.integers(1, 9))

    @given(st.dictionaries(st.sampled_from(["0-50", "51-250", "5000+", ""]), ends, min_size=1))
    def test_nothing_small_can_be_subtracted_out(self, reports: dict[str, dict[str, int]]) -> None:
        """The reader knows the outcomes of the whole, live. "" stands for reports without an amount."""
        sizes = {band: sum(given.values()) for band, given in reports.items()}
        outcome = {key: sum(given.get(key, 0) for given in reports.values()) for key in ("paid_full", "pending")}
        outcome["denied_again"] = sum(sizes.values()) - outcome["paid_full"] - outcome["pending"]
        crossing = {f"{band}:{key}": n for band, given in reports.items() if band for key, n in given.items()}
        found = self.rows({band: n for band, n in sizes.items() if band}, sum(sizes.values()), outcome, **crossing)
        told = [row for row in found if row["recovery"]]
        paid = [row["recovery"]["paid_full"] for row in told]
        otherwise = [row["recovery"]["decided"] - row["recovery"]["paid_full"] for row in told]
        learned = [row["reports"] for row in found] + paid + otherwise
        if told:
            learned += [outcome["paid_full"] - sum(paid), outcome["denied_again"] - sum(otherwise)]
        assert [n for n in learned if 0 < n < T] == []
