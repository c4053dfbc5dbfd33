"""What a page says of itself, in the words of Open Graph (https://ogp.me), HTML and what saved it."""

from __future__ import annotations

import re

from lxml import etree

from tui_reader.html.markup import all_text
from tui_reader.text.sanitise import clean_line

_LONGEST = 400
_NAMES = {
    "og:title": "title", "og:site_name": "site", "og:url": "url", "article:published_time": "date",
    "article:modified_time": "updated", "og:description": "summary", "author": "author", "article:author": "author",
    "description": "summary", "citation_author": "author", "dc.creator": "author", "date": "date", "dc.date": "date",
}  # fmt: skip
_BY = re.compile(r"[Bb]y\s+([^|·•\d]{2,80})")
#: Browsers and SingleFile write into a page where it was saved from.
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d{1,6}\)(?P<browser>\S{1,2000})|[^>]{0,200}?\burl:\s*(?P<file>https?://\S{1,2000}))"
)


def page_facts(root: etree._Element) -> dict[str, str]:
    """`title`, `site`, `url`, `date`, `updated`, `author` and `summary` of a page, as far as it says them."""
    facts: dict[str, str] = {}

    def keep(name: str, value: str | None) -> None:
        if value and (text := clean_line(value)):
            facts.setdefault(name, text[:_LONGEST])

    for element in root.iter("meta"):
        name = _NAMES.get((element.get("property") or element.get("name") or "").lower())
        if name and not (name == "author" and "://" in (element.get("content") or "")):
            keep(name, element.get("content"))
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            keep("url", element.get("href"))
    for element in root.iter("time"):
        keep("date", element.get("datetime"))
    for element in root.iter("a", "span", "p", "div", "address"):
        if "author" in (element.get("rel") or "").split() or element.get("itemprop") == "author":
            keep("author", all_text(element))
        elif "byline" in (element.get("class") or "").split() and (by := _BY.fullmatch(clean_line(all_text(element)))):
            keep("author", by[1])
    for name in ("h1", "title"):
        for element in root.iter(name):
            keep("title", all_text(element))
    return facts


def saved_from(source: str) -> str:
    """The address that a saved page's own markup names, "" when none."""
    found = _SAVED_FROM.search(source, 0, 20_000)
    return (found["browser"] or found["file"]) if found else ""
