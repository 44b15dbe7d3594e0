"""From what was typed to the facts of a report, or to plain words about what is wrong.

The form, the API and every correction take this road. No message repeats what was typed.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final, NamedTuple, Protocol

from codes.shapes import CODE_SHAPE, DIAGNOSIS_CATEGORY_SHAPE, MODIFIER_SHAPE
from reports import remittance, vocabulary
from reports.screening import Finding, find_identifiers, redact

_CODE_AND_MODIFIERS: Final = re.compile(r"\s*(?P<code>\w{5})[\s-]+(?P<modifiers>\w{2}(?:[\s,-]+\w{2}){0,3})\s*")
STORY_LIMIT: Final = 5000  # characters
TEXT_LIMIT: Final = 200
FIRST_YEAR: Final = 2000
_STORABLE: Final = re.compile("[^\x00\ud800-\udfff]*")  # what a database of UTF-8 text can hold

CHOICES: Final[Mapping[str, vocabulary.Words]] = {
    "line_of_business": vocabulary.LINES_OF_BUSINESS,
    "kind": vocabulary.KINDS,
    "reason_source": vocabulary.REASON_SOURCES,
    "outcome": vocabulary.OUTCOMES,
    "resolution_band": vocabulary.RESOLUTION_BANDS,
    "claim_type": vocabulary.CLAIM_TYPES,
    "network": vocabulary.NETWORKS,
    "stage": vocabulary.STAGES,
    "decided_by": vocabulary.DECIDERS,
    "amount_band": vocabulary.AMOUNT_BANDS,
    "state": {state: state for state in vocabulary.STATES},
}
LISTS: Final[Mapping[str, tuple[vocabulary.Words | re.Pattern[str], int]]] = {
    "modifiers": (MODIFIER_SHAPE, 4),
    "rarcs": (remittance.RARC_SHAPE, 5),
    "actions": (vocabulary.ACTIONS, len(vocabulary.ACTIONS)),
    "tactics": (vocabulary.TACTICS, len(vocabulary.TACTICS)),
}
SHAPED: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "code": (CODE_SHAPE, "Write a CPT or HCPCS code: five characters, such as 86320 or G0483."),
    "paired_code": (CODE_SHAPE, "Write a CPT or HCPCS code: five characters, such as 84165."),
    "fix_modifier": (MODIFIER_SHAPE, "Write a modifier: two characters, such as 26 or XU."),
    "place_of_service": (re.compile(r"\d{2}"), "Write a place-of-service code: two digits, such as 11 or 81."),
    "diagnosis_category": (
        DIAGNOSIS_CATEGORY_SHAPE,
        "Write the first three characters of the ICD-10-CM code, such as C90.",
    ),
}
LIST_HINTS: Final[Mapping[str, str]] = {
    "modifiers": "Write modifiers of two characters, at most four, such as 26 or 59.",
    "rarcs": "Write remark codes such as N19, M15 or MA130, at most five.",
    "actions": "Choose from the list of actions.",
    "tactics": "Choose from the list of tactics.",
}
REQUIRED: Final[Mapping[str, str]] = {
    "code": "Name the code that was denied.",
    "payer": "Name the payer, or choose “other”.",
    "kind": "Say what happened.",
    "year": "Give the year of service.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one report says, every value of the contract's vocabulary. Empty: not stated."""

    code: str
    payer: str
    kind: str
    year: int
    modifiers: tuple[str, ...] = ()
    line_of_business: str = ""
    group: str = ""
    carc: str = ""
    rarcs: tuple[str, ...] = ()
    reason_source: str = ""
    paired_code: str = ""
    fix_modifier: str = ""
    actions: tuple[str, ...] = ()
    tactics: tuple[str, ...] = ()
    outcome: str = ""
    resolution_band: str = ""
    claim_type: str = ""
    place_of_service: str = ""
    diagnosis_category: str = ""
    state: str = ""
    network: str = ""
    stage: str = ""
    decided_by: str = ""
    amount_band: str = ""
    story: str = ""

    def as_fields(self) -> dict[str, str | int | list[str]]:
        """Field by field, as the model and JSON hold them."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


FIELDS: Final = tuple(field.name for field in fields(Facts))
STRANGE: Final = "detail"  # stands for a field of another name, which is not repeated


class FieldFinding(NamedTuple):
    """An identifier in a field: what kind and where (offsets into the text of that field), never the text."""

    field: str
    kind: str
    start: int
    end: int


class Unfit(Exception):  # reads as what it is: the input is unfit
    """The input cannot be a report; `errors` names each field with the remedy."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__("unfit fields: " + ", ".join(sorted(errors)))
        self.errors = dict(errors)


class Reference(Protocol):
    """What settling must ask the reference."""

    def payer_slug(self, text: str) -> str | None: ...


def screen(raw: Mapping[str, object]) -> list[FieldFinding]:
    """Every hard identifier in any text of the input, whichever field it was typed into."""
    return [
        FieldFinding(field if field in FIELDS else STRANGE, finding.kind, finding.start, finding.end)
        for field, value in raw.items()
        for text in _texts(value)
        for finding in find_identifiers(text)
    ]


