"""A typed text taken apart: the code, denial reasons, modifier or diagnosis it may be, and its words."""

import re
import unicodedata
from typing import Final, NamedTuple

from codes.shapes import CODE_SHAPE, CODE_WITH_MODIFIERS, DENIAL_REASONS, MODIFIER_SHAPE

SHORTEST_BEGINNING: Final = 3  # letters: a shorter word is meant as it stands ("CT", "IV")
LONGEST: Final = 100  # characters of a search
BEGINNING_OF_CODE: Final = re.compile(r"\A(?:[0-9]{1,5}|[0-9]{4}[AFMTU]|[A-V][0-9]{1,4})\Z")
DIAGNOSIS: Final = re.compile(r"\A([A-Z][0-9][0-9A-Z])(?:\.|\.?([0-9A-Z]{1,4}))?\Z")
BARE_CARC: Final = re.compile(r"\A(?:[0-9]{1,3}|[ABP][0-9]{1,2})\Z")
ONE_REASON: Final = re.compile(r"(?:\b(CO|CR|OA|PI|PR)[ -]?([0-9]{1,3}|[A-Z][0-9]{1,2})|\b((?:MA|M|N)[0-9]{1,3}))\b")
HINT: Final = re.compile(
    r"\A(?:(?P<modifier>MOD(?:IFIER)?)"
    r"|(?P<reason>CARC|RARC|(?:DENIAL|REASON|REMARK|ADJUSTMENT)(?: REASON)?(?: CODE)?)"
    r"|(?P<diagnosis>ICD(?:[ -]?10)?(?:[ -]?CM)?|DX|DIAGNOSIS)"
    r"|(?P<code>CPT|HCPCS)(?: CODE)?)[ :#-]+(?P<rest>.*[0-9].*|[A-Z0-9]{2})\Z"
)
NOISE: Final = frozenset("a an and by code codes denial denials denied for from in is of on or per the to".split())


class Query(NamedTuple):
    text: str  # as typed, with single spaces
    words: tuple[str, ...]  # lower case, each once; those that say nothing are left out if others remain
    spelled: tuple[str, ...]  # all of them in order: what a whole name is compared with
    code: str = ""  # a whole code, without modifiers
    beginning: str = ""  # or the beginning of one
    modifier: str = ""
    reasons: tuple[str, ...] = ()  # CO-97, N19, or 97 where no group was typed
    diagnosis: str = ""  # ICD-10-CM, without the dot

    @property
    def is_number(self) -> bool:
        """No name is meant."""
        return self.text.isdigit()

    def in_words(self) -> str:
        """For to_tsquery with the configuration `simple`: every word must be there, the longer ones as beginnings."""
        return " & ".join(f"{stem(word)}:*" if is_prefix_of_word(word) else word for word in self.words)


def is_prefix_of_word(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING


def stem(word: str) -> str:
    """Without the ending of a plural, so that the beginning that is left fits both."""
    if len(word) > SHORTEST_BEGINNING + 1 and word.endswith("ies"):
        return word[:-3]
    if len(word) > SHORTEST_BEGINNING and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words_of(text: str) -> tuple[str, ...]:
    """Lower case, without accents, letters and digits alone."""
    parts = unicodedata.normalize("NFKD", text)
    return tuple(re.findall(r"[a-z0-9]+", "".join(part for part in parts if not unicodedata.combining(part)).lower()))


def read(typed: str) -> Query:
    """Of any text; what lies beyond LONGEST is not read."""
    text = " ".join(typed.replace("\x00", "").split())[:LONGEST].strip()
    hint, rest = _hinted(text.upper())
    spelled = words_of(text)
    telling = tuple(dict.fromkeys(word for word in spelled if word not in NOISE))
    query = Query(text, telling or spelled, spelled)
    if hint in {"", "code"}:
        query = query._replace(code=_code(rest), beginning=rest if BEGINNING_OF_CODE.fullmatch(rest) else "")
    if hint in {"", "modifier"} and MODIFIER_SHAPE.fullmatch(rest):
        query = query._replace(modifier=rest)
    if hint in {"", "reason"}:
        query = query._replace(reasons=_reasons(rest))
    if hint in {"", "diagnosis"} and (found := DIAGNOSIS.fullmatch(rest)):
        query = query._replace(diagnosis=found[1] + (found[2] or ""))
    return query


def _hinted(text: str) -> tuple[str, str]:
    """The kind that the first word names ("modifier 59"), and the rest; no kind and the whole where none is named."""
    found = HINT.fullmatch(text)
    if found is None:
        return "", text
    return _kind(found), found["rest"].strip()


def _kind(found: re.Match[str]) -> str:
    return next(kind for kind in ("modifier", "reason", "diagnosis", "code") if found[kind])


def _code(text: str) -> str:
    pasted = CODE_WITH_MODIFIERS.fullmatch(text)
    code = pasted["code"] if pasted else text
    return code if CODE_SHAPE.fullmatch(code) else ""


def _reasons(text: str) -> tuple[str, ...]:
    if BARE_CARC.fullmatch(text):
        return (text.lstrip("0") or text,)
    if not DENIAL_REASONS.fullmatch(text):
        return ()
    return tuple(f"{group}-{carc}" if group else rarc for group, carc, rarc in ONE_REASON.findall(text))
