"""What a program is answered about a code and about a line: figures, or why there are none (I8)."""

from collections.abc import Mapping
from typing import Any

from codes import payment
from codes.api.serializers import CodeSerializer, PricedSerializer, RefusedSerializer
from codes.models import Sheet
from codes.payment import SETTINGS, Price, Refusal, Setting
from codes.quoting import AskedSchedule, Quote, elsewhere
from codes.sources.mpfs import FeeRow


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
            "elsewhere": elsewhere(sheet),
        }
    ).data


def priced(found: Quote) -> Mapping[str, Any]:
    """What Medicare allows for a line, or why there is no figure (I8)."""
    return _refused(found.found, found) if isinstance(found.found, Refusal) else _allowed(found.found, found)


def _allowed(price: Price, found: Quote) -> Mapping[str, Any]:
    release = found.sheet.answer.release
    assert release is not None, "a price comes from a release"
    return PricedSerializer(
        {
            "code": found.sheet.code.pk,
            "modifiers": found.line.modifiers,
            "release": release.label,
            "locality": found.place.key,
            "setting": found.setting,
            "priced": True,
            "allowed": price.allowed,
            "steps": price.steps,
            "medicare_share": price.medicare_share,
            "patient_share": price.patient_share,
            "after_sequestration": price.after_sequestration,
            "limiting_charge": price.limiting_charge,
            "confidence": found.confidence,
            "warnings": found.warnings,
        }
    ).data


def _refused(refusal: Refusal, found: Quote) -> Mapping[str, Any]:
    answer: dict[str, object] = {
        "priced": False,
        "reason": refusal.reason,
        "message": refusal.message,
        "elsewhere": found.elsewhere,
    }
    if found.candidates:
        answer["candidates"] = [{"locality": key, "name": name} for key, name in found.candidates]
    return RefusedSerializer(answer).data


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
