"""The challenge of a proof of work."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.visitors import new_challenge


@require_safe
@never_cache
def proof_challenge(request: HttpRequest) -> HttpResponse:
    """A new one for each asking; there is none where no proof is asked for."""
    if not settings.PROOF_OF_WORK:
        raise Http404
    return JsonResponse(new_challenge())
