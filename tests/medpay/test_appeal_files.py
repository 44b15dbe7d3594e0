"""An appeal as its readers get it: a document and a text, opened."""

import io
import zipfile

import docx
from django.test import Client

from medpay.appeal import as_text, as_word
from medpay.appeal.facts import Written
from medpay.appeal.layout import lay_out
from medpay.appeal.paper import Item
from medpay.appeal.text import WIDTH, YOURS
from tests.medpay.appeals import AETNA, RULE, denial, described, facts, pair, published, text, word, words
from tests.reports.making import refresh, send


def opened(made: bytes) -> str:
    """The parts of the document with text in them."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return parts.read("word/document.xml").decode()


# From the site


def test_both_files_are_attachments_with_a_telling_name(client: Client, starter: None) -> None:
    for suffix in ("docx", "txt"):
        answer = client.get(f"/codes/86320/appeal.{suffix}?reason=co97&payer=aetna")
        assert answer["Content-Disposition"] == f'attachment; filename="medpay-appeal-86320-CO-97.{suffix}"'


def test_the_document_is_a_letter_and_then_a_checklist(client: Client, starter: None) -> None:
    document = word(client, "reason=CO-97&payer=UHC&with=84165")
    said = words(document)
    assert said.index("Re: First-level appeal: code 86320, denied with CO-97") < said.index(YOURS)
    assert "UnitedHealthcare" in said
    assert "Your own rule." in said
    assert "http://testserver/codes/86320/appeal/?reason=CO-97&payer=unitedhealthcare&with=84165" in said
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "List Number", "List Bullet"} <= styles


def test_where_an_appeal_makes_no_sense_there_is_no_letter(client: Client, starter: None) -> None:
    said = words(word(client, "reason=CO-45"))
    assert "Not a denial: dispute the amount" in said
    assert "Sincerely" not in said
    plain = text(client, "reason=CO-45")
    assert plain.startswith("86320 denied with CO-45\n")
    assert "Sincerely" not in plain


def test_the_text_says_the_same_in_short_lines(client: Client, starter: None) -> None:
    plain = text(client, "reason=CO-97&payer=UHC&with=84165")
    long = [line for line in plain.splitlines() if len(line) > WIDTH and "http" not in line]
    assert long == []
    assert plain.index("Re: First-level appeal") < plain.index(YOURS)
    assert "    Code:                86320" in plain
    assert not plain.endswith("\n\n")


def test_no_story_is_in_either_file(client: Client, starter: None) -> None:
    send(6, story="They bundled it, of course.", outcome="paid_full", actions=["corrected_claim"])
    refresh()
    for said in (text(client, "reason=CO-97"), words(word(client, "reason=CO-97"))):
        assert "Route: Corrected claim, 6 of 6." in said
        assert "of course" not in said


# From facts alone


def test_equal_papers_have_equal_bytes() -> None:
    assert as_word(lay_out(facts())) == as_word(lay_out(facts()))
    assert as_text(lay_out(facts())) == as_text(lay_out(facts()))


def test_it_has_a_title_and_a_day_but_no_author() -> None:
    known = docx.Document(io.BytesIO(as_word(lay_out(facts())))).core_properties
    assert (known.title, known.author, known.last_modified_by, known.comments) == (
        "86320 denied with CO-97", "", "", "",
    )  # fmt: skip
    assert known.created == known.modified
    assert f"{known.created:%Y-%m-%d}" == "2026-11-21"


def test_what_is_to_be_filled_in_is_marked() -> None:
    made = opened(as_word(lay_out(facts())))
    assert '<w:highlight w:val="yellow"/>' in made
    assert made.count("[Claim number]") == 1


def test_the_checklist_begins_on_a_page_of_its_own() -> None:
    with_letter, without = lay_out(facts()), lay_out(facts(described=described("none")))
    assert [len(docx.Document(io.BytesIO(as_word(made))).sections) for made in (with_letter, without)] == [2, 1]


def test_the_document_holds_no_macro_no_field_and_no_address_that_is_followed() -> None:
    with zipfile.ZipFile(io.BytesIO(as_word(lay_out(facts(pairs=(pair(),)))))) as parts:
        assert [name for name in parts.namelist() if "vba" in name.lower()] == []
        body = parts.read("word/document.xml")
        relations = parts.read("word/_rels/document.xml.rels")
    assert b"instrText" not in body
    assert b"fldSimple" not in body
    assert b'TargetMode="External"' not in relations


def test_names_that_no_document_can_hold_are_mended() -> None:
    odd = AETNA._replace(name="A\x00etna & <Sons>\x1f\ud800")
    made = opened(as_word(lay_out(facts(asked=denial(payer=odd)))))
    assert "Aetna &amp; &lt;Sons&gt;" in made


def test_sources_stand_with_what_they_are_for() -> None:
    written = Written(tips=(Item("Bill one unit.", RULE), Item("And no more.")))
    plain = as_text(lay_out(facts(published=published(), pairs=(pair(),), written=written))).decode()
    assert "Source: The payer's manual, 2026\nhttps://rules.example/" in plain
    assert "   Source: NCCI practitioner edits, October 2026 (v32.3)\n   https://tables.example/" in plain
    assert plain.count("Source: Reports on 86320, as of November 21, 2026") == 2  # in one look, and under the figures


def test_the_text_of_a_letter_without_grounds_says_what_belongs_there() -> None:
    assert "[Name the rule that supports payment" in as_text(lay_out(facts())).decode()
    assert "Grounds" not in as_text(lay_out(facts(described=described("none")))).decode()
