"""The Google Reader API as FreshRSS and Miniflux speak it: what is asked, and what the answers say.

Both are served alike: POST carries the token `T=` and the header; numbers of items are taken as decimals, as tags with
sixteen hexadecimal digits, and as either with a sign (https://feedhq.readthedocs.io/en/latest/api/terminology.html).
Neither gives the id that the feed itself has for an entry.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from tui_reader.domain.errors import ParseError, UsageError
from tui_reader.domain.http import Request, Trust
from tui_reader.domain.server import Account, Flag, ServerEntry, ServerFeed
from tui_reader.sources.feed.raw import RawEntry, RawFeed, Text
from tui_reader.sources.feed.refine import refine
from tui_reader.text.charset import decode
from tui_reader.text.sanitise import clean_line

#: Numbers in one answer of ids, and entries in one of contents: what both servers give in a second or so.
IDS_AT_ONCE = 10_000
ENTRIES_AT_ONCE = 250
#: Numbers in one message of changed states.
STATES_AT_ONCE = 200
#: The client's name, as some servers list it.
_CLIENT = "inference-tui"
_STATE = "user/-/state/com.google"
ALL, READ, STARRED = f"{_STATE}/reading-list", f"{_STATE}/read", f"{_STATE}/starred"
_FLAGS = {Flag.READ: READ, Flag.STARRED: STARRED}
_LABEL = re.compile(r"user/[^/]+/label/(.*)", re.DOTALL)
_TAG = re.compile(r"(?:tag:google\.com,2005:reader/item/)([0-9a-f]{1,16})", re.IGNORECASE)
#: Where the API lies below the address that people know their server by.
_PLACES = ("/api/greader.php", "")
_MAX_BYTES = 64 * 2**20


def api_addresses(url: str) -> tuple[str, ...]:
    """Where the API may be, the likelier first: people give the address of their server, or that of the API."""
    url = url.strip().rstrip("/")
    if "://" not in url:
        url = f"https://{url}"
    for end in ("/reader/api/0", "/accounts/ClientLogin"):
        url = url.removesuffix(end)
    if url.endswith("greader.php"):
        return (url,)
    base = re.sub(r"/(i|index\.php|p|p/i)$", "", url.partition("?")[0].rstrip("/"))
    return tuple(dict.fromkeys(base + place for place in _PLACES))


# -- what is asked -----------------------------------------------------------
def login(api: str, user: str, password: str) -> Request:
    """Ask for a token. The password goes in the body, where no log of addresses has it."""
    form = (("Email", user), ("Passwd", password), ("client", _CLIENT), ("accountType", "HOSTED_OR_GOOGLE"))
    return Request(f"{api}/accounts/ClientLogin", keep=False, form=(*form, ("service", "reader"), ("output", "json")))


def token_of_login(body: bytes) -> str:
    """The token in the answer to a login; ParseError where there is none."""
    text = decode(body)
    if found := re.search(r"^Auth=(\S+)\s*$", text, re.MULTILINE):
        return found[1]
    try:
        told = msgspec.json.decode(body)
    except msgspec.DecodeError:
        told = None
    if isinstance(told, dict) and isinstance(told.get("Auth"), str):
        return str(told["Auth"])
    raise ParseError(
        f"this is no answer of a feed server; it begins with: {clean_line(text[:200])[:60] or 'nothing'}",
        "Give the address of the API: FreshRSS's ends in /api/greader.php, Miniflux's is that of the server.",
    )


def _get(account: Account, path: str, **wanted: str) -> Request:
    query = urlencode({"output": "json", "client": _CLIENT, **wanted}, quote_via=quote, safe="/-")
    return Request(
        f"{account.url}/reader/api/0/{path}?{query}",
        trust=Trust.CONFIGURED,
        headers=_headers(account),
        max_bytes=_MAX_BYTES,
        keep=False,
    )


def _post(account: Account, path: str, secret: str, form: tuple[tuple[str, str], ...]) -> Request:
    address = f"{account.url}/reader/api/0/{path}?output=json"
    return Request(address, headers=_headers(account), max_bytes=_MAX_BYTES, keep=False, form=(*form, ("T", secret)))


def _headers(account: Account) -> dict[str, str]:
    return {"Authorization": f"GoogleLogin auth={account.token}"}


def ask_secret(account: Account) -> Request:
    """Ask for the word that every POST repeats."""
    return _get(account, "token")


def secret_of(body: bytes) -> str:
    """That word. ParseError for what is none."""
    word = decode(body).strip()
    if not re.fullmatch(r"[\x21-\x7e]{8,200}", word):
        raise ParseError("the server gave no token to write with")
    return word


def ask_feeds(account: Account) -> Request:
    """Ask for the subscriptions."""
    return _get(account, "subscription/list")


def ask_numbers(account: Account, stream: str, continuation: str = "", without: str = "") -> Request:
    """Ask for the numbers of the items in a stream, a page of them."""
    wanted = {"s": stream, "n": str(IDS_AT_ONCE)}
    if without:
        wanted["xt"] = without
    if continuation:
        wanted["c"] = continuation
    return _get(account, "stream/items/ids", **wanted)


def ask_entries(account: Account, secret: str, numbers: tuple[int, ...]) -> Request:
    """Ask for entries by their numbers."""
    return _post(account, "stream/items/contents", secret, tuple(("i", str(n)) for n in numbers))


def tell_flag(account: Account, secret: str, numbers: tuple[int, ...], flag: Flag, value: bool) -> Request:
    """Tell that entries are read or starred, or not any more."""
    form = (("a" if value else "r", _FLAGS[flag]), *(("i", tag(n)) for n in numbers))
    return _post(account, "edit-tag", secret, form)


def tell_feed(
    account: Account, secret: str, action: str, feed: ServerFeed, group: str | None = None, title: str = ""
) -> Request:
    """Tell that a feed is subscribed to (`subscribe`), not any more (`unsubscribe`), or called and grouped otherwise
    (`edit`). A feed that the server does not know is named by its address."""
    form = [("ac", action), ("s", feed.stream or f"feed/{feed.url}")]
    if title:
        form.append(("t", title))
    if group:
        form.append(("a", f"user/-/label/{group}"))
    if group is not None and feed.group and feed.group != group:
        form.append(("r", f"user/-/label/{feed.group}"))
    return _post(account, "subscription/edit", secret, tuple(form))


def tag(number: int) -> str:
    """An item as both servers take it: with the hexadecimal digits of its number, as of 64 bits with a sign."""
    return f"tag:google.com,2005:reader/item/{number & (2**64 - 1):016x}"


# -- what the answers say ----------------------------------------------------
def feeds_in(body: bytes) -> tuple[ServerFeed, ...]:
    """The subscriptions. Feeds without a web address (FreshRSS makes some of pages) come with their page's."""
    found = []
    for each in _list(_document(body), "subscriptions"):
        stream, url, home = _line(each.get("id")), _line(each.get("url")), _line(each.get("htmlUrl"))
        if not stream.startswith("feed/"):
            continue
        if not url.startswith(("http://", "https://")):
            url = stream.removeprefix("feed/") if "://" in stream else home
        if not url.startswith(("http://", "https://")):
            continue
        labels = [_line(c.get("label")) or _label(_line(c.get("id"))) for c in _list(each, "categories")]
        found.append(ServerFeed(stream, url, _line(each.get("title")) or url, next(filter(None, labels), ""), home))
    return tuple(found)


