"""Ways to reach somebody: e-mail, web and network addresses, telephone and fax numbers of American shape."""

from typing import Final

from reports.screening.rule import (
    CODE_LIST_BEFORE,
    END,
    LISTED,
    START,
    Rule,
    before,
    both,
    computed,
    digits,
    no,
    rule,
    value,
    whole,
)

OCTET: Final = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])"
SEP: Final = r"(?: ?[-./] ?| )"
EXT: Final = r"(?: ?(?:x|ext\.?|extension) ?[0-9]{1,6})?"
PHONE_LINK: Final = r"[ .:#=-]{0,4}(?:(?:is|was|at)[ :]{1,2})?"
PHONE_VALUE: Final = r"(\+?[0-9(][0-9 ().-]{5,20}[0-9]" + EXT + ")" + END
MAIL_END: Final = r"(?:com|net|org|edu|gov|mil|us|io|co|me)"
DOMAIN_END: Final = r"(?:com|net|org|edu|gov|mil|io|biz)"
DOMAIN_END_WITH_PATH: Final = r"(?:com|net|org|edu|gov|mil|io|biz|us|co|me|info|health|care|app|ai|dev|ly|gl)"
SECTION_BEFORE: Final = before(
    r"(?:^|[^a-z])(?:\u00a7|sec(?:tion)?s?|ch(?:apter)?|v(?:er(?:sion)?)?|pub|manual|policy|"
    r"release)[ .:]{0,2}(?:[0-9]{1,3}[ ,]{1,2})?$"
)
IN_A_CODE_LIST: Final = before(CODE_LIST_BEFORE)
ENDS_AS_A_YEAR: Final = value("(?:19|20)[0-9]{2}$")
TRANSACTION_SET: Final = value("[45]010$")  # 837-5010
# A bare government domain is a source, not a person; with a path it may carry anything.
GOVERNMENT: Final = value(r"\.gov$")
CODES_OF_FIVE: Final = whole(r"\+?[0-9]{5}(?:[^0-9]{1,3}[0-9]{5}){0,4}")  # '+96361 96375' are add-on codes
FIRST_OF_FIVE: Final = value("^[^0-9]{0,3}[0-9]{5}(?![0-9])")
DATED: Final = whole("[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}")
PHONE_BEFORE: Final = before(
    r"(?:^|[^a-z])(?:phone|tel|cell|mobile|call(?:ed)?|dial(?:ed)?|fax(?:ed)?|reach|text(?:ed)?|ring)[a-z :.#]{0,16}$"
)
LABELLED_PHONE: Final = (digits("^[0-9]{7,15}$"), no(FIRST_OF_FIVE), no(DATED))

OPEN: Final = r"[(\[{<]"
CLOSE: Final = r"[)\]}>]"
WRITTEN_DOT: Final = rf"(?: ?{OPEN} ?(?:dot|\.) ?{CLOSE} ?| dot |\.)"
WRITTEN_AT: Final = rf"(?: ?{OPEN} ?(?:at|@) ?{CLOSE} ?| at )"
HOST: Final = r"[a-z0-9-]{1,63}"

HINT: Final = rf" dot |{OPEN}"  # few texts need the slow ones

DISGUISED: Final = value(HINT)

