"""Labels and limits: what they tell and what they keep."""

import datetime

import pytest
from redis.exceptions import ConnectionError as RedisAway

from reports.contributors import HourlyLimits, client_address, label, network_prefix

DAY = datetime.date(2026, 11, 21)


class Shelf:
    """A Redis of one process."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, int]] = {}

    def set(self, name: str, value: str, *, nx: bool, ex: int) -> object:
        if not (nx and name in self.kept):
            self.kept[name] = (value, ex)
        return True

    def get(self, name: str) -> bytes | None:
        return self.kept[name][0].encode() if name in self.kept else None


class Away:
    def set(self, name: str, value: str, *, nx: bool, ex: int) -> object:
        raise RedisAway

    def get(self, name: str) -> bytes | None:
        raise RedisAway


def test_one_network_has_one_label_a_day() -> None:
    shelf = Shelf()
    first = label(shelf, "203.0.113.7", DAY)
    assert len(first) == 32
    assert label(shelf, "203.0.113.99", DAY) == first
    assert label(shelf, "203.0.114.7", DAY) != first
    assert label(shelf, "203.0.113.7", DAY + datetime.timedelta(days=1)) != first


def test_nothing_kept_names_the_address_and_all_of_it_dies_within_26_hours() -> None:
    shelf = Shelf()
    label(shelf, "203.0.113.7", DAY)
    assert len(shelf.kept) == 2
    assert not [text for name, (value, _) in shelf.kept.items() for text in (name, value) if "203.0" in text]
    assert {life for _, life in shelf.kept.values()} == {26 * 3600}


def test_the_label_is_random_and_not_a_function_of_the_address() -> None:
    assert label(Shelf(), "203.0.113.7", DAY) != label(Shelf(), "203.0.113.7", DAY)


def test_without_redis_the_label_is_empty() -> None:
    assert label(Away(), "203.0.113.7", DAY) == ""


def test_without_an_address_the_label_is_empty() -> None:
    shelf = Shelf()
    assert label(shelf, "", DAY) == ""
    assert shelf.kept == {}


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("nonsense", ""),
    ],
)
def test_a_prefix_is_a_network_never_an_address(address: str, prefix: str) -> None:
    assert network_prefix(address) == prefix


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "expected"),
    [
        ("198.51.100.4", "", [], "198.51.100.4"),
        ("198.51.100.4", "203.0.113.7", [], "198.51.100.4"),
        ("10.0.0.2", "203.0.113.7", ["10.0.0.0/8"], "203.0.113.7"),
        ("10.0.0.2", "1.2.3.4, 203.0.113.7", ["10.0.0.0/8"], "203.0.113.7"),
        ("10.0.0.2", "203.0.113.7, 10.0.0.3", ["10.0.0.0/8"], "203.0.113.7"),
        ("198.51.100.4", "1.2.3.4", ["10.0.0.0/8"], "198.51.100.4"),
        ("", "", [], ""),
    ],
)
def test_only_a_trusted_proxy_is_believed(remote: str, forwarded: str, trusted: list[str], expected: str) -> None:
    assert client_address(remote, forwarded, trusted) == expected


def test_limits_hold_in_this_process_while_redis_is_away() -> None:
    limits = HourlyLimits("redis://127.0.0.1:1/0", per_label=2, total=3)
    assert [limits.hit("a"), limits.hit("a")] == [None, None]
    wait = limits.hit("a")
    assert wait is not None
    assert 3500 < wait <= 3600
    assert limits.hit("b") is None
    assert limits.hit("c") is not None


def test_who_is_refused_because_of_everybody_has_used_up_nothing_of_his_own() -> None:
    limits = HourlyLimits("redis://127.0.0.1:1/0", per_label=2, total=3)
    assert limits.hit("b", 2) is None
    assert limits.hit("a", 2) is not None
    assert limits.hit("a", 1) is None


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("10.0.0.9, 203.0.113.7", "203.0.113.7"),  # a forged proxy before the real address
        ("garbage", "garbage"),  # no address: no label, and the limits count all such as one
        (", ,", "10.0.0.2"),
        ("2001:db8::1, 10.0.0.3", "2001:db8::1"),
    ],
)
def test_a_forwarded_list_is_read_from_its_end(forwarded: str, expected: str) -> None:
    assert client_address("10.0.0.2", forwarded, ["10.0.0.0/24"]) == expected


def test_several_at_once_are_taken_all_or_none() -> None:
    limits = HourlyLimits("redis://127.0.0.1:1/0", per_label=5, total=100)
    assert limits.hit("a", 3) is None
    assert limits.hit("a", 3) is not None
    assert limits.hit("a", 2) is None
