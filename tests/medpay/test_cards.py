"""The picture of a code: what is on it, and who is told about a change."""

import csv
import datetime
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image, ImageFont

from codes.models import Code, FeeLine, Release
from medpay.code_page import Billable
from medpay.code_page.picture import SIZE, Card, draw, drawable
from tests.codes.labs import lab_fee
from tests.codes.rows import fee_row
from tests.reports.making import send_and_refresh

NAMES = Path(settings.BASE_DIR) / "codes" / "starter" / "codes.csv"
CARD = Card(
    code="86320",
    name="Immunoelectrophoresis of serum",
    heading="What Medicare pays in 2026",
    billables=(
        Billable("86320", "The test, laboratory schedule 2025", anywhere="$29.92"),
        Billable("86320-26", "Interpretation", "$17.70", "$17.70"),
    ),
    sentence="",
    basis="National amounts, RVU26C",
    reports="",
)


def picture(written: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(written))
    found.load()
    return found


def test_a_picture_has_the_size_that_is_asked_for_and_little_weight() -> None:
    written = draw(CARD)
    assert picture(written).format == "PNG"
    assert picture(written).size == SIZE == (1200, 630)
    assert len(written) < 60_000


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "86325"},
        {"name": "Another test"},
        {"heading": "What Medicare paid in 2025"},
        {"billables": CARD.billables[:1]},
        {"billables": (), "sentence": "It was deleted."},
        {"basis": "National amounts, RVU25D"},
        {"reports": "40 reports"},
    ],
)
def test_everything_that_is_said_is_drawn(changed: dict[str, object]) -> None:
    assert draw(CARD._replace(**changed)) != draw(CARD)  # type: ignore[arg-type]  # of each field's type


def test_equal_words_are_drawn_alike() -> None:
    assert draw(CARD) == draw(CARD)


@pytest.mark.parametrize("rows", [1, 4, 9])
def test_no_row_reaches_into_the_margin(rows: int) -> None:
    row = Billable("70553-TC", "Technical part " * 9, "$1,312.92", "$12,312.92")
    drawn = picture(draw(CARD._replace(name="word " * 60, billables=(row,) * rows)))
    paper = drawn.convert("RGB").getpixel((5, 300))
    for left in (0, SIZE[0] - 60):
        edge = drawn.convert("RGB").crop((left, 20, left + 60, SIZE[1]))
        assert edge.getcolors() == [(60 * (SIZE[1] - 20), paper)]


def test_the_typeface_has_every_sign_of_our_names() -> None:
    font = ImageFont.load_default(40)
    assert isinstance(font, ImageFont.FreeTypeFont)
    missing = bytes(font.getmask("\uffff"))
    with NAMES.open(newline="") as file:
        signs = set(drawable("".join(row["name"] for row in csv.DictReader(file)) + "\u2013\u00d7\u00e9\u00b7$"))
    assert [sign for sign in signs - {" "} if bytes(font.getmask(sign)) == missing] == []


@pytest.fixture
def reference(db: None) -> None:
    Code.objects.create(code="86320", name="Immunoelectrophoresis of serum", service_type="Laboratory")
    Code.objects.create(code="77385", name="IMRT session", deleted=datetime.date(2026, 1, 1))
    lab_fee("86320", "29.92", effective=datetime.date(2025, 1, 1))
    release = Release.objects.create(
        source="mpfs",
        label="RVU26C",
        effective=datetime.date(2026, 7, 1),
        digest="a",
        complete=True,
        state=Release.State.CURRENT,
    )
    for row in (
        fee_row("86320", status="X", pctc="6"),
        fee_row("86320", "26", work="0.37", pe="0.15", mp="0.01", pctc="6"),
    ):
        FeeLine.objects.create(release=release, **row._asdict())


@pytest.mark.parametrize("code", ["86320", "77385"])
def test_each_known_code_has_a_picture(client: Client, reference: None, code: str) -> None:
    answer = client.get(f"/codes/{code}/card.png")
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"].startswith("public, max-age=0, s-maxage=60")
    assert not answer.cookies
    assert picture(answer.content).size == SIZE


@pytest.mark.parametrize("code", ["99999", "86320%00", "nonsense"])
def test_a_code_of_no_list_has_none(client: Client, reference: None, code: str) -> None:
    assert client.get(f"/codes/{code}/card.png").status_code == 404


def test_a_picture_that_has_not_changed_is_not_sent_again(client: Client, reference: None) -> None:
    tag = client.get("/codes/86320/card.png")["ETag"]
    again = client.get("/codes/86320/card.png", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    FeeLine.objects.filter(modifier="26").update(work="0.38")
    assert client.get("/codes/86320/card.png", headers={"If-None-Match": tag}).status_code == 200


def test_four_reports_leave_the_picture_as_it_is(client: Client, reference: None) -> None:
    before = client.get("/codes/86320/card.png")
    send_and_refresh(4)
    after = client.get("/codes/86320/card.png")
    assert (after["ETag"], after.content) == (before["ETag"], before.content)
    send_and_refresh(1)
    assert client.get("/codes/86320/card.png")["ETag"] != before["ETag"]
