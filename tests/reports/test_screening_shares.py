"""Days that could be shares or ranges, and the other classes that the fourteenth and fifteenth corpus showed."""

import pytest

from reports.screening import find_identifiers
from tests.reports.marks import is_found_where_marked

SHAPES = {
    "a day where nothing makes it a share": (
        "lab [9/14], 80053 denied frequency",
        "Unit B [7/19] auth lapsed",
        "stress test [3/11] bundled",
        "CPAP setup [2/17] no CMN",
    ),
    "a usual share where a word makes it a day": (
        "2 er visits same day [8/8], second denied dup",
        "NP saw pt [5/5], billed under MD",
        "NOA filed [1/10], SOC [1/2], penalty 3 days",
        "noa filed [1/5]; rest pd",
        "Pt left AMA [3/3] at 0214",
    ),
    "a range that falls, or begins at an event": (
        "ref call [4-4], auth was under the hosp",
        "rep said ok [9-3], paid",
        "entered onset [5-11] and resubmitted",
        "fall [6-6], comp denied",
    ),
    "days with points": (
        "resub'd [3.30, 4.14, 5.2], third time worked",
        "faxed [2.11 and 2.19]",
        "[11.20] LM for rep",
        "[12.05] spoke to plan",
    ),
    "days alone": (
        "provided services on the [4th and 11th] before her date",
        "auth ended the [27 th] of last month",
        "sent [x-mas eve], rejected",
    ),
    "ages": (
        "the member, who is [91], was denied",
        "mr castellano, [90], g0299 denied",
        "Pt age: [ninety-three]. custodial",
        "At [ninety-one] she got denied",
    ),
    "licences behind the letters of a profession": (
        "LCSW license, [LCS 28814], had lapsed",
        "lic [MFT 49027] not on caqh",
        "own licence, and ours, [ORT 1183], had been renewed",
        "certification [RBT-20417] missing",
    ),
    "user names in two parts": (
        "log in as [jmarsh_billing02] since",
        "demanded a username so I used [BrightPathBH_admin], then it worked",
        "login is [kt-frontdesk1] here",
    ),
    "numbers": (
        "oon denial on [917 204 663], plan is choice plus",
        "the last four [2209] of the insured's social matched the son",
    ),
}
CLEAN = (
    "won 9/14 with the op note",
    "paid 14/14 with it and 6/11 without",
    "10/12 paid with records",
    "POS 10/02 & no 95",
    "POS 11/22 mismatch",
    "CMS-1500 (02/12) box 19",
    "support 24/7, it's 9/5",
    "NOA late 5 days, 1/30 per day",
    "MMT 2/5 upper",
    "peer to peer 2/9, written appeal 5/9",
    "rework fell from 1/3 of calls to about 1/10",
    "split units 2/2 and paid",
    "CLM05-3 = 7 and REF F8",
    "pain 8/10 then 3/10 after 20611",
    "regions 1-3 and 4-5",
    "months 4-13 need KJ",
    "lines 1-6 paid, 7-9 CO-B15",
    "4+ vs 2-3 visits",
    "paid $3.30, $4.14",
    "allowed 11.20 per unit",
    "took ninety-three days",
    "ninety-one percent of them",
    "modifier ninety-one was missing",
    "whoever is 95 percent sure",
    "on the 4th and 5th levels",
    "licensed in TX 2019",
    "license level CPT 90834",
    "certification 90 days G0180",
    "login time-out twice",
    "sign-in page is down",
    "rev codes 250 258 636",
    "medical policy number 7.01.15 was outdated",
    "NDC as 5-4-2, e.g. 00409-4888-10",
    "our CO-252s clear in a week",
    "incident to 64570 denied",
    "we moved to 99233",
    "adj 36.00. rest ok",
    "loaded as 2020. 3.1% owed",
    "RETURN TO PROVIDER 31947",
    "C0-109 N418",
    "12/12/15 min listed",
    "missing pages, they read 4/5",
    "1:1 vs group 97150",
    "Old code O09.A0? used O36.80X0",
    "MCG S-860, 4 criteria",
    "box 32 NPI loop 2310C removed",
    "A4452 tape 18 sq in units",
)
MARKED = [text for texts in SHAPES.values() for text in texts]


@pytest.mark.parametrize("marked", MARKED)
def test_a_shape_of_these_is_refused_where_it_stands(marked: str) -> None:
    assert is_found_where_marked(marked)


@pytest.mark.parametrize("text", CLEAN)
def test_what_is_told_in_like_words_is_not_refused(text: str) -> None:
    assert find_identifiers(text) == []
