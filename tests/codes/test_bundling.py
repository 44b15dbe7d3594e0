"""Three answers about a pair, never two; direction, date, setting and table each matter (domain: NCCI and MUE)."""

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import bundling
from codes.bundling import Edition, LimitEdition, Table
from codes.sources.ncci_addon import AddOnRow
from codes.sources.ncci_ptp import PairRow
from tests.codes.ncci_tables import JULY_2024, day, row

IN_JULY = day("2024-07-15")
WHOLE = Table("practitioner", JULY_2024, (1,), dated=False, whole=True)
DATED = Table("practitioner", day("2026-07-01"), (2,), dated=True, whole=True)
ASSOCIATED = (
    "E1 E2 E3 E4 FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9 LT RT LC LD RC LM RI "
    "24 25 27 57 58 59 78 79 91 XE XP XS XU"
).split()


def answer(*rows: PairRow, on: datetime.date = IN_JULY, table: Table = WHOLE, modifiers: tuple[str, ...] = ()) -> str:
    found = [(each, table) for each in rows]
    verdict = bundling.judge("80053", "80048", on, found, [table], modifiers=modifiers)
    assert (verdict.table is None) == (verdict.answer == "no_table")
    assert bool(verdict.edits) == (verdict.answer == "edit")
    return verdict.answer


class TestVerdict:
    def test_an_edit_names_who_is_paid_and_who_is_denied(self) -> None:
        verdict = bundling.judge("80048", "80053", IN_JULY, [(row("80053", "80048", "0"), WHOLE)], [WHOLE])
        (edit,) = verdict.edits
        assert (edit.paid, edit.denied, edit.in_force) == ("80053", "80048", "in force")
        assert verdict.words == ("80048 is denied beside 80053 on July 15, 2024, whatever the modifier.")

    def test_a_table_without_the_pair_says_so_by_name(self) -> None:
        verdict = bundling.judge("86320", "84165", IN_JULY, [], [WHOLE])
        assert (verdict.answer, verdict.words) == (
            "no_edit",
            (
                "No edit for 86320 with 84165 on July 15, 2024, in either direction: "
                "NCCI practitioner edits, July 2024 (v30.2)."
            ),
        )

    def test_without_a_table_nothing_is_said_of_the_pair(self) -> None:
        verdict = bundling.judge("86320", "84165", IN_JULY, [], [], setting="hospital")
        assert (verdict.answer, verdict.table, verdict.words) == (
            "no_table",
            None,
            "medpay holds no hospital table of NCCI edits for July 15, 2024, so it cannot say that there is no edit.",
        )

    def test_a_table_that_is_not_whole_never_says_that_there_is_none(self) -> None:
        part = WHOLE._replace(whole=False, missing=(2, 3))
        assert answer(table=part) == "no_table"
        assert answer(row("80053", "80048"), table=part) == "edit"
        verdict = bundling.judge("80053", "80048", IN_JULY, [], [part])
        assert "Held: NCCI practitioner edits, July 2024 (v30.2): without part 2, 3 of 4." in verdict.words

    def test_both_directions_may_apply(self) -> None:
        found = [(row("80053", "80048"), WHOLE), (row("80048", "80053", "0"), WHOLE)]
        verdict = bundling.judge("80053", "80048", IN_JULY, found, [WHOLE])
        assert [(edit.paid, edit.denied) for edit in verdict.edits] == [("80053", "80048"), ("80048", "80053")]

    @pytest.mark.parametrize(
        ("effective", "deleted", "on", "expected"),
        [
            ("2020-01-01", None, "2020-01-01", "edit"),
            ("2020-01-01", None, "2019-12-31", "no_edit"),
            ("2020-01-01", "2022-12-31", "2022-12-31", "edit"),
            ("2020-01-01", "2022-12-31", "2023-01-01", "no_edit"),
            ("1996-01-01", None, "1996-01-01", "edit"),
        ],
    )
    def test_the_date_of_service_matters_to_the_day(
        self, effective: str, deleted: str | None, on: str, expected: str
    ) -> None:
        pair = row("80053", "80048", effective=effective, deleted=deleted)
        assert answer(pair, on=day(on), table=DATED) == expected

    def test_a_pair_deleted_from_its_first_day_was_never_in_force(self) -> None:
        never = row("80053", "80048", "9", effective="2022-01-01", deleted="2022-01-01")
        assert answer(never, on=day("2022-01-01"), table=DATED) == "no_edit"
        assert bundling.edit_of(never, DATED, day("2022-01-01")).in_force == "never"

    def test_a_pair_that_recurs_answers_for_each_of_its_times(self) -> None:
        first = row("80053", "80048", "0", effective="2018-01-01", deleted="2019-12-31")
        second = row("80053", "80048", "1", effective="2021-01-01")
        found = [(first, DATED), (second, DATED)]
        indicators = {
            year: [
                edit.row.indicator
                for edit in bundling.judge("80053", "80048", day(f"{year}-06-01"), found, [DATED]).edits
            ]
            for year in (2019, 2020, 2021)
        }
        assert indicators == {2019: ["0"], 2020: [], 2021: ["1"]}

    def test_rows_not_in_force_are_kept_apart(self) -> None:
        past = row("80053", "80048", effective="2018-01-01", deleted="2019-12-31")
        verdict = bundling.judge("80053", "80048", IN_JULY, [(past, DATED)], [DATED])
        assert [edit.in_force for edit in verdict.past] == ["from January 1, 2018 to December 31, 2019"]

    @given(st.sampled_from("019"), st.dates(), st.none() | st.dates(), st.none() | st.dates())
    def test_no_row_outside_its_days_is_ever_an_edit(
        self, indicator: str, on: datetime.date, effective: datetime.date | None, deleted: datetime.date | None
    ) -> None:
        pair = PairRow("80053", "80048", effective, deleted, indicator, "")
        begun, ended = effective is not None and on < effective, deleted is not None and deleted < on
        expected = "no_edit" if indicator == "9" or begun or ended else "edit"
        assert answer(pair, on=on) == expected


