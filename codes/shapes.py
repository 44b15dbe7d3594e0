"""What a code looks like, before any list says whether it exists.

Every shape is for upper-case text and matches the whole of it, `search` or `fullmatch`. Only ASCII digits count.

- CPT (AMA): category I five digits; II four digits and F; III four digits and T; proprietary laboratory analyses and U;
  multianalyte assays with M; immunization administration and A.
- HCPCS Level II (CMS): a letter A to V and four digits.
- A code as billers paste it carries its modifiers: 27447-RT, 97110 GP, 86320-26-59.
- Denial reasons as a remittance prints them: a group code with a CARC (CO-97), a RARC (N19), or several of them (X12).
- Modifiers (CPT and HCPCS): two letters or digits.
- ICD-10-CM (NCHS): a category is the first three characters: a letter, then two of which one at least is a digit
  (C90, C4A, Z3A; QA0 since April 2026).
"""

import re
from typing import Final

CODE_SHAPE: Final = re.compile(r"\A(?:[0-9]{4}[0-9AFMTU]|[A-V][0-9]{4})\Z")
MODIFIER_SHAPE: Final = re.compile(r"\A[0-9A-Z]{2}\Z")
DIAGNOSIS_CATEGORY_SHAPE: Final = re.compile(r"\A[A-Z](?:[0-9][0-9A-Z]|[A-Z][0-9])\Z")
CODE_WITH_MODIFIERS: Final = re.compile(
    r"\A(?P<code>[0-9]{4}[0-9AFMTU]|[A-V][0-9]{4})(?:[ ,.:/\u2010-\u2015-]+[0-9A-Z]{2})+\Z"
)
_REASON: Final = r"(?:[CR]ARC )?(?:(?:CO|CR|OA|PI|PR)[ -]?(?:[0-9]{1,3}|[A-Z][0-9]{1,2})|(?:MA|M|N)[0-9]{1,3})"
DENIAL_REASONS: Final = re.compile(rf"\A{_REASON}(?:[ ,;/]+{_REASON})*\Z")
