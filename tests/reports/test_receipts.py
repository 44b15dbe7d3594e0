"""Receipts: enough chance, easy to copy, hard to mistype, stored only as a digest."""

import hashlib
import hmac
import re

from hypothesis import given
from hypothesis import strategies as st

from reports.receipts import ALPHABET, NO_RECEIPT, derived_receipt, digest, new_receipt, normalise

FORM = re.compile(r"MP(-[0-9A-HJKMNP-TV-Z]{5}){6}")
SAMPLE = "MP-7Z3KD-0Q1VW-8M2NX-5RCTA-9HJ4E-6BGY1"


def valid_sample() -> str:
    """A receipt that is always the same: the sample with its two check symbols put right."""
    candidates = [SAMPLE[:-2] + high + low for high in ALPHABET for low in ALPHABET]
    (receipt,) = [candidate for candidate in candidates if normalise(candidate)]
    return receipt


def test_a_receipt_has_the_form_that_the_page_shows() -> None:
    assert FORM.fullmatch(new_receipt())


def test_a_receipt_carries_at_least_128_random_bits() -> None:
    random_symbols = len(new_receipt().replace("-", "")) - len("MP") - 2
    assert random_symbols * 5 == 140


def test_every_symbol_appears_in_every_random_place() -> None:
    receipts = [new_receipt().replace("-", "") for _ in range(1000)]
    for place in range(2, 30):
        assert {receipt[place] for receipt in receipts} == set(ALPHABET)


def test_receipts_do_not_repeat() -> None:
    assert len({new_receipt() for _ in range(1000)}) == 1000


def test_a_new_receipt_is_its_own_normal_form() -> None:
    receipt = new_receipt()
    assert normalise(receipt) == receipt


def test_one_pair_of_check_symbols_fits_each_receipt() -> None:
    assert FORM.fullmatch(valid_sample())


def test_case_spaces_dashes_and_a_missing_prefix_do_not_matter() -> None:
    receipt = valid_sample()
    for copied in (
        receipt.lower(),
        receipt.replace("-", ""),
        receipt.replace("-", " "),
        receipt.replace("-", "\u2013"),
        f"  {receipt}\n",
        receipt.replace("-", "\u200b-\u00ad"),
        receipt.removeprefix("MP-"),
        "".join(chr(ord(char) + 0xFEE0) for char in receipt),  # fullwidth
    ):
        assert normalise(copied) == receipt


def test_a_receipt_is_found_in_the_line_it_was_kept_in() -> None:
    receipt = valid_sample()
    for pasted in (
        f"86320: {receipt}",
        f"86320-26-59: {receipt.lower()}",
        f"2,86320,{receipt},http://127.0.0.1:8000/receipt/",
        f"{receipt} Where to use it: https://medpay.example/receipt/",
        f"{receipt}\n\n{receipt}\n",
        "86320: " + receipt.replace("-", "\u200b-\u00ad") + ".",
    ):
        assert normalise(pasted) == receipt


def test_of_two_receipts_at_once_neither_is_taken() -> None:
    receipt, other = valid_sample(), new_receipt()
    assert normalise(f"86320: {receipt} 84165: {other}") is None
    assert normalise(f"86320: {receipt}0") is None
    assert normalise(f"86320: {receipt[:-1]}") is None


def test_letters_read_for_digits_are_taken_as_digits() -> None:
    receipt = valid_sample()
    assert "0" in receipt
    assert "1" in receipt
    assert normalise(receipt.replace("0", "O").replace("1", "l")) == receipt
    assert normalise(receipt.replace("0", "o").replace("1", "I")) == receipt


def test_no_single_mistyped_symbol_passes() -> None:
    receipt = valid_sample()
    places = [place for place in range(3, len(receipt)) if receipt[place] != "-"]
    wrong = [
        receipt[:place] + symbol + receipt[place + 1 :]
        for place in places
        for symbol in ALPHABET
        if symbol != receipt[place]
    ]
    assert len(wrong) == 30 * 31
    assert [text for text in wrong if normalise(text)] == []


def test_no_two_swapped_neighbors_pass() -> None:
    symbols = valid_sample().removeprefix("MP-").replace("-", "")
    swapped = [
        symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
        for place in range(len(symbols) - 1)
        if symbols[place] != symbols[place + 1]
    ]
    assert len(swapped) > 20
    assert [text for text in swapped if normalise(text)] == []


def test_what_is_no_receipt_has_no_normal_form() -> None:
    receipt = valid_sample()
    wrong = ("", "MP", receipt[:-1], receipt + "0", receipt.replace("Z", "U"), "x" * 32, "0" * 100_000, "\u0663" * 30)
    for text in wrong:
        assert normalise(text) is None


def test_the_digest_is_sha256_of_the_normal_form() -> None:
    receipt = valid_sample()
    assert digest(receipt.lower().replace("-", " ")) == hashlib.sha256(receipt.encode()).hexdigest()


def test_malformed_texts_share_one_digest_of_the_usual_form() -> None:
    assert digest("") == digest("nonsense") == digest(valid_sample()[:-1]) == NO_RECEIPT
    assert re.fullmatch("[0-9a-f]{64}", NO_RECEIPT)
    assert digest(valid_sample()) != NO_RECEIPT


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_receipts(text: str) -> None:
    normal = normalise(text)
    assert normal is None or FORM.fullmatch(normal)
    assert re.fullmatch("[0-9a-f]{64}", digest(text))


KEY = bytes(range(32))


def test_a_derived_receipt_is_one_like_any_other() -> None:
    receipt = derived_receipt(KEY, "a mark", "0")
    assert normalise(receipt) == receipt
    assert FORM.fullmatch(receipt)


def test_it_follows_from_all_its_parts_and_the_key() -> None:
    made = [
        derived_receipt(key, *parts)
        for key in (KEY, KEY[::-1])
        for parts in (("a", "b"), ("ab",), ("ab", ""), ("a", "b", ""), ("b", "a"))
    ]
    assert len(set(made)) == len(made)
    assert derived_receipt(KEY, "a", "b") == made[0]


def test_it_is_the_first_140_bits_of_the_mark() -> None:
    mark = hmac.digest(KEY, b'["a", "b"]', "sha256")
    body = derived_receipt(KEY, "a", "b").replace("-", "").removeprefix("MP")[:28]
    number = int.from_bytes(mark[:18]) >> 4
    assert [ALPHABET.index(symbol) for symbol in body] == [number >> 5 * place & 31 for place in range(27, -1, -1)]


@given(st.binary(min_size=32, max_size=32), st.text(max_size=20))
def test_every_derived_receipt_is_well_formed(key: bytes, part: str) -> None:
    assert FORM.fullmatch(derived_receipt(key, part))
