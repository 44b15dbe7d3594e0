"""The calculator on the page of a code: a plain form, and the fragment that an open page asks for."""

import datetime
import html
import re
from decimal import Decimal

import pytest
from django.test import Client

from codes.models import AnesthesiaBase, AnesthesiaFactor, Code, FeeLine, Locality, ZipCode
from codes.payment import modifiers_for
from medpay.code_page.calculator import choices_of, moving, others_of
from tests.codes.ncci_tables import release
from tests.codes.rows import fee_row
from tests.medpay.code_pages import links, page, section, words

pytestmark = pytest.mark.django_db

FIRST_2025 = datetime.date(2025, 1, 1)
CHEST_CT = (
    fee_row("71250", work="1.08", pe="2.91", mp="0.06", pctc="1", na="facility"),
    fee_row("71250", "26", work="1.08", pe="0.40", mp="0.04", pctc="1"),
    fee_row("71250", "TC", work="0.00", pe="2.51", mp="0.02", pctc="1", na="facility"),
)


@pytest.fixture
def places() -> None:
    """Alabama, and a ZIP code in two places."""
    gpci = release("gpci", "", FIRST_2025, "GPCI 2025")
    for contractor, number, state, name, pe in (
        ("10112", "00", "AL", "Alabama", "0.869"),
        ("07102", "13", "AR", "Here", "0.900"),
        ("05302", "99", "MO", "There", "1.000"),
    ):
        Locality.objects.create(
            release=gpci,
            contractor=contractor,
            number=number,
            state=state,
            name=name,
            work=Decimal("1.000"),
            pe=Decimal(pe),
            mp=Decimal("0.575"),
        )
    zips = release("zips", "", FIRST_2025, "ZIP5 2025")
    for zip_, contractor, number, state, plus_four in (
        ("35004", "10112", "00", "AL", False),
        ("72644", "07102", "13", "AR", True),
        ("72645", "05302", "99", "MO", False),
    ):
        ZipCode.objects.create(
            release=zips, zip=zip_, contractor=contractor, number=number, state=state, plus_four=plus_four
        )


def answer(markup: str) -> str:
    """What the calculator says, in words."""
    found = re.search(r'<div class="price-answer".*?(?=</div> ?</section>|\Z)', markup)
    assert found
    return words(found[0])


def amount(markup: str) -> str:
    found = re.search(r'<p class="rate">([^<]+)</p>', markup)
    return found[1] if found else ""


def ticked(markup: str) -> list[str]:
    return re.findall(r'value="(\w+)" checked>', markup)


def offered(markup: str) -> list[str]:
    return re.findall(r'<input type="checkbox" id="modifier-(\w+)"', markup)


