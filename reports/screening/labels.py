"""Labels that make whatever number follows them an identifier: one row per label family.

Three strengths. NUMBERED: the label needs a number word ("claim number", "member ID", "acct #"); any value of three
digits or more is refused. ABBREVIATED: the label means a number by itself ("MRN 4455"). EVERYDAY: a common word; only
a value of six digits or more that is no billing code is refused ("claim 20261234567", never "claim 99213-25").
"""

import re
from typing import Final, NamedTuple

from reports.screening.rule import CODE, PUBLIC_CODE, YEAR, Found, Rule, before, digits_of, rule


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
    Label("provider_number", r"provider|prov|physician|facility|ptan|upin|ccn|supplier", r"ptan|upin"),
    Label(
        "license_number",
        r"licen[sc]e|lic|driver'?s? licen[sc]e|dea|clia|certificate|registration|passport",
        r"dea|clia|dl|dl ?#|driver'?s? licen[sc]e|passport",
    ),
    Label(
        "mrn",
        r"medical rec(?:ord)?s?|med\.? ?rec(?:ord)?s?\.?|m\.?r|mrn|chart|hospital|emr|ehr|epic",
        r"mrns?|m[. ]r[. ]n\.?|medical rec(?:ord)?|med\.? ?rec(?:ord)?\.?|mr ?#|chart ?#",
        "chart",
    ),
    Label("group_number", "group|grp", "grp ?#", "group|grp"),
    Label("policy_number", r"policy(?:holder)?|pol|certificate|contract", r"pol ?#|policy ?#", "policy"),
    Label(
        "member_number",
        r"member|mem|mbr|memb|subscriber|subs?c?r?|insured|insurance|ins|beneficiary|bene|enrollee|recipient|"
        r"cardholder|medicare(?: beneficiary)?|medicaid|medi-cal|health plan|hic|mbi|cin|dependent|card",
        r"mbi|hicn?|mbr ?#|member ?#|subscriber ?#|insured ?#|memberid|subscriberid|rid ?#",
        r"member|subscriber|insured|enrollee|beneficiary|bene|mbr|medicaid|medicare",
    ),
    Label(
        "account_number",
        r"(?:patient|pt|pat|customer|hospital|guarantor) ?(?:account|acct|acc|act)|accounts?|accts?|acc|a/c|card|"
        r"bank|iban|guarantor|pcn",
        r"accts?\.?|a/c|pcn|iban|account ?#|acc ?#",
        r"accounts?|guarantor|card",
    ),
    Label("patient_number", r"patient|patients|pt|pat", r"patient ?#|pt ?#|pid|patientid", r"patient|pt"),
    Label(
        "claim_number",
        r"claims?|clm|icn|dcn|tcn|payer control|claim control|internal control|document control|doc control|"
        r"transaction control|payer claim control|original claim|original ref(?:erence)?|crn|ccn",
        r"icns?|dcns?|tcns?|i\.c\.n\.?|d\.c\.n\.?|clm ?#|claim ?#|internal control|document control|doc control|"
        r"claim control|ccn",
        r"claims?|clm",
    ),
    Label(
        "reference_number",
        r"references?|ref|refs|call ref(?:erence)?|confirmation|conf|tracking|track|trk|auth|auths|authorization|"
        r"prior auth|"
        r"prior authorization|pre-?auth(?:orization)?|pre-?cert(?:ification)?|pa(?=[ #.-])|referral|check|chk|"
        r"cheque|eft|trace|trn|ticket|"
        r"invoice|inv|batch|submission|appeal|grievance|complaint|dispute|inquiry|transaction|remit|remittance|"
        r"era|docket|request",
        r"ref ?#|reference ?#|auth ?#|conf ?#|check ?#|trn ?#|eft ?#",
        r"references?|ref|auth|authorization|pre-?auth|pre-?cert|referral|confirmation|tracking|trace|ticket|"
        r"invoice|check|eft|appeal|grievance|trn|pa",
    ),
    Label(
        "record_number",
        r"encounter|visit|accession|acc|specimen|sample|requisition|req|order|case|csn|har|fin|rx|prescription|"
        r"script|episode|admission|lab|report|document",
        r"csn|encounter ?#|accession ?#|specimen ?#|case ?#|visit ?#|accession",
        r"encounter|specimen|requisition|case|rx|script|har|fin",
    ),
    Label(
        "vehicle_number",
        r"vehicle|vehicle identification|license plate|licen[sc]e plate|plate|vin",
        r"vin|licen[sc]e plate|plate ?#",
    ),
    Label("device_number", r"device|serial|implant|udi|pacemaker", r"udi|serial ?#|s/n"),
)

