"""Dates in rarer dress: odd separators, Monday or a week before, day numbers, months and holidays alone."""

from typing import Final

from reports.screening.dates import DAY, MONTH, ORDINAL, YEAR
from reports.screening.lone_days import LATER_DAY, NUMBERED_DAY
from reports.screening.rule import (
    CODE_LIST_BEFORE,
    START,
    Rule,
    after,
    before,
    computed,
    digits,
    no,
    rule,
    value,
    whole,
)

MONTH_DAY: Final = computed("month_and_day", 0)
WEEKDAY: Final = r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?"
DOS: Final = (
    r"(?:dos|d\.o\.s\.?|dob|d\.o\.b\.?|date of service|date of birth|service date|birth date|svc date|"
    r"admit|adm|disch(?:arged?)?)"
)
# of the months those that are no other word
CLEAR_MONTH: Final = (
    r"(?:january|february|june|july|september|october|november|december|jan|feb|apr|april|aug|august|sept|"
    r"nov|march|may)"
)
NUMBER: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty)"
)
MONTH_TOLD: Final = (
    r"(?:in|since|until|til|till|by|through|thru|last|early|late|mid|end of|beginning of|start of|middle of|month of|"
    r"every day of|all of|during|back in|from|between|before|after|as of)"
)

DAY_RULES: Final[tuple[Rule, ...]] = (
    rule(  # until the 17th; those before the 7th count calls and visits as often
        "date",
        r"(?<![a-z])(?:on|by|until|till?|since|from|thru|through|done|eff|effective|starts?|started|before|after|dos|"
        r"seen|closed|signed|sent|called|paid|termed|ended|ends|was) "
        rf"the ({LATER_DAY})(?![a-z])",
        after(
            r"^(?:[.,;:!?)]| ?$| (?:and|but|so|or|we|they|she|he|i|it|at|then|w/|with|to|for|is|was|per|not|only|"
            r"because|since|when|by|after|had|has|did|didn't|were|wasn't|got|no|denied)(?![a-z]))"
        ),
    ),
    rule(  # visit on the 4th, pt was seen the 4th
        "date",
        r"(?<![a-z])(?:(?:visits?|session|drawn|injection|inj|eval|scan|mri|ct|labs?|appt|appointment|procedure|"
        r"surgery|"
        r"sx|admission|discharge|infusion|shot|dose|consult|ov|encounter|transport|trip)"
        r"(?: (?:was|were|done|drawn|given))? on|(?:dos|surgery|admission|discharge|service) (?:was|is|on)(?: on)?|"
        r"(?:seen|came in|come in|admitted|discharged|dc'?d|went home|drawn|operated)(?: again| back| only)?(?: on)?) "
        rf"the ({NUMBERED_DAY})(?![a-z-])",
        after(
            r"^(?:[.,;:!?)]| ?$| (?:and|but|so|or|we|they|she|he|i|it|at|then|w/|with|to|was|is|were|per|not|only|"
            r"because|since|when|had|has|denied|paid|got|no|stayed|bundled|after|before|again)(?![a-z]))"
        ),
    ),
    rule(  # COB letter sent to pt 4.4.25
        "date",
        r"(?<![a-z])(?:pt|patient|provider|us|them|plan|payer|office|ltr|letter|note|fax|eob|era|visit|seen|rcvd|"
        r"back|out)"
        r"[ :]{1,2}((?:[1-9]|1[0-2])\.(?:[1-9]|[12][0-9]|3[01])\.[0-9]{2})(?![0-9a-z%]|[.,/-][0-9])",
    ),
    rule(
        "date",
        rf"(?<![a-z0-9])((?:1st|2nd|3rd|4th|first|second|third|fourth|last) "
        rf"(?:week|half|part|days?) (?:of|in) {MONTH})(?![a-z])",
    ),
    rule(  # surgical date 5.20
        "date",
        r"(?<![a-z])(?:date|dos|dob)[ :]{1,2}(?:(?:was|is|of|on)[ :]{1,2})?"
        r"((?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12][0-9]|3[01]))(?![0-9a-z%]|[.,/-][0-9])",
    ),
    rule(
        "date",
        r"(?<![0-9a-z.$/-])((?:0?[1-9]|[12][0-9]|3[01]) ?([*~=|,:'\\]) ?(?:0?[1-9]|[12][0-9]|3[01])"
        r" ?\2 ?(?:19|20)[0-9]{2})(?![0-9a-z])",
        MONTH_DAY,
        no(before(CODE_LIST_BEFORE)),
    ),
    rule(
        "date",
        r"(?<![0-9a-z.$/-])((?:0?[1-9]|1[0-2]) ?([*~=|'\\]) ?(?:0?[1-9]|[12][0-9]|3[01]) ?\2 ?[0-9]{2})(?![0-9a-z])",
        no(before(CODE_LIST_BEFORE)),
    ),
    rule("date", START + r"([0-9]{1,2}[/-][0-9]{1,2}[/-]'[0-9]{2})(?![0-9a-z])", MONTH_DAY),
    rule(
        "date",
        rf"(?<![a-z]){WEEKDAY}\.?,? (?:the )?([0-9]{{1,2}}(?:[/.-][0-9]{{1,2}}(?:[/.-][0-9]{{2,4}})?|"
        rf"st|nd|rd|th))(?![0-9a-z%]|[.,][0-9])",
    ),
    rule(
        "date",
        r"(?<![a-z])(?:week|wk|w/e|weeks|month|pay ?period|period|day|night|morning)\.? ?(?:of|ending|"
        r"end|beginning|starting|from|thru)[ :]{1,2}(?:the )?"
        r"([0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?|[0-9]{1,2}(?:st|nd|rd|th))(?![0-9a-z%])",
    ),
    rule(
        "date",
        rf"(?<![a-z]){DOS}[ :.#=()-]{{1,4}}([0-9]{{1,2}}\.[0-9]{{1,2}}|(?:0[1-9]|1[0-2])(?:0[1-9]|"
        rf"[12][0-9]|3[01])|[0-9]{{2}} [0-9]{{2}}(?: [0-9]{{2,4}})?|"
        rf"[0-9]{{1,2}} [0-9]{{1,2}} [0-9]{{2,4}})(?![0-9a-z%]|[.,/-][0-9])",
        digits("^[0-9]{2}"),
    ),
    rule(
        "date",
        START
        + r"(?<![0-9][-./])([0-9]{1,2}-[0-9]{1,2} (?:thru|through) [0-9]{1,2}-[0-9]{1,2})(?![0-9a-z%]|[.,-][0-9])",
        MONTH_DAY,
        computed("month_and_day", 2),
        no(before(CODE_LIST_BEFORE)),
    ),
    rule("date", r"(?<![a-z])julian(?: date| day)?[ :#]{1,3}([0-9]{3,7})(?![0-9a-z])"),
    rule("date", r"(?<![0-9a-z.$/-])([0-9]{5}|[0-9]{7})(?= julian)")._replace(hint="julian"),
    rule("date", r"(?<![a-z])(day [0-9]{1,3} of (?:19|20)[0-9]{2})(?![0-9a-z])"),
    rule("date", r"(?<![0-9a-z])((?:19|20)[0-9]{2}-?w[0-5][0-9](?:-?[1-7])?)(?![0-9a-z])"),
    rule("date", r"(?<![a-z])(?:week|wk|cw)[ .#]{1,2}([0-5]?[0-9],? (?:of )?(?:19|20)[0-9]{2})(?![0-9a-z])"),
    rule(
        "date",
        r"(?<![0-9a-z./$-])([0-9]{1,2}/[0-9]{1,2}(?:st|nd|rd|th))(?![0-9a-z])",
        MONTH_DAY,
        no(value("^(?:1/(?:[4-9]|10|12|30|31)th|[12]/3rd|3/4th)$")),
    ),
    rule(
        "date",
        r"(?<![0-9a-z./$-])([0-9]{1,2}/(?:1[3-9]|2[0-9]|3[01])(?:,[ ]?(?:1[3-9]|2[0-9]|3[01])){1,4})"
        r"(?![0-9a-z/%]|[.,-][0-9])",
        MONTH_DAY,
    ),
    rule(
        "date",
        r"(?<![0-9a-z./$-])([0-9]{1,2}/[0-9]{1,2})(?=: [a-z])",
        MONTH_DAY,
        no(before(CODE_LIST_BEFORE)),
        no(before(r"(?:lines?|pos|mods?|modifiers?|box(?:es)?|cycle|ratio|steps?|levels?)[ :]{1,2}$")),
    ),
    rule(
        "date",
        r"(?<![a-z])(?:on|by|since|until|till|before|after|around|posted|paid|mailed|due|from|of) the "
        rf"((?:[0-9]{{1,2}}(?:st|nd|rd|th)|{ORDINAL})(?: of)?(?: (?:the|this|last|next))? (?:month|{MONTH}))(?![a-z])",
        no(whole("(?:1st|first) of (?:the )?month")),  # when coverage begins and ends, of any month
    ),
    rule("date", rf"(?<![0-9a-z]){DAY}(?:st|nd|rd|th) ?({MONTH})(?![a-z])", no(value("^may$")))._replace(hint=MONTH),
    rule("date", rf"(?<![0-9a-z])({DAY}(?:st|nd|rd|th) may)(?![a-z])")._replace(hint="may"),
    rule(
        "date", rf"(?<![a-z])({NUMBER} {NUMBER}(?: {NUMBER})? twenty[ -](?:twenty(?:[ -]{NUMBER})?|{NUMBER}))(?![a-z])"
    )._replace(hint="twenty"),
    rule(
        "date",
        r"(?<![0-9a-z])([0-9]{1,2}\.? (?:janvier|fevrier|mars|avril|juin|juillet|aout|septembre|"
        r"octobre|novembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|"
        r"noviembre|diciembre|januar|februar|marz|oktober|dezember)(?: (?:de )?(?:19|20)[0-9]{2})?)"
        r"(?![a-z])",
    ),
    rule(
        "date", rf"(?<![a-z])((?:may|mar|march) of (?:{YEAR}|[0-9]{{2}})|{MONTH} of '?[0-9]{{2,4}})(?![0-9a-z])"
    )._replace(hint=MONTH),
    rule(
        "date",
        rf"(?<![a-z]){MONTH_TOLD}[ -](?:the )?(?:last |this |next |early |late |"
        rf"mid[ -]?)?((?:{CLEAR_MONTH}|dec|oct|sep|mar|jul|jun))(?![0-9a-z'-])(?! [0-9]{{3,4}}(?:-|"
        rf"[0-9]))",
        no(
            after(
                r"^ (?:be|not|also|have|get|deny|pay|require|apply|rivers|from|at|said|says|told|"
                r"called|fools|scan|in)(?![a-z])"
            )
        ),
        no(before(r"(?:^|[^a-z])(?:mr|ms|mrs|dr)\.? $")),
    )._replace(hint=MONTH),
    rule(  # paid Feb.
        "date",
        r"(?<![a-z])(?:paid|pd|denied|sent|billed|mailed|faxed|appealed|resubmitted|rebilled|submitted|seen|termed|"
        r"done|"
        r"recouped|reprocessed|posted|received|rec'?d|rcvd|effective|eff|due|dos|enrolled|approved|closed|"
        r"called)[ :]{1,2}"
        r"(january|february|june|july|september|october|november|december|april|august|jan|feb|sept?|nov|oct|dec|apr|"
        r"aug|"
        r"jun|jul|mar)(?=\.?(?:$| ?[,;:!?)]| (?:and|but|then|w/|with|after|on|so|by|for|no|not|it|we)(?![a-z])|"
        r"\. ?[a-z]|\.$))",
    )._replace(hint=MONTH),
    rule(
        "date",
        r"(?<![a-z])((?:the day (?:before|after) )?(?:thanksgiving|christmas|xmas|good friday|easter|"
        r"x-mas|halloween|labor day|memorial day|"
        r"(?:fourth|4th) of july|new year'?s?(?:'? (?:day|eve))|independence day|veteran'?s'? day|"
        r"juneteenth|mlk day|presidents'? day|"
        r"columbus day|valentine'?s(?: day)?|mother'?s day|father'?s day|cinco de mayo)(?: (?:day|eve|"
        r"week|weekend|[0-9]{4}))?)(?![a-z])",
    )._replace(hint="day|easter|christmas|x-?mas|thanks|hallo|july|year|mayo|valen|june"),
)
