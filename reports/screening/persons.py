"""Names of persons, told by the words around them: all soft. What the lists of names tell is in `listed`."""

from typing import Final

from reports.screening.rule import Rule, has_word_of, no, rule

NAME: Final = r"[a-z][a-z'-]{1,30}"
NAMES: Final = rf"({NAME}(?: [a-z]\.?)? {NAME})(?![0-9a-z])"  # given name and surname
ALONE: Final = rf"({NAME})(?![0-9a-z])"
TITLE: Final = (
    r"(?<![0-9a-z'/-])(?:dr|doctor|d[oc]{1,3}t[eor]{1,3}r|mrs|mr|miss|prof|professor)s?(?:\.,? ?|,? )(?:[a-z]\.? ){0,2}"
)
TALKED: Final = (
    r"(?<![0-9a-z])(?:s/w|spoke (?:with|w/|to)|talked (?:with|w/|to)|(?:my|his|her|the|pt|patient|pt's|"
    r"patient's|rep's|rep) "
    r"name (?:is|was)|attn:?) (?:[a-z]\. ){0,2}"
)
CALLED: Final = (
    r"(?<![a-z])(?:pts?|patients?|kid|baby|child|twin|rep|man|woman|guy|lady|girl|boy|doctor|dr|provider|subscriber|"
    r"member|biller|nurse) (?:is |was )?(?:named|called) "
)
CREDENTIALS: Final = r",? (?:m\.d\.?|np|pa-c|rn|lcsw|dpm|ph\.?d|crna|fnp)(?![a-z])"

PERSON_RULES: Final[tuple[Rule, ...]] = tuple(
    rule("name", around, no(has_word_of("not_names")))
    for around in (
        TITLE + NAMES,
        TITLE + ALONE,
        TALKED + NAMES,
        TALKED + ALONE,
        CALLED + NAMES,
        rf"(?<![0-9a-z'-])({NAME} {NAME}){CREDENTIALS}",
    )
)
