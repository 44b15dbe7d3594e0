"""The words beside the answers of a group, from what the reference says today."""

from collections.abc import Collection

from codes.models import Code, Payer, Reason
from reports.aggregation import Counts
from reports.labels import Labels


def labels_for(counts: Counts, codes: Collection[str] = ()) -> Labels:
    reasons = Reason.objects.words(
        {key.partition("-")[2] for key in counts.get("reason", {})}, counts.get("remark", {})
    )
    payers = Payer.objects.filter(slug__in=counts.get("payer", {})).values_list("slug", "name")
    names = Code.objects.filter(pk__in=codes).values_list("code", "name") if codes else ()
    return Labels(carcs=reasons["carc"], rarcs=reasons["rarc"], payers=dict(payers), codes=dict(names))