class TestAPlainForm:
    @pytest.mark.parametrize(
        ("query", "paid", "said"),
        [
            ("99213/?year=2025", "$88.95", "99213, in an office, national, RVU25D starter list"),
            ("99213/?year=2025&setting=facility", "$63.72", "99213, in a facility, national, RVU25D starter list"),
            (
                "99213/?year=2025&locality=10112-00",
                "$81.86",
                "99213, in an office, Alabama (10112-00), RVU25D starter list",
            ),
            ("99213/?year=2025&zip=35004", "$81.86", "99213, in an office, Alabama (10112-00), RVU25D starter list"),
            ("86320/?year=2025&modifier=26", "$17.14", "86320-26, in an office, national, RVU25D starter list"),
            ("71250/?year=2025&modifier=TC", "$81.84", "71250-TC, in an office, national, RVU25D starter list"),
            (
                "27447/?year=2025&setting=facility&modifier=50&modifier=XU",
                "$1,886.45",
                "27447-50-XU, in a facility, national, RVU25D starter list",
            ),
            (
                "27447/?year=2025&setting=facility&modifier=AS+LT",
                "$171.04",
                "27447-AS-LT, in a facility, national, RVU25D starter list",
            ),
            ("97110/?year=2025&units=2", "$50.62", "97110, 2 units, in an office, national, RVU25D starter list"),
            ("99213/?year=2025&charge=60", "$60.00", "99213, in an office, national, RVU25D starter list"),
            ("99213/?year=2026&qp=true", "$95.67", "99213, in an office, national, RVU26C starter list"),
            ("99213/?release=RVU25D", "$88.95", "99213, in an office, national, RVU25D starter list"),
            ("99213/?date=2025-11-03", "$88.95", "99213, in an office, national, RVU25D starter list"),
        ],
    )
    def test_an_address_asks_for_a_line(
        self, client: Client, starter: None, places: None, query: str, paid: str, said: str
    ) -> None:
        found = section(page(client, f"/codes/{query}"), "price")
        assert (amount(found), said in answer(found)) == (paid, True)

    def test_it_says_who_pays_and_how_it_came_to_be(self, client: Client, starter: None, places: None) -> None:
        said = answer(section(page(client, "/codes/99213/?year=2025&participating=false&zip=35004"), "price"))
        assert "Medicare's share $62.22 The patient's share $15.55 Medicare pays after sequestration $60.98" in said
        assert "Most that may be charged without assignment $89.43" in said
        assert "0.95): $77.77 SSA §1848(a)(3)" in said
        assert "Confidence: medium (why)" in said

    def test_the_form_is_filled_in_as_asked(self, client: Client, starter: None, places: None) -> None:
        form = section(
            page(
                client,
                "/codes/27447/?year=2025&modifier=50&modifier=QQ&setting=facility&units=2&locality=10112-00"
                "&charge=99.50&deductible=10&participating=false",
            ),
            "price",
        )
        assert ticked(form) == ["50"]
        assert 'name="modifier" size="12" maxlength="14" autocomplete="off" autocapitalize="characters"' in form
        assert 'placeholder="such as 59" value="QQ"' in form
        assert re.findall(r'<option value="([^"]+)" selected>', form) == ["10112-00", "facility", "2025", "false"]
        assert re.findall(r'id="(units-billed|charge|deductible)".*?value="([^"]*)"', form) == [
            ("units-billed", "2"),
            ("charge", "99.50"),
            ("deductible", "10.00"),
        ]
        assert '<details class="folded" open>' in form

    def test_the_rarer_questions_are_folded_until_asked(self, client: Client, starter: None) -> None:
        assert '<details class="folded">' in section(page(client, "/codes/99213/?year=2025"), "price")

    def test_without_localities_of_that_year_none_are_offered(
        self, client: Client, starter: None, places: None
    ) -> None:
        lacking = "The localities of 2026 are not loaded here, so no ZIP code is asked for: amounts are national."
        loaded, missing = page(client, "/codes/99213/?year=2025"), page(client, "/codes/99213/?year=2026")
        assert ('name="zip"' in section(loaded, "price"), lacking in loaded) == (True, False)
        assert ('name="zip"' in section(missing, "price"), lacking in missing) == (False, True)
        assert ">my ZIP code, modifiers, units</a>" in loaded
        assert ">my modifiers, units</a>" in missing

    def test_a_release_or_a_date_that_was_asked_for_can_be_changed(self, client: Client, starter: None) -> None:
        """Each beats the year, so that no year is offered beside them."""
        for query, field, value in (
            ("release=RVU25D", "release", "RVU25D starter list"),
            ("date=2025-11-03", "date", "2025-11-03"),
        ):
            form = section(page(client, f"/codes/99213/?{query}"), "price")
            assert re.findall(rf'name="{field}".*?value="([^"]*)"', form) == [value]
            assert 'name="year"' not in form
            assert client.get("/codes/99213/price/", {field: value}).status_code == 200
            assert amount(page(client, f"/codes/99213/price/?{field}={value}")) == "$88.95"

    def test_minutes_are_asked_for_an_anesthetic_alone(self, client: Client, starter: None) -> None:
        Code.objects.create(code="00400", name="Anesthesia, skin")
        fees = release("mpfs", "", FIRST_2025, "RVU25A")
        row = fee_row("00400", status="J", pctc="9", mult="9", bilat="9", asst="9", co="9", team="9")
        FeeLine.objects.create(release=fees, **row._asdict())
        AnesthesiaBase.objects.create(release=release("anesthesia_base", "", FIRST_2025, "Base"), code="00400", units=3)
        AnesthesiaFactor.objects.create(
            release=release("anesthesia", "", FIRST_2025, "ANES 2025"), name="National", factor=Decimal("20.3178")
        )
        form = section(page(client, "/codes/00400/?date=2025-02-03&modifier=AA&minutes=60"), "price")
        assert 'name="minutes" type="number" min="1" max="1440" value="60"' in form
        assert amount(form) == "$142.22"
        assert 'name="minutes"' not in section(page(client, "/codes/99213/"), "price")

    def test_a_code_that_no_schedule_prices_has_no_calculator(self, client: Client) -> None:
        Code.objects.create(code="99999", name="Something")
        assert section(page(client, "/codes/99999/"), "price") == ""


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("units=0", "Units: Give whole units, 1 to 9999."),
            ("units=many", "Units: Give whole units, 1 to 9999."),
            ("zip=1234", "Zip: Give a ZIP code of five digits, or nine."),
            ("locality=Alabama", "Locality: Give contractor and locality, such as 01112-05."),
            ("setting=home", "Setting: Give nonfacility or facility."),
            ("charge=1,200.00", "Charge: Give dollars and cents, such as 120.00."),
            ("charge=-5", "Charge: Give dollars and cents, such as 120.00."),
            ("deductible=all", "Deductible: Give dollars and cents, such as 57.00."),
            ("minutes=0", "Minutes: Give whole minutes, 1 to 1440."),
            ("participating=perhaps", "Participating: Give true or false."),
            ("modifier=2", "Modifier: A modifier is two letters or digits. Repeat the parameter for several."),
        ],
    )
    def test_it_is_named_and_left_out_and_the_rest_is_computed(
        self, client: Client, starter: None, query: str, said: str
    ) -> None:
        found = section(page(client, f"/codes/71250/?year=2025&modifier=26&{query}"), "price")
        assert answer(found).startswith(f"Left out, since it could not be read {said} $49.17 71250-26, in an office")

    def test_nothing_that_was_typed_is_echoed_unescaped(self, client: Client, starter: None) -> None:
        evil = "<script>alert(1)</script>\"'&"
        names = ("modifier", "zip", "locality", "setting", "units", "charge", "deductible", "minutes", "qp", "release")
        for path in ("/codes/99213/", "/codes/99213/price/"):
            for asked in (dict.fromkeys(names, evil), *({name: evil} for name in (*names, "year", "date", "other"))):
                answered = client.get(path, asked)
                assert answered.status_code == 200
                assert "<script>alert" not in answered.content.decode()
                assert "\n" not in answered.get("HX-Push-Url", "")

    def test_of_many_modifiers_the_first_four_count(self, client: Client, starter: None) -> None:
        found = section(page(client, "/codes/71250/?year=2025&modifier=26&modifier=LT+59+XU+76"), "price")
        assert "A line carries 4 modifiers at most. $49.17 71250-26-LT-59-XU" in answer(found)

    def test_a_setting_that_is_not_said_is_the_one_that_has_a_price(self, client: Client, starter: None) -> None:
        found = section(page(client, "/codes/27447/?year=2025"), "price")
        assert answer(found).startswith("$1,257.63 27447, in a facility, national")

    def test_a_year_link_keeps_the_line(self, client: Client, starter: None) -> None:
        html = page(client, "/codes/27447/?modifier=50&units=2&year=2025")
        assert '"/codes/27447/?modifier=50&amp;units=2&amp;year=2025"' in html

    def test_a_refusal_says_why(self, client: Client, starter: None) -> None:
        found = section(page(client, "/codes/27447/?year=2025&setting=nonfacility"), "price")
        assert answer(found) == "No figure. 27447 has no non-facility price (NA). Ask for the facility price."

    def test_a_laboratory_test_is_priced_by_its_own_schedule(self, client: Client, starter: None) -> None:
        found = section(page(client, "/codes/86320/?year=2025&units=2"), "price")
        assert amount(found) == "$59.84"
        assert "No figure by the physician schedule. 86320 has status X" in answer(found)
        assert "The test, laboratory schedule 2025, 2 units. No deductible, no coinsurance" in answer(found)

    def test_what_the_laboratory_schedule_refuses_has_no_amount(self, client: Client, starter: None) -> None:
        found = section(page(client, "/codes/86320/?year=2025&modifier=50"), "price")
        assert amount(found) == ""
        assert "$" not in answer(found)
        assert "Modifier 50 on 86320: it does not belong on a laboratory test. Check the modifier." in answer(found)


