"""An entry and a guide of the right form, made up, for tests that break them in one place."""

from pathlib import Path

ENTRY = """\
---
code: "86320"
reviewed: 2026-11-21
summary: What it is.
clinical: Why it is done.
sites:
  - {place: "81", note: Independent laboratory}
providers:
  - {taxonomy: 291U00000X, note: Clinical laboratory}
diagnoses:
  - {family: "D80-D84", words: Immune deficiencies, source: icd10}
  - {family: "D47.2", words: Monoclonal gammopathy, source: icd10}
modifiers:
  - {modifier: "26", use: "The physician's reading", pitfall: "Not the test", source: manual}
related:
  - {code: "86334", why: The same question}
payers:
  - {payer: aetna, rule: Asks for records, source: manual, date: 2025-01-01}
coverage:
  - {kind: NCD, number: "190.8", title: Some Assays, contractor: "", source: manual, date: 1983-05-16}
tips:
  - {text: First, source: manual, effective: 2025-01-01}
  - {text: Second, source: manual, effective: 2025-01-01, until: 2026-12-31}
  - {text: Third, source: manual, effective: 2026-01-01, at_stake: ["86320-26"]}
sources:
  icd10: {title: ICD-10-CM, edition: April 2026, link: "https://www.cdc.gov/nchs/icd/"}
  manual: {title: A manual, date: 2025-01-01, place: chapter 10, link: "https://www.cms.gov/manual"}
guide: {slug: 86320-guide, title: A guide, summary: How to bill it}
---
## What it *is*

Some text.

## Modifiers

More <b>text</b>.
"""

GUIDE = """\
---
slug: imrt
title: A guide to several codes
summary: How they differ
codes: ["77402", "77407"]
reviewed: 2026-11-21
sources:
  manual: {title: A manual, edition: "2025", link: "https://www.cms.gov/manual"}
---
## One

Text.
"""


def entry_file(content: Path, text: str = ENTRY, *, name: str = "86320") -> Path:
    """An entry below `content`."""
    return _written(content / "codes" / f"{name}.md", text)


def guide_file(content: Path, text: str = GUIDE, *, name: str = "imrt") -> Path:
    """A guide below `content`."""
    return _written(content / "guides" / f"{name}.md", text)


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def broken(text: str, old: str, new: str) -> str:
    """`text` with one thing replaced, which has to be there once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)
