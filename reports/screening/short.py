"""Short numbers directly behind a word that numbers something: four to six digits that could as well be a code.

LEDGER words stand before no billing code ("acct 44556"). BILLED ones do ("claim 99213"): behind these a number of five
digits is left if it can be a visit, a test or a scan, or if it is written as codes are ("27447-RT", "20610 x 2").
"""

from typing import Final

from reports.screening.rule import (
    OF_BONE,
    YEAR,
    after,
    before_label,
    both,
    digits,
    either,
    label,
    no,
    rule,
    value,
    whole,
)

LEDGER: Final = (
    (
        "account_number",
        (
            r"acc?o?n?u?n?ts?|ac{1,2}'?t|acc|act(?= ?[#:])|guar(?:antor)?|gtor|ledger|statement|stmt|deposit|lock ?box|"
            r"vcc|"
            r"visa|mastercard|amex|cc(?= [0-9])|pcn"
        ),
    ),
    ("mrn", r"charts?|cht|chrt|folder|face ?sheet|e?u?mrn|empi|mnr|epic|m\.?r"),
    ("record_number", r"records?|enc|encounter|episode|fin|har|vn|files?"),
    (
        "member_number",
        (
            r"mem(?:b?e?b?e?r?)?|mbr|subscriber|insured|policy ?holder|enrollee|recip(?:ient)?|beneficiary|bene|"
            r"sponsor|"
            r"card(?:holder)?|i\.d\.?|id|rid|hic|mcd|mcaid|cin"
        ),
    ),
    ("group_number", r"group|grp|gr(?= ?#)"),
    ("policy_number", r"pol"),
    ("ssn", r"soc|social|ss|soc\.? sec|l-?4|last (?:4|four)|last-(?:4|four)"),
    (
        "reference_number",
        (
            r"reff|confirm(?:ation)?|conf|tickets?|tracking|trace|eft|trn|docket|sr|inc|crn|frn|txn|"
            r"transaction|trans|task|batch|"
            r"job|grv|grievance|dispute|idr|inquiry|ck|chk|cheque|invoice|inv|call (?:id|log|ref)|certified|queue item|"
            r"work item|letter id|audit id"
        ),
    ),
    ("license_number", r"lic|licen[sc]e|dea|clia"),
    ("claim_number", r"control|ctrl|complaint"),
    ("provider_number", r"vendor|legacy|pin|ptan|upin|caqh"),
    ("vehicle_number", r"plate|tags?|truck|rig|vin"),
    ("device_number", r"implant|device|serial|asset|lot|pump|transmitter"),
    ("phone", r"pager|beeper|short ?code"),
    ("number", r"badge|emp|employee|operator|inmate|booking|(?:finger|voice) ?print|user|login"),
)
BILLED: Final = (
    ("claim_number", r"claims?|clm|icn|dcn|tcn|ccn"),
    (
        "reference_number",
        (
            r"ref|references?|auths?|authorization|pre-?auth|pre-?cert|pa|referral|appeal|request|req|"
            r"case|check|era|"
            r"remit|audit|project|correspondence|letter|session|document"
        ),
    ),
    ("patient_number", r"patient|pt|pat|resident"),
    ("record_number", r"order|visit|specimen|requisition|rx|script|run|trip|pcr|incident|accession"),
    ("member_number", r"member|medicaid|contract|sub"),
    ("provider_number", r"provider|prov"),
    ("number", r"rep|agent|medic|ambulance"),
)

