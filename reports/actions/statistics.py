"""From dirty rows to published figures, one code and one transaction at a time (I1, I3, I4).

Lock order, always: the code, then every slice value it touches, sorted; rows are written only after both.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Min, Sum
from django.utils import timezone

from codes.models import Payer, Reason
from reports import disclosure, figures
from reports.aggregation import SLICED
from reports.figures import Content, Group, Rules, Snapshot
from reports.labels import Labels
from reports.models import (
    DirtyCode,
    GuardedSnapshot,
    PublishedStory,
    Report,
    Standing,
    Statistic,
    Tally,
    today,
)
from reports.tallies import COUNT_MONTHS

logger = logging.getLogger(__name__)

SliceKey = tuple[str, str]


class _Changes(NamedTuple):
    months: frozenset[datetime.date]
    guarded: frozenset[UUID]  # reports whose presence or guarded answers changed


def rules() -> Rules:
    return Rules(threshold=settings.THRESHOLD, min_contributors=settings.MIN_CONTRIBUTORS)


def dirty_codes() -> list[str]:
    """Codes with changes that the figures have not seen, oldest first."""
    return list(
        DirtyCode.objects.values("code").annotate(first=Min("since")).order_by("first").values_list("code", flat=True),
    )


def all_codes() -> set[str]:
    """Codes with counted reports or with figures."""
    tables = (Report.objects.counted(), Tally.objects.all(), Statistic.objects.all())
    return {code for table in tables for code in table.order_by().values_list("code", flat=True).distinct()}


def sweep(stopped: Callable[[], bool] = lambda: False) -> list[str]:
    """Refreshes every dirty code, and releases what has gathered; the codes that could not be refreshed.

    Whatever is wrong with one code, the others do not wait for it. A database that is away is the caller's matter.
    """
    release_batches()
    failed = []
    for code in dirty_codes():
        if stopped():
            break
        try:
            refresh_statistics(code=code)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("a code could not be refreshed")
            failed.append(code)
    return failed


def seconds_behind() -> float:
    """The age of the oldest change the figures have not seen; 0 where there is none."""
    oldest = DirtyCode.objects.aggregate(oldest=Min("since"))["oldest"]
    return max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0


@transaction.atomic
def refresh_statistics(*, code: str, everything: bool = False) -> bool:
    """Brings the figures of one code up to what is committed. True if it had work.

    `everything` recounts all its months, changed or not.
    """
    lock_code(code)
    changes = _take_changes(code)
    if everything:
        changes = changes._replace(months=changes.months | _months_of(code))
    if not changes.months and not everything:
        return False
    affected = _slice_values(code)
    _recount(code, changes.months)
    group = counts_of(code)
    affected |= set(group.slices)
    for field, key in sorted(affected):
        _lock(f"{field}:{key}")
    _publish(code, group, changes.guarded)
    for field, key in sorted(affected):
        _settle_other_parent(field, key)
    return True


def release_batches() -> list[str]:
    """Lets reports into the figures where enough gathered on a code (MEDPAY_RELEASE_BATCH). Returns those codes."""
    waiting: dict[str, list[UUID]] = defaultdict(list)
    for code, key in Report.objects.unreleased().values_list("code", "key"):
        waiting[code].append(key)
    ready = {code: keys for code, keys in waiting.items() if len(keys) >= settings.RELEASE_BATCH}
    for keys in ready.values():
        Report.objects.filter(key__in=keys, standing=Standing.COUNTED).update(released=True)
    return sorted(ready)


def counts_of(code: str) -> Group:
    """The tallies of a code, summed over its months."""
    counts: dict[SliceKey, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    cells = Tally.objects.on(code).values_list("slice_field", "slice_key", "field", "key").annotate(n=Sum("reports"))
    for slice_field, slice_key, field, key, n in cells:
        counts[slice_field, slice_key][field][key] = n
    whole = counts.pop(("", ""), {})
    return Group(whole=whole, slices=dict(counts), contributors=contributors_on(code, most=settings.MIN_CONTRIBUTORS))


def contributors_on(code: str, *, most: int) -> int:
    """How many different contributors the counted reports of a code come from, counted up to `most`."""
    labels = Report.objects.counted().on(code).order_by().values("contributor").distinct()[:most]
    return len(labels)


def labels_for(group: Group) -> Labels:
    def answers(field: str) -> set[str]:
        return set(group.whole.get(field, {}))

    carcs = {key.partition("-")[2] for key in answers("reason")}
    return Labels(
        carcs=dict(Reason.objects.carcs().filter(code__in=carcs).values_list("code", "paraphrase")),
        rarcs=dict(Reason.objects.rarcs().filter(code__in=answers("remark")).values_list("code", "paraphrase")),
        payers=dict(Payer.objects.filter(slug__in=answers("payer")).values_list("slug", "name")),
    )


def accepted_stories(code: str) -> list[str]:
    """What moderators let through."""
    return list(Report.objects.counted().on(code).with_accepted_story().values_list("story", flat=True))


def snapshot_of(stored: GuardedSnapshot | None) -> Snapshot:
    return Snapshot(reports=stored.reports, cells=stored.cells) if stored else Snapshot(reports=0, cells={})


def lock_code(code: str) -> None:
    """Until the surrounding transaction ends, nobody else refreshes the code or takes down its stories."""
    _lock(f"code:{code}")


def _lock(subject: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])


def _take_changes(code: str) -> _Changes:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_dirtycode WHERE code = %s RETURNING month, report, guarded", [code])
        rows = cursor.fetchall()
    return _Changes(
        months=frozenset(month for month, _, _ in rows),
        guarded=frozenset(report for _, report, guarded in rows if guarded),
    )


def _months_of(code: str) -> frozenset[datetime.date]:
    counted = Report.objects.counted().on(code).dates("received", "month")
    tallied = Tally.objects.on(code).values_list("month", flat=True).distinct()
    return frozenset(counted) | frozenset(tallied)


def _slice_values(code: str) -> set[SliceKey]:
    return set(
        Tally.objects.on(code)
        .filter(slice_field__in=SLICED, field="reports")
        .values_list("slice_field", "slice_key")
        .distinct(),
    )


def _recount(code: str, months: Iterable[datetime.date]) -> None:
    Tally.objects.on(code).filter(month__in=months).delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_MONTHS, {"code": code, "months": list(months)})


def _publish(code: str, group: Group, changed: frozenset[UUID]) -> None:
    """Writes every row that this code's own counts decide; slices still await their other parent."""
    is_open = figures.is_open(group, rules())
    snapshot = _renew_snapshot(code, group, changed, is_open=is_open)
    contents: dict[SliceKey, Content] = {}
    stories: list[str] = []
    if is_open:
        label = labels_for(group)
        stories = accepted_stories(code)
        contents = figures.slice_contents(group, label, rules())
        contents["", ""] = figures.whole_content(group, snapshot, stories, label, rules())
    _sync_stories(code, stories)
    _store(code, contents)


