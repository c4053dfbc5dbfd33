"""What addresses refer to: papers, repositories, and any other page by a number of its address."""

from __future__ import annotations

import hashlib
import html
import re
from functools import lru_cache

from tui_reader.text.address_parts import parse
from tui_reader.text.addresses import arxiv_id_of, folded, github_repo_of, resolve

#: Links of one text that are looked at.
MOST_LINKS = 150
_HREF = re.compile(
    r"<a\s[^<>]{0,500}?href\s*=\s*(?:\"([^\"<>]{1,4000})\"|'([^'<>]{1,4000})'|([^\s\"'<>]{1,2000}))", re.IGNORECASE
)
_MARKDOWN = re.compile(r"\]\(\s*<?([^()\s<>]{1,2000}(?:\([^()\s<>]*\)[^()\s<>]*)*)")
_BARE = re.compile(r"https?://[^\s<>\"'`\]]{4,2000}", re.IGNORECASE)
_AFTER = ".,;:!?)}*_…»”’"


@lru_cache(maxsize=512)  # storing an entry asks more than once
def address_number(url: str) -> int:
    """A number that the spellings of an address share, with and without `www.` and a slash at its end."""
    return int.from_bytes(hashlib.blake2b(folded(url).encode("utf-8", "surrogatepass"), digest_size=7).digest())


def page_target(number: int) -> str:
    """What a page is called as a reference, by the number of its address."""
    return f"at:{number:014x}"


@lru_cache(maxsize=4096)  # a feed repeats the links of its site in every entry
def reference_of(url: str) -> str:
    """What an address refers to: `arxiv:NUMBER`, `repo:owner/name`, else `at:…`, a page by its address. "" for none,
    and for the front page of a site."""
    if number := arxiv_id_of(url):
        return f"arxiv:{number}"
    if repo := github_repo_of(url):
        return f"repo:{repo.lower()}"
    parts = parse(url)
    if parts is None or (parts.path == "/" and not parts.query):
        return ""
    return page_target(address_number(url))


def targets_in(text: str, base: str = "", is_html: bool = True) -> tuple[str, ...]:
    """What the links of a text refer to, each once, in order. `base` resolves relative ones; a text that is no HTML is
    read for Markdown's links and for addresses that stand in it as they are."""
    if is_html:
        if "href" not in text and "HREF" not in text:
            return ()
        found = [
            html.unescape(m[1] or m[2] or m[3]) for _, m in zip(range(MOST_LINKS), _HREF.finditer(text), strict=False)
        ]
    elif "http" in text or "](" in text:
        found = [m[1] for _, m in zip(range(MOST_LINKS), _MARKDOWN.finditer(text), strict=False)]
        found += [_ended(m[0]) for _, m in zip(range(MOST_LINKS), _BARE.finditer(text), strict=False)]
    else:
        return ()
    addresses = (href if href[:4].lower() == "http" else _absolute(base, href) for href in dict.fromkeys(found))
    return tuple(dict.fromkeys(filter(None, map(reference_of, filter(None, addresses)))))


def _absolute(base: str, href: str) -> str:
    # A place on the page itself, mail and scripts are no references.
    return "" if href.startswith(("#", "mailto:", "javascript:", "data:", "tel:")) else resolve(base, href)


def _ended(address: str) -> str:
    """An address in running text without what ends the sentence around it."""
    while address and address[-1] in _AFTER and not (address[-1] == ")" and address.count("(") >= address.count(")")):
        address = address[:-1]
    return address
