"""The words around a name that say whether it is a person's: company before and behind, and what is public."""

import re
from typing import Final

COMPANY_BEFORE: Final = re.compile(
    r"(?:^|[^a-z])(?:(?:d[oc]{1,3}t[eor]{1,3}r|dr|mr|mrs|ms|miss|prof|nurse)s?\.?|s/w|spoke (?:with|w/|to)|"
    r"talked (?:with|w/|to)|asked(?: for)?|told|emailed|called|named?|name(?: is| was|:)|attn:?|attention:?|"
    r"thanks,?|per|"
    r"pts?|patients?|pt's|reps?|supervisor|coder|biller|manager|agent|lead|adjuster|boss|coworker|co-worker|colleague|"
    r"nurse|np|pa|crna|midwife|scheduler|receptionist|doctor|doc|provider|surgeon|director|reviewer|fellow|pharmacist|secretary|therapist|"
    r"friend|partner|neighbor|cousin|uncle|aunt|chart of|(?:call|letter|email|note|word|mail) from|husband|"
    r"wife|spouse|dtr|grandson|granddaughter|medic|clerk|mother|father|mom|dad|son|daughter|sister|brother|baby|"
    r"baby (?:boy|girl)|boy|girl|guarantor|subscriber|insured|member|guy|lady|signed|hi|hello|"
    r"dear|ask|tell|reach|reached|contact|(?<!\.)[a-z]\.)[ :,(]{1,2}(?:[a-z]\.? ){0,2}$"
)
FIRM_BEFORE: Final = re.compile(
    r"(?:^|[^a-z])(?:(?:d[oc]{1,3}t[eor]{1,3}r|dr|mr|mrs|ms|miss|prof)s?\.?|s/w|spoke (?:with|w/|to)|"
    r"talked (?:with|w/|to)|asked(?: for)?|named|name(?: is| was|:)|attn:?|rep named|thanks,?|pt|patient|husband|wife|"
    r"mother|father|son|daughter|baby (?:boy|girl)|guarantor)[ :,(]{1,2}(?:[a-z]\.? ){0,2}$"
)
COMPANY_BEHIND: Final = re.compile(
    r"^(?:'s?)?(?: \(rep\)|, who |, (?:pt|patient)(?![a-z])|,? (?:from|at|in|over at|with) (?:our|the|my|"
    r"billing|claims|appeals|compliance|"
    r"provider|member|"
    r"credentialing|collections|aetna|uhc|united|cigna|humana|anthem|bcbs|blue|medicare|medicaid|molina|optum|tricare|"
    r"noridian|novitas|palmetto|kaiser|centene|ambetter|wellcare|oscar|front|customer)|"
    r"(?: also| just| then| even)? (?:said|says|told|tells|called|calls|wrote|writes|insisted|insists|"
    r"confirmed|confirms|"
    r"promised|thinks|thought|swears|swore|explained|refused|answered|hung|looked|figured|fixed|emailed|asked|asks|"
    r"wants|wanted|wont|won't|will not|didn't|didnt|doesn't|knows|knew|agreed|helped|was (?:nice|rude|right|"
    r"wrong|denied|"
    r"helpful|great|useless|no help)|had|gave|got|never|kept|keeps|left|started|went|tried|needs|"
    r"is (?:the|our|my|a|(?:[1-9]|[1-8][0-9])(?= and|,|\.|;| yo| years))|came in|supervisor|our|lady|rep)(?![a-z])|"
    r",? (?:m\.?d|np|rn|pa-c|lcsw)(?![a-z])|,? ?\(?(?:rep|the (?:father|mother|patient|rep|nurse))|, [a-z](?![a-z])|"
    r"'s (?:office|appeal|claim|chart|lead|supervisor|note|notes|plan|policy|wife|husband|mother|account))"
)
APPOSED: Final = re.compile(
    r"(?:^|[^a-z])(?:rep|fellow|pharmacist|nurse|biller|coder|doctor|manager|supervisor|lady|man|woman|patient|friend|"
    r"colleague|lead|director|wife|husband|son|daughter|mother|father|one)(?: [a-z]{2,10}){0,2}, $"
)
FIRM_BEHIND: Final = re.compile(
    r"^(?: \(rep\)|(?:,| \(| (?=patient)) ?(?:pt|patient)(?![a-z])|, [a-z](?![a-z-])|,? (?:from|at) (?:aetna|uhc|"
    r"united|cigna|"
    r"humana|anthem|bcbs|blue|"
    r"medicare|medicaid|"
    r"molina|optum|tricare|noridian|novitas|our|the payer))"
)
TITLE_BEFORE: Final = re.compile(
    r"(?:^|[^a-z0-9])(?:d[oc]{1,3}t[eor]{1,3}r|dr|mr|mrs|ms|miss)(?:\. ?| )(?:[a-z]\. ?){0,2}$"
)
# laws, programs, payers, idioms, and what follows an eponym
PUBLIC_PHRASE: Final = re.compile(
    r"(?<![a-z])(?:ryan white|katie beckett|rob(?:bing)? peter to pay paul|peter to pay paul|john hancock|da vinci|"
    r"(?:john|jane) (?:doe|q\.? public)|tom, dick,? (?:and|&|or) harry|murphy's law|taft[ -]hartley|davis[ -]bacon|"
    r"martin's point|mary washington|cook children's|san mateo|davis vision|john deere|edward jones|"
    r"(?:wagner|gustilo|outerbridge|kellgren|hinchey|forrest|weber|mallampati|schatzker|salter|rockwood|garden|robinson|"
    r"meggitt|neer|tanner|hurley|gleason)(?: (?:grade|type|stage|class|was|is))?"
    r" (?:[0-6](?:-[0-6])?[a-d]?|i{1,3}[a-c]?|iv[a-c]?|v|[abc])(?![0-9a-z'])|"
    r"sherlock|santa claus|uncle sam|joe blow|jack and jill|jack of all trades|joe public|einstein|houdini)(?![a-z])"
)
EPONYM_BEHIND: Final = re.compile(
    r"^(?:'s)?(?:-[a-z]{2,12})?(?: (?:[+&/]|and|or) [a-z]{3,12})? (?:type|grade|stage|class(?:ification)?|criteria|"
    r"scales?|"
    r"score|scoring|index|procedure|"
    r"repair|test|sign|maneuver|syndrome|disease|bunionectomy|osteotomy|fracture|flap|stent|filter|catheter|clamp|"
    r"scope|robot|waiver|law|act|amendment|rule|program|fund|plan|trust|health plan|method|technique|approach|graft|"
    r"assessment|inventory|i{1,3}|iv|v)(?![a-z])"
)
