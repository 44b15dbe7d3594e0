"""The kinds of identifiers and the words for them. Name and place are soft, all others hard."""

from collections.abc import Mapping
from typing import Final

KIND_WORDS: Final[Mapping[str, str]] = {
    "account_number": "account number",
    "address": "street address",
    "age": "age over 89",
    "claim_number": "claim number",
    "date": "date",
    "device_number": "device number",
    "email": "e-mail address",
    "fax": "fax number",
    "group_number": "group number",
    "ip": "IP address",
    "license_number": "license number",
    "member_number": "member number",
    "mrn": "medical record number",
    "name": "name",
    "npi": "NPI",
    "number": "identifying number",
    "patient_number": "patient number",
    "phone": "phone number",
    "place": "place",
    "policy_number": "policy number",
    "provider_number": "provider number",
    "record_number": "record number",
    "reference_number": "reference number",
    "ssn": "Social Security number",
    "tax_id": "tax number",
    "url": "web address",
    "vehicle_number": "vehicle number",
    "zip": "ZIP code",
}
SOFT_KINDS: Final = frozenset({"name", "place"})
