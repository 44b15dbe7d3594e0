"""Ages over 89, and birth years that mean one."""

import re
from typing import Final

from reports.screening.rule import END, Found, after, before, rule

LAST_BIRTH_YEAR_OVER_89: Final = 1936  # everyone born by then is over 89 from 2026 on
AGE: Final = r"((?:9[0-9]|1[0-2][0-9]))"
TENS: Final = (
    r"(?:ninety(?:[ -]?(?:one|two|three|four|five|six|seven|eight|nine))?|(?:a |"
    r"one )?hundred(?: and)?(?: [a-z]{3,5})?)"
)


def old_age(match: Found) -> bool:
    """Over 89, and not an account receivable: 'aged 90+ days'."""
    return not re.match(
        r" ?(?:[+%]|-? ?(?:days?|d|to|[0-9])(?![a-z])|[.,/][0-9]|and over|or (?:over|older|more))", after(match)
    )


def not_technetium(match: Found) -> bool:
    """99m is an isotope: 'Tc 99m'."""
    return not re.search(r"(?:tc|technetium) $", before(match))


def early_birth(match: Found) -> bool:
    return int(match.group(1)) <= LAST_BIRTH_YEAR_OVER_89


AGE_RULES: Final = (
    rule("age", r"(?<![a-z])aged?(?: of)?[ :=]{0,3}(?:is |was )?" + AGE + END, old_age),
    rule(
        "age",
        rf"(?<![0-9a-z$.,-]){AGE}[ -]{{0,3}}(?:y/?o[mf]?|y\.o\.?|y o|y/o[mf]?|years?[ -]{{1,3}}old|"
        rf"yrs?\.?[ -]{{0,3}}old|yrs? of age|years? of age|year-?old)"
        r"(?![a-z])",
    ),
    rule(
        "age",
        r"(?<![0-9a-z$.,-])(9[0-9]) ?(?:yr|y)? ?/?(?:(?<=[0-9])|(?<=[ry/] )|(?<=[ry/]))[fm](?![0-9a-z])",
        not_technetium,
    ),
    rule("age", r"(?<![0-9a-z$.,-])(9[0-9])[ -]?(?:y|yr|y-o)(?![0-9a-z])"),
    rule("age", r"(?<![a-z])(?:he|she)'s " + AGE + END, old_age),
    rule("age", r"(?<![a-z])(?:turned|turning) " + AGE + END, old_age),
    rule("age", r"(?<![a-z])(?:patient|pt|he|she|mother|father|mom|dad|wife|husband) (?:is|was) " + AGE + END, old_age),
    rule(
        "age", rf"(?<![a-z])({TENS})[ -]{{1,2}}(?:years?[ -]{{1,2}}old|yrs?[ -]{{0,2}}old|y/?o|years? of age)(?![a-z])"
    ),
    rule("age", r"(?<![a-z])(nonagenarian|centenarian)s?(?![a-z])"),
    rule(
        "age",
        r"(?<![a-z])(?:dob|d\.o\.b\.?|date of birth|birth ?(?:date|year)|year of birth|"
        r"born(?: in)?)[ :.=-]{1,3}((?:18|19)[0-9]{2})(?![0-9/-])",
        early_birth,
    ),
)
