"""A biller prices a line on the page of a code, and asks about a pair, without leaving it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.codes.ncci_files import pair, pair_text
from tests.codes.place_files import gpci, zip5
from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit
from tests.journeys.filling import Excerpt, import_excerpts
from tests.site import Site

FORGET = (
    "from codes.models import Release; "
    "Release.objects.filter(source__in=['gpci', 'zips', 'ncci_ptp'], complete=False, effective__year=2025).delete()"
)
LOCALITIES = (
    ("10112", "AL", "00", "ALABAMA", "1.000", "0.869", "0.575"),
    ("07102", "AR", "13", "ARKANSAS", "1.000", "0.860", "0.518"),
    ("05302", "MO", "99", "REST OF MISSOURI", "1.000", "0.870", "0.780"),
)


@pytest.fixture(scope="module", autouse=True)
def _places(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Three localities, three ZIP codes and a pair of 2025, and all taken away again."""
    folder = tmp_path_factory.mktemp("places")
    zips = zip5(("AL", "35004", "1011200", "0"), ("AR", "72644", "0710213", "1"), ("MO", "72645", "0530299", "0"))
    pairs = pair_text([pair("71250", "99213"), pair("36000", "71250")])
    import_excerpts(
        site,
        folder,
        Excerpt("gpci", "GPCI2025.csv", gpci(LOCALITIES), "2025-01-01"),
        Excerpt("zips", "ZIP5_OCT2025.txt", zips, "2025-01-01"),
        Excerpt("ncci_ptp", "ccipra-v313r3-f1.txt", pairs, "2025-10-01"),
    )
    yield
    site.manage("shell", "-c", FORGET)


def rate(page: Page) -> Locator:
    return page.locator("#price-answer .rate")


def said(page: Page) -> Locator:
    return page.locator("#price-answer > p").nth(1)


def test_the_amount_follows_each_choice_and_the_address_can_be_shared(visit: Visit) -> None:
    page = visit().open("codes/71250/?year=2025")
    page.evaluate("window.neverReloaded = true")
    expect(rate(page)).to_have_text("$131.00")

    page.get_by_role("checkbox", name=re.compile("^26 ")).check()
    expect(rate(page)).to_have_text("$49.17")
    expect(page).to_have_url(re.compile(r"/codes/71250/\?year=2025&modifier=26#price$"))

    page.get_by_label("or locality").select_option(label="Alabama (AL)")
    expect(said(page)).to_have_text("71250-26, in an office, Alabama (10112-00), RVU25D starter list")
    amount = rate(page).inner_text()
    assert amount != "$49.17"

    page.get_by_label("Units", exact=True).fill("2")
    page.get_by_label("Units", exact=True).press("Enter")
    expect(said(page)).to_contain_text("2 units")
    page.get_by_label("Units", exact=True).fill("1")
    page.get_by_label("Other modifiers").fill("59 XU")
    page.get_by_role("button", name="Calculate").click()
    expect(said(page)).to_contain_text("71250-26-59-XU, in an office, Alabama")
    expect(rate(page)).to_have_text(amount)
    assert page.evaluate("window.neverReloaded") is True

    shared = page.url
    assert "modifier=26&modifier=59+XU&locality=10112-00#price" in shared
    plain = visit(java_script_enabled=False).open(shared)
    expect(rate(plain)).to_have_text(amount)
    expect(said(plain)).to_have_text("71250-26-59-XU, in an office, Alabama (10112-00), RVU25D starter list")
    expect(plain.get_by_role("checkbox", name=re.compile("^26 "))).to_be_checked()
    expect(plain.get_by_label("or locality")).to_have_value("10112-00")


