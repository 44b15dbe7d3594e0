"""What a program may ask for. Addresses are read strictly: a misspelled parameter must not change a price unseen.

What cannot be read is answered with its remedy, never with what was typed.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.http import QueryDict
from rest_framework import serializers

from codes.api.parameters import MODIFIERS_OF_A_LINE, ModifiersField, is_modifier
from codes.api.strict import WHOLE_ERRORS, DayField, DollarsField
from codes.models import Reason
from codes.payment import SETTINGS
from codes.quoting import AskedLine, AskedSchedule

LONGEST_SEARCH: Final = 100
LONGEST_LABEL: Final = 64
MOST_UNITS: Final = 9999
MOST_PAGES: Final = 10**9
PAGE: Final = "Give the number of a page, from 1."
YES_OR_NO: Final[dict[str, Any]] = {"invalid": "Give true or false."}
UNITS: Final = f"Give whole units, 1 to {MOST_UNITS}."
YEAR: Final = "Give a year of four digits, such as 2026."
CHARGE: Final = "Give dollars and cents, such as 120.00."
DEDUCTIBLE: Final = "Give dollars and cents, such as 57.00."
MOST_MINUTES: Final = 24 * 60
MINUTES: Final = f"Give whole minutes, 1 to {MOST_MINUTES}."


class PageQuery(serializers.Serializer[Any]):
    """Every list takes it; the paginator reads it from the address itself."""

    page = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_PAGES,
        error_messages=dict.fromkeys(WHOLE_ERRORS, PAGE),
        help_text="Number of a page, from 1.",
    )


class SearchQuery(serializers.Serializer[Any]):
    search = serializers.CharField(
        required=False,
        max_length=LONGEST_SEARCH,
        help_text="The first characters of codes; words that all occur in a name, synonym or description; a diagnosis.",
    )


class KindQuery(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        Reason.Kind.choices,
        required=False,
        error_messages={"invalid_choice": "Give carc or rarc."},
        help_text="One list only.",
    )


class ScheduleQuery(serializers.Serializer[Any]):
    """Which edition of the fee schedule: `release` beats `date` beats `year`; none of them means today."""

    release = serializers.CharField(
        required=False, max_length=LONGEST_LABEL, help_text="Label of a release, such as RVU25D. Beats date and year."
    )
    date = DayField(
        required=False,
        help_text="Date of service, such as 2026-07-15. Beats year.",
    )
    year = serializers.IntegerField(
        required=False,
        min_value=1000,
        max_value=9999,
        error_messages=dict.fromkeys(WHOLE_ERRORS, YEAR),
        help_text="Year of service: its latest release answers.",
    )
    qp = serializers.BooleanField(
        default=False,
        error_messages=YES_OR_NO,
        help_text="Qualifying APM participant: from 2026 on a conversion factor of its own.",
    )


class PaymentQuery(ScheduleQuery):
    modifier = ModifiersField(default=(), help_text="Repeat for several: modifier=26&modifier=59.")
    locality = serializers.RegexField(
        r"\A[0-9]{5}-[0-9]{2}\Z",
        required=False,
        error_messages={"invalid": "Give contractor and locality, such as 01112-05."},
        help_text="Medicare contractor and locality, such as 01112-05. None: the national amount.",
    )
    zip = serializers.RegexField(
        r"\A[0-9]{5}(?:-?[0-9]{4})?\Z",
        required=False,
        error_messages={"invalid": "Give a ZIP code of five digits, or nine."},
        help_text="ZIP code of the place of service, instead of the locality.",
    )
    setting = serializers.ChoiceField(
        SETTINGS,
        required=False,
        error_messages={"invalid_choice": "Give nonfacility or facility."},
        help_text="Where the service is given. Nonfacility unless said.",
    )
    units = serializers.IntegerField(
        default=1,
        min_value=1,
        max_value=MOST_UNITS,
        error_messages=dict.fromkeys(WHOLE_ERRORS, UNITS),
        help_text="Units billed on the line.",
    )
    participating = serializers.BooleanField(
        default=True, error_messages=YES_OR_NO, help_text="False: 95 % of the fee, and a limiting charge."
    )
    charge = DollarsField(
        CHARGE,
        required=False,
        help_text="Dollars billed for the whole line: Medicare pays by the lower of charge and fee.",
    )
    deductible = DollarsField(
        DEDUCTIBLE,
        default=Decimal("0.00"),
        help_text="Dollars of this year's deductible that the patient still owes.",
    )
    minutes = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages=dict.fromkeys(WHOLE_ERRORS, MINUTES),
        help_text="Minutes of anesthesia, for anesthesia codes.",
    )


PARAMETERS: Final = tuple(PaymentQuery().get_fields())  # of a question about a line
UNSAID: Final = {"units": "1", "participating": "true", "qp": "false"}  # what holds where nothing is said


def search_asked(query: QueryDict) -> str:
    found: str = read_query(query, SearchQuery, PageQuery).get("search", "")
    return found


def kind_asked(query: QueryDict) -> str:
    found: str = read_query(query, KindQuery, PageQuery).get("kind", "")
    return found


def nothing_asked(query: QueryDict) -> None:
    """Raises ValidationError for any parameter but the page."""
    read_query(query, PageQuery)


def schedule_asked(query: QueryDict) -> AskedSchedule:
    return _schedule(read_query(query, ScheduleQuery))


def payment_asked(query: QueryDict) -> tuple[AskedSchedule, AskedLine]:
    found = read_query(query, PaymentQuery)
    return _schedule(found), _line(found)


def _line(found: Mapping[str, Any]) -> AskedLine:
    return AskedLine(
        modifiers=found["modifier"],
        setting=found.get("setting"),
        units=found["units"],
        participating=found["participating"],
        charge=found.get("charge"),
        locality=found.get("locality", ""),
        zip=found.get("zip", ""),
        deductible=found["deductible"],
        minutes=found.get("minutes"),
    )


def _schedule(found: Mapping[str, Any]) -> AskedSchedule:
    return AskedSchedule(**{name: found[name] for name in AskedSchedule._fields if name in found})


def read_query(query: QueryDict, *kinds: type[serializers.Serializer[Any]]) -> Mapping[str, Any]:
    """The values of a query; an empty one counts as not given. Raises ValidationError, in the API's shape."""
    fields = {name: kind for kind in kinds for name in kind().get_fields()}
    if set(query) - set(fields):
        allowed = ", ".join(fields)
        raise serializers.ValidationError({"detail": f"The address has an unknown parameter. Use only: {allowed}."})
    given = {name: [text for text in query.getlist(name) if text.strip()] for name in fields if name in query}
    several = {name for name, texts in given.items() if len(texts) > 1 and name != "modifier"}
    if several:
        raise serializers.ValidationError({name: ["Give it once."] for name in sorted(several)})
    data = {name: texts if name == "modifier" else texts[0] for name, texts in given.items() if texts}
    asked = [kind(data={name: value for name, value in data.items() if fields[name] is kind}) for kind in kinds]
    problems = {name: said for part in asked if not part.is_valid() for name, said in part.errors.items()}
    if problems:
        raise serializers.ValidationError(problems)
    return {name: value for part in asked for name, value in part.validated_data.items()}


