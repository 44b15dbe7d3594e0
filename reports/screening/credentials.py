"""Who signs in and who is licensed: user names in two parts, licences behind the letters of a profession."""

from typing import Final

from reports.screening.rule import SMALL_WORD, Rule, after, either, no, rule, value

SIGNS_IN: Final = (
    r"(?:log(?:ged|ging)?[ -]?(?:in|on) (?:as|with|using|under)|sign(?:ed|ing)?[ -]?in (?:as|with|under)|"
    r"(?:portal|chat(?:ted)?|signed|messaged|replied) as|user(?: ?(?:name|id))?|login|portal (?:id|user)|i'm)"
)
OF_AN_OFFICE: Final = value(
    "(?:^|[.-])[a-z]{0,8}(?:admin|bill(?:ing|er)?|rcm|appeals?|office|users?|claims?|mgr|auth|front|desk|staff|biz)[.-]|"
    "[.-](?:admin|bill(?:ing|er)?|rcm|cbo|appeals?|office|users?|claims?|ar|mgr|auth|front|desk|staff|biz|md|np|rn)"
)
PUBLIC: Final = value(
    "^(?:co|pr|oa|pi|cr|n|ma?|cpt|icd|mods?|rev|pos|tob|edi|form|cms|ub|page|line|box|loop)[.-]?[0-9]"
)
NO_LICENCE: Final = (
    r"(?!(?:hcpcs|level|type|tax|mm|mln|cms|ub|rarc|carc|lcd|ncd|hb|sb|loop|seg|ref|cmn|dif|dme|form|clia|poc)[ -])"
)

CREDENTIAL_RULES: Final[tuple[Rule, ...]] = (
    rule(  # log in as jmarsh_billing02, username so I used BrightPathBH_admin
        "number",
        rf"(?<![a-z]){SIGNS_IN}(?:[ ,:]{{1,2}}[a-z']{{1,8}}){{0,4}}?[ :=]{{1,2}}"
        r"([a-z][a-z0-9]{1,24}(?:[.-][a-z0-9]{1,20}){1,3})(?![0-9a-z@])",
        either(value("[0-9]"), OF_AN_OFFICE),
        no(PUBLIC),
    )._replace(hint="log|sign|user|portal|chat|repl|mess|i'm"),
    rule(  # LCSW license, LCS 28814; lic MFT 49027; licence, and ours, ORT 1183
        "license_number",
        r"(?<![a-z])(?:licen[sc]ed?|lic|licensure|cert(?:ificate|ification)?)(?:[ ,:(#'-][a-z' ,-]{0,20})?"
        rf"[ ,:(#]{{1,2}}({SMALL_WORD}{NO_LICENCE}"
        r"(?:[a-z]{2,5}[ .-]?|[a-z]{2}[ -][a-z]{2,4} [a-z]?)[0-9]{3,7})(?![0-9a-z%]|[.,/-][0-9])",
        no(after("^ ?(?:claims|days|visits|units|hours|lines)(?![a-z])")),
        no(
            value("^(?:co|pr|oa|pi|n|ma)-?[0-9]{1,3}$|[ .-](?:(?:19|20)[0-9]{2}|9[0-9]{4})$")
        ),  # CO-97, TX 2019, LCSW 90834
    )._replace(hint="lic|cert"),
)
