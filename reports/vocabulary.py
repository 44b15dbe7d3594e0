"""The words a report may use: every choice of the contract, with the label a biller reads."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

KINDS: Final[Words] = {
    "full_denial": "Denied in full",
    "partial_denial": "Denied in part",
    "downcode": "Paid as a lower code",
    "underpaid": "Paid less than owed",
    "bundled": "Bundled into another code",
    "units": "Units denied",
    "frequency": "Too often or too soon",
    "prior_authorization": "Prior authorization refused",
    "recoupment": "Money taken back",
    "rejection": "Rejected at the front end",
    "wrong_patient_share": "Wrong amount put on the patient",
}
KINDS_WITH_REASON: Final = frozenset(
    {
        "full_denial",
        "partial_denial",
        "downcode",
        "underpaid",
        "bundled",
        "units",
        "frequency",
        "wrong_patient_share",
    },
)
GROUPS: Final[Words] = {
    "CO": "CO: the provider absorbs it",
    "PR": "PR: the patient owes it",
    "OA": "OA: neither, often another payer",
    "PI": "PI: the payer's own decision",
}
REASON_SOURCES: Final[Words] = {
    "on_remit": "Printed on the remittance",
    "none_on_remit": "No reason code was printed",
}
LINES_OF_BUSINESS: Final[Words] = {
    "commercial_insured": "Commercial, insured by the payer",
    "self_funded": "Commercial, self-funded by an employer",
    "marketplace": "Marketplace (ACA)",
    "medicare": "Medicare",
    "medicare_advantage": "Medicare Advantage",
    "railroad": "Railroad Medicare",
    "medicaid": "Medicaid",
    "medicaid_managed": "Medicaid managed care",
    "fehb": "Federal employees (FEHB)",
    "tricare": "TRICARE",
    "va": "Veterans Affairs",
    "workers_comp": "Workers' compensation",
    "auto": "Auto",
    "other": "Other",
}
OUTCOMES: Final[Words] = {
    "no_action": "Nothing was done",
    "pending": "Still open",
    "paid_full": "Paid in full",
    "paid_part": "Paid in part",
    "denied_again": "Denied again",
}
OF_AN_OUTCOME: Final = ("outcome", "actions", "tactics", "fix_modifier", "resolution_band")  # what comes later
DECIDED: Final = ("paid_full", "paid_part", "denied_again")
ACTIONS: Final[Words] = {
    "new_claim": "New claim",
    "corrected_claim": "Corrected claim",
    "reopening": "Reopening",
    "reconsideration": "Reconsideration",
    "appeal_1": "Appeal, first level",
    "appeal_2": "Appeal, second level",
    "hearing": "Hearing",
    "peer_to_peer": "Peer-to-peer call",
    "external_review": "External review",
    "regulator_complaint": "Complaint to a regulator",
    "billed_patient": "Billed the patient",
    "wrote_off": "Wrote it off",
}
TACTICS: Final[Words] = {
    "modifier_added": "Added or changed a modifier",
    "diagnosis_changed": "Changed the diagnosis",
    "units_split": "Split the units",
    "records": "Sent records",
    "medical_necessity_letter": "Letter of medical necessity",
    "policy_cited": "Cited the payer's policy",
    "ncci_cited": "Cited NCCI",
    "contract_cited": "Cited the contract",
    "authorization_retro": "Retroactive authorization",
    "timely_filing_proof": "Proof of timely filing",
    "coordination_of_benefits": "Coordination of benefits",
    "eligibility_updated": "Updated eligibility",
    "enrollment_fixed": "Fixed enrollment",
    "provider_id_fixed": "Fixed a provider identifier",
    "clia_added": "Added the CLIA number",
    "date_corrected": "Corrected a date",
    "abn_modifier": "ABN modifier",
    "payer_error": "Showed the payer its error",
    "other": "Something else",
}
STAGES: Final[Words] = {
    "front_end": "Before it was accepted",
    "first_pass": "On first processing",
    "after_records": "After records were sent",
    "post_payment": "After payment",
}
DECIDERS: Final[Words] = {
    "payer": "The payer",
    "edit_vendor": "An edit vendor",
    "benefit_manager": "A benefit manager",
    "unknown": "Not known",
}
CLAIM_TYPES: Final[Words] = {
    "professional": "Professional (CMS-1500)",
    "hospital_outpatient": "Hospital outpatient",
    "independent_lab": "Independent laboratory",
    "dme": "Equipment and supplies",
    "asc": "Ambulatory surgery center",
}
NETWORKS: Final[Words] = {"in": "In network", "out": "Out of network", "unknown": "Not known"}
AMOUNT_BANDS: Final[Words] = {
    "0-50": "up to $50",
    "51-250": "$51 to $250",
    "251-1000": "$251 to $1,000",
    "1001-5000": "$1,001 to $5,000",
    "5000+": "over $5,000",
}
RESOLUTION_BANDS: Final[Words] = {
    "0-30": "within 30 days",
    "31-60": "31 to 60 days",
    "61-120": "61 to 120 days",
    "120+": "over 120 days",
}
STATES: Final = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI"
).split()
OTHER_PAYER: Final = "other"
APPEALS: Final = ("reconsideration", "appeal_1", "appeal_2", "hearing", "external_review")
IDENTIFIES: Final = "identifies_a_person"
REJECTIONS: Final[Words] = {
    "not_a_denial": "Not about a denied or underpaid claim",
    "contradiction": "Contradicts itself",
    "duplicate": "Sent more than once",
    "advertising": "Advertising",
    "abuse": "Abuse",
    "made_up": "Looks made up",
    IDENTIFIES: "Could identify a person (its story is deleted)",
}
DOUBTS: Final[Words] = {
    "perhaps_identifying": "Perhaps it identifies a person",
    "perhaps_made_up": "Perhaps it is made up",
    "coding_question": "A question of coding or of payer rules",
    "not_sure": "Not sure",
}
OBJECTIONS: Final[Words] = {
    "figure": "A figure made from reports",
    "price": "A price",
    "edit": "A bundling edit or a unit limit",
    "text": "A text: a tip, a guide, a name",
    "story": "A story identifies a person",
    "payer": "What is said about a payer",
    "other": "Something else",
}
ANSWERS: Final[Words] = {
    "corrected": "It was wrong, and is corrected",
    "stands": "It stands",
    "other": "See the answer",
}
