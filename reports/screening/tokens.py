"""Letters among digits behind a word that numbers something, plates, and the numbers of a picture or a fingerprint."""

from typing import Final

from reports.screening.rule import (
    OF_BONE,
    SMALL_WORD,
    YEAR,
    Rule,
    before,
    before_label,
    digits,
    label,
    no,
    rule,
    value,
    whole,
)
from reports.screening.short import COUNTED, LINK, NAMED, NUMBER_WORD, OF_THE_TRADE
from reports.screening.unknown import ADJUSTMENT, ICD, MEASURE, MODIFIED, SERIES, YEARS

END: Final = r"(?![0-9a-z%]|[.,/-][0-9a-z])"
HOLDER: Final = (
    r"(?:mbr|mem(?:ber)?|subscriber|subs?|insured|recip(?:ient)?|bene(?:ficiary)?|enrollee|policy ?holder|dependent|"
    r"card(?:holder)?(?: reads| says| shows)?|mbi|hicn?|prefix|patient|pt|id|i\.d\.?|(?:cover ?my ?meds |cmm |pa )?key)"
)
THING: Final = (
    r"(?:transmitter|sensor|reader|receiver|recorder|pump|pacemaker|pacer|icd|aicd|crt-?d|defibrillator|monitor|"
    r"implant|device|serial|lot|s/n|sn|udi|lead|valve|stimulator|neurostim(?:ulator)?|generator|ipg|aid|cpap|bipap|"
    r"ventilator|vent|concentrator|wheelchair|scooter|chair|bed|brace|prosthe(?:sis|tic)|meter|loaner|unit|asset)"
)
NAMED_TOKEN: Final = (
    rf"(?<![a-z0-9])(?:{HOLDER}|{THING})(?:'?s)?(?:{NUMBER_WORD}|(?: ?(?:no|number|num|id|ids|code|tag|serial|prefix)"
    rf"\.?(?![a-z]))){{0,2}}{LINK}"
)
# letters and digits that change at least twice, MEBX7LQ2, and are no code, measure or series
CHANGING: Final = value("[a-z][0-9]{1,9}[a-z]|[0-9][a-z]{1,9}[0-9]")
PUBLIC_TOKEN: Final = whole(
    f"(?:{MODIFIED}|{ICD}|{ADJUSTMENT}|{MEASURE}|{YEARS}|(?!mbr|[a-z]{{1,3}}[0-9]{{5}}){SERIES})"
    r"|[0-9]{2,3}x[0-9]{1,3}|[0-9]{1,4}[a-z]{2,12}|[a-z]{1,6}[0-9]{1,2}[a-z]?|q[1-4][0-9]{2,4}"
)
TOKEN_RULES: Final[tuple[Rule, ...]] = (
    rule("number", NAMED_TOKEN + rf"([0-9a-z]{{6,20}}){END}", CHANGING, digits("^[0-9]{2}"), no(PUBLIC_TOKEN)),
    rule(  # recip AB41207Z
        "number", NAMED_TOKEN + rf"([a-z]{{2,4}}[0-9]{{4,9}}[a-z]{{0,2}}){END}", no(value("^(?:cpt|hcpc|code|mod|rev)"))
    ),
    rule(  # pt's serial K7-88Q, sensor 0N 4KQ7
        "device_number",
        rf"(?<![a-z0-9]){THING} ?(?:{NUMBER_WORD}|(?:serial|lot|no|id|sn|s/n)(?: ?(?:no|number|#))?){LINK}"
        rf"([0-9a-z]{{1,8}}(?:[ -][0-9a-z]{{1,8}}){{0,3}}){END}",
        value("[a-z]"),
        digits("^[0-9]{3}"),
        no(value("(?:^|[ -])(?:[0-9]{5}|[a-vy][0-9]{4}|(?!sn|lot)[a-z]{4,8})(?:[ -]|$)")),
    ),
)

