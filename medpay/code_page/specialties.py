"""Medicare's specialty codes in words, as far as CMS's yearly summary needs them.

Source: Medicare Claims Processing Manual (Pub. 100-04), chapter 26, §10.8.
"""

from collections.abc import Mapping
from typing import Final

SPECIALTIES: Final[Mapping[str, str]] = {
    "01": "General practice",
    "02": "General surgery",
    "03": "Allergy and immunology",
    "04": "Ear, nose and throat",
    "05": "Anesthesiology",
    "06": "Cardiology",
    "07": "Dermatology",
    "08": "Family practice",
    "10": "Gastroenterology",
    "11": "Internal medicine",
    "13": "Neurology",
    "14": "Neurosurgery",
    "16": "Obstetrics and gynecology",
    "18": "Ophthalmology",
    "20": "Orthopedic surgery",
    "22": "Pathology",
    "24": "Plastic surgery",
    "25": "Physical medicine and rehabilitation",
    "26": "Psychiatry",
    "29": "Pulmonary disease",
    "30": "Diagnostic radiology",
    "34": "Urology",
    "35": "Chiropractic",
    "36": "Nuclear medicine",
    "39": "Nephrology",
    "41": "Optometry",
    "43": "Nurse anesthetist",
    "44": "Infectious disease",
    "46": "Endocrinology",
    "47": "Independent diagnostic testing facility",
    "48": "Podiatry",
    "50": "Nurse practitioner",
    "65": "Physical therapist in private practice",
    "66": "Rheumatology",
    "67": "Occupational therapist in private practice",
    "68": "Clinical psychologist",
    "69": "Clinical laboratory",
    "80": "Clinical social worker",
    "82": "Hematology",
    "83": "Hematology and oncology",
    "90": "Medical oncology",
    "92": "Radiation oncology",
    "93": "Emergency medicine",
    "94": "Interventional radiology",
    "97": "Physician assistant",
}


def specialty_in_words(code: str) -> str:
    """“Pathology”; “Specialty 99” where the list has none."""
    return SPECIALTIES.get(code, f"Specialty {code}")
