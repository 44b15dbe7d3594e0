"""Numbers given to one person, provider or claim, recognised by their shape alone, and pasted remittance segments."""

from typing import Final

from reports.screening.rule import (
    CODE,
    CODE_LIST_BEFORE,
    END,
    LISTED,
    PUBLIC_CODE,
    START,
    before,
    computed,
    digits,
    no,
    rule,
    value,
    whole,
)

SEP: Final = r"(?: ?[-./] ?| )"
IN_A_CODE_LIST: Final = before(CODE_LIST_BEFORE)
WORD_DIGIT: Final = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
# SSA: no area 000 or 666, no group 00, no serial 0000; areas from 900 are taxpayer numbers (ITIN)
SSN_RANGES: Final = digits("^(?!000|666)[0-9]{3}(?!00)[0-9]{2}(?!0000)")
NDC_BEFORE: Final = before(
    r"(?:^|[^a-z])ndcs?(?: (?:is|was|as|to|in|the|code|number|no|billed|sent|submitted|format|without|dashes|hyphens|"
    r"11|digits?)){0,3}[ :#,-]{0,3}$|(?:^|[^a-z])(?:n4|un|ml|gr|f2)[ ,:#]{1,2}$"
)
UNIQUE: Final = (no(whole(PUBLIC_CODE)), no(NDC_BEFORE), no(computed("ndc_again")))
# Letters among digits, at least six in a row: 1Z999AA10123456784. Codes run together have five at most.
MIXED: Final = (value("[a-z]"), value("[0-9]{6}"))
# RQD904W18827; codes run together are 99213x99214 or cpt99213
MEMBER_LIKE: Final = (
    digits("^[0-9]{7}"),
    value("[0-9][a-z]"),
    no(value("^(?:cpts?|hcpc|code|icd|mod|rev|pos|[a-z][0-9]{4}[a-z])")),
)
ROUND: Final = value("^[1-9][0-9]{0,3}0{5,6}$")  # a sum
# UR-20-55817, IP/2024-77-10044; not CO-16/N265, the report A-05-20-00012, the rule CMS-2020-01-R2
PUBLIC_SERIES: Final = value(
    "^(?:co|pr|oa|pi|cr|ma?|n|cms|hcfa|ub|a-0[0-9]|h[0-9]{4}|lcd|ncd|mln|mm|se|rt|lt|pos|mod|rev|icd|cpt|form|"
    "rp|cg)[-/]?"
    "(?![a-z])"
)
CODED: Final = value("^[a-z]{1,4} [0-9]{5}(?:-[0-9a-z]{2}){1,3}$")  # cpt 99213-25-59
GLUED_LABEL: Final = value(
    "^(?:ssn|mrn|mbi|icn|dcn|npi|tin|ein|acct|clm|ref|id)[0-9]|^t[0-9]{6}$"
)  # its own rule names it
TIME_OF_DAY: Final = value("^(?:19|20)[0-9]{6}t[0-9]{4}")  # the date rule names it

