"""The heading over the amounts: what it says where nothing answers."""

import datetime
from collections.abc import Sequence

import pytest

from codes import payment
from medpay.code_page import Loaded, heading_of, without_price
from medpay.code_page.asking import Asked

NOTHING = without_price(payment.no_release("20605", asked="2026"), None, year=2026)


def missing(asked: Asked, day: datetime.date, years: Sequence[int]) -> str:
    loaded = Loaded(None, None, years)
    return heading_of(asked, day=day, entry=NOTHING, loaded=loaded, deleted=False, this_year=2026).missing


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([], "2019 is not loaded."),
        ([2025], "2019 is not loaded. Loaded is 2025."),
        ([2026, 2025], "2019 is not loaded. Loaded are 2025 and 2026."),
        ([2026, 2025, 2024], "2019 is not loaded. Loaded are 2024, 2025 and 2026."),
    ],
)
def test_a_year_that_is_not_loaded_is_said_with_those_that_are(years: list[int], words: str) -> None:
    assert missing(Asked(year=2019), datetime.date(2019, 12, 31), years) == words


def test_a_year_whose_list_lacks_the_code_is_not_called_loaded() -> None:
    asked = Asked(year=2026)
    words = "Nothing that is loaded holds this code for 2026. Also loaded are 2024 and 2025."
    assert missing(asked, datetime.date(2026, 11, 21), [2026, 2025, 2024]) == words


def test_a_day_is_named_as_asked() -> None:
    day = datetime.date(2026, 5, 15)
    assert missing(Asked(date=day), day, [2026]) == "Nothing that is loaded holds this code for May 15, 2026."
