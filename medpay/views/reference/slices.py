"""Codes of which a slice is published: by payer, or by reason. Of all others nothing is said (I3)."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from codes.models import Code
from reports.models import Statistic

MOST: Final = 50
MOST_REMARKS: Final = 8


class Sliced(NamedTuple):
    """A code, and how many of the reports on it fall into the slice."""

    code: str
    name: str
    reports: int


class Remark(NamedTuple):
    key: str
    reports: int


class Published(NamedTuple):
    """`remarks`: remark codes in the reports of `codes`, all told; `reports`: how many these are."""

    codes: Sequence[Sliced]
    remarks: Sequence[Remark]
    reports: int


def published(field: str, key: str) -> Published:
    """The most reported codes with a published slice, the most reports first. Two queries, one where there is none."""
    found = list(Statistic.objects.published().slices(field, key).order_by("-reports", "code")[:MOST])
    names = dict(Code.objects.filter(pk__in=[row.code for row in found]).values_list("code", "name")) if found else {}
    remarks: Counter[str] = Counter()
    for row in found:
        remarks.update({cell["key"]: cell["reports"] for cell in row.content["breakdowns"]["remark"]})
    return Published(
        codes=[Sliced(row.code, names.get(row.code, ""), row.reports) for row in found],
        remarks=[Remark(*counted) for counted in remarks.most_common(MOST_REMARKS)],
        reports=sum(row.reports for row in found),
    )
