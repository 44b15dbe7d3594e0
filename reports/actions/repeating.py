"""What is sent twice is kept once: the receipts follow from the mark that came with the reports.

A mark is a form's signed token or a program's Idempotency-Key. Nothing of it is stored; who sends it again with the
same facts gets the same receipts again. Who withdrew what it brought does not bring it back by sending it again.
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from reports import receipts, triage
from reports.actions.receipts import UnknownReceipt, report_of
from reports.actions.submission import facts_of, submit_all
from reports.intake import Facts
from reports.models import Report, WithdrawnReceipt

Sent = tuple[Report, str]  # with its receipt


class Differs(Exception):  # reads as what it is
    """The mark came before, with other facts than these."""


class Withdrawn(Differs):
    """The mark came before, and what it brought, or a part of it, was withdrawn since."""


def sent_before(*, mark: str, facts: Sequence[Facts]) -> list[Sent]:
    """What came with this mark already, empty if nothing did. Raises `Differs` or `Withdrawn`."""
    given = _receipts(mark, len(facts) + 1)
    _refuse_withdrawn(given)
    return _repeated(given, facts) if _known(given[:1]) else []


def submit_reports(
    *, facts: Sequence[Facts], contributor: str, mark: str = "", manner: triage.Manner = triage.API
) -> list[Sent]:
    """Saves all of them or none; those that came before with this mark are returned instead.

    Raises `Identifying`, `Differs` or `Withdrawn`. Without a mark every report is new.
    """
    given = _receipts(mark, len(facts)) if mark else [receipts.new_receipt() for _ in facts]
    try:
        with transaction.atomic():
            kept = submit_all(facts=facts, contributor=contributor, given=given, manner=manner)
            if mark:
                _refuse_withdrawn(given)  # meanwhile: only now nobody else can send or withdraw them
            return list(zip(kept, given, strict=True))
    except IntegrityError:
        if not mark or not _known(given):
            raise
        return _repeated(given, facts)  # the same form, at the same moment


def _repeated(given: Sequence[str], facts: Sequence[Facts]) -> list[Sent]:
    known = _known(given)
    if [facts_of(report) for report, _ in known] != list(facts):
        raise Differs
    return known


def _refuse_withdrawn(given: Sequence[str]) -> None:
    digests = [receipts.digest(receipt) for receipt in given]
    if WithdrawnReceipt.objects.filter(digest__in=digests).exists():
        raise Withdrawn


def _receipts(mark: str, count: int) -> list[str]:
    key = salted_hmac("reports.receipts", "key", algorithm="sha256").digest()
    return [receipts.derived_receipt(key, mark, str(place)) for place in range(count)]


def _known(given: Sequence[str]) -> list[Sent]:
    found = []
    for receipt in given:
        try:
            found.append((report_of(receipt), receipt))
        except UnknownReceipt:
            continue
    return found
