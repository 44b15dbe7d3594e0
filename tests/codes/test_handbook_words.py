"""No words of the handbook are the AMA's: compared with CMS's files, which print them, and keeping nothing of those."""

import csv
from pathlib import Path
from typing import Final

import pytest

from codes.handbook import entries, guides
from codes.handbook.books import CONTENT
from codes.handbook.reading import read_entry, read_guide
from tests.codes import handbook_rules as rules
from tests.codes.handbook_samples import ENTRY, broken, entry_file

NAMES: Final = CONTENT.parent / "starter" / "codes.csv"
CODE_FILES: Final = sorted((CONTENT / "codes").glob("*.md"))
GUIDE_FILES: Final = sorted((CONTENT / "guides").glob("*.md"))


@pytest.fixture(scope="module")
def published_texts(cms_data: Path) -> dict[str, list[str]]:
    texts = rules.descriptors(cms_data)
    assert len(texts) > 10_000
    return texts


@pytest.mark.parametrize("path", CODE_FILES + GUIDE_FILES, ids=lambda path: path.stem)
def test_no_words_are_the_amas(path: Path, published_texts: dict[str, list[str]]) -> None:
    codes = (path.stem,) if path in CODE_FILES else read_guide(path).codes
    assert rules.borrowed_from(path, codes, published_texts) == []


def test_no_name_title_summary_or_relation_is_the_amas(published_texts: dict[str, list[str]]) -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    whole = rules.whole_descriptors(published_texts)
    assert len(whole) > 8_000
    texts = list(rules.short_texts(entries().values(), guides().values(), names))
    found = {where: rules.taken(code, text, published_texts, whole) for where, code, text in texts}
    assert {where: words for where, words in found.items() if words} == {}


# Each rule is seen to fail.


def made_up_texts(published: Path) -> dict[str, list[str]]:
    """What `descriptors` reads from two files of CMS's shape with texts that are nobody's."""
    (published / "clfs").mkdir()
    (published / "clfs" / "made-up.csv").write_text(
        "A title\n\nYEAR,HCPCS,MOD,RATE,SHORTDESC,LONGDESC\n2025,86320,,1,Green cheese,Assay of green moon cheese\n",
        encoding="cp1252",
    )
    (published / "mpfs" / "made-up").mkdir(parents=True)
    (published / "mpfs" / "made-up" / "PPRRVU.csv").write_text(
        "2025\nHCPCS,MOD,DESCRIPTION,CODE\n86320,26,Cheese ripened on the moon,A\nG0483,,Big red round cheese,A\n"
        "86334,,Cheese,A\n",
        encoding="cp1252",
    )
    return rules.descriptors(published)


def test_borrowed_words_are_seen(tmp_path: Path) -> None:
    texts = made_up_texts(tmp_path)
    told = broken(ENTRY, "What it is.", "An assay, of GREEN moon cheese ripened on the Moon. A big red round cheese.")
    path = entry_file(tmp_path, told)
    assert rules.borrowed_from(path, ("86320",), texts) == [
        "assay of green moon",
        "of green moon cheese",
        "cheese ripened on the",
        "ripened on the moon",
    ]
    assert rules.borrowed_from(path, ("G0483",), texts) == []
    assert rules.borrowed_from(entry_file(tmp_path), ("86320",), texts) == []


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("86334", "Green CHEESE", {"green cheese"}),
        ("86334", "Billing 86334: green-cheese", {"green cheese"}),
        ("86334", "The moon's green cheese; older", set()),
        ("86320", "The moon's green cheese; older", {"green cheese"}),
        ("86320", "An assay of green moon rock", {"assay of green moon"}),
        ("86334", "An assay of green moon rock", set()),
        ("86334", "Cheese", set()),
        ("G0483", "Big red round cheese", set()),
    ],
)
def test_a_text_taken_over_is_seen(tmp_path: Path, code: str, text: str, words: set[str]) -> None:
    texts = made_up_texts(tmp_path)
    assert rules.taken(code, text, texts, rules.whole_descriptors(texts)) == words


def test_every_short_text_is_looked_at(tmp_path: Path) -> None:
    entry = read_entry(entry_file(tmp_path))
    assert entry.guide is not None
    assert list(rules.short_texts([entry], [entry.guide], {"86320": "A name"})) == [
        ("86320, name", "86320", "A name"),
        ("86320, summary", "86320", "What it is."),
        ("86320, related 86334", "86334", "The same question"),
        ("86320-guide, slug", "86320", "86320 guide"),
        ("86320-guide, title", "86320", "A guide"),
        ("86320-guide, summary", "86320", "How to bill it"),
    ]