ABBREVIATIONS: Final = (
    "acct acc pol pt pat mem grp cht clm ref auth lic conf inv stmt guar soc sec enc rec prov subs".split()
)
PERIOD: Final = (
    "(?:(?:" + "|".join(f"(?<={word})" for word in ABBREVIATIONS) + r")\.)?"
)  # 'group. 45385' ends a sentence
LINK: Final = (
    rf"(?:'?s)?{PERIOD} ?"
    r"[:;#=(-]{0,2} ?(?:(?:is|was|(?:ending|ends)(?: in| with| w/)?|of|to)[ :]{1,2})?#?(?:\.\.\.)?"
)
VALUE: Final = (
    r"([a-z]{0,3}-?[0-9]{4,6}(?:[a-z]{1,2}[0-9]{0,3}|(?<=0[0-9]{4})-[0-9]{2,3})?)(?![0-9a-z%]|[.,/-][0-9a-z]| ?%)"
)
SERIES: Final = value(
    r"^(?:co|pr|oa|pi|cr|ma?|n|cms|ub|hcfa|mm|s[be]|[ah]b|v|icd|mln|pub|fl|box|rev|form|cpt|tob|pos)-?[0-9]"
)
COUNTED: Final = after(
    r"^ ?(?:percent|claims|lines|units|patients|accounts|visits|records|members|lives|dollars|pages|minutes|of |"
    r"denials|times|days|errors|rejects?|edits?|codes?|format|version|file|per )"
)
OF_THE_TRADE: Final = before_label(
    r"(?:^|[^a-z])(?:pay[eo]rs?|edi|form|cpt|hcpcs|codes?|rev(?:enue)?|for|billed|and|loop|segment|drg|phone|lab|way|"
    r"[0-9]{5}(?:-[a-z0-9]{2})?) $"
)
WRITTEN_AS_A_CODE: Final = after(
    r"^ ?(?:x ?[0-9]|\(|(?:and|or|vs|w/|with|to|,) ?[0-9a-z]?[0-9]{4}|[+&] ?[0-9]|[0-9]{5}|(?:l|r)t(?![a-z]))"
)
CODE: Final = whole(
    r"[789][0-9]{4}|0[01][0-9]{3}|0[0-9]{3}|[a-z][0-9]{4}|[0-9]{4}[a-z]{1,2}|[0-9]{5}[a-z]{2}|[la][0-9]{5}"
)
# 'POC device 83036QW': what a code bills
# 'Auth 44204, did 44140': of surgery, behind a word that codes follow too and no word for a number
SURGERY: Final = (
    r"(?:1(?:0[01]|[1-8][0-9]|9[0-4])|2[0-9]{2}|3[0-8][0-9]|4[0-9]{2}|5[0-9]{2}|6(?:0[0-6]|[1-9][0-9]))[0-9]{2}"
)
SAID_TO_NUMBER: Final = label(r"#|(?<![a-z])(?:is|was|of|to|ending|ends)(?![a-z])")
OF_SURGERY: Final = both(
    whole(SURGERY),
    no(SAID_TO_NUMBER),
    label("^(?:claims?|auths?|lines?)(?![a-z])"),
)
WITH_A_CODE: Final = both(  # 'group: 77067 and 77063', 'pump 96416 + E0781'
    whole(r"[1-9][0-9]{4}"),
    no(SAID_TO_NUMBER),
    label("^(?:group|pump)(?![a-z])"),
    after(r"^ ?(?:x ?[0-9]{1,2}(?![0-9])|(?:and|or|vs|w/|with|,|[+&/]) ?[0-9a-z][0-9]{4}(?![0-9]))"),
)
IMPLANTED: Final = both(whole(f"{SURGERY}|0[0-9]{{3}}"), no(SAID_TO_NUMBER), label("^implant "))  # ICD implant 33249
OF_SEVERAL: Final = both(  # 'implants 77066', 'a lot of 70553': said of what is billed
    CODE, either(both(no(SAID_TO_NUMBER), label("^(?:implants|devices|pumps)(?![a-z])")), label("^lots? of $"))
)
MODIFIED: Final = whole(
    r"(?:[0-9]{5}|[a-hj-mp-v][0-9]{4})(?:qw|lt|rt|nu|rr|ue|kx|tc|gy|gz|ga|gx|ay|gp|jw|jz|kf)|[acekl][0-9]{4}"
)
# 'groups: G0560', 'confirm G0482', '2 encounters T1015', 'batch of 92507s': words that are no labels there
SAID_OF_A_CODE: Final = both(
    either(
        whole(r"[0-9]{5}s"),
        both(
            whole(r"[ac-eghj-mp-v][0-9]{4}s?"),
            label(r"^(?:groups?|confirm|encounters?|batch|inquiry|dispute|records?|files?|task|job)[ :](?!.{0,9}[#=])"),
        ),
        both(whole("[789][0-9]{4}"), label("^confirm ")),
        both(
            whole("[6-9][0-9]{4}"),
            label("^group:"),
            after(r"^ (?:denied|paid|was|is|bundled|billed|with|rejected|w/|got|keeps)(?![a-z])"),
        ),
    ),
    no(label(r"(?<![a-z])(?:is|was|to|ending|ends)(?![a-z])")),
)
# 'incident to 64570', 'RETURN TO PROVIDER 31947'
OF_A_GROUP: Final = both(label("^gr(?:ou)?p "), whole("97150|90853|90849|9616[45]|99078|96853"))  # what groups bill
TO_WHOM: Final = either(label("^incident to "), both(label("^prov"), before_label("return(?:ed)? to $")))
NO_CODE: Final = (no(CODE), no(WRITTEN_AS_A_CODE), no(whole("5010|1500|[1-9]0{3,5}")), no(TO_WHOM))

