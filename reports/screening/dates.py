"""Whether digits and month names are a date finer than a year. A bare year never is one."""

import re
from typing import Final

from reports.screening.rule import CODE_BEFORE, CODE_LIST_BEFORE, START, Found, after, before, rule

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
NUMBERS: Final = re.compile("[0-9]+")
DATE_CUE: Final = re.compile(
    r"(?:^|[^a-z])(?:on|dos|dob|d\.o\.s\.?|d\.o\.b\.?|dated?|since|until|till|through|thru|before|after|around|"
    r"received|"
    r"rec'?d|rcvd|sent|submitted|mailed|faxed|filed|billed|seen|called|appealed|denied|paid|processed|posted|born|"
    r"effective|eff|exp|due|adjudicated|service|discharged?|admitted|admit|visit|appt|appointment)[ :.=(-]{0,3}$"
)
NOT_A_DATE_BEFORE: Final = re.compile(
    r"(?:(?:^|[^a-z])(?:co|pr|oa|pi|cr|carcs?|rarcs?|pos|place of service|mods?|modifiers?|rev|revenue|codes?|ch|"
    r"chapter|sec|"
    r"section|version|ver|v|lines?|pages?|pg|box(?:es)?|items?|steps?|parts?|levels?|ratio|score|copay|tier|"
    r"coinsurance|policy|pub|manual|chap|fields?|loops?|cms ?-? ?1500|1500|ub-?04)[ :.#(-]{0,3}"
    r"(?:[0-9]{1,2}/[0-9]{1,2}(?:,|,? and) )?|\u00a7 ?|[$])$"
)
COUNTED_AFTER: Final = re.compile(
    r"^ ?(?:%|of |of$|claims|lines|units?|visits|times|codes|were|denials|payers|weeks?|months?|pages?|business|"
    r"patients|appeals|days?|hours?|hrs?|inch(?:es)?|min|mg|ml|cm|mm|cases|sessions|copay|split|coinsurance|ratio|"
    r"accounts|remits|mods?)(?![a-z])"
)
DECIDED_AFTER: Final = re.compile(
    r" ?(?:claims?|denied|denials?|paid|was|overturned|upheld|approved|won|lost)(?![a-z])"
)
LISTED_BEFORE: Final = re.compile(r"\] ?(?:, ?and|,|and|&|-|to|thru|through|or) ?$")
LISTED_AFTER: Final = re.compile(r" ?(?:, ?and|,|and|&) ?\]")
MODAL_MAY_BEFORE: Final = re.compile(
    r"(?:^|[^a-z])(?:i|we|you|they|it|he|she|who|which|that|this|these|there|payers?|plans?|claims?|codes?|"
    r"units?|lines?|modifiers?|providers?|billers?|medicare|medicaid|and|or|but)[ ]$"
)
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
ORDINAL: Final = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth)|thirtieth|thirty[ -]first)"
)
YEAR: Final = r"(?:(?:19|20)[0-9]{2}|'[0-9]{2})"
DATE_LABEL: Final = (
    r"(?:dob|d\.o\.b\.?|d/o/b|date of birth|birth ?dates?|birthday|born(?: on)?|dos|d\.o\.s\.?|date of service|"
    r"dates of service|"
    r"service dates?|date of death|dod|dates?|admit(?: date)?|admission date|discharge date|d/c date|paid date|"
    r"denial date)"
)


def month_and_day(one: int, other: int) -> bool:
    """In either order."""
    return 1 <= min(one, other) <= 12 and 1 <= max(one, other) <= 31


def is_year(number: int) -> bool:
    return FIRST_YEAR <= number <= LAST_YEAR


def numeric(match: Found) -> bool:
    """3/14/2026, 03-14-26, 14.3.2026. With two digits for the year, 'POS 11/12/22' and 'CO 4/16/97' are code lists."""
    if re.match(r" (?:edit|edition|version|release)", after(match)):
        return False
    one, other, year = match.group(1).replace(" ", "").replace("-", "/").replace(".", "/").split("/")
    if not month_and_day(int(one), int(other)):
        return False
    return is_year(int(year)) if len(year) == 4 else not NOT_A_DATE_BEFORE.search(before(match))


def year_first(match: Found) -> bool:
    year, one, other = map(int, NUMBERS.findall(match.group(1))[:3])
    return is_year(year) and month_and_day(one, other)


