"""Part of a number: "acct ending in ending 8827", "ssn on it ended 3092", "auth no. ends ...77412"."""

from typing import Final

from reports.screening.rule import YEAR, after, before, digits, no, rule, whole

NUMBERED: Final = (
    r"(?:acc?o?u?n?ts?|acct|bank|card|ssn|ss|social|soc|mbi|hicn?|id|ids|ein|tin|npi|mrn|chart|claims?|clm|icn|dcn|tcn|"
    r"auths?|authorization|check|chk|eft|trace|policy|group|member|mbr|subscriber|patient|pt|phone|cell|fax|serial|"
    r"license|licen[sc]e|dea|case|ref|reference|ticket|tracking|confirmation|invoice|order|number|num|nbr|no\.?|nos\.?|"
    r"digits|#|medicare|medicaid|sponsor|vin|plate|accession|specimen|device|encounter|enc)"
)
ENDS: Final = (
    r"(?:ends?|ended|ending|starts?|started|starting|begins?|beginning|"
    r"(?:last|first|final) (?:[2-7]|two|three|four|five|six|seven)(?: digits?| numbers?| of it)?)"
)
MARKS: Final = r"(?: (?:ending|in|with|w/|is|are|was|were|at|of|as|digits|the digits))?"
NO_TIME: Final = after(
    r"^ ?(?:claims|units?|visits|lines|months?|mos?|years?|yrs?|denials|quarters|weeks?|wks?|days?|hours?|hrs?|"
    r"minutes?|"
    r"mins?|dollars|percent|%|sessions|times|codes?|patients|accounts|of |more|later|am|pm|calls|letters|appeals|"
    r"edits?)"
)
PART: Final = r"((?:[0-9]{3,8}|[0-9]{1,4}[a-z]{1,2}[0-9]{0,3}|[a-z]{1,2}[0-9]{2,4}))(?![0-9a-z%]|[.,/:-][0-9a-z]| ?%)"

SHAPES: Final = (
    rule(
        "number",
        rf"(?<![a-z0-9]){NUMBERED}(?![a-z])[a-z ,:'#()/-]{{0,26}}?(?<![a-z]){ENDS}{MARKS}{MARKS}"
        rf"[ :#.,=(*x-]{{1,8}}{PART}",
        digits("^[0-9]{2}"),
        no(whole(YEAR)),
        no(
            whole(
                r"(?:co|pr|oa|pi|ma?|n|q[1-4]?|fy|cy|rev|pos)[0-9]{1,4}|[0-9]{1,4}(?:st|nd|rd|th|am|pm|k|x|hr|mg|ml|"
                r"d|m)"
            )
        ),
        no(NO_TIME),
        no(before(r"(?:codes?|cpt|hcpcs) (?:ends?|ended|ending|starts?|starting|begins?)(?: in| with| at)? $")),
    ),
    rule(  # the last 5 of the MBI: 7MK44
        "number",
        rf"(?<![a-z])(?:last|first|final) (?:[2-7]|two|three|four|five|six|seven)(?: digits?| numbers?)? (?:of|on|for)"
        rf" (?:[a-z]{{2,9}} ){{0,3}}?{NUMBERED}(?![a-z])[ :#.,=(*x-]{{1,6}}(?:(?:is|are|was|were|"
        rf"as)[ :]{{1,2}})?{PART}",
        digits("^[0-9]{2}"),
        no(whole(YEAR)),
        no(NO_TIME),
    ),
    rule(  # with two digits, only where nothing else ends so
        "number",
        r"(?<![a-z])(?:acct|account|card|ssn|social|mbi|mrn|member id|#)(?: ?#)? (?:ends?|ending)(?: in|"
        r" with)? ([0-9]{2})"
        r"(?![0-9a-z%]|[.,/:-][0-9a-z]| ?%)",
        no(NO_TIME),
    ),
)
HINT: Final = r"(?<![a-z])(?:end|start|begin|(?:last|first|final) [2-7tfs])"
PARTIAL_RULES: Final = tuple(each._replace(hint=HINT) for each in SHAPES)