NO_PLATE: Final = value(
    r"(?:^|[ -])(?:[0-9]{5}|[a-z][0-9]{4}|[0-9]{1,3}(?:mm|cm|in|hole|mod|th|st|nd|rd)|mm|cm|inch|hole|screws?|"
    r"x[0-9]{0,2}|[l-t][1-5]|co|oa|pi|"
    r"a|i|of|on|in|is|it|at|or|to|and|for|the|was|not|no|so|but|we|per|mod|pos|cpt|dos|ncci|with|from|has|had|new)"
    r"(?:[ -]|$)"
)
PLATE: Final = (
    r"(?<![a-z])(?:plates?|licen[sc]e plates?|tags?|"
    r"(?:car|truck|van|vehicle|auto|bus|license|lic) (?:tags?|plates?|reg(?:istration)?))"
    r"(?: ?(?:number|no\.?|#|num|nbr))?"
    r"[ .:#(=]{1,3}(?:(?:is|was|reads|from|of|on|reading|number) )?"
)
STATE: Final = r"(?:[a-z]{2}[ .:,-]{1,2})?"
PLATE_RULES: Final[tuple[Rule, ...]] = tuple(
    rule("vehicle_number", rf"{PLATE}({STATE}{groups}){END}", value("[a-z]"), digits("^[0-9]{2}"), no(NO_PLATE))
    for groups in (  # TX LVB 3390, 7KXL 229, 8KXR441
        "[0-9a-z]{1,4}[ -][0-9a-z]{1,5}[ -][0-9a-z]{1,4}",
        "[0-9a-z]{1,4}[ -][0-9a-z]{1,5}",
        "[0-9a-z]{5,8}",
    )
)

NO_PLATE_WORD: Final = (
    r"(?!(?:co|pr|oa|pi|ma?|ar|rev|pos|cpt|mod|box|ub|drg|icd|fl|lot|msp|tob|cms|dos|edit|fx|tx|pay|fee|got|net|sum|was|"
    r"did|all|any|due|out|off|one|two|six|ten|adj|and|via|pt|hcp|apc|ndc|age|min|mg|ext|ref|clm|lcd|ncd|use|per|bid|"
    r"q|q[0-9]|fy|cy|yr|day|mln|mm|se|n)[ -]?[0-9])"
)
FAR_PLATE_RULES: Final[tuple[Rule, ...]] = (
    rule(  # plate on the log was KDR 8812, license plate on police report 7LKM392
        "vehicle_number",
        r"(?<![a-z])(?:plates?|tags?|licen[sc]e (?=(?:of|on|for) (?:the|that|our|his|her) "
        r"(?:van|truck|car|rig|bus|vehicle|ambulance)))"
        r"(?:[ ,:(]{1,2}[a-z']{1,14}){1,8}?[ ,:(#]{1,3}"
        rf"({SMALL_WORD}{NO_PLATE_WORD}(?:[a-z]{{2}}[ -])?(?:[a-z]{{2,3}}[ -]?[0-9]{{3,4}}|[0-9][a-z]{{3}}[0-9]{{3}}|"
        rf"[0-9]{{1,3}}[a-z]{{2,3}}[ -]?[0-9]{{2,4}}|[0-9]{{2,3}}[ -]?[a-z][ -][0-9]{{2,4}})){END}",
        no(value("(?:^|[^0-9])(?:19|20)[0-9]{2}$")),
        no(
            value(
                r"(?:^|[^a-z])(?:mg|mcg|ml|cm|mm|day|min|hr|wk|yr|mo|th|st|nd|rd|of|or|to|in|at|vs|by|x)"
                r"(?:[ -]?[0-9]{2,4})?$"
            )
        ),
        no(OF_BONE),
        no(before_label(r"(?:hash|html|xml|price) $")),
    ),
)

