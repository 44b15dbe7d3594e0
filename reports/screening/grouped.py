"""Numbers taken apart: groups with blanks between, digits in words, a suffix behind a dot, the last four told first."""

from typing import Final

from reports.screening.identities import WORD_DIGIT
from reports.screening.rule import (
    CODE_LIST_BEFORE,
    LISTED,
    PAIR,
    SMALL_WORD,
    YEAR,
    Rule,
    after,
    before,
    digits,
    either,
    no,
    rule,
    value,
    whole,
)
from reports.screening.short import COUNTED, LINK, NAMED, NUMBER_WORD, OF_THE_TRADE

APART: Final = r"(?<![0-9a-z.,$/-])(?<![0-9] )"
WHOLE: Final = r"(?![0-9a-z%]|[.,/-][0-9a-z]| [0-9]| ?%)"
# revenue codes begin with a nought; years are years; rates and thresholds end in two noughts
PUBLIC_GROUP: Final = value("(?:^| )(?:0[0-9]{3}|(?:19[3-9]|20[0-3])[0-9]|[0-9]{1,2}00)(?: |$)")
ALL_YEARS: Final = whole(r"(?:(?:19|20)[0-9]{2} ?){2,6}|(?:0[0-9]{3} ?){2,6}")
IN_A_LIST: Final = before(
    r"[0-9], ?$|(?:^|[^a-z])(?:tobs?|apcs?|pos|mods?|modifiers?|remarks?|lines?|units?|revs?|revenue|forms?|loops?|"
    r"edits?|drgs?|ndcs?|sections?|paid|billed|levels?|rules?|thresholds?|codes?)(?: codes?)?[ :]{1,2}$"
)
NO_SERIES: Final = (
    r"(?!(?:cpts?|cdt|drgs?|mods?|rvs|rxs?|tc|rt|lt|mr|dr|pr|cr|nd|st|th|rd|lcds?|ncds?|ndcs?|pcs|bcbs|wks?|yrs?|hrs?|"
    r"mths|cms|sb|hb|hr|tx|pt|pts|vs|w|ms|hcpcs|fl|fy|cy|py|np|md|dx|bp)[ ])"
)

