"""What /privacy/ promises, each promise with the tests that keep it. A test asks whether those exist."""

from typing import Final, NamedTuple


class Promise(NamedTuple):
    """`kept_by`: as pytest names its tests."""

    words: str
    kept_by: tuple[str, ...]


class Chapter(NamedTuple):
    heading: str
    promises: tuple[Promise, ...]


CHAPTERS: Final = (
    Chapter(
        "About you",
        (
            Promise(
                "Your network address, your browser's description of itself and the page you came from are neither "
                "stored nor logged, also when something fails.",
                (
                    "tests/faults/test_canaries.py::test_nothing_is_kept_of_your",
                    "tests/medpay/test_deploy_files.py::test_the_proxy_writes_no_visitor_down",
                ),
            ),
            Promise(
                "No field holds who you are. Of a report's fields each is declared: shown, shown with care, or never.",
                ("tests/reports/test_models.py::test_every_field_of_a_report_is_declared",),
            ),
            Promise(
                "A report keeps the day it came, never the time; nothing public tells that day.",
                ("tests/reports/test_models.py::test_no_column_dates_a_report_finer_than_a_day",),
            ),
            Promise(
                "The label by which floods are noticed is random, not made from your address, and what leads to it "
                "is gone after 26 hours.",
                (
                    "tests/reports/test_contributors.py::test_the_label_is_random_and_not_a_function_of_the_address",
                    (
                        "tests/reports/test_contributors.py::"
                        "test_nothing_kept_names_the_address_and_all_of_it_dies_within_26_hours"
                    ),
                ),
            ),
            Promise(
                "Public pages set no cookie.",
                ("tests/medpay/test_pages.py::test_a_public_page_sets_no_cookie_and_may_be_cached",),
            ),
            Promise(
                "No page loads anything from another site, so nobody else learns that you were here.",
                ("tests/medpay/test_promises.py::test_no_page_loads_anything_from_another_site",),
            ),
            Promise(
                "A draft stays in your browser and ends after a day. A text that your browser recognizes as "
                "identifying somebody is not kept in it; not every name is recognized.",
                (
                    (
                        "tests/journeys/test_contributing.py::"
                        "test_a_draft_stays_in_the_browser_without_what_identifies_somebody"
                    ),
                    "tests/journeys/test_contributing.py::test_a_draft_can_be_cleared_and_ends_after_a_day",
                ),
            ),
            Promise(
                "Sending a report tells you nothing of other people's reports, and them nothing of yours.",
                (
                    "tests/reports/test_reporting.py::test_the_thanks_are_the_same_whether_another_report_like_it_exists",
                ),
            ),
        ),
    ),
    Chapter(
        "About your patients",
        (
            Promise(
                "A report in which an identifier is recognized is refused whole, and nothing of it is stored. The "
                "form comes back with the identifier taken out.",
                (
                    "tests/reports/test_views.py::test_an_identifier_is_taken_out_and_the_rest_comes_back",
                    "tests/faults/test_canaries.py::test_a_refused_story_reaches_no_disk",
                ),
            ),
            Promise(
                "A story is shown only after a person has read it, and what may be a name only after that person "
                "judged it to be none.",
                (
                    "tests/reports/test_views.py::test_the_story_never_counts_before_it_is_read",
                    (
                        "tests/reports/test_moderation.py::TestRedacting::"
                        "test_a_name_is_never_shown_unless_it_was_judged_harmless"
                    ),
                ),
            ),
            Promise(
                "The text of a story stands in its field alone: in no log, no queue, no error report.",
                (
                    "tests/faults/test_canaries.py::test_your_story_is_in_no_log_no_message_and_no_file",
                    "tests/faults/test_canaries.py::test_your_story_stands_in_its_column_alone",
                ),
            ),
        ),
    ),
    Chapter(
        "About what is shown",
        (
            Promise(
                "A code with fewer reports than the threshold looks like one without any.",
                (
                    "tests/medpay/test_pages.py::test_four_reports_look_like_none",
                    "tests/reports/test_api.py::TestStatistics::test_below_the_threshold_the_answer_is_exactly_nothing",
                ),
            ),
            Promise(
                "Whatever happens to reports, published figures never leave a few to be worked out by subtraction.",
                ("tests/reports/test_machine.py::test_figures_never_say_more_or_less_than_they_may",),
            ),
            Promise(
                "State, year and month of receipt move only after several changes, and only where several share them.",
                (
                    (
                        "tests/reports/test_statistics.py::TestGuarded::"
                        "test_a_guarded_field_moves_only_after_a_threshold_of_changes"
                    ),
                    "tests/reports/test_recent.py::test_nothing_small_can_be_subtracted_out",
                ),
            ),
            Promise(
                "Pages for the public read figures, never reports.",
                ("tests/reports/test_models.py::test_only_actions_and_the_moderators_desk_read_stored_reports",),
            ),
            Promise(
                "The account of all reports does not let one be watched as it arrives.",
                (
                    (
                        "tests/reports/test_transparency.py::TestOnTheSite::"
                        "test_a_report_that_arrives_changes_nothing_until_the_next_account"
                    ),
                ),
            ),
        ),
    ),
    Chapter(
        "About your receipt",
        (
            Promise(
                "We keep a digest of it, from which it cannot be worked out, and nothing else that leads to a report.",
                ("tests/reports/test_receipts.py::test_the_digest_is_sha256_of_the_normal_form",),
            ),
            Promise(
                "A wrong receipt, an unknown one and a malformed one are answered alike.",
                (
                    "tests/reports/test_views.py::TestReceiptPage::test_wrong_receipts_all_look_alike_and_cost_alike",
                    (
                        "tests/reports/test_objections.py::TestReadingTheAnswer::"
                        "test_unknown_malformed_and_foreign_receipts_answer_alike"
                    ),
                ),
            ),
            Promise(
                "Who withdraws a report deletes it, and its story is off the page at once.",
                (
                    "tests/reports/test_retention.py::test_a_withdrawn_report_is_gone_with_all_that_hangs_on_it",
                    "tests/reports/test_statistics.py::TestStories::test_a_withdrawn_story_is_gone_at_once",
                ),
            ),
        ),
    ),
    Chapter(
        "About those who run the site",
        (
            Promise(
                "Every decision of a moderator is written down with who, which day and why, and with nothing that was "
                "in the report. The site itself cannot delete or rewrite that record.",
                (
                    "tests/reports/test_retention.py::test_the_audit_holds_nothing_that_was_in_a_report",
                    "tests/medpay/test_database_roles.py::TestTheApplication::test_it_may_not",
                ),
            ),
            Promise(
                "Moderators see neither receipts nor labels.",
                ("tests/reports/test_desk.py::TestPage::test_facts_are_not_edited_and_the_receipt_is_not_shown",),
            ),
            Promise(
                "What is read for a backup can be read only, not changed.",
                ("tests/medpay/test_database_roles.py::TestTheBackup::test_it_writes_to_no_table",),
            ),
        ),
    ),
)
