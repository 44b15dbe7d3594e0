"""A month and a day told by what stands beside them: a visit, a note, another day; and days typed apart or scanned."""

from typing import Final

from reports.screening.dates import COUNTED, NO_DATE, REDUCED, SHARE
from reports.screening.rule import CODE_LIST_BEFORE, Rule, before, both, either, no, rule, value
from reports.screening.rule import after as behind

EVENT: Final = (
    r"(?:visit|dos|session|eval|re-?eval|labs?|draw|note|appt|appointment|surg(?:ery)?|sx|procedure|inj|injection|"
    r"call|fax|"
    r"letter|order|ov|encounter|consult|scan|mri|x-?ray|ct|ultrasound|admit|admission|dc|d/c|discharge|stay|service|"
    r"svc|date|remit|eob|era|denial|specimen|shot|dose|infusion|treatment|tx|appeal|date of service|cut ?off|deadline|"
    r"poc|cert|recert|referral|payment|deposit|upload|termination|term|submission|accident|injury|doi|mva|onset|"
    r"delivery|birth|hospitalization|er visit|fill|refill|pickup|trip|run|transport)"
)
DONE: Final = (
    r"(?:signed|done|resulted|collected|drawn|rendered|performed|ordered|given|scheduled|rescheduled|reprocessed|"
    r"resent|refaxed|resubmitted|rebilled|reopened|reviewed|closed|opened|started|stopped|termed|term'?d|terminated|"
    r"retro|expired|expires|entered|released|requested|uploaded|replied|responded|finalized|completed|verified|voided|"
    r"recouped|cashed|deposited|issued|printed|postmarked|injured|fell|hurt|delivered|transferred|inpatient|inpt|"
    r"hospitalized|hospice|again|back|as of|retro to|active|inactive|end(?:s|ed)?|start|began|begins|eff|pended|"
    r"escalated|spoke|talked|met|saw (?:him|her|them|pt)|came in|went in|was in|in|out)"
)
OF_THE_DAY: Final = behind(rf"^,? (?:{EVENT}|one(?= (?:paid|denied|was|is|got|not))|was (?:a|the|our) )(?![a-z])")
BY_AN_EVENT: Final = before(
    rf"(?:^|[^a-z])(?=[a-z])(?:{EVENT}|{DONE})(?: (?:again|it|them|late|pt|in full))?[ :,(-]{{1,2}}"
    r"(?:(?:was|is|were|on|of|from|for|dated?|done|to|the|=)[ :]{1,2}){0,2}$"
)
AN_EVENT_ON: Final = before(
    rf"(?:^|[^a-z])(?=[0-9a-z])(?:(?:{EVENT}|seen|claim|signed|done|dated|"
    rf"[0-9a-z][0-9]{{3}}[0-9a-z](?:-[0-9a-z]{{2}})?) (?:on|from|for|dated|was|is)|"
    rf"{EVENT} [a-z]{{2,3}} [a-z]{{2,3}} [a-z]{{2,9}} was|"
    rf"date [a-z ]{{2,20}} (?:was|is)|signed|dated|dos|admitted|resulted) $"
)
SOMETHING_ON: Final = before("(?:on|from|for|ed|was|is|dos) $")  # cheaper to ask, and without it no event on a day
POINTED_AT: Final = before(
    r"(?:^|[^a-z])(?=[a-z])(?:the|our|that|his|her|its|their|from|until|till|as of|since|back to) $"
)
GRADED: Final = either(  # strength 4/5, pain 6/10
    before(
        r"(?:^|[^a-z])(?=[a-z])(?:strength|mmt|grades?|grip|motor|muscles?|power|reflex(?:es)?|pain|vas|nprs|apgars?|"
        r"score[ds]?|"
        r"gcs|edema|rom|acuity|vision|flexion|extension|abduction|quads?|deltoid|visits|session|step|level|"
        r"written appeals?|peer to peer|p2p)"
        r"(?: (?:went|fell|dropped|down|improved|decreased))?(?: (?:was|is|of|at|from|to|only))?[ :=]{1,2}$"
    ),
    behind(
        r"^(?: to [0-9]/[0-9]{1,2})? (?:strength|pain|mmt|grip|motor|muscle|power|weakness|grade|tab|dose|vial|cup|"
        r"page|inch)"
    ),
)
HALF: Final = behind(r"^ (?:the|an?|my|our|price|pay|rate|off|hr|hours?|page|unit|day)(?![a-z])")
NOT_DECIDED: Final = behind(r"^ ?(?:claims|denials|overturned|upheld|approved|won|lost)(?![a-z])")
PLAIN: Final = (no(REDUCED), no(NO_DATE), no(GRADED))
TOLD: Final = (no(COUNTED), no(NOT_DECIDED))
MONTH_AND_DAY: Final = r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12][0-9]|3[01])"
DASHED: Final = MONTH_AND_DAY.replace("/", "-")
POINTED: Final = MONTH_AND_DAY.replace("/", r"\.")
FALLING: Final = "|".join(f"0?{month}-0?(?:{'|'.join(map(str, range(1, month)))})" for month in range(2, 13))
EDGE: Final = r"(?<![0-9a-z$./-])(?<![0-9],)"
LAST: Final = r"(?![0-9a-z/%]|[.,-][0-9])"