class TestModifiers:
    def test_those_of_the_list_bypass_an_edit_with_indicator_1_and_no_other(self) -> None:
        assert set(ASSOCIATED) == bundling.ASSOCIATED
        letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        every = {first + second for first, second in product(letters, repeat=2)}
        assert {one for one in every if bundling.bypass(row("1", "2", "1"), one).bypasses} == set(ASSOCIATED)
        assert not any(bundling.bypass(row("1", "2", "0"), one).bypasses for one in every)

    @pytest.mark.parametrize("modifier", ["50", "51", "26", "76", "77"])
    def test_those_often_tried_do_not(self, modifier: str) -> None:
        assert bundling.bypass(row("80053", "80048"), modifier) == (
            modifier,
            False,
            f"{modifier} does not bypass it: it is no NCCI-associated modifier.",
        )

    def test_the_answer_says_it_of_each_one_asked_about(self) -> None:
        verdict = bundling.judge(
            "80053", "80048", IN_JULY, [(row("80053", "80048"), WHOLE)], [WHOLE], modifiers=["51", "XU"]
        )
        assert [(each.modifier, each.bypasses) for each in verdict.edits[0].bypasses] == [("51", False), ("XU", True)]
        assert verdict.words.endswith("unless the record supports modifier XU.")


class TestTables:
    def test_four_parts_are_a_whole_table(self) -> None:
        parts = [Edition(key, f"hospital-{key}", JULY_2024, complete=True, dated=True) for key in (1, 2, 3, 4)]
        (table,) = bundling.tables_of(parts)
        assert (table.setting, table.keys, table.whole, table.missing) == ("hospital", (1, 2, 3, 4), True, ())

    def test_a_missing_part_is_known_by_its_number(self) -> None:
        parts = [Edition(key, f"hospital-{key}", JULY_2024, complete=key != 4, dated=True) for key in (1, 2, 4)]
        (table,) = bundling.tables_of(parts)
        assert (table.keys, table.whole, table.missing) == ((1, 2, 4), False, (3, 4))

    def test_parts_of_different_quarters_make_no_table(self) -> None:
        october = day("2024-10-01")
        parts = [
            Edition(key, f"hospital-{key}", JULY_2024 if key < 3 else october, complete=True, dated=True)
            for key in (1, 2, 3, 4)
        ]
        assert [(table.effective, table.missing) for table in bundling.tables_of(parts)] == [
            (october, (1, 2)),
            (JULY_2024, (3, 4)),
        ]

    def test_an_excerpt_is_no_table(self) -> None:
        (table,) = bundling.tables_of([Edition(1, "practitioner-1", JULY_2024, complete=False, dated=True)])
        assert (table.whole, table.missing) == (False, ())
        assert table.held == "NCCI practitioner edits, July 2024 (v30.2): an excerpt"

    def test_a_table_in_one_piece_goes_before_its_parts(self) -> None:
        editions = [
            Edition(1, "practitioner-1", JULY_2024, complete=True, dated=True),
            Edition(2, "practitioner", JULY_2024, complete=True, dated=False),
        ]
        (table,) = bundling.tables_of(editions)
        assert (table.keys, table.whole, table.dated) == ((2,), True, False)

    @pytest.mark.parametrize(
        ("on", "covered"), [("2024-06-30", False), ("2024-07-01", True), ("2024-09-30", True), ("2024-10-01", False)]
    )
    def test_a_table_without_dates_speaks_for_its_quarter_alone(self, on: str, covered: bool) -> None:
        assert WHOLE.covers(day(on)) is covered

    @pytest.mark.parametrize(
        ("on", "covered"), [("1995-12-31", False), ("1996-01-01", True), ("2026-09-30", True), ("2026-10-01", False)]
    )
    def test_a_table_with_dates_speaks_from_1996_to_the_end_of_its_quarter(self, on: str, covered: bool) -> None:
        assert DATED.covers(day(on)) is covered

    def test_the_table_of_the_day_goes_before_a_later_one(self) -> None:
        earlier = Table("practitioner", day("2024-04-01"), (3,), dated=True, whole=True)
        held = (DATED, WHOLE, earlier)
        assert bundling.covering(held, "practitioner", IN_JULY) == (WHOLE,)
        assert bundling.covering(held, "practitioner", day("2024-05-01")) == (earlier,)
        assert bundling.covering(held, "practitioner", day("2025-05-01")) == (DATED,)
        assert bundling.covering(held, "hospital", IN_JULY) == ()

    def test_a_whole_table_goes_before_any_that_is_not(self) -> None:
        part = WHOLE._replace(whole=False, keys=(9,))
        assert bundling.covering((DATED, part), "practitioner", IN_JULY) == (DATED,)
        assert bundling.covering((part,), "practitioner", IN_JULY) == (part,)

    def test_the_day_to_show_is_today_or_the_last_that_a_table_covers(self) -> None:
        assert bundling.day_to_show((DATED, WHOLE), "practitioner", day("2026-08-01")) == day("2026-08-01")
        assert bundling.day_to_show((DATED, WHOLE), "practitioner", day("2027-01-01")) == day("2026-09-30")
        part = DATED._replace(whole=False)
        assert bundling.day_to_show((part, WHOLE), "practitioner", day("2027-01-01")) == day("2024-09-30")
        assert bundling.day_to_show((), "practitioner", day("2027-01-01")) == day("2027-01-01")