def _renew_snapshot(code: str, group: Group, changed: frozenset[UUID], *, is_open: bool) -> Snapshot:
    stored, _ = GuardedSnapshot.objects.get_or_create(code=code)
    pending = set(stored.changed) | changed
    if is_open and disclosure.snapshot_is_due(pending, threshold=settings.THRESHOLD):
        fresh = figures.renewed(group)
        stored.reports, stored.cells, pending = fresh["reports"], fresh["cells"], set()
    stored.changed = sorted(pending)[: settings.THRESHOLD]
    stored.save()
    return snapshot_of(stored)


def _sync_stories(code: str, stories: list[str]) -> None:
    if sorted(PublishedStory.objects.filter(code=code).values_list("text", flat=True)) == sorted(stories):
        return
    PublishedStory.objects.filter(code=code).delete()
    PublishedStory.objects.bulk_create(
        PublishedStory(code=code, digest=figures.story_digest(text), text=text) for text in stories
    )


def _store(code: str, contents: dict[SliceKey, Content]) -> None:
    """Writes what changed, removes what may no longer be shown; equal content keeps its version and day."""
    stored = {(row.slice_field, row.slice_key): row for row in Statistic.objects.filter(code=code)}
    Statistic.objects.filter(pk__in=[row.pk for subject, row in stored.items() if subject not in contents]).delete()
    day = today()
    for (field, key), content in contents.items():
        row = stored.get((field, key)) or Statistic(code=code, slice_field=field, slice_key=key, published=not field)
        if row.pk and row.content == content:
            continue
        row.reports, row.content, row.as_of = content["reports"], content, day
        row.version = figures.version(content, code, day.isoformat())
        row.save()


def _settle_other_parent(field: str, key: str) -> None:
    """Among all codes' slices of one payer, line or reason: withholds the smallest where too few would remain."""
    whole = Tally.objects.sizes(field, key).aggregate(n=Sum("reports"))["n"] or 0
    candidates = Statistic.objects.slices(field, key)
    sizes = dict(candidates.values_list("code", "reports"))
    shown = disclosure.publishable_slices(sizes, whole=whole, threshold=settings.THRESHOLD)
    candidates.filter(code__in=shown, published=False).update(published=True)
    candidates.exclude(code__in=shown).filter(published=True).update(published=False)
