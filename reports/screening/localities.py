"""Places below state: cities, counties, and hospitals and clinics by their names. All soft."""

from typing import Final

from reports.screening.rule import after, before, either, has_word_of, is_one_of, no, rule, value
from reports.screening.states import STATE_NAMES

AT_A_PLACE: Final = before(
    r"(?:^|[^a-z])(?:in|at|from|near|to|our|their|the|around|outside|downtown|greater|moved|via|of|than|resid(?:es|ing|"
    r"ed)|lives|pt|patient|covers|serves) $"
)
AS_A_SITE: Final = after(
    r"^(?:'s)? (?:[a-z]{2,12} )?(?:office|offices|location|locations|site|sites|clinics?|branch|campus|practice|"
    r"localit(?:y|ies)|"
    r"providers?|patients?|claims|hospitals?|area|market|region|metro|lab|group|facility|side|va|team|staff|"
    r"surgery|asc|dept|reps?|center|address|store|shop|folks|zips?)(?![a-z])"
)
OF_A_PLAN: Final = after(
    "^(?:'s)? ?(?:health (?:plan|partners|options)|community plan|care plan|usfhp|ehp|us family|plan|health plan|"
    "advantage|insurance)"
)
CARE: Final = (
    r"(?:hosp(?:ital)?s?|(?:pediatrics?|family|dental|eye|surgical|women's|heart|cancer|spine|pain|foot|skin|"
    r"allergy|sleep|"
    r"orthopa?edics?|rural health|community health|health|wellness) (?:clinic|center|associates|group|practice)|"
    r"medical (?:center|ctr|group|clinic|associates|campus)|med(?:ical)? c(?:en)?te?r|clinic|"
    r"health (?:center|system|clinic)|infirmary|hospice|nursing (?:home|center)|rehab center|care center|"
    r"surg(?:ery|ical) (?:center|ctr)|imaging center|(?:cancer|eye|heart) (?:center|institute|hospital)|birth center|"
    r"urgent care|family (?:clinic|practice|medicine|health)|pediatrics|orthopa?edics?(?: (?:center|clinic|"
    r"group|associates))?|"
    r"cardiology|dermatology|oncology|internal medicine|senior living|dialysis|nursing (?:&|and) rehab|"
    r"health ?care center|(?:recovery|treatment|detox|counseling|wellness|stabilization|rehabilitation) "
    r"(?:center|ctr|house|campus|ranch))"
)
SIZE: Final = (
    r"(?:regional|general|memorial|community|university|county|children'?s|valley|district|veterans|lutheran|"
    r"methodist|baptist|presbyterian)"
)
CITY_WORD: Final = r"[a-z][a-z'-]{1,14}"
PLAIN_STATE: Final = (  # neither a word nor a group code nor a degree
    r"(?:a[rz]|c[at]|dc|fl|ga|i[al]|k[sy]|m[inst]|n[cdehjmvy]|ri|s[cd]|t[nx]|ut|v[at]|w[aivy]|"
    + "|".join(name for name in STATE_NAMES)
    + ")"
)
ONE: Final = r"(?<![0-9a-z'-])"
END: Final = r"(?![0-9a-z]|-[a-z0-9])"

LAND: Final = (  # what places are named after
    r"(?:park|heights|hills?|springs|beach|falls|grove|village|square|point|junction|rapids|creek|ridge|bluffs?|"
    r"harbor|island|hollow|shores?|gardens?|slope|plains|meadows?|mesa|bay|lakes?|river|woods?|pines?|oaks?|landing|"
    r"verde|glen|cove|valley|mountain|canyon|prairie)"
)
SITE: Final = (
    r"(?:pathology|radiology|an(?:a)?esthesia|labs?|laborator(?:y|ies)|diagnostics|imaging|ambulance|ems|pharmacy|"
    r"localit(?:y|ies)|area|region|neighborhood|office|clinic|location|branch|campus|reservation|rez|rancheria)"
)
NO_LAND: Final = (  # the data point area, a decision tree's bullet point: no name of a place
    r"(?:^| )(?:data|decision|price|access|focal|entry|end|pain|trigger|break|starting|check|car|theme|bullet|big|"
    r"good|great|valid|go|this|see|turning|selling|sticking|reference|cut|match|power)$"
)
HOMELAND: Final = r"(?:reservation|rez|rancheria|indian (?:hospital|health center|reservation|community))"
AT_HOME: Final = before(
    r"(?:^|[^a-z])(?:(?:drives?|drove|driving|travels?|trips?|transport(?:ed)?|mileage|miles|rides?|"
    r"transfer(?:red)?|"
    r"flown|commutes?)(?: time)?(?: back)?|lives?|lived|living|resid(?:es?|ed|ing)|moved|relocated|located|"
    r"based|we are|we're|i'm|is) "
    r"(?:in|to|from|near|on|by|at)(?: the)? $"
)

