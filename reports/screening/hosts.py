"""Addresses on the net in rarer shapes: any top-level domain, bare hosts, disguises, paths of a machine, handles."""

from typing import Final

from reports.screening.rule import Rule, no, rule, value

HOST: Final = r"[a-z0-9-]{1,63}"
LOCAL_PART: Final = r"[a-z0-9._%+'-]{1,64}"
# no word of English stands behind a missing blank here, as in 'denied.care'
CLEAR_END: Final = (
    r"(?:example|test|invalid|localhost|local|lan|internal|intranet|corp|home\.arpa|info|app|dev|xyz|online|website|"
    r"health|healthcare|clinic|care|medical|med|doctor|dental|hospital|insurance|insure|agency|services?|solutions|"
    r"systems|network|cloud|tech|technology|digital|software|email|support|site|store|shop|group|company|consulting|"
    r"expert|center|foundation|institute|university|academy|school|museum|museum|name|mobi|tel|jobs|travel|coop|aero|"
    r"ai|tv|fm|gl|ly|uk|ca|au|de|fr|nz|ie|nl|eu|mx|ph|jp|cn|ru|br|ch)"
)
WORD_END: Final = r"(?:us|co|me|in|to|is|it|be|at|so|no|md)"  # words too: only behind two labels, a hyphen or a digit
AT: Final = r"(?: ?[(\[{<*/-] ?(?:at|a|@) ?[)\]}>*/-] ?| ?@ ?| at )"
DOT: Final = r"(?: ?[(\[{<*/-] ?(?:dot|\.) ?[)\]}>*/-] ?| dot )"
ABBREVIATED: Final = value(r"^(?:[a-z]\.){1,3}[a-z]{1,4}$|^(?:dr|mr|mrs|ms|st|vs|no|ext|approx|incl|dept)\.")
HANDLED: Final = (
    r"(?:twitter|insta(?:gram)?|ig|tik ?tok|telegram|skype|discord|venmo|cash ?app|snap(?:chat)?|reddit|facebook|"
    r"fb|linked ?in|user ?name|user ?id|screen ?name|login|handle|signal|slack|x\.com|teams)"
)

SIGNED_IN: Final = (
    r"(?<![a-z])(?:user ?(?:name|id)?|log[ -]?in|(?:logged|signed) in|screen ?name)(?: (?:is|was|as|name|id)){0,2}"
    r"[ :='\"(]{1,3}"
)
# two consonants with which no English word begins: an initial, then a surname
ONSET: Final = (
    "(?!bl|br|ch|cl|cr|dr|dw|fl|fr|gh|gl|gn|gr|kn|kr|ph|pl|pr|ps|qu|rh|sc|sh|sk|sl|sm|sn|sp|sq|st|sv|sw|sy|th|tr|tw|"
    "ty|wh|wr)[b-df-hj-np-tv-z]{2}"
)
NO_USER: Final = value(
    r"^(?:levels?|codes?|lines?|pages?|steps?|loops?|forms?|mods?|calls?|edits?|types?|cpts?|hcpcs|icd|box|rev|pos|"
    r"http|https|xml|html|pwd|passwd|mfa|sso)[0-9]{0,4}$"
)

