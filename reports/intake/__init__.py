"""From what was typed to the facts of a report, or to plain words about what is wrong.

The form, the API, a table and every correction take this road. No message repeats what was typed.
"""

from reports.intake.choices import CHOICES, FIRST_YEAR, LISTS, REQUIRED, STORY_LIMIT, TEXT_LIMIT
from reports.intake.cited import find_beside_sources
from reports.intake.facts import FIELDS, STRANGE, Facts, FieldFinding, Unfit
from reports.intake.lines import MOST_LINES, Line, read_lines
from reports.intake.screened import MOST_CHARACTERS, OTHERS, redacted, screen
from reports.intake.settling import Reference, settle

__all__ = [
    "CHOICES",
    "FIELDS",
    "FIRST_YEAR",
    "LISTS",
    "MOST_CHARACTERS",
    "MOST_LINES",
    "OTHERS",
    "REQUIRED",
    "STORY_LIMIT",
    "STRANGE",
    "TEXT_LIMIT",
    "Facts",
    "FieldFinding",
    "Line",
    "Reference",
    "Unfit",
    "find_beside_sources",
    "read_lines",
    "redacted",
    "screen",
    "settle",
]
