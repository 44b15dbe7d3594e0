"""What holds for the lines of any claim, whatever their numbers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from codes.payment import ClaimLine, Price, Refusal, price, price_claim
from codes.payment.modifiers import RULE_OF
from codes.sources.mpfs import FeeRow
from tests.codes.rows import fee_row
from tests.codes.test_payment_properties import charges, localities, modifier_lists, rows, rvus

Rows = tuple[FeeRow, ...]

CENT = Decimal("0.01")
CODES = ("11111", "22222", "33333", "44444")
BASES = ("88888", "99999")
few_modifiers: st.SearchStrategy[list[str]] = (
    st.just([]) | st.sampled_from(sorted(RULE_OF)).map(lambda modifier: [modifier]) | modifier_lists
)
unknown_modifiers = st.from_regex(r"\A[0-9A-Z]{2}\Z").filter(lambda modifier: modifier not in RULE_OF)


@st.composite
def one_code(draw: st.DrawFn, code: str, mults: str) -> Rows:
    """Mostly with a price, so that there is something to reduce."""
    mult, bilat, base = draw(st.sampled_from(mults)), draw(st.sampled_from("01239")), draw(st.sampled_from(BASES))
    found = [
        row._replace(code=code, mult=mult, bilat=bilat, imaging_family="88", endo_base=base if mult == "3" else "")
        for row in draw(rows())
    ]
    if draw(st.integers(0, 3)):
        found = [row._replace(status="A", not_used=False, na_nonfacility=False, na_facility=False) for row in found]
    return tuple(found)


@st.composite
def base(draw: st.DrawFn, code: str) -> Rows:
    return (fee_row(code, work=draw(rvus), pe=draw(rvus), mp=draw(rvus), mult="2"),)


@st.composite
def claims(draw: st.DrawFn, mults: str = "02345679", size: int = 7) -> list[ClaimLine]:
    """Lines of a handful of codes, so that the same code may stand on several."""
    bases = {code: draw(base(code)) for code in BASES}
    mults = draw(st.sampled_from([mults, *({"3": "23"}.get(mult, mult) for mult in mults if mult in "234567")]))
    codes = [draw(one_code(code, mults)) for code in CODES] + ([*bases.values()] if "3" in mults else [])
    return draw(st.lists(st.sampled_from(codes).flatmap(lambda code: lines(code, bases)), max_size=size))


def lines(code: Rows, bases: dict[str, Rows]) -> st.SearchStrategy[ClaimLine]:
    return st.builds(
        ClaimLine,
        st.just(code),
        few_modifiers,
        st.sampled_from(["nonfacility", "facility"]),
        st.integers(1, 4),
        localities,
        st.booleans(),
        charges,
        st.just(bases.get(code[0].endo_base, ())),
        st.none(),
    )


def amounts(asked: Sequence[ClaimLine]) -> list[Decimal]:
    """0 for a line without a figure."""
    return [answer.allowed if isinstance(answer, Price) else Decimal(0) for answer in price_claim(asked)]


@given(asked=claims(), deductible=st.decimals(0, 500, places=2))
def test_every_amount_is_in_whole_cents_and_never_negative(asked: list[ClaimLine], deductible: Decimal) -> None:
    found = [answer for answer in price_claim(asked, deductible=deductible) if isinstance(answer, Price)]
    for answer in found:
        shares = (answer.allowed, answer.medicare_share, answer.patient_share, answer.after_sequestration)
        assert all(amount >= 0 and amount == amount.quantize(CENT) for amount in shares)
        assert all(step.amount >= 0 and step.source for step in answer.steps)
        assert answer.medicare_share + answer.patient_share == answer.allowed
        assert answer.after_sequestration == answer.steps[-1].amount
        assert set(answer.assumptions) <= set(answer.warnings)
    assert sum(answer.deductible for answer in found) == min(deductible, sum(answer.allowed for answer in found))


@given(claims().flatmap(lambda asked: st.tuples(st.just(asked), st.permutations(range(len(asked))))))
def test_the_order_of_lines_does_not_matter(given_: tuple[list[ClaimLine], list[int]]) -> None:
    asked, order = given_
    first = price_claim(asked, deductible=Decimal(100))
    second = price_claim([asked[place] for place in order], deductible=Decimal(100))

    def told(asked: Sequence[ClaimLine], answers: Sequence[Any]) -> list[tuple[str, str]]:
        return sorted((str(line), str(answer)) for line, answer in zip(asked, answers, strict=True))

    assert told(asked, first) == told([asked[place] for place in order], second)


@given(claims(size=1))
def test_a_line_by_itself_costs_what_it_costs(asked: list[ClaimLine]) -> None:
    for one in asked:
        assert price_claim([one]) == (
            price(
                one.rows,
                modifiers=one.modifiers,
                setting=one.setting,
                units=one.units,
                locality=one.locality,
                participating=one.participating,
                charge=one.charge,
            ),
        )


@given(claims("0245679").filter(bool))
def test_a_further_line_never_raises_another(asked: list[ClaimLine]) -> None:
    """But for endoscopies: a family ranks as one, so a further one may lift it."""
    assert all(more <= less for more, less in zip(amounts(asked)[:-1], amounts(asked[:-1]), strict=True))


@given(claims())
def test_no_line_is_paid_more_beside_others_than_by_itself(asked: list[ClaimLine]) -> None:
    alone = [amounts([one])[0] for one in asked]
    assert all(beside <= by_itself for beside, by_itself in zip(amounts(asked), alone, strict=True))


@given(claims(), st.data())
def test_a_further_unit_never_lowers_its_line(asked: list[ClaimLine], data: st.DataObject) -> None:
    if asked:
        place = data.draw(st.integers(0, len(asked) - 1))
        more = [*asked[:place], asked[place]._replace(units=asked[place].units + 1), *asked[place + 1 :]]
        assert amounts(more)[place] >= amounts(asked)[place]


@given(claims(), unknown_modifiers)
def test_an_unknown_modifier_is_named_and_prices_nothing(asked: list[ClaimLine], unknown: str) -> None:
    for place, one in enumerate(asked):
        with_it = [*asked[:place], one._replace(modifiers=[unknown]), *asked[place + 1 :]]
        answer = price_claim(with_it)[place]
        assert isinstance(answer, Refusal)
        assert answer.message == f"Modifier {unknown} on {one.code} is not known here. Check it; nothing was priced."


@given(claims())
def test_the_outpatient_cap_never_raises_a_line(asked: list[ClaimLine]) -> None:
    def uncapped(row: FeeRow) -> FeeRow:
        none = Decimal(0)
        return row._replace(opps_pe_nonfacility=none, opps_pe_facility=none, opps_mp=none)

    without = [one._replace(rows=tuple(uncapped(row) for row in one.rows)) for one in asked]
    assert all(capped <= free for capped, free in zip(amounts(asked), amounts(without), strict=True))


@given(st.lists(st.decimals(1, 90, places=2), min_size=2, max_size=8))
def test_ranking_is_the_naive_sum_of_shares(works: list[Decimal]) -> None:
    asked = [ClaimLine((fee_row(str(20000 + number), work=str(work), mult="2"),)) for number, work in enumerate(works)]
    fees = sorted((amount for one in asked for amount in amounts([one])), reverse=True)
    shares = [Decimal(1), *[Decimal("0.5")] * 4]
    expected = sum((fee * share + Decimal("0.001")).quantize(CENT) for fee, share in zip(fees, shares, strict=False))
    assert sum(amounts(asked)) == expected
