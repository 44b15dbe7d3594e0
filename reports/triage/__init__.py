"""Count a report at once, or hold it for a moderator, and why.

`judge` looks at this report and this contributor alone, so that the answer tells nothing about other people's reports.
"""

from reports.triage.judging import (
    API,
    NAMES,
    TOO_QUICK,
    Circumstances,
    Manner,
    Verdict,
    is_own,
    judge,
    own_reasons,
    still_holding,
)

__all__ = [
    "API",
    "NAMES",
    "TOO_QUICK",
    "Circumstances",
    "Manner",
    "Verdict",
    "is_own",
    "judge",
    "own_reasons",
    "still_holding",
]
