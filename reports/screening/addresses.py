"""ZIP codes without their usual company, and parts of addresses that stand alone."""

from typing import Final

from reports.screening.places import LONG_STREET, STATE, ZIP
from reports.screening.rule import Rule, after, before, computed, either, has_word_of, is_one_of, no, rule, value

MODIFIED: Final = after(r"^ ?(?:x ?[0-9]|-[a-z0-9]|[+&] ?[0-9])")
VISIT: Final = value("^9[0-9]{4}$")  # a code that every office bills
NO_VISIT: Final = value("^9(?:0[01]|1[4-8]|41|7[234]|8[1-9])")  # prefixes of the West in which no code lies
SOMEBODY: Final = (
    r"(?:pts?|patients?|member|mbr|he|she|they|we|i|client|dr|doctor|provider|tech|nurse|np|mom|dad|family|resident)"
)
SOMEWHERE: Final = r"(?:clinic|office|practice|facility|site|house|home|lab|shop)"
STAYING: Final = (
    r"(?: (?:is|was|are|were|been|live[sd]?|living|sits?|sat|stays?|staying|now|currently|still|physically|located|"
    r"actually|out|home|back|traveling|visiting)){0,3}"
)
BARE: Final = r"([0-9]{5})(?![0-9a-z-]|[.,][0-9])"

