"""Bodies that mean harm, or are only broken, end in one source's error."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import threading
import tracemalloc
import zlib
from collections.abc import Iterator

import httpx
import pytest
from support.fetching import MakeFetcher
from support.http_server import Reply, Server

from tui_reader.domain.errors import ConnectionFailure, FetchError, RateLimited, StatusError, TimeoutFailure, TooLarge
from tui_reader.domain.http import Request

FEED = b"<rss>" + b"<item>words</item>" * 500 + b"</rss>"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(FEED, mtime=0)),
        ("x-gzip", gzip.compress(FEED, mtime=0)),
        ("GZIP , identity", gzip.compress(FEED, mtime=0)),
        ("gzip", gzip.compress(FEED[:50], mtime=0) + gzip.compress(FEED[50:], mtime=0)),
        ("gzip", gzip.compress(FEED, mtime=0) + b"\0\0 padding"),
        ("deflate", zlib.compress(FEED)),
        ("deflate", raw_deflate(FEED)),
        ("gzip", FEED),  # only claims to be
        ("identity", FEED),
    ],
)
async def test_compressed_bodies_arrive_whole(
    server: Server, fetcher_with: MakeFetcher, encoding: str, body: bytes
) -> None:
    url = server.route("/feed", Reply(body, headers={"Content-Encoding": encoding}))
    assert (await fetcher_with().get(Request(url))).body == FEED


async def test_a_bomb_stops_at_the_cap_with_bounded_memory(server: Server, fetcher_with: MakeFetcher) -> None:
    bomb = gzip.compress(bytes(300 * 2**20), compresslevel=9)  # 300 MiB in 0.3
    url = server.route("/bomb", Reply(bomb, headers={"Content-Encoding": "gzip"}))
    fetcher = fetcher_with(max_body_mib=2.0)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match="2 MiB"):
            await fetcher.get(Request(url))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 * 2**20


async def test_an_endless_body_stops_at_the_cap(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/endless", Reply(chunks=lambda: itertools.repeat(b"x" * 65536)))
    with pytest.raises(TooLarge):
        await fetcher_with().get(Request(url))


async def test_the_cap_of_one_request_can_be_smaller(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/feed", Reply(FEED))
    with pytest.raises(TooLarge):
        await fetcher_with().get(Request(url, max_bytes=len(FEED) - 1))
    assert (await fetcher_with().get(Request(url, max_bytes=len(FEED)))).body == FEED


async def test_a_body_that_says_it_is_too_large_is_not_read(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/liar", Reply(b"small", length=10**12, cut=True))
    with pytest.raises(TooLarge):
        await fetcher_with().get(Request(url))


async def test_a_trickle_ends_with_the_total_time(server: Server, fetcher_with: MakeFetcher) -> None:
    def drops() -> Iterator[bytes]:
        while not server.stopping.wait(0.01):
            yield b"x"

    url = server.route("/trickle", Reply(chunks=drops))
    with pytest.raises(TimeoutFailure, match="did not come to an end"):
        await fetcher_with(timeout_s=0.7).get(Request(url))


async def test_silence_ends_with_the_timeout(server: Server, fetcher_with: MakeFetcher) -> None:
    silence = threading.Event()
    url = server.route("/silent", Reply(FEED, wait=silence))
    try:
        with pytest.raises(TimeoutFailure) as caught:
            await fetcher_with(timeout_s=0.1).get(Request(url))
    finally:
        silence.set()
    assert "timeout_s" in caught.value.hint
    assert len(server.seen()) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(FEED, length=len(FEED) + 10, cut=True),
        Reply(chunks=lambda: [FEED], cut=True),
    ],
)
async def test_a_body_cut_off_is_asked_for_again_and_then_a_failure(
    server: Server, fetcher_with: MakeFetcher, reply: Reply
) -> None:
    url = server.route("/cut", [reply, Reply(FEED)])
    assert (await fetcher_with().get(Request(url))).body == FEED
    with pytest.raises(ConnectionFailure):
        await fetcher_with().get(Request(server.route("/always", reply)))


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(FEED, mtime=0)[:-20]),
        ("gzip", b"\x1f\x8b" + b"junk" * 20),
        ("deflate", b"\x78\x9c" + b"junk" * 20),
        ("deflate", b"\x00" * 40),
        ("br", b"anything"),
        ("gzip, gzip", gzip.compress(gzip.compress(FEED, mtime=0), mtime=0)),
    ],
)
async def test_damaged_compression_is_a_failure(
    server: Server, fetcher_with: MakeFetcher, encoding: str, body: bytes
) -> None:
    url = server.route("/damaged", Reply(body, headers={"Content-Encoding": encoding}))
    with pytest.raises(ConnectionFailure):
        await fetcher_with().get(Request(url))


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/xml; charset=utf-99", ("text/xml", "")),
        ("text/xml; charset=hex", ("text/xml", "")),
        ('text/xml; charset="utf-8', ("text/xml", "utf-8")),
        ("nonsense;;;=;charset", ("", "")),
        ("a/b/c; charset=ascii", ("", "ascii")),
        ("", ("", "")),
    ],
)
async def test_a_lying_content_type_crashes_nothing(
    server: Server, fetcher_with: MakeFetcher, content_type: str, expected: tuple[str, str]
) -> None:
    url = server.route("/feed", Reply(FEED, headers={"Content-Type": content_type}))
    response = await fetcher_with().get(Request(url, expect="feed"))
    assert (response.content_type, response.charset) == expected


@pytest.mark.parametrize(
    ("expect", "body"),
    [
        ("feed", b"<!DOCTYPE html><title>Sign in</title>"),
        ("feed", b"\xef\xbb\xbf\n <!-- x --><HTML lang=en>"),
        ("feed", b'<?xml version="1.0"?><!doctype html PUBLIC "-//W3C//DTD XHTML 1.0"><html>'),
        ("feed", "<!doctype html><p>no".encode("utf-16")),
        ("json", b"<html><body>Bad gateway"),
        ("feed", b""),
        ("html", b" \n"),
        ("json", b"\0"),
    ],
)
async def test_a_page_or_nothing_where_data_was_expected_is_a_failure(
    server: Server, fetcher_with: MakeFetcher, expect: str, body: bytes
) -> None:
    url = server.route("/soft", Reply(body))
    with pytest.raises(StatusError) as caught:
        await fetcher_with().get(Request(url, expect=expect))
    assert caught.value.status == 200
    assert caught.value.hint


async def test_a_page_is_fine_where_one_was_expected(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/page", Reply(b"<!doctype html><p>Hello"))
    for expect in ("html", "any"):
        assert (await fetcher_with().get(Request(url, expect=expect))).body.endswith(b"Hello")


async def test_rate_exceeded_is_waited_out_like_a_429(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/api", [Reply(b"Rate exceeded.\n"), Reply(FEED)])
    assert (await fetcher_with().get(Request(url, expect="feed"))).body == FEED
    with pytest.raises(RateLimited):
        await fetcher_with().get(Request(server.route("/always", Reply(b"Rate exceeded.")), expect="any"))
    assert len(server.seen("/always")) == 3


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 999999 What\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
    ],
)
async def test_what_does_not_speak_http_is_a_failure(fetcher_with: MakeFetcher, reply: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)
        writer.close()

    strange = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with strange:
        port = strange.sockets[0].getsockname()[1]
        with pytest.raises(ConnectionFailure):
            await fetcher_with().get(Request(f"http://127.0.0.1:{port}/"))


async def test_any_transport_that_breaks_ends_in_our_errors(fetcher_with: MakeFetcher) -> None:
    failures = [
        httpx.ReadError("x"),
        httpx.ProxyError("no"),
        httpx.DecodingError("x"),
        OSError(5, "x"),
        ValueError("x"),
    ]
    for failure in failures:

        def break_off(request: httpx.Request, failure: Exception = failure) -> httpx.Response:
            raise failure

        with pytest.raises(FetchError):
            await fetcher_with(transport=httpx.MockTransport(break_off)).get(Request("https://example.org/"))


@pytest.mark.parametrize("layers", [1, 2, 3])
async def test_gzip_that_no_header_tells_of_is_unpacked_under_the_same_cap(
    server: Server, fetcher_with: MakeFetcher, layers: int
) -> None:
    body, bomb = FEED, bytes(2 * 2**20)
    for _ in range(layers):
        body, bomb = gzip.compress(body, mtime=0), gzip.compress(bomb, mtime=0)
    server.route("/feed.gz", Reply(body))
    server.route("/bomb.gz", Reply(bomb))
    fetcher = fetcher_with(max_body_mib=1.0)
    assert (await fetcher.get(Request(server.url("/feed.gz")))).body == FEED
    with pytest.raises(TooLarge):
        await fetcher.get(Request(server.url("/bomb.gz")))


async def test_gzip_packed_over_and_over_is_refused(server: Server, fetcher_with: MakeFetcher) -> None:
    body = FEED
    for _ in range(5):
        body = gzip.compress(body, mtime=0)
    with pytest.raises(TooLarge, match="packed"):
        await fetcher_with().get(Request(server.route("/x", Reply(body))))


async def test_a_flood_of_empty_members_is_refused(server: Server, fetcher_with: MakeFetcher) -> None:
    flood = gzip.compress(b"", mtime=0) * 400_000  # 8 MB; unpacked one after the other by copying, minutes
    with pytest.raises(TooLarge):
        await fetcher_with(max_body_mib=20.0).get(Request(server.route("/flood", Reply(flood))))
