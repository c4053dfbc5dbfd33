"""Short names for sources: lower-case ASCII, safe in a query, a path and a command line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from hashlib import sha256

_LONGEST = 48


def slug(text: str) -> str:
    """`The Verge — AI` becomes `the-verge-ai`, an address its host and path without `www.`, `feed` and the like.

    Empty only where nothing of the text can be written in ASCII and it is itself empty; other scripts get a short
    hash, so that two of them differ.
    """
    words = text.strip()
    if re.match(r"https?://", words, re.IGNORECASE):
        words = re.sub(r"^https?://(www\.)?", "", words, flags=re.IGNORECASE)
        words = re.sub(r"[?#].*$", "", words)
        words = re.sub(r"(/(feed|rss|atom|index|blog))?(\.(xml|rss|atom|json|rdf))?/*$", "", words, flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(plain) > _LONGEST:
        plain = plain[:_LONGEST].rsplit("-", 1)[0] if "-" in plain[:_LONGEST] else plain[:_LONGEST]
    if plain or not words:
        return plain
    return "feed-" + sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def unique_slug(text: str, taken: Collection[str]) -> str:
    """A slug that is not among those `taken`: `name`, else `name-2`, `name-3`, …"""
    base = slug(text) or "feed"
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
