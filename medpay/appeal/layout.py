"""From the facts to the paper."""

from typing import Final

from medpay.appeal.brief import brief_of
from medpay.appeal.checklist import checklist_of
from medpay.appeal.facts import Facts
from medpay.appeal.letter import letter_of
from medpay.appeal.paper import Paper
from medpay.appeal.ways import way_of
from medpay.citing import AMA

STAYS_WITH_YOU: Final = (
    "Fill in what stands in [square brackets] on your own computer. medpay asks for no claim, member or date, and "
    "nothing that you write into the letter reaches it."
)
NO_ADVICE: Final = (
    "From published tables, texts and reports, each with its source; not billing, legal or medical advice. Check each "
    "source before you cite it."
)


def lay_out(facts: Facts) -> Paper:
    way = way_of(facts)
    letter = letter_of(facts) if way.letter else None
    return Paper(
        title=f"{facts.denial.code} denied with {facts.denial.key}",
        key=facts.denial.key,
        way=way,
        brief=brief_of(facts, letter=way.letter),
        letter=letter,
        sections=checklist_of(facts, letter=way.letter),
        notices=(*([STAYS_WITH_YOU] if letter else []), NO_ADVICE, AMA),
        address=facts.address,
        made=facts.made,
    )
