"""From reports to figures, on a real PostgreSQL: I1, I3, I4."""

from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import InternalError, OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from reports import actions
from reports.actions import statistics
from reports.models import DirtyCode, GuardedSnapshot, Parent, ParentChange, PublishedStory, Report, Statistic, Tally
from tests.reports.making import facts, refresh, send, send_and_refresh

pytestmark = pytest.mark.django_db


def whole(code: str = "86320") -> Statistic | None:
    return Statistic.objects.of(code)


def shown(code: str = "86320") -> dict[str, dict[str, int]]:
    statistic = whole(code)
    assert statistic is not None
    return {
        field: {row["key"]: row["reports"] for row in rows}
        for field, rows in statistic.content["breakdowns"].items()
        if rows
    }


def test_four_reports_publish_nothing_at_all() -> None:
    send_and_refresh(4)
    assert not Statistic.objects.exists()


def test_the_fifth_report_opens_the_code() -> None:
    send_and_refresh(4)
    send_and_refresh(1, payer="cigna", modifiers=("26", "59"))
    assert shown() == {
        "reason": {"CO-97": 5},
        "kind": {"bundled": 5},
        "payer": {"aetna": 4, "cigna": 1},
        "line_of_business": {"commercial_insured": 5},
        "modifier": {"26": 1, "59": 1},
        "year": {"2026": 5},
    }


def test_a_sixth_report_moves_the_figure() -> None:
    send_and_refresh(5)
    before = whole()
    send_and_refresh(1, kind="units")
    after = whole()
    assert before is not None
    assert after is not None
    assert (before.reports, after.reports) == (5, 6)
    assert before.version != after.version
    assert shown()["kind"] == {"bundled": 5, "units": 1}


def test_falling_below_the_threshold_takes_everything_off() -> None:
    sent = send_and_refresh(5)
    actions.withdraw_report(receipt=sent[0][1])
    refresh()
    assert whole() is None
    assert not Statistic.objects.exists()


def test_a_refresh_without_changes_leaves_the_version_alone() -> None:
    send_and_refresh(5)
    before = whole()
    assert actions.refresh_statistics(code="86320") is False
    assert actions.refresh_statistics(code="86320", everything=True) is True
    after = whole()
    assert before is not None
    assert after is not None
    assert (before.version, before.as_of) == (after.version, after.as_of)


def test_held_and_rejected_reports_leave_no_mark(settings: Settings) -> None:
    settings.MODERATION = "all"
    send(6)
    assert not DirtyCode.objects.exists()
    assert Report.objects.count() == 6


def test_too_few_contributors_keep_the_code_closed(settings: Settings) -> None:
    settings.MIN_CONTRIBUTORS = 2
    send_and_refresh(6, contributor="one")
    assert whole() is None
    send_and_refresh(1, contributor="two")
    assert whole() is not None


def test_empty_labels_are_one_contributor(settings: Settings) -> None:
    settings.MIN_CONTRIBUTORS = 2
    send_and_refresh(6, contributor="")
    assert whole() is None


def test_a_bulk_update_past_our_code_is_seen() -> None:
    send_and_refresh(6)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_report SET kind = 'units' WHERE code = '86320'")
    assert actions.dirty_codes() == ["86320"]
    refresh()
    assert shown()["kind"] == {"units": 6}


def test_a_report_that_changes_its_code_dirties_both() -> None:
    send_and_refresh(6)
    send_and_refresh(6, code="84165")
    moved = Report.objects.filter(code="86320").values_list("pk", flat=True)[:1]
    Report.objects.filter(pk__in=list(moved)).update(code="84165")
    assert sorted(actions.dirty_codes()) == ["84165", "86320"]
    refresh()
    assert (whole("86320").reports, whole("84165").reports) == (5, 7)  # type: ignore[union-attr]


def test_an_update_that_changes_nothing_marks_nothing() -> None:
    send_and_refresh(5)
    Report.objects.update(kind="bundled")
    assert not DirtyCode.objects.exists()


