"""From private counts to what a Statistic tells, and from that to its figures.

A refresh writes counts alone, and only those that may be shown: `whole_told` and `slice_told`, which the audit calls
too. Words, shares and intervals are made when somebody reads: `content`; `as_shown` then leaves out what lies in a
slice that is kept back for the sake of another code.
"""

import datetime
import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple, NotRequired, TypedDict

from reports import amounts, crossings, disclosure, labels, notation, recent, rising, trends
from reports.aggregation import (
    GUARDED_BREAKDOWNS,
    METHOD,
    SLICED,
    Cells,
    Counts,
    Figures,
    Label,
    outcomes,
    size,
    summarise,
)
from reports.amounts import AmountRow
from reports.crossings import Crossed, GroupRow, PairRow, Sized, ToldPair
from reports.disclosure import Pair
from reports.recent import Recent
from reports.rising import Rising
from reports.tallies import FIELDS, MONTH
from reports.trends import Taken, Trend

# How long whatever carries stories may be kept: a withdrawn one must be gone (I9).
FRESH: Final = {"public": True, "max_age": 0, "s_maxage": 1}
KEPT: Final = (*GUARDED_BREAKDOWNS, "amount_band", "amount_band_outcome", "outcome")  # of the whole, in a snapshot

OF_A_SLICE: Final = FIELDS["payer"] - {MONTH}  # the open fields that a group tells

Subject = tuple[str, str]  # field and answer of a slice; empty for the whole


class ToldGuarded(TypedDict):
    """Cells of a snapshot of `reports` in all."""

    reports: int
    cells: dict[str, dict[str, int]]


class ToldWhole(TypedDict):
    """What only a code as a whole tells."""

    remarks: dict[str, Cells]  # reason -> the remarks given most under it
    pairs: list[ToldPair]
    guarded: ToldGuarded
    amounts: amounts.Told
    recent: recent.Told | None
    trend: trends.Told | None
    rising: rising.Told | None
    expired: int | None  # reports kept but no longer counted, where there are enough to say so
    stories: list[str]  # digests, so that the version covers what PublishedStory holds


class Told(TypedDict):
    """What a Statistic holds: counts, no more of them than may be shown."""

    cells: Counts
    whole: NotRequired[ToldWhole]


class Content(Figures, Crossed):
    """The API's answer without code, version, date and the texts of stories."""

    remark_by_reason: list[GroupRow]
    payer_lines: list[PairRow]
    recent: Recent | None
    trend: Trend | None
    rising: Rising | None
    amount_band: list[AmountRow]
    expired: int | None
    stories: list[str]


class Ranked(NamedTuple):
    """What codes are ranked by: reports, those decided, and the lower end of the interval of recovery, 0 for none."""

    reports: int
    decided: int
    low: float


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


def whole_told(
    whole: Counts,
    snapshot: Snapshot,
    let_out: Collection[Subject],
    *,
    threshold: int,
    stories: Sequence[str],
    pairs: Mapping[Pair, Sized],
) -> Told:
    """Of an open code, unsliced. Guarded cells come from the snapshot alone.

    `let_out`: its slices, as `slices_let_out` has them. `pairs`: its payers' lines of business, those that hold a
    threshold of reports at least.
    """
    taken, as_of, reports = snapshot["recent"], snapshot["as_of"], snapshot["reports"]
    guarded = {
        field: disclosure.guarded(snapshot["cells"].get(field, {}), reports=reports, threshold=threshold)
        for field in GUARDED_BREAKDOWNS
    }
    told = slice_told(whole)
    told["whole"] = ToldWhole(
        remarks=crossings.top_remarks(whole, [key for field, key in let_out if field == "reason"]),
        pairs=crossings.told_pairs(_pairs_let_out(whole, pairs, let_out, threshold)),
        guarded=ToldGuarded(reports=reports, cells=guarded),
        amounts=amounts.publishable(snapshot["cells"], reports=reports, threshold=threshold),
        recent=recent.publishable(taken, as_of, threshold=threshold),
        trend=trends.publishable(taken.get("trend"), as_of, threshold=threshold),
        rising=rising.publishable(taken.get("rise"), as_of, threshold=threshold),
        expired=recent.publishable_expired(taken, threshold=threshold),
        stories=sorted(story_digest(text) for text in stories),
    )
    return told


