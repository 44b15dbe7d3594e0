"""What a program is answered: the shapes of the contract, which the schema describes.

Money is a string in dollars with two decimals; RVUs and factors are strings too.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, get_args

from rest_framework import serializers

from codes import payment
from codes.api.asking import AskedLine, AskedSchedule
from codes.models import Code, Payer, Reason, Sheet
from codes.payment import Confidence, Level, Price, Refusal, Setting
from codes.sources.mpfs import FeeRow

SETTINGS: Final[tuple[Setting, ...]] = get_args(Setting)
REASONS: Final = [(word, word.replace("_", " ")) for word in get_args(payment.Reason)]
LEVELS: Final = [(word, word) for word in get_args(Level)]
# These say that the physician schedule is not where the test is paid; other refusals are about the line or the code.
PAID_ELSEWHERE: Final = frozenset({"not_on_schedule", "bundled", "other_code_used", "not_covered", "no_release"})
NATIONAL: Final = "national"
NO_LOCALITIES: Final = Refusal(
    "unknown_locality",
    "No locality table is loaded yet, so there is no amount for a locality or a ZIP code. "
    "Ask without them for the national amount.",
)
SETTING_ASSUMED: Final = "No setting was given: this is the non-facility amount; in a facility it is another, or none."


class MoneyField(serializers.DecimalField):
    """Dollars and cents."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **options)


class RvuField(serializers.DecimalField):
    """Relative value units, with CMS's two decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=8, decimal_places=2, **options)


class FactorField(serializers.DecimalField):
    """A number without money's two decimals: a share, a conversion factor."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=None, decimal_places=None, normalize_output=True, **options)


class ConfidenceSerializer(serializers.Serializer[Any]):
    level = serializers.ChoiceField(LEVELS)
    reasons = serializers.ListField(child=serializers.CharField())


class ElsewhereSerializer(serializers.Serializer[Any]):
    """Another schedule that pays the test."""

    schedule = serializers.CharField(help_text="CLFS: the Clinical Laboratory Fee Schedule.")
    amount = MoneyField()
    year = serializers.IntegerField(help_text="The year the amount is of.")
    source = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name
    confidence = ConfidenceSerializer()


class StepSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    factor = FactorField(allow_null=True, help_text="Multiplied what was before; null where it is no plain product.")
    amount = MoneyField(help_text="The result after this step.")
    source = serializers.CharField()  # type: ignore[assignment]  # the contract's name


class PricedSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    modifiers = serializers.ListField(child=serializers.CharField())
    release = serializers.CharField(help_text="Label of the release that answers.")
    locality = serializers.CharField(help_text="“national”, or contractor and locality.")
    setting = serializers.ChoiceField(SETTINGS)
    priced = serializers.BooleanField(help_text="Always true.")
    allowed = MoneyField()
    steps = StepSerializer(many=True)
    medicare_share = MoneyField()
    patient_share = MoneyField()
    after_sequestration = MoneyField(help_text="What Medicare pays of its share.")
    limiting_charge = MoneyField(allow_null=True, help_text="Null for a participating provider.")
    confidence = ConfidenceSerializer()
    warnings = serializers.ListField(child=serializers.CharField())


class RefusedSerializer(serializers.Serializer[Any]):
    priced = serializers.BooleanField(help_text="Always false.")
    reason = serializers.ChoiceField(REASONS)
    message = serializers.CharField()
    elsewhere = ElsewhereSerializer(allow_null=True)


