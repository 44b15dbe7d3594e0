"""Street addresses and ZIP codes, told from phrases by the ZIP prefixes of each state and by words that name no street.

Source of the prefixes: USPS, Labeling List L002 (three-digit ZIP code prefixes), public; the military and the
territories other than Puerto Rico are left out.
"""

import re
from collections.abc import Mapping
from typing import Final

from reports.screening.rule import END, START, YEAR, Found, after, rule

ZIP_PREFIXES: Final[Mapping[str, tuple[tuple[int, int], ...]]] = {
    "al": ((350, 369),),
    "ak": ((995, 999),),
    "az": ((850, 865),),
    "ar": ((716, 729),),
    "ca": ((900, 961),),
    "co": ((800, 816),),
    "ct": ((60, 69),),
    "de": ((197, 199),),
    "dc": ((200, 205),),
    "fl": ((320, 349),),
    "ga": ((300, 319), (398, 399)),
    "hi": ((967, 968),),
    "id": ((832, 838),),
    "il": ((600, 629),),
    "in": ((460, 479),),
    "ia": ((500, 528),),
    "ks": ((660, 679),),
    "ky": ((400, 427),),
    "la": ((700, 714),),
    "me": ((39, 49),),
    "md": ((206, 219),),
    "ma": ((10, 27), (55, 55)),
    "mi": ((480, 499),),
    "mn": ((550, 567),),
    "ms": ((386, 397),),
    "mo": ((630, 658),),
    "mt": ((590, 599),),
    "ne": ((680, 693),),
    "nv": ((889, 898),),
    "nh": ((30, 38),),
    "nj": ((70, 89),),
    "nm": ((870, 884),),
    "ny": ((5, 5), (100, 149)),
    "nc": ((270, 289),),
    "nd": ((580, 588),),
    "oh": ((430, 459),),
    "ok": ((730, 749),),
    "or": ((970, 979),),
    "pa": ((150, 196),),
    "pr": ((6, 9),),
    "ri": ((28, 29),),
    "sc": ((290, 299),),
    "sd": ((570, 577),),
    "tn": ((370, 385),),
    "tx": ((750, 799), (885, 885)),
    "ut": ((840, 847),),
    "vt": ((50, 59),),
    "va": ((201, 201), (220, 246)),
    "wa": ((980, 994),),
    "wv": ((247, 268),),
    "wi": ((530, 549),),
    "wy": ((820, 831),),
}
STATE_NAMES: Final = dict(
    name.replace("-", " ").split(":")
    for name in (
        "alabama:al alaska:ak arizona:az arkansas:ar california:ca colorado:co connecticut:ct delaware:de florida:fl "
        "georgia:ga hawaii:hi idaho:id illinois:il indiana:in iowa:ia kansas:ks kentucky:ky louisiana:la maine:me "
        "maryland:md massachusetts:ma michigan:mi minnesota:mn mississippi:ms missouri:mo montana:mt nebraska:ne "
        "nevada:nv new-hampshire:nh new-jersey:nj new-mexico:nm new-york:ny north-carolina:nc north-dakota:nd ohio:oh "
        "oklahoma:ok oregon:or pennsylvania:pa puerto-rico:pr rhode-island:ri south-carolina:sc south-dakota:sd "
        "tennessee:tn texas:tx utah:ut vermont:vt virginia:va washington:wa west-virginia:wv wisconsin:wi wyoming:wy"
    ).split()
)
NO_STREET_NAME: Final = (
    "a about abdomen abdominal after again all also an and another any are as at back be because been before billed "
    "bone both brain but by cardiac chest claim claims code codes contrast coronary cpt date day days denial "
    "denials denied did do does done dose down each every except face first for from get global got had has have "
    "head heart hip hospital hour hours if in into is it its kept knee last lab level line lines low lumbar lung "
    "made mg mil minute minutes mod modifier modifiers month months my neck need needed needs neither next no non "
    "not note of off office on one only or other our out over paid pap patient payer payers pelvis pelvic per "
    "percent phone place pos provider providers referring right same said sent session sessions setting side sinus "
    "so spine such than that the their them then there these they this three times to total two under unit units up "
    "us versus via visit visits vs want was way we week weeks were what when which while who with without wk wrong "
    "year years you your ordering rendering attending treating new left one-way two-way no-show wo cases case "
    "appeals appeal tests test studies study scans scan images image"
)
STREET_STOPWORDS: Final = frozenset(NO_STREET_NAME.split())
STREET_GOES_ON: Final = re.compile(
    r" ?[.,;:)]| ?$| (?:apt|unit|ste|suite|in|[nsew]{1,2}|and|#|near|[a-z]+ ?,)(?![a-z])| [0-9]|"
    r"(?: [a-z]{2,15}){1,3} [0-9]{5}(?![0-9])"
)
PAYER_WORD_BEFORE: Final = re.compile(
    r"(?:bcbs|blue|cross|shield|medicaid|medicare|aetna|uhc|cigna|anthem|humana|molina|superior|novitas|noridian|"
    r"palmetto|railroad|tricare|payer|plan|denied|paid|billed|claims?|in|cpt|codes?|[0-9])$"
)
LONG_STREET: Final = (
    r"(?:street|avenue|ave|boulevard|blvd|road|rd|lane|ln|parkway|pkwy|highway|hwy|terrace|turnpike|tpke|expressway)"
)
SHORT_STREET: Final = (
    r"(?:st|str|dr|drive|ct|court|way|pl|place|cir|circle|trl|trail|ter|sq|square|loop|run|pike|path|row|plaza)"
)
COMPASS: Final = r"(?: (?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.?(?![0-9a-z]))?"
ROOM: Final = r"(?:[ ,]{1,2}(?:apt|apartment|unit|ste|suite|#)\.? ?#?[0-9a-z-]{1,6}(?![0-9a-z]))?"
HOUSE: Final = START + r"(?<![0-9][.,-])(?<![$])([0-9]{1,6}(?:-[0-9]{1,4})?[a-z]?,? ((?:[a-z0-9'.-]{1,20} ){1,4})"
STATE: Final = "(?:" + "|".join([*ZIP_PREFIXES, *STATE_NAMES]) + ")"
ZIP: Final = r"([0-9]{5}(?:-[0-9]{4})?)(?![0-9a-z]|-[0-9a-z])"


