"""Which release answers for a code and a day, and whether it says honestly when it only stands in."""

import datetime
from collections.abc import Sequence

import pytest

from codes import answering
from codes.answering import Coverage, Edition
from codes.models import Code, Release

Day = datetime.date
JAN_24, OCT_24 = Day(2024, 1, 1), Day(2024, 10, 1)
JAN_25, APR_25, OCT_25 = Day(2025, 1, 1), Day(2025, 4, 1), Day(2025, 10, 1)
JAN_26, JUL_26 = Day(2026, 1, 1), Day(2026, 7, 1)
TODAY = Day(2026, 11, 21)


def complete(*days: Day, holds: bool = True) -> list[Edition]:
    return [Edition(place, f"RVU{day:%y%m}", day, complete=True, holds=holds) for place, day in enumerate(days)]


def starter_list(day: Day, *, holds: bool) -> Edition:
    return Edition(99, f"RVU{day:%y%m} starter list", day, complete=False, holds=holds)


def answer(found: Coverage, editions: Sequence[Edition]) -> tuple[str, bool, str]:
    return next((one.label for one in editions if one.key == found.key), "none"), found.covers, found.note


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (Day(2025, 1, 1), ("RVU2501", True, "January 2025")),
        (Day(2025, 3, 31), ("RVU2501", True, "January 2025")),
        (Day(2025, 4, 1), ("RVU2504", True, "April 2025")),
        (Day(2025, 12, 31), ("RVU2510", True, "October 2025")),
        (Day(2026, 12, 31), ("RVU2607", True, "July 2026")),
        (Day(2026, 6, 30), ("RVU2510", False, "October 2025; June 2026 not loaded")),  # its first release is July
        (Day(2024, 6, 1), ("none", False, "nothing loaded for June 2024")),
        (Day(2027, 1, 1), ("none", False, "2027 not loaded")),
    ],
)
def test_a_date_is_answered_by_the_release_in_effect(day: Day, expected: tuple[str, bool, str]) -> None:
    editions = complete(JAN_25, APR_25, OCT_25, JUL_26)
    assert answer(answering.on_day(editions, day, None), editions) == expected


def test_a_date_in_a_gap_between_loaded_years_is_answered_by_the_year_before() -> None:
    editions = complete(JAN_24, OCT_24, JAN_26)
    assert answer(answering.on_day(editions, Day(2025, 5, 5), None), editions) == (
        "RVU2410",
        False,
        "October 2024; 2025 not loaded",
    )


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2025, ("RVU2510", True, "October 2025")),
        (2026, ("RVU2607", True, "July 2026")),  # today it is 2026: not the one of December
        (2027, ("RVU2701", True, "January 2027")),  # published before the year begins
        (2028, ("none", False, "2028 not loaded")),
        (2024, ("none", False, "nothing loaded for December 2024")),
    ],
)
def test_a_year_is_answered_by_its_latest_release(year: int, expected: tuple[str, bool, str]) -> None:
    editions = complete(JAN_25, OCT_25, JAN_26, JUL_26, Day(2026, 12, 1), Day(2027, 1, 1))
    assert answer(answering.in_year(editions, year, None, TODAY), editions) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (TODAY, ("RVU2510", False, "October 2025; 2026 not loaded")),
        (Day(2025, 11, 1), ("RVU2510", True, "October 2025")),
        (Day(2025, 5, 1), ("RVU2501", True, "January 2025")),
        (Day(2024, 5, 1), ("none", False, "nothing loaded for May 2024")),
    ],
)
def test_without_a_date_the_last_loaded_year_stands_in(today: Day, expected: tuple[str, bool, str]) -> None:
    editions = complete(JAN_25, OCT_25)
    assert answer(answering.today(editions, today, None), editions) == expected


