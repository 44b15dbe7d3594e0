"""What the form offers while somebody types: payers with their aliases, reasons with everyday words. For all alike."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from codes.finding import REASON_NAMES
from codes.models import Payer, Reason
from reports.remittance import NOT_DENIALS, USUAL_REMARKS


@require_safe
@cache_control(public=True, max_age=3600)
def choices(request: HttpRequest) -> JsonResponse:
    """Two queries. `share` says of a CARC why it is no denial; `rarcs` are those usually printed with it."""
    reasons = list(Reason.objects.order_by("code"))
    carcs = (reason for reason in reasons if reason.kind == Reason.Kind.CARC)
    rarcs = (reason for reason in reasons if reason.kind == Reason.Kind.RARC)
    return JsonResponse(
        {
            "payers": [{"name": payer.name, "aliases": payer.aliases} for payer in Payer.objects.all()],
            "carcs": [
                row | {"share": NOT_DENIALS.get(row["code"], ""), "rarcs": USUAL_REMARKS.get(row["code"], ())}
                for row in _described(carcs)
            ],
            "rarcs": list(_described(rarcs)),
        }
    )


def _described(reasons: Iterable[Reason]) -> Iterable[dict[str, Any]]:
    for reason in reasons:
        yield {
            "code": reason.code,
            "words": reason.paraphrase,
            "names": REASON_NAMES.get(reason.code, ()),
        }
