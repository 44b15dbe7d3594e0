"""What the reference says, and how to ask it. `actions` is the only writer."""

from codes.models.codes import Code, Sheet
from codes.models.fees import FeeLine, LabFee
from codes.models.payers import Payer
from codes.models.reasons import Reason
from codes.models.releases import Answer, Release

__all__ = ["Answer", "Code", "FeeLine", "LabFee", "Payer", "Reason", "Release", "Sheet"]