def spaced(match: Found) -> bool:
    """03 14 2026 or 2026 03 14; behind 'POS' or 'modifiers' it is a list of codes."""
    numbers = [int(number) for number in NUMBERS.findall(match.group(1))]
    one, other = sorted(numbers)[:2]
    return month_and_day(one, other) and not NOT_A_DATE_BEFORE.search(before(match))


def compact(match: Found) -> bool:
    """20260314 or 03142026."""
    run = match.group(1)
    year_leads = is_year(int(run[:4])) and month_and_day(int(run[4:6]), int(run[6:]))
    return year_leads or (is_year(int(run[4:])) and month_and_day(int(run[:2]), int(run[2:4])))


def six_digits(match: Found) -> bool:
    """031426 or 260314, behind a label such as DOS."""
    run = match.group(1)
    return month_and_day(int(run[:2]), int(run[2:4])) or month_and_day(int(run[2:4]), int(run[4:]))


def without_year(match: Found) -> bool:
    """3/14 is a date; 1/2 is a half, 24/7 is always, 6/15 claims is a count. Small numbers need a word such as 'on'."""
    one, other, *last = NUMBERS.findall(match.group(1))
    if not month_and_day(int(one), int(other)) or COUNTED_AFTER.match(after(match)):
        return False
    if NOT_A_DATE_BEFORE.search(before(match)):
        return False
    if int(one) <= 12 and (int(other) > 12 or one.startswith("0") or other.startswith("0") or last):
        return True
    listed = LISTED_BEFORE.search(before(match)) or LISTED_AFTER.match(after(match))
    cued = listed or DATE_CUE.search(before(match))
    return cued is not None and not DECIDED_AFTER.match(after(match))


def dashed_without_year(match: Found) -> bool:
    """'on 3-14', but not 'on 3-4 lines' or 'took 10-14 days'."""
    one, other = NUMBERS.findall(match.group(1))
    written_as_date = int(other) > 12 or one.startswith("0") or other.startswith("0")
    return written_as_date and month_and_day(int(one), int(other)) and not COUNTED_AFTER.match(after(match))


def range_without_year(match: Found) -> bool:
    """3/1-3/14, 3/1 to 3/4: two days, at least one of which cannot be a fraction, or a word such as 'from' before."""
    numbers = [int(number) for number in NUMBERS.findall(match.group(1))]
    days = month_and_day(*numbers[:2]) and month_and_day(*numbers[2:]) and max(numbers[0], numbers[2]) <= 12
    cued = DATE_CUE.search(before(match)) or re.search(r"(?:from|between) $", before(match))
    is_list = NOT_A_DATE_BEFORE.search(before(match)) or COUNTED_AFTER.match(after(match))
    return days and not is_list and (max(numbers[1], numbers[3]) > 12 or cued is not None)


def month_of_year(match: Found) -> bool:
    """03/2026 or 2026-03; not in names such as CMS-2020-01-R2."""
    one, other = map(int, NUMBERS.findall(match.group(1)))
    year, month = max(one, other), min(one, other)
    return (
        is_year(year)
        and 1 <= month <= 12
        and not re.search("[a-z]-$", before(match))
        and not CODE_LIST_BEFORE.search(before(match))
    )


def spelled_month_first(match: Found) -> bool:
    """March 14; 'we may 3 times' is no date, nor is '92134 OCT 2', a scan."""
    if match.group(1).startswith("oct ") and CODE_BEFORE.search(before(match)):
        return False
    if not match.group(1).startswith("may "):
        return not re.match(r"^ ?(?:%|units?|days?|claims?|times)(?![a-z])", after(match))
    return not MODAL_MAY_BEFORE.search(before(match)) and not COUNTED_AFTER.match(after(match))


def spelled_day_first(match: Found) -> bool:
    """14 Mar; in '2 may be billed' may is a verb unless a word such as 'on' stands before; '0485T 26 OCT' is a scan."""
    if match.group(1).endswith(" oct") and CODE_BEFORE.search(before(match)):
        return False
    return not match.group(1).endswith(" may") or DATE_CUE.search(before(match)) is not None


