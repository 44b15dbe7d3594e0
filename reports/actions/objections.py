"""Somebody says that something here is wrong; a moderator answers. And the public log of what was corrected."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from reports import receipts
from reports.actions.moderation import Undecidable
from reports.actions.receipts import UnknownReceipt
from reports.actions.submission import Identifying
from reports.intake import FieldFinding, find_beside_sources
from reports.models import Correction, Objection, today
from reports.screening import Finding, find_identifiers

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def receive_objection(*, about: str, kind: str, text: str, mark: str) -> str:
    """Keeps what somebody holds to be wrong, and returns its receipt. Raises `Identifying`.

    `mark` is the form's signed token: the same words sent twice with it are kept once, other words are another one.
    """
    _refuse_identifiers(find_beside_sources, text=text)
    receipt = _receipt(mark, about, kind, text)
    digest = receipts.digest(receipt)
    try:
        with transaction.atomic():
            Objection.objects.create(receipt_digest=digest, about=about, kind=kind, text=text)
    except IntegrityError:
        if not Objection.objects.filter(receipt_digest=digest).exists():
            raise
    return receipt


def objection_of(receipt: str) -> Objection:
    """A malformed, a wrong and an unknown receipt take the same road. Raises `UnknownReceipt`."""
    try:
        return Objection.objects.get(receipt_digest=receipts.digest(receipt))
    except Objection.DoesNotExist:
        raise UnknownReceipt from None


@transaction.atomic
def answer_objection(
    *, objection: UUID, moderator: "User", verdict: str, answer: str, correction: str = ""
) -> Objection:
    """Once and for all: whoever holds the receipt may have read it. Raises `Undecidable` or `Identifying`.

    `correction` is the line that the public log gets with it, where something was wrong and is corrected.
    """
    if correction and verdict != "corrected":
        raise Undecidable("Only what was corrected gets a line in the public log.")
    _refuse_identifiers(find_beside_sources, answer=answer)
    taken = Objection.objects.select_for_update().get(pk=objection)
    if taken.answered:
        raise Undecidable(f"{taken.moderator} answered this on {taken.answered}; the answer stands.")
    taken.answer, taken.verdict, taken.moderator, taken.answered = answer, verdict, moderator, today()
    taken.save()
    if correction:
        write_correction(about=taken.about, words=correction)
    return taken


def write_correction(*, about: str, words: str, correction: int | None = None) -> Correction:
    """Adds a line to the public log, or words one of it anew. Raises `Identifying`."""
    _refuse_identifiers(find_identifiers, words=words)
    line = Correction.objects.get(pk=correction) if correction else Correction()
    line.about, line.words = about, words
    line.save()
    return line


def _refuse_identifiers(find: Callable[[str], list[Finding]], **texts: str) -> None:
    findings = [FieldFinding(field, *finding) for field, text in texts.items() for finding in find(text)]
    if findings:
        raise Identifying(findings)


def _receipt(*parts: str) -> str:
    key = salted_hmac("reports.objections", "key", algorithm="sha256").digest()
    return receipts.derived_receipt(key, *parts)
