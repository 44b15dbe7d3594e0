"""A day or a share: 9/14, 8/8, 4-4, where no year and often no word says which.

Two numbers that are a month and a day are a day, unless something beside them makes them a share, a score or a range;
those that are a usual share (all of them, a half, so many of ten) only where a word makes them a day.
"""

from typing import Final

from reports.screening.dates import COUNTED, MONTH, NO_DATE, ORDINAL, REDUCED, SHARE
from reports.screening.days import LATER_DAY, NUMBERED_DAY, WITH_ENDING
from reports.screening.rule import CODE_LIST_BEFORE, Rule, after, before, both, either, no, rule, value
from reports.screening.visits import (
    BY_AN_EVENT,
    DASHED,
    EDGE,
    FALLING,
    GRADED,
    HALF,
    LAST,
    MONTH_AND_DAY,
    NOT_DECIDED,
    NUMBERED_BEFORE,
)

SHARED_BEFORE: Final = before(
    r"(?:^|[^a-z])(?=[0-9a-z=])(?:won|wins?|winning|lost|loses?|lose|got|pages?|pg|phases?|score[ds]?|rated|gcs|moca|phq|esi|dtr|mmt|met|tooth|teeth|screens|criteria|ratio|"
    r"support|split|splits|about|roughly|around|only|just|almost|nearly|over|under|at least|every|all|each|other|half|"
    r"reduction|penalty|cut|fee|wrote|read|reads|showed|shows|counted|letter|survey|paid|pays|denied|approved|overturned|failed|without|with|"
    r"recovered|accepted|rejected|success|rate|odds|and|or|vs|than|worked|works|work|gave way|x|=|to|us|in|took|takes|"
    r"qty|dose|tabs?|units?|visits|claims|reports|cases|lines)[ :,(=]{1,2}$|"
    r"[0-9]/[0-9]{1,2}(?:,? (?:and|or|to|->|was|now|from))? $"
)
SHARED_BEHIND: Final = after(
    r"^ ?(?:of|the|an?|my|our|hrs?|hours?|days?|price|pay|page|vials?|tabs?|won|wins|paid|ok|isn't|is|blank|reduction|"
    r"per|each|with|without|w/|w/o|at|max|upper|lower|strength|union|times|lines?|"
    r"criteria|screens|were met|met|won't|on|mix(?:-?up)?|mismatch|"
    r"in (?:red|black|20)|mo|months?|yrs?|wks?|weeks?|to|fine|success|here|there|now|so far)(?![a-z])|^ ?[=(>+*x%]|"
    r"^ ?->|^[,;] ?[0-9]{1,2}/[0-9]"
)
ENDS: Final = after(
    r"^(?: ?[.,;:)]| ?$| ?-? ?(?:and|but|so|then|we|i|they|she|he|was|is|under|billed|denied|paid|pd|second|first|dup|"
    r"auth|w/|with|by|to|for|not|no|had|both|same|only|twice|again|once|because|since|which|when)"
    r"(?![a-z]))"
)
SEEN_THERE: Final = before(
    r"(?:^|[^a-z])(?:same day|yesterday|today|this morning|(?:noa|noe|rap|claim|clm) accepted|on|"
    r"er visits?|visits?|saw (?:pt|him|her|them|patient|the pt|the patient)|seen|"
    r"soc|roc|"
    r"recert|(?:noa|rap|appeal|claim|clm|ltr|recon) filed|filed|(?:ref|rep) call|called|call|appt|surg(?:ery)?|onset|"
    r"dos|date|admit(?:ted)?|disch(?:arged)?|dc'?d|eff|sent|faxed|mailed|rec'?d|rcvd|posted|born|dob|doi|hosp|inpt|"
    r"eval|session|start(?:ed)?|scheduled|labs?|drawn|signed|entered|dated|injury|accident|fell|came in)"
    r"(?: (?:was|is|on|of))?[ :,(]{1,2}$"
)
NO_RANGE: Final = (no(NO_DATE), no(NUMBERED_BEFORE), no(before(CODE_LIST_BEFORE)), no(GRADED))
RATED: Final = before(r"(?:^|[^a-z])(?:vote|ratio|score|split|scale|odds|between|from|l|c|t|s|clm[0-9]{2}|type)[ :]?$")

LATE_DAY: Final = (  # later than anything is counted up to
    r"(?:(?:1[3-9]|2[0-9]|3[01])(?:st|nd|rd|th)|twent(?:ieth|y[ -](?:first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth))|thirt(?:ieth|y[ -]first))"
)
SAID: Final = r"(?:lm|lvm|called|cld|spoke|rep (?:called|said|says|back)|faxed|resub(?:'?d|mitted)?|resent|emailed|t/c)"
POINTED_DAY: Final = r"(?:0?[1-9]|1[0-2])\.(?:[12][0-9]|3[01]|0?[1-9])"
SHAPES: Final[tuple[Rule, ...]] = (
    rule(  # lab 9/14, denied
        "date",
        rf"{EDGE}({MONTH_AND_DAY}){LAST}(?! ?(?:and|&|-|to) ?[0-9]{{1,2}}[/-])",
        no(SHARE),
        no(value("^9/5$|^1/30$|^[0-9]/30$|^20/20$|^0?2/12$")),
        no(SHARED_BEFORE),
        no(SHARED_BEHIND),
        no(REDUCED),
        no(COUNTED),
        no(NOT_DECIDED),
        *NO_RANGE,
    ),
    rule(  # same day 8/8, SOC 1/2
        "date",
        rf"{EDGE}({MONTH_AND_DAY}){LAST}",
        SEEN_THERE,
        ENDS,
        no(both(value("^[12]/3$|^1/[245]$|^3/4$"), before("(?:^|[^a-z])on $"))),
        no(NO_DATE),
        no(HALF),
        no(COUNTED),
        no(NOT_DECIDED),
        no(REDUCED),
        no(GRADED),
    ),
    rule(  # left AMA 3/3 at 0214
        "date", rf"{EDGE}({MONTH_AND_DAY})(?= ?(?:at|@) ?(?:[01]?[0-9]|2[0-3]):?[0-5][0-9](?![0-9.%]))"
    ),
    rule(  # ref call 4-4: no range falls
        "date",
        rf"{EDGE}({FALLING}|([0-9]{{1,2}})-\2){LAST}",
        either(BY_AN_EVENT, SEEN_THERE, ENDS),
        no(RATED),
        no(COUNTED),
        *NO_RANGE,
    ),
    rule(  # onset 5-11
        "date", rf"{EDGE}({DASHED}){LAST}", both(SEEN_THERE, ENDS), no(COUNTED), *NO_RANGE
    ),
    rule(  # resub'd 3.30, 4.14, 5.2
        "date",
        r"(?<![a-z])(?:resub'?d|resubmitted|resent|sent|faxed|refaxed|called|billed|rebilled|submitted|appealed|seen|"
        rf"filed|mailed)(?: (?:on|it|again))?[ :]{{1,2}}({POINTED_DAY}(?:(?:,| and|, and| &) {POINTED_DAY}){{1,5}})"
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
    ),
)
SHARE_RULES: Final = tuple(
    each if each.hint else each._replace(hint="[0-9](?:[/-][0-9]| (?:st|nd|rd|th))") for each in SHAPES
)
