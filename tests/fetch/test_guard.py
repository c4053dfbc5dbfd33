from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.errors import ForbiddenAddress
from tui_reader.fetch import guard

PRIVATE = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fd00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::10.0.0.1]",
    "[2002:7f00:0001::]",
    "localhost",
    "LOCALHOST.",
    "printer.localhost",
    "127.0.0.1.",
    "127。0。0。1",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_every_notation_of_a_private_address_is_refused(host: str) -> None:
    with pytest.raises(ForbiddenAddress):
        guard.check_host(guard.origin(guard.parse(f"http://{host}/x")).host)
    with pytest.raises(ForbiddenAddress):
        guard.check_host(host.replace("%25", "%").replace("。", "."))


@pytest.mark.parametrize(
    "host",
    ["example.org", "1.1.1.1", "134744072", "[2606:4700::1111]", "[::ffff:8.8.8.8]", "[64:ff9b::8.8.8.8]", "1e100.net"],
)
def test_public_addresses_and_names_pass(host: str) -> None:
    guard.check_host(guard.origin(guard.parse(f"https://{host}/")).host)


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["93.184.215.14", "::1"], ["fe80::1%eth0"], ["not an address"]])
def test_a_name_with_one_private_address_is_refused(addresses: list[str]) -> None:
    with pytest.raises(ForbiddenAddress, match=r"example\.org"):
        guard.check_resolved("example.org", addresses)


def test_a_name_with_public_addresses_passes() -> None:
    guard.check_resolved("example.org", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed.xml",
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "https://example.org:0/",
        "https://example.org:70000/",
        "http://exa\x00mple.org/",
        "http://[::1/",
        "http://\u202eevil.org/",
        "http://" + "a" * 70_000 + ".org",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenAddress) as caught:
        guard.parse(url)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 500


@given(st.text() | st.text().map("http://{}".format))
def test_parsing_any_text_gives_an_address_or_our_error(text: str) -> None:
    try:
        url = guard.parse(text)
    except ForbiddenAddress:
        return
    assert url.scheme in ("http", "https")
    assert guard.origin(url).port


@given(st.ip_addresses())
def test_wrapping_an_address_changes_nothing_about_its_privacy(address: guard.IPAddress) -> None:
    if address.version == 4:
        assert guard.is_local_host(f"::ffff:{address}") == guard.is_local_host(str(address))
        assert guard.is_local_host(str(int(address))) == guard.is_local_host(str(address))


def test_origins_fill_in_the_port_and_skip_what_is_none() -> None:
    found = guard.origins(["HTTP://Example.org/a", "https://example.org:8443", "nonsense"])
    assert found == {guard.Origin("http", "example.org", 80), guard.Origin("https", "example.org", 8443)}


def test_messages_show_no_password_and_no_end_of_line() -> None:
    assert guard.shown("https://me:secret@example.org/a#b") == "https://example.org/a"
    assert guard.shown("ht tp://x\r\n\x1b[31m") == "ht tp://x???[31m"
    assert str(guard.without_login(httpx.URL("https://me@example.org/?q=1#f"))) == "https://example.org/?q=1"