NAMER: Final = (
    rf"(?:{NAMED}|(?<![a-z])policy)(?:'?s)?(?![a-z])(?: (?:account|acct|record|control|id))?"
    r"(?:" + NUMBER_WORD + r"|(?: ?(?:no|number|num|id|code)\.?(?=[ :#])))?"
)
GROUP: Final = r"(?=[a-z]{0,3}[0-9])[0-9a-z]{1,9}"
KNOWN_GROUP: Final = (  # codes, modifiers, revenue codes, years, counts, remarks, transactions
    r"(?:[0-9]{5}[a-z]{0,2}|[a-z][0-9]{4}|[0-9]{4}[a-z]|[0-9]{1,2}|[0-9a-z]{2}|0[0-9]{3}|(?:19[5-9]|20[0-3])[0-9]|"
    r"x[0-9]{1,4}|"
    r"(?:n|ma?|co|pr|oa|pi)[0-9]{1,3}|1500|5010|83[57][ip]?|27[0-9]|999|[0-9]{1,2}00|[a-z][0-9]{2}|"
    r"[0-9]{1,2}[a-z]{1,4}|[0-9]{3}(?:mgs?|mcg|mls?|cc|g|k|d|hr|min|st|nd|rd|th|x|lbs?))"
)
PAYER: Final = (
    r"(?<![a-z0-9])(?:uhc|united|aetna|cigna|bcbs|anthem|humana|medicare|medicaid|tricare|molina|ambetter|optum|"
    r"wellcare|"
    r"oscar|kaiser|blue cross|blue shield|insurance|ins|"
    r"evicore|carelon|nia|aim|healthhelp|cohere|magellan|evolent|turning ?point|navihealth|nav[iu]net|availity|"
    r"express scripts|esi|caremark|optumrx|cover ?my ?meds|cmm|medimpact|prime|sutter|kepro|acentra|livanta|beacon|"
    r"evernorth|umr|meritain|amerigroup|centene|highmark|premera|regence|wellpoint|healthnet|triwest|champva|va|"
    r"american specialty|ash|orthonet|vsp|eyemed|davis vision|delta(?: dental)?|pbm|benefit manager|tpa|mco|payer|"
    r"vendor)"
    r"(?![a-z])[ :#]{1,3}(?:(?:said|says|gave(?: us)?|auth|approved|approval|ref|sent|has|had|number|no) ?[:#]? ?){0,2}"
)
END_OF_GROUPS: Final = r"(?![0-9a-z%]|[.,/-][0-9a-z]| ?%)"
SUFFIX: Final = (  # claim 1188 204 RT, and no word
    r"(?!(?:co|pr|oa|pi|is|as|at|if|it|in|no|on|or|to|by|he|we|us|my|an|so|do|go|up|me|dx|pd|vs|pt|dr|w|x|a|"
    r"i)(?![a-z]))"
    r"[a-z]{1,2}(?![0-9a-z])"
)
NO_GROUPS: Final = value(  # a number and what follows it, codes, contracts (H1234-001), words read wrong
    r"^[0-9]{6}|^[0-9]{3}-[0-9]{2}-[0-9]{4}|^[hrse][0-9]{4}-[0-9]{3}|(?:^|[ -])[a-z]{1,3}[0-9][a-z]{2}|"
    r"(?:^|[ -])(?:cpts?|codes?|mods?|rev|pos|dx|icd|line|box|loop|drg|tob|for|and|on|in|of|to|at|"
    r"w(?= [0-9]{1,2}(?![0-9]))|"
    r"x|vs|per|paid|days?|units?|year|form|ver|part|plan|c[o0]|pr|[o0]a|p[il1])(?:[ -]|$)"
)
GROUP_RULES: Final[tuple[Rule, ...]] = (
    rule(  # oon denial on 917 204 663
        "number",
        r"(?<![0-9a-z$.,/-])(?<![0-9] )(?<![0-9],)([0-9]{3} [0-9]{3} [0-9]{3}|"
        r"[1-9][0-9]{3}(?: [0-9]{4}){2,3})(?![0-9a-z%]| ?[0-9]|[.,/-][0-9a-z])",
        no(
            before(
                r"(?:^|[^a-z])(?:revs?|revenue|codes?|carcs?|drgs?|apcs?|reasons?|edits?|co|pr|oa|pi|sets?|edi|x12|"
                r"transactions?|lines?|rooms?|units?|tobs?|status|categor(?:y|ies)|denials?)[ :#,(]{1,3}$"
            )
        ),
        no(COUNTED),
    )._replace(hint="[0-9]{3} [0-9]{3,4} [0-9]{3}"),
    rule(  # group 71 05 33 R, policy 8812 40 6
        "number",
        NAMER
        + LINK
        + rf"({SMALL_WORD}(?:[a-z]{{1,4}}[ -])?[0-9]{{1,4}}(?: [0-9]{{1,4}}){{1,5}}(?: [a-z](?![a-z]))?){WHOLE}",
        digits("^[0-9]{6}"),
        no(value("^[a-z]{1,4} [0-9]{1,2}$")),
        no(LISTED),
        no(ALL_YEARS),
        no(COUNTED),
        no(OF_THE_TRADE),
    )._replace(hint=f"{NAMED}|policy"),
    *(
        rule(  # Member ZGP 0055 81920-02, mbr NYC 778W 40913, ticket INC 44 20188, claim 77 2041 88A
            "number",
            rf"{named}((?:{SMALL_WORD}|(?=w [0-9]{{3,4}} [0-9]))(?:[a-z]{{1,4}}[ -])?{GROUP}(?:[ -]{GROUP}){{0,5}}"
            rf"(?:[ -]{SUFFIX})?)(?![0-9a-z%]|[.,/-][0-9a-z]| ?%)",
            digits(f"^[0-9]{{{least}}}"),
            either(
                value(rf"(?:^|[ -])(?!{KNOWN_GROUP}(?:[ -]|$))[0-9a-z]{{0,3}}[0-9]"),
                value("^[a-z]{2,4} [0-9]{2,4} [0-9]{5}(?![0-9])"),
            ),
            value("[ -][a-z]{0,3}[0-9]"),
            no(NO_GROUPS),
            no(COUNTED),
            no(OF_THE_TRADE),
        )._replace(hint=hint)
        for named, least, hint in ((NAMER + LINK, 5, f"{NAMED}|policy"), (PAYER, 7, PAYER))
    ),
    *(
        rule("number", rf"{PAYER}({told}){END_OF_GROUPS}", no(COUNTED))._replace(hint=PAYER)
        for told in (
            r"[a-z] (?!19[0-9]{2}|20[0-3][0-9])[1-9][0-9]{3} [1-9][0-9]{3,5}",  # eviCore W 1199 20381
            (  # UHC X4471 20913: no code of the series that exist
                r"(?![adgjlqs][0-9]|b[459]|c[125789]|e[0-9]|h[0-9]|k[01]|m[01]|p[2379]|r[0-9]|t[1245]|u0|v[25])"
                r"[a-z][0-9]{4} [0-8][0-9]{4}"
            ),
        )
    ),
    rule(  # 7730 1184 5
        "number",
        APART + r"([0-9]{2,4}(?: [0-9]{1,4}){1,4} [0-9])" + WHOLE,
        digits("^[0-9]{8}"),
        no(value("^0[0-9]{3} 0|(?:^| )(?:(?:19|20)[0-9]{2}|[0-9]{1,2}00)(?: |$)")),
        no(LISTED),
        no(IN_A_LIST),
        no(before(CODE_LIST_BEFORE)),
        no(COUNTED),
    ),
    rule(  # 7104 4182
        "number",
        APART + r"([1-9][0-9]{3} [1-9][0-9]{3})" + WHOLE,
        no(PUBLIC_GROUP),
        no(IN_A_LIST),
        no(before(CODE_LIST_BEFORE)),
        no(COUNTED),
    ),
    rule(  # KLW 71 4420 8: letters that are no word
        "number",
        rf"(?<![0-9a-z.,$/-])({NO_SERIES}[b-df-hj-np-tv-xz]{{2,4}} [0-9]{{2,4}}(?: [0-9]{{1,4}}){{1,4}}){WHOLE}",
        digits("^[0-9]{6}"),
        no(PUBLIC_GROUP),
        no(value(rf"^[a-z]{{2,4}}(?: {PAIR}){{1,9}}$")),
        no(COUNTED),
    ),
)