DIRECT: Final = (no(whole(YEAR)), no(SERIES), no(COUNTED), no(OF_THE_TRADE), no(SAID_OF_A_CODE))

PUBLIC_SERIES: Final = before_label(
    r"(?:^|[^a-z])(?:pay[eo]rs?|edi|forms?|loop|box|line|modifier|mods?|codes?|cpt|hcpcs|denials?|"
    r"carc|rarc|co|pr|oa|pi|"
    r"level|page|edits?|chapter|ch|drg|section|sec|rev(?:enue)?|pos|tob|step|field|item|change request|cr|transmittal|"
    r"article|lcds?|ncds?|taxonomy|contractor|mac|version|reason|remark|dx|icd|icd-10|diagnosis|policy|cpb|bulletin|"
    r"rule|locality|carrier|reject|status|category|bill type|tier|part|title|law|act|release|build|bin|ndc|column|"
    r"segment|qualifier|trial|nct|coba|submitter|receiver|bill|guideline|paid|add|had|has|have|with|is|was|if|and|are|"
    r"there|of) ?$"
)
NUMBER_WORD: Final = r"(?:#|(?<![a-z])(?:(?:nos?|nr|id)(?=[:#])|num|numbers?|nbrs?|nr|ids)(?![a-z]))"
# any word and a number word: 'control number 229', 'work item # 883'
NUMBERED: Final = rule(
    "number",
    NUMBER_WORD
    + r"[ .:#=(]{0,3}(?:is |was )?"
    + r"([a-z]{0,4}-?[0-9][0-9a-z]{2,11}(?:-[0-9a-z]{1,6}){0,3})(?![0-9a-z%]|[.,/][0-9]| ?%)",
    digits("^[0-9]{3}"),
    no(SERIES),
    no(COUNTED),
    no(PUBLIC_SERIES),
)
OF_WORK: Final = (
    r"(?:control|ctrl|cntl|vendor|doc|letter|bill|ck|gr|guar|file|cert|dispute|job|txn|trans|record|"
    r"tag|plan|hosp|medical|"
    r"medcial|recrod|client|unit|audit|agent|rep|pre cert|call|case|work item)"
)
NO_WORD: Final = rule(  # 'no' means number behind these alone
    "number",
    rf"(?<![a-z]){OF_WORK}\.? ?(?:no|nr|id|#)"
    rf"[ .:#=(]{{1,3}}([a-z]{{0,4}}-?[0-9][0-9a-z]{{2,11}}(?:-[0-9a-z]{{1,6}}){{0,3}})"
    r"(?![0-9a-z%]|[.,/][0-9]| ?%)",
    digits("^[0-9]{3}"),
    no(COUNTED),
)
CALLED: Final = rule(  # call ref, rep gave ref 88-372
    "reference_number", r"(?<![a-z])ref(?:erence)?[ :#]{1,3}([0-9]{1,4}-[0-9]{3,6})(?![0-9a-z%]|[.,/-][0-9a-z])"
)
ENDING: Final = rule(  # MBI ending MK73
    "member_number",
    r"(?<![a-z])(?:mbi|id|card|policy|member|subscriber) (?:ending|ends|starting|starts|begins)(?: in| with|"
    r" w/)?[ :]{1,2}([0-9a-z]{3,6})(?![0-9a-z])",
    digits("^[0-9]{2}"),
)

NAMED: Final = "(?<![a-z0-9])(?:" + "|".join(words for _, words in (*LEDGER, *BILLED)) + ")"
SHORT_RULES: Final = (
    ENDING,
    *(
        rule(
            kind,
            rf"(?<![a-z0-9])(?:{words}){LINK}{VALUE}",
            *DIRECT,
            *((no(MODIFIED), no(OF_SEVERAL), no(IMPLANTED)) if kind == "device_number" else ()),
            *((no(OF_BONE),) if kind == "vehicle_number" else ()),
            *((no(WITH_A_CODE), no(OF_A_GROUP)) if kind in {"device_number", "group_number"} else ()),
        )._replace(hint=NAMED)
        for kind, words in LEDGER
    ),
    *(
        rule(kind, rf"(?<![a-z0-9])(?:{words}){LINK}{VALUE}", *DIRECT, *NO_CODE, no(OF_SURGERY))._replace(hint=NAMED)
        for kind, words in BILLED
    ),
    NUMBERED,
    NO_WORD,
    CALLED,
)