def redacted(text: str) -> str:
    """The text with each identifier replaced by what it was, in brackets."""
    findings: list[Finding] = find_identifiers(text)
    return redact(text, findings) if findings else text


def settle(raw: Mapping[str, object], *, reference: Reference, today: datetime.date) -> Facts:
    """The facts that `raw` states. Raises `Unfit` with every problem at once."""
    raw = _code_apart(raw)
    errors: dict[str, list[str]] = {}
    if not set(raw) <= set(FIELDS):
        errors[STRANGE] = ["A report has these fields and no others: " + ", ".join(FIELDS) + "."]
    values: dict[str, object] = {}
    for name in FIELDS:
        try:
            values[name] = _settled(name, raw.get(name), today)
        except ValueError as problem:
            errors[name] = [str(problem)]
    typed_group, values["carc"] = remittance.parse_reason(str(values.get("carc", "")))
    values["group"] = values.get("group") or typed_group
    if typed_group and values["group"] != typed_group:
        errors["group"] = ["The group code here and the one before the CARC differ. Keep the one that was printed."]
    errors = _reason_errors(values) | errors
    if errors:
        raise Unfit(errors)
    values["payer"] = reference.payer_slug(str(values["payer"])) or vocabulary.OTHER_PAYER
    return Facts(**values)  # type: ignore[arg-type]  # each value was settled for its field


def _code_apart(raw: Mapping[str, object]) -> Mapping[str, object]:
    """Modifiers typed behind the code ("27447-RT") go where they belong, before those typed there."""
    typed = _CODE_AND_MODIFIERS.fullmatch(str(raw.get("code", "")))
    if typed is None:
        return raw
    return {**raw, "code": typed["code"], "modifiers": [typed["modifiers"], *_texts(raw.get("modifiers"))]}


def _reason_errors(values: Mapping[str, object]) -> dict[str, list[str]]:
    if not values.get("kind"):
        return {}
    return remittance.check_reason(
        kind=str(values["kind"]),
        group=str(values.get("group", "")),
        carc=str(values.get("carc", "")),
        rarcs=tuple(values.get("rarcs", ())),  # type: ignore[arg-type]
        reason_source=str(values.get("reason_source", "")),
    )


def _settled(name: str, value: object, today: datetime.date) -> object:
    if name in LISTS:
        return _list(name, value)
    if name == "year":
        return _year(_text(value), today)
    text = _text(value)
    if not text:
        if name in REQUIRED:
            raise ValueError(REQUIRED[name])
        return ""
    if name == "story":
        return _story(text)
    if len(text) > TEXT_LIMIT:
        message = f"Write at most {TEXT_LIMIT} characters."
        raise ValueError(message)
    if name in CHOICES:
        return _choice(name, text)
    if name in SHAPED:
        shape, remedy = SHAPED[name]
        if not shape.fullmatch(text.upper()):
            raise ValueError(remedy)
        return text.upper()
    return text.upper() if name == "group" else text


def _choice(name: str, text: str) -> str:
    chosen = text.upper() if name == "state" else text
    if chosen not in CHOICES[name]:
        message = "Choose one of: " + ", ".join(CHOICES[name]) + "."
        raise ValueError(message)
    return chosen


def _list(name: str, value: object) -> tuple[str, ...]:
    allowed, most = LISTS[name]
    words = [word for text in _texts(value, strict=True) for word in re.split(r"[\s,;-]+", text.strip()) if word]
    if isinstance(allowed, re.Pattern):
        words = [remittance.normalise_rarc(word) if name == "rarcs" else word.upper() for word in words]
        fits = all(allowed.fullmatch(word) for word in words)
    else:
        fits = all(word in allowed for word in words)
    chosen = tuple(dict.fromkeys(words))
    if not fits or len(chosen) > most:
        raise ValueError(LIST_HINTS[name])
    return chosen


def _year(text: str, today: datetime.date) -> int:
    if not text:
        raise ValueError(REQUIRED["year"])
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= today.year:
        message = f"Give the year of service as four digits, {FIRST_YEAR} to {today.year}."
        raise ValueError(message)
    return int(text)


def _story(text: str) -> str:
    if len(text) > STORY_LIMIT:
        message = f"Keep the story to {STORY_LIMIT:,} characters."
        raise ValueError(message)
    return text


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        message = "Write this as text."
        raise ValueError(message)  # noqa: TRY004  # one kind of problem for the caller
    text = str(value).strip()
    if not _STORABLE.fullmatch(text):
        raise ValueError("Remove the characters that are no text.")
    return text


def _texts(value: object, *, strict: bool = False) -> list[str]:
    """The texts inside a value: itself, or those of a list. `strict` refuses anything else."""
    if value is None:
        return []
    items = value if isinstance(value, list | tuple) else [value]
    if strict:
        return [_text(item) for item in items]
    return [str(item) for item in items if isinstance(item, str | int) and not isinstance(item, bool)]
