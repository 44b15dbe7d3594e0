"""Identifiers in what was typed: found in any field, named by place and never repeated."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from reports.intake.choices import CHOICES
from reports.intake.facts import FIELDS, STRANGE, FieldFinding, Unfit
from reports.intake.values import as_texts
from reports.screening import Finding, find_identifiers, redact

OTHERS: Final = "others"  # the form's field for further lines of the claim
# Far more than any report holds: what is longer is refused unread, since screening it would take seconds.
MOST_TEXTS: Final = 500
MOST_CHARACTERS: Final = 30_000
# One code, or several as the field for further lines takes them: five characters, each with up to four modifiers.
_CODE: Final = r"[0-9A-Z]{5}(?:[ ,/\u2010-\u2015-]+[0-9A-Z]{2}){0,4}"
_CODES: Final = re.compile(rf"{_CODE}(?:[\s,;/]+{_CODE})*", re.IGNORECASE | re.ASCII)
_MEANT_FOR_CODES: Final = frozenset({"code", "paired_code", OTHERS})
TOO_MUCH: Final = "This is far more text than a report can hold. Shorten it."


def screen(raw: Mapping[str, object], *, find: Callable[[str], list[Finding]] = find_identifiers) -> list[FieldFinding]:
    """Every hard identifier in any text of the input, whichever field it was typed into.

    A field's own choice, as it is written there, is nobody's: 251-1000 is a band of amounts, not a telephone number.
    So is what has the shape of a code where codes are asked for: right or wrong, the field itself says so.
    `find`: for many inputs, one that remembers what it found. Raises `Unfit` where there is too much to look at.
    """
    texts = [(field, text) for field, value in raw.items() for text in as_texts(value)]
    if len(texts) > MOST_TEXTS or sum(len(text) for _, text in texts) > MOST_CHARACTERS:
        raise Unfit({STRANGE: [TOO_MUCH]})
    return [
        FieldFinding(field if field in (*FIELDS, OTHERS) else STRANGE, finding.kind, finding.start, finding.end)
        for field, text in texts
        if text not in CHOICES.get(field, ()) and not _is_code(field, text)
        for finding in find(text)
    ]


def _is_code(field: str, text: str) -> bool:
    return field in _MEANT_FOR_CODES and bool(_CODES.fullmatch(text.strip()))


def redacted(text: str) -> str:
    """The text with each identifier replaced by what it was, in brackets."""
    findings: list[Finding] = find_identifiers(text)
    return redact(text, findings) if findings else text
