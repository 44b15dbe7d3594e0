"""The payers and reasons a fresh site knows: whole, well-formed, and true to the published code list."""

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from reports.remittance import CARC_SHAPE, NOT_DENIALS, RARC_SHAPE
from reports.vocabulary import OTHER_PAYER

CMS_DATA = os.environ.get("MEDPAY_CMS_DATA")
STARTER = Path(__file__).resolve().parents[2] / "codes" / "starter"
Row = dict[str, str]

STATES = (
    "al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or "
    "pa pr ri sc sd tn tx ut vt va wa wv wi wy"
).split()
KINDS_OF_PAYER = {"national", "blue", "medicaid", "medicare_contractor", "tricare", "va", "tpa", "regional"}
FAMILIES = {
    "UnitedHealth Group": {"unitedhealthcare", "uhc-community-plan", "umr", "oxford", "surest"},
    "Elevance Health": {"anthem", "wellpoint"},
    "CVS Health": {"aetna", "aetna-better-health", "meritain"},
    "The Cigna Group": {"cigna"},
    "HCSC": {"bcbs-il", "bcbs-tx", "bcbs-ok", "bcbs-nm", "bcbs-mt", "healthspring"},
    "Humana": {"humana"},
    "Centene": {"ambetter", "wellcare", "health-net", "fidelis", "superior"},
    "Molina Healthcare": {"molina"},
    "Kaiser Permanente": {"kaiser"},
    "Oscar Health": {"oscar"},
    "GEHA": {"geha"},
    "CareSource": {"caresource"},
    "Blue Cross Blue Shield Association": {"fep"},
    "Highmark": {"highmark"},
    "Horizon": {"horizon"},
    "Florida Blue": {"florida-blue"},
    "Blue Cross Blue Shield of Michigan": {"bcbs-mi"},
    "Independence": {"independence"},
    "Blue Shield of California": {"blue-shield-ca"},
    "CareFirst": {"carefirst"},
    "Premera": {"premera"},
    "Cambia Health Solutions": {"regence"},
    "Blue Cross Blue Shield of Massachusetts": {"bcbs-ma"},
    "Blue Cross Blue Shield of North Carolina": {"bcbs-nc"},
    "Blue Cross Blue Shield of Alabama": {"bcbs-al"},
    "Point32Health": {"harvard-pilgrim", "tufts"},
    "Medicare": {
        "medicare",
        "medicare-noridian",
        "medicare-novitas",
        "medicare-first-coast",
        "medicare-palmetto",
        "medicare-ngs",
        "medicare-wps",
        "medicare-cgs",
        "railroad-medicare",
    },
    "Medicaid": {"medicaid", *(f"medicaid-{state}" for state in STATES)},
    "TRICARE": {"tricare", "tricare-east", "tricare-west"},
    "Veterans Affairs": {"va", "va-ccn-optum", "va-ccn-triwest", "champva"},
    "": {"bcbs", OTHER_PAYER},
}
FIRST_CARCS = set(
    "4 5 6 8 11 16 18 22 24 26 27 29 31 49 50 55 58 96 97 109 119 146 150 151 167 170 181 182 185 186 197 198 204 226 "
    "227 236 242 252 B7 B15".split(),
)
FIRST_RARCS = set(
    "M15 M20 M25 M51 M53 M64 M76 M77 M80 M86 M119 M127 MA04 MA27 MA63 MA120 MA130 N4 N19 N20 N56 N95 N115 N130 N265 "
    "N286 N290 N362 N386 N522".split(),
)


