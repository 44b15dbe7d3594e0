"""From the facts to the paper: which tables, in which order, under which words."""

from collections.abc import Sequence
from typing import Final

from codes.answering import in_words
from medpay.citing import AMA
from medpay.remedies import REPORTED
from medpay.remedies.steps import STEPS
from medpay.toolkit.facts import Toolkit
from medpay.toolkit.paper import Cell, Column, Paper, Table

COLLECTION: Final = (
    "Reported denials are a collection, not a sample: shares of reports, never denial rates. Nothing here is billing, "
    "legal or medical advice."
)
ALLOWED: Final = (
    "Allowed amounts in dollars, before deductible, coinsurance and sequestration. No amount in a column: none is paid "
    "in that setting. The laboratory schedule is national and the same in every setting."
)
CODE: Final = Column("Code", 1.1, "code")
SOURCE: Final = Column("Source", 1.0)


def lay_out(toolkit: Toolkit) -> Paper:
    return Paper(
        title="Denial prevention toolkit",
        summary=_summary(toolkit),
        tables=(
            _codes(toolkit),
            _prices(toolkit),
            _triggers(toolkit),
            _reasons(toolkit),
            _pitfalls(toolkit),
            _conflicts(toolkit),
            _answers(toolkit),
            _limits(toolkit),
            _patterns(toolkit),
            _part_b(toolkit),
            _checklist(),
        ),
        notices=(REPORTED, COLLECTION, AMA),
        footer=f"medpay toolkit, made {in_words(toolkit.made)}",
    )


def _summary(toolkit: Toolkit) -> tuple[str, ...]:
    count = len(toolkit.codes)
    return (
        f"{count} code{'' if count == 1 else 's'}: {', '.join(chosen.code for chosen in toolkit.codes)}.",
        f"For services on {in_words(toolkit.day)}; {toolkit.place}. Made {in_words(toolkit.made)}.",
        f"The same with fresh figures: {toolkit.address}",
    )


def _codes(toolkit: Toolkit) -> Table:
    return _table(
        "Codes",
        (),
        (CODE, Column("Name", 4), Column("To bill on the day", 3), Column("Page", 3)),
        toolkit.codes,
    )


def _prices(toolkit: Toolkit) -> Table:
    return _table(
        "Medicare prices",
        (f"{toolkit.place[:1].upper()}{toolkit.place[1:]}. {ALLOWED}",),
        (
            Column("Row", 1.2, "code"),
            Column("What", 2.6),
            Column("Office", 1.3, "money"),
            Column("Facility", 1.3, "money"),
            Column("Why, or what it rests on", 4.2),
            SOURCE,
        ),
        [(row, what, office, facility, note, source) for row, what, office, facility, source, note in toolkit.prices],
    )


def _triggers(toolkit: Toolkit) -> Table:
    return _table(
        "Denial triggers",
        ("What most often goes wrong, and what to do instead, in the words of the medpay handbook.",),
        (CODE, Column("What to get right", 8), SOURCE),
        toolkit.triggers,
        empty="The handbook has no entry on these codes yet.",
    )


def _reasons(toolkit: Toolkit) -> Table:
    return _table(
        "Reasons reported",
        ("Those billers report most on each published code, in medpay's own words, and what usually helps.",),
        (
            CODE,
            Column("Reason", 1.1, "code"),
            Column("Means", 2.6),
            Column("Usual causes", 2.8),
            Column("First check", 2.4),
            Column("Usual fix", 2.8),
            Column("Reports", 1.3),
        ),
        toolkit.reasons,
        empty=_unpublished(toolkit),
    )


def _pitfalls(toolkit: Toolkit) -> Table:
    return _table(
        "Modifier pitfalls",
        (REPORTED,),
        (CODE, Column("Modifier", 1.1, "code"), Column("Use it when", 4), Column("Pitfall", 4), SOURCE),
        toolkit.pitfalls,
        empty="The handbook has no entry on these codes yet.",
    )


def _conflicts(toolkit: Toolkit) -> Table:
    return _table(
        "Bundling conflicts",
        (*toolkit.pairs.words, "Column 1 is paid, column 2 denied, for one patient, one provider, one day."),
        (
            Column("Setting", 1.5),
            Column("Column 1, paid", 1.2, "code"),
            Column("Column 2, denied", 1.2, "code"),
            Column("Indicator", 1.2, "code"),
            Column("In words", 4),
            SOURCE,
        ),
        toolkit.pairs.conflicts,
        empty="None is known of here. Read the lines above: where no table is held, nothing is said.",
    )


def _answers(toolkit: Toolkit) -> Table:
    return _table(
        "Every pair",
        (),
        (CODE, Column("With", 1.1, "code"), Column("Setting", 2), Column("Answer", 2), Column("In words", 6)),
        toolkit.pairs.answers,
        empty="One code alone has no pair.",
        printed=False,
    )


def _limits(toolkit: Toolkit) -> Table:
    return _table(
        "Unit limits",
        ("Medically unlikely edits: the most units that Medicare pays.", *toolkit.limits.words),
        (CODE, Column("Setting", 1.7), Column("Units", 0.8, "number"), Column("In words", 6), SOURCE),
        toolkit.limits.rows,
        empty="No limit is known of here.",
    )


def _patterns(toolkit: Toolkit) -> Table:
    return _table(
        "Published denial patterns",
        (
            "What billers reported on medpay: shares of reports, each with its 95 % interval, never denial rates.",
            f"A code is shown from {toolkit.threshold} reports on. {REPORTED}",
        ),
        (
            CODE,
            Column("Figure", 2.2),
            Column("Answer", 4),
            Column("Reports", 1.1),
            Column("Share", 0.9),
            Column("95 % interval", 1.5),
            Column("As of", 1.3),
        ),
        toolkit.patterns,
        empty=_unpublished(toolkit),
    )


def _part_b(toolkit: Toolkit) -> Table:
    return _table(
        "Denied by Medicare Part B",
        ("Of all services that Part B was billed, whatever the cause: CMS's yearly procedure summary.",),
        (CODE, Column("Services submitted", 3, "number"), Column("Denied, %", 3), SOURCE),
        toolkit.part_b,
        empty="No procedure summary that speaks for these codes is loaded.",
    )


def _checklist() -> Table:
    rows = [(number, step.text, step.source, "") for number, step in enumerate(STEPS, start=1)]
    return _table(
        "Appeal checklist",
        ("Most denials are paid by a corrected or new claim, not by an appeal: take the first steps first.",),
        (Column("Step", 0.7, "number"), Column("What", 8), SOURCE, Column("Done", 0.8, "tick")),
        rows,
    )


def _unpublished(toolkit: Toolkit) -> str:
    return f"None of the chosen codes has published figures: they need {toolkit.threshold} reports."


def _table(
    title: str,
    notes: tuple[str, ...],
    columns: tuple[Column, ...],
    rows: Sequence[tuple[Cell, ...]],
    *,
    empty: str = "",
    printed: bool = True,
) -> Table:
    return Table(title, notes, columns, tuple(tuple(row) for row in rows), empty, printed)
