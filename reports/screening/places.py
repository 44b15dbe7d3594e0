"""Street addresses and ZIP codes, told from phrases by the ZIP prefixes of each state and by words of no street."""

from typing import Final

from reports.screening.rule import (
    END,
    START,
    after,
    before_label,
    both,
    computed,
    either,
    has_word_of,
    is_one_of,
    label,
    no,
    rule,
    value,
)
from reports.screening.states import STATE_NAMES, ZIP_PREFIXES

STREET_GOES_ON: Final = after(  # suffixes that are also words (dr, ct, way): the text goes on like an address, or stops
    r"^(?: ?[.,;:)]| ?$| (?:apt|unit|ste|suite|in|[nsew]{1,2}|and|#|near|[a-z]{1,20} ?,)(?![a-z])| (?:dock|"
    r"bldg|building|floor|fl|rm|room|gate|lot) [0-9]| [0-9]|"
    r"(?: [a-z]{2,15}){1,3} [0-9]{5}(?![0-9]))"
)
# 'Dallas, TX 75201' names a place; 'BCBS, TX 77301' names a payer and a code
OF_A_PAYER: Final = label(
    r"^[a-z]{0,20}(?:bcbs|blue|cross|shield|medicaid|medicare|aetna|uhc|cigna|anthem|humana|molina|superior|"
    r"novitas|noridian|"
    r"palmetto|railroad|tricare|payer|plan|denied|paid|billed|claims?|in|cpt|codes?) ?,"
)
LONG_STREET: Final = (
    r"(?:street|avenue|ave|boulevard|blvd|road|rd|lane|ln|parkway|pkwy|highway|hwy|terrace|turnpike|tpke|expressway)"
)
SHORT_STREET: Final = (
    r"(?:st|str|dr|drive|ct|court|way|pl|place|cir|circle|trl|trail|ter|sq|square|loop|run|pike|path|row|plaza|"
    r"landing|crossing|alley|cove|bend|commons|heights|mews|crescent|causeway|bypass|hollow|ridge)"
)
COMPASS: Final = r"(?: (?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.?(?![0-9a-z]))?"
ROOM: Final = r"(?:[ ,]{1,2}(?:apt|apartment|unit|ste|suite|#)\.? ?#?[0-9a-z-]{1,6}(?![0-9a-z]))?"
HOUSE: Final = START + r"(?<![0-9][.,-])(?<![$])([0-9]{1,6}(?:-[0-9]{1,4})?[a-z]?,? ((?:[a-z0-9'.-]{1,20} ){1,4})"
STATE: Final = "(?:" + "|".join([*ZIP_PREFIXES, *STATE_NAMES]) + ")"
ZIP: Final = r"([0-9]{5}(?:-[0-9]{4})?)(?![0-9a-z]|-[0-9a-z])"
SPELLED: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|oh)"
)
ROADS: Final = (
    r"(?:(?:(?:us|state|county|old|rural|business) ){0,2}(?:hwy|highway|route|rte|interstate)|"
    r"(?:old )?(?:county|state|farm|ranch) (?:to market )?(?:road|rd)|fm|us(?=-)|i(?=-))[ -][0-9]{1,4}"
)
STREET: Final = (
    no(has_word_of("no_street_name", 2)),
    no(value("[0-9]{4}[0-9a-z]", 2)),
    no(value("^(?:[0-9]{1,20} ){1,4}$", 2)),
    no(both(value(" loop$"), after("^ (?:1000|2[0-4][0-9]{2})[a-z]{0,2}(?![0-9])"))),  # of a transaction: loop 2310C
    no(both(value(" sq$"), after("^ (?:in|inch|inches|cm|ft|feet)(?![a-z])"))),
)