DATE_RULES: Final = (
    rule("date", rf"(?<![a-z]){DATE_LABEL}[ :.#=()-]{{0,4}}(?:(?:is|was|of) )?([0-9]{{6}})(?![0-9a-z])", six_digits),
    rule(
        "date",
        r"(?<![0-9a-z])(?<![0-9][-./])([0-9]{4} ?[-./] ?[0-9]{1,2} ?[-./] ?[0-9]{1,2})(?:(?=t[0-9])|(?![0-9a-z]|"
        r"[-/][0-9]))",
        year_first,
    ),
    rule(
        "date",
        r"(?<![0-9])(?<![0-9][-./])([0-9]{1,2} ?/ ?[0-9]{1,2} ?/ ?(?:[0-9]{4}|[0-9]{2})|"
        r"[0-9]{1,2} ?- ?[0-9]{1,2} ?- ?(?:[0-9]{4}|[0-9]{2})|[0-9]{1,2}\. ?[0-9]{1,2}\. ?(?:[0-9]{4}|[0-9]{2}))"
        r"(?![0-9]|[/.][0-9]|-[0-9]{1,2}(?![0-9/-]))",
        numeric,
    ),
    rule("date", START + r"([0-9]{1,2}/[0-9]{1,2} ?- ?[0-9]{1,2}/(?:(?:19|20)[0-9]{2}|[0-9]{2}))(?![0-9a-z/-])"),
    rule(
        "date",
        START + r"(?<![0-9$][.,/-])([0-9]{1,2} [0-9]{1,2} (?:19|20)[0-9]{2}|(?:19|20)[0-9]{2} [0-9]{2} [0-9]{2})"
        r"(?![0-9a-z]|[-./][0-9])",
        spaced,
    ),
    rule(
        "date",
        r"(?<![a-z])(?:on|dos|since|dated) ([0-9]{1,2}-[0-9]{1,2})(?![0-9a-z/%]|[.,-][0-9])",
        dashed_without_year,
    ),
    rule("date", r"(?<![0-9.$])([0-9]{8})(?![0-9])", compact),
    rule(
        "date",
        START
        + r"(?<![0-9$][-./])([0-9]{1,2}/[0-9]{1,2} ?(?:-|to|thru|through|and|&) ?[0-9]{1,2}/[0-9]{1,2})(?![0-9a-z/])",
        range_without_year,
    ),
    rule(
        "date",
        START + r"(?<![0-9$][-./])((?:0?[1-9]|1[0-2])[-/](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[-/](?:0?[1-9]|"
        r"1[0-2]))(?![0-9a-z]|[-/.][0-9])",
        month_of_year,
    ),
    rule(
        "date",
        r"(?<![0-9a-z$./-])(?<![0-9],)([0-9]{1,2}/[0-9]{1,2}(?:-[0-9]{1,2})?)(?![0-9a-z/%]|[.,-][0-9])",
        without_year,
    ),
    rule(
        "date",
        rf"(?<![a-z]){DATE_LABEL}[ :.#=()-]{{1,4}}(?:(?:is|was|of) )?([0-9]{{1,2}}[-/][0-9]{{1,2}})(?![0-9a-z/%]|"
        rf"[.,-][0-9])",
        lambda match: month_and_day(*map(int, NUMBERS.findall(match.group(1)))),
    ),
    rule(
        "date",
        rf"(?<![a-z])({MONTH}[ .,/-]{{0,3}}(?:the )?(?:{DAY}(?:st|nd|rd|th)?|{ORDINAL})"
        rf"(?: ?(?:-|to|thru|through|and|&) ?{DAY}(?:st|nd|rd|th)?)?(?![0-9a-z]|[.%][0-9]|%)"
        rf"(?:[ ,/-]{{0,3}}(?:of )?{YEAR})?)(?![0-9a-z])",
        spelled_month_first,
    ),
    rule(
        "date",
        START + rf"(?<![0-9$][.,/-])((?:{DAY} ?- ?)?(?:{DAY}(?:st|nd|rd|th)?|{ORDINAL})(?: of|"
        rf"[ ./-])? ?{MONTH}\.?[ ,-]{{0,3}}(?:(?:19|"
        rf"20)[0-9]{{2}}|'?[0-9]{{2}}))(?![0-9a-z]|[-.][0-9])",
    ),
    rule(
        "date",
        START + rf"(?<![0-9$][.,/-])((?:{DAY}(?:st|nd|rd|th)?|{ORDINAL})(?: of|[ ./-])? ?{MONTH})(?![a-z]|"
        rf"[ -]?[0-9])",
        spelled_day_first,
    ),
    rule("date", rf"(?<![a-z])({MONTH}[ ./,-]{{0,3}}(?:of )?{YEAR})(?![0-9a-z])"),
)
