"""What the sources would say, said from inside the package: a pure function from a request to an answer.

It is given to the ordinary fetch layer in the place of a network, so the sample edition takes the same way as real
issues, feeds and papers do.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qs, unquote, urlsplit

from tui_reader.demo.edition import ANNOUNCED, DOCUMENTS, MOVED, PAPERS
from tui_reader.domain.http import Answer, Request

_ENTRY = re.compile(r"  <entry>\n.*?\n  </entry>\n", re.DOTALL)
_TERM = re.compile(r'<category term="([^"]+)"')
_NUMBER = re.compile(r"<id>http://arxiv\.org/abs/([^<]+?)(?:v\d+)?</id>")
_VERSION = re.compile(r"v\d+$")
#: What arXiv gives at most on a page of answers (https://info.arxiv.org/help/api/user-manual.html).
_MOST = 2000


def answer(request: Request) -> Answer:
    """The sample's answer to a request for a default address: 200, 301, 304 to a known ETag, 401 where the real service
    wants a key, and 404 for everything else. Never raises."""
    try:
        parts = urlsplit(request.url)
        host, query = (parts.hostname or "").lower(), parts.query
    except ValueError:
        return _refusal(404, "Not an address.")
    if parts.scheme not in ("http", "https"):
        return _refusal(404, "Not an address of the web.")
    path = unquote(parts.path).strip("/")
    place = f"{host}/{path}"
    if place in MOVED:
        return Answer(301, {"location": MOVED[place]}, b"")
    if host == "artificialanalysis.ai":
        return Answer(401, {"content-type": "application/json"}, b'{"error": "The sample edition has no API key."}')
    content = _content(host, path, query)
    if content is None:
        return _refusal(404, "The sample edition has nothing here.")
    body, content_type = content
    return _with_validator(body, content_type, request.headers)


def _content(host: str, path: str, query: str) -> tuple[bytes, str] | None:
    """The body and content type of what is at a place, or None."""
    if host == "rss.arxiv.org" and path.startswith("atom/"):
        return _announced(path.removeprefix("atom/")).encode(), ANNOUNCED.content_type
    if f"{host}/{path}" == "export.arxiv.org/api/query":
        return _papers(query).encode(), PAPERS.content_type
    if f"{host}/{path}".startswith("arxiv.org/html/"):
        path = _VERSION.sub("", path)
    document = DOCUMENTS.get(f"{host}/{path}")
    return (_file(document.file), document.content_type) if document else None


@cache
def _file(name: str) -> bytes:
    return files("tui_reader.demo").joinpath("data", name).read_bytes()


def _announced(wanted: str) -> str:
    """The day's announcements in categories joined by `+`; an archive, `cs`, means all of its categories."""
    categories = wanted.split("+")
    return _only(_file(ANNOUNCED.file).decode(), lambda entry: _is_in(entry, categories))[0]


def _papers(query: str) -> str:
    """A page of the query API: the papers of `id_list`, else those in the categories that `search_query` names with
    `cat:`, else all, newest first; `start` and `max_results` cut it."""
    fields = parse_qs(query)
    numbers = [_VERSION.sub("", n.strip()) for n in fields.get("id_list", [""])[0].split(",") if n.strip()]
    categories = re.findall(r"cat:([\w.*-]+)", fields.get("search_query", [""])[0])

    def is_wanted(entry: str) -> bool:
        if numbers:
            return _number(entry) in numbers
        return not categories or _is_in(entry, [c.removesuffix(".*").removesuffix("*") for c in categories])

    start = _whole(fields, "start", 0)
    most = min(_whole(fields, "max_results", 10), _MOST)
    page, total, shown = _only(_file(PAPERS.file).decode(), is_wanted, start, most)
    for name, value in (("itemsPerPage", shown), ("totalResults", total), ("startIndex", start)):
        page = page.replace(f"<opensearch:{name}>0<", f"<opensearch:{name}>{value}<", 1)
    return page


def _only(feed: str, is_wanted: Callable[[str], bool], start: int = 0, most: int | None = None) -> tuple[str, int, int]:
    """The feed with the wanted entries of a slice alone; how many were wanted, and how many are in the slice."""
    entries = [entry for entry in _ENTRY.findall(feed) if is_wanted(entry)]
    slice_ = entries[start : None if most is None else start + most]
    head, tail = _ENTRY.split(feed)[0], _ENTRY.split(feed)[-1]
    return head + "".join(slice_) + tail, len(entries), len(slice_)


def _is_in(entry: str, categories: list[str]) -> bool:
    return any(
        term == wanted or term.startswith(f"{wanted}.") for term in _TERM.findall(entry) for wanted in categories
    )


def _number(entry: str) -> str:
    match = _NUMBER.search(entry)
    return match[1] if match else ""


def _whole(fields: Mapping[str, list[str]], name: str, default: int) -> int:
    text = fields.get(name, [""])[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def _with_validator(body: bytes, content_type: str, headers: Mapping[str, str]) -> Answer:
    """The body with its ETag, or 304 where the request says that it has it (RFC 9110, section 13.1.2)."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    known = next((value for name, value in headers.items() if name.lower() == "if-none-match"), "")
    if known.strip() == "*" or tag in [t.strip().removeprefix("W/") for t in known.split(",")]:
        return Answer(304, {"etag": tag}, b"")
    return Answer(200, {"content-type": content_type, "etag": tag, "content-length": str(len(body))}, body)


def _refusal(status: int, text: str) -> Answer:
    return Answer(status, {"content-type": "text/plain; charset=utf-8"}, text.encode())
