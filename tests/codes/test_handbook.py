"""How the handbook is read: what a file has to look like, and what is said where it does not."""

import datetime
import re
from pathlib import Path

import pytest

from codes import handbook
from codes.handbook.books import read_entries, read_guides
from codes.handbook.lists import read_modifiers, read_specialties
from codes.handbook.reading import read_entry, read_guide
from codes.handbook.values import Heading, Site, Source, Stake, stake
from tests.codes.handbook_samples import ENTRY, GUIDE, broken, entry_file, guide_file

MODIFIERS = "modifier,name,use,effect,pitfall,source\n26,Professional part,When read,Its own row,,A manual\n"
SPECIALTIES = "slug,name,codes\nlab,Laboratory,86320 86334\n"


def test_an_entry_is_read_whole(tmp_path: Path) -> None:
    entry = read_entry(entry_file(tmp_path))
    manual = Source("manual", "A manual", "", datetime.date(2025, 1, 1), "chapter 10", "https://www.cms.gov/manual")
    assert (entry.code, entry.reviewed, entry.summary) == ("86320", datetime.date(2026, 11, 21), "What it is.")
    assert entry.sites == (Site("81", "Independent laboratory"),)
    assert entry.sources["manual"] == manual
    assert [diagnosis.family for diagnosis in entry.diagnoses] == ["D80-D84", "D47.2"]
    assert entry.modifiers == (("26", "The physician's reading", "Not the test", manual),)
    assert entry.related == (("86334", "The same question"),)
    assert entry.payers == (("aetna", "Asks for records", manual, datetime.date(2025, 1, 1)),)
    assert entry.coverage == (("NCD", "190.8", "Some Assays", "", manual, datetime.date(1983, 5, 16)),)
    assert entry.tips[2] == ("Third", manual, datetime.date(2026, 1, 1), None, ("86320-26",))


def test_payers_and_coverage_may_be_left_out(tmp_path: Path) -> None:
    text = re.sub(r"payers:\n.*\ncoverage:\n.*\n", "", ENTRY)
    entry = read_entry(entry_file(tmp_path, text))
    assert (entry.payers, entry.coverage) == ((), ())


def test_a_body_is_a_guide_with_contents(tmp_path: Path) -> None:
    guide = read_entry(entry_file(tmp_path)).guide
    assert guide is not None
    assert (guide.slug, guide.codes) == ("86320-guide", ("86320",))
    assert guide.contents == (Heading("what-it-is", "What it is"), Heading("modifiers", "Modifiers"))
    assert guide.html == (
        '<h2 id="what-it-is">What it <em>is</em></h2>\n<p>Some text.</p>\n'
        '<h2 id="modifiers">Modifiers</h2>\n<p>More &lt;b&gt;text&lt;/b&gt;.</p>\n'
    )


def test_an_entry_without_a_body_has_no_guide(tmp_path: Path) -> None:
    head = re.sub(r"guide: .*\n", "", ENTRY).split("## ")[0]
    assert read_entry(entry_file(tmp_path, head)).guide is None


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        (datetime.date(2024, 12, 31), []),
        (datetime.date(2025, 1, 1), ["First", "Second"]),
        (datetime.date(2026, 12, 31), ["First", "Second", "Third"]),
        (datetime.date(2027, 1, 1), ["First", "Third"]),
    ],
)
def test_a_tip_is_shown_while_it_holds(tmp_path: Path, day: datetime.date, texts: list[str]) -> None:
    entry = read_entry(entry_file(tmp_path))
    assert [tip.text for tip in entry.tips_on(day)] == texts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("99214", Stake("99214", (), facility=False)),
        ("86320-26", Stake("86320", ("26",), facility=False)),
        ("27447-80-RT/facility", Stake("27447", ("80", "RT"), facility=True)),
    ],
)
def test_what_is_at_stake_is_an_amount(text: str, amount: Stake) -> None:
    assert stake(text) == amount


