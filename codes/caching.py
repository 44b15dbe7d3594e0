"""How long a page of the reference may be kept, and what is said to who has it already."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control

# A minute by a shared cache, not at all unasked by a browser
kept_a_minute = cache_control(public=True, max_age=0, s_maxage=60, stale_while_revalidate=600)


def unchanged(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    """304 for who has the answer of this tag already, before it is made; 412 for who asks for another by If-Match.

    With the tag as it was sent, as RFC 9110, 15.4.5 asks: of a compressed answer it was a weak one.
    """
    answer = get_conditional_response(request, etag=tag)
    if answer is not None:
        is_weak = f"W/{tag}" in request.headers.get("If-None-Match", "")
        answer.headers.setdefault("ETag", f"W/{tag}" if is_weak else tag)
    return answer
