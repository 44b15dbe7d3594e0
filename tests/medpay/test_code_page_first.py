"""The first screen of a code: what is paid, the facts that decide most claims, what is denied, what to do."""

import datetime
import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import Settings

from codes.models import Code, DrugLimit, FeeLine, Locality, PartBService, Release
from codes.sources.ncci_mue import LimitRow
from reports import actions as desk
from tests.codes.labs import lab_fee
from tests.codes.ncci_tables import limits, pairs, release, row
from tests.codes.rows import fee_row
from tests.medpay.code_pages import billables, brief, chips, first_screen, links, page, section, words
from tests.reports.making import refresh, send, send_and_refresh

pytestmark = pytest.mark.django_db

FEWER = "Billers' reasons are shown once 5 reports on 86320 are in. Be one of them."
PART_B = "Medicare Part B denied 12.5 % of 2,000 submitted services (2024, CMS PSPS, all causes)."


@pytest.fixture
def part_b() -> Release:
    """What Part B was billed of 86320 in 2024, and denied."""
    of = release("psps", "", datetime.date(2024, 1, 1), "PSPS 2024")
    PartBService.objects.create(
        release=of,
        code="86320",
        by="all",
        submitted=Decimal(2000),
        denied=Decimal(250),
        withheld=0,
        submitted_charge=Decimal("100000.00"),
        allowed_charge=Decimal("35500.00"),
    )
    return of


class TestWhatIsPaid:
    @pytest.mark.parametrize(
        ("address", "said"),
        [
            (
                "86320/?year=2025",
                [
                    ("86320 The test, laboratory schedule 2025", "$29.92"),
                    ("86320-26 Interpretation", "$17.14", "$17.14"),
                ],
            ),
            ("86329/?year=2025", [("86329 The test, laboratory schedule 2025", "$14.05")]),
            ("99213/?year=2025", [("99213 Whole service", "$88.95", "$63.72")]),
            ("99213/?year=2026", [("99213 Whole service", "$95.19", "$57.45")]),
            ("99213/?year=2026&qp=true", [("99213 Whole service", "$95.67", "$57.74")]),
            ("27447/?year=2025", [("27447 Whole service", "NA", "$1,257.63")]),
            (
                "71250/?year=2025",
                [
                    ("71250 Global", "$131.00", "NA"),
                    ("71250-26 Interpretation", "$49.17", "$49.17"),
                    ("71250-TC Technical part", "$81.84", "NA"),
                ],
            ),
            (
                "45378/?year=2025",
                [
                    ("45378 Whole service", "$327.67", "$177.26"),
                    ("45378-53 Discontinued", "$164.00", "$88.95"),
                ],
            ),
            (
                "77386/?year=2025",
                [
                    (
                        "77386 Whole service",
                        "no price: status I, not valid for Medicare on this schedule: another code is used",
                    )
                ],
            ),
            ("77386/?year=2026", []),
        ],
    )
    def test_each_thing_to_bill_has_its_amount_or_says_why_not(
        self, client: Client, starter: None, address: str, said: list[tuple[str, ...]]
    ) -> None:
        assert billables(page(client, f"/codes/{address}")) == said

    def test_a_deleted_code_says_so_instead_of_a_price(self, client: Client, starter: None) -> None:
        screen = words(first_screen(page(client, "/codes/77386/?year=2026")))
        assert "77386 has been deleted since January 1, 2026 and may not be billed." in screen
        assert "Look at 77402, 77407, 77412; the old code maps to none of them one to one." in screen
        assert "$" not in screen

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("86320/?year=2025", "Laboratory · billable in 2025"),
            ("77386/?year=2025", "Radiation oncology · billable in 2025, deleted from January 1, 2026"),
            ("77386/?year=2026", "Radiation oncology · deleted from January 1, 2026"),
            ("86320/?year=1999", "Laboratory"),
        ],
    )
    def test_it_says_whether_the_code_lives_in_the_year_asked(
        self, client: Client, starter: None, address: str, said: str
    ) -> None:
        assert f'<p class="kind">{said}</p>' in page(client, f"/codes/{address}").replace(
            '<strong class="deleted">', ""
        ).replace("</strong>", "")

    def test_a_locality_is_answered_for_on_the_first_screen_too(self, client: Client, starter: None) -> None:
        """Also of a code that has no price by itself, but a part that has one."""
        Locality.objects.create(
            release=release("gpci", "", datetime.date(2025, 1, 1), "GPCI 2025"),
            contractor="10112",
            number="00",
            state="AL",
            name="Alabama",
            work=Decimal("1.000"),
            pe=Decimal("0.869"),
            mp=Decimal("0.575"),
        )
        html = page(client, "/codes/86320/?year=2025&locality=10112-00")
        assert [amounts for _, *amounts in billables(html)] == [["$29.92"], ["$16.37", "$16.37"]]
        assert "Alabama (10112-00)" in words(first_screen(html))
        assert "Amounts in Alabama, October 2025" in html
        assert "National amounts" not in words(first_screen(html)) + section(html, "rows")

    def test_what_another_schedule_pays_is_named(self, client: Client) -> None:
        Code.objects.create(code="J1100", official="Injection of something, 1 mg")
        of = release("mpfs", "", datetime.date(2025, 10, 1), "RVU25D")
        FeeLine.objects.create(release=of, **fee_row("J1100", status="E")._asdict())
        drugs = release("asp", "", datetime.date(2025, 10, 1), "ASP October 2025")
        DrugLimit.objects.create(release=drugs, code="J1100", dosage="1 MG", limit=Decimal("0.135"))
        screen = words(first_screen(page(client, "/codes/J1100/?year=2025")))
        assert "Paid elsewhere: $0.14, one unit of 1 MG, drug payment limit (ASP October 2025)." in screen
        assert "· CMS's words" in screen

    def test_a_year_is_a_link_and_the_one_shown_is_marked(self, client: Client, starter: None) -> None:
        html = page(client, "/codes/99213/?year=2025")
        assert re.search(r'<a href="/codes/99213/\?year=2025"[^>]*aria-current="page">2025</a>', html)
        assert html.count('aria-current="page">20') == 1


