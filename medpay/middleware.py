"""Answers are sent compressed where they can hold no secret.

What a shared cache may keep is the same for everybody: no cookie, no token, nothing to be guessed from its length
(the BREACH attack, https://breachattack.com/). All else, forms and the admin, is sent as it is.
"""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT: Final = ("text/", "application/json", "application/xml", "application/vnd.oai.openapi", "image/svg+xml")


class CompressPublic(GZipMiddleware):
    """Stands outside whatever makes tags: a tag is of the text, and turns into a weak one of its compressed form."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        public = "public" in response.get("Cache-Control", "")
        if public and response.get("Content-Type", "").startswith(TEXT):
            return super().process_response(request, response)
        return response
