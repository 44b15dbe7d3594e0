"""What a program is answered about a code and about a line: figures, or why there are none (I8)."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from codes import payment
from codes.api.asking import AskedLine, AskedSchedule
from codes.api.serializers import CodeSerializer, PricedSerializer, RefusedSerializer
from codes.models import Sheet
from codes.payment import Price, Refusal, Setting
from codes.sources.mpfs import FeeRow

SETTINGS: Final[tuple[Setting, ...]] = get_args(Setting)
# These say that the physician schedule is not where the test is paid; other refusals are about the line or the code.
PAID_ELSEWHERE: Final = frozenset({"not_on_schedule", "bundled", "other_code_used", "not_covered", "no_release"})
NATIONAL: Final = "national"
NO_LOCALITIES: Final = Refusal(
    "unknown_locality",
    "No locality table is loaded yet, so there is no amount for a locality or a ZIP code. "
    "Ask without them for the national amount.",
)
SETTING_ASSUMED: Final = "No setting was given: this is the non-facility amount; in a facility it is another, or none."


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
    sure = payment.lab_confidence(loaded=lab.year, asked=answer.day.year)
    return {"schedule": "CLFS", "amount": lab.amount, "year": lab.year, "source": lab.source, "confidence": sure}