NET_SHAPES: Final = (
    rule(
        "email",
        rf"([a-z0-9._%+'-]{{1,64}}{WRITTEN_AT}{HOST}(?:{WRITTEN_DOT}{HOST}){{0,3}}{WRITTEN_DOT}{MAIL_END})(?![0-9a-z])",
        DISGUISED,
    ),
    rule("email", rf"(\"[^\"@]{{1,64}}\" ?@ ?{HOST}(?:\.{HOST}){{1,4}})(?![0-9a-z])"),
    rule(
        "url",
        rf"(?<![0-9a-z@.-])({HOST}(?:{WRITTEN_DOT}{HOST}){{0,3}}{WRITTEN_DOT}{DOMAIN_END}"
        r"(?: slash [^ ]{1,60}){0,3})(?![0-9a-z@-])",
        DISGUISED,
    ),
    rule("ip", rf"(?<![0-9a-z.])([0-9]{{1,3}}(?:{WRITTEN_DOT}[0-9]{{1,3}}){{3}})(?![0-9])", DISGUISED),
    rule("email", r"([a-z0-9._%+'-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){0,3}\.[a-z][a-z0-9-]{1,62})"),
    rule(
        "email",
        r"([a-z0-9._%+'-]{1,64} ?@ ?(?:gmail|yahoo|hotmail|outlook|icloud|aol|comcast|msn)(?:[,.]com)?)(?![0-9a-z])",
    ),
    rule("email", rf"([a-z0-9._%+'-]{{1,64}} ?@ ?[a-z0-9-]{{1,63}} ?\. ?{MAIL_END})(?![0-9a-z])"),
    rule(
        "email",
        r"([a-z0-9._%+'-]{1,64}(?: ?[(\[] ?at ?[)\]] ?| at )[a-z0-9-]{1,63}(?: ?[(\[] ?dot ?[)\]] ?| dot |\.)"
        + MAIL_END
        + r")(?![0-9a-z])",
        value(r"dot|[(\[]|gmail|yahoo|hotmail|outlook|aol|icloud"),
    ),
    rule("email", r"(?<![0-9a-z])([a-z][a-z0-9._-]{2,63}@[a-z][a-z0-9-]{3,62})(?![0-9a-z])"),
    rule(
        "url",
        r"(?<![0-9a-z@.-])([a-z0-9-]{3,63}\.[a-z]{3,12}/(?=[a-z]{0,20}[0-9])(?=[0-9]{0,20}[a-z])"
        r"[a-z0-9]{4,40})(?![a-z0-9])",
    ),
    rule("url", r"((?:https?|hxxps?|s?ftp) ?: ?/ ?/ ?[^ ]{0,2000}[^ .,;:!?)\]\"'])"),
    rule("url", r"(?<![0-9a-z@.-])(www[0-9]? ?\. ?[a-z0-9-]{1,63}(?:[^ ]{0,2000}[^ .,;:!?)\]\"'])?)"),
    rule(
        "url", rf"(?<![0-9a-z@.-])((?:[a-z0-9-]{{1,63}}\.){{1,4}}{DOMAIN_END_WITH_PATH}/[^ ]{{0,2000}}[^ .,;:!?)\]\"'])"
    ),
    rule(
        "url",
        rf"(?<![0-9a-z@.-])((?:[a-z0-9-]{{1,63}}\.){{1,4}}{DOMAIN_END})(?![0-9a-z@-])",
        value(r"^[^.]{0,62}[a-z]"),
        no(GOVERNMENT),
    ),
    rule("device_number", START + r"((?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2})" + END, value("[:a-z]")),
    rule("ip", r"(?<![0-9a-z:])([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![0-9a-z:])", computed("ipv6")),
    rule(
        "ip",
        r"(?<![0-9a-z.])([0-9]{1,3}(?: ?\. ?[0-9]{1,3}){3})(?![0-9]| ?\. ?[0-9])",
        whole(rf"{OCTET}(?: ?\. ?{OCTET}){{3}}"),
        no(SECTION_BEFORE),
    ),
)


def _hinted(shape: Rule) -> Rule:
    """Few texts hold an @ or a disguise: the others need not be searched for addresses."""
    if DISGUISED in shape.conditions:
        return shape._replace(hint=HINT)
    return shape._replace(hint=" at |[@(\\[{<]") if shape.kind == "email" else shape


