"""What is published of a payer or a reason over all codes, renewed twice a minute from what was gathered (I1, I3).

Each parent is folded under its own lock, which every refresh that moves it holds until it ends. So its cells and the
slices published then are of one moment.
"""

from django.conf import settings
from django.db import transaction

from reports import figures, parents, tallies
from reports.models import Parent, ParentChange, ParentStatistic, Statistic, labels, today
from reports.tallies import Subject


def fold_parents(*, everything: bool = False) -> list[Subject]:
    """Takes the gathered changes into the cells and the figures of their parents; which of them moved.

    Harmless twice. `everything`: the figures of all parents, moved or not.
    """
    waiting = (Parent if everything else ParentChange).objects.order_by().values_list("slice_field", "slice_key")
    return [parent for parent in sorted(set(waiting)) if fold(parent, everything=everything)]


@transaction.atomic
def fold(subject: Subject, *, everything: bool = False) -> bool:
    """One of them. False where somebody else has just done it.

    A refresh that takes a slice off, or opens or closes its code, does this before it ends: no payer's page may name
    the code any longer, or give away what closed codes hold.
    """
    field, key = subject
    parent = Parent.objects.select_for_update().get(slice_field=field, slice_key=key)
    changes = list(ParentChange.objects.filter(slice_field=field, slice_key=key))
    if not changes and not everything:
        return False
    parent.cells = tallies.added(parent.cells, tallies.together(change.moved for change in changes))
    parent.save(update_fields=["cells"])
    ParentChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    if field in parents.SHOWN:
        _publish(parent)
    return True


def _publish(parent: Parent) -> None:
    """Equal content keeps its version and day."""
    field, key = parent.slice_field, parent.slice_key
    slices = dict(Statistic.objects.published().slices(field, key).values_list("code", "reports"))
    label = labels(parents.named(slices))
    closed = parent.reports - parent.in_open
    content = parents.content(parent.cells, slices, label, closed=closed, threshold=settings.THRESHOLD)
    if content is None:
        ParentStatistic.objects.filter(slice_field=field, slice_key=key).delete()
        return
    stored = ParentStatistic.objects.filter(slice_field=field, slice_key=key).first()
    name, day = parents.subject(field, key), today()
    if stored and stored.version == figures.version(content, name, stored.as_of.isoformat()):
        day = stored.as_of
    ParentStatistic.objects.update_or_create(
        slice_field=field,
        slice_key=key,
        defaults={
            "reports": content["reports"],
            "threshold": settings.THRESHOLD,
            "content": content,
            "version": figures.version(content, name, day.isoformat()),
            "as_of": day,
        },
    )
