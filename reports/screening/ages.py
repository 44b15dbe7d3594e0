"""Ages over 89, and birth years that mean one."""

from typing import Final

from reports.screening.rule import END, START, after, before, computed, has_word_of, no, rule, value

AGE: Final = r"((?:9[0-9]|1[0-2][0-9]))"
TENS: Final = (
    r"(?:ninety(?:[ -]?(?:one|two|three|four|five|six|seven|eight|nine))?|(?:a |"
    r"one )?hundred(?: and)?(?: [a-z]{3,5})?)"
)
UNIT: Final = "(?:one|two|three|four|five|six|seven|eight|nine)"
OLD: Final = rf"(?:ninety[ -]?{UNIT}|(?:a|one) hundred(?: and)?(?:[ -]{UNIT})?)"
ELDER: Final = (
    "man|woman|lady|gentleman|patient|pt|person|male|female|mother|father|he|she|mom|dad|grandma|grandpa|grandmother|"
    "grandfather|resident|member|bene|beneficiary|husband|wife|spouse|aunt|uncle|veteran"
)
# an account receivable: 'aged 90+ days'
RECEIVABLE: Final = after(
    r"^ ?(?:[+%]|-? ?(?:days?|d|to|percent|[0-9])(?![a-z])|[.,/][0-9]|and over|or (?:over|older|more))"
)
PERSON: Final = "(?:man|woman|lady|gentleman|patient|pt|person|male|female|mother|father|grandmother|grandfather)"
COUNTED: Final = after("^ ?(?:days?|percent|%|dollars|claims|units|minutes|lines|visits|accounts|of )")
TECHNETIUM: Final = before(r"(?:tc|technetium) $")  # 99m is an isotope: 'Tc 99m'
IS: Final = r"(?:is|was|turned|turns|just turned|will be|would be)(?: now| only| already| almost| nearly)? "
WORD: Final = "[a-z][a-z'-]{2,19}"
NO_PERSON: Final = (  # what else may be 94
    r"(?:^|[ -])(?:[a-z]{0,12}(?:score|rate|level|value|limit|charge|count|index|code|ratio|fee|percent|percentile|"
    r"modifier|reason|remark|balance|payment|average|median|total|sats?|oxygen|pulse|glucose|sugar|weight|height|bmi|"
    r"carc|unit|visit|minute|temp|hgb|egfr|gfr|fev|fraction|accuracy|share|win|success|deadline|window|timely|aging|"
    r"days|iq|scale|grade|points?|mods?|pos|co|pr|oa|pi|max|maximum|minimum|min|allowance|reserve|threshold))s?(?: |$)"
)
RELATIVE: Final = (
    r"(?:(?:mom|mother|dad|father|sister|brother)[ -]in[ -]law|mil|fil|mom|mother|mum|dad|father|grandma|grandpa|"
    r"granny|gram|"
    r"gramps|nana|papa|grandmother|grandfather|great[ -]?(?:aunt|uncle|grandmother|grandfather)|aunt|uncle|wife|"
    r"husband|hubby|"
    r"spouse|sister|brother|widow(?:er)?|neighbor|lady|gentleman|veteran|retiree|nun|guy|in[ -]laws?)"
)
SOMEBODY: Final = (
    rf"(?:{RELATIVE}|man|woman|pts?|patient|person|male|female|resident|members?|mbr|bene|beneficiary|client|vet|"
    rf"subscriber|"
    r"insured|dependent|enrollee|subject|elder|he|she)"
)
ABOUT: Final = (
    r"(?:(?:now|only|already|almost|nearly|about|approx(?:imately)?|around|over|past|just|like|all of|close to|"
    r"nearing|pushing|"
    r"still|older than|age|aged|is|was) ){0,3}"
)
OF_AGE: Final = r"(9[0-9]|1[01][0-9]|ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred)"
NO_AGE: Final = after(
    r"^ ?(?:[%+/:]|- ?[0-9a-z]|\.[0-9]|,[0-9]|days?|d(?![a-z])|percent|pct|dollars|bucks|claims?|units?|minutes?|"
    r"mins?|lines?|"
    r"visits?|accounts?|degrees?|deg|lbs?|pounds|kgs?|bpm|mm|mg|ml|miles?|pages?|hours?|hrs?|weeks?|months?|sats?|"
    r"on room|on ra|"
    r"sessions?|times|codes?|points?|cents?|patients|pts|members|people|of (?:the|them|our|these|my)|out of|to [0-9]|"
    r"and over|"
    r"or (?:over|older|more)|day|th|cm|inches|feet|ft|x|claim|bill|k|m(?![a-z])|g(?![a-z]))(?![a-z])"
)
SPELLED_COUNT: Final = after(
    r"^[ -]?(?:day|calendar|business|working|dollar|percent|cent|claim|unit|minute|line|visit|patient|account|of|and|"
    r"point|thousand|hundred|million|per|plus|total|more|times?|other|out|denials?|appeals?|remits?|chart|record)"
)
BORN_OVER_89_YEARS_AGO: Final = computed("over_89")