@pytest.mark.parametrize("text", ["", "8632", "86320-", "86320-261", "86320/office", "ABCDE"])
def test_other_text_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="is not a code with modifiers"):
        stake(text)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('code: "86320"', "code: 86320", "code: 86320 is not text; put it in quotes"),
        ('code: "86320"', 'code: "8632O"', "code: '8632O' has not the form of a code"),
        ('code: "86320"', 'code: "86325"', "code: '86325' is not the name of the file"),
        ("reviewed: 2026-11-21", "reviewed: soon", "reviewed: 'soon' is not a date such as 2026-11-21"),
        ("reviewed: 2026-11-21", "reviewed: 2026-02-30", "front matter: day is out of range for month"),
        ("reviewed: 2026-11-21\n", "", "reviewed: is missing"),
        ("summary: What it is.\n", "", "summary: is missing"),
        ("summary: What it is.", 'summary: " "', "summary: is empty"),
        ("clinical: Why it is done.\n", "", "clinical: is missing"),
        ("clinical:", "clinicl:", "clinical: is missing"),
        ("sites:\n", "sights:\n", "sites: is missing"),
        ('place: "81"', 'place: "8"', "sites[1].place: '8' has not the form of a place-of-service code, two digits"),
        ("291U00000X", "291U0000X", "providers[1].taxonomy: '291U0000X' has not the form of a taxonomy code"),
        ('"D80-D84"', '"D8-D84"', "diagnoses[1].family: 'D8-D84' has not the form of ICD-10-CM categories, such as"),
        ('"D80-D84"', '"D84-D80"', "diagnoses[1].family: 'D84-D80' ends before it begins"),
        ("deficiencies, source: icd10", "deficiencies", "diagnoses[1].source: is missing"),
        ("deficiencies, source: icd10", "deficiencies, source: icd9", "diagnoses[1].source: 'icd9' is not among the"),
        ('modifier: "26"', "modifier: 26", "modifiers[1].modifier: 26 is not text; put it in quotes"),
        ('modifier: "26"', 'modifier: "261"', "modifiers[1].modifier: '261' has not the form of a modifier"),
        ('{code: "86334", why: The same question}', "86334", "related[1]: is not a list of names and values"),
        ('  - {code: "86334", why: The same question}\n', "  86334\n", "related: is not a list"),
        ("payer: aetna", "payer: Aetna", "payers[1].payer: 'Aetna' has not the form of a payer's slug"),
        ("kind: NCD", "kind: memo", "coverage[1].kind: 'memo' is none of LCD, NCD, article"),
        ("text: First", "txt: First", "tips[1].text: is missing"),
        ("text: First,", "text: First, sure: yes,", "tips[1].sure: is not a field of this form"),
        ("until: 2026-12-31", "until: 2024-12-31", "tips[2].until: 2024-12-31 is before 2025-01-01, from when on"),
        ('["86320-26"]', '["86320", "86320-26", "86334"]', "tips[3].at_stake: holds more than two amounts"),
        ('["86320-26"]', '["86320 26"]', "tips[3].at_stake: '86320 26' is not a code with modifiers"),
        ('["86320-26"]', "[86320]", "tips[3].at_stake: [86320] holds what is not text; put each in quotes"),
        ("sources:\n", "sauces:\n", "sources: is missing, or no list of names and values"),
        ("title: ICD-10-CM, ", "", "sources.icd10.title: is missing"),
        ("edition: April 2026, ", "", "sources.icd10.edition: is missing, and so is a date"),
        ("https://www.cms.gov/manual", "http://www.cms.gov", "sources.manual.link: 'http://www.cms.gov' has not the"),
        ("guide: {", "guild: {", "guide: is missing, though a body follows"),
        ("## Modifiers", "## What it is", "guide.body: the heading 'What it is' stands twice, or has no letter"),
        ("slug: 86320-guide", "slug: A guide", "guide.slug: 'A guide' has not the form of a slug"),
        ("summary: What it is.", "summary: What\nsummary: Who", "front matter: 'summary' stands there twice"),
        ("summary: What it is.", "summary: [What", "front matter: while parsing a flow sequence"),
    ],
)
def test_a_broken_entry_says_where(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = entry_file(tmp_path, broken(ENTRY, old, new))
    with pytest.raises(ValueError, match=re.escape(f"86320.md, {problem}")):
        read_entry(path)


def test_an_announced_guide_has_a_body(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=re.escape("86320.md, guide: is announced, but no body follows")):
        read_entry(entry_file(tmp_path, ENTRY.split("## ")[0]))


def test_a_guide_is_to_several_codes(tmp_path: Path) -> None:
    guide = read_guide(guide_file(tmp_path))
    assert (guide.slug, guide.codes, guide.contents) == ("imrt", ("77402", "77407"), (Heading("one", "One"),))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('["77402", "77407"]', "[]", "codes: [] is not a list of codes"),
        ('["77402", "77407"]', '["7740"]', "codes: ['7740'] is not a list of codes"),
        ("slug: imrt", "slug: other", "slug: 'other' is not the name of the file"),
        ("title: A guide", "titel: A guide", "title: is missing"),
        ("reviewed: 2026-11-21", "reviewed: 2026-11-21\nauthor: me", "author: is not a field of this form"),
    ],
)
def test_a_broken_guide_says_where(tmp_path: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"imrt.md, {problem}")):
        read_guide(guide_file(tmp_path, broken(GUIDE, old, new)))


