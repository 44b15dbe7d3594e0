"""What holds for the price of any row, whatever its numbers."""

from decimal import Decimal
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from codes.payment import Gpci, Price, Reason, Refusal, price
from codes.payment.modifiers import RULE_OF
from codes.sources.mpfs import FeeRow
from tests.codes.rows import fee_row

CENT = Decimal("0.01")

rvus = st.decimals(0, 100, places=2).map(str)
digits = st.sampled_from("0123569")
shares = st.sampled_from([("0.10", "0.69", "0.21"), ("0.10", "0.80", "0.10"), ("0.00", "0.00", "0.00")])
localities = st.none() | st.builds(Gpci, *[st.decimals("0.3", "2.5", places=3)] * 3)
settings = st.sampled_from(["nonfacility", "facility"])
modifier_lists = st.lists(st.sampled_from(sorted(RULE_OF)), max_size=4)
charges = st.none() | st.decimals(0, 5000, places=2)


@st.composite
def rows(draw: st.DrawFn) -> tuple[FeeRow, ...]:
    """One code as the fee schedule may list it: by itself, with 26 and TC, or with 53."""
    shape = draw(st.sampled_from([("",), ("", "26", "TC"), ("", "53"), ("26",)]))
    return tuple(
        fee_row(
            "12345",
            modifier,
            status=draw(st.sampled_from("AAAAARTXBCNI")),
            not_used=draw(st.integers(0, 9)) == 9,
            work=draw(rvus),
            pe=draw(rvus),
            pe_facility=draw(rvus),
            mp=draw(rvus),
            na=draw(st.sampled_from(["", "", "", "nonfacility", "facility"])),
            pctc=draw(digits),
            global_days=draw(st.sampled_from(["000", "010", "090", "XXX", "ZZZ"])),
            package=draw(shares),
            mult=draw(digits),
            bilat=draw(digits),
            asst=draw(digits),
            co=draw(digits),
            team=draw(digits),
            opps=draw(st.sampled_from([("0.00", "0.00"), ("3.21", "0.05"), ("40.00", "2.00")])),
        )
        for modifier in shape
    )


@given(
    code=rows(),
    modifiers=modifier_lists,
    setting=settings,
    units=st.integers(1, 20),
    locality=localities,
    participating=st.booleans(),
    charge=charges,
)
def test_an_answer_is_a_price_in_exact_cents_or_a_reason_of_the_contract(
    *,
    code: tuple[FeeRow, ...],
    modifiers: list[str],
    setting: str,
    units: int,
    locality: Gpci | None,
    participating: bool,
    charge: Decimal | None,
) -> None:
    answer = price(
        code,
        modifiers=modifiers,
        setting=setting,  # type: ignore[arg-type]
        units=units,
        locality=locality,
        participating=participating,
        charge=charge,
    )
    if isinstance(answer, Refusal):
        assert answer.reason in get_args(Reason)
        assert answer.message.endswith(".")
        return
    amounts = [
        answer.allowed,
        answer.medicare_share,
        answer.patient_share,
        answer.after_sequestration,
        *(step.amount for step in answer.steps),
    ]
    assert all(amount >= 0 and amount == amount.quantize(CENT) for amount in amounts)
    assert answer.medicare_share + answer.patient_share == answer.allowed
    assert answer.after_sequestration == answer.steps[-1].amount
    assert answer.row.status in "ART"
    assert not answer.row.not_used
    assert charge is None or answer.allowed <= charge
    assert set(answer.assumptions) <= set(answer.warnings)


@given(
    rows(),
    st.lists(st.sampled_from(sorted(RULE_OF)), max_size=4).flatmap(lambda m: st.tuples(st.just(m), st.permutations(m))),
)
def test_the_order_of_modifiers_does_not_matter(code: tuple[FeeRow, ...], orders: tuple[list[str], list[str]]) -> None:
    given_order, another = orders
    assert price(code, modifiers=given_order) == price(code, modifiers=another)


@given(rows(), modifier_lists, st.from_regex(r"\A[0-9A-Z]{2}\Z").filter(lambda modifier: modifier not in RULE_OF))
def test_an_unknown_modifier_never_prices(code: tuple[FeeRow, ...], modifiers: list[str], unknown: str) -> None:
    answer = price(code, modifiers=[*modifiers, unknown])
    assert isinstance(answer, Refusal)
    assert answer.reason == "invalid_modifier"


@given(work=rvus, pe_26=rvus, pe_tc=rvus, mp_26=rvus, mp_tc=rvus, locality=localities)
def test_the_parts_add_up_to_the_whole_within_a_cent(
    *, work: str, pe_26: str, pe_tc: str, mp_26: str, mp_tc: str, locality: Gpci | None
) -> None:
    both_pe, both_mp = str(Decimal(pe_26) + Decimal(pe_tc)), str(Decimal(mp_26) + Decimal(mp_tc))
    code = (
        fee_row("12345", work=work, pe=both_pe, mp=both_mp),
        fee_row("12345", "26", work=work, pe=pe_26, mp=mp_26),
        fee_row("12345", "TC", pe=pe_tc, mp=mp_tc),
    )
    whole, professional, technical = (price(code, modifiers=part, locality=locality) for part in ([], ["26"], ["TC"]))
    if isinstance(whole, Price) and isinstance(professional, Price) and isinstance(technical, Price):
        assert abs(professional.allowed + technical.allowed - whole.allowed) <= CENT
    else:
        assert "0.00" in (work, pe_tc, mp_tc)  # a part without RVUs is priced by the contractor


@given(rows(), st.sampled_from(sorted(RULE_OF)))
def test_no_modifier_but_50_raises_the_price(code: tuple[FeeRow, ...], modifier: str) -> None:
    bare, modified = price(code), price(code, modifiers=[modifier])
    if isinstance(bare, Price) and isinstance(modified, Price) and bare.row == modified.row and modifier != "50":
        assert modified.allowed <= bare.allowed
