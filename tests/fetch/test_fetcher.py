from __future__ import annotations

import pytest
from support.fetching import MakeFetcher, MemoryCache, World
from support.http_server import Reply, Server

from tui_reader.domain.errors import FetchError, GoneError, OfflineError, RateLimited, StatusError, StorageError
from tui_reader.domain.http import CachedResponse, Freshness, Request

FEED = b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>"


async def test_an_answer_comes_with_its_type_and_address(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/feed", Reply(FEED, headers={"Content-Type": "Application/RSS+XML; charset=ISO-8859-1"}))
    response = await fetcher_with().get(Request(url, expect="feed"))
    assert (response.url, response.body) == (url, FEED)
    assert (response.content_type, response.charset) == ("application/rss+xml", "iso-8859-1")
    assert not response.from_cache
    assert not response.not_modified
    seen = server.seen("/feed")[0].headers
    assert seen["user-agent"] == "inference-tui/test"
    assert seen["accept-encoding"] == "gzip, deflate"
    assert "rss" in seen["accept"]


@pytest.mark.parametrize("validator", [{"ETag": '"a"'}, {"Last-Modified": "Fri, 20 Nov 2026 07:00:00 GMT"}])
async def test_what_has_not_changed_comes_from_the_cache(
    server: Server, fetcher_with: MakeFetcher, validator: dict[str, str]
) -> None:
    url = server.route("/feed", Reply(FEED, headers=validator))
    fetcher = fetcher_with()
    await fetcher.get(Request(url))
    again = await fetcher.get(Request(url))
    assert again.not_modified
    assert again.body == FEED
    assert not again.from_cache
    first, second = server.seen("/feed")
    assert first.connection == second.connection


async def test_validators_that_cannot_be_sent_back_are_not_kept(
    server: Server, fetcher_with: MakeFetcher, cache: MemoryCache
) -> None:
    url = server.route("/feed", Reply(FEED, headers={"ETag": '"\xe4"'}))
    fetcher = fetcher_with()
    await fetcher.get(Request(url))
    assert cache.kept[url].etag == ""
    assert not (await fetcher.get(Request(url))).not_modified


async def test_due_asks_nobody_while_the_answer_is_fresh(
    server: Server, fetcher_with: MakeFetcher, world: World
) -> None:
    url = server.route("/feed", Reply(FEED, headers={"Cache-Control": "max-age=600"}))
    fetcher = fetcher_with()
    await fetcher.get(Request(url, freshness=Freshness.DUE))
    assert (await fetcher.get(Request(url, freshness=Freshness.DUE))).from_cache
    assert not (await fetcher.get(Request(url, freshness=Freshness.ASK))).from_cache
    await world.sleep(600)
    assert not (await fetcher.get(Request(url, freshness=Freshness.DUE))).from_cache
    assert len(server.seen()) == 3


async def test_cached_never_asks(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/feed", Reply(FEED))
    fetcher = fetcher_with()
    with pytest.raises(OfflineError):
        await fetcher.get(Request(url, freshness=Freshness.CACHED))
    await fetcher.get(Request(url))
    assert (await fetcher.get(Request(url, freshness=Freshness.CACHED))).body == FEED
    assert len(server.seen()) == 1


async def test_offline_reads_what_is_cached_and_asks_nobody(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/feed", Reply(FEED))
    await fetcher_with().get(Request(url))
    offline = fetcher_with(offline=True)
    assert (await offline.get(Request(url, freshness=Freshness.CACHED))).from_cache
    with pytest.raises(OfflineError, match="working offline"):
        await offline.get(Request(url))
    assert len(server.seen()) == 1


async def test_a_retired_source_says_so(server: Server, fetcher_with: MakeFetcher) -> None:
    with pytest.raises(GoneError) as caught:
        await fetcher_with().get(Request(server.route("/feed", Reply(status=410))))
    assert caught.value.status == 410
    assert "feeds remove" in caught.value.hint


@pytest.mark.parametrize("status", [204, 304, 400, 401, 403, 404, 418, 451, 500, 599])
async def test_a_refusal_has_its_status_and_a_hint(server: Server, fetcher_with: MakeFetcher, status: int) -> None:
    url = server.route("/x", Reply(b"no", status))
    with pytest.raises(StatusError) as caught:
        await fetcher_with().get(Request(url, expect="feed"))
    assert caught.value.status == (200 if status == 204 else status)
    assert caught.value.hint
    assert len(server.seen()) == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_what_may_pass_is_tried_again(
    server: Server, fetcher_with: MakeFetcher, world: World, status: int
) -> None:
    url = server.route("/feed", [Reply(status=status), Reply(status=status), Reply(FEED)])
    assert (await fetcher_with().get(Request(url))).body == FEED
    assert world.slept == [0.5, 1.0]


async def test_it_gives_up_after_a_few_attempts(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/feed", Reply(status=503))
    with pytest.raises(StatusError, match="503 Service Unavailable"):
        await fetcher_with().get(Request(url))
    assert len(server.seen()) == 3


async def test_a_short_retry_after_is_waited_for(server: Server, fetcher_with: MakeFetcher, world: World) -> None:
    url = server.route("/feed", [Reply(status=429, headers={"Retry-After": "4"}), Reply(FEED)])
    assert (await fetcher_with().get(Request(url))).body == FEED
    assert world.slept == [pytest.approx(5.0, abs=1.0)]
    assert world.slept[0] >= 4


async def test_a_long_retry_after_keeps_everyone_from_that_host_until_it_is_over(
    server: Server, fetcher_with: MakeFetcher, world: World
) -> None:
    url = server.route("/a", [Reply(status=503, headers={"Retry-After": "600"}), Reply(FEED)])
    other = server.route("/b", Reply(FEED))
    fetcher = fetcher_with()
    with pytest.raises(RateLimited) as caught:
        await fetcher.get(Request(url))
    assert caught.value.retry_after_s == 600
    with pytest.raises(RateLimited) as caught:
        await fetcher.get(Request(other))
    assert caught.value.retry_after_s == 600
    assert len(server.seen()) == 1
    await world.sleep(601)
    assert (await fetcher.get(Request(other))).body == FEED


async def test_only_answers_with_status_200_are_cached(
    server: Server, fetcher_with: MakeFetcher, cache: MemoryCache
) -> None:
    await fetcher_with().get(Request(server.route("/x", Reply(FEED, 203))))
    assert cache.kept == {}


async def test_a_broken_cache_costs_only_the_cache(server: Server, fetcher_with: MakeFetcher) -> None:
    class Broken(MemoryCache):
        def get(self, url: str) -> None:
            raise StorageError("cannot be read")

        def put(self, url: str, response: object) -> None:
            raise StorageError("disk full")

    url = server.route("/feed", Reply(FEED))
    assert (await fetcher_with(cache=Broken()).get(Request(url))).body == FEED


async def test_an_unchanged_answer_is_not_written_again_unless_it_is_fresh_for_longer(
    server: Server, fetcher_with: MakeFetcher, world: World
) -> None:
    class Counting(MemoryCache):
        puts = 0

        def put(self, url: str, response: CachedResponse) -> None:
            self.puts += 1
            super().put(url, response)

    cache = Counting()
    fetcher = fetcher_with(cache=cache)
    url = server.route("/feed", Reply(FEED, headers={"ETag": '"a"'}))
    await fetcher.get(Request(url))
    assert (await fetcher.get(Request(url))).fetched_at == world.now()
    assert cache.puts == 1
    server.route("/feed", Reply(FEED, headers={"ETag": '"a"', "Cache-Control": "max-age=60"}))
    assert (await fetcher.get(Request(url))).not_modified
    assert cache.puts == 2
    assert (await fetcher.get(Request(url, freshness=Freshness.DUE))).from_cache


@pytest.mark.parametrize("headers", [{"X-Key": "a\r\nb"}, {"X-K\u00e9y": "a"}, {"X-Key": "\ud800"}, {"X Y": "a"}])
async def test_headers_http_does_not_allow_are_a_failure(
    server: Server, fetcher_with: MakeFetcher, headers: dict[str, str]
) -> None:
    with pytest.raises(FetchError):
        await fetcher_with().get(Request(server.route("/a", Reply(FEED)), headers=headers))
    assert server.seen() == []


async def test_passwords_and_keys_are_not_logged(
    server: Server, fetcher_with: MakeFetcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    url = server.route("/a", Reply(status=503)).replace("http://", "http://me:secret@")
    with pytest.raises(StatusError) as caught:
        await fetcher_with().get(Request(url, headers={"X-Key": "secret"}))
    assert "Trying again" in caplog.text
    assert "secret" not in caplog.text + caught.value.message
