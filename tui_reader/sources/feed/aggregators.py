"""Aggregators whose entries link their own page of comments though they are about a story elsewhere.

Hacker News feeds (hnrss.org with `link=comments`) name the story after "Article URL:", Reddit's in a link called
"[link]". The story becomes the entry's address, the aggregator's page its comments.
"""

from __future__ import annotations

import html
import re

from tui_reader.text.addresses import host, resolve

_HACKER_NEWS = re.compile(
    r"Article URL:\s*(?:<[^<>]{0,200}>\s*)*?<a\s[^<>]{0,500}?href=[\"']([^\"'<>]{1,2000})[\"']"
    r"|Article URL:\s*(https?://[^\s<>\"']{1,2000})",
    re.IGNORECASE,
)
_REDDIT = re.compile(
    r"<a\s[^<>]{0,500}?href=[\"']([^\"'<>]{1,2000})[\"'][^<>]{0,500}>\s*\[link\]\s*</a>", re.IGNORECASE
)
_REDDIT_HOSTS = re.compile(r"(?:[a-z]+\.)?(?:reddit\.com|redd\.it|redditmedia\.com)")
_NAMED_WITHIN = 20_000


def original(url: str, body: str) -> str:
    """The story that an aggregator's entry is about, "" where it is about itself or is none of an aggregator's."""
    at = host(url)
    if at == "news.ycombinator.com":
        found = _HACKER_NEWS.search(body[:_NAMED_WITHIN])
        named = (found[1] or found[2]) if found else ""
    elif _REDDIT_HOSTS.fullmatch(at):
        found = _REDDIT.search(body[:_NAMED_WITHIN])
        named = found[1] if found else ""
    else:
        return ""
    story = resolve("", html.unescape(named)) if named else ""
    return story if story and host(story) != at and not _REDDIT_HOSTS.fullmatch(host(story)) else ""
