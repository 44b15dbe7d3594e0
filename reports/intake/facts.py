"""What one report says, and how it is told that something else cannot be one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, NamedTuple

MARK_SYMBOLS: Final = 12  # of each field: nobody but the sender of a report sees it, or could gain by another's


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

    @classmethod
    def from_fields(cls, values: Mapping[str, Any]) -> "Facts":
        """From what `as_fields` gave; what was not stated may be left out."""
        stated: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        return cls(**stated)

    @property
    def mark(self) -> str:
        """Tells these facts from others, field by field, and nothing about what else is known of the report."""
        return ".".join(_mark(value) for value in self.as_fields().values())

    def changed_since(self, mark: str) -> tuple[str, ...]:
        """The fields that differ from the facts of `mark`; all of them where it is the mark of none."""
        before, now = mark.split("."), self.mark.split(".")
        if len(before) != len(now):
            return FIELDS
        return tuple(name for name, was, is_now in zip(FIELDS, before, now, strict=True) if was != is_now)


def _mark(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:MARK_SYMBOLS]


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