class TestFourFacts:
    def test_a_test_and_its_interpretation(self, client: Client, starter: None) -> None:
        limits([LimitRow("86320", 1, "2", "CMS Policy")], effective=datetime.date(2025, 1, 1), label="MUE 2025 Q1")
        assert chips(page(client, "/codes/86320/?year=2025")) == [
            (
                "Status",
                (
                    "X not on the physician fee schedule: another schedule or none; "
                    "with 26: A, active: Medicare pays it on this schedule"
                ),
            ),
            ("Global period", "XXX no period of included care"),
            ("Unit limit", "1 unit per day, absolute (MAI 2)"),
            ("Parts (PC/TC)", "6 a laboratory test which a physician may interpret (26)"),
        ]

    def test_an_operation(self, client: Client, starter: None) -> None:
        limits([LimitRow("27447", 2, "3", "Clinical: Data")], effective=datetime.date(2025, 1, 1), label="MUE 2025 Q1")
        names = [(name, said.split(" ")[0]) for name, said in chips(page(client, "/codes/27447/?year=2025"))]
        assert names == [("Status", "A"), ("Global period", "090"), ("Unit limit", "2"), ("Parts (PC/TC)", "0")]
        assert "2 units per day, may be appealed (MAI 3)" in words(page(client, "/codes/27447/?year=2025"))

    def test_without_a_table_of_limits_there_are_three(self, client: Client, starter: None) -> None:
        assert [name for name, _ in chips(page(client, "/codes/99213/?year=2025"))] == [
            "Status",
            "Global period",
            "Parts (PC/TC)",
        ]

    def test_a_code_of_no_schedule_has_none(self, client: Client) -> None:
        Code.objects.create(code="99999", name="Something")
        assert chips(page(client, "/codes/99999/")) == []


