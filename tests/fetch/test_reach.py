"""Telling "you are offline" from "that host is not there"."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest
from support.fetching import MakeFetcher
from support.http_server import Reply, Server

from tui_reader.domain.errors import ConnectionFailure, FetchError, OfflineError
from tui_reader.domain.http import Request
from tui_reader.fetch.reach import ANSWER_COUNTS_S, VERDICT_HOLDS_S, Reach, has_default_route


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def reach(clock: Clock, route: bool = True) -> Reach:
    return Reach(clock, lambda: route)


def test_without_a_route_the_first_failure_means_offline() -> None:
    assert reach(Clock(), route=False).unreached("a.example", False)


def test_a_silent_resolver_means_offline_while_nobody_has_answered() -> None:
    assert reach(Clock()).unreached("a.example", True)


def test_one_wrong_name_is_not_offline_but_two_without_any_answer_are() -> None:
    network = reach(Clock())
    assert not network.unreached("a.example", False)
    assert not network.unreached("a.example", False)
    assert network.unreached("b.example", False)


def test_wrong_names_are_not_offline_while_others_answer() -> None:
    network = reach(Clock())
    for host in ("a.example", "b.example", "c.example", "d.example"):
        network.answered()
        assert not network.unreached(host, True)
    assert not network.is_offline()


def test_a_network_that_went_away_is_noticed() -> None:
    clock = Clock()
    network = reach(clock)
    network.answered()
    verdicts = [network.unreached(host, True) for host in ("a.example", "b.example", "c.example")]
    assert verdicts == [False, False, True]
    network.answered()
    clock.time += ANSWER_COUNTS_S
    assert network.unreached("a.example", True)


def test_a_verdict_holds_for_a_few_seconds_or_until_someone_answers() -> None:
    clock = Clock()
    network = reach(clock)
    network.unreached("a.example", True)
    assert network.is_offline()
    clock.time += VERDICT_HOLDS_S
    assert not network.is_offline()
    network.unreached("a.example", True)
    network.answered()
    assert not network.is_offline()


def test_asking_the_routing_table_never_fails() -> None:
    assert has_default_route() in (True, False)


async def test_offline_the_second_host_is_not_even_looked_up(fetcher_with: MakeFetcher) -> None:
    looked_up: list[str] = []

    def no_resolver(host: str, port: int) -> Sequence[str]:
        looked_up.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    fetcher = fetcher_with(resolver=no_resolver, has_route=lambda: False)
    for host in ("a.example", "b.example", "c.example"):
        with pytest.raises(OfflineError, match="no network"):
            await fetcher.get(Request(f"https://{host}/feed"))
    assert looked_up == ["a.example"]


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