def test_guides_come_from_entries_and_from_files(tmp_path: Path) -> None:
    entry_file(tmp_path)
    guide_file(tmp_path)
    assert list(read_guides(tmp_path, read_entries(tmp_path))) == ["86320-guide", "imrt"]


def test_two_guides_never_share_a_slug(tmp_path: Path) -> None:
    entry_file(tmp_path)
    guide_file(tmp_path, broken(GUIDE, "slug: imrt", "slug: 86320-guide"), name="86320-guide")
    with pytest.raises(ValueError, match="two are called '86320-guide'"):
        read_guides(tmp_path, read_entries(tmp_path))


def test_an_empty_handbook_has_nothing(tmp_path: Path) -> None:
    assert (read_entries(tmp_path), read_guides(tmp_path, {})) == ({}, {})


def test_what_is_not_written_is_none() -> None:
    assert (handbook.entry("00000"), handbook.guide("none")) == (None, None)


def test_modifiers_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "modifiers.csv"
    path.write_text(MODIFIERS, encoding="utf-8")
    assert read_modifiers(path) == {"26": ("26", "Professional part", "When read", "Its own row", "", "A manual")}


def test_specialties_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "specialties.csv"
    path.write_text(SPECIALTIES, encoding="utf-8")
    assert read_specialties(path) == {"lab": ("lab", "Laboratory", ("86320", "86334"))}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("modifier,name", "name,modifier", "line 1: the columns are not modifier,name,use,effect,pitfall,source"),
        ("When read,", "", "line 2: 5 fields instead of 6"),
        ("When read", " ", "line 2, use: is empty"),
        ("26,Pro", "2,Pro", "line 2, modifier: '2' has not the form of a modifier"),
        ("A manual\n", "A manual\n26,a,b,c,,d\n", "line 3, modifier: '26' stands there twice"),
    ],
)
def test_a_broken_list_of_modifiers_says_where(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "modifiers.csv"
    path.write_text(broken(MODIFIERS, old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(f"modifiers.csv, {problem}")):
        read_modifiers(path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("86334", "8633", "line 2, codes: '8633' has not the form of a code"),
        ("86334", "86320", "line 2, codes: one stands there twice"),
        ("lab,", "Lab,", "line 2, slug: 'Lab' has not the form of a slug"),
        ("86320 86334", "", "line 2, codes: is empty"),
    ],
)
def test_a_broken_list_of_specialties_says_where(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "specialties.csv"
    path.write_text(broken(SPECIALTIES, old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(f"specialties.csv, {problem}")):
        read_specialties(path)
