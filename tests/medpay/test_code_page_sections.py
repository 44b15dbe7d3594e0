"""The sections below the first screen of a code: there where there is something to say, from one set of figures."""

import datetime
import re
import statistics
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codes import handbook, payment
from codes.handbook import Source, Tip
from codes.models import AddOn, Code, FeeLine, LabFee, Locality, PartBService, Payer, Release
from codes.payment import Gpci
from codes.sources.mpfs import FeeRow
from codes.sources.ncci_addon import AddOnRow
from codes.sources.ncci_mue import LimitRow
from medpay.code_page import course, stakes, strip
from reports.models import labels
from tests.codes.labs import lab_fee
from tests.codes.ncci_tables import add_ons, limits, pairs, release, row
from tests.codes.rows import fee_row
from tests.medpay.code_pages import Row, facts, page, rows, section, sections, words
from tests.reports.making import send_and_refresh

FIRST_2025 = datetime.date(2025, 1, 1)
OCTOBER = datetime.date(2025, 10, 1)
VISIT = fee_row("99213", work="1.30", pe="1.35", pe_facility="0.57", mp="0.10")
CAPPED = fee_row("70496", "TC", pe="5.87", mp="0.09", pctc="1", na="facility", opps=("5.42", "0.09"))
RULE = Source("rule", "A rule", "2025", None, "", "https://www.cms.gov/")


def gpcis(count: int) -> list[Gpci]:
    """So many made-up places, none like another."""
    return [
        Gpci(
            Decimal(1000 + 7 * n % 311).scaleb(-3),
            Decimal(860 + 5 * n).scaleb(-3),
            Decimal(300 + 11 * n).scaleb(-3),
            f"P{n}",
        )
        for n in range(count)
    ]


def localities(count: int, *, year: int = 2025) -> Release:
    of = release("gpci", "", datetime.date(year, 1, 1), f"GPCI {year}")
    Locality.objects.bulk_create(
        Locality(
            release=of,
            contractor=f"{10000 + n}",
            number="00",
            state="AL",
            name=one.name,
            work=one.work,
            pe=one.pe,
            mp=one.mp,
        )
        for n, one in enumerate(gpcis(count))
    )
    return of


def fees(label: str, effective: datetime.date, *lines: FeeRow) -> Release:
    of = release("mpfs", "", effective, label)
    FeeLine.objects.bulk_create(FeeLine(release=of, **each._asdict()) for each in lines)
    return of


def part_b(code: str, *, submitted: int = 2000, charge: str = "100000.00", allowed: str = "35500.00") -> None:
    of = release("psps", "", datetime.date(2024, 1, 1), "PSPS 2024")
    PartBService.objects.bulk_create(
        PartBService(
            release=of,
            code=code,
            by=by,
            key=key,
            submitted=Decimal(submitted),
            denied=Decimal(submitted) / 8,
            withheld=0,
            submitted_charge=Decimal(charge),
            allowed_charge=Decimal(allowed),
        )
        for by, key in (("all", ""), ("specialty", "69"), ("carrier", "10112"))
    )


class TestWhatIsThere:
    def test_a_code_of_which_nothing_is_known_has_no_empty_section(self, client: Client, db: None) -> None:
        Code.objects.create(code="99999")
        html = page(client, "/codes/99999/")
        assert sections(html) == ["denials-title", "sources"]
        assert re.findall(r'<a href="#(\w+)">', section(html, "contents") or html[html.index('class="contents"') :])[
            :1
        ] == ["denials"]

    def test_the_starter_list_alone_shows_what_it_holds(self, client: Client, starter: None) -> None:
        assert sections(page(client, "/codes/86320/?year=2025"))[:4] == ["summary", "price", "rows", "course"]
        assert {"places", "bundling", "units", "addons", "benchmarks"}.isdisjoint(
            sections(page(client, "/codes/86320/?year=2025"))
        )

    def test_every_section_stands_in_its_place(self, client: Client, starter: None) -> None:
        localities(3)
        pairs([row("86320", "84165")])
        limits([LimitRow("86320", 1, "2", "CMS Policy")], effective=FIRST_2025, label="MUE 2025 Q1")
        add_ons([AddOnRow("86325", "86320", "1", None, None)], effective=FIRST_2025, label="AOC 2025")
        part_b("86320")
        html = page(client, "/codes/86320/?year=2025")
        there = sections(html)
        expected = ["summary", "price", "rows", "places", "course", "lab", "bundling", "units", "modifiers", "sites"]
        expected += ["providers", "diagnoses", "related", "rules", "coverage", "addons", "benchmarks", "tips", "guides"]
        assert [name for name in there if name in expected] == [name for name in expected if name in there]
        assert set(expected) - set(there) <= {"rules", "coverage", "guides"}
        contents = re.findall(
            r'<li><a href="#(\w+)">',
            html[html.index('class="contents"') : html.index("</nav>", html.index('class="contents"'))],
        )
        assert all(f'id="{name}"' in html for name in contents)

    @pytest.mark.parametrize("code", ["86320", "99213", "27447", "77386", "97110", "70553"])
    @pytest.mark.parametrize(
        "query", ["", "?year=2025", "?year=2026", "?year=1999", "?date=0001-01-01", "?date=9999-12-31"]
    )
    def test_no_id_stands_twice_and_every_label_is_there(
        self, client: Client, starter: None, code: str, query: str
    ) -> None:
        html = page(client, f"/codes/{code}/{query}")
        ids = re.findall(r' id="([^"]+)"', html)
        assert [name for name in set(ids) if ids.count(name) > 1] == []
        named = re.findall(r'aria-labelledby="([^"]+)"|<a href="#([^"]+)"|<label for="([^"]+)"', html)
        assert {name for names in named for name in names if name} <= set(ids)


