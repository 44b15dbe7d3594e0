"""The states, and the ZIP prefixes that lie in each.

Source of the prefixes: USPS, Labeling List L002 (three-digit ZIP code prefixes), public; the military and the
territories other than Puerto Rico are left out.
"""

from collections.abc import Mapping
from typing import Final

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
