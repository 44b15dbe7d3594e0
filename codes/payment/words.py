"""CMS's one-letter and one-digit indicators in plain words of our own.

Source of the meanings: Medicare Claims Processing Manual (Pub. 100-04), ch. 23, addendum: MPFSDB record layout;
CMS's RVU file documentation.
"""

from codes.payment.answers import Reason

PAYABLE = frozenset("ART")

STATUS_WORDS = {
    "A": "active: Medicare pays it on this schedule",
    "B": "bundled: paid within another service, never by itself",
    "C": "priced by the regional Medicare contractor",
    "E": "excluded by regulation from this schedule",
    "I": "not valid for Medicare on this schedule: another code is used",
    "J": "anesthesia: paid by base units and time",
    "M": "for quality measurement only, carries no payment",
    "N": "not covered by Medicare",
    "P": "bundled into the physician's service, or paid on another schedule",
    "R": "restricted: paid under special coverage rules",
    "T": "paid only if nothing else payable is billed that day by the same provider",
    "X": "not on the physician fee schedule: another schedule or none",
}

STATUS_REASONS: dict[str, Reason] = {
    "B": "bundled",
    "C": "contractor_priced",
    "E": "not_covered",
    "I": "other_code_used",
    "J": "anesthesia",
    "M": "measurement_only",
    "N": "not_covered",
    "P": "bundled",
    "X": "not_on_schedule",
}

STATUS_ADVICE = {
    "B": "Do not bill it by itself: the payment is in the service it belongs to.",
    "C": "Ask the contractor of your region; CMS prints no figure.",
    "E": "Medicare does not pay it on this schedule; see whether another benefit covers it.",
    "I": "Look for the code Medicare uses instead; other payers, and hospitals, may still use this one.",
    "J": "Anesthesia is (base units + time units) times the anesthesia conversion factor: give the time.",
    "M": "It reports quality data; bill the service itself with its own code.",
    "N": "The patient may owe it; other payers may cover it.",
    "P": "Do not bill it by itself: its payment is within another service.",
    "X": "See the other schedules, such as the one for laboratory tests.",
}

PCTC_WORDS = {
    "0": "a physician's service, not divided into parts",
    "1": "a test that divides into professional (26) and technical (TC) parts",
    "2": "the professional part alone, with its own code",
    "3": "the technical part alone, with its own code",
    "4": "both parts together, whose parts have codes of their own",
    "5": "given by staff under a physician's direction",
    "6": "a laboratory test which a physician may interpret (26)",
    "7": "physical, occupational or speech therapy",
    "8": "a physician's interpretation of a laboratory test for an inpatient",
    "9": "division into parts does not apply",
}

GLOBAL_WORDS = {
    "000": "includes care on the day itself",
    "010": "includes 10 days of care afterwards",
    "090": "includes the day before and 90 days of care afterwards",
    "XXX": "no period of included care",
    "YYY": "period of included care set by the contractor",
    "ZZZ": "an add-on, within the period of the main service",
    "MMM": "maternity: the usual period does not apply",
}

MULT_WORDS = {
    "0": "no reduction beside other procedures",
    "1": "reduced beside other procedures, by older percentages",
    "2": "reduced beside other procedures the same day",
    "3": "endoscopy: beside one of its family only the difference is paid",
    "4": "imaging: a second one in the session is reduced",
    "5": "therapy: practice expense is halved from the second unit on",
    "6": "heart and vessel tests: a second one the same day is reduced",
    "7": "eye tests: a second one the same day is reduced",
    "9": "does not apply",
}

BILAT_WORDS = {
    "0": "both sides are paid as one",
    "1": "both sides are paid at 150 %",
    "2": "the amount is for both sides already",
    "3": "each side is paid in full",
    "9": "does not apply",
}

ASST_WORDS = {
    "0": "an assistant is paid only with documentation of the need",
    "1": "an assistant is never paid",
    "2": "an assistant is paid",
    "9": "does not apply",
}

CO_WORDS = {
    "0": "two surgeons are not paid",
    "1": "two surgeons are paid with documentation of the need",
    "2": "two surgeons of different specialties are paid",
    "9": "does not apply",
}

TEAM_WORDS = {
    "0": "a surgical team is not paid",
    "1": "a surgical team is paid by report, with documentation of the need",
    "2": "a surgical team is paid by report",
    "9": "does not apply",
}

# What a later line of the same day does to this one; this page prices one line.
MULT_WARNINGS = {
    "1": "Further procedures the same day reduce all but the highest paid; this is the line by itself.",
    "2": "Further procedures the same day reduce all but the highest paid to half; this is the line by itself.",
    "3": "Beside another endoscopy of its family only the difference to the base is paid; this is the line by itself.",
    "4": "A second imaging of this kind in the session is reduced: technical part to 50 %, professional to 95 %.",
    "5": "Beside another therapy service of the same day the practice expense of all but one unit is halved.",
    "6": "A second heart or vessel test the same day has its technical part reduced to 75 %.",
    "7": "A second eye test the same day has its technical part reduced to 80 %.",
}
