"""What every test of this room stands on: a few payers and reasons, and limits that start empty."""

import pytest
import redis
from django.conf import settings

from codes.models import Code, Payer, Reason
from reports import visitors


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Every test has its hour to itself."""
    memory = redis.Redis.from_url(settings.REDIS_URL)
    for name in memory.scan_iter("*medpay*"):
        memory.delete(name)
    visitors.forget()


@pytest.fixture
def reference(db: None) -> None:
    """Two payers, two reasons, one code: enough to be known or unknown."""
    Code.objects.create(code="86320", name="Immunoelectrophoresis of serum")
    for slug, name, aliases in (("aetna", "Aetna", []), ("unitedhealthcare", "UnitedHealthcare", ["UHC"])):
        names = [text.casefold() for text in (name, *aliases)]
        Payer.objects.create(slug=slug, name=name, aliases=aliases, names=names)
    Reason.objects.create(kind="carc", code="97", paraphrase="Already paid as part of another service")
    Reason.objects.create(kind="rarc", code="N19", paraphrase="Incidental to the main procedure")