FILED: Final = (
    r"(?:acc?o?u?n?ts?|acct|charts?|mrn|emrn|mr|pts?|patient|encounter|enc|file|member|mbr|subscriber|group|grp|"
    r"resident)"
)
SUFFIX_RULES: Final[tuple[Rule, ...]] = (
    rule(  # pt#55108.1
        "number",
        NAMED + rf"(?:'?s)? ?{NUMBER_WORD}[ .:#=(]{{0,3}}([0-9]{{3,10}}[./-][0-9]{{1,4}})(?![0-9a-z%]|[.,/-][0-9])",
        no(COUNTED),
    )._replace(hint=NAMED),
    rule(  # acct 77120.2: no sum has one decimal, or three
        "number",
        rf"(?<![a-z0-9]){FILED}{LINK}([0-9]{{4,10}}\.(?:[0-9]|[0-9]{{3,4}}))(?![0-9a-z%]|[.,/-][0-9])",
        no(COUNTED),
    )._replace(hint=NAMED),
)

SPACED_PLATE: Final = (
    r"((?:[a-z]{2,3}[ -]{1,3})?(?:(?:[a-z]|[a-z]{0,2}[0-9]{1,4}[a-z]?)[ -]{1,3}){1,8}"
    r"(?:[a-z]|[a-z]?[0-9]{1,4}[a-z]{0,2}))(?![0-9a-z%])"
)
PLATE_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "vehicle_number",
        r"(?<![a-z])(?:plates?|tags?|vin|license)(?: ?(?:number|no\.?|#))?[ .:#]{1,3}(?:(?:is|was|on|reads) )?"
        + SPACED_PLATE,
        digits("^[0-9]{3}"),
        value("[a-z]"),
        no(value("(?:^|[ -])(?:x|a|i|of|on|in|is|at|or|co|pr)(?:$|[ -])")),
    )._replace(hint="plate|tag|vin|license"),
)

