"""What the page of a code says to search engines: values of schema.org, as JSON-LD wants them.

Amounts are in the page's words, never typed as offers: what Medicare pays is no price that anybody asks for.
Types and properties: https://schema.org/MedicalWebPage and https://schema.org/Dataset.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from medpay.code_page.picture import SIZE

Node = Mapping[str, Any]

CONTEXT: Final = "https://schema.org"
TESTS: Final = frozenset(
    {"Diagnostic testing", "Drug testing", "Imaging", "Laboratory", "Pathology"}
)  # types of service
LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"  # of published figures; said on /terms/


class Subject(NamedTuple):
    """A billing code in our own words; a name in CMS's where `name` is empty and the code is of Level II."""

    code: str
    name: str
    service_type: str


class Basis(NamedTuple):
    """A published edition that the page rests on, in effect from `effective`."""

    title: str
    label: str
    address: str
    effective: datetime.date


class Page(NamedTuple):
    """Addresses are absolute. `reviewed`: when our own words were last looked through; None: there are none."""

    address: str
    site: str
    terms: str
    title: str
    description: str
    picture: str
    subject: Subject
    bases: Sequence[Basis]
    reviewed: datetime.date | None


class Table(NamedTuple):
    """A form in which the published figures can be had."""

    address: str
    media_type: str


def page_of(page: Page, today: datetime.date) -> Node:
    """The page itself: about which code, from which sources, how old."""
    return _without_blanks(
        {
            "@context": CONTEXT,
            "@type": "MedicalWebPage",
            "@id": page.address,
            "url": page.address,
            "name": page.title,
            "description": page.description,
            "inLanguage": "en-US",
            "isPartOf": {"@type": "WebSite", "name": "medpay", "url": page.site},
            "primaryImageOfPage": _picture(page.picture),
            "about": _about(page.subject),
            "dateModified": _newest(page, today),
            "lastReviewed": page.reviewed.isoformat() if page.reviewed else None,
            "isBasedOn": [_basis(basis) for basis in page.bases] or None,
            "usageInfo": page.terms,
        }
    )


def figures_of(page: Page, tables: Iterable[Table]) -> Node:
    """The figures made from reports, once they are published: open data. Says nothing of how many there are."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": f"Reported denials of {page.subject.code}",
        "description": (
            f"Why claims for billing code {page.subject.code} were denied, and what got them paid: shares of reports "
            "by reason, payer, action and outcome, with intervals. A collection, not a sample."
        ),
        "url": f"{page.address}#denials",
        "license": LICENSE,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "medpay", "url": page.site},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": table.media_type, "contentUrl": table.address}
            for table in tables
        ],
    }


def _about(subject: Subject) -> Node:
    return _without_blanks(
        {
            "@type": "MedicalTest" if subject.service_type in TESTS else "MedicalProcedure",
            "name": subject.name or None,
            "code": {"@type": "MedicalCode", "codeValue": subject.code, "codingSystem": coding_system(subject.code)},
        }
    )


def coding_system(code: str) -> str:
    """HCPCS Level II codes begin with a letter; all others are CPT's, which is Level I."""
    return "HCPCS" if code[:1].isalpha() else "CPT"


def _picture(address: str) -> Node:
    width, height = SIZE
    return {"@type": "ImageObject", "url": address, "width": width, "height": height}


def _basis(basis: Basis) -> Node:
    return {
        "@type": "Dataset",
        "name": f"{basis.title}, {basis.label}",
        "url": basis.address,
        "publisher": {"@type": "GovernmentOrganization", "name": "Centers for Medicare & Medicaid Services"},
        "temporalCoverage": f"{basis.effective.isoformat()}/..",
    }


def _newest(page: Page, today: datetime.date) -> str | None:
    """The day of what changed last; an edition that is not yet in effect has not changed the page."""
    days = [day for day in (page.reviewed, *(basis.effective for basis in page.bases)) if day and day <= today]
    return max(days).isoformat() if days else None


def _without_blanks(node: Node) -> Node:
    return {name: value for name, value in node.items() if value is not None}
