"""Two to four codes side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from codes import payment
from codes.caching import kept_a_minute
from codes.models import Code, Sheet, sheets_of_each
from codes.models.units import Limit, limits_of_each
from codes.payment import SETTINGS, Gpci, Price, Refusal, Setting
from codes.quoting import AskedLine, Place, place_of
from codes.shapes import CODE_SHAPE
from codes.sources.mpfs import FeeRow
from medpay.code_page import dollars
from medpay.code_page.heading import in_a_row
from medpay.views.trail import Crumb, trail
from reports.models import Statistic
from reports.presentation.rows import percent

MOST: Final = 4
LONGEST_TYPED: Final = 10
PAIRS: Final = (("99213", "99214"), ("86320", "86334"), ("45380", "45385"), ("G6015", "77407"), ("90834", "90837"))
CODE: Final = "{code}"  # in what is said of several codes
PARTS: Final = {"": "Medicare pays", "26": "With 26"}
MAI_WORDS: Final = {"1": "per claim line", "2": "per day, absolute", "3": "per day, may be appealed"}


class Cell(NamedTuple):
    text: str = ""
    words: str = ""  # what the text means


NOTHING: Final = Cell()


class Line(NamedTuple):
    """One thing to compare: a cell for each code. `amount`: dollars, set larger."""

    name: str
    cells: Sequence[Cell]
    amount: bool = False

    def __bool__(self) -> bool:
        return any(cell != NOTHING for cell in self.cells)


class Compared(NamedTuple):
    """A code with all that is shown of it. `local` None: no locality was asked for, or none was found."""

    code: Code
    sheet: Sheet
    local: Gpci | None
    limit: Cell
    statistic: Statistic | None

    def rows(self) -> list[FeeRow]:
        """That of the whole service first, if there is one."""
        return sorted(self.sheet.rows, key=lambda row: row.modifier)


class Asked(NamedTuple):
    """`problems`: what could not be read, in words."""

    codes: list[str]
    locality: str
    problems: list[str]


@require_safe
@kept_a_minute
def compare(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    known = Code.objects.in_bulk(asked.codes)
    problems = [*asked.problems, *_unlisted([code for code in asked.codes if code not in known])]
    sheets = sheets_of_each([known[code] for code in asked.codes if code in known])
    places = _places(sheets, asked.locality)
    problems += sorted({place for place in places.values() if isinstance(place, str)})
    place = next((place for place in places.values() if isinstance(place, Place)), None)
    codes = [sheet.code.pk for sheet in sheets]
    limits = limits_of_each(codes, timezone.now().date(), asked=False)
    statistics = Statistic.objects.of_each(codes)
    compared = [_compared(sheet, places, limits[sheet.code.pk], statistics.get(sheet.code.pk)) for sheet in sheets]
    context = {
        "here": "compare",
        "trail": trail(
            request, Crumb("medpay", reverse("home")), Crumb("Codes", reverse("codes")), here="Side by side"
        ),
        "asked": asked,
        "typed": [*asked.codes, *[""] * (MOST - len(asked.codes))],
        "problems": problems,
        "columns": compared,
        "lines": _lines(compared, place.key if place else ""),
        "refusals": _refusals(compared),
        "place": place,
        "pairs": PAIRS,
        "threshold": settings.THRESHOLD,
        "today": timezone.now().date(),
    }
    return render(request, "reference/compare.html", context)


def _asked(request: HttpRequest) -> Asked:
    typed = [text.replace("\x00", "").strip().upper()[:LONGEST_TYPED] for text in request.GET.getlist("code")]
    typed = list(dict.fromkeys(text for text in typed if text))
    codes = [text for text in typed if CODE_SHAPE.fullmatch(text)]
    problems = ["A code has five characters, such as 86320 or G6015."] if len(codes) < len(typed) else []
    if len(codes) > MOST:
        problems.append(f"{MOST} codes stand side by side at most: {' and '.join(codes[MOST:])} had to wait.")
    locality = request.GET.get("locality", "").replace("\x00", "").strip()[:LONGEST_TYPED]
    return Asked(codes[:MOST], locality, problems)


def _unlisted(codes: Sequence[str]) -> list[str]:
    return [f"No list here has {' or '.join(codes)}."] if codes else []


def _places(sheets: Sequence[Sheet], locality: str) -> dict[int, Place | str]:
    """By fee schedule: the locality in its year, or why there is none."""
    found: dict[int, Place | str] = {}
    for sheet in sheets if locality else ():
        release = sheet.answer.release
        if release and release.pk not in found:
            place = place_of(AskedLine(locality=locality), release.effective)
            found[release.pk] = place if isinstance(place, Place) else place.refusal.message
    return found


def _compared(sheet: Sheet, places: Mapping[int, Place | str], limit: Limit, statistic: Statistic | None) -> Compared:
    release = sheet.answer.release
    place = places.get(release.pk) if release else None
    return Compared(
        code=sheet.code,
        sheet=sheet,
        local=place.gpci if isinstance(place, Place) else None,
        limit=Cell(f"{limit.units:,}", MAI_WORDS.get(limit.mai, "")) if limit.units is not None else NOTHING,
        statistic=statistic,
    )


def _lines(compared: Sequence[Compared], place: str) -> list[Line]:
    """Those that say anything of any code."""
    national: Gpci | None = None
    lines = [
        *_amounts(compared, "", lambda _: national),
        *(_amounts(compared, f" in {place}", lambda one: one.local) if place else ()),
        Line("Laboratory schedule", [_lab(one) for one in compared], amount=True),
        Line("Status", [_status(one) for one in compared]),
        Line("Global period", [_indicator(one, "global_days", payment.GLOBAL_WORDS) for one in compared]),
        Line("Parts (PC/TC)", [_indicator(one, "pctc", payment.PCTC_WORDS) for one in compared]),
        Line("Multiple procedures", [_indicator(one, "mult", payment.MULT_WORDS) for one in compared]),
        Line("Unit limit (MUE)", [one.limit for one in compared]),
        Line(
            "Fee schedule", [Cell(one.sheet.answer.note) if one.sheet.answer.release else NOTHING for one in compared]
        ),
        *_reports(compared),
    ]
    return [line for line in lines if line]


def _amounts(compared: Sequence[Compared], where: str, place: Callable[[Compared], Gpci | None]) -> Iterator[Line]:
    """The whole service, then its interpretation where it has one of its own: one line where settings pay alike."""
    for modifier, what in PARTS.items():
        office, facility = (
            [_amount(one, modifier, setting, place(one), local=bool(where)) for one in compared] for setting in SETTINGS
        )
        if office == facility:
            yield Line(f"{what}{where}", office, amount=True)
        else:
            yield Line(f"{what}, office{where}", office, amount=True)
            yield Line(f"{what}, facility{where}", facility, amount=True)


def _amount(one: Compared, modifier: str, setting: Setting, place: Gpci | None, *, local: bool) -> Cell:
    if not any(row.modifier == modifier for row in one.sheet.rows) or (local and place is None):
        return NOTHING
    found = payment.price(one.sheet.rows, modifiers=[modifier] if modifier else [], setting=setting, locality=place)
    if isinstance(found, Price):
        return Cell(dollars(found.allowed))
    return Cell("NA") if found.reason == "not_applicable_in_setting" else NOTHING


def _lab(one: Compared) -> Cell:
    lab = one.sheet.lab
    return Cell(dollars(lab.amount), f"{lab.year}") if lab and not one.sheet.answer.deleted else NOTHING


def _refusals(compared: Sequence[Compared]) -> list[str]:
    """Why codes have no price: said once, of the first, where it holds for several."""
    alike: dict[str, list[str]] = {}
    for one in compared:
        if said := _refusal(one):
            alike.setdefault(said.replace(one.code.pk, CODE), []).append(one.code.pk)
    return [_said(words, *codes) for words, codes in alike.items()]


def _said(words: str, first: str, *others: str) -> str:
    return words.replace(CODE, first) + (f" The same holds for {in_a_row(others)}." if others else "")


def _refusal(one: Compared) -> str:
    """Why the whole service has no price in any setting; "" where it has one."""
    refused = one.sheet.refusal(asked=str(one.sheet.answer.day.year))
    if refused:
        return refused.message
    prices = [payment.price(one.sheet.rows, modifiers=[], setting=setting) for setting in SETTINGS]
    whys = [found.message for found in prices if isinstance(found, Refusal)]
    return whys[0] if len(whys) == len(prices) else ""


def _status(one: Compared) -> Cell:
    """Of the whole service."""
    letter = next((row.status for row in one.rows()), "")
    return Cell(letter, payment.STATUS_WORDS.get(letter, ""))


def _indicator(one: Compared, field: str, words: Mapping[str, str]) -> Cell:
    """Of the first row that has a price, otherwise of the first."""
    rows = one.rows()
    row = next((row for row in rows if row.status in payment.PAYABLE), rows[0] if rows else None)
    letter = getattr(row, field) if row else ""
    return Cell(letter, words.get(letter, ""))


def _reports(compared: Sequence[Compared]) -> list[Line]:
    """Nothing where no code is published; a code below the threshold looks like one without reports (I3)."""
    if not any(one.statistic for one in compared):
        return []
    return [
        Line("Reports", [_count(one.statistic) for one in compared]),
        Line("Paid in full, of those decided", [_recovery(one.statistic) for one in compared]),
    ]


def _count(statistic: Statistic | None) -> Cell:
    return Cell(f"{statistic.reports:,}") if statistic else Cell("", f"fewer than {settings.THRESHOLD}")


def _recovery(statistic: Statistic | None) -> Cell:
    outcome = statistic.recovery if statistic else {}
    if not outcome.get("decided"):
        return NOTHING
    low, rate, high = (percent(outcome[name]) for name in ("low", "rate", "high"))
    return Cell(
        f"{rate} %",
        f"{outcome['paid_full']} of {outcome['decided']}, interval {low}\N{EN DASH}{high} %",
    )
