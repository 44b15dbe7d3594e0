"""Fills a site for demonstration with generated reports, and nothing else."""

from itertools import islice
from typing import Final

from django.conf import settings
from django.db import transaction

from reports import receipts
from reports.actions.folding import fold_parents
from reports.actions.statistics import dirty_codes, refresh_statistics
from reports.demonstration import Generated, generated
from reports.models import Demonstration, Report, Standing, StoryState, today

AT_ONCE: Final = 1000
CONTRIBUTORS: Final = 40  # labels a code's reports come from, so that it opens anywhere


class NoDemonstration(Exception):  # reads as what it is
    """No generated reports here; the message says why, and what to do."""


def fill_demonstration() -> int:
    """How many reports were generated; 0 where they stand already. Raises `NoDemonstration`."""
    check_demonstration()
    if not settings.DEMONSTRATION:
        raise NoDemonstration(
            "Generated reports are for a site that says so on every page. "
            "Set MEDPAY_DEMO=on and a MEDPAY_HOME of its own."
        )
    if Demonstration.objects.exists():
        return 0
    with transaction.atomic():
        Demonstration.objects.create(day=today())
        reports = iter(generated(today()))
        count = 0
        while some := list(islice(reports, AT_ONCE)):
            Report.objects.bulk_create([_report(each, count + place) for place, each in enumerate(some)])
            count += len(some)
    for code in dirty_codes():
        refresh_statistics(code=code)
    fold_parents()
    return count


def check_demonstration() -> None:
    """Generated reports on a site that does not say so, or real ones on one that does: raises `NoDemonstration`."""
    if Demonstration.objects.exists():
        if not settings.DEMONSTRATION:
            raise NoDemonstration(
                "This database holds generated reports, which must be marked as such on every page. "
                "Set MEDPAY_DEMO=on, or choose another MEDPAY_HOME or DATABASE_URL."
            )
    elif settings.DEMONSTRATION and Report.objects.exists():
        raise NoDemonstration(
            "This database holds real reports, and MEDPAY_DEMO would call them generated. "
            "Leave MEDPAY_DEMO out, or choose another MEDPAY_HOME or DATABASE_URL."
        )


def _report(each: Generated, number: int) -> Report:
    """Nobody holds its receipt."""
    return Report(
        receipt_digest=receipts.digest(receipts.new_receipt()),
        received=each.received,
        contributor=f"generated-{number % CONTRIBUTORS}",
        standing=Standing.COUNTED,
        story_state=StoryState.ACCEPTED if each.facts.story else StoryState.NONE,
        **each.facts.as_fields(),
    )