class TestLocalities:
    @pytest.mark.parametrize("fee", [VISIT, CAPPED])
    def test_the_strip_says_what_the_engine_says(self, fee: FeeRow) -> None:
        spots = [strip.Spot(f"{n:05}-00", one.name, one) for n, one in enumerate(gpcis(109))]
        shown = strip.strip_of([fee], spots, "00007-00")
        assert shown is not None
        priced = {}
        for spot in spots:
            found = payment.price([fee], modifiers=[fee.modifier] if fee.modifier else [], locality=spot.gpci)
            assert isinstance(found, payment.Price)
            priced[spot.key] = found.allowed
        amounts = sorted(priced.values())
        quarter, middle, three_quarters = statistics.quantiles(amounts, n=4, method="inclusive")
        assert {place.key: place.dollars for place in shown.places} == {key: f"${paid}" for key, paid in priced.items()}
        assert [place.dollars for place in shown.places] == [f"${paid}" for paid in amounts]
        assert (shown.lowest.dollars, shown.highest.dollars) == (f"${amounts[0]}", f"${amounts[-1]}")
        assert (shown.quarter, shown.middle, shown.three_quarters) == tuple(
            f"${payment.cents(amount)}" for amount in (quarter, middle, three_quarters)
        )
        assert shown.middle == f"${amounts[54]}"
        assert [mark.key for mark in shown.marks if mark.here] == ["00007-00"]
        assert [mark.height for mark in shown.marks] == sorted(mark.height for mark in shown.marks)
        assert max(mark.x for mark in shown.marks) + shown.width <= strip.WIDTH

    def test_a_row_without_office_price_is_shown_in_a_facility(self) -> None:
        knee = fee_row("27447", work="19.60", pe="15.04", mp="4.24", na="nonfacility")
        shown = strip.strip_of([knee], [strip.Spot("00000-00", "Nation", payment.NATIONAL)], "")
        assert shown is not None
        assert (shown.setting, shown.lowest.dollars, shown.middle) == ("in a facility", "$1,257.63", "$1,257.63")

    def test_what_has_no_price_has_no_strip(self) -> None:
        spot = strip.Spot("00000-00", "Nation", payment.NATIONAL)
        assert strip.strip_of([fee_row("77386", status="I", work="1.00")], [spot], "") is None
        assert strip.strip_of([VISIT], [], "") is None

    def test_all_localities_are_on_the_page_each_with_its_price(self, client: Client, starter: None) -> None:
        localities(109)
        html = page(client, "/codes/86320/?year=2025&modifier=26&locality=10007-00")
        shown = section(html, "places")
        listed = re.findall(r'<li(?: class="here")?><a href="([^"]+)"[^>]*>([^<]+)</a> <span>(\$[^<]+)</span>', shown)
        assert len(listed) == 109
        assert "/codes/86320/?year=2025&amp;modifier=26&amp;locality=10000-00#price" in [link for link, _, _ in listed]
        assert shown.count('class="here"') == 2
        assert "half of the 109 localities lie between" in words(shown)
        here = next(paid for link, _, paid in listed if "10007" in link)
        assert re.findall(r'<p class="rate">([^<]+)</p>', html) == [here]

    def test_localities_of_another_year_are_not_shown(self, client: Client, starter: None) -> None:
        localities(3, year=2024)
        assert section(page(client, "/codes/99213/?year=2025"), "places") == ""


