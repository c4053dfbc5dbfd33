"""Bytes to a page: HTML or plain text, by looking at them."""

from __future__ import annotations

import re

from tui_reader.domain.errors import ParseError
from tui_reader.html.block_types import Page
from tui_reader.html.blocks import html_page
from tui_reader.html.markup import root_name
from tui_reader.sources.report.plain_text import text_page
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h[1-6]|table|ul|ol|span|nav|header|meta|link)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FEEDS = frozenset(["rss", "feed", "rdf", "opml", "urlset", "sitemapindex"])
_LARGEST = 20 << 20


def open_page(data: bytes, url: str = "", content_type: str = "") -> Page:
    """The page in these bytes. Raises ParseError for what is empty, binary, too large, a feed or JSON."""
    data = unpack(data)
    if len(data) > _LARGEST:
        raise ParseError(f"the page is larger than {_LARGEST >> 20} MiB")
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    text = decode(data, match[1] if match else "")
    if not text.strip():
        raise ParseError("the page is empty")
    if text.count("\0") > 8 or text[:400_000].count("\ufffd") * 20 > len(text[:400_000]):
        raise ParseError("these bytes are no text")
    if root_name(text) in _FEEDS:
        raise ParseError("this is a feed, not a page")
    if re.match(r"\s*[\[{]\s*[\"{\[\]}]", text):
        raise ParseError("this is JSON, not a page")
    if is_html(text):
        return html_page(text, url)
    return text_page(text, url)


def is_html(text: str) -> bool:
    """Whether a text is markup: it begins so, or has several of HTML's tags."""
    head = text[:20_000]
    tags = len(_TAG.findall(head))
    return tags >= 3 or (tags > 0 and head.lstrip()[:1] == "<")
