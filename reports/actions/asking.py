"""What taking in asks of the screens and of the reference, each question once: for one report, or one table of them.

It lives no longer than the step it is made for: a text that may identify somebody is kept nowhere (I5).
"""

from functools import cache

from codes.models import Code, Payer, known_reasons, unlisted_codes, unlisted_reasons
from reports.screening import find_identifiers


class Asking:
    def __init__(self) -> None:
        self.identifiers = cache(find_identifiers)
        self.payer_slug = cache(_payer_slug)
        self.unlisted_codes = cache(unlisted_codes)
        self.unlisted_reasons = cache(unlisted_reasons)
        self.is_known_code = cache(_is_known_code)
        self.known_reasons = cache(known_reasons)


def _payer_slug(text: str) -> str | None:
    payer = Payer.objects.called(text).first()
    return payer.slug if payer else None


def _is_known_code(code: str) -> bool:
    return Code.objects.filter(pk=code).exists()