def said(query: QueryDict) -> QueryDict:
    """The parameters of a question about a line that say something, for an address to be shared."""
    found = QueryDict(mutable=True)
    for name in PARAMETERS:
        texts = [text for text in query.getlist(name) if text.strip() not in {"", UNSAID.get(name)}]
        if texts:
            found.setlist(name, texts)
    return found


class Tried(NamedTuple):
    """What a page could read of a question about a line; `problems` by parameter, in words."""

    line: AskedLine
    problems: Mapping[str, str]


def payment_tried(query: QueryDict) -> Tried:
    """As `payment_asked`, for a person: what cannot be read is named and left out, what is unknown is passed over."""
    modifiers = [text for typed in query.getlist("modifier") for text in typed.replace(",", " ").split()]
    given: dict[str, Any] = {name: query.get(name, "").strip() for name in PaymentQuery().get_fields()}
    given = {name: text for name, text in given.items() if text} | {"modifier": modifiers}
    asked = PaymentQuery(data=given)
    asked.is_valid()
    problems = {name: str(said[0]) for name, said in asked.errors.items()}
    readable = {name: value for name, value in given.items() if name not in problems}
    if "modifier" in problems:
        readable["modifier"] = [text for text in modifiers if is_modifier(text)][:MODIFIERS_OF_A_LINE]
    read = PaymentQuery(data=readable)
    read.is_valid(raise_exception=True)
    return Tried(_line(read.validated_data), problems)
