"""Dates in rarer dress: odd separators, Monday or a week before, day numbers, months and holidays alone."""

from typing import Final

from reports.screening.dates import DAY, MONTH, ORDINAL, YEAR
from reports.screening.rule import (
    CODE_LIST_BEFORE,
    START,
    Rule,
    after,
    before,
    both,
    computed,
    digits,
    label,
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

WITH_ENDING: Final = "[0-9](?:st|nd|rd|th)"
NUMBERED_DAY: Final = r"(?:[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)"
LATER_DAY: Final = r"(?:[7-9]|1[0-9]|2[0-9]|3[01])(?:st|nd|rd|th)"  # few count so far: calls, visits, levels
ENDS_THERE: Final = after(
    r"^(?:[.,;:!?)/]| ?$| (?:and|but|so|or|we|they|she|he|i|it|then|w/|with|is|was|were|per|not|only|because|since|"
    r"when|"
    r"had|has|denied|paid|got|no|stayed|bundled|after|before|again|co-?[0-9]|pr-?[0-9])(?![a-z]))"
)
OF_THE_PATIENT: Final = (
    r"(?:dos|dob|doi|dod|lmp|edd|appt|appointment|surgery|surg|sx|admitted|admit|adm|discharged|dc'?d|d/c|died|born|"
    r"bday|"
    r"birthday|delivered|injury|accident|onset|seen|came in|came back|inpt|hospitalized|transferred|started|stopped|"
    r"termed|expired|signed|dtd|dated|deadline|due|rescheduled to|moved to)"
)
DONE: Final = (
    r"(?:billed|paid|denied|called|faxed|sent|mailed|received|rec'?d|rcvd|posted|processed|submitted|filed|appealed|"
    r"resubmitted|rebilled|resent|refaxed|spoke|hearing|meeting|letter|eob|remit|eligibility|coverage|f/u|session|"
    r"labs?|mri|"
    r"ct|scan|inj|injection|infusion|visit|referral|order|auth|poc)"
)
SEASON: Final = (  # the October update of a list
    r"^'?s? (?:[a-z]{3,12} )?(?:updates?|releases?|edits?|quarter(?:ly)?|files?|lists?|pfs|opps|fee schedule|"
    r"transmittal|"
    r"changes?|version|addend(?:um|a)|edition|schedule|ncci|mue)(?![a-z])"
)
SOME_MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
SWEPT_RULES: Final[tuple[Rule, ...]] = (
    rule(  # DOS 14th, surgery was the ninth, appt the 9th & 16th
        "date",
        rf"(?<![a-z]){OF_THE_PATIENT}(?: again| back)?[ :]{{1,2}}(?:(?:on|was|is|the|til|till|until|"
        rf"from)[ :]{{1,2}}){{0,3}}"
        rf"((?:{NUMBERED_DAY}|{ORDINAL})(?: ?(?:&|and|-|/|thru|to|,) ?(?:the )?(?:{NUMBERED_DAY}|"
        rf"{ORDINAL})){{0,3}})(?![a-z-])",
        ENDS_THERE,
    )._replace(hint="[0-9](?:st|nd|rd|th)|[a-z]th|first|second|third"),
    rule(  # called on the 9th, faxed the 11th
        "date",
        rf"(?<![a-z]){DONE}(?: (?:it|them|him|her|us|again|back|rep|in|off))?(?: on| from| of)? (?:the )?"
        rf"({LATER_DAY}(?: ?(?:&|and|-|/|thru|to|,) ?(?:the )?{LATER_DAY}){{0,3}})(?![a-z-])",
        ENDS_THERE,
    )._replace(hint=WITH_ENDING),
    rule(  # between the 9th and 16th
        "date",
        rf"(?<![a-z])the ({LATER_DAY} ?(?:&|and|-|/|thru|to) ?(?:the )?{LATER_DAY})(?![a-z-])",
        ENDS_THERE,
    )._replace(hint=WITH_ENDING),
    rule(  # a month that is no other word and no name
        "date",
        r"(?<![0-9a-z'-])((?:january|february|july|september|october|november|december|feb|sept|nov)"
        rf"(?:[-/&]{SOME_MONTH})?)(?![0-9a-z'-])",
        no(after(SEASON)),
        no(before(r"(?:^|[^a-z])(?:each|every|any|of|dr|mr|ms|mrs)\.? $")),
    )._replace(hint="january|february|july|september|october|november|december|feb|sept|nov"),
    rule(  # feb-mar, Apr/May
        "date", rf"(?<![0-9a-z'-])({SOME_MONTH}[-/]{SOME_MONTH})(?![0-9a-z'-])"
    )._replace(hint="[a-z][-/][a-z]"),
    rule(  # dos oct, appt jan
        "date",
        rf"(?<![a-z]){OF_THE_PATIENT}[ :]{{1,2}}(?:(?:was|is|in|the|from)[ :]{{1,2}}){{0,2}}"
        r"(jan|mar|apr|jun|jul|aug|sep|oct|dec)(?![0-9a-z'-])",
        no(both(value("^mar$"), label("^signed"))),  # a record of what was given
    )._replace(hint=MONTH),
    rule(  # billed aug
        "date",
        rf"(?<![a-z]){DONE} (?:(?:on|was|is|from|of) )?(apr|jun|jul|aug)(?![0-9a-z'-])(?! [0-9])",
    )._replace(hint="apr|jun|jul|aug"),
    rule(
        "date",
        rf"(?<![0-9a-z])((?:[1-5](?:st|nd|rd|th)|first|second|third|fourth|last) (?:wk|week)s? (?:of|"
        rf"in) {MONTH})(?![a-z])",
    )._replace(hint=MONTH),
    rule(  # 9-12 March
        "date",
        rf"(?<![0-9a-z$.,/-])({DAY}(?:st|nd|rd|th)? ?(?:-|to|thru|&) ?{DAY}(?:st|nd|rd|th)? "
        r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|october|"
        r"nov(?:ember)?|dec(?:ember)?))(?![a-z])",
    )._replace(hint=MONTH),
    rule(  # eob dated 0314, appt 0209
        "date",
        r"(?<![a-z])(?:dtd|dated|dt|appt|admitted|discharged|dc'?d|surgery|signed|faxed|mailed|rec'?d|rcvd|received|"
        r"termed)"
        r"[ :]{1,2}(?:(?:on|was|of)[ :]{1,2})?((?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?![0-9a-z%]|[.,/-][0-9])",
        value("^0"),
    ),
    rule(  # seen 3.14
        "date",
        rf"(?<![a-z]){OF_THE_PATIENT}[ :]{{1,2}}(?:(?:on|was|is|from)[ :]{{1,2}})?"
        r"((?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12][0-9]|3[01]))(?![0-9a-z%]|[.,/-][0-9]| ?(?:%|hrs?|hours|units?|mg|ml|cm|"
        r"days?|x))",
    ),
)

DAY_RULES: Final[tuple[Rule, ...]] = (
    *SWEPT_RULES,
    rule(  # until the 17th; those before the 7th count calls and visits as often
        "date",
        r"(?<![a-z])(?:on|by|until|till?|since|from|thru|through|done|eff|effective|starts?|started|before|after|dos|"
        r"seen|closed|signed|sent|called|paid|termed|ended|ends|was) "
        r"the ((?:[7-9]|1[0-9]|2[0-9]|3[01])(?:st|nd|rd|th))(?![a-z])",
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
        r"the ((?:[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th))(?![a-z-])",
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