NET_RULES: Final = tuple(map(_hinted, NET_SHAPES))
PHONE_RULES: Final = (
    rule(
        "fax",
        r"(?<![a-z])(?:(?:tele|right|e)?fax(?:e[ds]|es)?|fx|facsimile)(?![a-z])[^0-9]{0,30}?"
        r"((?:1 ?[-./ ] ?)?\(?(?:[2-9][0-9]{2}\)? ?[-./ ,*]? ?)?[2-9][0-9]{2} ?[-./ ,*]? ?[0-9]{4})"
        r"(?![0-9a-z]|[.,][0-9])",
        value("[0-9][^0-9]{1,4}[0-9]"),
        no(value("^[0-9]{5}(?![0-9])|^[0-9]{3}[ ,][0-9]{4}$")),
    ),
    rule(
        "phone",
        r"(?<![0-9a-z])((?:1 ?[-./,*]? ?)?\(?[2-9][0-9]{2}\)? ?([*~=|,:/\\]) ?[0-9]{3} ?\2 ?[0-9]{4})(?![0-9a-z])",
        no(IN_A_CODE_LIST),
    ),
    rule(
        "phone",
        r"(?<![0-9a-z./$-])(\(?[2-9][0-9]{2}\)? ?([-./]) ?[2-9][0-9]{2} ?(?!\2)[-./] ?[0-9]{4})(?![0-9a-z])",
        no(IN_A_CODE_LIST),
    ),
    rule(
        "phone",
        START + r"((?:eight hundred|one eight hundred) ?[-,]? ?[0-9]{3} ?[-. ] ?[0-9]{4})(?![0-9a-z])",
    ),
    rule(
        "phone",
        r"(?<![a-z])(?:main|direct|line|local|number|callback|desk|office|back|hotline|dial|reach|"
        r"option)(?: ?#| (?:no|number|num|at|on|is))?[ :]{1,2}"
        r"([2-9][0-9]{2}[ .-][0-9]{4})(?![0-9a-z]|[-.,][0-9])",
        no(ENDS_AS_A_YEAR),
        no(TRANSACTION_SET),
    ),
    rule(
        "phone",
        r"(?<![0-9a-z.,$-])([2-9][0-9]{2}\.[0-9]{4})(?![0-9a-z%]|[-.,][0-9])",
        no(IN_A_CODE_LIST),
        no(before("(?:cfr|sec|section|part|pub|ch|chapter|manual|rule|usc|=|x|\u00a7) ?$")),
    ),
    rule(
        "phone", r"(?<![0-9a-z.,$-])([2-9][0-9]{2} [0-9]{4})(?= (?:and ask|ask for|press|option|opt|ext|then|x[0-9]))"
    ),
    rule(
        "phone",
        r"(?<![a-z])(?:ext|extn|extension|x)[ .:#]{1,3}([0-9]{2,6})(?= (?:at|in|for|of|with|and ask|ask)(?![a-z]))",
        no(before("[0-9] ?x ?$")),
    ),
    rule("phone", r"(?<![a-z])(?:ext|extn|extension)[ .:#]{1,3}([0-9]{2})" + END),
    rule(
        "phone",
        r"(?<![a-z])(?:phone|tel|cell|callback|call back|fax|number|line)(?: number| no\.?|"
        r" #)? (?:ending|ends|that ends)(?: in| with| w/)?[ :#]{1,3}([0-9]{2,4})(?![0-9a-z])",
    ),
    rule(
        "phone",
        r"(?<![0-9a-z])((?:\([1-9][0-9]{0,2}\)|(?:011|00)[ -][1-9][0-9]{0,2})"
        r"[ -](?:[0-9]{2,4}[ -]){1,4}[0-9]{2,4})(?![0-9a-z])",
        digits("^[0-9]{9}"),
    ),
    rule(
        "phone",
        START + r"([2-9][0-9](?: [0-9]{2}){4})(?![0-9a-z]|[.,-][0-9])",
        no(IN_A_CODE_LIST),
        no(both(LISTED, no(PHONE_BEFORE))),
    ),
    rule(
        "phone", r"(?<![a-z])(?:text(?:ed)?(?: to)?|pager|short ?code|sms)[ :]{1,2}([0-9]{4,6})(?![0-9a-z-]|[.,][0-9])"
    ),
    rule("phone", r"(?<![a-z])(?:ext|extn|extension)[ .:#]{1,3}x?([0-9]{3,6})" + END),
    rule(  # letters for digits: 1-800-555-CLMS
        "phone",
        START + r"((?:1[-. ])?(?:\(8[0-9]{2}\) ?|8(?:00|33|44|55|66|77|88)[-.])(?:[0-9]{3}[-. ][a-z]{4}|[a-z]{6,10}|"
        r"[a-z]{3}[-.][a-z]{4}))(?![0-9a-z])",
        no(value("medicare|medicaid")),
    ),
    rule("phone", START + r"((?:1[-. ])?[2-9][0-9]{2}[-.][0-9]{3}[-.][a-z]{4})(?![0-9a-z])"),
    rule(
        "fax",
        rf"(?<![a-z])(?:e-?)?(?:fax(?:e?d)?|fx|facsimile)(?: ?(?:number|num|no|#))?(?: (?:it|them|this|records?|"
        rf"appeals?|letter|notes|to|at|on)){{0,3}}{PHONE_LINK}{PHONE_VALUE}",
        *LABELLED_PHONE,
    ),
    rule(
        "phone",
        r"(?<![a-z])(?:phone|telephone|tele|tel|ph|cell|mobile|call(?:ed|ing)?|dial(?:ed)?|text(?:ed)?|contact|"
        r"reach(?:ed)?|"
        r"voicemail|pager|beeper|ring|sms|whatsapp)(?: ?(?:number|num|no|#|line|back))?(?: (?:me|us|him|her|them|"
        r"on|at|to|from|frm|fr)){0,2}"
        rf"{PHONE_LINK}{PHONE_VALUE}",
        *LABELLED_PHONE,
    ),
    rule(
        "phone",
        rf"(?<![0-9])(?<![0-9][-./])((?:(?:\+|00)?1{SEP}?)?(?:\(?[0-9]{{3}}\) ?[-.]? ?|[0-9]{{3}}(?: ?[-.] ?|"
        rf"/ ?(?=[0-9]{{3}}-)))[0-9]{{3}}(?: ?[-.] ?| )[0-9]{{4}}{EXT})(?![0-9])",
    ),
    rule(
        "phone",
        START + rf"([2-9][0-9]{{2}} [0-9]{{3}}(?: | ?[-.] ?)[0-9]{{4}}{EXT})" + END,
        no(ENDS_AS_A_YEAR),
        no(IN_A_CODE_LIST),
    ),
    rule("phone", rf"(?<![0-9])(?<![0-9][-./])((?:\([0-9]{{3}}\) ?|[2-9][0-9]{{2}}[-.])[0-9]{{7}}{EXT})(?![0-9])"),
    rule("phone", rf"(?<![0-9a-z$.,])((?:\+?1 ?)?[2-9][0-9]{{9}}{EXT})" + END),
    rule(
        "phone",
        r"(?<![0-9a-z+])(\+[0-9]{1,3}[ .-]?(?:\([0-9]{1,4}\) ?)?[0-9]{1,5}(?:[ .-]?[0-9]{2,5}){1,4})(?![0-9])",
        digits("^[0-9]{8}"),
        no(CODES_OF_FIVE),
    ),
    rule("phone", r"(?<![0-9a-z.$-])([2-9][0-9]{2}[.-][0-9]{4} ?(?:x|ext\.?|extension) ?[0-9]{1,6})" + END),
    rule("phone", START + r"([2-9][0-9]{2} [0-9]{3} [0-9]{2} [0-9]{2})(?![0-9a-z]|[.,-][0-9])", no(IN_A_CODE_LIST)),
    rule(
        "phone",
        rf"(?<![0-9a-z.$-])([2-9][0-9]{{2}}-[0-9]{{4}}{EXT})(?![0-9a-z]|[-.][0-9])",
        no(ENDS_AS_A_YEAR),
        no(TRANSACTION_SET),
    ),
)