class TestPlaces:
    def test_candidates_of_a_zip_code_are_links_that_keep_the_question(
        self, client: Client, starter: None, places: None
    ) -> None:
        query = "year=2025&zip=72644&modifier=50&setting=facility&units=1&charge=9000&qp=false"
        for path in ("/codes/27447/", "/codes/27447/price/"):
            found = page(client, f"{path}?{query}")
            asked = "?year=2025&modifier=50&setting=facility&charge=9000&"
            assert [link for link in links(found) if "locality=" in link and "charge" in link][:2] == [
                f"/codes/27447/{asked}locality=07102-13#price",
                f"/codes/27447/{asked}locality=05302-99#price",
            ]
            assert "That ZIP code lies in more than one Medicare locality" in answer(found)
            assert amount(found) == ""

    def test_an_unknown_zip_code_is_said(self, client: Client, starter: None, places: None) -> None:
        found = page(client, "/codes/99213/price/?year=2025&zip=00000")
        assert answer(found) == (
            "No figure. That ZIP code is not in CMS's table. Check it, or give the locality, such as 01112-05."
        )


class TestFragment:
    @pytest.mark.parametrize(
        "query",
        ["year=2025", "year=2025&modifier=50&setting=facility", "year=2025&zip=72644", "units=0&charge=x", "year=2019"],
    )
    def test_it_says_what_the_page_says(self, client: Client, starter: None, places: None, query: str) -> None:
        fragment = page(client, f"/codes/99213/price/?{query}")
        whole = page(client, f"/codes/99213/?{query}")
        assert fragment.strip() in whole or section(whole, "price") == ""

    @pytest.mark.parametrize(
        ("query", "address"),
        [
            ("", "?"),
            (
                "modifier=26&modifier=&zip=&locality=&setting=&units=1&year=2026&charge=&qp=false",
                "?year=2026&modifier=26",
            ),
            (
                "modifier=26&modifier=LT+59&units=2&year=2025&participating=false&qp=true",
                "?year=2025&qp=true&modifier=26&modifier=LT+59&units=2&participating=false",
            ),
            ("locality=10112-00&release=RVU25D+starter+list", "?release=RVU25D+starter+list&locality=10112-00"),
            ("utm_source=mail&year=2025%0d%0aX-Evil:1", "?year=2025%0D%0AX-Evil%3A1"),
        ],
    )
    def test_it_gives_the_page_an_address_that_can_be_shared(
        self, client: Client, starter: None, query: str, address: str
    ) -> None:
        pushed = client.get(f"/codes/86320/price/?{query}")["HX-Push-Url"]
        assert pushed == f"/codes/86320/{address}#price"

    def test_the_shared_address_gives_the_same_answer(self, client: Client, starter: None, places: None) -> None:
        asked = "/codes/27447/price/?modifier=50&modifier=76+XU&zip=35004&setting=facility&units=1&year=2025&charge="
        fragment = client.get(asked)
        shared = page(client, fragment["HX-Push-Url"])
        assert re.sub(r"\s+", " ", fragment.content.decode()).strip() in shared
        assert amount(section(shared, "price")) == "$1,707.14"

    def test_it_may_be_kept_a_minute_and_sets_no_cookie(self, client: Client, starter: None) -> None:
        answered = client.get("/codes/86320/price/?modifier=26")
        assert answered["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=600"
        assert not answered.cookies

    @pytest.mark.parametrize("code", ["99999", "9921%00", "99213x", "%3Cb%3E", "9" * 500])
    def test_of_an_unknown_code_there_is_none(self, client: Client, db: None, code: str) -> None:
        assert client.get(f"/codes/{code}/price/").status_code == 404


class TestChoices:
    def test_those_that_change_the_price_are_offered(self) -> None:
        effects = modifiers_for(CHEST_CT)
        offers = choices_of(CHEST_CT, effects, [], [])
        assert {"26", "TC"} <= {one.modifier for one in offers}
        assert {"80", "62", "AS", "59", "LT"}.isdisjoint(one.modifier for one in offers)
        assert not any(one.ticked for one in offers)
        assert [one.effect for one in offers if one.modifier in {"26", "TC"}] == ["own row", "own row"]

    def test_those_of_surgeons_are_offered_for_an_operation_alone(self) -> None:
        knee = (
            fee_row(
                "27447", work="19.60", pe="15.04", mp="4.24", na="nonfacility", asst="2", co="1", global_days="090"
            ),
        )
        assert {"80", "62"} <= set(moving(knee, modifiers_for(knee)))
        visit = (knee[0]._replace(global_days="XXX", asst="0"),)
        assert {"80", "62"}.isdisjoint(moving(visit, modifiers_for(visit)))

    def test_those_of_the_handbook_and_those_asked_for_stand_beside_them(self) -> None:
        effects = modifiers_for(CHEST_CT)
        offers = {one.modifier: one for one in choices_of(CHEST_CT, effects, ["59", "50"], ["XU", "QQ"])}
        assert (offers["59"].effect, offers["59"].ticked) == ("no change", False)
        assert (offers["XU"].effect, offers["XU"].ticked) == ("no change", True)
        assert "QQ" not in offers
        assert others_of(effects, ["XU", "QQ", "26"]) == "QQ"

    def test_a_modifier_that_the_row_refuses_is_offered_only_if_asked_for(self) -> None:
        test = (fee_row("86320", "26", work="0.37", pe="0.15", mp="0.01", pctc="6"),)
        effects = modifiers_for(test)
        assert "TC" not in [one.modifier for one in choices_of(test, effects, ["TC"], [])]
        assert [one for one in choices_of(test, effects, [], ["TC"]) if one.ticked] == [("TC", "refused", True)]

    def test_the_page_offers_them(self, client: Client, starter: None) -> None:
        form = section(page(client, "/codes/86320/?year=2025&modifier=59"), "price")
        assert {"26", "91", "59"} <= set(offered(form))
        assert "TC" not in offered(form)
        assert ticked(form) == ["59"]
        assert html.unescape(form).count('id="modifier-59"') == 1
