"""What is deleted when, and by which job; and what is kept. /privacy/ shows this table, and each row names its test."""

from typing import Final, NamedTuple

STORY_DAYS: Final = 30
FLAG_DAYS: Final = 30
LABEL_DAYS: Final = 30
OBJECTION_DAYS: Final = 365
RECEIPT_DAYS: Final = 1  # the life of a form


class Rule(NamedTuple):
    """`job`: the task of the timetable that does it, by the last part of its name; empty where no job is needed."""

    what: str
    until: str
    job: str
    kept_by: str


DELETED: Final = (
    Rule(
        "A report that its sender withdraws, with its story",
        "At once. A random number, the day and the word “withdrawn” remain",
        "",
        "tests/reports/test_retention.py::test_a_withdrawn_report_is_gone_with_all_that_hangs_on_it",
    ),
    Rule(
        "The digest of a withdrawn report's receipt, and the day: by it a form or table that is sent again by mistake "
        "does not bring the report back",
        "On the second day after",
        "tidy",
        "tests/reports/test_retention.py::test_the_receipt_of_a_withdrawn_report_is_forgotten_when_its_form_is_dead",
    ),
    Rule(
        "Words that a moderator took out of a story, and a story that could identify a person",
        "Ten minutes after the decision, when it can no longer be undone",
        "forget_originals",
        "tests/reports/test_retention.py::test_what_a_decision_took_away_goes_when_it_can_no_longer_be_undone",
    ),
    Rule(
        "A story that was refused, and the story of a rejected report",
        f"{STORY_DAYS} days after the decision",
        "tidy",
        "tests/reports/test_retention.py::test_a_story_kept_off_the_page_is_deleted_after_thirty_days",
    ),
    Rule(
        "What a comparison with other reports found odd about a report",
        f"{FLAG_DAYS} days after it was noted, once the report is decided, and {FLAG_DAYS} days after that decision",
        "tidy",
        "tests/reports/test_retention.py::test_what_was_found_odd_is_forgotten_after_thirty_days",
    ),
    Rule(
        "The random label that reports of one network share on one day",
        f"After {LABEL_DAYS} days another one stands in its place, and each code has its own: reports on different "
        "codes can no longer be told to be of one sender. That one is kept with the report",
        "tidy",
        "tests/reports/test_retention.py::test_after_thirty_days_labels_no_longer_join_reports_on_two_codes",
    ),
    Rule(
        "The text of “this is wrong”, and its answer",
        "A year after the answer. That it was answered, and how, remains",
        "tidy",
        "tests/reports/test_retention.py::test_an_answered_objection_loses_its_texts_after_a_year",
    ),
    Rule(
        "Sessions of moderators that have ended",
        "Within a day",
        "tidy",
        "tests/reports/test_retention.py::test_ended_sessions_are_deleted",
    ),
    Rule(
        "The note that a code has changed, with its time",
        "When its figures are counted, within seconds",
        "sweep",
        "tests/reports/test_retention.py::test_a_refresh_deletes_the_notes_it_has_seen",
    ),
    Rule(
        "The key, the hash and the table behind the labels, who sent how much, and failed sign-ins: in memory only",
        "After 26 hours at most",
        "",
        "tests/reports/test_retention.py::test_nothing_of_a_sender_stays_in_memory_beyond_26_hours",
    ),
)
KEPT: Final = (
    Rule(
        "A report's answers, counted, held, rejected or too old to count",
        "Until its sender withdraws it",
        "",
        "tests/reports/test_expiry.py::test_nothing_of_an_expired_report_changes_but_that",
    ),
    Rule(
        "Decisions of moderators: a random number, who, which day, why. Nothing that was in the report",
        "As long as the site",
        "",
        "tests/reports/test_retention.py::test_the_audit_holds_nothing_that_was_in_a_report",
    ),
    Rule(
        "The account under “Transparency”, one at a time, and the log of corrections",
        "As long as the site",
        "",
        "tests/reports/test_transparency.py::test_one_account_replaces_the_other",
    ),
)