DATED_THERE: Final = before(
    rf"(?:^|[^a-z])(?=[a-z])(?:{EVENT}|{DONE}|claim|seen|billed|paid|denied|called|faxed|mailed|sent|received|rec'?d|"
    rf"rcvd|posted|"
    r"processed|submitted|filed|appealed|born|bday|died|dod|lmp|edd|doi|dtd|dated|ck|check|f/u|pt came in|inpt|"
    r"admitted|since|"
    r"until|til|till|by|before|after|as of|due|hearing|meeting|coverage|effective|eff|term|termed|exp|expired|surg|"
    r"moved to|"
    r"rescheduled to|last seen|on)(?: (?:again|it|them|him|her|back|out|pt|rep))?[ :,(]{1,2}"
    r"(?:(?:was|is|were|on|of|from|for|dated?|to|the|=)[ :]{1,2}){0,2}$"
)
FROM_A_DAY: Final = before(
    r"(?:^|[^a-z])(?:auth(?:ori[sz]ed)?|auths?|approved|valid|effective|eff|covered|active|coverage|retro|starts?|pay) "
    r"(?:is |was |only )?(?:from|to|until|thru|through|starting|beginning) $"
)
STAY: Final = (
    r"(?:stay(?:ed|s)?|inpt|inpatient|hosp|hospital(?:ized)?|in hosp|admitted|admit|adm|admission|rehab|snf|obs|icu|"
    r"ltach|"
    r"seen|dos|visits?|svcs?|services?|serv|dates?|svc dates?|auth|auth valid|valid|cert(?:ified)?|poc|d/c|dc|disch|"
    r"discharged|eff|effective|term|termed|ran|runs|from|between|period|episode|span|swing bed|detox|iop|php|transport|"
    r"trips?|sessions?|on)"
)
OF_A_STAY: Final = before(
    rf"(?:^|[^a-z])(?=[a-z]){STAY}(?: (?:was|is|were|from|of|on|dates?|valid|ran|for)){{0,2}}[ :,(=]{{1,2}}$"
)
TO: Final = r" ?(?:-{1,2}>?|to|thru|through|til|till|until) ?"
JOINED: Final = rf"/[0-9]{{1,2}}{TO}[0-9]{{1,2}}/"
NUMBERED_BEFORE: Final = before(
    r"(?:^|[^a-z])(?:codes?|pos|mods?|modifiers?|lines?|loops?|units?|revs?|tobs?|co|pr|oa|pi|carcs?|reasons?|"
    r"conditions?|values?|occurrences?|x|versions?|ub|1500)(?: codes?)?[ :#,]{1,3}$"
)
OF_A_RANGE: Final = r"of|visits?|units?|times|yrs?|years?|yo|y/o|old|pages?|lbs?|mg|ml|x|h|hrs?|hours|min"
BESIDE_RULES: Final[tuple[Rule, ...]] = (
    rule(  # two days joined: 4/4-4/9; of one number, 3/5-4/5, they are grades
        "date",
        rf"{EDGE}({MONTH_AND_DAY} ?(?:-{{1,2}}>?) ?{MONTH_AND_DAY}){LAST}",
        no(value(r"^[0-9]{1,2}/([0-9]{1,2})[^0-9]{1,9}[0-9]{1,2}/\1(?![0-9])")),
        *PLAIN,
    )._replace(hint=JOINED),
    rule(  # in hosp 5/1 to 5/6, auth valid 1/5 to 4/5
        "date", rf"{EDGE}({MONTH_AND_DAY}{TO}{MONTH_AND_DAY}){LAST}", OF_A_STAY, no(REDUCED), no(GRADED), no(NO_DATE)
    )._replace(hint=JOINED),
    rule(  # stay 10/04-10/09/2023: the year stands at the end alone
        "date",
        rf"(?<![0-9a-z$./-])(?<![0-9],)({MONTH_AND_DAY}{TO}{MONTH_AND_DAY}/(?:20)?[0-9]{{2}}|"
        rf"{DASHED}{TO}{DASHED}-(?:20)?[0-9]{{2}}|{POINTED}{TO}{POINTED}\.20[0-9]{{2}})(?![0-9a-z/%]|[.,-][0-9])",
    )._replace(hint=r"[0-9]([/.-])[0-9]{1,2}\1(?:20)?[0-9]{2}"),
    rule(  # SVC 06-17
        "date",
        rf"{EDGE}((?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])){LAST}",
        before(rf"(?:^|[^a-z])(?=[a-z]){STAY}(?: (?:was|is|were|from|of|on|dates?|line)){{0,2}}[ :,(=#]{{1,2}}$"),
        value("^0|-0|-(?:1[3-9]|[23][0-9])$"),
        no(COUNTED),
    ),
    rule(  # 06-17 97530: no count is written with a nought
        "date",
        rf"{EDGE}(0[1-9]-(?:0[1-9]|[12][0-9]|3[01])){LAST}",
        no(NO_DATE),
        no(NUMBERED_BEFORE),
        no(before(CODE_LIST_BEFORE)),
        no(before(r"(?:cms|pub|ch|chapter|section|manual|iom|100|version|lcd|article)[ .#-]{1,2}$")),
    ),
    rule(  # appt 2-19, authorised from 2-20
        "date",
        rf"{EDGE}({DASHED}(?: ?(?:to|thru|through|til|until|,|&|and) ?{DASHED}){{0,3}}){LAST}",
        value("^0|-0|-(?:1[3-9]|[23][0-9])"),
        either(DATED_THERE, FROM_A_DAY),
        *TOLD,
        no(NO_DATE),
        no(NUMBERED_BEFORE),
        no(GRADED),
        no(behind(rf"^ ?(?:{OF_A_RANGE})(?![a-z])")),
    )._replace(hint="[0-9]-[0-9]"),
    rule(  # appt 3-4
        "date",
        rf"(?<![a-z])(?:dos|dob|doi|appt|appointment|surgery|surg|admitted|discharged|dc'?d|dtd|dated|died|lmp|edd|"
        rf"seen on)"
        rf"[ :]{{1,2}}(?:(?:was|is|on|of|from)[ :]{{1,2}}){{0,2}}({DASHED}){LAST}",
        *TOLD,
        no(behind(rf"^ ?(?:{OF_A_RANGE}|per|a)(?![a-z])")),
    )._replace(hint="[0-9]-[0-9]"),
    rule(  # DOB 00/00/1955
        "date",
        r"(?<![0-9a-z$./-])([0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2})(?![0-9a-z])",
        value("^0?0/|/0?0/|^(?:1[3-9]|[2-9][0-9])/|/(?:3[2-9]|[4-9][0-9])/"),
    )._replace(hint="/[0-9]{1,2}/[12]"),
    rule(  # date rec'd 4-2
        "date",
        r"(?<![a-z])(?:date[ds]?|dos|dob|svc date|service date)[ :=]{1,2}(?:rec'?d|received|sent|signed|of|seen|paid|"
        r"billed|was|"
        r"is)[ :=]{1,2}((?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12][0-9]|3[01]))(?![0-9a-z%/]|[.,-][0-9])",
        no(COUNTED),
    ),
    rule(
        "date",
        rf"{EDGE}({MONTH_AND_DAY}){LAST}(?! ?(?:and|&) ?[0-9]{{1,2}}/)",
        either(
            both(no(SHARE), either(OF_THE_DAY, both(either(BY_AN_EVENT, POINTED_AT), *TOLD))),
            both(SOMETHING_ON, AN_EVENT_ON, no(COUNTED), no(HALF)),
        ),
        *PLAIN,
    ),
    rule(  # pre-op 11/3, order form 7/2: no share of anything is more than all of it
        "date",
        rf"{EDGE}({FALLING.replace('-', '/')}){LAST}",
        no(value("^9/5$")),
        no(COUNTED),
        no(NOT_DECIDED),
        no(HALF),
        *PLAIN,
    ),
    rule(  # order 8-1: a count would rise
        "date", rf"{EDGE}({FALLING}){LAST}", BY_AN_EVENT, no(COUNTED), no(NO_DATE), no(GRADED)
    ),
    rule(  # 12/1 and 12/3; of one number, 4/5 and 5/5, they are grades
        "date",
        rf"{EDGE}({MONTH_AND_DAY}(?: ?(?:&|and) ?{MONTH_AND_DAY}){{1,5}}){LAST}",
        *PLAIN,
        no(SHARE),
        no(behind("^ ?(?:units?|codes?|overturned|of|won|lost|lines?)(?![a-z])")),
        no(value(r"^[0-9]{1,2}/([0-9]{1,2})[^0-9]{1,9}[0-9]{1,2}/\1(?![0-9])")),
    ),
)