HOST_RULES: Final[tuple[Rule, ...]] = (
    rule("email", rf"({LOCAL_PART}{AT}{HOST}(?:{DOT}{HOST}|\.{HOST}){{0,2}}{DOT}[a-z]{{2,12}})(?![0-9a-z])")._replace(
        hint=r" dot |dot ?[)\]}>*/-]|[(\[{<*/-] ?dot"
    ),
    rule(
        "email",
        rf"({LOCAL_PART} ?@ ?{HOST}(?:\.{HOST}){{0,3}}(?: \. ?|\.)[a-z]{{2,12}})(?![0-9a-z])",
        no(value("@ [a-z]{2,20}\\. ")),
    )._replace(hint="@"),
    rule("email", rf"({LOCAL_PART}@ ?{HOST} ?[., ] ?(?:com|net|org|example|health))(?![0-9a-z])")._replace(hint="@"),
    rule(
        "email",
        rf"({LOCAL_PART} ?[(\[{{<] ?(?:at|a|@) ?[)\]}}>] ?{HOST}(?:\.{HOST}){{0,2}}\.[a-z]{{2,12}})(?![0-9a-z])",
    )._replace(hint=r"[(\[{<] ?(?:at|a|@) ?[)\]}>]"),
    rule(
        "email",
        r"(?<![0-9a-z])([a-z0-9._-]{3,64} at (?:gmail|yahoo|hotmail|icloud|aol|msn|protonmail|outlook)"
        r"(?: ?[., ] ?com)?)(?![0-9a-z])",
    )._replace(hint=" at "),
    rule("email", r"(?<![0-9a-z])([a-z0-9._-]{3,64}dot(?:com|net|org|edu))(?![0-9a-z])")._replace(hint="dot"),
    rule("url", r"(?<![0-9a-z@])(@[a-z][a-z0-9._-]{2,40})(?![0-9a-z])")._replace(hint="@"),
    rule(
        "url",
        r"(?<![a-z])" + HANDLED + r"(?: (?:is|name|handle))?[ :@=/]{1,3}([a-z0-9-]{0,20}[0-9._#/-][a-z0-9._#/-]{1,30})",
        value("[a-z]"),
        no(value("^[0-9.-]{1,9}$|^-|^/|^(?:time|lock|log|sign|set|pop|fail|re)-(?:out|up|on|off|in|set|over)s?$")),
    )._replace(hint=HANDLED),
    *(
        rule("url", rf"{SIGNED_IN}({named})(?![0-9a-z@.-])", no(NO_USER))._replace(
            hint="user|log[ -]?in|(?:logged|signed) in|screen ?name"
        )
        for named in (  # mtaylor77, kdelgado, mary.d
            r"[a-z]{3,16}[0-9]{1,4}",
            ONSET + "[a-z]{4,16}",
            r"[a-z]{1,16}\.[a-z]{1,16}",
        )
    ),
    rule(  # a key to an account
        "number",
        r"(?<![a-z])(?:password|passwd|passcode|pwd|pw)(?: (?:is|was))?[ :=]{1,2}([a-z]{3,14}[0-9]{1,6})(?![0-9a-z])",
        no(NO_USER),
    )._replace(hint="pass|pwd?"),
    rule("url", r"(?<![a-z0-9/])(/?(?:u|in)/[a-z][a-z0-9-]{3,30})(?![0-9a-z])"),
    rule("url", r"([a-z]{2,10}://[^ ]{0,2000}[^ .,;:!?)\]\"'])")._replace(hint="://"),
    rule("url", r"((?:(?<![a-z0-9])[a-z]:\\|\\\\)[^ ]{2,2000})")._replace(hint=r"\\"),
    rule("url", r"(?<![0-9a-z@.-])(localhost(?::[0-9]{2,5})?)(?![0-9a-z])")._replace(hint="localhost"),
    rule(
        "url",
        r"(?<![0-9a-z])(www[ ,.]{1,2}[a-z0-9-]{2,63}[ ,.]{1,2}(?:com|net|org|edu|us|info|example|health))(?![0-9a-z])",
    )._replace(hint="www"),
    rule("url", rf"(?<![0-9a-z@.-])({HOST}(?: \. ?|,)(?:com|net|org)(?:/[^ ]{{0,2000}})?)(?![0-9a-z@-])")._replace(
        hint=r"(?: \. ?|,)(?:com|net|org)(?![a-z])"
    ),
    rule(
        "url",
        r"(?<![0-9a-z@.-])(?!(?:[a-z]\.){1,3}[a-z]{1,4}/|(?:dr|mr|mrs|ms|st|vs|no|ext|approx|incl|dept)\.)"
        rf"((?:{HOST}\.){{0,3}}[a-z0-9-]{{3,63}}\.(?!(?:pts?|dr|mrs?|pmt|auth|appt|w|c)/)"
        r"[a-z]{2,12}(?::[0-9]{2,5})?/[^ ]{0,2000}[^ .,;:!?)\]\"'])",
    )._replace(hint=r"\.[a-z]{2,12}(?::[0-9]{2,5})?/"),
    rule(
        "url",
        rf"(?<![0-9a-z@.-])((?:{HOST}\.){{1,4}}{CLEAR_END})(?![0-9a-z@-]|\.[a-z0-9])",
        value(r"^[^.]{0,62}[a-z]"),
        no(ABBREVIATED),
    )._replace(hint=r"[a-z0-9]\." + CLEAR_END),
    rule(
        "url",
        rf"(?<![0-9a-z@.-])((?:[a-z0-9-]{{2,63}}\.){{2,4}}{WORD_END}|"
        rf"(?:[a-z0-9]{{2,30}}-[a-z0-9-]{{2,30}}|[a-z]{{3,30}}[0-9]{{1,5}})\.(?:us|co|me|md)|"
        rf"[a-z]{{6,40}}\.(?:us|co))(?![0-9a-z@-]|\.[a-z0-9])",
        value(r"^[^.]{0,62}[a-z]"),
    )._replace(hint=r"\." + WORD_END),
    rule("ip", r"(?<![a-z])ip(?: address| addr)?[ :]{1,3}([0-9]{1,3}(?:[ ,-][0-9]{1,3}){3})(?![0-9a-z])")._replace(
        hint=r"ip[ :]"
    ),
    rule("ip", r"(?<![a-z])ip (?:address )?(?:ends|ending) (?:in|with) (\.?[0-9]{1,3})(?![0-9a-z])")._replace(
        hint="ip "
    ),
    rule("ip", r"(?<![0-9a-z:])(::[0-9a-f]{1,4})(?![0-9a-z:])"),
)
