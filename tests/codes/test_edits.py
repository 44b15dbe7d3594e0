"""Codes billed together and unit limits, as a program and a reader are answered."""

import datetime
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from codes import actions
from codes.answering import in_words
from codes.api import edit_examples
from codes.models import Code, FeeLine, ProcedurePair, Release
from codes.models.bundling import bundling_of
from codes.models.units import add_ons_of, units_of
from codes.sources import SourceError
from codes.sources.ncci_addon import AddOnRow
from codes.sources.ncci_mue import LimitRow
from codes.sources.ncci_ptp import reading
from tests.codes import ncci_tables as tables
from tests.codes.ncci_files import pair, pair_text
from tests.codes.ncci_tables import day, row
from tests.codes.rows import fee_row

pytestmark = pytest.mark.django_db

IN_JULY = "date=2024-07-15"
TODAY = timezone.now().date()
JSON = "application/json"
KEPT_A_MINUTE = "public, max-age=0, s-maxage=60, stale-while-revalidate=600"


@pytest.fixture(autouse=True)
def _codes() -> None:
    Code.objects.create(code="86320", name="Immunoelectrophoresis of serum")
    Code.objects.create(code="80053", name="Metabolic panel")
    Code.objects.create(code="84165")


def get(client: Client, path: str) -> tuple[int, Any]:
    response = client.get(f"/api/v1/codes/{path}")
    return response.status_code, response.json()


def answer(client: Client, path: str) -> Any:
    status, body = get(client, path)
    assert status == 200, body
    return body


