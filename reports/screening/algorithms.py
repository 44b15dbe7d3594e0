"""What no pattern can say about a match. Each has its twin in `medpay/static/medpay/screening.js`."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from ipaddress import AddressValueError, IPv6Address
from typing import Final

from reports.screening.states import STATE_NAMES, ZIP_PREFIXES

Found = re.Match[str]

OVER_89: Final = 90
NUMBERS: Final = re.compile("[0-9]+")
NDC: Final = re.compile("(?<![0-9a-z-])([0-9]{4,5})-([0-9]{3,4})-([0-9]{1,2})(?![0-9a-z-])")
NDC_NEAR: Final = 120  # characters around a number in which the same drug may be written with hyphens


def luhn(number: str) -> bool:
    """ISO/IEC 7812 check digit. `number` holds digits only."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def npi(match: Found) -> bool:
    """CMS: an NPI carries the Luhn digit of itself behind the card-issuer prefix 80840."""
    return luhn("80840" + match.group(1))


def ipv6(match: Found) -> bool:
    """An address, and not a time of day such as 10:30."""
    try:
        IPv6Address(match.group(1))
    except AddressValueError:
        return False
    parts = [part for part in match.group(1).split(":") if part]
    return len(parts) > 2 or any(len(part) == 4 for part in parts)


def month_and_day(match: Found, first: int) -> bool:
    """Whether the value's numbers `first` and `first` + 1 (from 0) are a month and a day, in either order."""
    one, other = map(int, NUMBERS.findall(match.group(1))[first : first + 2])
    return 1 <= min(one, other) <= 12 and 1 <= max(one, other) <= 31


def over_89(match: Found) -> bool:
    """Whether somebody born in that year is or will be over 89 in this one."""
    return this_year() - int(match.group(1)) >= OVER_89


def this_year() -> int:
    """By world time, as the browser asks for it too."""
    return datetime.now(UTC).year


def zip_in_state(match: Found) -> bool:
    """Whether the ZIP can lie in the state before it: 'network, or 99213' is no place in Oregon."""
    place = match.string[match.start() : match.start(1)].replace("/", ",").rstrip(" ,.")
    prefix = int(match.group(1)[:3])
    named = (place.rsplit(mark, 1)[-1] for mark in (",", " "))
    words = [*named, " ".join(place.split(" ")[-2:])]
    return any(
        low <= prefix <= high
        for name in words
        for low, high in ZIP_PREFIXES.get(STATE_NAMES.get(name.strip(), name.strip()), ())
    )


def ndc_again(match: Found) -> bool:
    """Whether these eleven digits are a drug code that stands nearby with its hyphens: 0074-3799-02, 00074379902."""
    number = match.group(1)
    if len(number) != 11:
        return False
    near = match.string[max(0, match.start(1) - NDC_NEAR) : match.end(1) + NDC_NEAR]
    padded = (labeler.zfill(5) + product.zfill(4) + package.zfill(2) for labeler, product, package in NDC.findall(near))
    return number in padded


ALGORITHMS: Final[Mapping[str, Callable[..., bool]]] = {
    "npi": npi,
    "ipv6": ipv6,
    "month_and_day": month_and_day,
    "over_89": over_89,
    "zip_in_state": zip_in_state,
    "ndc_again": ndc_again,
}