def rows(name: str) -> list[Row]:
    with (STARTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def aliases(payer: Row) -> list[str]:
    return payer["aliases"].split(";") if payer["aliases"] else []


def folded(text: str) -> str:
    """As `Payer.objects.called` reads what was typed."""
    return " ".join(text.casefold().split())


@pytest.fixture(scope="module")
def payers() -> list[Row]:
    return rows("payers.csv")


@pytest.fixture(scope="module")
def reasons() -> list[Row]:
    return rows("reasons.csv")


def test_every_payer_stands_in_its_family(payers: list[Row]) -> None:
    families: dict[str, set[str]] = {}
    for payer in payers:
        families.setdefault(payer["family"], set()).add(payer["slug"])
    assert families == FAMILIES


def test_there_is_one_medicaid_for_each_state_the_district_and_puerto_rico() -> None:
    assert len(set(STATES)) == 52


def test_every_payer_has_one_slug_and_a_kind(payers: list[Row]) -> None:
    assert [slug for slug, count in Counter(payer["slug"] for payer in payers).items() if count > 1] == []
    assert [payer["slug"] for payer in payers if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", payer["slug"])] == []
    assert {payer["kind"] for payer in payers if payer["slug"] != OTHER_PAYER} == KINDS_OF_PAYER


def test_no_name_belongs_to_two_payers(payers: list[Row]) -> None:
    owners: dict[str, set[str]] = {}
    for payer in payers:
        for name in (payer["slug"], payer["name"], *aliases(payer)):
            owners.setdefault(folded(name), set()).add(payer["slug"])
    assert {name: slugs for name, slugs in owners.items() if len(slugs) > 1} == {}


def test_no_payer_repeats_a_name(payers: list[Row]) -> None:
    for payer in payers:
        names = [folded(name) for name in (payer["name"], *aliases(payer))]
        assert len(set(names)) == len(names), payer["slug"]
        assert "" not in names, payer["slug"]


@pytest.mark.parametrize("ambiguous", ["optum", "triwest", "hcsc", "centene"])
def test_a_name_that_fits_several_payers_belongs_to_none(ambiguous: str, payers: list[Row]) -> None:
    claimed = {folded(name) for payer in payers for name in (payer["slug"], payer["name"], *aliases(payer))}
    assert ambiguous not in claimed


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("UHC", "unitedhealthcare"),
        ("United", "unitedhealthcare"),
        ("UMR", "umr"),
        ("BCBSIL", "bcbs-il"),
        ("BCBS of Illinois", "bcbs-il"),
        ("Amerigroup", "wellpoint"),
        ("Medi-Cal", "medicaid-ca"),
        ("Texas Medicaid", "medicaid-tx"),
        ("National Government Services", "medicare-ngs"),
        ("Humana Military", "tricare-east"),
        ("Aetna", "aetna"),
        ("Meritain", "meritain"),
    ],
)
def test_billers_names_find_their_payer(typed: str, slug: str, payers: list[Row]) -> None:
    found = [
        payer["slug"]
        for payer in payers
        if folded(typed) in {folded(name) for name in (payer["name"], *aliases(payer))}
    ]
    assert found == [slug]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Medicare", "medicare"),
        ("Medicare Part B", "medicare"),
        ("Medicaid", "medicaid"),
        ("BCBS", "bcbs"),
        ("Blue Cross", "bcbs"),
        ("BlueCross BlueShield", "bcbs"),
        ("Tricare", "tricare"),
        ("VA", "va"),
        ("Veterans Administration", "va"),
    ],
)
def test_a_name_that_says_no_more_has_an_entry_that_says_no_more(typed: str, slug: str, payers: list[Row]) -> None:
    owners = [p for p in payers if folded(typed) in {folded(name) for name in (p["name"], *aliases(p))}]
    assert [owner["slug"] for owner in owners] == [slug]
    assert owners[0]["name"].endswith(" not named)")
    assert owners[0]["note"] != ""


def test_administrators_are_payers_of_their_own(payers: list[Row]) -> None:
    assert {payer["slug"] for payer in payers if payer["kind"] == "tpa"} == {"umr", "meritain"}


def test_payers_fit_their_columns(payers: list[Row]) -> None:
    for payer in payers:
        assert len(payer["slug"]) <= 60
        assert 0 < len(payer["name"]) <= 100
        assert len(payer["family"]) <= 60
        assert len(payer["note"]) <= 200


def test_another_payer_comes_last_and_answers_to_no_alias(payers: list[Row]) -> None:
    assert (payers[-1]["slug"], payers[-1]["name"], payers[-1]["aliases"]) == (OTHER_PAYER, "Another payer", "")


def codes_of(kind: str, reasons: list[Row]) -> list[str]:
    return [reason["code"] for reason in reasons if reason["kind"] == kind]


def test_the_first_reasons_are_all_there(reasons: list[Row]) -> None:
    assert (FIRST_CARCS | set(NOT_DENIALS)) - set(codes_of("carc", reasons)) == set()
    assert FIRST_RARCS - set(codes_of("rarc", reasons)) == set()


def test_fifty_more_reasons_than_the_first_are_there(reasons: list[Row]) -> None:
    known = {(reason["kind"], reason["code"]) for reason in reasons}
    named = {("carc", code) for code in FIRST_CARCS | set(NOT_DENIALS)} | {("rarc", code) for code in FIRST_RARCS}
    assert len(known - named) >= 50


