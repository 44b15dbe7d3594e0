"""What every page says about the site it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def demonstration(request: HttpRequest) -> dict[str, bool]:
    """Whether its reports are generated."""
    return {"demonstration": settings.DEMONSTRATION}
