"""Soft failures: a status of 200 over a body that is a refusal. Pure."""

from __future__ import annotations

import re

from tui_reader.domain.errors import RateLimited, StatusError

_HEAD = 2048
_EMPTY_HINT = "The site is having trouble; try again later."
_PAGE_HINT = "The site may show a login, a block or an error page there; open it in a browser to see."
# Byte order marks, and what may stand before the first element of a page.
_LEAD = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<\?xml[^>]*>|<!--.*?-->)*", re.DOTALL)
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>/]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_RATE = re.compile(rb"rate (?:limit )?exceeded\.?", re.IGNORECASE)


def check(body: bytes, expect: str, url: str) -> None:
    """Raise what a body really says, if it is not what was asked for.

    `expect` is `feed` (RSS, Atom, JSON Feed, any XML), `xml`, `json`, `html` or `any`. RateLimited for a short body
    that says so, whatever was expected; StatusError (status 200) for an empty body, or for a web page where data was
    expected. Data where a page was expected is left to the parser.
    """
    # UTF-16 markup is its ASCII with zeros between.
    head = body[:_HEAD].replace(b"\0", b"")
    text = head[_lead_length(head) :]
    if _RATE.fullmatch(text.strip()):
        raise RateLimited(f"{url} answers that the rate of requests was exceeded.", status=200)
    if expect == "any":
        return
    if not text.strip() and len(body) <= _HEAD:
        raise StatusError(f"{url} answers with an empty body.", _EMPTY_HINT, 200)
    if expect in {"feed", "xml", "json"} and _PAGE.match(text):
        raise StatusError(f"{url} answers with a web page where a {_NAMES[expect]} was expected.", _PAGE_HINT, 200)


_NAMES = {"feed": "feed", "xml": "document in XML", "json": "document in JSON"}


def _lead_length(head: bytes) -> int:
    found = _LEAD.match(head)
    return found.end() if found else 0