class TestOverTime:
    def test_each_release_has_its_amount(self, client: Client, starter: None) -> None:
        assert rows(section(page(client, "/codes/99213/?year=2025"), "course")) == [
            ("RVU25D starter list", "Oct 1, 2025", "$88.95", "$63.72"),
            ("RVU26C starter list", "Jul 1, 2026", "$95.19", "$57.45"),
        ]
        assert rows(section(page(client, "/codes/86320/"), "course")) == [
            ("RVU25D starter list", "Oct 1, 2025", "$17.14"),
            ("RVU26C starter list", "Jul 1, 2026", "$17.70"),
        ]

    def test_a_release_leads_to_its_page(self, client: Client, starter: None) -> None:
        shown = section(page(client, "/codes/99213/"), "course")
        found = re.search(r'<a href="([^"]+)"[^>]*>RVU25D', shown)
        assert found
        assert "RVU25D starter list" in words(section(page(client, found[1]), "sources"))

    @pytest.mark.parametrize("code", ["77386", "99999"])
    def test_without_two_prices_there_is_no_course(self, client: Client, starter: None, code: str) -> None:
        Code.objects.get_or_create(code=code)
        assert section(page(client, f"/codes/{code}/"), "course") == ""

    def test_settings_that_part_are_two_lines_and_a_gap_is_a_gap(self) -> None:
        old, mid, new = (course.Edition(str(year), datetime.date(year, 1, 1)) for year in (2024, 2025, 2026))
        missing = fee_row("99213", status="C")
        shown = course.course_of("99213", {new: [VISIT], old: [VISIT], mid: [missing]})
        assert shown is not None
        assert shown.names == ("99213, in an office (non-facility)", "99213, in a facility")
        assert [(each.label, each.amounts) for each in shown.rows] == [
            ("2024", ("$88.95", "$63.72")),
            ("2026", ("$88.95", "$63.72")),
        ]
        (first, last), _ = (line.points for line in shown.lines)
        assert (first.x, last.x, first.y) == (course.MARGIN, course.WIDTH - course.MARGIN, last.y)
        assert first.words == "2024, January 2024: $88.95"

    def test_one_edition_is_no_course(self) -> None:
        assert course.course_of("99213", {course.Edition("2025", OCTOBER): [VISIT]}) is None


def tip(*at_stake: str, effective: datetime.date = FIRST_2025, until: datetime.date | None = None) -> Tip:
    return Tip("Do it.", RULE, effective, until, at_stake)


