"""A day or a share: 9/14, 8/8, 4-4, where no year and often no word says which.

Two numbers that are a month and a day are a day, unless something beside them makes them a share, a score or a range;
those that are a usual share (all of them, a half, so many of ten) only where a word makes them a day.
"""

from typing import Final

from reports.screening.dates import COUNTED, NO_DATE, REDUCED, SHARE
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
    r"(?:^|[^a-z])(?=[0-9a-z=])(?:won|wins?|winning|lost|loses?|lose|got|pages?|pg|phases?|score[ds]?|rated|"
    r"gcs|moca|phq|esi|dtr|mmt|met|tooth|teeth|screens|criteria|ratio|"
    r"support|split|splits|about|roughly|around|only|just|almost|nearly|over|under|at least|every|all|each|other|half|"
    r"reduction|penalty|cut|fee|wrote|read|reads|showed|shows|counted|letter|survey|paid|pays|"
    r"denied|approved|overturned|failed|without|with|"
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
    r"er visits?|visits?|saw (?:pt|him|her|them|patient|the pt|the patient)|seen|soc|roc|"
    r"recert|(?:noa|rap|appeal|claim|clm|ltr|recon) filed|filed|(?:ref|rep) call|called|call|appt|surg(?:ery)?|onset|"
    r"dos|date|admit(?:ted)?|disch(?:arged)?|dc'?d|eff|sent|faxed|mailed|rec'?d|rcvd|posted|born|dob|doi|hosp|inpt|"
    r"eval|session|start(?:ed)?|scheduled|labs?|drawn|signed|entered|dated|injury|accident|fell|came in)"
    r"(?: (?:was|is|on|of))?[ :,(]{1,2}$"
)
NO_RANGE: Final = (no(NO_DATE), no(NUMBERED_BEFORE), no(before(CODE_LIST_BEFORE)), no(GRADED))
RATED: Final = before(r"(?:^|[^a-z])(?:vote|ratio|score|split|scale|odds|between|from|l|c|t|s|clm[0-9]{2}|type)[ :]?$")

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
        "date", rf"{EDGE}({DASHED}){LAST}", SEEN_THERE, ENDS, no(COUNTED), *NO_RANGE
    ),
)
SHARE_RULES: Final = tuple(each._replace(hint="[0-9][/-][0-9]") for each in SHAPES)