SEEN: Final = r"(?:photos?|pictures?|pics?|images?|img|scans?|selfies?|screenshots?|snapshot|headshot|video|recording)"
LIVING: Final = (
    r"(?:(?:finger|palm|voice|face|thumb)[ -]?(?:print|scan|id)s?|biometrics?|retinal?(?: scan| image)?|iris(?: scan)?|"
    r"selfies?|face recognition|facial(?: scan| recognition| id)?|dna|fingerprint(?:ing)?(?: card| clock)?)"
)
FILED_AS: Final = (
    r"(?: (?:file|number|no|num|id|record|ref|template|enrollment|card|check|check-in|capture|scan|called|named|"
    r"hash|profile|is|was|saved as)\.?){0,3}[ :#(=]{1,3}"
)
PICTURE_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "number",
        rf"(?<![a-z]){LIVING}{FILED_AS}([a-z]{{0,4}}[ -]?[0-9][0-9a-z]{{2,11}}(?:[ -][0-9]{{2,6}}){{0,3}}){END}",
        digits("^[0-9]{3}"),
        no(whole(r"[0-9]{5}|[a-z][0-9]{4}|20[0-9]{2}")),
        no(COUNTED),
    ),
    rule(  # photo no. P-2291, selfie check scan 9981
        "number",
        rf"(?<![a-z]){SEEN}{FILED_AS}([a-z]{{0,4}}[ -]?[0-9]{{3,8}}[a-z]?){END}",
        digits("^[0-9]{4}"),
        no(whole(rf"[0-9]{{5}}|[a-z] ?[0-9]{{4}}|{YEAR}|(?:co|pr|oa|pi|ma?|n|cpt|pos|mod|rev) ?[0-9]{{1,5}}")),
        no(COUNTED),
    ),
)

# claim 0225 0917 44120, ICN 22 25118 004 3310: groups of which the last or the middle may have five
FIVE: Final = r"[0-9]{5}"
TWO: Final = r"[0-9]{2}"
CLAIM_GROUPS: Final[tuple[Rule, ...]] = (
    rule(
        "number",
        NAMED
        + r"(?:'?s)?(?![a-z])(?:"
        + NUMBER_WORD
        + r"|(?: ?(?:no|number|num|id|code)\.?(?=[ :#])))?"
        + LINK
        + rf"({SMALL_WORD}(?:[a-z]{{1,4}}[ -])?[0-9]{{1,4}}(?: [0-9]{{1,7}}){{1,5}})"
        + r"(?![0-9a-z%]|[.,/-][0-9a-z]| [0-9])",
        digits("^[0-9]{7}"),
        value(r"[0-9]{5}"),
        no(value(rf"^(?:[a-z]{{1,4}} )?(?:{TWO} ){{0,4}}{FIVE}(?: {TWO}){{0,4}}$|^(?:19|20)[0-9]{{2}} {FIVE}")),
        no(value(rf"^[0-9] {FIVE}(?: {TWO}){{0,4}}$|^[a-z]{{1,4}}[ -][0-9]{{1,3}} {FIVE}$")),
        no(COUNTED),
        no(OF_THE_TRADE),
    ),
    rule(  # claim 88204 1177 302, and no code with its revenue code
        "number",
        NAMED + rf"(?:'?s)?(?![a-z])(?:{NUMBER_WORD})?{LINK}([0-9]{{5}} [1-9][0-9]{{2,3}} [0-9]{{2,7}}){END}",
        no(COUNTED),
        no(OF_THE_TRADE),
    ),
    rule(  # H 0071 8822
        "number",
        rf"(?<![0-9a-z.,$/-])([b-hj-vyz] [0-9]{{4}} [1-9][0-9]{{3}}){END}(?! [0-9])",
        no(before(r"(?:^|[^a-z])(?:revs?|codes?|revenue) $")),
    ),
    rule("number", rf"# ?([a-z]{{1,3}} [0-9]{{2,6}}(?: [0-9]{{2,7}}){{1,4}}){END}", digits("^[0-9]{7}")),
    rule(  # claim EQH 7714 B2 09
        "number",
        NAMED + r"(?:'?s)?(?![a-z])(?:" + NUMBER_WORD + rf")?{LINK}"
        rf"({SMALL_WORD}[a-z]{{0,4}}[ -]?[0-9]{{2,6}}(?:[ -][0-9]{{0,4}}[a-z]{{0,2}}[0-9]{{1,4}}){{1,4}}){END}",
        value("[a-z]"),
        digits("^[0-9]{6}"),
        no(value(rf"(?:^|[ -])(?:{FIVE}|[a-z][0-9]{{4}}|(?:n|ma?|co)[0-9]{{1,3}})(?:[ -]|$)")),
        no(value("^(?:year|yrs?|fy|cy)[ -]|(?:19|20)[0-9]{2}-(?:19|20)?[0-9]{2}$")),
        no(before_label(r"(?:^|[^a-z])(?:cpt|codes?|pos|mods?) $")),
        no(COUNTED),
        no(OF_THE_TRADE),
    ),
)

