"""A laboratory amount, in a release of its own."""

import datetime
from decimal import Decimal

from codes.models import LabFee, Release


def lab_fee(code: str, amount: str, *, effective: datetime.date) -> LabFee:
    """What the laboratory schedule in effect from `effective` pays for `code`, in dollars."""
    release, _ = Release.objects.get_or_create(
        source="clfs",
        label=f"CLFS {effective:%Y-%m-%d}",
        effective=effective,
        digest=f"clfs {effective}",
        complete=True,
        state=Release.State.CURRENT,
    )
    return LabFee.objects.create(release=release, code=code, amount=Decimal(amount))
