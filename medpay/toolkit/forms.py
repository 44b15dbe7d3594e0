"""What is asked of a toolkit, by its address: strictly read, every problem said in plain words."""

import re
from typing import Any, Final

from django import forms
from django.http import QueryDict

from codes import handbook
from codes.models import Code, Release
from codes.shapes import CODE_SHAPE
from medpay.toolkit.gathering import Wanted

MOST_CODES: Final = 30
LONGEST: Final = 8 * MOST_CODES  # characters typed for them
LOCALITY: Final = re.compile(r"[0-9]{5}-[0-9]{2}")
ZIP: Final = re.compile(r"[0-9]{5}")
FIELDS: Final = frozenset({"code", "specialty", "locality", "zip", "year"})


class ToolkitForm(forms.Form):
    """Codes as typed, in one field or several; or a specialty's; or both, up to `MOST_CODES` together."""

    code = forms.CharField(
        required=False,
        label="Codes",
        help_text=f"Up to {MOST_CODES}, with spaces or commas between them.",
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocomplete": "off"}),
    )
    specialty = forms.ChoiceField(required=False, label="Or the list of a specialty")
    locality = forms.CharField(
        required=False, label="Medicare locality", help_text="Such as 01112-05. Empty: national amounts."
    )
    zip = forms.CharField(
        required=False,
        label="Or ZIP code",
        help_text="Of the practice, five digits.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 5}),
    )
    year = forms.ChoiceField(required=False, label="Year of service")

    def __init__(self, query: QueryDict | None = None) -> None:
        """None: nothing is asked yet, so that nothing is wrong."""
        asked = QueryDict() if query is None else query
        data = asked.copy()
        data["code"] = " ".join(asked.getlist("code"))
        super().__init__(None if query is None else data)
        self.unknown = sorted(set(asked) - FIELDS)
        self.repeated = sorted(name for name in FIELDS - {"code"} if len(asked.getlist(name)) > 1)
        choices = [(one.slug, f"{one.name} ({len(one.codes)})") for one in handbook.specialties().values()]
        self._choose(
            "specialty", [("", "none"), *choices], "There is no list of that specialty. Choose one from the list."
        )
        years = Release.objects.current().fee_schedules(qp=False).years()
        words = f"No fee schedule of that year is loaded. Loaded: {', '.join(map(str, sorted(years))) or 'none'}."
        self._choose("year", [("", "today"), *((str(year), str(year)) for year in years)], words)

    def _choose(self, name: str, choices: list[tuple[str, str]], problem: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), "both are declared above"
        field.choices = choices
        field.error_messages["invalid_choice"] = problem

    def clean_code(self) -> tuple[str, ...]:
        typed = self.cleaned_data["code"]
        if len(typed) > LONGEST:
            raise forms.ValidationError(f"That is too long for {MOST_CODES} codes of five characters.")
        codes = tuple(dict.fromkeys(typed.upper().replace(",", " ").split()))
        wrong = [code for code in codes if not CODE_SHAPE.fullmatch(code)]
        if wrong:
            raise forms.ValidationError(
                f"Not a code of five characters, such as 86320 or G0121: {', '.join(wrong)}. A modifier is left out: "
                "each code comes with its rows."
            )
        return codes

    def clean_locality(self) -> str:
        return self._shaped("locality", LOCALITY, "A locality is a contractor and a number, such as 01112-05.")

    def clean_zip(self) -> str:
        return self._shaped("zip", ZIP, "A ZIP code has five digits.")

    def _shaped(self, name: str, shape: re.Pattern[str], problem: str) -> str:
        given: str = self.cleaned_data[name]
        if given and not shape.fullmatch(given):
            raise forms.ValidationError(problem)
        return given

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if self.unknown:
            raise forms.ValidationError(f"The address asks for what a toolkit has not: {', '.join(self.unknown)}.")
        if self.repeated:
            raise forms.ValidationError(f"The address gives more than one {self.repeated[0]}. Give one.")
        if found.get("locality") and found.get("zip"):
            self.add_error("zip", "Give a locality or a ZIP code, not both.")
        if "code" in found and "specialty" in found:
            self._find(found)
        return found

    def _find(self, found: dict[str, Any]) -> None:
        specialty = handbook.specialties().get(found["specialty"])
        keys = tuple(dict.fromkeys((*found["code"], *(specialty.codes if specialty else ()))))
        if not keys:
            self.add_error("code", "Type at least one code, or choose a specialty.")
            return
        if len(keys) > MOST_CODES:
            self.add_error("code", f"These are {len(keys)} codes. A toolkit takes up to {MOST_CODES}: leave some out.")
            return
        known = Code.objects.in_bulk(keys)
        missing = [key for key in keys if key not in known]
        if missing:
            self.add_error("code", f"medpay does not know {', '.join(missing)}. Leave out, or look for the right code.")
        found["codes"] = tuple(known[key] for key in keys if key in known)

    def wanted(self) -> Wanted:
        found = self.cleaned_data
        year = int(found["year"]) if found["year"] else None
        return Wanted(found["codes"], year, found["locality"], found["zip"])