# a label that a scanner took apart: Cla im # 44 7188 2
TORN: Final = (
    "account|claim|member|number|subscriber|authorization|patient|policy|check|referral|reference|record|document"
).split("|")
TORN_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "number",
        r"(?<![a-z])(?:"
        + "|".join(" ?".join(word) for word in TORN)
        + r")(?: ?(?:i ?d|n ?[o0]|number|#)\.?){0,2}[ :.#-]{1,4}"
        + rf"({SMALL_WORD}(?:[a-z]{{1,4}} ?)?[0-9oil]{{1,12}}(?: ?[0-9oil]{{2,9}}){{0,4}}){END}",
        no(label(rf"^(?:{'|'.join(TORN)})(?![a-z])")),
        digits("^[0-9]{6}"),
        no(value(rf"^(?:co|pr|oa|pi|cpt|pos) |^{FIVE}(?: {FIVE}| {TWO}){{0,4}}$")),
        no(COUNTED),
    ),
)
DEGREE: Final = r"(?:pta?|ota?|rn|lpn|np|md|do|dc|dpm|pa|lcsw|lmsw|lpc|lmft|lmhc|slp|rbt|bcba|crna|cna)"
LICENSE_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "number",
        r"(?<![a-z])(?:cert(?:ificate)?|acct|acnt|account|grp|group|policy|pol|file|inv(?:oice)?|statement|stmt)\.?"
        rf"[ :#]{{1,3}}([0-9]{{4,8}}-[0-9]{{1,4}}){END}",
        no(value("^(?:19|20)[0-9]{2}-(?:19|20)?[0-9]{2}$")),
        no(before_label(r"(?:^|[^a-z])(?:age|for|payment|medical|coverage) $")),
    ),
    rule(  # ser no HB 88120 07
        "device_number",
        r"(?<![a-z])(?:ser(?:ial)?|s/n|sn)\.?(?: ?(?:no|num|number|#)\.?)?[ :#]{1,3}"
        rf"([a-z]{{1,4}}[ -][0-9]{{3,8}}(?:[ -][0-9]{{1,6}}){{0,3}}){END}",
        no(value("^(?:is|in|of|to|on|no|for|at|or|by|was|vice)[ -]")),
    ),
    rule(
        "license_number",
        rf"(?<![a-z])lic(?:en[sc]e)?\.?(?: ?(?:no|number|#)\.?)?[ :#]{{1,3}}({DEGREE}[ .#:-]{{1,2}}[0-9]{{4,9}}){END}",
        no(value("(?:19|20)[0-9]{2}$")),
    ),
    rule(  # lic TX P8817
        "license_number",
        rf"(?<![a-z])(?:lic(?:en[sc]e)?|dea|dl)\.?(?: ?(?:no|number|#)\.?)?[ :#]{{1,3}}"
        rf"([a-z]{{2}}[ .:-]{{1,2}}[a-z]{{0,2}}-?[0-9]{{4,9}}){END}",
        no(value("^(?:is|in|of|to|on|no|co|pr|oa|pi|as|at|or|by|rn|pt|ot|md) [0-9]")),
    ),
)

MIXED_RULES: Final = (
    *(each._replace(hint="[0-9]") for each in (*TOKEN_RULES, *PICTURE_RULES, *TORN_RULES, *LICENSE_RULES)),
    *(each._replace(hint="plate|tag|reg") for each in PLATE_RULES),
    *(each._replace(hint="plate|tag|licen[sc]e (?:of|on|for) ") for each in FAR_PLATE_RULES),
    *(each._replace(hint=NAMED if NAMED in each.pattern else "[0-9] ?[0-9]") for each in CLAIM_GROUPS),
)
