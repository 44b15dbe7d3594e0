"""The words beside the answers of a group, from what the reference says today."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from codes.models import Code, Payer, Reason, ReferenceVersion
from reports.labels import Labels


class _Words(NamedTuple):
    carcs: Mapping[str, str]
    rarcs: Mapping[str, str]
    payers: Mapping[str, str]


def labels(codes: Collection[str] = (), *, version: str | None = None) -> Labels:
    """With the names of these codes. `version`: that of the reference, where it is known already."""
    names = Code.objects.filter(pk__in=codes).values_list("code", "name") if codes else ()
    words = _words(ReferenceVersion.objects.now() if version is None else version)
    return Labels(carcs=words.carcs, rarcs=words.rarcs, payers=words.payers, codes=dict(names))


@lru_cache(maxsize=1)
def _words(version: str) -> _Words:  # as long as the reference stays as it is, so do they
    payers = dict(Payer.objects.values_list("slug", "name"))
    return _Words(carcs=Reason.objects.carcs().words(), rarcs=Reason.objects.rarcs().words(), payers=payers)