class TestAtStake:
    KNOWN = stakes.Known(
        {
            "99213": [VISIT],
            "86320": [
                fee_row("86320", status="X"),
                fee_row("86320", "26", work="0.37", pe="0.15", mp="0.01", pctc="6"),
            ],
            "27447": [
                fee_row("27447", work="19.60", pe="15.04", mp="4.24", na="nonfacility", bilat="1", global_days="090")
            ],
        },
        {"86320": Decimal("29.92")},
    )

    @pytest.mark.parametrize(
        ("at_stake", "said"),
        [
            ((), ""),
            (("86320-26",), "$17.14"),
            (("86320",), "$29.92"),
            (("99213", "99213/facility"), "$25.23"),
            (("99213/facility", "99213"), ""),
            (("99213", "99213"), ""),
            (("27447-50/facility", "27447/facility"), "$628.82"),
            (("27447",), ""),
            (("86320-TC",), ""),
            (("99214",), ""),
            (("99213", "99214"), ""),
        ],
    )
    def test_an_amount_is_computed_or_nothing_is_said(self, at_stake: tuple[str, ...], said: str) -> None:
        (shown,) = stakes.shown([tip(*at_stake)], self.KNOWN)
        assert shown.stake == said

    def test_the_codes_of_all_tips_are_looked_up_at_once(self) -> None:
        assert stakes.codes_at_stake([tip("86320-26"), tip("99213", "99214/facility"), tip()]) == {
            "86320",
            "99213",
            "99214",
        }

    @pytest.mark.parametrize(("year", "said"), [(2025, "$17.14"), (2026, "$17.70")])
    def test_the_page_computes_it_from_the_release_it_shows(
        self, client: Client, starter: None, year: int, said: str
    ) -> None:
        tips = section(page(client, f"/codes/86320/?year={year}"), "tips")
        assert set(re.findall(r"(\$[0-9.,]+) at stake per claim", tips)) == {said}
        assert "for the test itself from the laboratory schedule of 2025" in words(tips)

    def test_a_tip_past_its_date_or_before_it_is_not_shown(
        self, client: Client, starter: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written = handbook.entry("86320")
        assert written is not None
        dated = [
            tip()._replace(text="Always."),
            tip(until=datetime.date(2025, 6, 30))._replace(text="Until June."),
            tip(effective=datetime.date(2026, 1, 1))._replace(text="Next year."),
        ]
        monkeypatch.setattr(handbook, "entry", lambda code: written._replace(tips=tuple(dated)))
        for query, said in (
            ("year=2025", ["Always."]),
            ("date=2025-06-30", ["Always.", "Until June."]),
            ("year=2026", ["Always.", "Next year."]),
        ):
            tips = section(page(client, f"/codes/86320/?{query}"), "tips")
            assert re.findall(r"<li> <p>([^<]+)</p>", tips) == said


class TestBenchmarks:
    def test_part_b_is_quoted_with_its_year_and_apart_from_reports(self, client: Client, starter: None) -> None:
        part_b("86320")
        said = facts(section(page(client, "/codes/86320/?year=2025"), "benchmarks"))
        assert said == [
            ("Allowed of what was charged", "35.5 % Medicare Part B, 2024, CMS PSPS"),
            (
                "Denied by Medicare Part B",
                "12.5 % of 2,000 submitted services 2024, CMS PSPS, all causes; not what billers report here",
            ),
        ]

    @pytest.mark.parametrize(("charge", "allowed"), [("0.00", "0.00"), ("100.00", "0.00"), ("100.00", "100.01")])
    def test_a_share_that_makes_no_sense_is_not_said(
        self, client: Client, starter: None, charge: str, allowed: str
    ) -> None:
        part_b("86320", charge=charge, allowed=allowed)
        names = [name for name, _ in facts(section(page(client, "/codes/86320/?year=2025"), "benchmarks"))]
        assert names == ["Denied by Medicare Part B"]

    def test_too_few_services_have_no_share_of_denials(self, client: Client, starter: None) -> None:
        part_b("86320", submitted=999)
        names = [name for name, _ in facts(section(page(client, "/codes/86320/?year=2025"), "benchmarks"))]
        assert names == ["Allowed of what was charged"]


class TestLaboratory:
    def test_the_waived_line_stands_beside_the_plain_one(self, client: Client, db: None) -> None:
        Code.objects.create(code="87804", name="A quick test")
        of = lab_fee("87804", "16.55", effective=FIRST_2025).release
        LabFee.objects.create(release=of, code="87804", modifier="QW", amount=Decimal("16.55"))
        said: list[Row] = facts(section(page(client, "/codes/87804/?year=2025"), "lab"))
        assert said == [
            ("87804", "$16.55, national, 2025"),
            ("87804-QW", "$16.55, on a waived system"),
            ("The patient owes", "nothing: no deductible, no coinsurance; assignment is mandatory"),
        ]


class TestQueries:
    def test_a_bare_code_takes_thirteen(
        self, client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        Code.objects.create(code="99999")
        with django_assert_num_queries(13):
            client.get("/codes/99999/")

    def test_a_full_page_takes_as_many_with_few_rows_as_with_many(
        self, client: Client, starter: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        Payer.objects.get_or_create(slug="aetna", name="Aetna")
        localities(2)
        pairs([row("86320", "84165"), row("80050", "86320")], effective=FIRST_2025)
        limits([LimitRow("86320", 1, "2", "CMS Policy")], effective=FIRST_2025, label="MUE 2025 Q1")
        add_ons([AddOnRow("86325", "86320", "1", None, None)], effective=FIRST_2025, label="AOC 2025")
        part_b("86320")
        send_and_refresh(5)
        labels()  # words are read once and kept
        with django_assert_num_queries(27):
            few = client.get("/codes/86320/?year=2025")
        self.fill()
        labels()
        with django_assert_num_queries(27):
            many = client.get("/codes/86320/?year=2025")
        assert len(many.content) > len(few.content)

    def fill(self) -> None:
        """More of everything: releases, localities, pairs, add-on codes, reports."""
        for year in (2021, 2022, 2023, 2024):
            fees(f"RVU{year}", datetime.date(year, 1, 1), fee_row("86320", "26", work="0.37", pe="0.15", mp="0.01"))
        gpci = Release.objects.get(source="gpci")
        gpci.delete()
        localities(109)
        Release.objects.filter(source="ncci_ptp").delete()
        codes = [f"8{n:04}" for n in range(7)]
        Code.objects.bulk_create((Code(code=code, name="Test") for code in codes), ignore_conflicts=True)
        pairs([*(row("86320", code) for code in codes), *(row(code, "86320") for code in codes)], effective=FIRST_2025)
        held = Release.objects.get(source="ncci_addon")
        AddOn.objects.bulk_create(
            AddOn(release=held, **AddOnRow(code, "86320", "1", None, None)._asdict()) for code in codes
        )
        for carc in ("16", "18", "22"):
            send_and_refresh(3, carc=carc, kind="full_denial")

    def test_the_fragment_takes_four(
        self, client: Client, starter: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for query in ("modifier=26", "modifier=26&modifier=59&units=2&charge=9"):
            with django_assert_num_queries(4):
                client.get(f"/codes/86320/price/?year=2025&{query}")
