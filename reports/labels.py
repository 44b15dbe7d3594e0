"""The words beside each answer of a figure."""

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from reports import vocabulary

FIXED: Final[Mapping[str, vocabulary.Words]] = {
    "kind": vocabulary.KINDS,
    "line_of_business": vocabulary.LINES_OF_BUSINESS,
    "action": vocabulary.ACTIONS,
    "tactic": vocabulary.TACTICS,
    "resolution": vocabulary.RESOLUTION_BANDS,
    "stage": vocabulary.STAGES,
    "decided_by": vocabulary.DECIDERS,
    "claim_type": vocabulary.CLAIM_TYPES,
    "amount_band": vocabulary.AMOUNT_BANDS,
}
# Equal as long as these words are: what is worded by them bears it in its version.
VERSION: Final = hashlib.sha256(json.dumps(FIXED, default=dict, sort_keys=True).encode()).hexdigest()[:16]


class Labels:
    """Called with field and answer; a reason, remark, payer or code is looked up in what the reference says."""

    def __init__(
        self,
        *,
        carcs: Mapping[str, str],
        rarcs: Mapping[str, str],
        payers: Mapping[str, str],
        codes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._carcs = carcs
        self._rarcs = rarcs
        self._payers = payers
        self._codes = codes

    def __call__(self, field: str, key: str) -> str:
        if field == "reason":
            return self._carcs.get(key.partition("-")[2], key)
        if field == "remark":
            return self._rarcs.get(key, key)
        if field == "code":
            return self._codes.get(key) or key
        if field == "payer":
            return self._payers.get(key, "Another payer" if key == vocabulary.OTHER_PAYER else key)
        return FIXED.get(field, {}).get(key, key)
