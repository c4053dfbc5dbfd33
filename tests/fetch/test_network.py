"""What happens where the socket is opened: resolving, checking, TLS, proxies, limits, cancelling."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

import httpcore
import httpx
import pytest
from support.fetching import MakeFetcher
from support.http_server import Reply, Seen, Server

from tui_reader.domain.errors import BadRedirect, ConnectionFailure, ForbiddenAddress
from tui_reader.domain.http import Answer, Request, Trust
from tui_reader.fetch.failures import of_transport
from tui_reader.fetch.network import CheckingBackend, first_to_connect
from tui_reader.fetch.pretend import AnswerTransport


def resolving(**names: Sequence[str]) -> object:
    def resolver(host: str, port: int) -> Sequence[str]:
        return names[host.replace(".", "_")]

    return resolver


async def test_a_name_of_content_that_leads_into_the_private_network_is_refused(
    server: Server, fetcher_with: MakeFetcher
) -> None:
    server.route("/a", Reply(b"secret"))
    request = Request(server.url("/a", "evil.example"), trust=Trust.CONTENT)
    for addresses in (["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:127.0.0.1"]):
        with pytest.raises(ForbiddenAddress, match="evil"):
            await fetcher_with(resolver=resolving(evil_example=addresses)).get(request)
    assert server.seen() == []


class Stream(httpcore.AsyncNetworkStream):
    closed = False

    async def aclose(self) -> None:
        self.closed = True


class Recorder(httpcore.AsyncNetworkBackend):
    def __init__(self) -> None:
        self.connected: list[str] = []

    async def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
        self.connected.append(host)
        return Stream()


async def test_a_name_is_connected_to_as_it_was_checked() -> None:
    turns = iter([["93.184.215.14"], ["127.0.0.1"]])
    network = Recorder()
    backend = CheckingBackend(lambda host, port: next(turns), checked=True, inner=network)
    await backend.connect_tcp("evil.example", 80, timeout=10)
    with pytest.raises(ForbiddenAddress):
        await backend.connect_tcp("evil.example", 80, timeout=10)
    assert network.connected == ["93.184.215.14"]


async def test_a_trusted_connection_is_not_lent_to_an_address_of_content(
    server: Server, fetcher_with: MakeFetcher
) -> None:
    url = server.url("/a", "lan.example")
    server.route("/a", Reply(b"here"))
    fetcher = fetcher_with(resolver=resolving(lan_example=["127.0.0.1"]))
    assert (await fetcher.get(Request(url))).body == b"here"
    with pytest.raises(ForbiddenAddress):
        await fetcher.get(Request(url, trust=Trust.CONTENT))


async def test_a_redirect_to_a_private_name_is_refused(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/a", Reply(status=302, headers={"Location": server.url("/b", "evil.example")}))
    resolver = resolving(evil_example=["127.0.0.1"], **{"127_0_0_1": ["127.0.0.1"]})
    with pytest.raises(BadRedirect, match="private network"):
        await fetcher_with(resolver=resolver).get(Request(url))


async def test_the_next_address_is_tried_when_one_refuses(server: Server, fetcher_with: MakeFetcher) -> None:
    server.route("/a", Reply(b"here"))
    fetcher = fetcher_with(resolver=resolving(two_example=["::1", "127.0.0.1"]))
    assert (await fetcher.get(Request(server.url("/a", "two.example")))).body == b"here"


async def test_nobody_listening_is_a_failure_with_a_hint(fetcher_with: MakeFetcher) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening
        with pytest.raises(ConnectionFailure, match="refuses connections") as caught:
            await fetcher_with().get(Request(f"http://127.0.0.1:{taken.getsockname()[1]}/"))
    assert "port" in caught.value.hint


async def test_a_dead_address_holds_up_the_next_one_only_a_little() -> None:
    cancelled: list[str] = []

    async def connect(address: str) -> httpcore.AsyncNetworkStream:
        if address == "dead":
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.append(address)
        return Stream()

    assert isinstance(await first_to_connect(["dead", "alive"], connect), Stream)
    assert cancelled == ["dead"]


async def test_a_stream_that_comes_second_is_closed() -> None:
    streams = {"one": Stream(), "two": Stream()}
    both = asyncio.Event()

    async def connect(address: str) -> httpcore.AsyncNetworkStream:
        if address == "two":
            both.set()
        await both.wait()
        return streams[address]

    won = await first_to_connect(["one", "two"], connect)
    assert [name for name, stream in streams.items() if not stream.closed] == [
        name for name, stream in streams.items() if stream is won
    ]


@pytest.fixture
def own_certificate(tmp_path: Path) -> ssl.SSLContext:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=nobody.example"]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_certificate_nobody_vouches_for_is_refused(
    own_certificate: ssl.SSLContext, fetcher_with: MakeFetcher
) -> None:
    with Server(own_certificate) as server:
        server.route("/a", Reply(b"here"))
        with pytest.raises(
            ConnectionFailure, match=r"certificate of https://.* cannot be trusted: self-signed"
        ) as caught:
            await fetcher_with().get(Request(server.url("/a")))
        assert "SSL_CERT_FILE" in caught.value.hint
        assert server.seen() == []


def test_an_expired_certificate_is_called_that() -> None:
    cause = ssl.SSLCertVerificationError(1, "certificate verify failed")
    cause.verify_code, cause.verify_message = 10, "certificate has expired"
    error = httpx.ConnectError("TLS failed")
    error.__cause__ = cause
    assert "has expired" in of_transport(error, "https://a.example", 20).message


async def test_tls_with_a_server_that_speaks_none_is_a_failure(server: Server, fetcher_with: MakeFetcher) -> None:
    with pytest.raises(ConnectionFailure, match="speaks plain HTTP"):
        await fetcher_with().get(Request(server.url("/a").replace("http:", "https:")))


async def test_tls_with_a_name_too_long_for_it_is_a_failure(server: Server, fetcher_with: MakeFetcher) -> None:
    host = "a" * 64 + ".example"
    fetcher = fetcher_with(resolver=resolving(**{host.replace(".", "_"): ["127.0.0.1"]}))
    with pytest.raises(ConnectionFailure):
        await fetcher.get(Request(server.url("/a", host).replace("http:", "https:")))


async def test_a_proxy_of_the_environment_is_used(
    server: Server, fetcher_with: MakeFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.route("http://example.org/feed", Reply(b"by proxy"))
    monkeypatch.setenv("http_proxy", server.url(""))
    fetcher = fetcher_with(resolver=resolving(evil_example=["10.0.0.1"]))
    assert (await fetcher.get(Request("http://example.org/feed"))).body == b"by proxy"
    for url in ("http://127.0.0.1:9/", "http://evil.example/"):
        with pytest.raises(ForbiddenAddress):
            await fetcher.get(Request(url, trust=Trust.CONTENT))
    assert len(server.seen()) == 1


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nonsense://x", "http://[::1"])
async def test_a_proxy_of_no_use_is_named(
    fetcher_with: MakeFetcher, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("all_proxy", proxy)
    with pytest.raises(ConnectionFailure) as caught:
        await fetcher_with().get(Request("https://example.org/"))
    assert "ALL_PROXY" in caught.value.hint


async def test_two_requests_at_once_to_a_host_and_no_more(server: Server, fetcher_with: MakeFetcher) -> None:
    both = threading.Barrier(2)

    def meet(seen: Seen) -> Reply:
        both.wait(10)  # breaks, and fails the test, unless two are here at once
        return Reply(b"here")

    for n in range(10):
        server.route(f"/{n}", meet)
    fetcher = fetcher_with()
    await asyncio.gather(*(fetcher.get(Request(server.url(f"/{n}"))) for n in range(10)))
    assert server.most_open == 2
    assert len({seen.connection for seen in server.seen()}) == 2


async def test_the_limit_over_all_hosts_holds(fetcher_with: MakeFetcher) -> None:
    running = 0
    most = 0
    full = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 3:
            full.set()
        await full.wait()
        for _ in range(50):  # time for whoever else may come
            await asyncio.sleep(0)
        running -= 1
        return httpx.Response(200, content=b"here")

    fetcher = fetcher_with(transport=httpx.MockTransport(answer), max_connections=3, cache=None)
    await asyncio.gather(*(fetcher.get(Request(f"https://host{n}.example/")) for n in range(20)))
    assert most == 3


async def test_a_cancelled_request_gives_its_place_back(server: Server, fetcher_with: MakeFetcher) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def hold(seen: Seen) -> Reply:
        arrived.set()
        go_on.wait(30)
        return Reply(b"late")

    server.route("/slow", hold)
    fetcher = fetcher_with(max_connections=1)
    slow = asyncio.create_task(fetcher.get(Request(server.url("/slow"))))
    await asyncio.to_thread(arrived.wait, 30)
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
    go_on.set()
    assert (await fetcher.get(Request(server.route("/quick", Reply(b"here"))))).body == b"here"


async def test_a_pretended_server_answers_without_a_socket(fetcher_with: MakeFetcher) -> None:
    asked: list[Request] = []

    def answer(request: Request) -> Answer:
        asked.append(request)
        return Answer(200, {"Content-Type": "text/html", "ETag": '"1"'}, b"<p>sample")

    fetcher = fetcher_with(transport=AnswerTransport(answer))
    response = await fetcher.get(Request("https://inference.report/archive/2026-04-21", expect="html"))
    assert (response.body, response.content_type) == (b"<p>sample", "text/html")
    assert asked[0].url == "https://inference.report/archive/2026-04-21"


async def test_the_client_is_made_by_the_first_request_and_closing_twice_is_fine(
    server: Server, fetcher_with: MakeFetcher
) -> None:
    fetcher = fetcher_with()
    await fetcher.aclose()
    await fetcher.get(Request(server.route("/a", Reply(b"here"))))
    await fetcher.aclose()
    await fetcher.aclose()