class TestUnits:
    def test_each_indicator_is_said_in_words(self) -> None:
        assert {mai: bundling.unit_words(2, mai).split(":")[0] for mai in "123"} == {
            "1": "2 units for each claim line",
            "2": "2 units for the day, absolute",
            "3": "2 units for the day",
        }
        assert "appeal" in bundling.unit_words(1, "3")
        assert bundling.unit_words(0, "2") == "0 units: every unit is denied in this setting"

    def test_the_nearest_earlier_table_stands_in(self) -> None:
        january = LimitEdition(1, day("2026-01-01"), complete=True, holds=True)
        april = LimitEdition(2, day("2026-04-01"), complete=True, holds=False)
        assert bundling.standing_in([january, april], day("2026-11-21"), strict=True) == april
        assert bundling.standing_in([january, april], day("2026-03-31"), strict=True) == january
        assert bundling.standing_in([january, april], day("2025-12-31"), strict=False) is None

    def test_a_year_past_the_last_loaded_one_has_no_answer_where_it_was_asked_for(self) -> None:
        april = LimitEdition(2, day("2026-04-01"), complete=True, holds=True)
        assert bundling.standing_in([april], day("2027-01-01"), strict=True) is None
        assert bundling.standing_in([april], day("2027-01-01"), strict=False) == april

    def test_an_excerpt_speaks_for_what_it_holds(self) -> None:
        whole = LimitEdition(1, day("2026-01-01"), complete=True, holds=True)
        silent = LimitEdition(2, day("2026-04-01"), complete=False, holds=False)
        assert bundling.standing_in([whole, silent], day("2026-05-01"), strict=True) == whole
        holding = silent._replace(holds=True)
        assert bundling.standing_in([whole, holding], day("2026-05-01"), strict=True) == holding


class TestAddOns:
    def test_a_code_may_be_both_an_add_on_and_a_primary(self) -> None:
        rows = [
            AddOnRow("22632", "22630", "1", None, None),
            AddOnRow("22632", "22633", "1", day("2020-01-01"), day("2023-12-31")),
            AddOnRow("63052", "22632", "3", day("2022-01-01"), None),
        ]
        found = bundling.add_ons_of("22632", rows, IN_JULY)
        assert (found.kind, found.primaries, found.add_ons) == ("1", ("22630",), (rows[2],))

    def test_contractors_decide_where_no_primary_is_listed(self) -> None:
        found = bundling.add_ons_of("0054T", [AddOnRow("0054T", "CCCCC", "2", None, None)], IN_JULY)
        assert (found.is_add_on, found.primaries) == (True, ())
        assert "contractor decides" in found.kind_words
