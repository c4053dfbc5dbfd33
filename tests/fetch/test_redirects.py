from __future__ import annotations

import httpx
import pytest
from support.fetching import MakeFetcher
from support.http_server import Reply, Seen, Server

from tui_reader.domain.errors import BadRedirect, ForbiddenAddress, GoneError
from tui_reader.domain.http import Request, Trust
from tui_reader.fetch.redirects import resolved


def to(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": location})


@pytest.mark.parametrize("status", [301, 308])
async def test_a_source_that_moved_for_good_says_where_to(
    server: Server, fetcher_with: MakeFetcher, status: int
) -> None:
    url = server.route("/old", to("/newer", status))
    server.route("/newer", to("newest#part", 308))
    server.route("/newest", Reply(b"here"))
    response = await fetcher_with().get(Request(url))
    assert response.body == b"here"
    assert response.moved_to == response.url == server.url("/newest")


@pytest.mark.parametrize("statuses", [(302, 301), (301, 303), (307, 308)])
async def test_one_temporary_hop_makes_the_move_temporary(
    server: Server, fetcher_with: MakeFetcher, statuses: tuple[int, int]
) -> None:
    url = server.route("/a", to("/b", statuses[0]))
    server.route("/b", to("/c", statuses[1]))
    server.route("/c", Reply(b"here"))
    response = await fetcher_with().get(Request(url))
    assert response.url == server.url("/c")
    assert response.moved_to == ""


async def test_a_gone_target_is_gone(server: Server, fetcher_with: MakeFetcher) -> None:
    server.route("/b", Reply(status=410))
    with pytest.raises(GoneError):
        await fetcher_with().get(Request(server.route("/a", to("/b", 301))))


async def test_a_circle_is_an_error(server: Server, fetcher_with: MakeFetcher) -> None:
    server.route("/b", to("/a"))
    with pytest.raises(BadRedirect, match="circle"):
        await fetcher_with().get(Request(server.route("/a", to("/b"))))
    assert len(server.seen()) == 2


async def test_too_many_are_an_error(server: Server, fetcher_with: MakeFetcher) -> None:
    for n in range(30):
        server.route(f"/{n}", to(f"/{n + 1}"))
    with pytest.raises(BadRedirect, match="10 redirects"):
        await fetcher_with().get(Request(server.url("/0")))
    assert len(server.seen()) == 11


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://[::1",
        "https://example.org:99999/",
        "\x7f",
    ],
)
async def test_a_target_that_is_no_web_address_is_an_error(
    server: Server, fetcher_with: MakeFetcher, location: str
) -> None:
    with pytest.raises(BadRedirect):
        await fetcher_with().get(Request(server.route("/a", to(location))))
    assert len(server.seen()) == 1


async def test_a_redirect_without_a_target_is_a_refusal(server: Server, fetcher_with: MakeFetcher) -> None:
    with pytest.raises(Exception, match="302 Found"):
        await fetcher_with().get(Request(server.route("/a", Reply(status=302))))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1"])
async def test_a_configured_source_cannot_send_the_reader_into_the_private_network(
    server: Server, fetcher_with: MakeFetcher, host: str
) -> None:
    with Server() as inner:
        inner.route("/secret", Reply(b"secret"))
        url = server.route("/a", to(inner.url("/secret", host)))
        with pytest.raises(BadRedirect, match="private network"):
            await fetcher_with(configured=[url]).get(Request(url))
        assert inner.seen() == []


async def test_a_configured_place_may_be_redirected_to(server: Server, fetcher_with: MakeFetcher) -> None:
    with Server() as inner:
        target = inner.route("/open", Reply(b"open"))
        url = server.route("/a", to(target))
        fetcher = fetcher_with(configured=[inner.url("/another/path")])
        assert (await fetcher.get(Request(url))).body == b"open"


async def test_an_address_of_content_stays_out_of_the_private_network(
    server: Server, fetcher_with: MakeFetcher
) -> None:
    url = server.route("/a", Reply(b"here"))
    with pytest.raises(ForbiddenAddress):
        await fetcher_with().get(Request(url, trust=Trust.CONTENT))
    assert server.seen() == []
    assert (await fetcher_with(configured=[url]).get(Request(url, trust=Trust.CONTENT))).body == b"here"
    elsewhere = server.url("/a").replace("http:", "https:")
    with pytest.raises(ForbiddenAddress):
        await fetcher_with(configured=[elsewhere]).get(Request(url, trust=Trust.CONTENT))


async def test_keys_and_passwords_stay_with_the_server_they_were_given_for(
    server: Server, fetcher_with: MakeFetcher
) -> None:
    with Server() as other:
        target = other.route("/b", Reply(b"here"))
        url = server.route("/a", to("/same"))
        server.route("/same", to(target))
        login = url.replace("http://", "http://me:secret@")
        request = Request(login, headers={"X-API-Key": "k", "Accept-Language": "de"})
        response = await fetcher_with(configured=[target]).get(request)
        for seen in server.seen():
            assert seen.headers["x-api-key"] == "k"
            assert seen.headers["authorization"].startswith("Basic ")
        stranger = other.seen()[0].headers
        assert "x-api-key" not in stranger
        assert "authorization" not in stranger
        assert "referer" not in stranger
        assert stranger["accept-language"] == "de"
    assert "secret" not in response.url


async def test_validators_go_only_to_the_address_that_gave_them(server: Server, fetcher_with: MakeFetcher) -> None:
    url = server.route("/a", to("/b"))
    server.route("/b", Reply(b"here", headers={"ETag": '"b"'}))
    fetcher = fetcher_with()
    await fetcher.get(Request(url))
    assert (await fetcher.get(Request(url))).not_modified
    assert all("if-none-match" not in seen.headers for seen in server.seen("/a"))
    server.route("/a", to("/c"))
    server.route("/c", Reply(b"there"))
    assert (await fetcher.get(Request(url))).body == b"there"
    assert "if-none-match" not in server.seen("/c")[0].headers


async def test_a_site_that_sets_a_cookie_and_looks_again_is_no_circle(
    server: Server, fetcher_with: MakeFetcher
) -> None:
    def look(seen: Seen) -> Reply:
        if "seen=1" in seen.headers.get("cookie", ""):
            return Reply(b"welcome")
        return Reply(status=302, headers={"Location": "/a", "Set-Cookie": "seen=1"})

    url = server.route("/a", look)
    fetcher = fetcher_with()
    assert (await fetcher.get(Request(url))).body == b"welcome"
    await fetcher.get(Request(url))
    assert "cookie" not in server.seen("/a")[2].headers  # nothing is remembered from one fetch to the next


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("http:\\\\b.example\\feed", "http://b.example/feed"),
        ("\\\\b.example/feed", "http://b.example/feed"),
        ("\\feed?a=\\b", "http://a.example/feed?a=\\b"),
        (" /feed ", "http://a.example/feed"),
    ],
)
def test_backslashes_of_a_location_are_slashes(location: str, target: str) -> None:
    assert str(resolved(httpx.URL("http://a.example/x"), location)) == str(httpx.URL(target))
