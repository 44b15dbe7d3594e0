"""The public figures of payers and reasons over all codes: I1, I3."""

import datetime
from collections.abc import Mapping
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from codes.models import Code
from reports import actions, parents
from reports.actions import folding
from reports.models import ParentChange, ParentStatistic
from tests.reports.making import refresh, send, send_and_refresh

THRESHOLD = 5


def label(field: str, key: str) -> str:
    return f"{field} {key}"


def codes_of(n: int, slices: Mapping[str, int], *, closed: int = 0) -> list[tuple[str, int]] | None:
    content = parents.content({"reports": {"": n}}, slices, label, closed=closed, threshold=THRESHOLD)
    return None if content is None else [(row["key"], row["reports"]) for row in content["breakdowns"]["code"]]


class TestContent:
    """Plain values in, plain values out."""

    @pytest.mark.parametrize(("n", "slices"), [(4, {}), (12, {"86320": 9}), (14, {"86320": 9, "84165": 1})])
    def test_few_reports_or_a_pool_of_few_withhold_everything(self, n: int, slices: Mapping[str, int]) -> None:
        assert codes_of(n, slices) is None

    def test_a_few_reports_on_closed_codes_withhold_everything(self) -> None:
        assert codes_of(21, {"86320": 9}, closed=4) is None
        assert codes_of(21, {"86320": 9}, closed=5) == [("86320", 9), ("other", 12)]

    def test_nothing_but_a_pool_names_no_code(self) -> None:
        assert codes_of(9, {}) == []

    def test_what_is_in_no_published_slice_is_pooled(self) -> None:
        assert codes_of(21, {"84165": 7, "86320": 9}) == [("86320", 9), ("84165", 7), ("other", 5)]
        assert codes_of(16, {"84165": 7, "86320": 9}) == [("86320", 9), ("84165", 7)]

    def test_the_fifty_first_code_is_pooled(self) -> None:
        rows = codes_of(306, {f"{number:05}": 6 for number in range(51)})
        assert rows is not None
        assert (len(rows), rows[49:]) == (51, [("00049", 6), ("other", 6)])

    @given(
        slices=st.dictionaries(st.integers(0, 99999).map("{:05}".format), st.integers(5, 40), max_size=60),
        rest=st.integers(0, 12),
    )
    def test_every_report_is_in_one_row_and_no_row_is_below_the_threshold(
        self, slices: dict[str, int], rest: int
    ) -> None:
        n = rest + sum(slices.values())
        rows = codes_of(n, slices)
        assert (rows is None) == (n < THRESHOLD or 0 < rest < THRESHOLD)
        if rows:
            assert sum(reports for _, reports in rows) == n
            assert min(reports for _, reports in rows) >= THRESHOLD
            assert {code: reports for code, reports in rows if code != "other"}.items() <= slices.items()


def shown(key: str = "aetna", field: str = "payer") -> dict[str, int] | None:
    """The codes on the page of a payer, with their reports; None where it has no figures."""
    row = ParentStatistic.objects.of(field, key)
    return {line["key"]: line["reports"] for line in row.content["breakdowns"]["code"]} if row else None


