"""Labels that make whatever number follows them an identifier: one row per label family.

Three strengths. NUMBERED: the label needs a number word ("claim number", "member ID", "acct #"); any value of three
digits or more is refused. ABBREVIATED: the label means a number by itself ("MRN 4455"). EVERYDAY: a common word; only
a value of six digits or more that is no billing code is refused ("claim 20261234567", never "claim 99213-25").
"""

from typing import Final, NamedTuple

from reports.screening.rule import (
    CODE,
    CODES_OF_A_PAYER,
    END,
    OF_BONE,
    PUBLIC_CODE,
    SMALL_WORD,
    YEAR,
    Rule,
    after,
    before_label,
    digits,
    no,
    rule,
    value,
    whole,
)


class Label(NamedTuple):
    """`words` and the rest are alternations on folded text (lower case, single blanks); "" means none."""

    kind: str
    words: str = ""
    abbreviations: str = ""
    everyday: str = ""


LABELS: Final = (
    Label(
        "ssn", "social|soc", r"ssn|s\.s\.n\.?|ss ?#|social security|soc(?:ial)?\.? sec(?:urity)?\.?|social(?= ?[:#])"
    ),
    Label("tax_id", "tax|taxpayer|employer identification|fed(?:eral)? tax", r"tin|ein|itin|ftin"),
    Label("npi", "national provider|rendering|billing provider|referring provider", r"npi|n\.p\.i\.?"),
    Label("provider_number", r"provider|prov|physician|facility|ptan|upin|ccn|oscar|supplier", r"ptan|upin|ccn"),
    Label(
        "license_number",
        r"licen[sc]e|lic|driver'?s? licen[sc]e|dea|clia|certificate|registration|passport",
        r"dea|clia|dl|dl ?#|driver'?s? licen[sc]e|passport|"
        r"(?:state|medical|nursing|pharmacy|professional) lic(?:en[sc]e)?",
        "licen[sc]e|lic",
    ),
    Label(
        "mrn",
        r"medical rec(?:ord)?s?|med\.? ?rec(?:ord)?s?\.?|m\.?r|mrn|chart|hospital|emr|ehr|epic",
        r"mrns?|m[. ]r[. ]n\.?|medical rec(?:ord)?|med\.? ?rec(?:ord)?\.?|mr ?#|chart ?#",
        "chart",
    ),
    Label("group_number", "group|grp|rx ?grp", "grp ?#|rx ?grp", "group|grp"),
    Label("policy_number", r"policy(?:holder)?|pol|certificate|contract", r"pol ?#|policy ?#", "policy"),
    Label(
        "member_number",
        r"member|mem|mbr|memb|subscriber|subs?c?r?|insured|insurance|ins|beneficiary|bene|enrollee|recipient|"
        r"cardholder|medicare(?: beneficiary)?|medicaid|medi-cal|health plan|hic|mbi|cin|dependent|card",
        r"mbi|hicn?|dbn|mbr ?#|member ?#|subscriber ?#|insured ?#|memberid|subscriberid|rid ?#",
        r"member|subscriber|insured|enrollee|beneficiary|bene|mbr|medicaid|medicare|cin",
    ),
    Label(
        "account_number",
        r"(?:patient|pt|pat|customer|hospital|guarantor) ?(?:account|acct|acc|act)|accounts?|accts?|acc|a/c|card|"
        r"bank|iban|guarantor|pcn",
        r"accts?\.?|a/c|pcn|iban|account ?#|acc ?#",
        r"accounts?|guarantor|card",
    ),
    Label(
        "patient_number",
        r"patient|patients|pt|pat|resident|inmate|fl ?(?:3a|3b|8a)",
        r"patient ?#|pt ?#|pid|patientid|resident ?#",
        r"patient|pt|resident",
    ),
    Label(
        "claim_number",
        r"claims?|clm|icn|dcn|tcn|payer control|claim control|internal control|document control|doc control|"
        r"transaction control|payer claim control|original claim|original ref(?:erence)?|crn|ccn",
        r"icns?|dcns?|tcns?|i\.c\.n\.?|d\.c\.n\.?|clm ?#|claim ?#|internal control|document control|doc control|"
        r"claim control|ccn|payer ctrl|payer ctl|original (?:number|no)|original ref(?:erence)?|orig(?:inal)? claim",
        r"claims?|clm",
    ),
    Label(
        "reference_number",
        r"references?|ref|refs|project|call ref(?:erence)?|confirmation|conf|tracking|track|trk|auth|auths|"
        r"authorization|"
        r"prior auth|"
        r"prior authorization|pre-?auth(?:orization)?|pre-?cert(?:ification)?|pa(?=[ #.-])|referral|check|chk|"
        r"cheque|eft|trace|trn|ticket|"
        r"invoice|inv|batch|submission|appeal|grievance|complaint|dispute|inquiry|transaction|remit|remittance|"
        r"era|docket|request",
        r"ref ?#|reference ?#|auth ?#|conf ?#|check ?#|trn ?#|eft ?#",
        r"references?|ref|auth|authorization|pre-?auth|pre-?cert|referral|confirmation|tracking|trace|ticket|"
        r"invoice|check|eft|appeal|grievance|trn|pa|batch|docket|complaint|inquiry|request|transaction",
    ),
    Label(
        "record_number",
        r"encounter|visit|accession|acc|specimen|sample|requisition|req|order|case|csn|har|fin|rx|prescription|"
        r"script|episode|admission|lab|report|document|run|trip|incident|pcr|rec",
        r"csn|file ?#|unit rec(?:ord)?|adj(?= ?(?:no|#|[0-9](?![0-9.,]{0,8}[.][0-9]{2}(?![0-9]))))|"
        r"encounter ?#|accession ?#|specimen ?#|case ?#|"
        r"visit ?#|accession",
        r"encounter|specimen|requisition|case|rx|script|har|fin",
    ),
    Label(
        "vehicle_number",
        r"vehicle|vehicle identification|tag|license plate|licen[sc]e plate|plate|vin|tail|unit tag|"
        r"registration|reg|ambulance|truck|rig",
        r"vin|licen[sc]e plate|plate ?#|plate|usdot|tag(?= ?(?:no|#))",
    ),
    Label(
        "device_number",
        r"device|serial|implant|udi|pacemaker|lot",
        r"udi|serial(?: ?#)?|s/n|sn(?= ?[:#])|lot(?= ?[:#])",
    ),
)