NUMBER_WORD: Final = (
    r"(?:'?s)?(?:[ .-]{0,2}(?:numbers?|num|nbr|no|nos|identifiers?|ids?|identification|#)(?![a-z])){1,2}"
)
LAST_FOUR: Final = r"(?:[ (]{1,2}last (?:4|four)(?: digits)?\)?)?"
LINK: Final = (
    r"[ .:;#=()/\[\"'|-]{0,5}(?:(?:is|was|are|were|ending(?: in| with)?|ends (?:in|with)|starts with|"
    r"starting with|begins with|of)[ :#\"'-]{1,3})?"
)
VALUE: Final = (
    r"([a-z]{1,4}[0-9]{2,6}(?: [0-9]{3,6}){1,3}(?![0-9a-z]|[.,/%-][0-9])|"
    r"[0-9]{1,4}(?:[ .][0-9]{1,4}){1,5}(?![0-9a-z]|[.,/%-][0-9]|%)|"
    r"(?:[a-z] )?\*{0,8}[a-z0-9](?:[a-z0-9/-]{0,38}[a-z0-9])?)(?![0-9a-z]|[.,][0-9]|%)"
)
WORD_END: Final = r"(?:(?<=[a-z])(?![a-z])|(?<![a-z]))"
WORD_VALUE: Final = r"(\*{0,8}[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)(?![0-9a-z]|[.,][0-9]|%)"
ENDING: Final = r" (?:ending|ends)(?: in| with)?[ :#]{1,3}"
PUBLIC_ID_BEFORE: Final = re.compile(
    r"(?:^|[^a-z])(?:payer|payor|edi|submitter|receiver|partner|carrier|contractor|mac|lcd|policy) $"
)
PUBLIC_POLICY_BEFORE: Final = re.compile(r"(?:medical|coverage|payment|reimbursement|clinical|pharmacy|drug|billing) $")


def numbered(match: Found) -> bool:
    """A value that a label calls a number: three digits make one, whatever its checksum."""
    return len(digits_of(match.group(1))) >= 3 and not PUBLIC_ID_BEFORE.search(before(match, 0))


def policy_numbered(match: Found) -> bool:
    return numbered(match) and not PUBLIC_POLICY_BEFORE.search(before(match, 0))


def abbreviated(match: Found) -> bool:
    """After an abbreviation such as acct: four digits, not a year."""
    value = match.group(1)
    return len(digits_of(value)) >= 4 and not YEAR.fullmatch(value)


def long_enough(match: Found) -> bool:
    """After an everyday word such as claim: six digits that are no billing code, so that 'claim 99213-25' passes."""
    value = match.group(1)
    named = len(digits_of(value)) >= 6 and not CODE.fullmatch(value) and not YEAR.fullmatch(value)
    return named and not PUBLIC_CODE.fullmatch(value) and not PUBLIC_ID_BEFORE.search(before(match, 0))


def policy_long_enough(match: Found) -> bool:
    return long_enough(match) and not PUBLIC_POLICY_BEFORE.search(before(match, 0))


def labelled(label: Label) -> list[Rule]:
    """The rules of one row of LABELS."""
    is_policy = label.kind == "policy_number"
    named = policy_numbered if is_policy else numbered
    everyday = policy_long_enough if is_policy else long_enough
    short = numbered if label.kind in {"ssn", "mrn"} else abbreviated
    strengths = (
        (label.words, NUMBER_WORD + LAST_FOUR + LINK + VALUE, named),
        (label.abbreviations, rf"{WORD_END}(?:{NUMBER_WORD})?" + LAST_FOUR + LINK + VALUE, short),
        (label.everyday, WORD_END + "(?: code)?" + LINK + WORD_VALUE, everyday),
        (label.everyday, WORD_END + ENDING + WORD_VALUE, abbreviated),
    )
    return [rule(label.kind, rf"(?<![a-z])(?:{words}){rest}", check) for words, rest, check in strengths if words]


ID_RULES: Final = (
    rule("tax_id", r"(?<![a-z])(?:tin|ein|tax id)[ :#]{1,3}([0-9]{2} [0-9]{7})(?![0-9a-z])"),
    rule(
        "number",
        rf"(?<![a-z])(?:employee|student|staff|user|customer|client|badge){NUMBER_WORD}{LINK}{VALUE}",
        numbered,
    ),
    rule("number", r"(?<![a-z])id(?: ?(?:number|no|num|#)| ?:){1,2}[ :#]{0,3}" + WORD_VALUE, numbered),
    rule("number", rf"(?<![a-z])ids?(?![a-z]){LINK}{VALUE}", long_enough),
)
LABEL_RULES: Final = tuple(found for label in LABELS for found in labelled(label))
