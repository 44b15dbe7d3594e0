"""Default-deny: what is built like an identifier and is nothing public that billers write.

Asked only once all other rules have found what they know. Four digits, or three among letters, joined by - . or /, are
an identifier unless every part is public: a billing code, a number of a policy, a section, a sum, a measure, a year.
"""

from typing import Final

from reports.screening.identities import NDC_BEFORE
from reports.screening.rule import after, before, both, computed, digits, either, no, rule, value, whole

CPT: Final = r"(?:[0-9]{5}|[0-9]{4}[ftuma])"
HCPCS: Final = (  # the series that exist
    r"(?:[adgjlqs]-?[0-9]|b-?[459]|c-?[125789]|e-?[0-38]|h-?[0-2]|k-?[01]|m-?[01]|p-?[2379]|r-?0|t-?[1245]|u-?0|"
    r"v-?[25])"
    r"[0-9]{3}"
)
CODE: Final = rf"(?:{CPT}|{HCPCS})(?:s|w|x[0-9]{{1,2}})?"
LETTERED_MODIFIER: Final = (  # typed onto their code: 80053AY, 97530GPKX, 99214-25GT
    r"(?:a[a-dit-z]|b[alor]|c[a-gqrst]|e[1-4tyj]|f[a1-9q-tx]|g[a-cfghm-qtv-z]|h[a-z]|j[1-5abgwz]|k[0-4a-fhijl-qst-z]|"
    r"l[clmrt]|n[ru]|p[a-dilmnst]|"
    r"q[0-9ckmnqwxyz]|r[abcdert]|s[a-hjklstuvw]|t[a-hjkmnq-w]|t[1-9]|u[1-9abdefgjknpqrs]|v[1-9mp]|x[1-5epsu]|z[abc])"
)
MODIFIED: Final = (
    rf"(?:{CODE}{LETTERED_MODIFIER}{{1,3}}(?:-[0-9a-z]{{2}}){{0,3}}|{CODE}-[0-9]{{2}}{LETTERED_MODIFIER}{{1,2}}|"
    rf"[7-9][0-9]{{3}}(?:0-[1-9]|1-[2-9]|2-[3-9]|3-[4-9]|4-[5-9]|5-[6-9]|6-[7-9]|7-[8-9]|8-[9-9])|"
    rf"{CODE}(?:[-.][0-9a-z]{{2}}){{0,5}}(?:-{CODE}(?:-[0-9a-z]{{2}}){{0,3}})?|"
    r"[0-9]{1,4}s?|[01][0-9]{3}-[01][0-9]{3})"
)
ICD: Final = (
    r"(?:[a-z][0-9][0-9ab]\.[0-9a-z]{1,4}|[a-wyz][0-9][0-9ab](?:[0-9x]{0,2}|[0-9x]{1,3}[adgks]))"
    r"(?:-[a-z][0-9][0-9ab](?:\.[0-9a-z]{1,4})?)?|0[0-9]{2}\.[0-9]?[a-z][0-9a-z]{0,2}"  # O09.A0, its O read as 0
)
PCS: Final = (
    r"(?:x[0-2hknrtvwxy][0-9a-hj-np-z]{2}[034578x][0-9a-z][1-9a-b]|"
    r"0[0-9a-hj-np-y][0-9a-hj-np-z]{2}[034578x][0-9a-z][0-9a-z]|(?:30[0-9]{3}|5a[0-9]{3}|b[0-9a-z]{4})[0-9a-z]z)"
)
ADJUSTMENT: Final = (
    r"(?:(?:co|c0|pr|oa|0a|pi|cr|carc|rarc)-?)?(?:[abdpwy]?-?[0-9]{1,3}|(?:ma?|n)-?[0-9]{1,3})s?"
    r"(?:-(?:co|pr|oa|pi|(?:ma?|n)-?[0-9]{1,3}))?(?:x[0-9]{1,3})?"
)
SERIES: Final = (  # what an authority or a standard numbers for everybody
    r"(?:cms|hcfa|ub|ada|omb|va|dd|sf|ssa|form|iom|pub|mln|mm|se|sl|cr|ncd|lcd|lca|nct|icd|drg|ms-drg|"
    r"apc|apg|eapg|hcc|rev|"
    r"pos|tob|mod|cpt|hcpcs|cdt|ndc|loop|box|fl|item|edit|sb|ab|hb|hr|pl|usc|cfr|sec|ch|v|ver|rel|fy|"
    r"cy|ty|oce|mue|ptp|x12|"
    r"edi|hl7|tr|oig|oei|oas|rp|cg|mcg|iso|phq|gad|moca)"
    r"[-.]{0,2}[0-9]{1,5}(?:[-.][0-9a-z]{1,6}){0,3}[a-z]{0,4}|"
    r"mln-?[0-9]{4,8}|nct-?[0-9]{8}|[la][0-9]{5}|[hrse][0-9]{4}-[0-9]{3}|a-[0-9]{2}-[0-9]{2}-[0-9]{5}|855[a-z]|r[0-9]{1,5}(?:cp|otn|"
    r"bp|ncd|pi|msp|fm|com|gi|qri|soma|demo)|cms-[a-z]-[0-9]{1,5}|[adefprs][0-9]|"
    r"(?:ta1|270|271|276|277|278|820|834|835|837|997|999)[a-z]{0,2}(?:-[0-9a-z]{1,7})?|"
    r"00?[45]010x[0-9]{3}(?:a[0-9])?|x[0-9]{3}a[0-9]|"
    r"[45]010a?[0-9]{0,2}|[12][0-9]{3}[a-f]{1,2}|(?:[a-z]{2,3}|sv[1-7]|n[1-4]|nm1|cr[1-8])"
    r"[01][0-9](?:-[0-9]{1,2})?|(?:10|13)(?:40|95|99)-?[a-z]{1,4}|"
    r"(?:dme|surg|med|rad|gene|lab|trans|thr|ther|admin|beh|or-pr|ancillary)[.-][0-9]{5}|(?:hhs|irs)-?[0-9]{1,4}[a-z]?|"
    r"cp[0-9]{3,4}[a-z]?|10-[0-9]{3,5}[a-z]|[14][0-9]{3}-f|[1-4][0-9]{2}[0-9a-z]{6}x|"
    r"[0-9]{1,2}[a-eo][0-9]{1,2}|[ms]-[0-9]{2,4}|[0-9]{1,2}-[a-eo]-[0-9]{1,2}[a-z]?|139[5-7][a-z]{1,4}(?:-[0-9]{1,3})?|300gg(?:-[0-9]{1,3})?|"
    r"[1-4][0-9]{2}[a-z]{1,2}[0-9]{0,4}[0-9a-z]{0,4}x|"
    r"[12][0-9]{2}[a-z]{1,2}(?:[0-9]{4})?|10-10[0-9]{1,4}[a-z]{0,2}|20[0-9]{2}[a-z][0-9]{4}[a-z]{0,2}|"
    r"340b|401k|501c[0-9]?|"
    r"[1-5][a-l][a-c][1-3][1-3]|[1-5][a-z]{2,3}[0-9]{1,2}"
)
YEARS: Final = (
    r"(?:[1-4]?[qh][1-4]?[-/]?)?(?:fy|cy|py|ty)?(?:19|20)[0-9]{2}(?:s|q[1-4]|-?(?:ish|present|now))?"
    r"(?:-(?:(?:19|20)?[0-9]{2}|q[1-4]|(?:19|20)[0-9]{2}q[1-4]))?"
)
COUNT: Final = r"[0-9]{1,3}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,4})?(?:x[0-9]{1,3}(?:\.[0-9]{1,2})?){0,2}"
SUM: Final = r"(?:[0-9]{1,7}\.[0-9]{1,2}|[0-9]{1,3}(?:,[0-9x]{3}){1,3}|[1-9][0-9]{0,2}0{3,6})k?"
UNIT: Final = (
    r"(?:mgs?|mcgs?|ug|mls?|ccs?|g|gm|kg|lbs?|oz|iu|u|units?|meq|mci|gy|cm|mm|in|ft|mi|miles?|mins?|hrs?|h|days?|d|"
    r"wks?|w[0-6]d|y[0-9]{1,2}m|mos?|yrs?|k|m|x|st|nd|rd|th|s|ish|am?|pm?|pct|h[0-5]?[0-9]m?|xx?|t|v|w|hz|f|c|pts?|bps?)"
)
MEASURE: Final = rf"{COUNT}(?:-{COUNT})?-?{UNIT}"
WORDED: Final = (
    r"(?:(?:[0-9]{1,4}|[0-9]{5})(?:-[0-9]{1,3})?(?:-[a-z]{2,14}){1,4}|[a-z]{1,20}(?:-[a-z]{1,20}){0,3}(?:-[0-9]{1,2})?)"
)
SECTION: Final = r"[0-9]{1,4}\.[0-9]{1,4}[a-z]?(?:\.[0-9]{1,2}){0,4}(?:-[0-9]{1,3})?"
RANGE: Final = (
    r"[0-9]?[0-9]?[0159](?:-[0-9]?[0-9]?[0159]){2,4}|"
    r"[0-9]{1,3}(?:\.[0-9]{1,4})?-[0-9]{1,3}(?:\.[0-9]{1,4})?|[0-9]{0,2}[0-9]00-[0-9]{1,3}00"
)
SHORT: Final = r"(?:[a-z]{1,2}[0-9]{0,2}|[0-9]{1,2}[a-z]{0,2})(?:-(?:[a-z]{1,2}[0-9]{0,2}|[0-9]{1,2}[a-z]{0,2}))?"
ISOTOPE: Final = r"(?:i|lu|ra|sm|in|xe|ga|tl|sr|tc|f|y|ca)-?[0-9]{1,3}m?"
DRUG: Final = "[0-9]{5}-[0-9]{4}-[0-9]{2}"  # an NDC of eleven digits, as payers ask for it
PLACEHOLDER: Final = r"[a-z]?[0-9]{1,4}\.?x{1,3}(?:-[0-9]{1,4}x{1,3})?"
# a year, a code or a sum, a letter typed for a digit: its field says what is wrong
MISREAD: Final = r"(?:[0-9oil]{4,5}|[0-9oil]{1,4}\.[0-9oil]{2})"
OF_A_FILE: Final = r"\.(?:pdf|docx?|xlsx?|csv|txt)"  # fee schedule 2024.xlsx
# Letters apart, closed up: P R - 1 1 9 b e n e f i t, C O - 4 5 a n d P R - 3.
RUN_TOGETHER: Final = "(?:co|pr|oa|pi)-?[0-9]{1,3}(?:[a-z]{3,60}|(?:and|or|with|then)(?:co|pr|oa|pi)-?[0-9]{1,3})"
PIECE: Final = (
    f"(?:{MODIFIED}(?:-[a-z]{{3,12}}){{0,2}}|{ICD}(?:-[a-z]{{3,12}})?|{PCS}|{ADJUSTMENT}|{SERIES}|{YEARS}(?:{OF_A_FILE})?|"
    f"{RUN_TOGETHER}|{COUNT}|{SUM}|{MEASURE}|{WORDED}|{SECTION}|{RANGE}|{SHORT}|{ISOTOPE}|{DRUG}|{PLACEHOLDER}|{MISREAD})"
)
# Sought for and not repeated: twelve parts that each could be read in several ways would be tried in all of them.
SOME_PART_IS_NOT_PUBLIC: Final = value(f"(?:^|/)(?!{PIECE}(?:/|$))")
NO_RANGE: Final = (
    value(  # five and five are a range of codes only if they lie in one chapter; five and three are neither
        r"(?:^|/)(?!([0-9a-z])[0-9a-z]{4}-\1)[0-9a-z][0-9]{3}[0-9a-z]-[0-9a-z][0-9]{3}[0-9a-z](?:$|/)|"
        r"^[0-9]{5}[-/.]0?[0-9]{3}$|^[0-9]{3}-[0-9]{4}$|^[0-9]{3,4}-[0-9]{5}$|^(?!0)[0-9]{4}-(?!0)[0-9]{4}$"
    )
)
YEAR_RANGE: Final = whole(r"(?:19|20)[0-9]{2}-(?:19|20)[0-9]{2}|[0-9]{2}00-[0-9]{2}00|8[0-9]{2}-5010")
PUBLIC_BEFORE: Final = before(
    r"(?:[$\u00a3\u20ac\u00a7] ?|(?:^|[^a-z])(?:payer|payor|rx ?bin|bin|edi|"
    r"submitter|receiver|carrier|contractor|mac)(?:'?s)?(?: (?:new|old|correct|right|wrong))?(?: ?ids?| "
    r"(?:no|number|code))?(?: (?:is|was|now|since [a-z]{3,12})){0,2}[ :#]{1,3}|"
    r"(?:^|\*)a?b[kfj]:|"
    r"(?:^|[^a-z])(?:spas?|plan amendments?|state plan tn|spa tn|nrs|rcw|ors|krs|crs|mcl|ars|"
    r"ilcs|uca|wac|oar|oac|nac|nmac|tac|comar|rsmo|mgl|ocga|stats?|"
    r"mln(?: (?:booklet|fact ?sheet|matters|article|publication|guide|product))?|"
    r"ndcs?|lcds?|ncds?|lcas?|article|transmittal|change request|pub|publication|manual|chapter|ch|"
    r"sections?|secs?|sect|laws?|statutes?|cfr|usc|title|omb|form|forms|taxonomy|loops?|segments?|rules?|bulletin|"
    r"edits?|icd|icd-10|"
    r"icd-10-[a-z]{2,3}|pcs|dx|diagnosis|diagnoses|hipps|rug|cmg|hcc|trial|nct|oig|report|version|guideline|"
    r"final rule|medical policy|coverage policy|payment policy|reimbursement policy|clinical policy)s?(?: codes?)?"
    r"(?: ?(?:no|number|#)\.?)?[ :#.(]{1,3}(?:[0-9a-z.-]{2,8}(?:, | |,|/| and | & | \+ |\+)){0,2})$"
)
PUBLIC_AFTER: Final = after(
    r"^ ?(?:%|percent|dollars|bucks|usd|miles?|units?|minutes|mins?|hours|mg|mcg|ml|claims|lines|patients|accounts|"
    r"lives|members|remits|records|denials|characters|words|records|pages|cfr|usc)(?![a-z])"
)
UNITS: Final = both(  # J2350 x600 JZ, x500
    whole("x[0-9]{3,4}"),
    before(
        r"(?<![0-9a-z])(?:(?:[0-9]{5}|[a-z][0-9]{4}|[0-9]{4}[a-z])(?:[ -][a-z0-9]{2}){0,4},?|"
        r"x[0-9]{1,4}(?: [a-z]{2,9}){0,2}|jw|jz|(?:paid|billed|allowed|denied|cut|reduced|units?|vials?|mg|lines?)"
        r"(?: (?:to|at|as|of))?) $"
    ),
)
TIMES: Final = both(  # stamps 0810-0902 and 1430-1455
    whole(r"(?:[01][0-9]|2[0-3])[0-5][0-9]-(?:[01][0-9]|2[0-3])[0-5][0-9]"),
    before(
        r"(?<![a-z])(?:times?|stamps?|stamped|start|stop|sessions?|ran|hours|hrs|from|mins?|minutes|seen|"
        r"anes(?:thesia)?)(?![a-z])"
    ),
)
APART: Final = r"(?<![0-9a-z\]])(?<![0-9a-z][-./'])(?<![0-9],)"
BUILT: Final = (
    APART + r"(?=(?:[a-z.,/-]{0,120}[0-9]){3})([0-9a-z]{1,24}(?:(?:[-./]|,(?=[0-9x]{3}(?![0-9a-z])))"
    r"[0-9a-z]{1,24}){0,12})(?![0-9a-z])(?![-./][0-9a-z])"
)
LIKE_AN_IDENTIFIER: Final = either(digits("^[0-9]{4}"), both(digits("^[0-9]{3}"), value("[a-z]")))

UNKNOWN_RULES: Final = (
    rule(
        "number",
        BUILT,
        LIKE_AN_IDENTIFIER,
        either(SOME_PART_IS_NOT_PUBLIC, both(NO_RANGE, no(YEAR_RANGE))),
        no(PUBLIC_BEFORE),
        no(PUBLIC_AFTER),
        no(UNITS),
        no(TIMES),
        no(NDC_BEFORE),
        no(computed("ndc_again")),
    ),
    rule(
        "number", APART + r"([0-9]{4}(?: [0-9]{4}){2,4})(?![0-9a-z])(?![-./][0-9a-z])", no(value("(?:^| )(?:0|19|20)"))
    ),
    rule(
        "number",
        APART + r"([a-z]{1,3}[0-9]{1,4} [0-9]{1,4} [1-9][0-9]{2,3})(?![0-9a-z])(?![-./][0-9a-z])",
        digits("^[0-9]{7}"),
        no(value("^(?:co|pr|oa|pi|ma?|n|[a-z][0-9]{4} )")),
    ),
)
