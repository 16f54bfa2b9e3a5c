"""The cache in memory forgets what was not asked for, before it grows too large."""

import pytest

from common.size_limited_cache import SizeLimitedCache


@pytest.fixture
def cache():
    cache = SizeLimitedCache("test", {"OPTIONS": {"MAX_BYTES": 10_000}})
    yield cache
    cache.clear()


def test_it_keeps_what_fits(cache):
    for number in range(9):
        cache.set(str(number), b"x" * 1000)
    assert [cache.get(str(number)) for number in range(9)] == [b"x" * 1000] * 9


def test_what_was_not_asked_for_the_longest_goes_first(cache):
    for number in range(9):
        cache.set(str(number), b"x" * 1000)
    cache.get("0")
    cache.set("large", b"x" * 2000)
    assert cache.get("0")
    assert cache.get("large")
    assert cache.get("1") is None
    assert cache.get("8")


def test_it_never_grows_beyond_its_bound(cache):
    for number in range(500):
        cache.set(str(number), b"x" * number * 10)
        assert sum(map(len, cache._cache.values())) <= 10_000
    assert cache._cache.keys() == cache._expire_info.keys()


def test_what_would_take_half_of_it_is_not_kept_nor_what_was_there_before(cache):
    cache.set("a", b"small")
    cache.set("b", b"small")
    cache.set("a", b"x" * 6000)
    assert cache.get("a") is None
    assert cache.get("b") == b"small"
    cache.set("c", b"x" * 6000)  # where nothing was before
    assert cache.get("c") is None
