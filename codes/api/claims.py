"""What a program may send of a claim: codes, modifiers, numbers and one date.

There is no field for anything else, so that no patient data can be sent; unknown fields are refused, never repeated.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from rest_framework import serializers

from codes.api.asking import MINUTES, MOST_MINUTES, MOST_UNITS, UNITS, YEAR
from codes.api.parameters import MODIFIERS_OF_A_LINE
from codes.api.strict import DayField, DollarsField, Strict, TextField, WholeField, WordField, YesOrNoField
from codes.payment import SETTINGS
from codes.quoting import AskedLine, AskedSchedule
from codes.quoting.claims import AskedClaim, CodedLine

MOST_LINES: Final = 50
CODE: Final = "Give a code of five characters, such as 45385."
MODIFIER: Final = "A modifier is two letters or digits, such as 59."


class ClaimLineQuery(Strict):
    code = TextField("[0-9]{4}[0-9AFMTUafmtu]|[A-Va-v][0-9]{4}", CODE, help_text="CPT or HCPCS code.")
    modifiers = serializers.ListField(
        child=TextField("[0-9A-Za-z]{2}", MODIFIER),
        default=[],
        max_length=MODIFIERS_OF_A_LINE,
        error_messages={
            "not_a_list": "Give a list of modifiers, such as [“26”, “59”].",
            "max_length": f"A line carries {MODIFIERS_OF_A_LINE} modifiers at most.",
        },
    )
    units = WholeField(1, MOST_UNITS, UNITS, default=1, help_text="Units billed on the line.")
    charge = DollarsField(required=False, help_text="Dollars billed for the whole line.")
    minutes = WholeField(1, MOST_MINUTES, MINUTES, required=False, help_text="Minutes of anesthesia.")
    setting = WordField(SETTINGS, required=False, help_text="Instead of the claim's.")


class ClaimQuery(Strict):
    """Lines of one patient, one day and one practice. No patient data: there is no field for any."""

    date = DayField(
        required=False,
        help_text="Date of service, such as 2026-07-15. Beats year; none of them: today.",
    )
    year = WholeField(1000, 9999, YEAR, required=False, help_text="Year of service.")
    locality = TextField(
        "[0-9]{5}-[0-9]{2}",
        "Give contractor and locality, such as 01112-05.",
        required=False,
        help_text="Medicare contractor and locality. Beats zip; none of them: the national amount.",
    )
    zip = TextField(
        "[0-9]{5}(?:-?[0-9]{4})?",
        "Give a ZIP code of five digits, or nine.",
        required=False,
        help_text="ZIP code of the place of service.",
    )
    setting = WordField(SETTINGS, required=False, help_text="Nonfacility unless said.")
    deductible = DollarsField(required=False, help_text="Dollars of the yearly deductible still owed.")
    participating = YesOrNoField(default=True, help_text="False: 95 % of the fee, and a limiting charge.")
    lines = serializers.ListField(
        child=ClaimLineQuery(),
        min_length=1,
        max_length=MOST_LINES,
        error_messages={
            "not_a_list": "Give a list of lines.",
            "min_length": "Give one line at least.",
            "max_length": f"Give {MOST_LINES} lines at most.",
        },
    )


def claim_asked(data: Any) -> AskedClaim:
    """Raises ValidationError in the API's shape; a problem of a line says which line and field."""
    if not isinstance(data, Mapping):
        raise serializers.ValidationError({"detail": "Send a JSON object."})
    query = ClaimQuery(data=data)
    if not query.is_valid():
        raise serializers.ValidationError(_plain(query.errors))
    return claim_of(query.validated_data)


def claim_of(found: Mapping[str, Any]) -> AskedClaim:
    place = {name: found[name] for name in ("locality", "zip") if name in found}
    shared = {**place, "participating": found["participating"]}
    return AskedClaim(
        schedule=AskedSchedule(date=found.get("date"), year=found.get("year")),
        lines=tuple(
            CodedLine(
                line["code"],
                AskedLine(
                    modifiers=tuple(line["modifiers"]),
                    setting=line.get("setting", found.get("setting")),
                    units=line["units"],
                    charge=line.get("charge"),
                    minutes=line.get("minutes"),
                    **shared,
                ),
            )
            for line in found["lines"]
        ),
        deductible=found.get("deductible", Decimal("0.00")),
    )


class Problem(NamedTuple):
    """What is wrong with a field of the claim (`line` None) or of a line, counted from 1; `field` "": all of it."""

    line: int | None
    field: str
    words: str


def problems_of(errors: Mapping[str, Any]) -> Iterator[Problem]:
    """The errors of a `ClaimQuery`, the first of each field."""
    for name, said in errors.items():
        if not isinstance(said, Mapping):
            yield Problem(None, name, _first(said))
            continue
        for number in sorted(said, key=int):
            of_line = said[number]
            for field, words in of_line.items() if isinstance(of_line, Mapping) else [("", of_line)]:
                yield Problem(int(number) + 1, "" if field == "detail" else field, _first(words))


def _plain(errors: Mapping[str, Any]) -> dict[str, Any]:
    """In the API's shape: `{"lines": ["Line 1, units: Give …"]}`."""
    plain: dict[str, Any] = {}
    for problem in problems_of(errors):
        if problem.line is not None:
            field = f", {problem.field}" if problem.field else ""
            plain.setdefault("lines", []).append(f"Line {problem.line}{field}: {problem.words}")
        else:
            plain[problem.field] = problem.words if problem.field == "detail" else [problem.words]
    return plain


def _first(said: Any) -> str:
    """The first sentence, however deep."""
    while not isinstance(said, str):
        said = next(iter(said.values())) if isinstance(said, Mapping) else said[0]
    return str(said)
