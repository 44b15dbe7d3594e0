"""Receipts: the only way back to an anonymous report. Shown once, stored as a digest, so a lost one cannot be replaced.

Form: MP- and six groups of five symbols of Crockford's base 32 (no I, L, O, U). The first 28 symbols are random (140
bits); the last two are their check: the 28 symbols as a number, times 1024, brought to a multiple of 1021. As 1021 is
prime, one mistyped symbol or two swapped neighbors never pass.
Source of the alphabet: Douglas Crockford, "Base 32" (crockford.com/base32.html).
"""

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX: Final = "MP"
RANDOM_SYMBOLS: Final = 28  # 5 bits each
RANDOM_BITS: Final = 5 * RANDOM_SYMBOLS
GROUP: Final = 5
CHECK_PRIME: Final = 1021  # the largest prime below 32 * 32

SYMBOLS: Final = re.compile(f"[{ALPHABET}]{{{RANDOM_SYMBOLS + 2}}}")
MISTAKEN: Final = str.maketrans("OIL", "011")
SPACERS: Final = frozenset({"Pd", "Pc", "Zs", "Cf", "Cc"})
LONGEST: Final = 400  # characters anybody may paste; a longer text is no receipt
WITHIN: Final = re.compile(rf"(?<![0-9A-Z]){PREFIX}(?:[^0-9A-Z]{{0,2}}[0-9A-Z]){{{RANDOM_SYMBOLS + 2}}}(?![0-9A-Z])")

MALFORMED: Final = "no receipt has this form"
NO_RECEIPT: Final = hashlib.sha256(MALFORMED.encode()).hexdigest()


def new_receipt() -> str:
    """A fresh receipt with 140 random bits: 'MP-' and six groups of five symbols."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SYMBOLS))
    return _grouped(body + _check(body))


def derived_receipt(key: bytes, *parts: str) -> str:
    """The receipt that belongs to `parts`: always the same, and without `key` (32 secret bytes) not to be told."""
    mark = hmac.digest(key, json.dumps(parts).encode(), "sha256")
    number = int.from_bytes(mark) >> (8 * len(mark) - RANDOM_BITS)
    symbols = [ALPHABET[number >> shift & 31] for shift in range(RANDOM_BITS - 5, -1, -5)]
    body = "".join(symbols)
    return _grouped(body + _check(body))


def normalise(text: str) -> str | None:
    """The receipt as `new_receipt` wrote it; None for anything else.

    Case, spaces, dashes, invisible characters and the prefix do not matter; O is read as 0, I and L as 1. Text around
    one whole receipt with its prefix may be pasted along, such as the code of its line; of two, neither is taken.
    """
    if len(text) > LONGEST:
        return None
    within = _within(text)
    return _read(_folded(text)) or (within.pop() if len(within) == 1 else None)


def are_several(text: str) -> bool:
    """Whether two receipts or more stand in the first part of a text, whoever they belong to."""
    return len(_within(text[:LONGEST])) > 1


def digest(receipt: str) -> str:
    """What is stored: SHA-256 of the normalised receipt, 64 hexadecimal digits.

    A malformed text has a digest too, which belongs to no report: looking it up answers like a wrong receipt, and
    costs as much.
    """
    return hashlib.sha256((normalise(receipt) or MALFORMED).encode()).hexdigest()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()


def _within(text: str) -> set[str]:
    """The whole receipts in a text, each with its prefix."""
    visible = "".join(char for char in _folded(text) if unicodedata.category(char) != "Cf")
    return {read for found in WITHIN.findall(visible) if (read := _read(found))}


def _read(folded: str) -> str | None:
    symbols = "".join(char for char in folded if unicodedata.category(char) not in SPACERS).translate(MISTAKEN)
    if len(symbols) == len(PREFIX) + RANDOM_SYMBOLS + 2:
        symbols = symbols.removeprefix(PREFIX)
    if not SYMBOLS.fullmatch(symbols) or _check(symbols[:RANDOM_SYMBOLS]) != symbols[RANDOM_SYMBOLS:]:
        return None
    return _grouped(symbols)


def _grouped(symbols: str) -> str:
    groups = [symbols[start : start + GROUP] for start in range(0, len(symbols), GROUP)]
    return "-".join([PREFIX, *groups])


def _check(symbols: str) -> str:
    number = 0
    for symbol in symbols:
        number = number * 32 + ALPHABET.index(symbol)
    remainder = -number * 1024 % CHECK_PRIME
    return ALPHABET[remainder // 32] + ALPHABET[remainder % 32]
