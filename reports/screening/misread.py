"""Labels as a scanner reads them, "clalm 4417 0092 81B" and "mernber ID": the letters that look alike changed."""

from typing import Final

from reports.screening.rule import SMALL_WORD, YEAR, Rule, digits, label, no, rule, value, whole
from reports.screening.short import COUNTED

ALIKE: Final = {
    "a": "[a@4]", "b": "[bh68]", "c": "[ce(]", "d": "(?:d|cl|ol)", "e": "[ec3]", "g": "[gq9]", "h": "[hb]",
    "i": "[il1|!t]", "l": "[li1|!]", "m": "(?:m|rn|nn|n)", "n": "[nrmu]", "o": "[o0c]", "r": "[rn]", "s": "[s5]",
    "t": "[tlf1]", "u": "[uvo]", "v": "[vu]", "y": "[yv]",
}  # fmt: skip
LABELS: Final = (
    "account acct claim clm member mbr subscriber patient policy group reference authorization confirmation invoice "
    "encounter referral record medicaid medicare number provider certificate tracking check"
).split()
READ: Final = "|".join("".join(ALIKE.get(letter, letter) for letter in word) for word in LABELS)
PLAIN: Final = "|".join((*LABELS, "(?:group|account|claim|member|patient|number|check|record|provider)s"))
NUMBER_WORD: Final = r"(?: ?(?:[iIl1]d|n[o0cu][.:]?|nu[mnr]{1,2}b?er|nurnber|nunber|#)){0,2}"

MISREAD_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "number",
        rf"(?<![0-9a-z@.-])(?:{READ})(?![a-z]){NUMBER_WORD}[ :#.-]{{1,4}}"
        rf"({SMALL_WORD}(?:[a-z]{{1,4}}[ -]?)?[0-9][0-9a-z]{{1,11}}(?:[ -](?=[a-z]{{0,2}}[0-9])[0-9a-z]{{1,9}}){{0,4}})"
        r"(?![0-9a-z%]|[.,/-][0-9a-z]| ?%)",
        no(label(rf"^(?:{PLAIN})(?![a-z])")),
        digits("^[0-9]{5}"),
        no(value(r"^(?:[0-9]{5}|[a-z][0-9]{4})(?:[ -][0-9a-z]{2}){0,4}(?:$|[ -](?:[0-9]{5}|[a-z][0-9]{4})(?:$|[ -]))")),
        no(whole(YEAR)),
        no(COUNTED),
    )._replace(hint="[0-9][0-9a-z]"),
)