OF_A_PERSON: Final = (
    r"(?:(?:the|his|her|their|my|our|this|a|pt'?s?|patient'?s?|member'?s?) ){0,2}"
    r"(?:social(?: security)?|ssn|ss|soc|card|id|mbi|policy|account|acct|member|phone|cell|tin|npi|mrn|claim|medicare)"
    r"(?![a-z])"
)
NO_YEAR: Final = (
    no(whole(YEAR)),
    no(whole("1500|5010")),
    no(after("^ ?(?:claims|units|visits|lines|months|years|denials|quarters|weeks)")),
)
LAST_FOUR_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "ssn",
        rf"(?<![a-z])last (?:4|four)(?: digits)?[ :,(#]{{1,3}}(?:(?:is|are|was|were) )?"
        rf"([0-9]{{4}})\)? (?:of|on|from|for) {OF_A_PERSON}",
        *NO_YEAR,
    ),
    rule(
        "ssn",
        rf"(?<![a-z])last (?:4|four)(?: digits)?(?: of| on)? {OF_A_PERSON}[a-z ,:('=-]{{1,24}}([0-9]{{4}})"
        r"(?![0-9a-z%]|[.,/-][0-9])",
        *NO_YEAR,
    ),
    rule(
        "ssn",
        r"(?<![0-9a-z.$/-])([0-9]{4})\)?,? ?\(?(?:(?:is|was|are|were|as|=) ?)?(?:(?:the|her|his|their) )?"
        r"last (?:4|four)(?= digits|,|\.|\)|$| (?:of|on) )(?! of (?:20|19))",
        *NO_YEAR,
    ),
    rule(
        "ssn",
        r"(?<![a-z])(?:ssn|social|soc)(?![a-z])[a-z0-9 ,:]{1,24}? (?:ends?|ending|starts?|starting|begins)"
        r"(?: in| with| w/?)? ([0-9]{3,4})(?![0-9a-z%]|[.,/-][0-9])",
    ),
    rule("ssn", rf"(?<![0-9a-z.$/-])([0-9]{{4}}) (?:at|as|is|was) the end of {OF_A_PERSON}", *NO_YEAR),
)
LAST_FOUR_RULES_HINTED: Final = tuple(
    each._replace(hint="last (?:4|four)|the end of|ssn|soc") for each in LAST_FOUR_RULES
)

TEEN: Final = (
    r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety)"
)
NUMBER: Final = rf"(?:(?:double|triple) )?(?:{WORD_DIGIT}|{TEEN})(?![a-z])"
BLANK: Final = r"(?:[ ,.-]{1,3}|[ ,-]{1,2}dash[ -]{1,2})"
MORE: Final = rf"(?:{BLANK}(?:{NUMBER}|[0-9]{{1,4}}(?![0-9])|[a-z](?![a-z]))){{0,16}}"
COUNTING: Final = value("^(?:one,? two,? three|two,? three,? four|ninety[ -]nine )")  # 99213, said aloud
STEPS: Final = before(r"(?:^|[^a-z])(?:levels?|steps?|lines?|tiers?|phases?|stages?|parts?|mods?|modifiers?)[ :]{1,2}$")
WORDED_RULES: Final[tuple[Rule, ...]] = (
    rule(  # three six one, forty two, 9058
        "number",
        rf"(?<![0-9a-z'-])({NUMBER}(?:{BLANK}{NUMBER}){{3}}{MORE})(?![0-9a-z])",
        no(COUNTING),
        no(STEPS),
    )._replace(hint=f"{WORD_DIGIT}[ ,.-]|{TEEN}[ ,.-]"),
    rule(  # PIN four four seven
        "number",
        rf"(?<![a-z0-9])(?:{NAMED}|pin|ssn|soc\.? sec\.?|tin|ein|npi|mbi|phone|fax|cell|ends in|ending in|last four)"
        rf"(?: (?:number|no|num|id)\.?)?{LINK},? ?({NUMBER}(?:{BLANK}{NUMBER}){{2}}{MORE})(?![0-9a-z])",
        no(COUNTING),
        no(COUNTED),
    )._replace(hint=f"{WORD_DIGIT}[ ,.-]|{TEEN}[ ,.-]"),
)

GROUPED_RULES: Final = (
    *GROUP_RULES,
    *SUFFIX_RULES,
    *PLATE_RULES,
    *LAST_FOUR_RULES_HINTED,
    *WORDED_RULES,
)
