"""The API of the reference: codes, what Medicare pays for them, payers, denial reasons."""

from codes.api.views import CodesView, CodeView, PayersView, PaymentView, ReasonsView

__all__ = ["CodeView", "CodesView", "PayersView", "PaymentView", "ReasonsView"]