def plus_four(match: Found) -> bool:
    return not YEAR.fullmatch(match.group(1)[-4:])


def in_state(match: Found) -> bool:
    """Whether the ZIP can lie in the state before it: 'network, or 99213' is no place in Oregon."""
    place = match.string[match.start() : match.start(1)].rstrip(" ,.")
    prefix = int(match.group(1)[:3])
    named = re.search(rf"[ ,]({STATE})$", place)
    state = STATE_NAMES.get(named[1], named[1]) if named else ""
    return any(low <= prefix <= high for low, high in ZIP_PREFIXES.get(state, ()))


def city_and_state(match: Found) -> bool:
    """'Dallas, TX 75201' names a place; 'BCBS, TX 77301' names a payer and a code."""
    return in_state(match) and not PAYER_WORD_BEFORE.search(match.group().split(",")[0].rstrip())


def street(match: Found) -> bool:
    names = match.group(2).split()
    return not any(name.strip(".,'") in STREET_STOPWORDS for name in names) and not all(
        name.isdigit() for name in names
    )


def short_street(match: Found) -> bool:
    """Suffixes that are also words (dr, ct, way): the text must go on like an address, or stop."""
    return street(match) and STREET_GOES_ON.match(after(match)) is not None


PLACE_RULES: Final = (
    rule("address", HOUSE + LONG_STREET + r"(?![a-z])\.?" + COMPASS + ROOM + ")", street),
    rule("address", HOUSE + SHORT_STREET + r"(?![a-z])\.?" + COMPASS + ROOM + ")", short_street),
    rule("address", r"(?<![a-z])((?:(?:p\.? ?o\.? ?|post office )box|pob) ?#?:? ?[0-9]{1,7})(?![0-9a-z])"),
    rule("address", START + r"([0-9]{1,6} (?:us |state |county |old )?(?:hwy|highway|route) [0-9]{1,4})" + END),
    rule("address", r"(?<![a-z])((?:apt|apartment|suite|ste)\.? ?#?[0-9]{1,5}[a-z]?)(?![0-9a-z])"),
    rule(
        "address",
        r"(?<![a-z])((?:rr|rural route|county road|cr|state route|route) ?#?[0-9]{1,4},? box ?[0-9]{1,5})(?![0-9a-z])",
    ),
    rule("zip", r"(?<![a-z])(?:zip|zip ?-?codes?|postal ?codes?|postcode)[ :.#=()-]{0,4}(?:(?:is|was|of) )?" + ZIP),
    rule("zip", r"(?<![0-9a-z.$-])([0-9]{5}-[0-9]{4})(?![0-9a-z]|[-.][0-9])", plus_four),
    rule("zip", rf"(?<![a-z])[a-z]{{3,20}} ?, ?{STATE}[ ,.]{{1,3}}{ZIP}", city_and_state),
    rule(
        "zip",
        rf"(?<![a-z])(?:lives?|living|resid(?:es?|ing)|located|moved|home|address) (?:in|to|is|"
        rf"at) (?:[a-z.]{{2,20}} ){{1,3}}?{STATE}[ ,.]{{1,3}}{ZIP}",
        in_state,
    ),
)
ZIP_AFTER_ADDRESS: Final = rule("zip", r"(?<![0-9a-z.$-])" + ZIP)
