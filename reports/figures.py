"""From private counts to the content of a Statistic: the one function that refresh and audit both call."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypedDict

from reports import disclosure
from reports.aggregation import GUARDED_BREAKDOWNS, METHOD, SLICED, Counts, Figures, Label, size, summarise

# How long whatever carries stories may be kept: a withdrawn one must be gone (I9).
FRESH: Final = {"public": True, "max_age": 0, "s_maxage": 1}


class Content(Figures):
    """What a Statistic holds: the API's answer without code, version, date and the texts of stories."""

    stories: list[str]  # digests, so that the version covers what PublishedStory holds


class Rules(NamedTuple):
    threshold: int
    min_contributors: int


class Snapshot(TypedDict):
    """Guarded cells as last renewed: field -> answer -> reports, of `reports` in all."""

    reports: int
    cells: dict[str, dict[str, int]]


class Group(NamedTuple):
    """All private counts of a code: as a whole, and by slice."""

    whole: Counts
    slices: Mapping[tuple[str, str], Counts]
    contributors: int


def is_open(group: Group, rules: Rules) -> bool:
    return disclosure.may_open(
        reports=size(group.whole),
        contributors=group.contributors,
        threshold=rules.threshold,
        min_contributors=rules.min_contributors,
    )


def whole_content(group: Group, snapshot: Snapshot, stories: Sequence[str], label: Label, rules: Rules) -> Content:
    """The unsliced figures of an open code. Guarded breakdowns come from the snapshot alone."""
    figures = summarise(group.whole, label)
    for field in GUARDED_BREAKDOWNS:
        cells = snapshot["cells"].get(field, {})
        figures["breakdowns"][field] = disclosure.guarded_rows(
            cells,
            reports=snapshot["reports"],
            threshold=rules.threshold,
            label={key: label(field, key) for key in cells},
        )
    return Content(**figures, stories=sorted(story_digest(text) for text in stories))


def slice_contents(group: Group, label: Label, rules: Rules) -> dict[tuple[str, str], Content]:
    """The slices that an open code lets out, before the other parent is asked. No guarded fields, no stories."""
    contents: dict[tuple[str, str], Content] = {}
    for field in SLICED:
        sizes = {key: size(counts) for (name, key), counts in group.slices.items() if name == field}
        for key in disclosure.publishable_slices(sizes, whole=size(group.whole), threshold=rules.threshold):
            contents[field, key] = Content(**summarise(group.slices[field, key], label), stories=[])
    return contents


def renewed(group: Group) -> Snapshot:
    return Snapshot(
        reports=size(group.whole),
        cells={field: dict(group.whole.get(field, {})) for field in GUARDED_BREAKDOWNS},
    )


def story_digest(text: str) -> str:
    """Stands for a story; sorting by it tells nothing about when the story came in."""
    return hashlib.sha256(text.encode()).hexdigest()


def version(content: Content, code: str, as_of: str) -> str:
    """A digest of everything an answer shows, 32 hexadecimal characters: equal answers, equal versions."""
    shown = {"code": code, "as_of": as_of, "method": METHOD, "content": content}
    return hashlib.sha256(json.dumps(shown, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:32]


def etag(version: str | None, *, threshold: int) -> str:
    """The entity tag of an answer; all that is not published has the same (I3)."""
    return f'"{version or f"unpublished-{threshold}"}"'