def test_the_same_day_asked_for_by_date_has_no_price() -> None:
    assert answering.on_day(complete(JAN_25, OCT_25), TODAY, None).key is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("RVU2501", ("RVU2501", True, "January 2025")),
        ("rvu2510", ("RVU2510", True, "October 2025")),
        ("RVU2607", ("RVU2607 starter list", True, "July 2026")),
        ("RVU2607 starter list", ("RVU2607 starter list", True, "July 2026")),
        ("RVU2604", ("none", False, "no release called RVU2604 is loaded")),
        ("RVU25", ("none", False, "no release called RVU25 is loaded")),
    ],
)
def test_a_label_is_answered_by_that_release_alone(label: str, expected: tuple[str, bool, str]) -> None:
    editions = [*complete(JAN_25, OCT_25), starter_list(JUL_26, holds=True)]
    assert answer(answering.on_label(editions, label, None, TODAY), editions) == expected


def test_a_release_beats_the_starter_list_that_shares_its_name() -> None:
    editions = [starter_list(JUL_26, holds=True), *complete(JUL_26)]
    assert answer(answering.on_label(editions, "RVU2607", None, TODAY), editions)[0] == "RVU2607"


def test_a_starter_list_is_silent_about_codes_it_lacks() -> None:
    editions = [*complete(OCT_25), starter_list(JUL_26, holds=False)]
    assert answer(answering.today(editions, TODAY, None), editions) == (
        "RVU2510",
        False,
        "October 2025; 2026 not loaded",
    )
    assert answering.on_day(editions, TODAY, None).key is None
    assert answer(answering.on_label(editions, "RVU2607", None, TODAY), editions) == (
        "none",
        False,
        "RVU2607 starter list does not hold this code",
    )


def test_an_older_complete_release_of_the_year_comes_before_a_silent_starter_list() -> None:
    editions = [*complete(JAN_26), starter_list(JUL_26, holds=False)]
    assert answer(answering.on_day(editions, TODAY, None), editions) == ("RVU2601", True, "January 2026")


def test_a_starter_list_answers_for_a_code_deleted_by_then() -> None:
    editions = [starter_list(JUL_26, holds=False)]
    assert answering.today(editions, TODAY, JAN_26).key == 99
    assert answering.on_label(editions, "RVU2607", JAN_26, TODAY).key == 99
    assert answering.today(editions, TODAY, Day(2027, 1, 1)).key is None


def test_a_starter_list_of_last_year_does_not_answer_for_a_code_deleted_since() -> None:
    editions = [starter_list(OCT_25, holds=False)]
    assert answering.today(editions, TODAY, JAN_26).key is None


def test_a_complete_release_answers_for_any_code() -> None:
    assert answering.on_day(complete(OCT_25, holds=False), Day(2025, 12, 1), None).key == 0


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (Day(2026, 5, 15), "2026"),  # before the list's first day, too
        (Day(2026, 12, 31), "2026"),
        (Day(2027, 1, 1), ""),
        (Day(2025, 12, 31), ""),
    ],
)
def test_a_starter_list_that_lacks_the_code_is_named_where_nothing_answers(day: Day, found: str) -> None:
    editions = [*complete(OCT_25), starter_list(JUL_26, holds=False)]
    assert answering.on_day(editions, day, None).silent == found


def test_with_a_starter_list_alone_it_is_named_today() -> None:
    found = answering.today([starter_list(JUL_26, holds=False)], TODAY, None)
    assert (found.key, found.silent) == (None, "2026")


@pytest.mark.parametrize(
    ("day", "label", "covers"),
    [
        (Day(2024, 3, 8), "RVU2401", True),
        (Day(2024, 3, 9), "RVU2401", False),
        (Day(2024, 3, 31), "RVU2401", False),
        (Day(2024, 4, 1), "RVU2404", True),
        (Day(2025, 3, 15), "RVU2501", True),
    ],
)
def test_a_release_does_not_cover_the_days_since_a_change_by_law(day: Day, label: str, covers: bool) -> None:
    editions = complete(JAN_24, Day(2024, 4, 1), JAN_25)
    assert answer(answering.on_day(editions, day, None), editions)[:2] == (label, covers)


def test_it_says_what_changed() -> None:
    editions = complete(JAN_24)
    expected = (
        "January 2024; since March 9, 2024 another conversion factor holds (Consolidated Appropriations Act, 2024)"
    )
    assert answering.in_year(editions, 2024, None, TODAY).note == expected