def test_truncating_the_reports_is_refused() -> None:
    with (
        pytest.raises((InternalError, ProgrammingError), match="cannot be truncated"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE reports_report CASCADE")


def test_a_deleted_report_leaves_the_figures() -> None:
    send_and_refresh(6)
    Report.objects.filter(pk=Report.objects.all()[0].pk).delete()
    refresh()
    assert whole().reports == 5  # type: ignore[union-attr]
    assert Tally.objects.whole().get().reports == 5


def test_recovery_and_appeal_count_decided_reports() -> None:
    send_and_refresh(2, outcome="paid_full", actions=("corrected_claim",))
    send_and_refresh(1, outcome="denied_again", actions=("appeal_1", "reopening"))
    send_and_refresh(2, outcome="pending", actions=("appeal_1",))
    statistic = whole()
    assert statistic is not None
    assert statistic.content["recovery"] == {
        "decided": 3, "paid_full": 2, "paid_part": 0, "denied_again": 1, "pending": 2,
        "rate": 0.667, "low": 0.208, "high": 0.939,
    }  # fmt: skip
    assert statistic.content["appeal"]["decided"] == 1
    assert statistic.content["appeal"]["pending"] == 2


class TestSlices:
    def sliced(self, code: str, field: str, key: str) -> int | None:
        statistic = Statistic.objects.of(code, field, key)
        return statistic.reports if statistic else None

    def test_a_payer_of_five_is_a_slice_of_its_own(self) -> None:
        send_and_refresh(5)
        assert self.sliced("86320", "payer", "aetna") == 5
        assert self.sliced("86320", "line_of_business", "commercial_insured") == 5
        assert self.sliced("86320", "reason", "CO-97") == 5

    def test_the_smaller_slice_falls_where_the_rest_of_the_code_would_be_three(self) -> None:
        send(9)
        send(8, payer="cigna", contributor="b")
        send_and_refresh(3, payer="humana", contributor="c")
        assert [self.sliced("86320", "payer", name) for name in ("aetna", "cigna", "humana")] == [9, None, None]

    def test_the_smallest_slice_falls_where_the_rest_of_the_payer_would_be_three(self) -> None:
        send_and_refresh(9)
        send_and_refresh(8, code="84165")
        assert [self.sliced(code, "payer", "aetna") for code in ("86320", "84165")] == [9, 8]
        send_and_refresh(3, code="86334")
        assert [self.sliced(code, "payer", "aetna") for code in ("86320", "84165", "86334")] == [9, None, None]
        send_and_refresh(2, code="86334")
        assert [self.sliced(code, "payer", "aetna") for code in ("86320", "84165", "86334")] == [9, 8, 5]

    def test_slices_carry_neither_guarded_fields_nor_stories(self) -> None:
        send_and_refresh(6, state="TX")
        statistic = Statistic.objects.of("86320", "payer", "aetna")
        assert statistic is not None
        assert statistic.content["breakdowns"]["state"] == statistic.content["breakdowns"]["year"] == []
        assert statistic.content["stories"] == []


class TestGuarded:
    def test_a_guarded_field_moves_only_after_a_threshold_of_changes(self) -> None:
        send_and_refresh(5, state="TX")
        assert shown()["state"] == {"TX": 5}
        send_and_refresh(4, state="TX")
        assert shown()["state"] == {"TX": 5}
        assert shown()["kind"] == {"bundled": 9}
        send_and_refresh(1, state="TX")
        assert shown()["state"] == {"TX": 10}

    def test_a_small_remainder_withholds_the_field(self) -> None:
        send(6, state="TX")
        send_and_refresh(2, state="CA", contributor="b")
        assert "state" not in shown()

    def test_one_report_changed_many_times_is_one_change(self) -> None:
        sent = send_and_refresh(5, state="TX")
        for state in ("CA", "NY", "FL", "WA", "OR", "NV"):
            actions.correct_report(receipt=sent[0][1], changes={"state": state})
            refresh()
        assert shown()["state"] == {"TX": 5}
        assert len(GuardedSnapshot.objects.get(code="86320").changed) == 1

    def test_a_change_of_open_answers_is_no_guarded_change(self) -> None:
        send_and_refresh(5)
        Report.objects.update(stage="first_pass")
        refresh()
        assert shown()["stage"] == {"first_pass": 5}
        assert GuardedSnapshot.objects.get(code="86320").changed == []


class TestStories:
    def test_only_accepted_stories_of_an_open_code_are_published(self) -> None:
        send_and_refresh(3, story="They bundled it into the panel.")
        Report.objects.update(story_state="accepted")
        refresh()
        assert not PublishedStory.objects.exists()
        send_and_refresh(2, story="Another day, another denial.", contributor="b")
        assert PublishedStory.objects.texts("86320") == ["They bundled it into the panel."] * 3

    def test_a_withdrawn_story_is_gone_at_once(self) -> None:
        sent = send_and_refresh(7, story="They bundled it into the panel.")
        Report.objects.filter(pk=sent[0][0].pk).update(story_state="accepted")
        refresh()
        assert PublishedStory.objects.texts("86320") == ["They bundled it into the panel."]
        actions.withdraw_report(receipt=sent[0][1])
        assert PublishedStory.objects.texts("86320") == []


def test_with_a_release_batch_open_figures_wait_for_it(settings: Settings) -> None:
    settings.RELEASE_BATCH = 3
    send_and_refresh(2)
    assert not DirtyCode.objects.exists()
    assert actions.release_batches() == []
    send_and_refresh(4)
    assert actions.release_batches() == ["86320"]
    refresh()
    assert whole().reports == 6  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_the_audit_finds_nothing_and_then_what_was_bent() -> None:
    send(9, state="TX", story="Bundled again.")
    send(8, payer="cigna", contributor="b", actions=("appeal_1",), outcome="denied_again")
    send_and_refresh(3, payer="humana", contributor="c", rarcs=("N19", "M15"))
    actions.fold_parents()
    assert actions.audit_statistics() == []
    Tally.objects.whole().update(cells={"kind": {"bundled": 19}})
    Statistic.objects.filter(slice_field="payer").update(published=False)
    Statistic.objects.filter(slice_field="").update(version="bent")
    assert {mismatch.what for mismatch in actions.audit_statistics()} == {
        "tallies differ from the recount",
        "version is not the digest of what is told",
        "slice payer=aetna is wrongly shown or withheld",
        "the figures of payer=aetna name a code that they may not",
        "the figures of payer=aetna differ from the recount",
    }


def found() -> set[str]:
    return {mismatch.what for mismatch in actions.audit_statistics()}


@pytest.mark.django_db(transaction=True)
class TestAudit:
    def test_figures_of_a_closed_code_are_found(self) -> None:
        send_and_refresh(5)
        row = Statistic.objects.get(slice_field="")
        send_and_refresh(1, code="84165")
        row.pk, row.code = None, "84165"
        row.save()
        assert "figures stand that should not be published" in found()

    def test_bent_figures_are_found(self) -> None:
        send_and_refresh(5)
        row = Statistic.objects.get(slice_field="")
        row.told["cells"]["outcome"] = {"paid_full": 5}
        row.save()
        assert found() == {"figures of the whole differ from the recount"}

    def test_what_codes_are_ranked_by_is_found_bent_and_mended(self) -> None:
        send_and_refresh(5, outcome="paid_full")
        for bent in ({"reports": 50}, {"decided": 50}, {"low": 0.99}):
            Statistic.objects.filter(slice_field="").update(**bent)
            assert found() == {"figures of the whole differ from the recount"}
            actions.refresh_statistics(code="86320", everything=True)
            assert found() == set()

    def test_a_story_that_nobody_accepted_is_found(self) -> None:
        send_and_refresh(5)
        PublishedStory.objects.create(code="86320", digest="0", text="Not accepted.")
        assert found() == {"published stories differ from the accepted ones"}

    def test_a_guarded_snapshot_that_came_too_soon_or_too_late_is_found(self) -> None:
        send_and_refresh(10, state="TX")
        GuardedSnapshot.objects.update(reports=9, cells={"state": {"TX": 9}, "year": {"2026": 9}})
        actions.refresh_statistics(code="86320", everything=True)
        assert found() == {
            "the guarded snapshot of state is further off than its changes allow",
            "the guarded snapshot of year is further off than its changes allow",
            "the guarded snapshot is of another size than its changes allow",
        }
        keys = list(Report.objects.values_list("pk", flat=True)[:5])
        GuardedSnapshot.objects.update(changed=keys)
        assert found() == {"the guarded snapshot is overdue"}

    def test_codes_that_await_a_refresh_are_passed_over(self) -> None:
        send_and_refresh(5)
        Statistic.objects.all().delete()
        send(1)
        assert found() == set()


def test_an_answer_given_twice_counts_once() -> None:
    send(5)
    Report.objects.update(modifiers=["26", "26"], actions=["appeal_1", "appeal_1"])
    refresh()
    assert shown()["modifier"] == {"26": 5}
    assert actions.sweep() == []


def test_one_code_that_cannot_be_refreshed_does_not_hold_up_the_others() -> None:
    send(5)
    send(5, code="84165")
    refresh_one = statistics.refresh_statistics

    def fail_on_the_first(*, code: str) -> bool:
        if code == "86320":
            raise ValueError
        return refresh_one(code=code)

    with patch.object(statistics, "refresh_statistics", fail_on_the_first):
        assert actions.sweep() == ["86320"]
    assert whole("84165") is not None
    assert actions.dirty_codes() == ["86320"]


def test_a_sweep_leaves_a_missing_database_to_its_caller() -> None:
    send(5)
    with patch.object(statistics, "refresh_statistics", side_effect=OperationalError), pytest.raises(OperationalError):
        actions.sweep()


def test_the_age_of_the_oldest_unseen_change_is_known() -> None:
    assert actions.seconds_behind() == 0
    send(1)
    DirtyCode.objects.update(since="2026-01-01T00:00:00Z")
    assert actions.seconds_behind() > 120


def test_facts_survive_the_table_unchanged() -> None:
    sent = facts(modifiers=("26",), rarcs=("N19",), outcome="paid_full", story="Fine.")
    report, _ = actions.submit_report(facts=sent, contributor="")
    assert actions.facts_of(Report.objects.get(pk=report.pk)) == sent


def test_a_change_that_does_not_say_what_it_moves_has_the_code_recounted() -> None:
    send_and_refresh(5)
    Tally.objects.whole().update(cells={"reports": {"": 1}})
    DirtyCode.objects.create(code="86320", report=uuid4(), guarded=False)
    refresh()
    assert shown()["kind"] == {"bundled": 5}
    assert actions.dirty_codes() == []


def test_tallies_that_do_not_fit_a_change_are_counted_anew() -> None:
    sent = send_and_refresh(6)
    Tally.objects.whole().update(cells={"reports": {"": 6}, "kind": {"units": 6}})
    actions.withdraw_report(receipt=sent[0][1])
    refresh()
    assert shown()["kind"] == {"bundled": 5}


@pytest.mark.django_db(transaction=True)
def test_parents_follow_their_codes_and_are_folded_once() -> None:
    send_and_refresh(5)
    sent = send_and_refresh(5, code="84165", payer="cigna")
    actions.fold_parents()
    send_and_refresh(1, code="84165", payer="cigna")
    assert ParentChange.objects.count() == 3
    assert actions.fold_parents() == [
        ("line_of_business", "commercial_insured"), ("payer", "cigna"), ("reason", "CO-97"),
    ]  # fmt: skip
    assert actions.fold_parents() == []
    assert Parent.objects.get(slice_key="CO-97").cells["payer"] == {"aetna": 5, "cigna": 6}
    actions.withdraw_report(receipt=sent[0][1])
    refresh()
    actions.refresh_statistics(code="86320", everything=True)
    assert actions.audit_statistics() == []
    actions.fold_parents()
    assert Parent.objects.get(slice_key="CO-97").cells["payer"] == {"aetna": 5, "cigna": 5}
    assert actions.audit_statistics() == []


@pytest.mark.django_db(transaction=True)
def test_the_audit_finds_parents_that_were_bent() -> None:
    send_and_refresh(9)
    send_and_refresh(3, code="84165")
    actions.fold_parents()
    assert actions.audit_statistics() == []
    Parent.objects.filter(slice_field="payer").update(cells={})
    Parent.objects.filter(slice_field="reason").update(reports=7)
    Parent.objects.filter(slice_field="line_of_business").update(withheld=False)
    assert found() == {
        "the cells of payer=aetna in all codes differ from the recount",
        "the sums of reason=CO-97 in all codes differ from the recount",
        "whether a slice of line_of_business=commercial_insured is withheld is noted wrongly",
    }


@pytest.mark.django_db(transaction=True)
def test_a_refresh_waits_for_the_disk_only_where_it_renews_a_snapshot() -> None:
    def waits() -> bool:
        with CaptureQueriesContext(connection) as asked:
            send_and_refresh(1)
        statements = " ".join(str(each["sql"]) for each in asked.captured_queries)
        assert "'synchronous_commit', 'off'" in statements
        return "synchronous_commit = on" in statements

    assert [waits() for _ in range(6)] == [False, False, False, False, True, False]
