"""What each published figure counts: its definition, what is divided by what, the rule that shows or withholds it.

One entry for every figure of the content; `since` is the method that it came with. The page about the method prints
this table, and a test holds it to the content.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from reports.aggregation import GUARDED_BREAKDOWNS, OPEN_BREAKDOWNS
from reports.crossings import RECOVERED, REMARKS

OPEN_RULE: Final = "Shown with the code, from a threshold of reports on; moves with every report."
GUARDED_RULE: Final = "From the snapshot. Cells below the threshold are pooled, or the field is withheld."
SLICES_RULE: Final = "Only where the slice of it is published."


class Passport(NamedTuple):
    """`figure`: its place in the content, such as "breakdowns.reason"."""

    figure: str
    definition: str
    numerator: str
    denominator: str
    rule: str
    since: str


NAMES: Final = {
    "reason": "Reasons, group and CARC",
    "kind": "Kinds of denial",
    "remark": "Remark codes (RARC); a report may give several",
    "payer": "Payers",
    "line_of_business": "Lines of business",
    "modifier": "Modifiers as billed; a report may give several",
    "paired_code": "Codes that it was denied beside",
    "fix_modifier": "Modifiers named as the fix",
    "action": "Routes taken; a report may name several",
    "tactic": "What was sent or changed; a report may name several",
    "resolution": "Days to resolution, in bands",
    "stage": "At what point it was denied",
    "decided_by": "Who decided",
    "claim_type": "Types of claim",
    "state": "States",
    "year": "Years of service",
}
RECOVERED_NAMES: Final = {"action": "by route", "tactic": "by what was sent or changed", "fix_modifier": "by modifier"}


def passports() -> Iterator[Passport]:
    """In the order of the content."""
    yield Passport(
        "reports", "Reports that count", "Reports counted, released and not too old", "none", OPEN_RULE, since="1"
    )
    for field in OPEN_BREAKDOWNS:
        yield Passport(
            f"breakdowns.{field}", NAMES[field], "Reports with the answer", "All reports of the group", OPEN_RULE, "1"
        )
    for field in GUARDED_BREAKDOWNS:
        yield Passport(
            f"breakdowns.{field}",
            NAMES[field],
            "Reports of the snapshot with the answer",
            "All reports of the snapshot",
            GUARDED_RULE,
            "1",
        )
    yield Passport("recovery", "Recovery", "Paid in full", "Paid in full, paid in part, denied again", OPEN_RULE, "1")
    yield Passport(
        "appeal",
        "Recovery where an appeal was among the steps",
        "Paid in full, with an appeal",
        "Decided, with an appeal: a reconsideration, an appeal, a hearing or an external review",
        OPEN_RULE,
        "1",
    )
    for field in RECOVERED:
        yield Passport(
            f"recovery_by.{field}",
            f"Recovery {RECOVERED_NAMES[field]}",
            "Paid in full, with the answer",
            "Decided, with the answer",
            "Where at least one is decided. In the order of the lower end of the interval from a threshold of decided "
            "reports on; those with fewer follow, by how many they are.",
            "3",
        )
    yield from _of_two()
    yield from _guarded()


def _of_two() -> Iterator[Passport]:
    yield Passport(
        "resolution_by.action",
        "Days to resolution by route",
        "Reports on the route in the band",
        "Reports on the route that say how long it took",
        OPEN_RULE,
        "3",
    )
    yield Passport(
        "appeal_worth",
        "What appeals bring back of each $100 denied",
        "The lower end of the interval of recovery with an appeal, times 100, rounded down to whole dollars",
        "none: all claims are taken to be alike in amount",
        "From a threshold of decided appeals on.",
        "3",
    )
    yield Passport(
        "remark_by_reason",
        f"The {REMARKS} remark codes given most under each reason",
        "Reports with the reason and the remark",
        "Reports with the reason",
        f"{SLICES_RULE} The unsliced code only.",
        "3",
    )
    yield Passport(
        "payer_lines",
        "Payers by line of business, each with the three reasons given most",
        "Reports on the payer's line of business with the reason",
        "Reports on the payer's line of business",
        "From a threshold of reports on, where payer and line of business are published slices. What is left of either "
        "is none or at least the threshold; otherwise its smallest pair is withheld too. The unsliced code only.",
        "3",
    )


def _guarded() -> Iterator[Passport]:
    yield Passport(
        "recent",
        "Reports received in the month of the snapshot and the eleven before: how many, three reasons, recovery",
        "As above, of these reports",
        "As above, of these reports",
        "From the snapshot. Each part, recent or older, is none or at least the threshold, else pooled or withheld. "
        "The months stay as they are until the next ones tell of no few reports, with all that were shown before.",
        "4",
    )
    yield Passport(
        "trend",
        "The last three months against the twelve before, by payer",
        "Reports on the payer received in those months",
        "Reports on the code received in those months",
        "From the snapshot, where the recent, the earlier and the older reports on the payer each are none or at least "
        "the threshold, as is what the payers shown leave of the code; and where at least the threshold of reports on "
        "the code are older still. Nor may the months between these and any shown before tell of a few reports: until "
        "then a payer is left out, or the window stays, for up to six recent months. A payer is marked as more than "
        "before where both parts hold at least 20 reports and so many recent ones have a chance below 1 in 100 if "
        "drawn blindly from both parts (Fisher's exact test). The unsliced code only.",
        "4",
    )
    yield Passport(
        "rising",
        "Payers with more reports in the month of the snapshot than usual",
        "Reports on the payer in that month, n",
        "The mean m of the twelve months before",
        "Named where n or more has a chance below 1 in 100 if reports come by chance with mean m (Poisson), and the "
        "month and the twelve before each hold the threshold, as do the code's reports from before those. Without a "
        "number: it would cut the other months into parts too small. The unsliced code only.",
        "3",
    )
    yield Passport(
        "amount_band",
        "Reports by the amount denied, each band with its recovery",
        "Reports of the snapshot in the band; for recovery, those paid in full",
        "All reports of the snapshot; for recovery, those decided in the band",
        f"{GUARDED_RULE} Recovery only where those paid in full, decided otherwise and not decided each are none or at "
        "least the threshold, in the band and in what is left of the code.",
        "3",
    )
    yield Passport(
        "expired",
        "Reports kept but too old to be counted",
        "Reports received longer ago than a report counts",
        "none",
        "From the snapshot, from a threshold of them on.",
        "2",
    )
    yield Passport(
        "stories",
        "What senders wrote",
        "Stories that a moderator accepted",
        "none",
        "The unsliced code only, in an order unrelated to arrival.",
        "1",
    )
