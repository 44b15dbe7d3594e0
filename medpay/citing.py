"""Where a statement can be read, and the addresses that several pages and papers cite."""

from typing import Final, NamedTuple

from codes.answering import in_words
from codes.handbook import Source

APPEALS: Final = "https://www.ecfr.gov/current/title-42/chapter-IV/subchapter-B/part-405/subpart-I"
MANUALS: Final = "https://www.cms.gov/medicare/regulations-guidance/manuals/internet-only-manuals-ioms"
NCCI: Final = (
    "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/"
    "medicare-ncci-policy-manual"
)
PTP: Final = (
    "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/"
    "medicare-ncci-procedure-procedure-ptp-edits"
)
MUE: Final = (
    "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/"
    "medicare-ncci-medically-unlikely-edits"
)
AMA: Final = (
    "CPT codes © American Medical Association. medpay shows codes and numbers with names and descriptions of its own; "
    "it is not affiliated with, or endorsed by, the AMA or CMS."
)


class Citation(NamedTuple):
    """In print it is a number, explained at the end; in a workbook the words."""

    words: str
    link: str = ""


def cited(source: Source) -> Citation:
    """A source of the handbook."""
    dated = source.edition or (in_words(source.date) if source.date else "")
    return Citation(", ".join(part for part in (source.title, dated, source.place) if part), source.link)
