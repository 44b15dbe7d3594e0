"""With a list that speaks for them, unknown codes and reasons are refused; until then they are marked."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from codes import actions as reference
from codes.models import FeeLine, LabFee, Level2Code, ListedReason, Release
from codes.sources.mpfs import parse_fields
from reports import actions
from reports.actions import settle
from reports.intake import Unfit
from reports.models import Report
from tests.reports.making import body, send, typed

pytestmark = pytest.mark.django_db
TODAY = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _a_day_in_november_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: TODAY)


def release(source: str, effective: str, *, complete: bool = True, state: str = "current") -> Release:
    return Release.objects.create(
        source=source,
        label=source,
        effective=datetime.date.fromisoformat(effective),
        digest=f"{source}{effective}",
        complete=complete,
        state=state,
    )


def fee_schedule(*codes: str, effective: str = "2026-07-01", complete: bool = True, state: str = "current") -> None:
    made = release("mpfs", effective, complete=complete, state=state)
    blank = {"pre": "0", "intra": "0", "post": "0", "cf": "33.4009"}
    zeros = dict.fromkeys(
        ("work", "pe_nonfacility", "pe_facility", "mp", "total_nonfacility", "total_facility"), "0"
    ) | dict.fromkeys(("opps_pe_nonfacility", "opps_pe_facility", "opps_mp"), "0")
    signs = {"status": "A", "pctc": "0", "global_days": "XXX", "mult": "0", "bilat": "0", "asst": "0", "co": "0"}
    more = {"team": "0", "supervision": "09", "calc_flag": "0", "imaging_family": "99"}
    flags = {"not_used": "", "na_nonfacility": "", "na_facility": ""}
    for code in codes:
        row = parse_fields({"code": code, "modifier": "", **blank, **zeros, **signs, **more, **flags})
        FeeLine.objects.create(release=made, **row._asdict())


def reasons(source: str, effective: str = "2026-03-01", **ends: str) -> None:
    made = release(source, effective)
    ListedReason.objects.bulk_create(
        ListedReason(release=made, code=code.lstrip("_"), end=end or None, alert=False) for code, end in ends.items()
    )


def problems(**changes: Any) -> dict[str, list[str]]:
    try:
        settle(body(**changes))
    except Unfit as unfit:
        return unfit.errors
    return {}


NO_CODE = ["CMS's lists for the year of service have no such code. Check the code and the year."]


# --- codes -----------------------------------------------------------------------------------------------------------


def test_until_a_list_is_loaded_any_code_is_taken_and_marked() -> None:
    assert problems(code="12345", paired_code="G9999") == {}
    ((report, _),) = send(code="12345")
    assert report.unverified == ["code", "carc"]


def test_with_the_year_s_schedule_an_unknown_code_is_refused() -> None:
    fee_schedule("86320", "0001F", "0001T")
    assert problems(code="12345") == {"code": NO_CODE}
    assert problems(paired_code="0002T") == {"paired_code": NO_CODE}
    assert problems(code="0001F", paired_code="0001T") == {}


def test_a_code_is_judged_by_its_year_of_service() -> None:
    fee_schedule("77386", effective="2025-10-01")
    fee_schedule("77407", effective="2026-07-01")
    assert problems(code="77386", year=2025) == {}
    assert problems(code="77386", year=2026) == {"code": NO_CODE}
    assert problems(code="77407", year=2025) == {"code": NO_CODE}
    assert problems(code="77407", year=2024) == {}  # nothing of 2024 is loaded


def test_a_code_that_any_release_of_the_year_holds_is_known() -> None:
    fee_schedule("77386", effective="2025-01-01")
    fee_schedule("77407", effective="2025-10-01")
    assert problems(code="77386", year=2025) == {}


def test_neither_a_selection_nor_a_replaced_release_speaks_for_what_it_lacks() -> None:
    fee_schedule("86320", effective="2026-01-01", complete=False)
    fee_schedule("86320", effective="2026-04-01", state="replaced")
    assert problems(code="12345") == {}


def test_the_fee_schedule_speaks_for_no_laboratory_analysis_and_no_level_2_code() -> None:
    fee_schedule("86320")
    assert problems(code="0420U", paired_code="L1234") == {}
    assert problems(code="0001A", paired_code="0002M") == {}


def test_the_list_of_level_2_speaks_for_its_own_but_not_for_dental_codes() -> None:
    listed = release("hcpcs", "2026-10-01")
    Level2Code.objects.create(release=listed, code="G0483")
    assert problems(code="G9999") == {"code": NO_CODE}
    assert problems(code="G0483", paired_code="D0120") == {}
    assert problems(code="12345") == {}


def test_a_code_of_the_laboratory_schedule_is_known() -> None:
    fee_schedule("86320")
    LabFee.objects.create(release=release("clfs", "2026-04-01"), code="80999", amount=Decimal(1))
    assert problems(code="80999") == {}


# --- reasons ---------------------------------------------------------------------------------------------------------


def test_until_a_list_is_loaded_any_reason_is_taken() -> None:
    assert problems(carc="299", rarcs=["N999"]) == {}


def test_what_a_list_holds_is_not_marked() -> None:
    reasons("carc", _97="")
    reasons("rarc", N19="", N895="")
    ((report, _),) = send(carc="97", rarcs=("N19", "N895"))
    assert report.unverified == ["code"]
    ((report, _),) = send(carc="97", rarcs=("N19", "N896"))
    assert report.unverified == ["code", "rarcs"]


def test_with_the_list_an_unknown_reason_is_refused() -> None:
    reasons("carc", _97="", _306="")
    reasons("rarc", N19="", N895="", M15="")
    assert problems(carc="299") == {
        "carc": ["X12's list of March 2026 has no such CARC. Write the one that was printed."]
    }
    assert problems(rarcs=["N19", "N777", "M16", "N9999"]) == {
        "rarcs": ["X12's list of March 2026 has no such RARC. Write the one that was printed."]
    }
    assert problems(carc="97", rarcs=["N19", "M15"]) == {}


def test_an_ended_reason_stays_good_for_services_before_its_end() -> None:
    reasons("carc", _97="", _15="2018-05-01", _17="2018-01-01")
    ended = "before the year of service. Check both against the remittance."
    assert problems(carc="15", year=2018) == {}
    assert problems(carc="15", year=2019) == {"carc": [f"This CARC ended in May 2018, {ended}"]}
    assert problems(carc="17", year=2018) == {"carc": [f"This CARC ended in January 2018, {ended}"]}
    assert problems(carc="17", year=2017) == {}


def test_a_number_that_x12_may_have_given_since_the_list_is_taken() -> None:
    reasons("carc", "2024-06-01", _97="", _306="")
    reasons("rarc", "2024-06-01", N895="", M144="")
    assert problems(carc="307", rarcs=["N896"]) == {}
    assert set(problems(carc="350", rarcs=["N999"])) == {"carc", "rarcs"}
    assert set(problems(carc="305", rarcs=["M145"])) == {"carc", "rarcs"}


def test_only_the_newest_list_speaks() -> None:
    reasons("carc", "2024-03-01", _97="", _101="")
    reasons("carc", "2024-06-01", _97="", _102="")
    assert problems(carc="102") == {}
    assert set(problems(carc="101")) == {"carc"}


# --- what was taken before a list came -------------------------------------------------------------------------------


def test_a_report_taken_before_the_list_can_still_be_followed_up() -> None:
    ((_, receipt),) = send(code="12345")
    fee_schedule("86320")
    changed, _ = actions.correct_report(receipt=receipt, changes={"outcome": "paid_full"})
    assert (changed.code, changed.outcome) == ("12345", "paid_full")
    with pytest.raises(Unfit):
        actions.correct_report(receipt=receipt, changes={"code": "54321"})
    assert Report.objects.get().code == "12345"


def test_its_page_too_takes_what_stood_there_before_and_names_the_field_of_what_did_not(client: Any) -> None:
    ((_, receipt),) = send(code="12345")
    fee_schedule("86320")
    correction = {"receipt": receipt, "step": "correct", **typed(code="12345", outcome="paid_full")}
    assert client.post("/receipt/", correction).status_code == 200
    assert Report.objects.get().outcome == "paid_full"
    refused = client.post("/receipt/", {**correction, "code": "54321"})
    assert (refused.status_code, list(refused.context["correct_form"].errors)) == (400, ["code"])
    assert Report.objects.get().code == "12345"


def test_a_refused_report_is_not_stored_and_names_its_field(client: Any) -> None:
    reasons("carc", _97="")
    answer = client.post("/api/v1/reports/", body(carc="299"), content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["carc"])
    assert not Report.objects.exists()


def test_the_real_lists_take_what_they_hold(cms_data: Path) -> None:
    for source in ("carc", "rarc"):
        reference.import_release(source=source, path=cms_data / "codes/carc_rarc_codes_2024-06.csv")
    assert problems(carc="97", rarcs=["N19", "MA130"]) == {}
    assert set(problems(carc="999", rarcs=["N999"], year=2024)) == {"carc", "rarcs"}
    assert problems(carc="15", year=2017) == {}
    assert set(problems(carc="15", year=2020)) == {"carc"}
