"""A day or a month told alone: "DOS 14th", "the 27th, late", "billed aug", "jan to april", "resub'd 3.30, 4.14"."""

from typing import Final

from reports.screening.dates import COUNTED, DAY, MONTH, ORDINAL
from reports.screening.rule import Rule, after, before, both, label, no, rule, value
from reports.screening.visits import POINTED

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
LATE_DAY: Final = (  # later than anything is counted up to
    r"(?:(?:1[3-9]|2[0-9]|3[01])(?:st|nd|rd|th)|twent(?:ieth|y[ -](?:first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth))|thirt(?:ieth|y[ -]first))"
)
SAID: Final = r"(?:lm|lvm|called|cld|spoke|rep (?:called|said|says|back)|faxed|resub(?:'?d|mitted)?|resent|emailed|t/c)"

LONE_DAY_RULES: Final[tuple[Rule, ...]] = (
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
    rule(  # resub'd 3.30, 4.14, 5.2
        "date",
        r"(?<![a-z])(?:resub'?d|resubmitted|resent|sent|faxed|refaxed|called|billed|rebilled|submitted|appealed|seen|"
        rf"filed|mailed)(?: (?:on|it|again))?[ :]{{1,2}}({POINTED}(?:(?:,| and|, and| &) {POINTED}){{1,5}})"
        r"(?![0-9a-z%]|[.,/-][0-9])",
        no(COUNTED),
        no(after("^ ?(?:hours?|hrs?|mg|ml|mcg|units?|days?|x|each)(?![a-z])")),
    )._replace(hint=r"[0-9]\.[0-9]"),
    rule(  # 11.20 LM for rep
        "date",
        rf"(?<![0-9a-z$.,/-])((?:0?[1-9]|1[0-2])\.(?:0[1-9]|[12][0-9]|3[01]))(?= {SAID}(?![a-z]))",
        no(
            before("(?:^|[^a-z])(?:copay|co-pay|paid|pays|pd|allowed|rate|fee|balance|bal|owed|due|of|at|for|was|is) $")
        ),
    )._replace(hint=r"[0-9]\.[0-9]"),
    rule(  # on the 4th and 11th
        "date",
        rf"(?<![a-z])on the ({NUMBERED_DAY}(?: ?(?:&|and|,) ?(?:the )?{LATER_DAY}){{1,4}})(?![a-z-])",
        no(
            after(
                r"^ (?:levels?|modifiers?|claims?|lines?|visits?|units?|appeals?|calls?|pages?|digits?|characters?|"
                r"positions?|rounds?|tries|times?|attempts?|codes?|days? (?:of|after))(?![a-z])"
            )
        ),
    )._replace(hint=WITH_ENDING),
    rule(  # signed the PCR the 27th, four days late
        "date",
        rf"(?<![a-z])the ({LATE_DAY})(?=[.,;)]| ?$| and (?:was|the|we|he|she|they|expired|died|left|had)(?![a-z]))",
    )._replace(hint=f"{WITH_ENDING}|twent|thirt"),
    rule(  # on the evening of the 30th
        "date", rf"(?<![a-z])(?:morning|evening|night|afternoon) of the ({NUMBERED_DAY}|{ORDINAL})(?![a-z-])"
    )._replace(hint=" of the "),
    rule(  # mtx from jan to april
        "date", rf"(?<![0-9a-z'-])({MONTH} ?(?:to|thru|through|until|till?|-) ?(?:late |early |mid )?{MONTH})(?![a-z])"
    )._replace(hint=MONTH),
    rule(  # the 27 th of last month
        "date",
        r"(?<![0-9a-z.,$/-])((?:[1-9]|[12][0-9]|3[01]) (?:st|nd|rd|th))(?= of (?:last|this|next|the|that) month)",
    )._replace(hint=" (?:st|nd|rd|th) of "),
)
