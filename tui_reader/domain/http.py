"""A request to a source and its answer, without any HTTP library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field


class Trust(StrEnum):
    """Where an address came from. One from CONTENT is not followed into private networks."""

    CONFIGURED = "configured"
    CONTENT = "content"


class Freshness(StrEnum):
    """How a fetch treats what is cached: DUE answers from the cache while that is fresh, ASK always asks (with
    validators), CACHED never touches the network."""

    DUE = "due"
    ASK = "ask"
    CACHED = "cached"


class Request(Struct, frozen=True):
    """A GET, or with `form` a POST of those names and values, which no cache answers or keeps. `expect` names the
    media family a soft failure is judged by: `feed`, `html`, `json`, `any`; an answer that is not to `keep` stays out
    of the cache."""

    url: str
    expect: str = "any"
    trust: Trust = Trust.CONFIGURED
    freshness: Freshness = Freshness.ASK
    headers: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int | None = None
    keep: bool = True
    form: tuple[tuple[str, str], ...] | None = None


class Response(Struct, frozen=True):
    """An answer with status 200 (or 304, answered by the cache: `not_modified`).

    `url` is the final address, `moved_to` the new permanent address when every hop was 301 or 308, `expires` until
    when the server calls it fresh, `from_cache` whether no request was sent at all.
    """

    url: str
    body: bytes
    content_type: str = ""
    charset: str = ""
    fetched_at: datetime | None = None
    expires: datetime | None = None
    not_modified: bool = False
    from_cache: bool = False
    moved_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Answer(Struct, frozen=True):
    """What a pretended server (the sample edition) says: status, headers, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class CachedResponse(Struct, frozen=True):
    """An answer with status 200 as the cache keeps it, under the address that was asked for (`url`).

    `final_url` is where the redirects ended and whom `etag` and `last_modified` belong to; `expires` is until when the
    server calls it fresh (None: not at all); `moved_to` as in `Response`. Datetimes are aware, in UTC.
    """

    url: str
    final_url: str
    body: bytes
    content_type: str
    charset: str
    etag: str
    last_modified: str
    fetched_at: datetime
    expires: datetime | None = None
    moved_to: str = ""


class Download(Struct, frozen=True):
    """A file to be fetched to a place, an absolute path in a folder that is there: what comes is written to
    `PLACE.part`, and a broken download goes on from there. `trust` as in `Request`; `max_bytes` at most; what does not
    begin with `begins` is refused; `mode` is that of the file when it is whole."""

    url: str
    place: str
    trust: Trust = Trust.CONFIGURED
    max_bytes: int = 1 << 40
    begins: bytes = b""
    mode: int = 0o600


class Downloaded(Struct, frozen=True):
    """A file that was fetched: its size, and how many bytes of it were there before."""

    place: str
    size: int
    resumed_at: int = 0
    content_type: str = ""
