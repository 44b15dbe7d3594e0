"""Numbers that a label names some words before or behind them: "group# PEEHIP14", "auth listed as BE 7640".

Three strengths. A word for a number ("#", "id", "number") or a label that means one ("MBI"): any value that is no code.
An everyday word ("claim shows ..."): a value of which some part is nothing public. A value before its label: both.
"""

from typing import Final

from reports.screening.grouped import KNOWN_GROUP, NO_GROUPS
from reports.screening.rule import (
    OF_BONE,
    PAIR,
    PUBLIC_CODE,
    SMALL_WORD,
    YEAR,
    Rule,
    after,
    before_label,
    both,
    digits,
    either,
    no,
    rule,
    value,
    whole,
)
from reports.screening.short import COUNTED, OF_THE_TRADE

LEDGER: Final = (  # before these words no billing code stands
    r"members?|mbrs?|memb?|subscribers?|insured|enrollee|bene(?:ficiary)?|recip(?:ient)?|card ?holder|dependent|"
    r"sponsor|"
    r"polic(?:y|ies)|pol|groups?|grps?|gp|rx ?grp|medicaid|mcd|mcaid|charts?|cht|ac{1,2}(?:oun)?ts?|acnt|"
    r"guar(?:antor)?|"
    r"(?:credit|debit|hsa|fsa|id) card|card on file|visa|mastercard|amex|vcc|accession|control|ctrl|checks?|chks?|ck|"
    r"cheque|eft|trace|trn|voucher|conf(?:irmation)?|tracking|trk|tickets?|tix|docket|invoice|inv|txn|warrant|"
    r"lock ?box|"
    r"vendor|licen[sc]e|lic|badge|serials?|lots?|plates?|tail|inmate|booking|passport|driver'?s? lic(?:en[sc]e)?"
)
WORDS: Final = (
    rf"{LEDGER}|subs?|contract|cert(?:ificate)?|medicare|tricare|health plan|patients?|pts?|pat|resident|encounters?|"
    rf"enc|"
    r"records?|files?|acc|specimen|samples?|cases?|episode|registration|reg|requisition|req|orders?|rx|script|"
    r"prescription|trip|incident|dispatch|claims?|clms?|ref(?:erence)?s?|auths?|authorization|pre-?auth|pre-?cert|pa|"
    r"referrals?|rfl|remit(?:tance)?|era|batch|inquiry|appeal|grievance|dispute|complaint|letter|doc(?:ument)?|"
    r"transaction|trans|submission|job|session|approval|service request|deposit|overpayment|providers?|prov|devices?|"
    r"implant|pump|pacer|pacemaker|generator|transmitter|sensor|graft|donor|mesh|valve|asset|tags?|vehicle|dl|bank"
)
NUMBERABLE: Final = (  # with a word for a number
    rf"{WORDS}|division|employer|plan|family|unique|alt(?:ernate)?|old|new|his|her|cross ref|x-?ref|secondary|"
    rf"payer member|"
    r"visits?|stay|admission|admit|study|exam|slide|block|log|run|unit|lead|epic|hosp(?:ital)?|"
    r"(?:medical )?rec(?:ord)?|"
    r"alien|visa|enrollment|state|tribal|taxpayer|tax|fed|emp(?:loyee)?|operator|agent|rep|user|certified mail|contact|"
    r"ordering|rendering|supplier|facility|physician|routing"
)
MEANS_ONE: Final = (
    r"mbi|hicn?|cin|umi|edipi|dbn|mrns?|m\.?r\.?n\.?|har|csn|pcn|empi|npis?|tins?|eins?|fein|itins?|ssns?|ssan|dea|"
    r"ptan|"
    r"upin|caqh|dod id|clia|ncpdp|duns|udi|s/n|sn|icns?|dcns?|tcns?|ccns?|crn|fcn|utn|vin|usdot|medical record|serial|"
    r"(?:mem(?:ber)?|mbr|sub|subscriber|policy|group|claim|patient|pt)id"
)
NUMBER_WORD: Final = r"(?:[ /-]?#|[ ](?:numbers?|num|nbr|ids?|i\.d\.|no\.?|nr)(?![a-z]))"
MARK: Final = r"[ :;,#=\"'(>-]{1,4}"
JOINED: Final = (
    rf"(?:{MARK}(?:is|was|are|were|as|of|reads?|shows?|showing|says|listed|keyed|entered|typed|printed|got|came|back|"
    rf"given|"
    r"on file|on the card|in box|in their system|per the portal|they gave me|they have|we have|ending|ends|ended|in|"
    r"with|"
    rf"starting|starts|begins|number|num|nbr|id|no\.?|#)(?![a-z])){{0,4}}{MARK}"
)
MASKED: Final = r"(?:(?:[x*.]{1,6}|[*]{1,8})[ -]?){0,4}"
VALUE: Final = (
    rf"({MASKED}{SMALL_WORD}(?:[a-z]{{1,4}}[ -])?(?=[a-z]{{0,10}}[0-9])[0-9a-z]{{1,16}}"
    r"(?:[ ./-](?=[a-z]{0,3}[0-9])[0-9a-z]{1,12}){0,4})(?![0-9a-z%]|[.,/-][0-9]| ?%|:[0-9])"
)
ONE_CODE: Final = r"(?:[0-9]{5}|[a-z][0-9]{4}|[0-9]{4}[a-z])"
BESIDE: Final = rf"(?:{PAIR}|[a-z][0-9a-z]|[0-9a-z][a-z])(?![0-9a-z])"
CODED: Final = value(  # codes with what they bill beside them
    rf"^(?:[0-9][ ])?{ONE_CODE}(?:[ .-]{BESIDE}){{0,4}}"
    rf"(?:[ /-](?:{ONE_CODE}|[1-9][0-9]?|x[0-9]{{1,3}}|[a-z]{{1,3}}[0-9]{{0,3}}|"
    rf"0[0-9]{{3}})(?:[ -]{BESIDE}){{0,4}}){{0,4}}$"
)
OF_CODES: Final = value(
    r"^(?:co|pr|oa|pi|cr|cms|ub|hcfa|mm|icd|mln|pub|fl|box|rev|form|cpts?|hcpcs|tob|pos|mods?|drg|apc|lcd|ncd|dx|ndc|"
    r"edit|fy|cy|line|loop|page|ch|sec)[ .-]?[0-9]|^[a-z][0-9][0-9a-z]\.|^(?:ma?|n|q|v|x|se|sb|hb|ab)-?[0-9]{1,3}$|"
    r"^(?:83[457]|27[0-9]|820|997|999)(?:[a-z]{1,2})?(?: |$)|^[12][0-9]{3}[a-f]{1,2}$|^(?:vs|vs\.|fx|hx|tx|sx|rx|bp|am|"
    r"pm|do|be|ct|mri|xr|us|ekg|lab|labs|day|hour|week|so|up|go|me|us|it|he|she|who|how|why|new|old|one|two|any|did|"
    r"was|now|too|out|off|via|due|same|type|only|"
    r"both|some|each|this|that|then|last|next|ver|pay|paid|fee|feb|jan|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) |"
    r"^[0-9]{1,3}(?:st|nd|rd|th|mg|ml|k|d|hr|min|x|am|pm|%)$|^5010|^1500|^0[0-9]{3}$|^[0-9]{1,6}\.[0-9]{2}$|"
    r"^[1-9][0-9]?0{2,6}$|^(?:pd|paid|adj|amt|bal|owed|due|copay) ?[0-9]{1,6}\.[0-9]{2}$"
)
PUBLISHED: Final = value(rf"(?:^|[ ])(?:[la][0-9]{{5}}|{PUBLIC_CODE})(?:[ ]|$)")
DATED: Final = value(r"^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}$|^[0-9]{1,2}/[0-9]{1,2}$")
OTHER: Final = (
    no(
        after(
            r"^ ?(?:percent|claims|lines|units?|patients|accounts|visits|dollars|pages|minutes|denials|times|"
            r"days)(?![a-z])"
        )
    ),
    no(OF_CODES),
    no(PUBLISHED),
    no(DATED),
    no(whole(YEAR)),
)
TWO_DIGITS: Final = "[0-9][ ./-]?[0-9]"
ENOUGH: Final = either(digits("^[0-9]{4}"), both(value("[a-z]{2}"), digits("^[0-9]{2}")))
UNKNOWN_PART: Final = value(rf"(?:^|[ ./-])(?!(?:{KNOWN_GROUP}|[a-z]{{1,4}})(?:[ ./-]|$))[0-9a-z]")
NO_NUMBER: Final = value(r"^[0-9]{1,3}(?:[ ./-][0-9]{1,3})?$|^[0-9]{1,2} [0-9]{1,4}$|^[a-z]{1,2}[0-9]{1,2}$")