NUMBER_WORD: Final = (
    r"(?:'?s)?(?:[ .-]{0,2}(?:numbers?|num|nbr|no|nos|identifiers?|ids?|identification|#)(?![a-z])){1,2}"
)
LAST_FOUR: Final = r"(?:[ (]{1,2}last (?:4|four)(?: digits)?\)?)?"
LINK: Final = (
    r"[ .:;#=()/\[\"'|-]{0,5}(?:(?:is|was|are|were|ending(?: in| with)?|ends (?:in|with)|starts with|"
    r"starting with|begins with|of)[ :#\"'-]{1,3})?"
)
LETTERED: Final = (  # YPP 0192 7731 02, A2 4488 1093, AU 4471-882-03, PTA.0018834
    SMALL_WORD
    + r"[a-z]{1,4}[0-9]{0,4}[ .-][0-9][0-9a-z]{1,11}(?:[-/][0-9]{1,6}| [0-9]{2,4}(?![0-9])){0,4}"
    + r"(?![0-9a-z]|[.,/%-][0-9]|%)"
)
PUBLIC_ID: Final = before_label(
    r"(?:^|[^a-z])(?:payer|payor|edi|submitter|receiver|partner|carrier|contractor|mac|lcd|policy) $"
)
PUBLIC_POLICY: Final = before_label(r"(?:medical|coverage|payment|reimbursement|clinical|pharmacy|drug|billing) $")
BOXED: Final = r"\.?(?: ?\((?:box|loop|field|item|segment) [0-9a-z]{1,5}\))?"
COMPOUND: Final = (  # DN/2024/00318, HH.77.201.9, 448-00-PQ, SN60WF.21.5-99018, 7Q8 R44
    r"([0-9a-z]{1,10}(?:[-/.][0-9a-z*]{1,10}){1,6}|[a-z]{0,3}[0-9]{1,4}[a-z]{1,3}[0-9]{0,4} [a-z]{1,3}[0-9]{1,6})"
    r"(?![0-9a-z]|[.,/-][0-9a-z]|%)"
)
NO_COMPOUND: Final = (  # codes, modifiers, dates without year, versions, public series
    value("[a-z]"),
    digits("^[0-9]{3}"),
    no(value("(?:^|/)(?:n|ma?|co|pr|oa|pi|b|p|w|y|a)[0-9]{1,3}(?:/|$)")),
    no(value("^[a-z]{3,9}[-/.][0-9]{1,2}[-/.]")),  # a date
    no(value("(?:^|[-/.])(?:[0-9]{5}|[a-z][0-9]{4})(?:[-/.]|$)")),
    no(value("^(?:cms|ub|hcfa|mln|lcd|ncd|mm|se|cr|pub|co|pr|oa|pi|form|mod|cpt|rev|pos|[a-z][0-9]{2}[.])")),
    no(PUBLIC_ID),
)
HYPHENED: Final = r"([a-z]{1,4}-[0-9]{4,12}(?:-[0-9a-z]{1,6}){0,2})(?![0-9a-z]|[.,][0-9]|%)"  # ref CM-0091
PUBLIC_FORM: Final = value("^(?:cms|ub|hcfa|mln|lcd|ncd|mm|se|cr|pub|ada|sf|dd|va|form|mod|cpt|rev|pos|co|pr|oa|pi)-")
VALUE: Final = (
    "(" + LETTERED + r"|[a-z]{1,4}[0-9]{2,6}(?: [0-9]{3,6}){1,3}(?![0-9a-z]|[.,/%-][0-9])|"
    r"[0-9]{1,4}(?:[ .][0-9]{1,4}){1,5}(?![0-9a-z]|[.,/%-][0-9]|%)|"
    r"(?:[a-z] )?\*{0,8}[a-z0-9](?:[a-z0-9/-]{0,38}[a-z0-9])?)(?![0-9a-z]|[.,][0-9]|%)"
)
WORD_END: Final = r"(?:(?<=[a-z])(?![a-z])|(?<![a-z]))"
WORD_VALUE: Final = r"(\*{0,8}[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)(?![0-9a-z]|[.,][0-9]|%)"
ENDING: Final = r" (?:ending|ends)(?: in| with)?[ :#]{1,3}"
# a value that a label calls a number: three digits make one, whatever its checksum
NUMBERED: Final = (digits("^[0-9]{3}"), no(PUBLIC_ID), no(whole(r"[0-9]{1,3}\.[0-9]{2}")))
# behind an abbreviation such as acct: four digits, not a year
ABBREVIATED: Final = (digits("^[0-9]{4}"), no(whole(YEAR)))
# behind an everyday word such as claim: six digits that are no billing code, so that 'claim 99213-25' passes
EVERYDAY: Final = (digits("^[0-9]{6}"), no(whole(CODE)), no(whole(YEAR)), no(whole(PUBLIC_CODE)), no(PUBLIC_ID))