REMITTANCE_RULES: Final = (
    rule("claim_number", r"(?<![a-z0-9])clp\*([a-z0-9-]{1,38})(?=\*)"),
    rule("address", r"(?<![a-z0-9])n[34]\*([0-9a-z][^~*]{2,60})"),
    rule("member_number", r"(?<![a-z0-9])nm1\*(?:il|qc|74)\*([0-9]\*[^~]{1,120})"),
    rule("reference_number", r"(?<![a-z0-9])(?:ref\*[a-z0-9]{2,3}|trn\*1)\*([a-z0-9-]{3,50})"),
)
IDENTITY_RULES: Final = (
    rule("ssn", START + rf"(?<![0-9]-)([0-9]{{3}}{SEP}[0-9]{{2}}{SEP}[0-9]{{4}}[a-z]?)(?![0-9a-z])", SSN_RANGES),
    rule("ssn", START + r"([x*#]{3}[ -]?[x*#]{2}[ -]?[0-9]{4})(?![0-9])"),
    rule("ssn", r"(?<![*#])([*#]{3}[ -]?[*#]{2}[ -]?[0-9]{4})(?![0-9])"),
    rule("ssn", START + r"([0-9]{3} ?([*~=|,:]) ?[0-9]{2} ?\2 ?[0-9]{4})(?![0-9a-z])"),
    rule(
        "ssn",
        START + r"([0-9]{4} [0-9] [0-9]{4}|[0-9]{3} (?:oh|zero|o)"
        r"[ -]?[a-z]{3,5} [0-9]{4})(?![0-9a-z])",
    ),
    rule("ssn", r"(?<![0-9a-z])([.*x#]{2,5}[ -][.*x#]{2,3}[ -]?[0-9]{4})(?![0-9a-z])"),
    rule("ssn", r"(?<![.0-9a-z])(\.{3}[0-9]{4})(?![0-9a-z])", no(before("[a-z0-9]$"))),
    rule("number", r"(?<![a-z])sin[ :#]{1,3}([0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3})(?![0-9a-z])"),
    rule("tax_id", START + r"(?<![0-9][-.])([0-9]{2}-[0-9]{7})" + END),
    rule("license_number", START + r"([0-9]{2}d[0-9]{7})" + END),
    rule("member_number", START + r"([1-9][a-z][0-9a-z][0-9] ?-? ?[a-z][0-9a-z][0-9] ?-? ?[a-z]{2}[0-9]{2})" + END),
    rule(  # 4TX9 GJ2 VE5O: letters read for digits, whatever its label was read as
        "member_number",
        START + r"([1-9][a-z][0-9a-z][0-9oilsb] ?-? ?[a-z][0-9a-z][0-9oilsb] ?-? ?[a-z]{2}[0-9oilsb]{2})" + END,
        digits("^[0-9]{4}"),
    ),
    rule(  # 1T R 6 - P E 3 - H K 95
        "member_number",
        START + "([1-9](?:[ -]{0,3}[a-z])[ -]{0,3}[0-9a-z][ -]{0,3}[0-9][ -]{0,3}[a-z][ -]{0,3}[0-9a-z][ -]{0,3}[0-9]"
        "(?:[ -]{0,3}[a-z]){2}(?:[ -]{0,3}[0-9]){2})" + END,
    ),
    rule("npi", START + r"([12][0-9]{9})" + END, computed("npi")),
)
GROUPED: Final = r"((?:[0-9a-z]{1,6}[ -]){2,8}[0-9a-z]{2,6})(?![0-9a-z])"  # 2HG FC5 F13 KH6 98543
SHAPES: Final = (
    rule(
        "vehicle_number",
        r"(?<![a-z])(?:vin|vehicle id(?:entification)?)(?: ?(?:number|no|#))?[ .:#]{1,3}" + GROUPED,
        digits("^[0-9]{5}"),
        value("[0-9][a-z]|[a-z][0-9]"),
    ),
    rule(
        "number",
        START + r"([0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4})" + END,
        no(value("^0[0-9]{3}(?: 0[0-9]{3}){3}$")),  # revenue codes
    ),
    rule("number", START + r"(?<![0-9]-)([0-9]{3}-[0-9]{6})(?![0-9a-z]|-[0-9])"),
    rule("number", START + r"(?<![0-9]-)([0-9]{3}-[0-9]{3}-[0-9]{3})(?![0-9a-z]|-[0-9])"),
    rule("number", r"(?<![0-9a-z.,$])([0-9]{9,5000})(?![0-9a-z]|[.,][0-9])", *UNIQUE),
    rule(
        "number",
        r"(?<![0-9a-z.$-])([a-z]{1,5}[-.]?[0-9]{6,30}[a-z]{0,3}|[0-9]{8,30}[a-z]{1,3})" + END,
        no(GLUED_LABEL),
        *UNIQUE,
    ),
    rule("number", r"(?<![0-9a-z.$-])([0-9a-z]{10,40})(?![0-9a-z])", *MIXED, no(TIME_OF_DAY), *UNIQUE),
    rule("number", r"(?<![0-9a-z.$-])([a-z]{1,4}[0-9][0-9a-z]{7,28})(?![0-9a-z])", *MEMBER_LIKE, *UNIQUE),
    rule(  # the next of a list whose first is covered already: 'claims 445566, 445567'
        "number",
        r"\] ?(?:, ?and|,|and|&|;|/|or|to|thru|through) ?#?([a-z]{0,4}-?[0-9]{6,12})(?![0-9a-z]|[.,][0-9]|%)",
        *UNIQUE,
        no(whole(CODE)),
    ),
    rule(
        "number",
        r"(?<![0-9a-z.$/-])([a-z]{1,4}(?:[-/][0-9a-z]{1,10}){2,6})(?![0-9a-z]|[./-][0-9a-z])",
        digits("^[0-9]{7}"),
        no(PUBLIC_SERIES),
        *UNIQUE,
    ),
    rule(
        "number",
        r"(?<![0-9a-z.$/-])((?:[a-z][0-9][a-z]|[b-hj-wyz]) [0-9]{2,8}(?:[-/][0-9]{1,8}){1,5})(?![0-9a-z]|"
        r"[.,][0-9]|%|-[a-z])",
        digits("^[0-9]{7}"),
        no(CODED),
        no(PUBLIC_SERIES),
        *UNIQUE,
    ),
    rule("number", r"(?<![a-z])(?:no|num|nbr|number)s?[ .:#]{1,3}([0-9]{6,12})(?![0-9a-z]|[.,][0-9]|%)", *UNIQUE),
    rule("number", r"(?<![0-9a-z.$/-])([a-z]{1,4}-0[0-9]{4,8}(?:-[0-9a-z]{1,6}){0,3})(?![0-9a-z])"),
    rule("number", START + r"(?<![0-9][-:.])([0-9]{2,4}(?::[0-9]{2,4}){3,6})(?![0-9a-z:]|[.][0-9])"),
    rule(  # groups of several sizes, of which no list of codes is made: 4 412 881, 441 288 13, 44 12 88 13
        "number",
        r"(?<![0-9a-z.,$/-])(?<![0-9] )([0-9]{1,4}(?: [0-9]{2,4}){2,5})(?![0-9a-z%]| [0-9]|[.,/-][0-9])",
        digits("^[0-9]{7}"),
        no(LISTED),
        no(IN_A_CODE_LIST),
        no(
            before(
                "[0-9], ?$|(?:^|[^a-z])(?:tobs?|apcs?|pos|mods?|modifiers?|remarks?|lines?|"
                r"units?|revs?|rules?|teeth|tooth)[ :]{1,2}$"
            )
        ),
        no(value("^[0-9]{3}(?: [0-9]{3}){2,5}$|(?:^| )(?:19|20)[0-9]{2}(?: |$)")),
    ),
    rule(
        "number",
        r"(?<![0-9a-z.$/-])((?:[0-9]{1,2}[.]){4,8}[0-9]{1,4})(?![0-9a-z]|[.][0-9])",
        no(before("(?:section|sec|ch|chapter|\u00a7|\\.)[ .]{0,2}$")),
    ),
    rule("number", START + r"(?<![0-9]-)([0-9]{6}-[0-9]{4})(?![0-9a-z]|-[0-9])"),
    rule("number", r"(?<![a-z])lots?[ :#]{1,3}([a-z]{1,4}[0-9]{3,10}[a-z]{0,3})" + END),
    rule(
        "number",
        rf"(?<![0-9a-z])((?:(?:{WORD_DIGIT}|[0-9]{{1,4}}|dash|[a-z])[ ,.-]{{1,3}}){{4,20}}(?:{WORD_DIGIT}|"
        rf"[0-9]{{1,4}}))(?![0-9a-z])",
        value(rf"{WORD_DIGIT}[^a-z].{{0,60}}{WORD_DIGIT}[^a-z].{{0,60}}{WORD_DIGIT}"),
    ),
    rule("number", rf"(?<![a-z])((?:{WORD_DIGIT}[ ,.-]{{1,2}}){{5,20}}{WORD_DIGIT})(?![a-z])"),
)
UNIQUE_RULES: Final = tuple(each._replace(hint=WORD_DIGIT) if WORD_DIGIT in each.pattern else each for each in SHAPES)
OF_MLN: Final = before(r"(?:^|[^a-z])mln(?: [a-z]{4,12}){0,2} ?#? ?$")  # what CMS teaches by
LATE_RULES: Final = (  # seven or eight digits, if they are no date
    rule("number", r"(?<![0-9a-z.,$/+-])([0-9]{7,8})(?![0-9a-z/-]|[.,][0-9]|%)", no(ROUND), no(OF_MLN), *UNIQUE),
)
