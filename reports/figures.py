"""From private counts to the content of a Statistic: the one function that refresh and audit both call."""

import datetime
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypedDict

from reports import amounts, crossings, disclosure, recent, rising, trends
from reports.aggregation import GUARDED_BREAKDOWNS, METHOD, SLICED, Counts, Figures, Label, size, summarise
from reports.amounts import AmountRow
from reports.crossings import Crossed, GroupRow, PairRow
from reports.disclosure import Pair
from reports.recent import Recent
from reports.rising import Rising
from reports.trends import Taken, Trend

# How long whatever carries stories may be kept: a withdrawn one must be gone (I9).
FRESH: Final = {"public": True, "max_age": 0, "s_maxage": 1}
KEPT: Final = (*GUARDED_BREAKDOWNS, "amount_band", "amount_band_outcome", "outcome")  # of the whole, in a snapshot

Subject = tuple[str, str]  # field and answer of a slice; empty for the whole


class Content(Figures, Crossed):
    """What a Statistic holds: the API's answer without code, version, date and the texts of stories."""

    remark_by_reason: list[GroupRow]
    payer_lines: list[PairRow]
    recent: Recent | None
    trend: Trend | None
    rising: Rising | None
    amount_band: list[AmountRow]
    expired: int | None  # reports kept but no longer counted, where there are enough to say so
    stories: list[str]  # digests, so that the version covers what PublishedStory holds


class Rules(NamedTuple):
    threshold: int
    min_contributors: int


class Snapshot(TypedDict):
    """Guarded cells as last renewed on `as_of`: field -> answer -> reports, of `reports` in all."""

    reports: int
    cells: dict[str, dict[str, int]]
    recent: Taken
    as_of: datetime.date | None


class Group(NamedTuple):
    """All private counts of a code as a whole."""

    whole: Counts
    contributors: int


def is_open(group: Group, rules: Rules) -> bool:
    return disclosure.may_open(
        reports=size(group.whole),
        contributors=group.contributors,
        threshold=rules.threshold,
        min_contributors=rules.min_contributors,
    )


def whole_content(
    whole: Counts,
    snapshot: Snapshot,
    label: Label,
    let_out: Collection[Subject],
    *,
    threshold: int,
    stories: Sequence[str],
    pairs: Mapping[Pair, Counts],
) -> Content:
    """The unsliced figures of an open code. Guarded ones come from the snapshot alone.

    `let_out`: its slices, as `slices_let_out` has them. `pairs`: its payers' lines of business, those that hold a
    threshold of reports at least.
    """
    figures = summarise(whole, label)
    taken, as_of = snapshot["recent"], snapshot["as_of"]
    for field in GUARDED_BREAKDOWNS:
        cells = snapshot["cells"].get(field, {})
        figures["breakdowns"][field] = disclosure.guarded_rows(
            cells,
            reports=snapshot["reports"],
            threshold=threshold,
            label={key: label(field, key) for key in cells},
        )
    reasons = [key for field, key in let_out if field == "reason"]
    return Content(
        **figures,
        **crossings.crossed(whole, figures["appeal"], label, threshold=threshold),
        remark_by_reason=crossings.remarks_by_reason(whole, reasons, label),
        payer_lines=crossings.pair_rows(_pairs_let_out(whole, pairs, let_out, threshold), label),
        recent=recent.publishable(taken, as_of, label=label, threshold=threshold),
        trend=trends.publishable(taken.get("trend"), as_of, label=label, threshold=threshold),
        rising=rising.publishable(taken.get("rise"), as_of, label=label, threshold=threshold),
        amount_band=amounts.amount_rows(
            snapshot["cells"], reports=snapshot["reports"], label=label, threshold=threshold
        ),
        expired=recent.publishable_expired(taken, threshold=threshold),
        stories=sorted(story_digest(text) for text in stories),
    )


def may_hold_pairs(let_out: Collection[Subject]) -> bool:
    """Whether any payer's line of business can be shown: a slice of each must be let out."""
    return {"payer", "line_of_business"} <= {field for field, _ in let_out}


def _pairs_let_out(
    whole: Counts, pairs: Mapping[Pair, Counts], let_out: Collection[Subject], threshold: int
) -> dict[Pair, Counts]:
    shown = disclosure.publishable_pairs(
        {pair: size(counts) for pair, counts in pairs.items()},
        ones={key: whole[field][key] for field, key in let_out if field == "payer"},
        others={key: whole[field][key] for field, key in let_out if field == "line_of_business"},
        threshold=threshold,
    )
    return {pair: pairs[pair] for pair in shown}


def as_shown(content: Mapping[str, Any], withheld: Collection[Subject], *, threshold: int) -> dict[str, Any]:
    """Without what breaks down a slice that is withheld for the sake of another code (I3)."""
    return {
        **content,
        "remark_by_reason": [row for row in content["remark_by_reason"] if ("reason", row["key"]) not in withheld],
        "payer_lines": [
            row
            for row in content["payer_lines"]
            if row["reports"] >= threshold
            and ("payer", row["payer"]) not in withheld
            and ("line_of_business", row["line_of_business"]) not in withheld
        ],
    }


def version_shown(version: str, withheld: Collection[Subject]) -> str:
    """Of an answer from which that is left out."""
    if not withheld:
        return version
    return _digest(text_of({"version": version, "withheld": sorted(withheld)}))


def slices_let_out(group: Group, rules: Rules) -> frozenset[Subject]:
    """The slices that a code lets out, before their other parent is asked; none while it is closed."""
    if not is_open(group, rules):
        return frozenset()
    whole = size(group.whole)
    return frozenset(
        (field, key)
        for field in SLICED
        for key in disclosure.publishable_slices(group.whole.get(field, {}), whole=whole, threshold=rules.threshold)
    )


def slice_content(counts: Counts, label: Label, *, threshold: int) -> Content:
    """No guarded fields, no stories, and no group within it."""
    figures = summarise(counts, label)
    return Content(
        **figures,
        **crossings.crossed(counts, figures["appeal"], label, threshold=threshold),
        remark_by_reason=[],
        payer_lines=[],
        recent=None,
        trend=None,
        rising=None,
        amount_band=[],
        expired=None,
        stories=[],
    )


def renewed(group: Group, taken: Taken, today: datetime.date) -> Snapshot:
    return Snapshot(
        reports=size(group.whole),
        cells={field: dict(group.whole.get(field, {})) for field in KEPT},
        recent=taken,
        as_of=today,
    )


def story_digest(text: str) -> str:
    """Stands for a story; sorting by it tells nothing about when the story came in."""
    return hashlib.sha256(text.encode()).hexdigest()


def version(content: Mapping[str, object], code: str, as_of: str) -> str:
    """A digest of everything an answer shows, 32 hexadecimal characters: equal answers, equal versions."""
    return version_of_text(text_of(content), code, as_of)


def text_of(content: Mapping[str, object]) -> str:
    """The same characters for equal content."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def version_of_text(content: str, code: str, as_of: str) -> str:
    """`version` of content that is text already: writing it takes longer than all else about it."""
    return _digest(f'{{"as_of":"{as_of}","code":"{code}","content":{content},"method":"{METHOD}"}}')


def _digest(shown: str) -> str:
    return hashlib.sha256(shown.encode()).hexdigest()[:32]


def etag(version: str | None, rules: Rules) -> str:
    """The entity tag of an answer; all that is not published under the same rules has the same (I3)."""
    return f'"{version or f"unpublished-{rules.threshold}-{rules.min_contributors}"}"'