LETTERS_AND_DIGITS: Final = (value("[a-z]"), digits("^[0-9]{3}"))
MIXED_LINK: Final = r"[ :#]{1,3}(?:(?:is|was) )?"
MIXED: Final = r"([0-9a-z]{6,20})(?![0-9a-z]|[.,-][0-9a-z])"  # precert M44187Q
MIXED_CONDITIONS: Final = (
    digits("^[0-9]{5}"),
    value("[a-z]"),
    no(value("^[a-z][0-9]{4}(?:[a-z]|$)|^[0-9]{5}[a-z]|^[la][0-9]{5}$")),
    no(whole(PUBLIC_CODE)),
    no(value("^(?:cpts?|hcpcs|codes?|icd|mod|rev|pos|drg)")),
)


def labelled(label: Label) -> list[Rule]:
    """The rules of one row of LABELS."""
    is_policy = label.kind == "policy_number"
    public = (no(PUBLIC_POLICY),) if is_policy else ()
    short = NUMBERED if label.kind in {"ssn", "mrn"} else ABBREVIATED
    short = (*short, no(OF_BONE)) if label.kind == "vehicle_number" else short
    named = "|".join(filter(None, label[1:]))
    strengths = (
        (label.words, NUMBER_WORD + LAST_FOUR + LINK + VALUE, (*NUMBERED, *public)),
        (label.abbreviations, rf"{WORD_END}(?:{NUMBER_WORD})?" + LAST_FOUR + LINK + VALUE, short),
        (label.everyday, WORD_END + "(?: code)?" + LINK + WORD_VALUE, (*EVERYDAY, *public)),
        (label.everyday, WORD_END + LINK + f"({LETTERED})", (*EVERYDAY, no(CODES_OF_A_PAYER), *public)),
        (label.everyday if not public else "", WORD_END + LINK + HYPHENED, (no(PUBLIC_FORM),)),
        (label.words, NUMBER_WORD + BOXED + LINK + COMPOUND, (*LETTERS_AND_DIGITS, no(PUBLIC_ID), *public)),
        (
            named,
            WORD_END + f"(?:{NUMBER_WORD})?" + LINK + COMPOUND,
            (*NO_COMPOUND, *public, *((digits("^[0-9]{5}"),) if is_policy else ())),
        ),
        (label.everyday, WORD_END + MIXED_LINK + MIXED, (*MIXED_CONDITIONS, *public)),
        (label.everyday, WORD_END + ENDING + WORD_VALUE, ABBREVIATED),
    )
    hint = f"(?<![a-z])(?:{named})"
    return [
        Rule(label.kind, rf"(?<![a-z])(?:{words}){rest}", conditions, hint)
        for words, rest, conditions in strengths
        if words
    ]