SHAPES: Final = (
    rule("age", r"(?<![a-z])aged?(?: of)?[ :=(]{0,3}(?:is |was )?" + AGE + END, no(RECEIVABLE)),
    rule(
        "age",
        rf"(?<![0-9a-z$.,-]){AGE}[ -]{{0,3}}(?:y/?o[mf]?|y\.o\.?|y o|y/o[mf]?|years?[ -]{{1,3}}old|"
        rf"yrs?\.?[ -]{{0,3}}old|yrs? of age|years? of age|year-?old)"
        r"(?![a-z])",
    ),
    rule(
        "age",
        r"(?<![0-9a-z$.,-])(9[0-9]) ?(?:yr|y)? ?/?(?:(?<=[0-9])|(?<=[ry/] )|(?<=[ry/]))[fm](?![0-9a-z])",
        no(TECHNETIUM),
    ),
    rule("age", r"(?<![0-9a-z$.,-])(9[0-9])[ -]?(?:y|yr|y-o)(?![0-9a-z])"),
    rule("age", r"(?<![a-z])(?:he|she)'s " + AGE + END, no(RECEIVABLE)),
    rule("age", r"(?<![a-z])(?:turned|turning) " + AGE + END, no(RECEIVABLE)),
    rule(
        "age",
        r"(?<![a-z])(?:patient|pt|he|she|mother|father|mom|dad|wife|husband|grandma|grandpa|member) "
        r"(?:(?:is|was|will be|would be|has been|had been)(?: now| already| over| almost| nearly| only)?) " + AGE + END,
        no(RECEIVABLE),
    ),
    rule(
        "age",
        rf"(?<![a-z])({TENS})[ -]{{1,2}}(?:years?[ -]{{1,2}}old|yrs?[ -]{{0,2}}old|y\.?/?o|years? of age)(?![a-z])",
    ),
    rule("age", rf"(?<![a-z])(?:turn(?:ed|ing)|aged?|{PERSON} of) ({TENS})(?![a-z-])", no(COUNTED)),
    rule("age", rf"(?<![a-z]){PERSON} of {AGE}{END}", no(RECEIVABLE)),
    rule(  # pt ninety-four & on hospice, mom is ninety-eight
        "age",
        rf"(?<![a-z])(?:{ELDER})(?:'s|s)?,?(?: (?:is|was|turned|turns|just turned|now|age|aged|only|already|almost|"
        rf"over)){{0,2}} ({OLD})(?![a-z-])",
        after(
            r"^(?: ?[.,;:!?)(&/]| ?$| (?:and|on|in|at|w/|with|fell|lives?|living|who|female|male|admitted|has|from|but|"
            r"so|now|here|seen|when|years|yrs?|dnr|home|bed|hospice|hospitalized)(?![a-z]))"
        ),
    ),
    rule("age", START + r"(9 [0-9])[ -]?(?:y/?o|yrs? ?old|years? ?old|yr?s?)(?![a-z])"),  # scanned
    rule(
        "age",
        rf"(?<![a-z])(?:mr|mrs|ms|miss)\.? (?:[a-z][a-z'-]{{1,20}} ){{1,3}}{IS}{AGE}{END}",
        no(RECEIVABLE),
    ),
    *(
        rule(  # Ida Purcell was 102; Walter Nakamura, 93, eval. Found first, so that the age is group 1
            "age",
            rf"(?<![0-9a-z'-])(?=[a-z '-]{{7,42}}{told})({WORD} {WORD})(?={told[:1]})",
            no(has_word_of("not_names", 2)),
            no(value(NO_PERSON, 2)),
            no(COUNTED),
            no(RECEIVABLE),
        )
        for told in (rf" {IS}{AGE}{END}", rf", (?:age |aged )?{AGE}(?=[,;])", rf" \({AGE}\)")
    ),
    rule("age", r"(?<![a-z])(?:she|he)s " + AGE + END, no(RECEIVABLE)),
    rule(
        "age", r"(?<![0-9a-z$.,-])(9[0-9]) ?(?:years? young|y/?o? ?w?[fm]|yo ?[wbha][mf]|yrs?)(?![0-9a-z])", no(COUNTED)
    ),
    rule("age", rf"(?<![a-z])(?:m|f|male|female) ?/ ?{AGE}(?![0-9a-z/%]|[.,-][0-9])"),
    rule("age", rf"(?<![0-9a-z$.,/-]){AGE} ?/ ?[mf](?![0-9a-z/])"),
    rule(
        "age",
        rf"(?<![a-z]){PERSON}(?:, | \(|,? age | age \()(?:age |is |of )?{AGE}(?:[),;](?![0-9])| y)",
        no(RECEIVABLE),
    ),
    rule(
        "age",
        rf"(?<![a-z])(?:{PERSON}|age|he|she) (?:is|was|just|at service|at dos|now|turned|turns)"
        rf" ({TENS}|9[0-9])(?![0-9a-z/%-]|[.,][0-9])",
        no(COUNTED),
        no(RECEIVABLE),
    ),
    rule(
        "age",
        r"(?<![a-z])(?:turns|turning|almost|nearly|over) (9[0-9])(?= (?:in|this|next|years|and))(?! years of)",
        no(RECEIVABLE),
    ),
    rule(
        "age",
        r"(?<![0-9a-z$.,-])((?:9[0-9]|1[01][0-9])(?:st|nd|rd|th)|ninet(?:y-[a-z]{3,6}|ieth))"
        r" ?(?:birth ?day|b-?day|bday)(?![a-z])",
    ),
    rule(
        "age",
        r"(?<![a-z])(?:his|her|their|in the|mid|early|late|a)[ -](?:mid[ -]|early[ -]|"
        r"late[ -])?(nineties|90'?s)(?![a-z])",
    ),
    rule(
        "age",
        r"(?<![a-z])(?:my|a|our|this|the) (9[0-9])[ -]years?(?= (?:patient|pt|lady|man|woman|male|female))(?![a-z])",
    ),
    rule("age", r"(?<![a-z])aged? ?[:=]? ?(9[0-9]\+ ?(?:yrs?|years|yo|y/o))(?![a-z])"),
    rule("age", r"(?<![a-z])(?:born|b\.|dob|yob)(?: in)?[ :]{1,2}('(?:2[7-9]|3[0-6]))(?![0-9/-])"),
    rule("age", r"(?<![a-z])age (?:on|in|per) (?:the )?[a-z]{3,9}(?: was| is| says)? " + AGE + END, no(RECEIVABLE)),
    rule(  # mom in law is 90, the insured is about 93, her uncle's 95
        "age",
        rf"(?<![a-z]){SOMEBODY}(?: (?:is|was|turned|turns|turning|will be|would be|hit|hits|being|who is|who was)|"
        rf",? who's|'s) "
        rf"{ABOUT}{OF_AGE}(?![0-9a-z])",
        no(NO_AGE),
        no(before(r"(?:score|rate|level|fee|limit|bill|claim|balance|copay|bmi|sat|pulse|ratio|share) (?:is|was) $")),
    ),
    rule(  # FIL at 91, her aunt (95), nana, 92, denied
        "age",
        rf"(?<![a-z]){RELATIVE}(?: at | of |, | ?\(|: | - | ){ABOUT}{OF_AGE}(?![0-9a-z])",
        no(NO_AGE),
    ),
    rule(  # member (93), he, 94, was denied
        "age", rf"(?<![a-z]){SOMEBODY}(?<!pts)(?<!members)(?:, | \(){OF_AGE}(?:,(?= [a-z])|\))", no(NO_AGE)
    ),
    rule("age", rf"(?<![a-z]){SOMEBODY},? (9[0-9] ?(?:y(?:ea)?rs?|[fm]))(?![0-9a-z])", no(after("^ of (?!age)"))),
    rule("age", rf"(?<![a-z])at (9[0-9])(?= (?:(?:my|his|her|our|the) )?(?:{RELATIVE}|she|he)(?![a-z]))"),
    rule(
        "age", rf"(?<![a-z]){SOMEBODY}(?<!pts)(?<!members) (?:is |was |too old ?|just ){{0,3}}\((9[0-9])\)", no(NO_AGE)
    ),
    rule(  # Mrs. Pettigrew, who is 91, was denied
        "age", rf"(?<![a-z])who(?:'s| is| was| had turned| has turned| turned) {ABOUT}{OF_AGE}(?![0-9a-z])", no(NO_AGE)
    ),
    rule(  # mr Castellano, 90, g0299
        "age",
        rf"(?<![a-z])(?:mr|mrs|ms|miss|dr)\.? [a-z][a-z'-]{{1,20}}(?: [a-z][a-z'-]{{1,20}})?,? ?\(?"
        rf"{OF_AGE}(?=[,;)] ?[a-z]|\))",
        no(NO_AGE),
    ),
    rule(  # Gladys Thornberry 95 F, obs to IP
        "age",
        r"(?<![0-9$.,-])(?<=[a-z] )(9[0-9] [fm])(?=[,.;)]| ?$)",
        no(before(r"(?:^|[^a-z])(?:mods?|modifiers?|and|pos|co|pr|oa|form|box|line|type|tier|phase) $")),
    ),
    rule(  # Pt age: ninety-three. At ninety-one she got denied
        "age",
        rf"(?<![a-z-])(ninety[ -]{UNIT})(?![a-z-])",
        no(NO_AGE),
        no(SPELLED_COUNT),
        no(before(r"(?:modifiers?|mods?|reason|carc|code|co|form|page|box|line|column|item|for|took|paid|pos) $")),
    ),
    rule("age", r"(?<![a-z])(nonagenarian|centenarian)s?(?![a-z])"),
    rule(
        "age",
        r"(?<![a-z])(?:dob(?: year)?|d\.o\.b\.?|date of birth|birth ?(?:date|year)|year of birth|yob|b\.|"
        r"born(?: in)?)[ :.=-]{1,3}(?:(?:is|was|of) )?((?:18|19)[0-9]{2})(?![0-9/-])",
        BORN_OVER_89_YEARS_AGO,
    ),
)
HINT: Final = r"'[23][0-9]|9 ?[0-9]|1[0-2][0-9]|1[89][0-9]{2}|ninet|hundred|nonagen|centen"
AGE_RULES: Final = tuple(each._replace(hint=HINT) for each in SHAPES)