class TestPair:
    def test_the_examples_are_what_is_answered(self, client: Client) -> None:
        tables.pairs([row("86320", "80503")])
        queries = {
            f"86320/edits/?with=80503&{IN_JULY}&modifier=59&modifier=51": edit_examples.EDIT,
            f"86320/edits/?with=84165&{IN_JULY}": edit_examples.NO_EDIT,
            "86320/edits/?with=84165&date=2027-03-01": edit_examples.NO_TABLE,
        }
        assert {query: answer(client, query) for query in queries} == queries

    def test_the_answer_is_the_same_from_the_other_code(self, client: Client) -> None:
        tables.pairs([row("80053", "84165", "0")])
        from_both = [
            answer(client, f"{code}/edits/?with={other}&{IN_JULY}")["results"]
            for code, other in (("80053", "84165"), ("84165", "80053"))
        ]
        assert [(found["paid"], found["denied"]) for (found,) in from_both] == [("80053", "84165")] * 2

    def test_the_hospital_has_a_table_of_its_own(self, client: Client) -> None:
        tables.pairs([row("86320", "84165")], variant="hospital")
        query = f"86320/edits/?with=84165&{IN_JULY}"
        found = answer(client, query)
        assert (found["answer"], found["message"]) == (
            "no_table",
            (
                "medpay holds no practitioner table of NCCI edits for July 15, 2024, "
                "so it cannot say that there is no edit."
            ),
        )
        assert answer(client, f"{query}&setting=hospital")["answer"] == "edit"

    def test_without_a_date_it_is_about_today_and_then_about_the_last_table_held(self, client: Client) -> None:
        tables.pairs([row("86320", "84165", "0")])
        found = answer(client, "86320/edits/?with=84165")
        assert (found["answer"], found["date"], found["results"]) == ("no_table", TODAY.isoformat(), [])
        earlier = found["earlier"]
        assert (earlier["answer"], earlier["date"]) == ("edit", "2024-09-30")
        assert [each["denied"] for each in earlier["results"]] == ["84165"]
        assert found["message"] == (
            f"medpay holds no practitioner table of NCCI edits for {in_words(TODAY)}, so it cannot say that there "
            "is no edit. In the last table held: 84165 is denied beside 86320 on September 30, 2024, "
            "whatever the modifier."
        )

    def test_a_day_that_was_asked_for_is_answered_for_alone(self, client: Client) -> None:
        tables.pairs([row("86320", "84165")])
        assert answer(client, f"86320/edits/?with=84165&date={TODAY}")["earlier"] is None

    def test_an_excerpt_is_no_last_table_that_could_deny_an_edit(self, client: Client) -> None:
        tables.pairs([row("86320", "80503")], complete=False)
        assert answer(client, "86320/edits/?with=84165")["earlier"] is None
        assert answer(client, "86320/edits/?with=80503")["earlier"]["answer"] == "edit"

    def test_a_partner_that_no_list_has_is_warned_of(self, client: Client) -> None:
        tables.pairs([row("80053", "80503")])
        warned = {
            other: answer(client, f"86320/edits/?with={other}&{IN_JULY}")["warnings"]
            for other in ("99999", "80503", "84165")
        }
        assert warned == {
            "99999": ["No list that is loaded has the code 99999: check that it is typed right."],
            "80503": [],
            "84165": [],
        }

    def test_a_code_that_only_a_table_has_is_answered_for(self, client: Client) -> None:
        tables.pairs([row("0001A", "86320"), row("0002A", "86321")])
        assert answer(client, f"0001a/edits/?with=86320&{IN_JULY}")["results"][0]["paid"] == "0001A"
        assert answer(client, f"0001A/edits/?{IN_JULY}")["count"] == 1
        assert answer(client, f"86321/edits/?{IN_JULY}")["count"] == 1
        assert answer(client, "0001A/units/")["code"] == "0001A"
        assert get(client, "0003A/edits/")[0] == 404

    def test_one_part_of_four_shows_edits_and_never_that_there_is_none(self, client: Client) -> None:
        tables.pairs([row("86320", "80503", effective="2020-01-01")], variant="practitioner-3")
        assert answer(client, f"86320/edits/?with=80503&{IN_JULY}")["answer"] == "edit"
        found = answer(client, f"86320/edits/?with=84165&{IN_JULY}")
        assert (found["answer"], found["table"]) == ("no_table", None)
        assert "without part 1, 2, 4 of 4" in found["message"]
        for part in (1, 2, 4):
            other = row("00100", f"3600{part}", effective="2020-01-01")
            tables.pairs([other], variant=f"practitioner-{part}")
        assert answer(client, f"86320/edits/?with=84165&{IN_JULY}")["answer"] == "no_edit"

    def test_an_excerpt_never_says_that_there_is_none(self, client: Client) -> None:
        tables.pairs([row("86320", "80503")], complete=False)
        assert answer(client, f"86320/edits/?with=80503&{IN_JULY}")["table"]["complete"] is False
        assert answer(client, f"86320/edits/?with=84165&{IN_JULY}")["answer"] == "no_table"

    def test_an_edit_deleted_before_the_date_is_past(self, client: Client) -> None:
        tables.pairs([row("86320", "84165", effective="2020-01-01", deleted="2023-12-31")])
        found = answer(client, f"86320/edits/?with=84165&{IN_JULY}")
        assert (found["answer"], found["results"], found["past"][0]["deleted"]) == ("no_edit", [], "2023-12-31")

    def test_a_replaced_table_answers_no_more(self, client: Client) -> None:
        table = tables.pairs([row("86320", "84165")])
        Release.objects.filter(pk=table.pk).update(state=Release.State.REPLACED)
        assert answer(client, f"86320/edits/?with=84165&{IN_JULY}")["answer"] == "no_table"

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_takes_three_queries(
        self, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        deleted = [f"202{number}-12-31" for number in range(count - 1)]
        tables.pairs([row("86320", "84165", deleted=last) for last in [*deleted, None]])
        with django_assert_num_queries(3):
            assert answer(client, f"86320/edits/?with=84165&{IN_JULY}")["answer"] == "edit"

    @pytest.mark.parametrize(
        ("query", "refusal"),
        [
            ("with=8416", {"with": ["Give one code of five characters, such as 84165."]}),
            ("with=84165&with=80053", {"with": ["Give it once."]}),
            ("date=July", {"date": ["Give a date such as 2024-07-15."]}),
            ("setting=dme", {"setting": ["Give practitioner or hospital."]}),
            ("modifier=5", {"modifier": ["A modifier is two letters or digits. Repeat the parameter for several."]}),
            (
                "wit=84165",
                {"detail": "The address has an unknown parameter. Use only: with, date, setting, modifier, page."},
            ),
            (
                "with=86320",
                {"with": ["A code is not paired with itself: see the unit limits of 86320, at codes/86320/units/."]},
            ),
        ],
    )
    def test_what_cannot_be_asked_is_refused(self, client: Client, query: str, refusal: Any) -> None:
        assert get(client, f"86320/edits/?{query}") == (400, refusal)

    def test_an_unknown_code_has_no_edits(self, client: Client) -> None:
        assert get(client, "86321/edits/")[0] == 404
        assert get(client, "86321/units/")[0] == 404


class TestList:
    def test_it_holds_both_columns_in_force_on_the_date_and_is_paged(self, client: Client) -> None:
        past = row("86320", "80500", deleted="2020-12-31")
        never = row("86320", "80502", "9")
        partners = [f"{number:05}" for number in range(30_000, 30_052)]
        tables.pairs([past, never, *(row("86320", other) for other in partners), row("0077U", "86320")])
        first = answer(client, f"86320/edits/?{IN_JULY}&modifier=59")
        assert (first["answer"], first["count"], len(first["results"])) == ("edit", 53, 50)
        assert first["results"][0]["modifiers"][0]["bypasses"] is True
        second = answer(client, first["next"].split("/codes/")[1])
        assert [(found["paid"], found["denied"]) for found in second["results"]] == [
            ("86320", "30050"),
            ("86320", "30051"),
            ("0077U", "86320"),
        ]
        assert second["previous"].endswith(f"/86320/edits/?{IN_JULY}&modifier=59")

    def test_without_a_date_it_shows_the_last_day_that_a_table_covers(self, client: Client) -> None:
        tables.pairs([row("86320", "84165")])
        found = answer(client, "86320/edits/")
        assert (found["date"], found["count"]) == ("2024-09-30", 1)
        assert found["message"].endswith("No table for today is loaded: a later one may differ.")

    def test_a_code_without_edits_has_none_only_in_a_whole_table(self, client: Client) -> None:
        assert answer(client, "86320/edits/")["answer"] == "no_table"
        tables.pairs([row("80053", "84165")])
        found = answer(client, "86320/edits/")
        assert (found["answer"], found["table"]["version"]) == (
            "no_edit",
            "NCCI practitioner edits, July 2024 (v30.2)",
        )

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_takes_four_queries_however_long(
        self, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        tables.pairs([row("86320", f"8050{number}") for number in range(count)])
        with django_assert_num_queries(4):
            assert answer(client, f"86320/edits/?{IN_JULY}")["count"] == count


class TestUnits:
    def test_the_example_is_what_is_answered(self, client: Client) -> None:
        limit = LimitRow("86320", 1, "2", "Code Descriptor / CPT Instruction")
        tables.limits([limit], effective=day("2026-04-01"), label="MUE 2026 Q2")
        assert answer(client, "86320/units/?date=2026-04-15") == edit_examples.UNITS

    def test_a_later_day_is_answered_by_the_nearest_earlier_table_which_says_so(self) -> None:
        tables.limits([LimitRow("86320", 1, "3", "")], effective=day("2026-04-01"), label="MUE 2026 Q2")
        practitioner, *_ = units_of("86320", day("2026-08-01"))
        assert (practitioner.units, practitioner.covers) == (1, False)
        assert practitioner.words.endswith(
            "MUE 2026 Q2 is the nearest earlier table; that of August 1, 2026 is not loaded."
        )
        assert units_of("86320", day("2027-08-01"))[0].units is None

    def test_a_code_that_a_table_lacks_has_no_published_limit(self) -> None:
        tables.limits([LimitRow("80053", 1, "2", "")], effective=day("2026-04-01"), label="MUE 2026 Q2", variant="dme")
        *_, dme = units_of("86320", day("2026-04-01"))
        assert (dme.units, dme.words) == (
            None,
            "MUE 2026 Q2 publishes no limit for this code; CMS keeps some limits confidential.",
        )

    def test_add_ons_and_primaries_come_with_their_names(self) -> None:
        rows = [
            AddOnRow("84165", "86320", "1", None, None),
            AddOnRow("84165", "80053", "1", None, None),
            AddOnRow("99999", "86320", "3", None, None),
        ]
        tables.add_ons(rows, effective=day("2024-01-01"), label="Add-on codes 2024 Q1")
        primary = add_ons_of("86320", day("2024-02-01"))
        assert [tuple(each) for each in primary.added] == [("84165", "", True), ("99999", "", False)]
        assert (primary.found, primary.is_add_on, primary.words) == (
            True,
            False,
            "86320 is not in CMS's add-on list of 2024 Q1.",
        )
        added = add_ons_of("84165", day("2024-08-01"))
        assert [each.name for each in added.primaries] == ["Metabolic panel", "Immunoelectrophoresis of serum"]
        assert added.words == (
            "84165 is an add-on code: paid only with one of the primary codes that CMS lists. "
            "See CMS's add-on list of 2024 Q1, the nearest earlier one: that of August 1, 2024 is not loaded."
        )

    def test_only_a_list_of_the_day_denies_that_a_code_is_an_add_on(self, client: Client) -> None:
        tables.add_ons([], effective=day("2024-01-01"), label="Add-on codes 2024 Q1")
        asked = {query: answer(client, f"86320/units/{query}")["add_ons"] for query in ("", "?date=2026-07-15")}
        assert [each["is_add_on"] for each in asked.values()] == [None, None]
        assert asked[""]["words"] == (
            "86320 is not in CMS's add-on list of 2024 Q1, the nearest earlier one: "
            f"that of {in_words(TODAY)} is not loaded."
        )
        assert asked["?date=2026-07-15"]["words"] == "medpay holds no list of add-on codes for July 15, 2026."
        assert answer(client, "86320/units/?date=2024-02-01")["add_ons"]["is_add_on"] is False

    def test_an_add_on_of_the_fee_schedule_is_one_though_the_list_lacks_it(self) -> None:
        tables.add_ons([], effective=day("2024-01-01"), label="Add-on codes 2024 Q1")
        schedule = tables.release("mpfs", "", day("2024-01-01"), "RVU24A")
        FeeLine.objects.create(release=schedule, **fee_row("G2211", global_days="ZZZ")._asdict())
        FeeLine.objects.create(release=schedule, **fee_row("99213", global_days="XXX")._asdict())
        added = add_ons_of("G2211", day("2024-02-01"))
        assert (added.found, added.is_add_on, added.words) == (
            True,
            True,
            (
                "G2211 is not in CMS's add-on list of 2024 Q1. "
                "The fee schedule RVU24A treats it as an add-on code: its global period is ZZZ."
            ),
        )
        assert add_ons_of("99213", day("2024-02-01")).is_add_on is False
        assert add_ons_of("G2211", day("2023-12-31")).is_add_on is None

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_takes_seven_queries_however_many_settings(
        self, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for setting in ("practitioner", "hospital", "dme")[:count]:
            limit = LimitRow("86320", 1, "2", "")
            tables.limits([limit], variant=setting, effective=day("2026-04-01"), label="MUE 2026 Q2")
        rows = [AddOnRow(f"1000{number}", "86320", "1", None, None) for number in range(count)]
        tables.add_ons(rows, effective=day("2026-04-01"), label="Add-on codes 2026 Q2")
        with django_assert_num_queries(7):
            found = answer(client, "86320/units/?date=2026-04-15")
        assert sum(limit["units"] is not None for limit in found["limits"]) == count
        assert len(found["add_ons"]["add_ons"]) == count

    @pytest.mark.parametrize("path", ["86320/edits/", f"86320/edits/?with=84165&{IN_JULY}", "86320/units/"])
    def test_an_answer_may_be_kept_a_minute(self, client: Client, path: str) -> None:
        assert client.get(f"/api/v1/codes/{path}")["Cache-Control"] == KEPT_A_MINUTE

    def test_every_answer_has_an_example_in_the_schema(self, client: Client) -> None:
        paths = client.get("/api/schema/", headers={"Accept": "application/json"}).json()["paths"]
        shown = {
            name: list(paths[f"/api/v1/codes/{{code}}/{name}/"]["get"]["responses"]["200"]["content"][JSON]["examples"])
            for name in ("edits", "units")
        }
        assert shown == {"edits": ["Edit", "NoEdit", "NoTable"], "units": ["Units"]}


class TestPage:
    def page(self, client: Client, query: str = "", code: str = "86320") -> str:
        response = client.get(f"/codes/{code}/bundling/{query}")
        assert response.status_code == 200
        return " ".join(html.unescape(response.content.decode()).split())

    def rows(self, client: Client, query: str = "") -> list[str]:
        body = self.page(client, query).partition("<tbody>")[2]
        return [" ".join(re.sub(r"<[^>]+>", " ", found).split()) for found in re.findall(r"<tr[^>]*>(.*?)</tr>", body)]

    def test_the_pairs_stand_in_a_table_which_filters_narrow(self, client: Client) -> None:
        past = row("86320", "80500", deleted="2021-12-31")
        tables.pairs([past, row("86320", "80053"), row("86320", "80506", "0"), row("0077U", "86320")])
        reason = "Standards of medical/surgical practice"
        both = [
            f"80053 Metabolic panel paid may bypass (1) {reason}",
            f"80506 paid never (0) {reason}",
            f"0077U denied may bypass (1) {reason}",
        ]
        assert self.rows(client) == both
        assert self.rows(client, "?column=1") == both[:2]
        assert self.rows(client, "?column=2") == both[2:]
        assert self.rows(client, "?indicator=0") == both[1:2]
        assert self.rows(client, "?past=on&column=1")[1] == f"80500 paid may bypass (1) to December 31, 2021 {reason}"

    def test_one_pair_is_answered_for_above_the_list(self, client: Client) -> None:
        tables.pairs([row("86320", "80503")])
        page = self.page(client, f"?with=80503&modifier=59&{IN_JULY}")
        assert "Edit on July 15, 2024: 86320 with 80503" in page
        assert "59 bypasses it, if the record shows that it is true." in page
        assert "No edit on July 15, 2024: 86320 with 84165" in self.page(client, f"?with=84165&{IN_JULY}")
        assert "No table for January 1, 2027: 86320 with 84165" in self.page(client, "?with=84165&date=2027-01-01")
        assert "No list that is loaded has the code 99999" in self.page(client, f"?with=99999&{IN_JULY}")
        assert "A code is not paired with itself" in self.page(client, "?with=86320")

    def test_without_a_day_the_first_word_is_about_today_and_the_second_about_the_last_table(
        self, client: Client
    ) -> None:
        tables.pairs([row("86320", "80503")])
        page = self.page(client, "?with=84165")
        today = f"No table for {in_words(TODAY)}: 86320 with 84165"
        last = "In the last table held, on September 30, 2024</h3> <p>No edit for 86320 with 84165"
        assert 0 < page.index(today) < page.index(last)
        assert 'value="2024-09-30"' not in page

    def test_what_cannot_be_read_is_named_and_its_default_answers(self, client: Client) -> None:
        tables.pairs([row("86320", "80503")])
        page = self.page(client, "?with=8050&date=July&setting=x&modifier=5")
        for remedy in ("Give one code of five characters", "Give a date such as", "Choose a setting", "A modifier is"):
            assert remedy in page
        assert "1 pair</h2>" in page

    def test_two_thousand_pairs_come_by_the_hundred(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        tables.pairs([row("86320", f"{number:05}") for number in range(30_000, 32_000)])
        with django_assert_num_queries(5):
            page = self.page(client, f"?page=2&column=1&{IN_JULY}")
        assert "2,000 pairs in which 86320 is paid" in page
        assert page.count('<th scope="row">') == 100
        assert f'rel="next" href="?page=3&column=1&{IN_JULY}"' in page

    def test_codes_are_links_only_where_they_have_a_page(self, client: Client) -> None:
        tables.pairs([row("86320", "80053"), row("86320", "99999")])
        page = self.page(client)
        assert 'href="/codes/80053/"' in page
        assert 'href="/codes/99999/"' not in page

    def test_unknown_codes_have_no_page_and_small_letters_lead_to_large(self, client: Client) -> None:
        Code.objects.create(code="G0483")
        assert client.get("/codes/99999/bundling/").status_code == 404
        assert client.get("/codes/8632%00/bundling/").status_code == 404
        assert client.get("/codes/g0483/bundling/")["Location"] == "/codes/G0483/bundling/"

    def test_it_is_kept_a_minute(self, client: Client) -> None:
        assert client.get("/codes/86320/bundling/")["Cache-Control"] == KEPT_A_MINUTE


class TestOnThePageOfACode:
    def test_each_column_is_counted_and_begins_with_codes_described_here(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        tables.pairs([*(row("86320", f"1000{number}") for number in range(9)), row("86320", "80053")])
        with django_assert_num_queries(5):
            found = bundling_of("86320", day("2024-07-15"))
        assert (found.as_column_1.count, found.as_column_1.more, found.as_column_2.count) == (10, 2, 0)
        assert [each.other.code for each in found.as_column_1.partners][:2] == ["80053", "10000"]
        assert found.words == "NCCI practitioner edits, July 2024 (v30.2); in force on July 15, 2024."

    def test_without_a_table_it_says_what_is_held(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        tables.pairs([row("86320", "80053")])
        with django_assert_num_queries(1):
            found = bundling_of("86320", day("2027-07-15"))
        assert (found.table, found.as_column_1.count) == (None, 0)
        assert found.words == (
            "medpay holds no practitioner table of NCCI edits for July 15, 2027. "
            "Held: NCCI practitioner edits, July 2024 (v30.2): July 1, 2024 to September 30, 2024."
        )


class TestImport:
    def test_blocks_come_back_from_the_database_as_they_were_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reading, "FEWEST_ROWS_OF_PART", 1)
        rows = [pair("86320", f"{number:05}", rationale="a\\b 1/2") for number in range(10_000, 10_600)]
        path = tmp_path / "ccipra-v302r0-f3.txt"
        path.write_bytes(pair_text(rows))
        release = actions.import_release(source="ncci_ptp", path=path)
        assert (release.rows, release.variant, release.complete) == (600, "practitioner-3", True)
        stored = [each.row() for each in ProcedurePair.objects.filter(release=release).order_by("pk")]
        assert stored == [
            row("86320", f"{number:05}", effective="2020-01-01", rationale="a\\b 1/2")
            for number in range(10_000, 10_600)
        ]

    def test_a_broken_file_leaves_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "ccipra-v302r0-f3.txt"
        path.write_bytes(pair_text([*[pair("86320", "84165")] * 600, pair("86320", "x")]))
        with pytest.raises(SourceError, match="txt:607: “x” is no code"):
            actions.import_release(source="ncci_ptp", path=path)
        assert (Release.objects.count(), ProcedurePair.objects.count()) == (0, 0)


@pytest.fixture
def _millions() -> None:
    """A table emptied here is dropped with its rows at the end; else they are rolled back, which leaves them all dead.

    Nor is each looked up in its release: that of the few rows of the other tests is.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {ProcedurePair._meta.db_table}")
        cursor.execute("SET LOCAL session_replication_role = replica")


@pytest.mark.usefixtures("_millions")
def test_the_real_tables_hold_no_edit_for_86320_with_84165_and_one_unit_of_it(cms_data: Path, client: Client) -> None:
    folder = cms_data / "ncci"
    actions.import_release(source="ncci_ptp", path=folder / "northstar_ptp_prac_eff_2024-07-01.csv.gz")
    actions.import_release(source="ncci_mue", path=folder / "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv")
    actions.import_release(source="ncci_ptp", path=folder / "ccipra-v322r0-f1.excerpt.txt", excerpt=True)
    actions.import_release(source="ncci_addon", path=folder / "northstar_aoc_2024.csv")
    assert ProcedurePair.objects.count() == 2_546_017 + 29
    assert answer(client, f"86320/edits/?with=84165&{IN_JULY}") == {
        **edit_examples.NO_EDIT,
        "held": answer(client, "86320/edits/")["held"],
    }
    practitioner = answer(client, "86320/units/")["limits"][0]
    assert (practitioner["units"], practitioner["mai"]) == (1, "2")
    assert answer(client, "84165/edits/?with=86320&date=2026-07-15")["answer"] == "no_table"
    assert datetime.date(2024, 9, 30).isoformat() == answer(client, "80053/edits/")["date"]
