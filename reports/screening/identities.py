"""Numbers given to one person, provider or claim, recognised by their shape alone, and pasted remittance segments."""

import re
from typing import Final

from reports.screening.rule import CODE, END, PUBLIC_CODE, START, Found, before, digits_of, rule

SEP: Final = r"(?: ?[-./] ?| )"
WORD_DIGIT: Final = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"


def social_security(match: Found) -> bool:
    """SSA's ranges (no area 000 or 666, no group 00, no serial 0000); areas from 900 are taxpayer numbers (ITIN)."""
    number = digits_of(match.group(1))[:9]
    return number[:3] not in {"000", "666"} and number[3:5] != "00" and number[5:] != "0000"


def luhn(number: str) -> bool:
    """ISO/IEC 7812 check digit. `number` holds digits only."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def national_provider(match: Found) -> bool:
    """CMS: an NPI carries the Luhn digit of itself behind the card-issuer prefix 80840."""
    return luhn("80840" + match.group(1))


def unique_number(match: Found) -> bool:
    return not PUBLIC_CODE.fullmatch(match.group(1)) and not re.search(r"ndc[ :#-]{0,3}$", before(match))


def mixed_number(match: Found) -> bool:
    """Letters among digits, at least six in a row: 1Z999AA10123456784. Codes run together have five at most."""
    value = match.group(1)
    if re.match("(?:19|20)[0-9]{6}t[0-9]{4}", value):  # a time of day: the date rule names it
        return False
    return not value.isdigit() and re.search("[0-9]{6}", value) is not None and unique_number(match)


def listed_number(match: Found) -> bool:
    """The next of a list whose first is covered already: 'claims 445566, 445567'."""
    return unique_number(match) and not CODE.fullmatch(match.group(1))


REMITTANCE_RULES: Final = (
    rule("claim_number", r"(?<![a-z0-9])clp\*([a-z0-9-]{1,38})(?=\*)"),
    rule("member_number", r"(?<![a-z0-9])nm1\*(?:il|qc|74)\*([0-9]\*[^~]{1,120})"),
    rule("reference_number", r"(?<![a-z0-9])(?:ref\*[a-z0-9]{2,3}|trn\*1)\*([a-z0-9-]{3,50})"),
)
IDENTITY_RULES: Final = (
    rule("ssn", START + rf"(?<![0-9]-)([0-9]{{3}}{SEP}[0-9]{{2}}{SEP}[0-9]{{4}}[a-z]?)(?![0-9a-z])", social_security),
    rule("ssn", START + r"([x*#]{3}[ -]?[x*#]{2}[ -]?[0-9]{4})(?![0-9])"),
    rule("ssn", r"(?<![*#])([*#]{3}[ -]?[*#]{2}[ -]?[0-9]{4})(?![0-9])"),
    rule("tax_id", START + r"(?<![0-9][-.])([0-9]{2}-[0-9]{7})" + END),
    rule("license_number", START + r"([0-9]{2}d[0-9]{7})" + END),
    rule("member_number", START + r"([1-9][a-z][0-9a-z][0-9] ?-? ?[a-z][0-9a-z][0-9] ?-? ?[a-z]{2}[0-9]{2})" + END),
    rule("npi", START + r"([12][0-9]{9})" + END, national_provider),
)
UNIQUE_RULES: Final = (
    rule("number", START + r"([0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4})" + END),
    rule("number", START + r"(?<![0-9]-)([0-9]{3}-[0-9]{6})(?![0-9a-z]|-[0-9])"),
    rule("number", START + r"(?<![0-9]-)([0-9]{3}-[0-9]{3}-[0-9]{3})(?![0-9a-z]|-[0-9])"),
    rule("number", r"(?<![0-9a-z.,$])([0-9]{9,5000})(?![0-9a-z]|[.,][0-9])", unique_number),
    rule("number", r"(?<![0-9a-z.$-])([a-z]{1,5}-?[0-9]{8,30}[a-z]{0,3}|[0-9]{8,30}[a-z]{1,3})" + END, unique_number),
    rule("number", r"(?<![0-9a-z.$-])([0-9a-z]{10,40})(?![0-9a-z])", mixed_number),
    rule(
        "number",
        r"\] ?(?:, ?and|,|and|&|;|/|or|to|thru|through) ?#?([a-z]{0,4}-?[0-9]{6,12})(?![0-9a-z]|[.,][0-9]|%)",
        listed_number,
    ),
    rule("number", rf"(?<![a-z])((?:{WORD_DIGIT}[ ,.-]{{1,2}}){{6,20}}{WORD_DIGIT})(?![a-z])"),
)
