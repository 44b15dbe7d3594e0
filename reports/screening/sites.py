"""Centers written as names, "Blue Ridge Recovery": told by their capitals, so on the server only."""

import re
from collections.abc import Iterator
from typing import Final

from reports.screening.folding import Reading
from reports.screening.lists import LISTS

CALLED: Final = (
    r"(?:recovery|detox|behavioral health|counseling|treatment|rehab(?:ilitation)?|manor|sober living|wellness|nursing|"
    r"psychiatry|physical therapy|primary care|home health|home care|lodge|surgical|family services|youth services|"
    r"assisted living|care home|ranch|sanatorium|surgicenter|cath lab|"
    r"(?:endoscopy|infusion|vein|wound(?: care)?|digestive(?: health)?|ambulatory surgery|outpatient surgery|dialysis|"
    r"radiation|breast|sleep|fertility|laser|mri|pet|imaging|cyber ?knife|proton) (?:centers?|ctr|suite))"
)
SITE: Final = re.compile(
    rf"(?<![0-9a-z'-])((?:[a-z][a-z'-]{{2,14}} ){{0,2}}([a-z][a-z'-]{{2,14}}) {CALLED})(?![0-9a-z'-])"
)
# kinds of care, and what recovers money
NO_SITE: Final = frozenset(
    "physical occupational speech skilled inpatient outpatient partial intensive residential substance addiction "
    "opioid overpayment claim claims cost fraud recovery third party rac cardiac pulmonary vestibular acute subacute "
    "adult child youth adolescent integrated mental community medicare medicaid annual corporate employee individual "
    "group family marriage crisis case state federal american national general health care services service the a an "
    "our their for and with of in no new per via medical alcohol drug dual trauma peer social".split()
)


def find_sites(text: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """Spans of the typed text, in order."""
    for match in SITE.finditer(reading.text):
        word = match.group(2)
        places = [match.start(1), *(match.start(1) + blank.end() for blank in re.finditer(" ", match.group(1)))]
        written = [text[reading.origins[place]].isupper() for place in places]
        shouted = text[reading.origins[match.end(1) - 1]].isupper()
        first = match.start(1) if all(written) else match.start(2)
        capital = text[reading.origins[match.start(2)]].isupper() and written[-1]
        if (
            capital
            and not shouted
            and not any(word in words for words in (NO_SITE, LISTS["not_names"], LISTS["no_place_name"]))
        ):
            yield reading.origins[first], reading.origins[match.end(1) - 1] + 1
