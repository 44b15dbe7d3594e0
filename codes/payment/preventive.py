"""Preventive services for which the patient owes nothing: no coinsurance, no deductible. Sequestration still applies.

Only services that are preventive by their code. What a modifier makes preventive (33, PT), what is so for some patients
only, and vaccines are not here.

Sources: Social Security Act ("SSA") §1833(a)(1)(Y) and, for yearly wellness visits, (X); §1833(b)(1), (9) and (10) for
the deductible; 42 CFR 410.152(l) and 410.160(b); Medicare Claims Processing Manual (Pub. 100-04) chapter 18.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

LAW: Final = "SSA §1833(a)(1)(Y), (b)(1); 42 CFR 410.152(l)"


class Preventive(NamedTuple):
    """`words` follow "on"."""

    codes: tuple[str, ...]
    words: str
    source: str


SERVICES: Final = (
    Preventive(("G0402",), "the first visit of a new beneficiary", "SSA §1833(a)(1)(Y), (b)(9); 42 CFR 410.152(l)"),
    Preventive(("G0438", "G0439"), "a wellness visit", "SSA §1833(a)(1)(X), (b)(10); 42 CFR 410.152(l)"),
    Preventive(("G0104", "G0105", "G0121"), "a colorectal screening", LAW),
    Preventive(("77063", "77067"), "a screening mammography", LAW),
    Preventive(("G0101", "Q0091"), "a screening for cervical cancer", LAW),
    Preventive(("76706",), "a screening for an abdominal aneurysm", LAW),
    Preventive(("71271", "G0296"), "a screening for lung cancer", LAW),
    Preventive(("97802", "97803", "97804", "G0270", "G0271"), "medical nutrition therapy", LAW),
    Preventive(("G0442", "G0443"), "screening and counseling for alcohol misuse", LAW),
    Preventive(("G0444",), "a screening for depression", LAW),
    Preventive(("G0445",), "counseling against sexually transmitted infections", LAW),
    Preventive(("G0446",), "therapy for cardiovascular risk", LAW),
    Preventive(("G0447", "G0473"), "counseling for obesity", LAW),
)

FREE_OF_SHARE: Final[Mapping[str, Preventive]] = {code: service for service in SERVICES for code in service.codes}

MARKERS: Final = frozenset({"33", "PT"})
"""Modifiers that say that a service is preventive: of no consequence where its code says so."""

WHILE_COVERED: Final = (
    "Nothing is owed by the patient as long as Medicare covers the service: check its conditions and how often it is "
    "covered. A service beyond that is not paid."
)