NO_CODE_BEHIND: Final = no(
    after(
        "^ (?:denied|denies|paid|pays|was (?!wrong|the)|and [0-9]|with|w/|bundled|per|needs?|is|on the claim|units?|"
        "x|line|level)"
    )
)
ZIP_SHAPES: Final[tuple[Rule, ...]] = (
    rule(
        "zip",
        r"(?<![a-z])(?:z\.?i\.?p\.?s?|zip ?codes?|zip ?\+ ?4)(?![a-z])[^0-9]{0,60}?([0-9]{5})"
        r"(?![0-9a-z%]|-[a-z0-9]{2}(?![0-9])|[.,][0-9])",
        no(MODIFIED),
    )._replace(hint=r"z\.?i\.?p"),
    rule(  # ZIP in box 32 was 98837
        "zip",
        r"(?<![a-z])zips?(?: ?codes?)?(?![a-z])[^0-9]{0,24}?(?:box|field|fl|item|loop|line|loc|location|site|office|"
        r"clinic|"
        r"suite|form|page)[ #.]{1,2}[0-9]{1,4}[a-z]{0,2}(?![0-9a-z])[^0-9]{1,30}?([0-9]{5})(?![0-9a-z%-]|[.,][0-9])",
        no(MODIFIED),
    )._replace(hint="zip"),
    rule(
        "zip",
        r"\] ?(?:, ?and|,|and|&|;|/|or|to|vs|not|instead of|[a-z]{2,10} to) ?(?:zip )?([0-9]{5})"
        r"(?![0-9a-z-]|[.,][0-9])(?= [a-z]{0,20} ?(?:zip|locality|localities|fall))",
    ),
    rule("zip", r"(?<![0-9a-z.$/-])([0-9]{5} [0-9]{4})(?= (?:is|was|as)? ?(?:the |my |our )?(?:zip|plus))"),
    rule("zip", r"(?<![0-9a-z.$/-])([0-9]{5}[/.-][0-9]{4})(?= (?:is|was|as)? ?(?:the |my |our )?(?:zip|plus))"),
    rule(
        "zip",
        r"(?<![0-9a-z.$/,+-])([0-9]{5})(?= (?:is|was|as|for)? ?(?:the |my |our |his |her |a |"
        r"in )?(?:zip|postal|split zip|plus 4|plus four))",
    ),
    rule(
        "zip",
        r"(?<![0-9a-z.$/,+-])(0[2-9][0-9]{3}|000[0-9]{2})(?![0-9a-z%-]|[.,/][0-9])",
        no(
            before(
                r"(?:^|[^a-z])(?:pay[eo]rs?|edi|submitter|receiver|carrier|contractor|mac|rxbin|bin|edits?|eobs?|"
                r"reasons?)"
                r"(?: ?ids?| code| no| number)?[ :#]{1,3}$"
            )
        ),
    ),
    rule(
        "zip",
        r"(?<![a-z])(?:moved|relocated|lives?|transported|transport|picked up|pickup|pick-up|"
        r"dropped off|drop-?off|origin|destination|dest|"
        r"mail(?:ed)?|shipped|postmarked|located|location|suburb|neighborhood|residence|(?:facility|"
        r"practice|clinic|office|site|area)(?= (?:in|at|near|of)))"
        rf"(?: (?:in|from|at|to|near|of|is|was|into|the|zip)){{0,2}}[ :,]{{1,2}}{BARE}",
        no(VISIT),
        no(MODIFIED),
        no(after("^ (?:denied|paid|was|and [0-9]|with|bundled|per)")),
    ),
    rule(  # pt was in 83843
        "zip",
        rf"(?<![a-z])(?:{SOMEBODY}(?:'?s|'?re|'?m)?|{SOMEWHERE}(?= (?:is|was|sits)))"
        rf"{STAYING} (?:in|near|outside|from|out of) {BARE}",
        either(no(VISIT), NO_VISIT),
        no(MODIFIED),
        no(after("^ (?:denied|paid|and [0-9]|with|bundled|per|units?|claims?|session|group)(?![a-z])")),
    ),
    rule(
        "zip",
        r"(?<![a-z])(?:from|to|destination|dest|at) ([0-9]{5})(?= (?:to|destination|dest)[ :]{1,2}[0-9]{5}(?![0-9]))",
        before("(?:moved|origin|transport|pickup|trip|run|relocated) (?:from )?$"),
    ),
    rule(  # they sent a letter to the pt at 70448
        "zip",
        rf"(?<![a-z])(?:letters?|mail(?:ed|ing)?|checks?|eobs?|remits?|statements?|bills?|notices?|payments?|adrs?|"
        rf"returned)(?: (?:went|sent|came|back|goes|go|going|addressed|returned|was|were|is|keeps?|kept|to|the|pt|"
        rf"patient|them|him|her|us|member|mailed|old|it|forwarded|again|out|over|all|our|a)){{0,5}}? "
        rf"(?:to|at|in|from)(?: the)? {BARE}",
        either(no(VISIT), NO_VISIT),
        no(MODIFIED),
        NO_CODE_BEHIND,
        no(before("(?:downcoded|changed|down-coded|recoded|switched|moved|bundled|bundles) (?:it )?(?:to|in|from) $")),
    ),
    rule(  # pt at 70448
        "zip",
        rf"(?<![a-z])(?:pts?|patients?|member|house|home|box|clinic|office) at {BARE}",
        either(no(VISIT), NO_VISIT),
        no(MODIFIED),
        after("^(?: (?:instead|and not|not|but|was closed|which|in)(?![a-z])|[.,;)]|$)"),
    ),
    rule(  # 88021 is HPSA
        "zip",
        r"(?<![0-9a-z.$/,+-])([0-9]{5})(?= (?:is|isn't|isnt|was|wasn't|wasnt|counts|counted|being|as)"
        r"(?: (?:not|on|in|as|a|an|the|our|now|no|longer|all|still)){0,3} "
        r"(?:hpsa|rural(?= (?:areas?|and|so|now|county|per|but|town|zip)(?![a-z])|[.,;:)]|$)|"
        r"frontier|underserved|urban|msa)(?![a-z]))",
        either(no(VISIT), NO_VISIT),
    )._replace(hint="hpsa|rural|frontier|underserved|urban|msa"),
    rule(  # HPSA area 71220, we are rural (88021)
        "zip",
        rf"(?<![a-z])(?:(?:hpsa|rural|frontier|underserved) (?:areas?|zone|town|spot) ?[:(]?|(?:are|is|we're|so) rural "
        rf"?\() ?{BARE}",
        either(no(VISIT), NO_VISIT),
    )._replace(hint="hpsa|rural|frontier|underserved"),
    rule("zip", r"\] (?:to|destination|dest|drop|drop-off at|drop at|dropped at)[ :]{1,2}" + BARE, no(VISIT)),
    rule(
        "zip",
        rf"(?<![a-z])(?:state|city|in|from|{STATE})"
        rf"[ ,/]{{1,2}}(?:[a-z]{{2,14}}[ ,/]{{1,2}}){{0,2}}?{STATE}[ ,./]{{1,3}}{ZIP}",
        computed("zip_in_state"),
        before(
            "(?:^|[^a-z])(?:state|city|from|ny|office|location|lives|moved|[,/])"
            " ?[a-z]{0,14}[ ,/]{1,2}[a-z]{2,14}[ ,./]{1,3}$"
        ),
    ),
    rule("zip", rf"^{STATE}[ ,./]{{1,3}}{ZIP}", computed("zip_in_state")),
    rule("zip", rf"(?<![a-z])[a-z]{{3,20}}/{STATE}/{ZIP}", computed("zip_in_state")),
    rule(
        "zip",
        r"(?<![0-9a-z'-])(?=[a-z ]{4,40}? " + BARE + r")([a-z]{4,14}(?: [a-z]{4,14})?) (?=[0-9])",
        is_one_of("cities", 2),
        no(value("^99[0-9]{3}$")),
        no(MODIFIED),
    ),
    rule(
        "zip",
        r"(?<![a-z])zip(?: code)? (?:ends?|ending|starts?|starting|begins)(?: in| with)? ([0-9]{2,4})(?![0-9a-z%])",
    )._replace(hint="zip"),
    rule(
        "zip",
        r"(?<![a-z])(?:the|our|their|my|both|one) ([0-9]{5})(?= (?:office|location|clinic|practice|"
        r"area|site|address|store|branch)(?! visit))",
        no(VISIT),
    ),
)
ZIP_RULES: Final = tuple(each if each.hint else each._replace(hint="[0-9]{5}") for each in ZIP_SHAPES)
SOME_STREET: Final = r"(?:street|avenue|ave|boulevard|blvd|parkway|pkwy|turnpike|expressway|road|rd|lane)"
PART_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "address",
        r"(?<![a-z])(box [0-9]{3,7})(?![0-9a-z])",
        no(before("(?:^|[^a-z])(?:ub|cms|1500|form|fl)[ -]?(?:04|1500)? ?$")),
    ),
    rule("address", r"(?<![a-z])(p\. ?o\. ?b\. ?#?[0-9]{1,7}|p\.?o\.?b\.? ?#?[0-9]{1,7})(?![0-9a-z])"),
    rule("address", r"(?<![a-z])(box [0-9]{1,5},? (?:star |rural )?(?:route|rte|rt|rr) [0-9]{1,3})(?![0-9a-z])"),
    rule(
        "address", r"(?<![a-z])((?:county|farm|ranch) (?:road|rd|route|rte|hwy|highway) [0-9]{1,4}[a-z]?)(?![0-9a-z])"
    ),
    rule("address", r"(?<![a-z])((?:hc|rr|rural (?:rte|route|rt))\.? ?#?[0-9]{1,4},? box ?[0-9]{1,5})(?![0-9a-z])"),
    rule(
        "address",
        r"(?<![a-z])(pmb ?#?[0-9]{1,5}|mile ?(?:marker|post) [0-9]{1,3}|(?:bldg|building)"
        r"\.? [0-9a-z]{1,3},? (?:room|rm|suite|ste|unit|apt|floor|fl)\.? ?[0-9]{1,4}[a-z]?)"
        r"(?![0-9a-z])",
    ),
    rule(
        "address", r"(?<![a-z])(unit #?[0-9]{1,4}[a-z]|(?:bed|rm|room)\.? #?[0-9]{2,4}(?:-[0-9a-z]|[a-z]))(?![0-9a-z-])"
    ),
    rule(
        "address",
        r"(?<![a-z0-9])((?:lot|space|spc|trailer|no\.|#)"
        r" ?#?[0-9]{1,4},? (?:[a-z]{3,14} ){1,3}(?:acres|park|trailer park|estates|village|court|"
        r"mobile home park))(?![a-z])",
    ),
    rule(
        "address",
        r"(?<![0-9a-z])([nsew][0-9]{1,5} (?:[nsew][0-9]{1,5} )?(?:[a-z]{3,14} ){1,3}(?:road|rd|street|"
        r"st|ave|avenue|lane|ln|drive|dr|court|ct|hwy|highway)(?: [a-z])?)(?![0-9a-z])",
    ),
    rule(
        "address",
        rf"(?<![0-9a-z])([0-9]{{1,6}}-[a-z0-9]{{1,3}} ((?:[a-z'.-]{{3,20}} ){{1,3}})(?:st|dr|ct|"
        rf"pl|{LONG_STREET}))(?![a-z])",
        no(has_word_of("no_street_name", 2)),
    ),
    rule("address", r"(?<![0-9a-z.$-])([0-9]{2,6} (?:rue|avenida|calle|paseo|camino) (?:[a-z]{2,12} ?){1,3})(?![a-z])"),
    rule(
        "address",
        r"(?<![0-9a-z.$-])([0-9]{2,5} (?:[nsew]{1,2}\.? )?[0-9]{1,3}(?:st|nd|rd|th))(?= (?:in|st|ave|"
        r"and|near)(?![a-z])|,|\.? [a-z]{4,14},)",
    ),
    rule(
        "address",
        r"(?<![a-z0-9])((?:one|two|three|four|five|ten|[0-9]{1,5}) (?:[a-z]{3,14} ){1,2}plaza)(?![a-z])",
        no(has_word_of("no_street_name")),
    ),
    rule("address", r"(?<![0-9a-z'-])(([0-9]{1,3}(?:st|nd|rd|th)) (?:street|avenue|ave|blvd|boulevard))(?![a-z])"),
    rule(
        "address",
        r"(?<![0-9a-z'-])(([a-z][a-z'-]{2,14}) (?:street|avenue|boulevard|blvd|parkway|pkwy|turnpike))(?![a-z])",
        no(has_word_of("no_street_name", 2)),
        no(value("^(?:wall|main|easy|sesame|high|way|k|one-way|two-way|dead-end) ")),
    )._replace(hint=SOME_STREET),
    rule(
        "address",
        r"(?<![a-z])(?:lives|living|live|resides|located|home|clinic|office|house) (?:is )?(?:on|off|"
        r"at|near) ((?:[0-9]{1,5} )?([a-z]{3,14}) (?:lane|ln|road|rd|drive|dr|court|ct|way|circle|cir|"
        r"place|pl|trail|st|ave|hwy))(?![a-z])",
        no(has_word_of("no_street_name", 2)),
    ),
    rule(
        "address",
        r"(?<![a-z])(?:lives|living|resides|pt|patient|home|house|residence|mailed|sent|office|clinic|"
        r"facility) (?:is )?(?:at|to) ([1-9][0-9]{1,4} (?:[nsew]{1,2}\.? )?([a-z]{4,14}))(?= (?:per|"
        r"on|in|apt|unit|suite|ste|file)(?![a-z])|[,.;]|$)",
        no(has_word_of("no_street_name", 2)),
        no(has_word_of("not_names", 2)),
    ),
    rule(  # address 12 Birch, moved to 77 Alder
        "address",
        r"(?<![a-z])(?:address|addr|moved to|lives|went to|c/o)[ :]{1,2}(?:(?:is|was|at)[ :]{1,2})?"
        r"([1-9][0-9]{1,4} (?:[nsew]{1,2}\.? )?([a-z]{3,14}))(?= (?:per|on|in|apt|unit|suite|ste|wrong|was|is|and|"
        r"but)(?![a-z])|[,.;)]|$)",
        no(has_word_of("no_street_name", 2)),
        no(has_word_of("not_names", 2)),
    ),
    rule(  # 30.2672, -97.7431
        "address", r"(?<![0-9.$])([0-9]{2}\.[0-9]{3,8}(?:, ?| )-[0-9]{2,3}\.[0-9]{3,8})(?![0-9])"
    )._replace(hint=r"[0-9]\.[0-9]{3}"),
    rule(
        "address",
        r"(?<![0-9a-z.$-])([1-9][0-9]{2,4} ([a-z]{4,14}),? [0-9]{1,2}(?:st|nd|rd|th) (?:floor|fl))(?![a-z])",
        no(has_word_of("no_street_name", 2)),
    ),
)