def may_hold_pairs(let_out: Collection[Subject]) -> bool:
    """Whether any payer's line of business can be shown: a slice of each must be let out."""
    return {"payer", "line_of_business"} <= {field for field, _ in let_out}


def _pairs_let_out(
    whole: Counts, pairs: Mapping[Pair, Sized], let_out: Collection[Subject], threshold: int
) -> dict[Pair, Sized]:
    shown = disclosure.publishable_pairs(
        {pair: reports for pair, (reports, _) in pairs.items()},
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


def version_shown(version: str, withheld: Collection[Subject], words: str) -> str:
    """Of an answer from which that is left out; `words`: the version of the reference that it is worded by."""
    return _digest(
        notation.text_of({"version": version, "withheld": sorted(withheld), "words": [labels.VERSION, words]})
    )


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


def slice_told(counts: Counts) -> Told:
    """No guarded fields, no stories, and no group within it."""
    cells = {field: cells for field, cells in counts.items() if field in OF_A_SLICE}
    return Told(cells=cells)


def ranked_by(told: Told) -> Ranked:
    recovery = outcomes(told["cells"].get("outcome", {}))
    return Ranked(size(told["cells"]), recovery["decided"], recovery.get("low", 0.0))


def content(told: Told, label: Label, *, threshold: int) -> Content:
    """Every figure of what is told, with its words, shares and intervals."""
    cells = told["cells"]
    figures = summarise(cells, label)
    made = Content(
        **figures,
        **crossings.crossed(cells, figures["appeal"], label, threshold=threshold),
        remark_by_reason=[],
        payer_lines=[],
        recent=None,
        trend=None,
        rising=None,
        amount_band=[],
        expired=None,
        stories=[],
    )
    if "whole" in told:
        _add_whole(made, told["whole"], cells.get("reason", {}), label)
    return made


def _add_whole(made: Content, told: ToldWhole, reasons: Cells, label: Label) -> None:
    guarded, n = told["guarded"]["cells"], told["guarded"]["reports"]
    for field, cells in guarded.items():
        made["breakdowns"][field] = disclosure.guarded_rows(cells, reports=n, label=partial(label, field))
    made["remark_by_reason"] = crossings.remark_rows(told["remarks"], reasons, label)
    made["payer_lines"] = crossings.pair_rows(told["pairs"], label)
    made["recent"] = recent.shown(told["recent"], label)
    made["trend"] = trends.shown(told["trend"], label)
    made["rising"] = rising.shown(told["rising"], label)
    made["amount_band"] = amounts.shown(told["amounts"], label, reports=n)
    made["expired"], made["stories"] = told["expired"], told["stories"]


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


def version(told: Mapping[str, object], code: str, as_of: str) -> str:
    """A digest of what is told and of its day, 32 hexadecimal characters. An answer bears `version_shown`."""
    return version_of_text(notation.text_of(told), code, as_of)


def version_of_text(content: str, code: str, as_of: str) -> str:
    """`version` of content that is text already: writing it takes longer than all else about it."""
    return _digest(f'{{"as_of":"{as_of}","code":"{code}","content":{content},"method":"{METHOD}"}}')


def _digest(shown: str) -> str:
    return hashlib.sha256(shown.encode()).hexdigest()[:32]


def etag(version: str | None, rules: Rules) -> str:
    """The entity tag of an answer; all that is not published under the same rules has the same (I3)."""
    return f'"{version or f"unpublished-{rules.threshold}-{rules.min_contributors}"}"'