@pytest.mark.django_db
class TestPublishing:
    def test_four_reports_publish_nothing_and_the_fifth_opens_payer_and_reason(self) -> None:
        send_and_refresh(4)
        actions.fold_parents()
        assert not ParentStatistic.objects.exists()
        send_and_refresh(1)
        actions.fold_parents()
        assert (shown(), shown("CO-97", "reason")) == ({"86320": 5}, {"86320": 5})
        assert ParentStatistic.objects.count() == 2

    def test_codes_below_the_threshold_are_counted_but_not_named(self) -> None:
        send_and_refresh(9)
        for code, reports in (("84165", 3), ("86334", 2)):
            send_and_refresh(reports, code=code)
        actions.fold_parents()
        assert shown() == {"86320": 9, "other": 5}

    def test_a_code_that_opens_takes_a_shown_payer_along_at_once(self) -> None:
        for code, reports in (("86320", 9), ("84165", 3), ("86334", 2)):
            send_and_refresh(reports, code=code)
        actions.fold_parents()
        assert shown() == {"86320": 9, "other": 5}
        send_and_refresh(2, code="84165")  # of the five, two would be known to be left
        assert shown() is None

    def test_a_pool_of_three_withholds_payer_and_total(self) -> None:
        send_and_refresh(9)
        send_and_refresh(3, code="84165")
        actions.fold_parents()
        assert shown() is None  # a reader of 86320 knows of nine
        send_and_refresh(8, code="86334")
        actions.fold_parents()
        assert shown() is None
        send_and_refresh(2, code="84165")
        actions.fold_parents()
        assert shown() == {"86320": 9, "86334": 8, "84165": 5}

    def test_its_figures_are_those_of_all_its_reports(self) -> None:
        send(3, outcome="paid_full", actions=["appeal_1"])
        send(2, outcome="denied_again", actions=["appeal_1"])
        send_and_refresh(5, code="84165", payer="cigna")
        actions.fold_parents()
        row = ParentStatistic.objects.of("reason", "CO-97")
        assert row is not None
        assert [(line["key"], line["reports"]) for line in row.content["breakdowns"]["payer"]] == [
            ("aetna", 5), ("cigna", 5),
        ]  # fmt: skip
        assert row.content["recovery"]["decided"] == 5
        assert row.content["breakdowns"]["state"] == row.content["stories"] == []

    def test_a_code_is_named_in_our_words(self) -> None:
        Code.objects.create(code="86320", name="Immunoelectrophoresis of serum")
        send_and_refresh(5)
        actions.fold_parents()
        row = ParentStatistic.objects.of("payer", "aetna")
        assert row is not None
        assert row.content["breakdowns"]["code"][0]["label"] == "Immunoelectrophoresis of serum"

    def test_a_code_that_falls_below_the_threshold_is_gone_within_the_same_refresh(self) -> None:
        sent = send_and_refresh(5)
        send_and_refresh(9, code="84165", payer="cigna")
        send_and_refresh(6, code="84165")
        actions.fold_parents()
        assert shown() == {"84165": 6, "86320": 5}
        actions.withdraw_report(receipt=sent[0][1])
        refresh()
        assert ParentChange.objects.filter(slice_key="cigna").count() == 0
        assert "86320" not in (shown() or {})
        assert "86320" not in (shown("CO-97", "reason") or {})

    def test_a_code_whose_slice_gives_way_to_another_code_is_gone_at_once(self) -> None:
        send_and_refresh(9)
        send_and_refresh(8, code="84165")
        actions.fold_parents()
        assert shown() == {"86320": 9, "84165": 8}
        send(3, code="86334")
        send_and_refresh(2, code="86334", payer="cigna")
        assert shown() == {"86320": 9, "other": 11}

    def test_a_code_that_closes_leaves_payers_whose_own_reports_did_not_move(self, settings: Settings) -> None:
        settings.MIN_CONTRIBUTORS = 2
        send(5, payer="cigna")
        sent = send_and_refresh(5, contributor="b")
        actions.fold_parents()
        assert shown("cigna") == {"86320": 5}
        for _, receipt in sent:
            actions.withdraw_report(receipt=receipt)
        refresh()
        assert shown("cigna") == {}

    def test_equal_figures_keep_their_version_and_day(self) -> None:
        send_and_refresh(5)
        actions.fold_parents()
        before = ParentStatistic.objects.values_list("version", "as_of").get(slice_field="payer")
        with patch.object(folding, "today", return_value=datetime.date(2031, 1, 1)):
            actions.fold_parents(everything=True)
            assert ParentStatistic.objects.values_list("version", "as_of").get(slice_field="payer") == before
            send_and_refresh(1)
            actions.fold_parents()
        row = ParentStatistic.objects.get(slice_field="payer")
        assert row.version != before[0]
        assert row.as_of == datetime.date(2031, 1, 1)