def numbers_in(body: bytes) -> tuple[tuple[int, ...], str]:
    """The numbers of a page of items, and what asks for the next page ("" at the end)."""
    document = _document(body)
    numbers = tuple(n for each in _list(document, "itemRefs") if (n := number_of(each.get("id"))) is not None)
    return numbers, _line(document.get("continuation"))


def number_of(value: object) -> int | None:
    """The number of an item, however it is written; None for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    if found := _TAG.fullmatch(value.strip()):
        number = int(found[1], 16)
        return number - 2**64 if number >= 2**63 else number
    return int(value) if re.fullmatch(r"\s*-?\d{1,20}\s*", value) else None


def entries_in(body: bytes, now: datetime | None = None) -> tuple[ServerEntry, ...]:
    """The entries of an answer, cleaned like those of any feed."""
    found = []
    for each in _list(_document(body), "items"):
        number = number_of(each.get("id"))
        origin = each.get("origin")
        stream = _line(origin.get("streamId")) if isinstance(origin, dict) else ""
        if number is None:
            continue
        home = _line(origin.get("htmlUrl")) if isinstance(origin, dict) else ""
        feed = refine(RawFeed(home_url=home, entries=[_raw(each, number)], is_atom=True), home, now)
        found += [ServerEntry(number, stream, entry) for entry in feed.entries[:1]]
    return tuple(found)


def _raw(item: dict[str, Any], number: int) -> RawEntry:
    links = [*_list(item, "canonical"), *_list(item, "alternate")]
    url = next((href for link in links if (href := _line(link.get("href")))), "")
    title, text = item.get("title"), _text(item.get("content")) or _text(item.get("summary"))
    labels = [_line(c) for c in item.get("categories") or () if isinstance(c, str)]
    return RawEntry(
        title=Text(title, "text/html") if isinstance(title, str) else None,
        url=url,
        # A server that was restored from a backup gives numbers again, to other entries.
        guid=f"{tag(number)}#{_print(url, title if isinstance(title, str) else '')}",
        authors=[author] if (author := _line(item.get("author"))) else [],
        published=_moment(item.get("published")) or _moment(item.get("crawlTimeMsec"), 1_000),
        updated=_moment(item.get("updated")),
        contents=[Text(text)] if text else [],
        # What is no label and no state is a tag that the feed gave.
        tags=[label for label in labels if not label.startswith("user/")],
        enclosures=[href for e in _list(item, "enclosure") if (href := _line(e.get("href")))],
    )


def _print(url: str, title: str) -> str:
    return hashlib.blake2b((url or title).encode("utf-8", "replace"), digest_size=6).hexdigest()


def _document(body: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        said = clean_line(decode(body[:400]))[:60]
        raise ParseError(f"the server's answer is no JSON; it begins with: {said or 'nothing'}") from error
    if not isinstance(found, dict):
        raise ParseError("the server's answer is JSON of another form")
    return found


def _list(value: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = value.get(name)
    if found is not None and not isinstance(found, list):
        raise ParseError(f"the server's answer has no list of {name}")
    return [each for each in found or () if isinstance(each, dict)]


def _line(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _text(value: object) -> str:
    found = value.get("content") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _label(stream: str) -> str:
    return found[1] if (found := _LABEL.fullmatch(stream)) else ""


def _moment(value: object, per_second: int = 1) -> datetime | None:
    try:
        seconds = float(str(value)) / per_second
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def known_address(url: str) -> str:
    """The address of a server that was given by its user. Raises UsageError."""
    url = url.strip()
    if not re.match(r"(?:https?://)?[^\s/]+", url) or re.match(r"(?!https?:)[a-z]+://", url):
        raise UsageError(f"{url or 'nothing'} is no address of a feed server", "Give it as https://feeds.example.org.")
    return url
