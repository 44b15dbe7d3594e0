"""What waits, in which order, and what of it this moderator has put off. Every read of stored reports at the desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from codes.models import Payer
from reports.admin import looking
from reports.admin.site import moderator_of
from reports.models import Decision, Objection, Report, Standing
from reports.models.report import PASSED_ON, WAITS_FOR_A_LOOK, WAITS_TO_COUNT, ReportQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SKIPPED: Final = "skipped"  # in the session; objections are put off under a name of their own
MOST_SKIPPED: Final = 500  # in one session
SHOWN_SIMILAR: Final = 5


class Similar(NamedTuple):
    """Other reports of the same code, payer and reason: how many stand how, and the latest of them."""

    counted: int
    old: int  # kept, no longer counted
    held: int
    rejected: int
    latest: list[Report]

    @property
    def total(self) -> int:
        return self.counted + self.old + self.held + self.rejected


class QueueFilter(admin.SimpleListFilter):
    """Opens on what waits; everything is one click away."""

    title = "queue"
    parameter_name = "queue"
    PARTS: Final[dict[str, tuple[str, Callable[[ReportQuerySet], ReportQuerySet]]]] = {
        "stories": ("Stories waiting", ReportQuerySet.with_waiting_story),
        "held": ("Reports held", ReportQuerySet.held),
        "passed_on": ("For a second pair of eyes", ReportQuerySet.escalated),
        "all": ("All reports", ReportQuerySet.all),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, words) for name, (words, _) in self.PARTS.items()]

    def choices(self, changelist: Any) -> Any:
        every, *others = super().choices(changelist)
        yield {**every, "display": "Everything waiting"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        _, part = self.PARTS.get(self.value() or "", ("", ReportQuerySet.waiting))
        return part(queryset)


def decidable_by(moderator: "User") -> ReportQuerySet:
    """The queue of one moderator: what was passed on is for a senior who did not ask."""
    queue = Report.objects.waiting().riskiest_first()
    if not moderator.has_perm("reports.decide_escalated"):
        return queue.filter(escalated=False)
    asked = Decision.objects.filter(moderator=moderator, verdict=Decision.Verdict.ESCALATE, undone=False)
    return queue.exclude(escalated=True, key__in=asked.values("report"))


def following(request: HttpRequest) -> Report | None:
    """The next report to decide, at which nobody else looks."""
    moderator = moderator_of(request)
    return looking.first_free(decidable_by(moderator).exclude(key__in=skipped(request))[: looking.FIRST], moderator)


def skipped(request: HttpRequest, of: str = SKIPPED) -> list[str]:
    keys: list[str] = request.session.get(of, [])
    return keys


def skip(request: HttpRequest, key: UUID, of: str = SKIPPED) -> None:
    """Puts one off until the others are through. It goes with the session."""
    kept = [one for one in skipped(request, of) if one != str(key)]
    request.session[of] = [*kept, str(key)][-MOST_SKIPPED:]


def start_over(request: HttpRequest, of: str = SKIPPED) -> int:
    """Brings back what was put off; how many."""
    return len(request.session.pop(of, []))


def listed() -> ReportQuerySet:
    """As the list shows them: the riskiest first, with `payer_name` as the reference has it."""
    payer = Payer.objects.filter(slug=OuterRef("payer")).values("name")[:1]
    named = ReportQuerySet(Report).annotate(payer_name=Coalesce(Subquery(payer), "payer"))
    return named.riskiest_first().prefetch_related("flags")


def counts() -> dict[str, Any]:
    """What stands at the top of the desk. Of reports only those that wait are read, by the index of the queue."""
    waiting = Report.objects.waiting().aggregate(
        stories_waiting=Count("pk", filter=WAITS_FOR_A_LOOK),
        reports_held=Count("pk", filter=WAITS_TO_COUNT),
        passed_on=Count("pk", filter=PASSED_ON),
    )
    return {**waiting, "objections_waiting": Objection.objects.unanswered().count()}


def similar(report: Report) -> Similar:
    alike = Report.objects.on(report.code).filter(payer=report.payer, group=report.group, carc=report.carc)
    others = alike.exclude(pk=report.pk)
    standings = {standing: Q(standing=standing) for standing in Standing.values}
    parts = {**standings, "counted": Q(standing="counted", expired=False), "old": Q(standing="counted", expired=True)}
    numbers = others.aggregate(**{name: Count("pk", filter=part) for name, part in parts.items()})
    return Similar(**numbers, latest=list(others.order_by("-received", "key")[:SHOWN_SIMILAR]))
