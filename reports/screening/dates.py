"""Whether digits and month names are a date finer than a year. A bare year never is one."""

from typing import Final

from reports.screening.rule import (
    CODE_BEFORE,
    CODE_LIST_BEFORE,
    START,
    after,
    before,
    both,
    computed,
    either,
    no,
    rule,
    value,
)

DATE_CUE: Final = before(
    r"(?:^|[^a-z])(?=[a-z])(?:on|dos|dob|d\.o\.s\.?|d\.o\.b\.?|dated?|since|until|till|through|thru|before|after|"
    r"around|"
    r"received|"
    r"rec'?d|rcvd|sent|submitted|mailed|faxed|filed|billed|seen|called|appealed|denied|paid|processed|posted|born|"
    r"effective|eff|exp|due|adjudicated|service|discharged?|admitted|admit|adm|disch|dc|d/c|visit|appt|"
    r"appointment)(?: (?:again|back|it|them|out|twice|late|in full|short|us|by mail))?[ :.=(-]{0,3}$"
)
FIRM_CUE: Final = before(
    r"(?:^|[^a-z])(?=[a-z])(?:dos|dob|d\.o\.s\.?|d\.o\.b\.?|dated?|since|until|born|effective|eff|received|sent|mailed|"
    r"faxed|seen|called|admitted|appt|visit|service|dtd|termed|term|expired|expires|expd|discharged|dc'?d|deadline|due|"
    r"signed|died|born|bday|delivered|lmp|edd|doi|onset|injury|accident|surgery|surg|sx|rescheduled to|moved to|"
    r"retro to|last seen|hearing|"
    r"(?:billed|filed|submitted|denied|paid|processed|posted) on)"
    r"[ :.=(-]{0,3}$"
)
NO_DATE: Final = before(
    r"(?:(?:^|[^a-z])(?=[a-z]|1500)(?:co|pr|oa|pi|cr|carcs?|rarcs?|pos|place of service|mods?|modifiers?|rev|revenue|"
    r"codes?|ch|chapter|sec|section|version|ver|v|lines?|pages?|pg|box(?:es)?|items?|steps?|parts?|levels?|ratio|"
    r"score|gcs|moca|mmse|phq(?:-?[29])?|gad(?:-?7)?|copay|tier|agreed on|right on|wrong on|correct on|round [0-9]|"
    r"build|release|patch|software|coinsurance|policy(?: (?:number|no\.?|#))?|pub|manual|"
    r"chap|fields?|won|loops?|cms ?-? ?1500|1500|ub-?04)[ :.#(-]{0,3}"
    r"(?:[0-9]{1,2}/[0-9]{1,2}(?:,|,? and) )?|\u00a7 ?|[$])$"
)
COUNTED: Final = after(
    r"^ ?(?:%|of(?! (?:19|20)[0-9])|an? [a-z]|claims|"
    r"lines|units?|visits|times|codes|were|denials|payers|weeks?|months?|pages?|business|"
    r"patients|appeals|days?|hours?|hrs?|inch(?:es)?|min|mg|ml|cm|mm|cases|sessions|copay|split|coinsurance|ratio|"
    r"accounts|remits|"
    r"criteria|screens|questions|goals|joints|teeth|mods?|overturned|won|lost|at (?:level|first|second|1st|2nd)|"
    r"per (?:day|visit|week|month|year)|(?:payment )?(?:reduction|penalt(?:y|ies)|cut|pro-?rat(?:ed|ion)|fraction|"
    r"share|portion))(?![a-z])|^ of the (?:payment|rate|episode|allowed|period)(?![a-z])"
)
REDUCED: Final = both(  # '6 days late = 6/30': the days of a period
    value("/(?:30|31|60)$"),
    before(
        r"days?(?: late)? ?[=,:(] ?$|(?:^|[^a-z])(?:docked|prorated|reduced(?: by)?|penalty(?: of)?|"
        r"reduction(?: of)?|minus|less|lost) $"
    ),
)
SHARE: Final = value(r"^([0-9]{1,2})/\1$|^[1-9]/10$|^1/[2-5]$|^2/3$|^3/4$|^24/7$")  # all of them, one in three
DECIDED: Final = after(r"^ ?(?:claims?|denied|denials?|paid|was|overturned|upheld|approved|won|lost)(?![a-z])")
LISTED_BEFORE: Final = before(r"\] ?(?:, ?and|,|and|&|-|to|thru|through|or) ?$")
LISTED_AFTER: Final = after(r"^ ?(?:, ?and|,|and|&) ?\]")
JOINED: Final = before("(?:[0-9]|and|or|to|&|,) $")  # cheaper to ask than for a word that dates
MODAL_MAY: Final = before(
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
MONTH_DAY: Final = computed("month_and_day", 0)  # the first two numbers, in either order
RUN: Final = (  # month and day without a mark between them, in either order
    "(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2]))"
)
LATER_THAN_THE_12TH: Final = "(?:1[3-9]|[23][0-9])"

# 3/14/2026, 03-14-26, 14.3.2026; with two digits for the year, 'POS 11/12/22' and 'CO 4/16/97' are code lists
NUMERIC: Final = (
    no(after("^ (?:edit|edition|version|release|mins?|minutes|units|hrs|hours)(?![a-z])")),
    MONTH_DAY,
    either(
        value("[-/.] ?(?:19|20)[0-9]{2}$"),
        both(
            value("[-/.] ?[0-9]{2}$"),
            no(NO_DATE),
            either(
                no(value(r"^[0-9]\.[0-9]\.[0-9]{2}$")), value(r"\.2[0-9]$"), DATE_CUE
            ),  # 9.1.24, and no section 2.3.11
        ),
    ),
)
YEAR_FIRST: Final = (
    value("^(?:19|20)"),
    no(value(r"^[0-9]{4}\. [0-9]{1,2}\.[0-9]")),  # a year ends a sentence, and the next begins with 3.1
    computed("month_and_day", 1),
)
# 03 14 2026 or 2026 03 14; behind 'POS' or 'modifiers' it is a list of codes
SPACED: Final = (
    either(both(value("^[0-9]{4}"), computed("month_and_day", 1)), both(no(value("^[0-9]{4}")), MONTH_DAY)),
    no(NO_DATE),
)
COMPACT: Final = value(f"^(?:(?:19|20)[0-9]{{2}}{RUN}|{RUN}(?:19|20)[0-9]{{2}})$")  # 20260314 or 03142026
SIX_DIGITS: Final = value(f"^(?:{RUN}[0-9]{{2}}|[0-9]{{2}}{RUN})$")  # 031426 or 260314, behind a label such as DOS
# 3/14 is a date; 1/2 is a half, 24/7 is always, 6/15 claims is a count. Small numbers need a word such as 'on'.
WITHOUT_YEAR: Final = (
    either(
        value(f"^(?:0|(?:[0-9]|1[0-2])/(?:0|{LATER_THAN_THE_12TH}|[0-9]{{1,2}}-))"),
        both(either(both(no(SHARE), DATE_CUE), both(no(JOINED), FIRM_CUE), LISTED_BEFORE, LISTED_AFTER), no(DECIDED)),
    ),
    MONTH_DAY,
    no(COUNTED),
    no(REDUCED),
    no(NO_DATE),
)
# 'on 3-14', but not 'on 3-4 lines' or 'took 10-14 days'
DASHED_WITHOUT_YEAR: Final = (value(f"^0|-0|-{LATER_THAN_THE_12TH}$"), MONTH_DAY, no(COUNTED))
# 3/1-3/14, 3/1 to 3/4: two days, one of which cannot be a fraction, or a word such as 'from' before
RANGE_WITHOUT_YEAR: Final = (
    either(value(f"/{LATER_THAN_THE_12TH}"), DATE_CUE, before("(?:from|between) $")),
    MONTH_DAY,
    computed("month_and_day", 2),
    value("^(?:0?[0-9]|1[0-2])/"),
    value("[^0-9](?:0?[0-9]|1[0-2])/[0-9]{1,2}$"),
    no(before("(?:pain|vas|scores?|scale|odi|mmt|strength)(?: [a-z]{2,9}){0,2} $")),
    no(NO_DATE),
    no(COUNTED),
)
# 03/2026 or 2026-03; not in names such as CMS-2020-01-R2
MONTH_OF_YEAR: Final = (no(before("[a-z]-$")), no(before(CODE_LIST_BEFORE)))
AFTER_CODE: Final = before(CODE_BEFORE)
# March 14; 'we may 3 times' is no date, nor is '92134 OCT 2', a scan
SPELLED_MONTH_FIRST: Final = (
    no(both(value("^oct "), AFTER_CODE)),
    no(both(value("^may "), after("^ (?:go|be|also|not|never|only|get|have|apply|work|still|ever)(?![a-z])"))),
    either(
        both(value("^may "), no(MODAL_MAY), no(COUNTED)),
        both(no(value("^may ")), no(after("^ ?(?:%|units?|days?|claims|times)(?![a-z])"))),
    ),
)
# 14 Mar; in '2 may be billed' may is a verb unless a word such as 'on' stands before; '0485T 26 OCT' is a scan
SPELLED_DAY_FIRST: Final = (
    no(both(value(" oct$"), AFTER_CODE)),
    either(no(value(" may$")), value(" of may$"), DATE_CUE),
)

HOLIDAY: Final = (
    r"(?:xmas|christmas|new year'?s|thanksgiving|halloween|easter|memorial|labor|independence|valentine'?s|"
    r"veterans'?|presidents'?|mother'?s|father'?s|st\.? patrick'?s|mlk|juneteenth)"
)

SHAPES: Final = (
    rule(
        "date",
        r"(?<![a-z])(?:on|dos|seen|saw (?:him|her|them|pt|patient)|admitted|born|died|came in|visit|service)[ :]{1,2}"
        rf"({HOLIDAY}(?: (?:eve|day|morning|night|weekend|sunday|monday)){{1,2}}|xmas|christmas|thanksgiving)(?![a-z])",
    ),
    rule("date", rf"(?<![a-z]){DATE_LABEL}[ :.#=()-]{{0,4}}(?:(?:is|was|of) )?([0-9]{{6}})(?![0-9a-z])", SIX_DIGITS),
    rule(
        "date",
        r"(?<![0-9a-z])(?<![0-9][-./])([0-9]{4} ?[-./] ?[0-9]{1,2} ?[-./] ?[0-9]{1,2})(?:(?=t[0-9])|(?![0-9a-z]|"
        r"[-/][0-9]))",
        *YEAR_FIRST,
    ),
    rule(
        "date",
        r"(?<![0-9])(?<![0-9][-./])([0-9]{1,2} ?/ ?[0-9]{1,2} ?/ ?(?:[0-9]{4}|[0-9]{2})|"
        r"[0-9]{1,2} ?- ?[0-9]{1,2} ?- ?(?:[0-9]{4}|[0-9]{2})|[0-9]{1,2}\. ?[0-9]{1,2}\. ?(?:[0-9]{4}|[0-9]{2}))"
        r"(?![0-9]|[/.][0-9]|-[0-9]{1,2}(?![0-9/-]))",
        *NUMERIC,
    ),
    rule("date", START + r"([0-9]{1,2}/[0-9]{1,2} ?- ?[0-9]{1,2}/(?:(?:19|20)[0-9]{2}|[0-9]{2}))(?![0-9a-z/-])"),
    rule(
        "date",
        START + r"(?<![0-9$][.,/-])([0-9]{1,2} [0-9]{1,2} (?:19|20)[0-9]{2}|(?:19|20)[0-9]{2} [0-9]{2} [0-9]{2})"
        r"(?![0-9a-z]|[-./][0-9])",
        *SPACED,
    ),
    rule(
        "date",
        r"(?<![a-z])(?:on|dos|since|dated) ([0-9]{1,2}-[0-9]{1,2})(?![0-9a-z/%]|[.,-][0-9])",
        *DASHED_WITHOUT_YEAR,
    ),
    rule("date", r"(?<![0-9.$])([0-9]{8})(?![0-9])", COMPACT),
    rule(
        "date",
        START
        + r"(?<![0-9$][-./])([0-9]{1,2}/[0-9]{1,2} ?(?:-|to|thru|through|and|&) ?[0-9]{1,2}/[0-9]{1,2})(?![0-9a-z/])",
        *RANGE_WITHOUT_YEAR,
    ),
    rule(
        "date",
        START + r"(?<![0-9$][-./])((?:0?[1-9]|1[0-2])[-/](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[-/](?:0?[1-9]|"
        r"1[0-2]))(?![0-9a-z]|[-/.][0-9])",
        *MONTH_OF_YEAR,
    ),
    rule(
        "date",
        r"(?<![0-9a-z$./-])(?<![0-9],)([0-9]{1,2}/[0-9]{1,2}(?:-[0-9]{1,2})?)(?![0-9a-z/%]|[.,-][0-9]|"
        r" ?(?:and|&) ?[0-9]{1,2}/)",  # of several the last is asked, and those before it once it is covered
        *WITHOUT_YEAR,
    ),
    rule(
        "date",
        rf"(?<![a-z]){DATE_LABEL}[ :.#=()-]{{1,4}}(?:(?:is|was|of) )?([0-9]{{1,2}}[-/][0-9]{{1,2}})(?![0-9a-z/%]|"
        rf"[.,-][0-9])",
        MONTH_DAY,
    ),
    rule(
        "date",
        rf"(?<![a-z])({MONTH}[ .,/-]{{0,3}}(?:the )?(?:{DAY}(?:st|nd|rd|th)?|{ORDINAL})"
        rf"(?: ?(?:-|to|thru|through|and|&) ?{DAY}(?:st|nd|rd|th)?)?(?![0-9a-z]|[.%][0-9]|%)"
        rf"(?:[ ,/-]{{0,3}}(?:of )?{YEAR})?)(?![0-9a-z])",
        *SPELLED_MONTH_FIRST,
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
        *SPELLED_DAY_FIRST,
    ),
    rule("date", rf"(?<![a-z])({MONTH}[ ./,-]{{0,3}}(?:of )?{YEAR})(?![0-9a-z])"),
)
DATE_RULES: Final = tuple(each._replace(hint=MONTH) if MONTH in each.pattern else each for each in SHAPES)