def test_nothing_loaded_is_said() -> None:
    assert answering.today([], TODAY, None) == Coverage(
        key=None, covers=False, note="nothing loaded for November 2026", day=TODAY
    )


# --- the same, asked of the database ---------------------------------------------------------------------------------


def asked(code: str, **question: object) -> tuple[str, bool, str, bool]:
    found = Release.objects.answering(code, today=TODAY, **question)  # type: ignore[arg-type]
    return str(found.release), found.covers, found.note, found.deleted


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("code", "question", "expected"),
    [
        ("86320", {}, ("mpfs RVU26C starter list", True, "July 2026", False)),
        ("86320", {"year": 2025}, ("mpfs RVU25D starter list", True, "October 2025", False)),
        ("86320", {"date": Day(2025, 11, 3)}, ("mpfs RVU25D starter list", True, "October 2025", False)),
        (
            "86320",
            {"date": Day(2026, 3, 1)},
            ("mpfs RVU25D starter list", False, "October 2025; March 2026 not loaded", False),
        ),
        ("86320", {"date": Day(2027, 1, 4)}, ("None", False, "2027 not loaded", False)),
        ("86320", {"year": 2027}, ("None", False, "2027 not loaded", False)),
        ("86320", {"release": "RVU25D"}, ("mpfs RVU25D starter list", True, "October 2025", False)),
        ("86320", {"release": "RVU24A"}, ("None", False, "no release called RVU24A is loaded", False)),
        ("84166", {}, ("mpfs RVU25D starter list", False, "October 2025; 2026 not loaded", False)),
        ("77385", {}, ("mpfs RVU26C starter list", True, "July 2026", True)),
        ("77385", {"year": 2025}, ("mpfs RVU25D starter list", True, "October 2025", False)),
        ("77385", {"release": "RVU25D"}, ("mpfs RVU25D starter list", True, "October 2025", False)),
        ("00999", {}, ("None", False, "nothing loaded for November 2026", False)),
    ],
)
def test_the_starter_lists_answer(
    code: str, question: dict[str, object], expected: tuple[str, bool, str, bool]
) -> None:
    assert asked(code, **question) == expected


@pytest.mark.usefixtures("starter")
def test_a_label_beats_a_date_and_a_date_beats_a_year() -> None:
    assert asked("86320", release="RVU25D", date=TODAY, year=2026)[2] == "October 2025"
    assert asked("86320", date=TODAY, year=2025)[2] == "July 2026"


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("question", "variant", "year"),
    [({"qp": True}, "qp", 2026), ({"qp": False}, "", 2026), ({"qp": True, "year": 2025}, "", 2025)],
)
def test_qps_have_their_own_release_since_2026(question: dict[str, object], variant: str, year: int) -> None:
    found = Release.objects.answering("99213", today=TODAY, **question)  # type: ignore[arg-type]
    assert found.release is not None
    assert (found.release.variant, found.release.year, found.covers) == (variant, year, True)


@pytest.mark.usefixtures("starter")
def test_a_replaced_release_does_not_answer() -> None:
    Release.objects.filter(effective=OCT_25).update(state=Release.State.REPLACED)
    assert asked("86320", year=2025) == ("None", False, "nothing loaded for December 2025", False)


@pytest.mark.usefixtures("starter")
def test_another_source_does_not_answer() -> None:
    Release.objects.create(
        source="clfs", label="CLFS", effective=Day(2026, 10, 1), digest="x", complete=True, state="current"
    )
    assert asked("86320")[0] == "mpfs RVU26C starter list"


@pytest.mark.django_db
def test_an_unknown_code_is_not_deleted() -> None:
    assert not Code.objects.exists()
    assert asked("86320") == ("None", False, "nothing loaded for November 2026", False)


@pytest.mark.usefixtures("starter")
def test_an_answer_takes_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert Release.objects.answering("86320").release is not None


@pytest.mark.usefixtures("starter")
def test_a_year_outside_the_calendar_is_an_error() -> None:
    with pytest.raises(ValueError, match="year 0 is out of range"):
        Release.objects.answering("86320", year=0)