@pytest.mark.django_db(transaction=True)
class TestAudit:
    def found(self) -> set[str]:
        return {mismatch.what for mismatch in actions.audit_statistics()}

    def test_it_finds_nothing_and_then_what_was_bent(self) -> None:
        send_and_refresh(9, outcome="paid_full", rarcs=["N19"], modifiers=["26"])
        send_and_refresh(6, code="84165", payer="cigna")
        actions.fold_parents()
        assert self.found() == set()
        row = ParentStatistic.objects.get(slice_key="aetna")
        row.content["recovery"]["paid_full"] = 8
        row.save()
        ParentStatistic.objects.filter(slice_key="CO-97").update(version="0")
        ParentStatistic.objects.filter(slice_key="cigna").delete()
        assert self.found() == {
            "the figures of payer=aetna differ from the recount",
            "the figures of payer=cigna differ from the recount",
            "the version of reason=CO-97 is not the digest of its content",
        }

    def test_it_finds_a_code_that_is_named_too_long_even_before_the_next_fold(self) -> None:
        send_and_refresh(9)
        actions.fold_parents()
        row = ParentStatistic.objects.get(slice_key="aetna")
        row.content["breakdowns"]["code"][0]["key"] = "84165"
        row.save()
        send_and_refresh(1)
        assert self.found() == {"the figures of payer=aetna name a code that they may not"}

    def test_before_the_next_fold_the_row_may_be_behind(self) -> None:
        send_and_refresh(9)
        actions.fold_parents()
        send_and_refresh(1)
        assert ParentStatistic.objects.get(slice_key="aetna").reports == 9
        assert self.found() == set()

    @pytest.mark.parametrize(("threshold", "expected"), [(7, {"84165": 8, "other": 9}), (20, None)])
    def test_a_raised_threshold_hides_at_once_what_it_outdates(
        self, settings: Settings, threshold: int, expected: dict[str, int] | None
    ) -> None:
        send_and_refresh(6)
        send_and_refresh(8, code="84165")
        send_and_refresh(3, code="86334")
        actions.fold_parents()
        settings.THRESHOLD = threshold
        assert shown() is None
        actions.follow_rules()
        assert (shown(), self.found()) == (expected, set())

    def test_a_lowered_threshold_opens_what_it_may(self, settings: Settings) -> None:
        settings.THRESHOLD = 7
        send_and_refresh(3)
        send_and_refresh(3, code="84165")
        actions.fold_parents()
        assert shown() is None
        settings.THRESHOLD = 5
        actions.follow_rules()
        assert (shown(), self.found()) == ({}, set())


def total(key: str) -> int | None:
    row = ParentStatistic.objects.of("payer", key)
    return row.reports if row else None


@pytest.mark.django_db(transaction=True)
def test_what_closed_codes_hold_of_a_payer_cannot_be_had_by_subtraction() -> None:
    send(9)
    send(3, code="84165")
    send(4, code="84165", payer="cigna", contributor="b")
    refresh()
    actions.fold_parents()
    assert total("aetna") == 12  # all on open codes
    send_and_refresh(4, code="99213")
    actions.fold_parents()
    assert total("aetna") is None  # with 16, four would be known to lie elsewhere
    assert actions.audit_statistics() == []
    send_and_refresh(1, code="99213")
    actions.fold_parents()
    assert total("aetna") == 17
    assert actions.audit_statistics() == []


@pytest.mark.django_db(transaction=True)
def test_a_code_that_closes_takes_totals_with_it_at_once() -> None:
    send(9)
    sent = send(2, code="84165", payer="cigna", contributor="b")
    send(4, code="84165")
    send(9, code="99213", payer="cigna")
    refresh()
    actions.fold_parents()
    assert total("aetna") == 13
    for _, receipt in sent:
        actions.withdraw_report(receipt=receipt)
        refresh()
    assert total("aetna") is None  # four of its reports are on a code that is closed now
    assert actions.audit_statistics() == []