# 01 22 25, as boxes of a form print them
MONTH_PRINTED: Final = "(?:0[1-9]|1[0-2])"
DAY_PRINTED: Final = "(?:0[1-9]|[12][0-9]|3[01])"
DATED: Final = (
    r"(?:date[ds]?|dt|dos|dob|doi|from|to|thru|through|on|signed|signature|received|rec'?d|rcvd|paid|sent|billed|"
    r"seen|service|svc|injury|onset|effective|eff|denied|admit(?:ted)?|discharged?|visit|born|started|appt|"
    r"appointment|surgery|"
    r"surg|sx|d/c|dc'?d|inpt|termed|expired|dtd|deadline|due|posted|processed|called|mailed|faxed|submitted|filed|"
    r"appealed|labs?|"
    r"mri|scan|inj|infusion|died|dod|lmp|edd|hearing|rebilled|resubmitted|came in|eligibility|referral|order|"
    r"(?:box|item|fl|field) ?[0-9]{1,2}[a-z]?)"
)
PRINTED_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "date",
        rf"(?<![a-z]){DATED}[ :.#=()-]{{1,4}}(?:(?:is|was|were|of|said|says|reads|shows|in|it|as|on|service|birth|svc|"
        rf"injury|there|date)[ :=]{{1,2}}){{0,3}}"
        r"((?:0?[1-9]|1[0-2]) (?:0?[1-9]|[12][0-9]|3[01]) (?:(?:19|20)[0-9]{2}|[0-9]{2}))(?![0-9a-z%]|[.,/-][0-9])",
        no(before(CODE_LIST_BEFORE)),
    ),
    rule(
        "date",
        rf"(?<![0-9a-z.,$/-])(?<![0-9] )({MONTH_PRINTED} {DAY_PRINTED} (?:[12][0-9]|3[0-9]))(?![0-9a-z%]|[.,/-][0-9])",
        value("^0"),
        no(NUMBERED_BEFORE),
        no(before(CODE_LIST_BEFORE)),
    ),
)

