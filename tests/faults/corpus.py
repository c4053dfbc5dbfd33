"""Hostile input, the same for the same seed: feeds that are floods, answers that lie, and texts that are more."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterator

from support.http_server import Reply

HOSTILE_CHARACTERS = (
    "\x1b[31m",
    "\x1b]0;owned\x07",
    "\x9b2J",
    "\x00",
    "\x07",
    "\x08",
    "\r",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\ud800",
    "\U000e0041",
    "[bold red]",
    "[link=http://x]",
    "{title}",
    "$(reboot)",
    "`id`",
    "=1+1",
    "\u2028",
    "</script>",
    "\t",
    "🏴‍☠️",
    "e\u0301" * 30,
    "%s%n",
    "../../etc/passwd",
    "|",
    "\\",
    '"',
    "'",
)
_ITEM = "<item><title>{}</title><guid>{}</guid><description>{}</description></item>"


def rss(inside: str) -> bytes:
    """A feed of these elements."""
    return f"<rss version='2.0'><channel><title>T</title>{inside}</channel></rss>".encode("utf-8", "surrogatepass")


def hostile_text(seed: int) -> str:
    """A short text of what terminals, markup, shells and spreadsheets take for more than text."""
    chance = random.Random(seed)
    words = ("model", "論文", "naïve", " ")
    return "".join(chance.choice((*HOSTILE_CHARACTERS, *words)) for _ in range(chance.randrange(1, 12)))


def contents(size: int) -> Iterator[tuple[str, bytes]]:
    """Names and bodies of floods of about `size` bytes, and of small things that are odd."""
    floods: dict[str, Callable[[int], str]] = {
        "<": lambda n: "<" * n,
        "& in a title": lambda n: _ITEM.format("&" * n, 1, ""),
        "open elements": lambda n: "<a>" * (n // 3),
        "open elements in a text": lambda n: _ITEM.format("t", 1, "&lt;b&gt;" * (n // 9)),
        "tables in a text": lambda n: _ITEM.format("t", 1, "<![CDATA[" + "<table><tr><td>" * (n // 15) + "]]>"),
        "attributes": lambda n: "<item " + " ".join(f'a{i}="1"' for i in range(n // 10)) + "/>",
        "categories": lambda n: "<item>" + "<category>a</category>" * (n // 22) + "</item>",
        "empty items": lambda n: "<item/>" * (n // 7),
        "comments": lambda n: "<!-- " * (n // 5),
        "an id": lambda n: _ITEM.format("t", "1" * n, ""),
        "formulas": lambda n: _ITEM.format("t", 1, "<![CDATA[" + "$\\frac{" * (n // 7) + "]]>"),
        "marks": lambda n: _ITEM.format("t", 1, "*_[(" * (n // 4)),
    }
    for name, flood in floods.items():
        yield name, rss(flood(size))
    yield "JSON lists", b"[" * size
    yield "JSON items", b'{"version":"https://jsonfeed.org/version/1","items":[' + b"{}," * (size // 3) + b"{}]}"
    yield "gzip", gzip.compress(rss("<item/>" * (size // 7)))
    yield "gzip in gzip", gzip.compress(gzip.compress(b" " * size * 20))
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 9}">' for i in range(1, 12))
    yield "entities", f'<!DOCTYPE r [<!ENTITY a0 "ha">{laughs}]>'.encode() + rss(_ITEM.format("&a11;", 1, ""))
    for name in ("utf-16", "utf-32", "shift_jis", "utf-7", "no-such", "hex"):
        yield (
            f"said to be {name}",
            f'<?xml version="1.0" encoding="{name}"?>'.encode() + rss(_ITEM.format("t\xe9", 1, "")),
        )
    for date in ("9999-99-99", "Mon, 31 Feb 99999", "-1", "0000-00-00T00:00:00Z", "1" * 500):
        yield f"date {date[:12]}", rss(f"<item><title>t</title><pubDate>{date}</pubDate></item>")


def flipped(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """The bytes with some of them changed, cut or doubled."""
    chance = random.Random(seed)
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 8)):
            at = chance.randrange(len(changed))
            changed[at : at + chance.choice((0, 1, 1, 40))] = bytes([chance.randrange(256)]) * chance.choice(
                (0, 1, 1, 9)
            )
        yield bytes(changed)


def answers(good: bytes) -> Iterator[tuple[str, Reply]]:
    """Answers that servers should not give."""
    xml = {"Content-Type": "application/rss+xml"}
    yield "cut", Reply(good, headers=xml, length=len(good) + 1000, cut=True)
    yield "nothing", Reply(b"", headers=xml)
    yield "endless", Reply(headers=xml, chunks=lambda: iter(lambda: b"x" * 65536, b""))
    yield "a bomb", Reply(gzip.compress(b"0" * (64 << 20)), headers=xml | {"Content-Encoding": "gzip"})
    yield "a bomb unsaid", Reply(gzip.compress(b"0" * (64 << 20)), headers=xml)
    yield (
        "deflated rubbish",
        Reply(zlib.compress(good)[:-9] + b"123456789", headers=xml | {"Content-Encoding": "deflate"}),
    )
    yield "no gzip at all", Reply(good, headers=xml | {"Content-Encoding": "gzip"})
    yield "a coding of its own", Reply(good, headers=xml | {"Content-Encoding": "br"})
    yield "a page", Reply(b"<html><body>Sign in</body></html>", headers={"Content-Type": "text/html"})
    yield "JSON", Reply(json.dumps({"error": "no"}).encode(), headers=xml)
    for status in (100 + 99, 204, 206, 400, 401, 403, 404, 410, 418, 451, 500, 503):
        yield f"status {status}", Reply(b"no", status)  # a Retry-After would hold for the whole host
    for to in (
        "http:\\\\x",
        "//",
        "file:///etc/passwd",
        "http://10.0.0.1/",
        "/loop",
        "javascript:1",
        "http://[::",
        "\xff",
    ):
        yield f"to {to}", Reply(b"", 302, headers={"Location": to})
