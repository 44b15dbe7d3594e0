"""From what was typed to facts."""

import datetime
import re
from collections.abc import Mapping
from typing import Final, Protocol

from reports import remittance, vocabulary
from reports.intake.choices import (
    CHOICES,
    FIRST_YEAR,
    LIST_HINTS,
    LISTS,
    REQUIRED,
    SHAPED,
    STORY_LIMIT,
    TEXT_LIMIT,
)
from reports.intake.facts import FIELDS, STRANGE, Facts, Unfit
from reports.intake.values import as_text, as_texts

_CODE_AND_MODIFIERS: Final = re.compile(r"\s*(?P<code>\w{5})[\s-]+(?P<modifiers>\w{2}(?:[\s,-]+\w{2}){0,3})\s*")


class Reference(Protocol):
    """What settling must ask the reference."""

    def payer_slug(self, text: str) -> str | None: ...


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
    return {**raw, "code": typed["code"], "modifiers": [typed["modifiers"], *as_texts(raw.get("modifiers"))]}


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
        return _year(as_text(value), today)
    text = as_text(value)
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
    words = [word for text in as_texts(value, strict=True) for word in re.split(r"[\s,;-]+", text.strip()) if word]
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
