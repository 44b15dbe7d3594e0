"""A report that a program sends twice, since it cannot know whether the first time arrived: the header of its key.

Follows draft-ietf-httpapi-idempotency-key-header. Of the key nothing is stored but the receipt's digest.
"""

import re
from typing import Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from reports.models import Report, Standing

HEADER: Final = "Idempotency-Key"
_HEX: Final = "[0-9A-Fa-f]"
_SHAPE: Final = f"^{_HEX}{{8}}-{_HEX}{{4}}-4{_HEX}{{3}}-[89ABab]{_HEX}{{3}}-{_HEX}{{12}}$"
NOT_RANDOM: Final = "Send a random UUID (version 4), a new one for each report."
OTHER_FACTS: Final = f"Another report came with this {HEADER}. Send a new key with a new report."
WITHDRAWN: Final = f"The report that came with this {HEADER} was withdrawn. Send a new key with a new report."
PARAMETER: Final = OpenApiParameter(
    HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description=(
        "A random UUID (version 4), so that a report may be sent again after a lost answer: the same key with the same "
        "report gets the same receipt, and nothing is stored a second time. For a day after the report is withdrawn "
        "the key is refused; later it would make a new report. Keep it as secret as the receipt."
    ),
    pattern=_SHAPE,
)
REFUSED: Final = OpenApiResponse(
    {"oneOf": [{"$ref": "#/components/schemas/Findings"}, {"$ref": "#/components/schemas/Detail"}]},
    description=(
        f"The report could identify a person, another one came with its {HEADER}, or the one that came was withdrawn; "
        "nothing was stored."
    ),
)


def mark_of(request: Request) -> str:
    """What the receipt follows from; empty without a key. Raises `ValidationError`."""
    key = request.headers.get(HEADER)
    if key is None:
        return ""
    if not re.fullmatch(_SHAPE, key):
        raise ValidationError({HEADER: [NOT_RANDOM]})
    return f"key {key.lower()}"


def received(report: Report, receipt: str) -> dict[str, str]:
    """The answer, also to a repetition: what a moderator has taken out since was not counted."""
    status = Standing.COUNTED if report.standing_told == Standing.COUNTED else Standing.HELD
    return {"receipt": receipt, "status": status, "code": report.code}
