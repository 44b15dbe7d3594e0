"""Shapes by class, made up for what the tenth and eleventh corpus showed, before the rules were looked at."""

import pytest

from reports.screening import find_identifiers
from tests.reports.marks import is_found_where_marked

SHAPES = {
    "groups behind a word for a number": (
        "mbr [KLT 440 7718] denied co 27",
        "Member [XZR 0044 71120-01] not on file",
        "claim [Q 2214 881 LT] reprocessed",
        "claim [W 1188 204 RT] 5 units",
        "clm [4471-B2 0091] denied as dup",
        "claim [77 2041 88A] is the original",
        "auth [AB 4471 2] was for the other code",
        "ticket [INC 44 20188] opened",
        "UHC [7714 02219] is the right id",
        "BCBS [YPR 8801 22071] termed",
        "[TR-88123445] on the letter",
    ),
    "part of a number": (
        "acct ending in ending [7712] closed",
        "card ended [2210] declined",
        "the ssn on the card ended [7718]",
        "auth no. ends ...[88213]",
        "member ID last three [771]",
        "acct # ends with [88]",
        "last 5 of the MBI: [7MK44]",
        "EIN ended [1220]",
    ),
    "Medicare numbers typed apart": (
        "MBI [2 A 44 - B C 1 - D E 9 9]",
        "Medicare card reads [3Q H 7 - R N 2 - T C 66]",
        "[1T R 6 - P E 3 - H K 95] typed w/ spaces",
    ),
    "files": (
        "saved as [Lindgren_appeal.pdf] in the folder",
        "file [appeal-JMorrow.docx] got rejected",
        "uploaded [rt_knee_mri_Halvorsen.dcm]",
        "[statement_4471.csv] export",
        "batch named [mtaylor0412.835]",
        "report [Smith_John_labs.hl7]",
        "[voicemail_from_Tina_Ro.mp3] saved",
        "[Okafor.pdf]",
    ),
    "streets": (
        "provider lives [88 Larkspur Ct] and used it in NPPES",
        "Home address of provider [88 Larkspur Ct] is in NPPES",
        "pt at [45 Osprey Ct, Unit 3] got two beds",
        "home is [12 Quail Run] per the demo sheet",
        "pickup at [902 Heron Cove] was not covered",
        "[9 Juniper Cir] was on the claim",
        "box 32 had [771 Saddle Trl] instead",
        "pay-to was [1501 Kestrel Plz] suite",
    ),
    "ZIP codes behind the number of a box": (
        "zip in box 32 was [98837]",
        "ZIP in box 32 is [59102] and not ours",
        "zip on file for loc 2 is [59102]",
    ),
    "days": (
        "SVC [06-17] 97530 denied",
        "[06-17] 97530 GO 2 UN",
        "Inpt [4/4-4/9] TC only",
        "stay [2/2-2/9] not certified",
        "in hosp [5/1 to 5/6]",
        "rehab [4/1->4/10]",
        "auth valid [1/5 to 4/5]",
        "date rec'd [4-2]",
        "DOB [00/00/1955] came back",
        "dob [13/45/1962] typed wrong",
        "pre-op [11/3] bundled",
        "claim rec'd [25061] julian",
        "took 5 calls. paid [Feb].",
        "pd [Mar]",
    ),
    "labels that a scanner misread": (
        "clalm [4417 0092 81B] was revlewed",
        "patlent id [44718] not found",
        "mernber ID [QX44718] not active",
        "refererce nunber [4471882]",
        "pollcy [88127714]",
    ),
}
CLEAN = (
    "Group: G0560 and G0544 are new",
    "Small ENT group: 92557 denied with 92567",
    "confirm G0482 with the lab",
    "confirm 92014 is global",
    "open 9/5 and closed at lunch",
    "POS 10/02 and no 95",
    "2 encounters T1015 same day denied",
    "batch of 92507s denied",
    "Policy DME.00011 cited",
    "HHS-687 form not signed",
    "4201-F says so",
    "VA form 10-7959c missing",
    "IRS letter CP575 in hand",
    "taxonomy 231H00000X vs 237600000X",
    "time stamps 0810-0902 and 1430-1455 worked",
    "units match 3h53m to 4h07m",
    "XW033C3 new tech code",
    "70551-3 family needs prior auth",
    "MLN006764, MM13452, SE20011 attached",
    "claims 99213 25 denied",
    "UHC 90837 0 paid",
    "Cigna 0450 99285",
    "Humana 2024 99214",
    "auth 97110 x 12 visits",
    "claim w 25 mod",
    "PHE ended 2023",
    "ended up 00812-33 paid",
    "ended 90 days later",
    "last 4 lines 99213 paid",
    "ends in 59",
    "the EOB.pdf was blank",
    "denial_letter.pdf",
    "upload appeal_form.pdf",
    "CT 74177 denied",
    "2 noncontrast CT of the chest",
    "6 weeks PT, CT first",
    "MMT 3/5 to 4/5",
    "strength 4/5-5/5",
    "pain 8/10 to 3/10",
    "cut 1/30th a day",
    "service 2-3 times a week",
    "stay of 2-3 days",
    "zip code in box 32 was wrong",
    "nursing home 99309 twice in a week",
    "code ending in 99213",
    "paid march madness",
)
MARKED = [text for texts in SHAPES.values() for text in texts]


@pytest.mark.parametrize("marked", MARKED)
def test_a_shape_of_these_is_refused_where_it_stands(marked: str) -> None:
    assert is_found_where_marked(marked)


@pytest.mark.parametrize("text", CLEAN)
def test_what_is_told_in_like_words_is_not_refused(text: str) -> None:
    assert find_identifiers(text) == []