ID_RULES: Final = (
    rule("device_number", r"(?<![a-z])(?:sn|s/n|serial)[ .:#]{1,3}" + COMPOUND, value("[a-z]"), digits("^[0-9]{4}")),
    rule(  # the value first: "20771 as the member number"
        "number",
        r"(?<![0-9a-z.$/-])([0-9a-z]{1,10}(?:-[0-9a-z]{1,10}){0,4}) (?:as|is|was) (?:the|a|an|his|her|their|"
        r"our|my|your|its) "
        r"(?:[a-z]{2,10} )?(?:member|claim|account|patient|policy|group|reference|subscriber|medicaid|"
        r"medicare|chart|auth|"
        r"case|insurance|check|provider|license|record|id) ?(?:number|no|num|#|id)(?![a-z])",
        digits("^[0-9]{4}"),
        no(whole(CODE)),
    ),
    rule(
        "ssn",
        r"(?<![a-z])last (?:4|four)(?: digits)?(?: of)?(?: [a-z]{2,8}){0,2} (?:ssn|ss|soc|social)"
        + LINK
        + r"([0-9]{4})"
        + END,
    ),
    rule(
        "ssn",
        r"(?<![a-z])last (?:4|four)(?: digits)?(?: of it)?[ :#]{1,3}(?:(?:is|are|was) )?([0-9]{4})(?![0-9a-z]|"
        r"[-.,%][0-9])",
        no(whole(YEAR)),
        no(after("^ ?(?:claims|units|visits|lines|months|years|denials|of)")),
    ),
    rule("ssn", r"(?<![a-z])(?:ssn|social)(?: was| is|[ :#]){1,2} ?([0-9]{4})(?![0-9a-z]|[-.,][0-9])"),
    rule("tax_id", r"(?<![a-z])(?:tin|ein|tax id)[ :#]{1,3}([0-9]{2} [0-9]{7})(?![0-9a-z])"),
    rule(
        "number",
        rf"(?<![a-z])(?:employee|student|staff|user|customer|client|badge){NUMBER_WORD}{LINK}{VALUE}",
        *NUMBERED,
    ),
    rule("number", r"(?<![a-z])id(?: ?(?:number|no|num|#)| ?:){1,2}[ :#]{0,3}" + WORD_VALUE, *NUMBERED),
    rule("number", rf"(?<![a-z])ids?(?![a-z]){LINK}{VALUE}", *EVERYDAY),
)
LABEL_RULES: Final = tuple(found for label in LABELS for found in labelled(label))