class TestDeniedBecause:
    def test_before_five_reports_it_says_what_part_b_denied(
        self, client: Client, starter: None, part_b: Release
    ) -> None:
        assert brief(page(client, "/codes/86320/")) == f"Denied because {PART_B} {FEWER}"

    def test_without_that_it_says_that_nothing_is_shown_yet(self, client: Client, starter: None) -> None:
        assert brief(page(client, "/codes/86320/")) == f"Denied because {FEWER}"

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("/codes/86320/", "until 5 reports on 86320 from at least 3 contributors are in"),
            ("/codes/86320/", "shown once 5 reports on 86320 from at least 3 contributors are in"),
            ("/codes/86320/statistics/", "until 5 reports on 86320 from at least 3 contributors are in"),
            ("/codes/86320/statistics/", "shown once 5 reports on 86320 from at least 3 contributors are in"),
            ("/", "Once 5 reports from at least 3 contributors are in"),
            ("/toolkit/", "once 5 reports on a code from at least 3 contributors are in"),
        ],
    )
    def test_where_one_contributor_is_not_enough_that_is_said(
        self, client: Client, starter: None, settings: Settings, path: str, said: str
    ) -> None:
        settings.MIN_CONTRIBUTORS = 3
        assert said in " ".join(client.get(path).content.decode().split())
        settings.MIN_CONTRIBUTORS = 1
        alone = said.replace("from at least 3 contributors ", "")
        assert alone in " ".join(client.get(path).content.decode().split())

    def test_nothing_tells_how_many_reports_there_are(self, client: Client, starter: None, part_b: Release) -> None:
        paths = ("/codes/86320/", "/codes/86320/statistics/", "/codes/86320/price/")
        none = [client.get(path) for path in paths]
        for carc in ("97", "16", "18", "22"):
            send_and_refresh(1, carc=carc, kind="full_denial")
            held = [client.get(path) for path in paths]
            assert [answer.content for answer in held] == [answer.content for answer in none]
            assert [answer.get("ETag") for answer in held] == [answer.get("ETag") for answer in none]

    def test_after_five_it_names_the_reasons_and_what_got_it_paid(
        self, client: Client, starter: None, part_b: Release
    ) -> None:
        send(3, outcome="paid_full", actions=["corrected_claim"], fix_modifier="XU")
        send(1, carc="16", kind="full_denial")
        send(1, carc="18", kind="full_denial", outcome="denied_again")
        refresh()
        said = brief(page(client, "/codes/86320/"))
        assert said.startswith("Denied because CO-97 ")
        assert "3 of 5" in said
        assert "CO-16 " in said
        assert "CO-18 " in said
        assert said.endswith(
            "What got it paid 3 of 4 decided were paid in full. Route that held best: corrected claim (3 of 3). "
            "With modifier XU: 3 of 3. Reported, not advice. All 5 reports"
        )
        assert "Part B" not in said

    def test_no_more_than_three_reasons_are_named(self, client: Client, starter: None) -> None:
        for carc in ("97", "16", "18", "22", "29", "50"):
            send(1, carc=carc, kind="full_denial")
        refresh()
        assert brief(page(client, "/codes/86320/")).count("1 of 6") == 3

    def test_the_live_fragment_renews_it(self, client: Client, starter: None, part_b: Release) -> None:
        assert brief(page(client, "/codes/86320/statistics/")) == brief(page(client, "/codes/86320/"))
        sent = send_and_refresh(5)
        opened = brief(page(client, "/codes/86320/statistics/"))
        assert opened == brief(page(client, "/codes/86320/"))
        assert opened.endswith("All 5 reports")
        desk.withdraw_report(receipt=sent[0][1])
        refresh()
        assert brief(page(client, "/codes/86320/statistics/")) == f"Denied because {PART_B} {FEWER}"

    def test_a_year_that_says_too_little_is_not_quoted(self, client: Client, starter: None, part_b: Release) -> None:
        PartBService.objects.update(submitted=Decimal(999))
        assert brief(page(client, "/codes/86320/")) == f"Denied because {FEWER}"


class TestWhatToDo:
    def test_the_button_reports_this_code(self, client: Client, starter: None) -> None:
        screen = first_screen(page(client, "/codes/86320/"))
        assert '<a class="button" href="/codes/86320/report/">Report yours: about a minute</a>' in screen

    def test_a_pair_can_be_asked_for_where_a_table_is_held(self, client: Client, starter: None) -> None:
        assert "Pair with" not in first_screen(page(client, "/codes/86320/?year=2025"))
        pairs([row("86320", "84165")], effective=datetime.date(2025, 1, 1))
        screen = first_screen(page(client, "/codes/86320/?date=2025-02-03"))
        assert 'action="/codes/86320/bundling/#pair"' in screen
        assert '<span>on February 3, 2025</span> <input type="hidden" name="date" value="2025-02-03">' in screen
        answer = page(client, "/codes/86320/bundling/?with=84165&setting=practitioner&date=2025-02-03")
        assert "Edit on February 3, 2025: 86320 with 84165" in answer

    def test_no_day_that_nobody_asked_for_goes_with_a_pair(self, client: Client, starter: None) -> None:
        pairs([row("86320", "84165")], effective=datetime.date(2024, 7, 1))
        assert 'name="date"' not in first_screen(page(client, "/codes/86320/"))

    def test_the_calculator_is_a_link_away(self, client: Client, starter: None) -> None:
        assert "#price" in links(first_screen(page(client, "/codes/86320/")))

    def test_a_laboratory_test_alone_has_no_other_row(self, client: Client) -> None:
        Code.objects.create(code="86329", name="Immunodiffusion")
        lab_fee("86329", "14.05", effective=datetime.date(2025, 1, 1))
        html = page(client, "/codes/86329/?year=2025")
        assert billables(html) == [("86329 The test, laboratory schedule 2025", "$14.05")]