def test_every_reason_is_listed_once_under_a_well_formed_code(reasons: list[Row]) -> None:
    assert {reason["kind"] for reason in reasons} == {"carc", "rarc"}
    assert len({(reason["kind"], reason["code"]) for reason in reasons}) == len(reasons)
    assert [code for code in codes_of("carc", reasons) if not CARC_SHAPE.fullmatch(code)] == []
    assert [code for code in codes_of("rarc", reasons) if not RARC_SHAPE.fullmatch(code)] == []


@pytest.mark.parametrize("column", ["paraphrase", "first_check"])
def test_every_reason_is_said_in_short_sentences(column: str, reasons: list[Row]) -> None:
    for reason in reasons:
        text = reason[column]
        assert 10 < len(text) <= 140, (reason["code"], len(text))
        assert text[0].isupper() or text[0].isdigit(), reason["code"]
        assert text.endswith("."), reason["code"]
        assert text == text.strip(), reason["code"]


def test_every_reason_is_told_apart_by_its_words(reasons: list[Row]) -> None:
    said = Counter(reason["paraphrase"] for reason in reasons)
    assert [text for text, count in said.items() if count > 1] == []


def test_no_appeal_is_advised_where_there_is_none(reasons: list[Row]) -> None:
    unprocessable = next(reason for reason in reasons if reason["code"] == "MA130")
    assert unprocessable["first_check"] == "Fix what the other codes name and send a new claim. Do not appeal."


ROUTES = {
    "corrected_claim",
    "new_claim",
    "appeal",
    "reopening",
    "eligibility",
    "contract",
    "patient",
    "none",
    "depends",
}


def test_every_carc_and_every_first_rarc_says_causes_fix_and_route(reasons: list[Row]) -> None:
    for reason in reasons:
        told = [bool(reason[column]) for column in ("causes", "fix", "route")]
        needed = reason["kind"] == "carc" or reason["code"] in FIRST_RARCS
        assert told == [needed or any(told)] * 3, reason["code"]
    assert {reason["route"] for reason in reasons} - ROUTES == {""}


def test_causes_are_a_list_and_a_fix_is_a_sentence_or_more(reasons: list[Row]) -> None:
    for reason in reasons:
        if reason["route"]:
            causes = reason["causes"].split("; ")
            assert all(cause and cause == cause.strip(" ;.") for cause in causes), reason["code"]
            assert len(set(causes)) == len(causes), reason["code"]
            assert reason["fix"].endswith("."), reason["code"]
            assert max(len(reason["causes"]), len(reason["fix"])) <= 300, reason["code"]


def test_what_is_not_a_denial_is_never_sent_again_or_appealed(reasons: list[Row]) -> None:
    told = {reason["code"]: reason for reason in reasons if reason["kind"] == "carc" and reason["code"] in NOT_DENIALS}
    assert {reason["route"] for reason in told.values()} == {"patient", "contract", "none"}
    assert [code for code, reason in told.items() if not reason["fix"].startswith("Not a denial")] == []


def test_an_unprocessable_claim_is_sent_as_a_new_one(reasons: list[Row]) -> None:
    told = {reason["code"]: reason for reason in reasons}
    assert (told["16"]["route"], told["MA130"]["route"]) == ("new_claim", "new_claim")
    assert "never an appeal" in told["16"]["fix"]
    assert "There is no appeal" in told["MA130"]["fix"]


def test_alerts_are_remarks_and_never_reasons(reasons: list[Row]) -> None:
    assert {reason["alert"] for reason in reasons} == {"0", "1"}
    assert [reason["code"] for reason in reasons if reason["kind"] == "carc" and reason["alert"] == "1"] == []


@pytest.mark.skipif(not CMS_DATA, reason="MEDPAY_CMS_DATA is not set: no published files to read")
def test_every_reason_is_alive_in_the_published_list_or_says_that_it_ended(reasons: list[Row]) -> None:
    path = Path(CMS_DATA or "", "codes", "carc_rarc_codes_2024-06.csv")
    with path.open(encoding="utf-8", newline="") as file:
        published = {(row["kind"].lower(), row["code"]): row for row in csv.DictReader(file)}
    assert len(published) > 1_000
    missing = [reason["code"] for reason in reasons if (reason["kind"], reason["code"]) not in published]
    assert missing == []
    ended = {reason["code"]: reason for reason in reasons if published[reason["kind"], reason["code"]]["end"]}
    assert set(ended) == {"15"}  # payers print it still, and an old report may carry it
    assert ended["15"]["paraphrase"].endswith(" Ended in May 2018.")
    assert published["carc", "15"]["end"] == "2018-05-01"
    flags = {reason["code"]: reason["alert"] == "1" for reason in reasons}
    assert flags == {reason["code"]: published[reason["kind"], reason["code"]]["alert"] == "yes" for reason in reasons}