def test_going_back_asks_for_the_page_anew(visit: Visit) -> None:
    """No copy of it is kept in the browser: a withdrawn story must not come back."""
    page = visit().open("codes/99213/?year=2025")
    page.get_by_label("Setting", exact=True).select_option("facility")
    expect(rate(page)).to_have_text("$63.72")
    with page.expect_request(lambda request: request.is_navigation_request()):
        page.go_back()
    expect(rate(page)).to_have_text("$88.95")
    assert "<" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_what_was_calculated_stays_with_whoever_follows_a_link_then(visit: Visit) -> None:
    page = visit().open("codes/99213/?year=2025&payer=aetna")
    page.get_by_label("Setting", exact=True).select_option("facility")
    expect(rate(page)).to_have_text("$63.72")
    expect(page).to_have_url(re.compile(r"\?year=2025&setting=facility&payer=aetna#price$"))
    live = page.locator("[data-live]")
    expect(live).to_have_attribute("data-live", re.compile(r"/statistics/\?year=2025&setting=facility&payer=aetna$"))
    page.get_by_role("link", name="Show all reports on 99213").click()
    expect(page).to_have_url(re.compile(r"\?year=2025&setting=facility#denials$"))
    page.get_by_label("Units", exact=True).fill("2")
    page.get_by_label("Units", exact=True).press("Tab")
    expect(page).to_have_url(re.compile(r"\?year=2025&setting=facility&units=2#price$"))
    page.get_by_role("navigation", name="Years of service").get_by_role("link", name="2026").click()
    expect(page).to_have_url(re.compile(r"/codes/99213/\?setting=facility&units=2$"))


def test_a_zip_code_in_two_localities_is_settled_by_a_click(visit: Visit) -> None:
    page = visit().open("codes/99213/?year=2025")
    page.get_by_label("Setting", exact=True).select_option("facility")
    expect(rate(page)).to_have_text("$63.72")
    page.get_by_label("ZIP code of the service").fill("72644")
    page.get_by_label("ZIP code of the service").press("Enter")
    choices = page.locator("#price-answer .choices").get_by_role("link")
    expect(choices).to_have_text(["Arkansas (07102-13)", "Rest of Missouri (05302-99)"])
    choices.first.click()
    expect(said(page)).to_have_text("99213, in a facility, Arkansas (07102-13), RVU25D starter list")


def test_what_cannot_be_read_is_said_and_the_rest_is_priced(visit: Visit) -> None:
    page = visit().open("codes/99213/?year=2025")
    page.get_by_text("Charge, deductible, participation").click()
    page.get_by_label("My charge, whole line ($)").fill("1,200.00")
    page.get_by_label("Participation").select_option("false")
    expect(rate(page)).to_have_text("$84.50")
    expect(page.get_by_role("alert")).to_contain_text("Charge: Give dollars and cents, such as 120.00.")


def test_without_javascript_the_calculator_is_a_plain_form(visit: Visit) -> None:
    page = visit(java_script_enabled=False).open("codes/27447/?year=2025")
    page.get_by_label("Setting", exact=True).select_option("facility")
    page.get_by_role("checkbox", name=re.compile("^50 ")).check()
    page.get_by_role("button", name="Calculate").click()
    expect(rate(page)).to_have_text("$1,886.45")
    page.get_by_role("link", name="Start over").click()
    expect(page).to_have_url(re.compile("/codes/27447/#price$"))


def test_a_pair_is_answered_on_the_first_screen(visit: Visit) -> None:
    page = visit().open("codes/71250/?year=2025")
    page.evaluate("window.neverReloaded = true")
    page.get_by_label("Pair with", exact=True).fill("99213")
    page.get_by_role("button", name="May I?").click()
    answer = page.locator("#first-pair").get_by_role("heading")
    expect(answer).to_have_text("Edit on December 31, 2025: 71250 with 99213")
    page.get_by_label("Pair with", exact=True).fill("36000")
    page.get_by_label("Pair with", exact=True).press("Enter")
    expect(page.locator("#first-pair")).to_contain_text("36000 paid, 71250 denied")
    assert page.evaluate("window.neverReloaded") is True


def test_a_calculator_with_an_answer_is_usable_by_everybody(visit: Visit) -> None:
    page = visit().open("codes/71250/?year=2025&modifier=26&modifier=zzz&locality=10112-00&charge=x")
    assert accessibility(page) == []


@pytest.mark.parametrize(("typed", "said"), [("71250", "A code is not paired with itself."), ("!", "five characters")])
def test_what_cannot_be_paired_is_said_in_its_place(visit: Visit, typed: str, said: str) -> None:
    page = visit().open("codes/71250/?year=2025")
    page.get_by_label("Pair with", exact=True).fill(typed)
    page.get_by_role("button", name="May I?").click()
    expect(page.locator("#first-pair")).to_contain_text(said)
