"""What to go through before an appeal is written. Our own words; each rule with where it can be read."""

from typing import Final, NamedTuple

from medpay.citing import APPEALS, MANUALS, NCCI, Citation


class Step(NamedTuple):
    text: str
    source: Citation | None = None  # None: plain reasoning


REDETERMINATION: Final = Step(
    "Write down the last day. Medicare's first level, the redetermination: 120 days from receipt of the notice, "
    "which is taken to be five days after its date.",
    Citation("42 CFR 405.942", APPEALS),
)
FROM_THE_CONTRACT: Final = Step(
    "Take deadline, form and address from the contract or the provider manual. There, “reconsideration” is often the "
    "first level."
)
OTHER_PAYERS: Final = Step(f"Any other payer: t{FROM_THE_CONTRACT.text[1:]}")
THE_RECORD: Final = Step(
    "Gather the record of that day: order, signed note or report, results, and what shows why it was needed."
)
CHANGE_NOTHING: Final = Step(
    "Change no code and add no modifier to get paid: only what the record of that day already supports."
)
CITE_THE_RULE: Final = Step(
    "Cite the rule with its edition and page, and attach the page: table version, manual section, policy, contract."
)
ONE_THING: Final = Step("Ask for one thing: name the line, the date of service, the amount, and what should be paid.")
PROOF: Final = Step(
    "Keep proof of the day on which it was sent and received, and put the payer's own deadline in the calendar."
)
STEPS: Final[tuple[Step, ...]] = (
    Step(
        "Read group code, reason code and remark codes of the line together. PR names what the patient owes; "
        "CO does not."
    ),
    Step(
        "Look for remark MA130. It means that Medicare could not process the claim: there is nothing to appeal. "
        "Correct the claim and send it as a new one, within timely filing.",
        Citation("Medicare Claims Processing Manual, Pub. 100-04, chapter 1, §80.3", MANUALS),
    ),
    Step(
        "Ask whose error it is. An error on the claim is corrected by a corrected claim, or with Medicare by a "
        "reopening for a clerical error. Appeal what the payer decided wrongly.",
        Citation("42 CFR 405.927 and 405.980", APPEALS),
    ),
    REDETERMINATION,
    Step(
        "Medicare's second level, the reconsideration: 180 days from receipt of the redetermination. Hand in all "
        "evidence here; later it is admitted only for good cause.",
        Citation("42 CFR 405.962 and 405.966", APPEALS),
    ),
    OTHER_PAYERS,
    Step(
        "A bundling denial: check which column the code stands in, the date of service, the setting and the table's "
        "version. Indicator 0 yields to no modifier; indicator 1 only to an NCCI-associated one that the record "
        "supports.",
        Citation("NCCI Policy Manual for Medicare Services, chapter 1", NCCI),
    ),
    Step(
        "A unit denial: see what the limit rests on. MAI 1 counts by claim line; MAI 2 is absolute for the day; "
        "units above an MAI 3 may be paid on appeal if the record supports them.",
        Citation("NCCI Policy Manual for Medicare Services, chapter 1, section V", NCCI),
    ),
    Step(
        "Do not bill the patient for a bundling or unit denial. An Advance Beneficiary Notice never shifts one.",
        Citation("NCCI Policy Manual for Medicare Services, chapter 1", NCCI),
    ),
    THE_RECORD,
    CHANGE_NOTHING,
    CITE_THE_RULE,
    ONE_THING,
    PROOF,
)