CLEAREST_STREET: Final = r"(?:cir|circle|trl|xing|cv|cove|plz|mews)"
CLEAR_STREET: Final = r"(?:ct|cir|circle|trl|trail|ter|xing|cv|cove|plz|pl|loop|ln|court|mews|dr|st)"
NO_NAME: Final = (  # '10 noncontrast CT', '12 repeated Dr visits'
    r"(?:ed|ing|tion|sion|al|ic|ous|ive|scopy|graphy|ent|ast|s|up|head|brain|chest|sinus|spine|neck|facial|bone|low|"
    r"dose)"
    r"(?: |$)"
)
LIVED: Final = (
    r"(?<![a-z])(?:home|house|address|addr|lives?|lived|living|resid(?:es?|ing|ence)|moved|provider|patient|pt|site|"
    r"office|"
    r"clinic|located|location|pick ?-?up|drop ?-?off|from|at|pay-to|pay to|mail(?:ed|ing)?|old|new|box 32|32 had|has|"
    r"had|"
    r"practice|group home|facility)(?: (?:is|was|at|on|to|from|has|had|addr|address|says|shows|of)){0,2}[ :,]{1,2}"
)
PLACE_RULES: Final = (
    rule("address", HOUSE + LONG_STREET + r"(?![a-z])\.?" + COMPASS + ROOM + ")", *STREET),
    rule(
        "address",
        HOUSE + SHORT_STREET + r"(?![a-z])\.?" + COMPASS + ROOM + ")",
        *STREET,
        either(STREET_GOES_ON, value(r"[ ,](?:apt|apartment|unit|ste|suite|#)\.? ?#?[0-9a-z-]{1,6}$")),
    ),
    *(
        rule(  # 88 Larkspur Ct is in NPPES: no word of the trade between the house and the street
            "address",
            rf"{START}(?<![0-9][.,/-])(?<![$])"
            rf"([1-9][0-9]{{{least},4}} ([a-z][a-z'-]{{3,14}}{more}) {street})(?![0-9a-z'-])",
            no(has_word_of("no_street_name", 2)),
            no(has_word_of("not_names", 2)),
            no(value(NO_NAME, 2)),
        )
        for more in ("", " [a-z][a-z'-]{3,14}")
        for least, street in ((1, CLEAR_STREET), (0, CLEAREST_STREET))
    ),
    *(
        rule(  # home is 12 Quail Run per the demo sheet
            "address",
            rf"{LIVED}([1-9][0-9]{{0,4}} ([a-z][a-z'-]{{3,14}}{more}) (?:{SHORT_STREET}|xing|plz|cv))(?![0-9a-z'-])",
            no(has_word_of("no_street_name", 2)),
            no(has_word_of("not_names", 2)),
        )
        for more in ("", " [a-z][a-z'-]{3,14}")
    ),
    rule(  # 77 W Birch St
        "address",
        START
        + rf"(?<![0-9][.,-])(?<![$])([0-9]{{1,6}} [nsew]\.? ([a-z'-]{{3,20}}(?: [a-z'-]{{3,20}})?) {SHORT_STREET})"
        r"(?![a-z])",
        no(has_word_of("no_street_name", 2)),
    ),
    rule(
        "address",
        r"(?<![a-z])(?:loc|location|address|addr|site|office|at|clinic|lives at)[ :]{1,2}"
        r"([0-9]{2,5} [nsew]\.? [a-z]{4,15})(?![a-z])",
    ),
    rule("address", r"(?<![a-z])((?:(?:p\.? ?o\.? ?|post office )bo?x|pob|lock ?box) ?#?:? ?[0-9]{1,7})(?![0-9a-z])"),
    rule(
        "address",
        r"(?<![a-z])(?:at|to|mail|mailed|address|box|lock ?box|remit|old|wrong|our|payments?|checks?|from)[ :]{1,2}"
        r"(?:the )?(po ?#?[0-9]{2,7})(?![0-9a-z%]|[.,-][0-9])",
    ),
    rule("address", r"(?<![a-z])((?:dept|department|drawer|mail ?stop|mail code)\.? ?#?[0-9]{4,6})(?![0-9a-z])"),
    rule(
        "address",
        rf"(?<![a-z'-])({SPELLED}(?:[ -](?:and )?{SPELLED}){{0,6}} ((?:[a-z'.-]{{2,20}} ){{1,3}})"
        + LONG_STREET
        + r")(?![a-z])",
        *STREET,
    ),
    rule("address", START + rf"([0-9]{{1,6}} {ROADS}[a-z]?(?: [nsew](?![a-z]))?)" + END),
    rule("address", r"\] ?,? ?((?:lot|space|spc|trailer|trlr|slip)\.? ?#?[0-9]{1,4}[a-z]?)" + END),
    rule("address", r"(?<![a-z])((?:apt|apartment|suite|ste)\.? ?#?[0-9]{1,5}[a-z]?)(?![0-9a-z])"),
    rule(
        "address",
        r"(?<![a-z])((?:rr|rural route|county road|cr|state route|route) ?#?[0-9]{1,4},? box ?[0-9]{1,5})(?![0-9a-z])",
    ),
    rule(
        "address",
        r"(?<![a-z])(?:lives?|lived|living|resid(?:es?|ing)|"
        r"located) at ([0-9]{1,6} (?:[nsew]{1,2}\.? )?[a-z]{3,15})(?![a-z])",
    ),
    rule("address", r"(?<![a-z])address[ :]{1,3}(?:is |was )?" + HOUSE + SHORT_STREET + "(?![a-z]))", *STREET),
    rule("zip", r"(?<![a-z])(?:wrong )?localit(?:y|ies)[ ,:]{1,3}([2-9][0-9]{4})(?![0-9a-z-])"),
    rule("zip", r"(?<![a-z])(?:zip|zip ?-?codes?|postal ?codes?|postcode)[ :.#=()-]{0,4}(?:(?:is|was|of) )?" + ZIP),
    rule(
        "zip",
        r"(?<![a-z])(?:lives?|lived|living|resid(?:es?|ed|ing)|moved|relocated|domiciled|home is|(?<!nursing )home)"
        r"(?: (?:in|at|to|near|around|now|zip|code)){0,3}[ :]{1,2}" + ZIP,
        no(both(label("^moved "), before_label("(?:^|[^a-z])(?:we|it|they|coding|codes?|payer|coder) $"))),
    ),
    rule("zip", r"(?<![a-z])(?:drives?|drove|driving|trip|rides?|comes|coming|commutes?|travels?) (?:from|to) " + ZIP),
    rule("zip", r"(?<![a-z])(?:pick ?-?up|drop ?-?off)(?: (?:zip|at|from|in|was|is)){0,2}[ :]{1,2}" + ZIP),
    rule(
        "zip",
        r"(?<![0-9a-z'-])(?=[a-z ,.]{4,50}?" + ZIP + ")"  # found first, so that it is group 1
        rf"([a-z]{{2,14}}(?: [a-z]{{3,14}})?),? {STATE}[ ,.]{{1,3}}(?=[0-9])",
        is_one_of("cities", 2),
    ),
    rule("zip", r"(?<![0-9a-z.$-])([0-9]{5}-[0-9]{4})(?![0-9a-z]|[-.][0-9])", no(value("(?:19|20)[0-9]{2}$"))),
    rule("zip", rf"(?<![a-z])[a-z]{{3,20}} ?, ?{STATE}[ ,.]{{1,3}}{ZIP}", computed("zip_in_state"), no(OF_A_PAYER)),
    rule(
        "zip",
        rf"(?<![a-z])(?:lives?|living|resid(?:es?|ing)|located|moved|home|address) (?:in|to|is|"
        rf"at) (?:[a-z.]{{2,20}} ){{1,3}}?{STATE}[ ,.]{{1,3}}{ZIP}",
        computed("zip_in_state"),
    ),
)
ZIP_AFTER_ADDRESS: Final = rule("zip", r"(?<![0-9a-z.$-])" + ZIP)
