"""Ways to reach somebody: e-mail, web and network addresses, telephone and fax numbers of American shape."""

import re
from ipaddress import AddressValueError, IPv6Address
from typing import Final

from reports.screening.rule import CODE_LIST_BEFORE, END, START, YEAR, Found, before, rule

OCTET: Final = 255

SEP: Final = r"(?: ?[-./] ?| )"
EXT: Final = r"(?: ?(?:x|ext\.?|extension) ?[0-9]{1,6})?"
PHONE_LINK: Final = r"[ .:#=-]{0,4}(?:(?:is|was|at)[ :]{1,2})?"
PHONE_VALUE: Final = r"(\+?[0-9(][0-9 ().-]{5,20}[0-9]" + EXT + ")" + END
MAIL_END: Final = r"(?:com|net|org|edu|gov|mil|us|io|co|me)"
DOMAIN_END: Final = r"(?:com|net|org|edu|gov|mil|io|biz)"
DOMAIN_END_WITH_PATH: Final = r"(?:com|net|org|edu|gov|mil|io|biz|us|co|me|info|health|care|app|ai|dev|ly|gl)"
SECTION_BEFORE: Final = re.compile(
    r"(?:^|[^a-z])(?:\u00a7|sec(?:tion)?s?|ch(?:apter)?|v(?:er(?:sion)?)?|pub|manual|policy|release)[ .:]{0,2}$"
)


def ipv4(match: Found) -> bool:
    octets = match.group(1).replace(" ", "").split(".")
    return all(int(octet) <= OCTET for octet in octets) and not SECTION_BEFORE.search(before(match))


def ipv6(match: Found) -> bool:
    try:
        IPv6Address(match.group(1))
    except AddressValueError:
        return False
    parts = [part for part in match.group(1).split(":") if part]
    return len(parts) > 2 or any(len(part) == 4 for part in parts)


def hardware_address(match: Found) -> bool:
    return ":" in match.group(1) or any(char.isalpha() for char in match.group(1))


def web_address(match: Found) -> bool:
    """A bare government domain is a source, not a person; with a path it may carry anything."""
    address = match.group(1)
    name = address.split(".", 1)[0]
    return any(char.isalpha() for char in name) and not address.endswith(".gov")


def spaced_phone(match: Found) -> bool:
    return not YEAR.fullmatch(match.group(1)[-4:]) and not CODE_LIST_BEFORE.search(before(match))


def local_phone(match: Found) -> bool:
    """Seven digits; 837-5010 and 835-4010 are transaction sets."""
    last = match.group(1)[-4:]
    return last not in {"5010", "4010"} and not YEAR.fullmatch(last)


def foreign_phone(match: Found) -> bool:
    """'+96361 96375' are add-on codes."""
    groups = re.findall("[0-9]+", match.group(1))
    return sum(map(len, groups)) > 7 and any(len(group) != 5 for group in groups)


def labelled_phone(match: Found) -> bool:
    groups = re.findall("[0-9]+", match.group(1))
    dated = re.fullmatch(r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}", match.group(1))
    return 7 <= sum(map(len, groups)) <= 15 and len(groups[0]) != 5 and not dated


NET_RULES: Final = (
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
        lambda match: (
            "dot" in match.group(1)
            or re.search(r"[(\[]|gmail|yahoo|hotmail|outlook|aol|icloud", match.group(1)) is not None
        ),
    ),
    rule("url", r"((?:https?|hxxps?|s?ftp) ?: ?/ ?/ ?[^ ]{0,2000}[^ .,;:!?)\]\"'])"),
    rule("url", r"(?<![0-9a-z@.-])(www[0-9]? ?\. ?[a-z0-9-]{1,63}(?:[^ ]{0,2000}[^ .,;:!?)\]\"'])?)"),
    rule(
        "url", rf"(?<![0-9a-z@.-])((?:[a-z0-9-]{{1,63}}\.){{1,4}}{DOMAIN_END_WITH_PATH}/[^ ]{{0,2000}}[^ .,;:!?)\]\"'])"
    ),
    rule("url", rf"(?<![0-9a-z@.-])((?:[a-z0-9-]{{1,63}}\.){{1,4}}{DOMAIN_END})(?![0-9a-z@-])", web_address),
    rule("device_number", START + r"((?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2})" + END, hardware_address),
    rule("ip", r"(?<![0-9a-z:])([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![0-9a-z:])", ipv6),
    rule("ip", r"(?<![0-9a-z.])([0-9]{1,3}(?: ?\. ?[0-9]{1,3}){3})(?![0-9]| ?\. ?[0-9])", ipv4),
)
PHONE_RULES: Final = (
    rule(
        "fax",
        rf"(?<![a-z])(?:e-?)?(?:fax(?:ed)?|facsimile)(?: ?(?:number|num|no|#))?(?: (?:it|them|this|records?|"
        rf"appeals?|letter|notes|to|at|on)){{0,3}}{PHONE_LINK}{PHONE_VALUE}",
        labelled_phone,
    ),
    rule(
        "phone",
        r"(?<![a-z])(?:phone|telephone|tele|tel|ph|cell|mobile|call(?:ed|ing)?|dial(?:ed)?|text(?:ed)?|contact|"
        r"reach(?:ed)?|"
        r"voicemail|pager|beeper|ring|sms|whatsapp)(?: ?(?:number|num|no|#|line|back))?(?: (?:me|us|him|her|them|"
        r"on|at|to|from)){0,2}"
        rf"{PHONE_LINK}{PHONE_VALUE}",
        labelled_phone,
    ),
    rule(
        "phone",
        rf"(?<![0-9])(?<![0-9][-./])((?:(?:\+|00)?1{SEP}?)?(?:\(?[0-9]{{3}}\) ?[-.]? ?|[0-9]{{3}}(?: ?[-.] ?|"
        rf"/ ?(?=[0-9]{{3}}-)))[0-9]{{3}}(?: ?[-.] ?| )[0-9]{{4}}{EXT})(?![0-9])",
    ),
    rule("phone", START + rf"([2-9][0-9]{{2}} [0-9]{{3}}(?: | ?[-.] ?)[0-9]{{4}}{EXT})" + END, spaced_phone),
    rule("phone", rf"(?<![0-9])(?<![0-9][-./])((?:\([0-9]{{3}}\) ?|[2-9][0-9]{{2}}[-.])[0-9]{{7}}{EXT})(?![0-9])"),
    rule("phone", rf"(?<![0-9a-z$.,])((?:\+?1 ?)?[2-9][0-9]{{9}}{EXT})" + END),
    rule(
        "phone",
        r"(?<![0-9a-z+])(\+[0-9]{1,3}[ .-]?(?:\([0-9]{1,4}\) ?)?[0-9]{1,5}(?:[ .-]?[0-9]{2,5}){1,4})(?![0-9])",
        foreign_phone,
    ),
    rule("phone", rf"(?<![0-9a-z.$-])([2-9][0-9]{{2}}-[0-9]{{4}}{EXT})(?![0-9a-z]|[-.][0-9])", local_phone),
)
