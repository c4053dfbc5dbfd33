"""Telling "you are offline" from "that host is not there"."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

import pytest
from support.fetching import MakeFetcher
from support.http_server import Reply, Server

from tui_reader.domain.errors import ConnectionFailure, FetchError, OfflineError
from tui_reader.domain.http import Request
from tui_reader.fetch.network import has_default_route


def test_asking_the_routing_table_never_fails() -> None:
    assert has_default_route() in (True, False)


async def test_without_a_way_out_a_host_that_is_not_found_means_no_network(fetcher_with: MakeFetcher) -> None:
    def no_resolver(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    fetcher = fetcher_with(resolver=no_resolver, has_route=lambda: False)
    with pytest.raises(OfflineError, match="no network"):
        await fetcher.get(Request("https://a.example/feed"))


@pytest.mark.parametrize("has_route", [True, False])
@pytest.mark.parametrize("errno", [socket.EAI_AGAIN, socket.EAI_NONAME])
async def test_many_dead_names_take_no_living_host_with_them(
    server: Server, fetcher_with: MakeFetcher, has_route: bool, errno: int
) -> None:
    def resolver(host: str, port: int) -> Sequence[str]:
        if host.startswith("dead"):
            raise socket.gaierror(errno, "not found")
        return ["127.0.0.1"]

    server.route("/feed", Reply(b"here"))
    hosts = [f"dead{n}.example" for n in range(20)] + [f"alive{n}.example" for n in range(20)]
    urls = [server.url("/feed", host) for host in hosts]
    fetcher = fetcher_with(resolver=resolver, has_route=lambda: has_route, max_connections=2, configured=urls)
    answers = await asyncio.gather(*(fetcher.get(Request(url)) for url in urls), return_exceptions=True)
    assert all(isinstance(answer, FetchError) for answer in answers[:20])
    assert [answer.body for answer in answers[20:] if not isinstance(answer, BaseException)] == [b"here"] * 20


async def test_a_silent_name_server_is_called_that(fetcher_with: MakeFetcher) -> None:
    def silent(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    with pytest.raises(ConnectionFailure, match="No name server answered"):
        await fetcher_with(resolver=silent, has_route=lambda: True).get(Request("https://a.example/feed"))


async def test_offline_this_machine_still_answers(server: Server, fetcher_with: MakeFetcher) -> None:
    def only_here(host: str, port: int) -> Sequence[str]:
        if host == "127.0.0.1":
            return [host]
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    fetcher = fetcher_with(resolver=only_here, has_route=lambda: False)
    with pytest.raises(OfflineError):
        await fetcher.get(Request("https://a.example/feed"))
    assert (await fetcher.get(Request(server.route("/feed", Reply(b"here"))))).body == b"here"


async def test_one_wrong_name_among_good_ones_is_its_own_failure(server: Server, fetcher_with: MakeFetcher) -> None:
    def resolver(host: str, port: int) -> Sequence[str]:
        if host == "good.example":
            return ["127.0.0.1"]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    server.route("/feed", Reply(b"here"))
    fetcher = fetcher_with(resolver=resolver, has_route=lambda: True)
    for host in ("wrong.example", "good.example", "worse.example", "worst.example"):
        request = Request(server.url("/feed", host))
        if host == "good.example":
            assert (await fetcher.get(request)).body == b"here"
        else:
            with pytest.raises(ConnectionFailure, match="not known"):
                await fetcher.get(request)


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "..", "a..b.example", "-", "%00.example"])
async def test_a_strange_host_is_a_failure(fetcher_with: MakeFetcher, host: str) -> None:
    def encoding_resolver(name: str, port: int) -> Sequence[str]:
        name.encode("idna")  # as getaddrinfo does
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FetchError):
        await fetcher_with(resolver=encoding_resolver).get(Request(f"https://{host}/"))