LOCALITY_RULES: Final = (
    *(
        rule(  # New Hyde Park locality, Harbor Point Pathology
            "place",
            rf"{ONE}(({CITY_WORD}{f' {CITY_WORD}' * more}) {LAND} {SITE}){END}",
            no(has_word_of("no_place_name", 2)),
            no(value(NO_LAND, 2)),
        )
        for more in (1, 0)
    ),
    rule(
        "place",
        rf"{ONE}(({CITY_WORD}) (?:{LAND}|city|bend|gap|forks?|mills?|station|crossing|ferry)){END}",
        AT_HOME,
        no(has_word_of("no_place_name", 2)),
        no(value(NO_LAND, 2)),
    ),
    *(
        rule(
            "place",
            rf"{ONE}(({CITY_WORD}{f' {CITY_WORD}' * more}) {HOMELAND}){END}",
            no(has_word_of("no_place_name", 2)),
            no(has_word_of("not_names", 2)),
        )
        for more in (1, 0)
    ),
    rule("place", rf"{ONE}({CITY_WORD} (?:county|parish|township|twp|borough)){END}", no(has_word_of("no_county"))),
    *(
        rule(
            "place",
            rf"{ONE}(({CITY_WORD}{f' {CITY_WORD}' * more}) (?:{SIZE} )?(?:{CARE}|{SIZE})){END}",
            no(has_word_of("no_place_name", 2)),
            no(OF_A_PLAN),
        )
        for more in (2, 1, 0)
    ),
    rule(
        "place",
        rf"(?<![0-9a-z'-])((?:st|saint)\.? [a-z]{{3,14}}(?:'?s)?(?: {CARE})?){END}",
        no(has_word_of("no_saint")),
    ),
    rule(
        "place",
        rf"{ONE}((?:good samaritan|m(?:oun)?t\.? sinai|mercy (?:general|hospital|west|east|north|south|one|"
        rf"medical)|sacred heart|"
        rf"holy (?!moly|cow|crap|smokes?|hell|shit|guacamole|grail|toledo)[a-z]{{4,14}}|"
        rf"christ the king|our lady of [a-z]{{3,12}}|mayo(?: clinic)?|cleveland clinic|johns hopkins|"
        rf"cedars[ -]sinai|mass(?:achusetts)? general|beth israel|deaconess)(?: {CARE})?){END}",
        no(OF_A_PLAN),
    ),
    rule(
        "place",
        rf"{ONE}([a-z][a-z'-]{{2,14}}(?: {CITY_WORD})?) ?, {PLAIN_STATE}(?![0-9a-z'])",
        no(has_word_of("not_names")),
        no(has_word_of("no_place_name")),
    ),
    rule("place", rf"{ONE}({CITY_WORD}){END}", is_one_of("clear_cities"), no(before("mutual of $"))),
    rule("place", rf"{ONE}({CITY_WORD} {CITY_WORD} {CITY_WORD}){END}", is_one_of("cities")),
    rule("place", rf"{ONE}({CITY_WORD} {CITY_WORD}){END}", is_one_of("cities")),
    rule(
        "place",
        rf"{ONE}({CITY_WORD}){END}",
        is_one_of("cities"),
        either(AT_A_PLACE, AS_A_SITE),
        no(before("mutual of $")),
    ),
)