# Ju1y 2, 2O25 and Ma y 4, 2025: letters that a scanner took for digits, words that it took apart
READ: Final = {"i": "[i1l]", "l": "[l1i|]", "o": "[o0]", "s": "[s5]", "b": "[b8]", "g": "[g9]", "t": "t", "e": "e"}
MONTHS: Final = (
    ("jan", "uary"), ("feb", "ruary"), ("mar", "ch"), ("apr", "il"), ("may", ""), ("jun", "e"), ("jul", "y"),
    ("aug", "ust"), ("sep", "t"), ("sep", "tember"), ("oct", "ober"), ("nov", "ember"), ("dec", "ember"),
)  # fmt: skip


def _read(letters: str) -> str:
    return " ?".join(READ.get(letter, letter) for letter in letters)


SCANNED_MONTH: Final = (
    "(?:" + "|".join(f"{_read(short)}(?: ?{_read(rest)})?" if rest else _read(short) for short, rest in MONTHS) + ")"
)
SCANNED_DAY: Final = "(?:[12il] ?[0-9oil]|3 ?[0o1il]|0?[1-9il])"
SCANNED_YEAR: Final = "(?:1 ?9|2 ?[0o]) ?[0-9oil] ?[0-9oil]"
SCANNED_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "date",
        rf"(?<![0-9a-z-])({SCANNED_MONTH}[ .]{{0,2}}(?:{SCANNED_DAY} ?[ ,.]{{1,3}})?{SCANNED_YEAR})"
        r"(?![0-9a-z]|[.,-][0-9])",
    ),
    rule(  # a month that holds a digit, and a day
        "date",
        rf"(?<![0-9a-z-])({SCANNED_MONTH}[ .]{{1,2}}{SCANNED_DAY}(?:st|nd|rd|th)?)(?![0-9a-z%]|[.,/-][0-9])",
        value("^[a-z]{0,8}[0158][a-z0158]{1,8}[ .]|^[a-z]{2,8} [a-z]{1,8} [0-9oil]"),
        no(value("^(?:mar|may|ma y|dec) ")),
    ),
)

VISIT_RULES: Final = (
    *(each if each.hint else each._replace(hint="[0-9][/-][0-9]") for each in BESIDE_RULES),
    *(each._replace(hint="[0-9] [0-9]") for each in PRINTED_RULES),
    *(each._replace(hint="[0-9]") for each in SCANNED_RULES),
)