class RefusalSerializer(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(REASONS)
    message = serializers.CharField()


class RowAmountSerializer(serializers.Serializer[Any]):
    """A national amount, or why there is none."""

    allowed = MoneyField(allow_null=True)
    refusal = RefusalSerializer(allow_null=True)


class RowAmountsSerializer(serializers.Serializer[Any]):
    nonfacility = RowAmountSerializer()
    facility = RowAmountSerializer()


class RowSerializer(serializers.Serializer[Any]):
    """A row of the physician fee schedule. Where CMS prints NA there is null."""

    modifier = serializers.CharField()
    status = serializers.CharField()
    status_words = serializers.CharField()
    work = RvuField()
    pe_nonfacility = RvuField(allow_null=True)
    pe_facility = RvuField(allow_null=True)
    mp = RvuField()
    total_nonfacility = RvuField(allow_null=True)
    total_facility = RvuField(allow_null=True)
    conversion_factor = FactorField()
    amounts = RowAmountsSerializer()


class ReleaseSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name
    effective = serializers.DateField()
    complete = serializers.BooleanField(help_text="False: a starter list collected by hand.")
    covers = serializers.BooleanField(help_text="False: an earlier release stands in.")
    note = serializers.CharField()


class ListedCodeSerializer(serializers.ModelSerializer[Code]):
    class Meta:
        model = Code
        fields: ClassVar = ["code", "name", "service_type", "deleted"]


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField(help_text="In medpay's words, as the description.")
    description = serializers.CharField()
    service_type = serializers.CharField()
    day = serializers.DateField(help_text="The day the question was taken to be about.")
    alive = serializers.BooleanField(help_text="Whether it may be billed on that day.")
    deleted = serializers.DateField(allow_null=True, help_text="First day on which it may not be billed.")
    successors = serializers.ListField(
        child=serializers.CharField(), help_text="Codes to look at; none replaces it one to one."
    )
    change_note = serializers.CharField()
    release = ReleaseSerializer(allow_null=True)
    rows = RowSerializer(many=True)
    refusal = RefusalSerializer(allow_null=True, help_text="Why there are no rows.")
    elsewhere = ElsewhereSerializer(allow_null=True)


class NearestSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class UnknownCodeSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField()
    nearest = NearestSerializer(many=True)


class PayerSerializer(serializers.ModelSerializer[Payer]):
    aliases = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Payer
        fields: ClassVar = ["slug", "name", "family", "kind", "aliases"]


class ReasonSerializer(serializers.ModelSerializer[Reason]):
    class Meta:
        model = Reason
        fields: ClassVar = ["kind", "code", "paraphrase", "first_check", "alert"]


def described(sheet: Sheet, asked: AskedSchedule) -> Mapping[str, Any]:
    """What the reference says of a code and each of its rows."""
    code, answer = sheet.code, sheet.answer
    release = answer.release
    return CodeSerializer(
        {
            "code": code.code,
            "name": code.name,
            "description": code.description,
            "service_type": code.service_type,
            "day": answer.day,
            "alive": not answer.deleted,
            "deleted": code.deleted,
            "successors": code.successors,
            "change_note": code.change_note,
            "release": release
            and {
                "label": release.label,
                "effective": release.effective,
                "complete": release.complete,
                "covers": answer.covers,
                "note": answer.note,
            },
            "rows": [_row(row, sheet) for row in sheet.rows],
            "refusal": sheet.refusal(asked=asked.words(answer.day)),
            "elsewhere": _elsewhere(sheet),
        }
    ).data


def priced(sheet: Sheet, asked: AskedSchedule, line: AskedLine) -> Mapping[str, Any]:
    """What Medicare allows for a line, or why there is no figure (I8)."""
    found = sheet.refusal(asked=asked.words(sheet.answer.day)) or _price(sheet, line, line.setting or SETTINGS[0])
    if isinstance(found, Price) and line.place:
        found = NO_LOCALITIES
    return _refused(found, sheet) if isinstance(found, Refusal) else _allowed(found, sheet, line)


def _price(sheet: Sheet, line: AskedLine, setting: Setting) -> Price | Refusal:
    return payment.price(
        sheet.rows,
        modifiers=line.modifiers,
        setting=setting,
        units=line.units,
        participating=line.participating,
        charge=line.charge,
    )


def _allowed(found: Price, sheet: Sheet, line: AskedLine) -> Mapping[str, Any]:
    release = sheet.answer.release
    assert release is not None, "rows come from a release"
    assumed = _assumed(found, sheet, line)
    stands_in = () if sheet.answer.covers else (f"{sheet.answer.note}.",)
    return PricedSerializer(
        {
            "code": sheet.code.pk,
            "modifiers": line.modifiers,
            "release": release.label,
            "locality": NATIONAL,
            "setting": line.setting or SETTINGS[0],
            "priced": True,
            "allowed": found.allowed,
            "steps": found.steps,
            "medicare_share": found.medicare_share,
            "patient_share": found.patient_share,
            "after_sequestration": found.after_sequestration,
            "limiting_charge": found.limiting_charge,
            "confidence": payment.confidence(
                release=release.words,
                covers_date=sheet.answer.covers,
                complete=release.complete,
                assumptions=(*assumed, *found.assumptions),
            ),
            "warnings": (*stands_in, *assumed, *found.warnings),
        }
    ).data


def _assumed(found: Price, sheet: Sheet, line: AskedLine) -> tuple[str, ...]:
    """A setting that was not given is an assumption only where the other one pays another amount."""
    if line.setting:
        return ()
    other = _price(sheet, line, SETTINGS[1])
    same = isinstance(other, Price) and other.allowed == found.allowed
    return () if same else (SETTING_ASSUMED,)


def _refused(found: Refusal, sheet: Sheet) -> Mapping[str, Any]:
    return RefusedSerializer(
        {
            "priced": False,
            "reason": found.reason,
            "message": found.message,
            "elsewhere": _elsewhere(sheet) if found.reason in PAID_ELSEWHERE else None,
        }
    ).data


def _row(row: FeeRow, sheet: Sheet) -> Mapping[str, Any]:
    return {
        "modifier": row.modifier,
        "status": row.status,
        "status_words": payment.STATUS_WORDS.get(row.status, "a status medpay does not know"),
        "work": row.work,
        "pe_nonfacility": None if row.na_nonfacility else row.pe_nonfacility,
        "pe_facility": None if row.na_facility else row.pe_facility,
        "mp": row.mp,
        "total_nonfacility": None if row.na_nonfacility else row.total_nonfacility,
        "total_facility": None if row.na_facility else row.total_facility,
        "conversion_factor": row.cf,
        "amounts": {setting: _row_amount(row, sheet, setting) for setting in SETTINGS},
    }


def _row_amount(row: FeeRow, sheet: Sheet, setting: Setting) -> Mapping[str, Any]:
    found = payment.price(sheet.rows, modifiers=[row.modifier] if row.modifier else [], setting=setting)
    if isinstance(found, Refusal):
        return {"allowed": None, "refusal": found}
    return {"allowed": found.allowed, "refusal": None}


def _elsewhere(sheet: Sheet) -> Mapping[str, Any] | None:
    """The laboratory schedule, unless the code is deleted; in a year without physician schedule only its own year's."""
    lab, answer = sheet.lab, sheet.answer
    if lab is None or answer.deleted or (answer.release is None and lab.year != answer.day.year):
        return None
    sure: Confidence = payment.lab_confidence(loaded=lab.year, asked=answer.day.year)
    return {"schedule": "CLFS", "amount": lab.amount, "year": lab.year, "source": lab.source, "confidence": sure}