STRONG: Final = rf"(?<![a-z0-9])(?:(?:{NUMBERABLE}){NUMBER_WORD}|(?:{MEANS_ONE})(?:{NUMBER_WORD})?|grp)"
PUBLIC_NUMBER: Final = before_label(
    r"(?:^|[^a-z])(?:pay[eo]rs?|edi|form|submitter|receiver|carrier|contractor|mac|lcd|ncd|medical|coverage|payment|"
    r"reimbursement|clinical|drug|rev(?:enue)?|edit|loop|segment|reason|remark) $"
)
NAMED: Final = rf"(?<![a-z0-9])(?:{WORDS})"
DETERMINED: Final = (
    r"(?:the|a|an|his|her|their|our|my|your|its|this|that|pt'?s|patient'?s|member'?s|old|new|correct|wrong)"
)
SAID: Final = rf"(?: ?(?:=|\() ?|,? (?:is|was|as|are|=)(?: {DETERMINED}){{1,2}} |, {DETERMINED} )"
OWNED: Final = rf"(?:(?:{NUMBERABLE})(?:{NUMBER_WORD})|{MEANS_ONE}|{LEDGER})(?![a-z])"
VALUE_BEFORE: Final = (
    rf"(?<![0-9a-z$.,/-])(?<![0-9] )((?:[x*.]{{1,8}}-?){{0,3}}{SMALL_WORD}(?:[a-z]{{1,4}}[ -])?(?=[a-z]{{0,10}}[0-9])"
    r"[0-9a-z]{1,16}(?:[ ./-](?=[a-z]{0,3}[0-9])[0-9a-z]{1,12}){0,4})"
)
ANY_LABEL: Final = (
    rf"(?<![a-z0-9])(?:{WORDS}|{MEANS_ONE}|cc|mc|aba|iban|checking|debit|discover|social|soc|ss|last ?(?:4|four))"
)
MASK_RULES: Final[tuple[Rule, ...]] = (
    rule("account_number", r"(?<![0-9a-z*])((?:[x*]{4}[ -]?){2,3}[0-9]{4})(?![0-9a-z])"),
    rule("number", r"(?<![0-9a-z*])([*]{3,8}-?[0-9]{3,5})(?![0-9a-z*])"),
    rule(  # card on file *2772, acct (x4471)
        "number",
        ANY_LABEL + f"(?:{NUMBER_WORD})?" + JOINED + r"((?:[x*]{1,8}[ -]?){1,4}[0-9]{3,5})(?![0-9a-z%]|[.,/-][0-9])",
        no(whole("x[0-9]{3}")),
    ),
)
PLATED: Final = (
    r"(?<![a-z0-9])(?:plates?|tags?|dl|driver'?s? lic(?:en[sc]e)?|passport|inmate|booking|tail|alien|visa no|vin|"
    r"a-number|n-number|tribal id|state id|green card|usdot|vehicle id|doc no|enrollment no)"
)
PLATE_RULES: Final[tuple[Rule, ...]] = tuple(
    rule(
        "vehicle_number",
        rf"{PLATED}(?:{NUMBER_WORD})?{JOINED}({SMALL_WORD}{shape})(?![0-9a-z%]|[.,/-][0-9a-z])",
        no(value(
            r"(?:^|[ -])(?:days?|hrs?|min|mod|cpt|the|and|for|not|was|per|yr|yrs|mos?|wks?|mg|ml|mm|cm|pts?|out|off|"
            r"but|did|has|"
            r"had|with|x|new|old|all|any|how|who|via|due|get|got|put|add|use|one|two|six|ten)(?:[ -]|$)"
        )),
        no(OF_CODES),
        no(OF_BONE),
    )._replace(hint=PLATED)
    for shape in (
        "[0-9]{2,4}[ -][a-z]{3}", "[a-z]{2,3}[ -][0-9]{3,5}", "[0-9]{2,3}[a-z][ -][0-9]{3}",
        "[a-z][0-9]{3}[ -][0-9]{3}", "[a-z]{4,6}[0-9]{1,3}",
    )
)  # fmt: skip
REACHED: Final = (
    r"(?<![a-z0-9])(?:phone|ph|tel|cell|mobile|fax|efax|fx|cb|call ?back|direct line|vm|voice ?mail|contact|toll free|"
    r"home ph|"
    r"wk|work|text|pager|reach (?:me|us|her|him|them) at|number)"
)
CALL_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "phone",
        rf"{REACHED}(?:{NUMBER_WORD})?{JOINED}([2-9][0-9]{{2}}[ .-][0-9]{{4}})(?![0-9a-z%]|[.,/-][0-9])",
        no(value("[ ](?:19|20)[0-9]{2}$")),
    )._replace(hint=TWO_DIGITS),
    rule(
        "phone",
        rf"(?<![a-z0-9])(?:exts?|pager|vm|voice ?mail){JOINED}([0-9]{{3,4}})(?![0-9a-z%]|[.,/-][0-9])",
        no(whole(YEAR)),
        no(COUNTED),
    ),
)
OF_SOCIAL: Final = r"(?:ssn|s\.s\.n\.?|social(?: security)?|soc(?: sec)?|ss#?)"
SOCIAL_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "ssn",
        rf"(?<![0-9a-z.$/-])([0-9]{{4}})[ (]{{1,2}}(?:{OF_SOCIAL}|last ?(?:4|four)|l4)(?![a-z])",
        no(whole(YEAR)),
        no(whole("1500|5010")),
    ),
    rule(  # the last four 2209 of the insured's social
        "ssn",
        r"(?<![a-z])last ?(?:4|four)(?: digits)?[ :]{1,2}([0-9]{4})"
        rf"(?= of (?:the|his|her|their|my|our) (?:[a-z]{{2,12}}(?:'s)? )?(?:{OF_SOCIAL}|card|account|acct|id|member))",
    ),
    rule(  # last four: 1956, for once no year
        "ssn",
        rf"(?<![a-z])(?:last ?(?:4|four)(?: digits)?(?: of| on)?(?: the| his| her)?(?: {OF_SOCIAL})?|"
        rf"{OF_SOCIAL} last ?(?:4|four))"
        r"(?:[ ]?[:#=][ ]?| (?:is|was|are|were) )((?:19|20)[0-9]{2})(?![0-9a-z%]|[.,/-][0-9])",
        no(after("^ ?(?:claims|visits|denials|rates|dos)")),
    ),
    rule(
        "ssn",
        rf"(?<![a-z])(?:{OF_SOCIAL}(?: last ?(?:4|four))?|last ?(?:4|four)(?: of)?(?: the| his| her)?(?: {OF_SOCIAL})?)"
        rf"(?:{NUMBER_WORD})?{JOINED}([0-9]{{4}}|[0-9]{{5}} [0-9]{{4}})(?![0-9a-z%]|[.,/-][0-9])",
        no(whole(YEAR)),
        no(COUNTED),
    ),
)
NAMED_RULES: Final[tuple[Rule, ...]] = (
    rule("number", STRONG + JOINED + VALUE, ENOUGH, no(CODED), no(NO_NUMBER), no(PUBLIC_NUMBER), *OTHER)._replace(
        hint=TWO_DIGITS
    ),
    rule(
        "number",
        NAMED + JOINED + VALUE,
        digits("^[0-9]{5}"),
        no(CODED),
        UNKNOWN_PART,
        no(COUNTED),
        no(OF_THE_TRADE),
        no(NO_GROUPS),
        no(PUBLIC_NUMBER),
        *OTHER,
    )._replace(hint=TWO_DIGITS),
    rule(  # group PEEHIP14, rxgrp is ACME12
        "group_number",
        r"(?<![a-z0-9])(?:groups?|grps?|rx ?grp|members?|mbrs?|subscriber|insured|enrollee|bene|medicaid id)"
        rf"(?:{NUMBER_WORD})?[ :;#=(\"]{{1,3}}(?:(?:is|was|shows|reads|"
        rf"ends in) )?([a-z]{{4,12}}[0-9]{{2,6}})(?![0-9a-z%]|[.,/-][0-9])",
        no(OF_CODES),
        no(
            value(
                "^(?:covid|codes?|claims?|level|units?|visits?|mods?|icd|cpts?|hcpcs|lines?|pages?|years?|days?|tier|"
                "step)"
            )
        ),
    ),
    rule(  # member W 2019 88274 02, acct 57022-09, group 2021 99674 01
        "number",
        NAMED + JOINED + r"((?![ao]i? )[a-z] (?:19|20)[0-9]{2} [0-9]{4,6}(?: [0-9]{1,3}){0,2}|[0-9]{5}-0[0-9]|"
        r"(?:19|20)[0-9]{2} [0-9]{5} 0[0-9])"
        r"(?![0-9a-z%]|[.,/-][0-9a-z]| ?%)",
        no(value("^[a-z] (?:19|20)[0-9]{2} [0-9]{5}$")),
        no(COUNTED),
    )._replace(hint=TWO_DIGITS),
    rule(  # BE 7640 is the chart, 240 4768 (claim)
        "number",
        VALUE_BEFORE + SAID + OWNED,
        ENOUGH,
        no(CODED),
        no(NO_NUMBER),
        no(NO_GROUPS),
        *OTHER,
    ),
    *(each._replace(hint="[*x][ -]?[0-9]{3}") for each in MASK_RULES),
    *PLATE_RULES,
    *CALL_RULES,
    *(each._replace(hint="so|ss|last|s\\.s|l4") for each in SOCIAL_RULES),
)
