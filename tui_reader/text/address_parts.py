"""Addresses taken apart into their parts and put together again, in one form.

The syntax is RFC 3986's, read as leniently as browsers do (https://url.spec.whatwg.org/): control characters dropped,
backslashes taken for slashes. Nothing here raises, whatever it is given.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?:/*([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_LOGIN = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#\s]*@")
_LOGINS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}://)[^/?#\s]*@")
#: Parameters that hold a key, and private feeds whose key is a part of the path (Substack's, Supporting Cast's).
_KEYED = re.compile(
    r"([?&;#](?:amp;)?(?:[\w.-]{0,30}[_.-])?(?:api_?key|key|token|secret|pass(?:word|wd|phrase)?|pwd|auth|sig(?:nature)?"
    r"|credentials?|[a-z]{1,20}(?:token|apikey|secret|password))=)[^&#\s\"'<>]+"
    r"|(/private/|[?&]feed=)[0-9a-f][0-9a-f-]{19,80}(?=[./&#\s]|$)",
    re.IGNORECASE,
)
_JUNK = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")
_HOST_LABELS = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_-])?")
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_MAX_LENGTH = 8192
#: Of what no part of an address has to be encoded; its query and its fragment begin with their marks.
_PLAIN = re.compile(r"[?#]?[A-Za-z0-9._~/:@!$&'()*+,;=-]*")


class Parts(NamedTuple):
    """An address taken apart: `host` in lower case and ASCII, `query` and `fragment` with their marks."""

    scheme: str
    host: str
    port: str
    path: str
    query: str
    fragment: str


def login_hidden(url: str) -> str:
    """The address to show, with what it says of a user, a password and a key replaced by `***`."""
    return _keys_hidden(_LOGIN.sub(r"\1***@", url))


def logins_hidden(text: str) -> str:
    """Words for the user or the log, with the login and the keys of each address in them replaced by `***`."""
    return _keys_hidden(_LOGINS.sub(r"\1***@", text) if "@" in text else text)


def _keys_hidden(text: str) -> str:
    return _KEYED.sub(lambda found: f"{found[1] or found[2]}***", text) if "://" in text else text


def without_login(url: str) -> str:
    """The address without user, password and the parameters that hold a key."""
    bare = _LOGIN.sub(r"\1", url)
    if _KEYED.search(bare) is None:
        return bare
    front, mark, fragment = bare.partition("#")
    path, question, query = front.partition("?")
    kept = "&".join(pair for pair in query.split("&") if not _KEYED.search(f"?{pair}"))
    return login_hidden(path) + (question and kept and f"?{kept}") + mark + fragment


def trim(url: str) -> str:
    """The address without the control and invisible characters in it and the spaces around it."""
    return _JUNK.sub("", url).strip()


@lru_cache(maxsize=1024)
def parse(url: str) -> Parts | None:
    """A web address in parts, percent-encoding and dot segments normalised; None when it is not usable."""
    url = trim(url)
    if url.startswith("//"):
        url = "https:" + url
    match = _URL.fullmatch(url) if len(url) <= _MAX_LENGTH else None
    if match is None or match[1].lower() not in {"http", "https"}:
        return None
    scheme = match[1].lower()
    rest = url[match.end(1) + 1 :]
    # In the address of a web page a backslash is a slash; what follows "?" or "#" is not touched.
    front = re.match(r"[^?#]*", rest)
    before = (front[0] if front else "").replace("\\", "/")
    if not before.startswith("//"):
        return None
    authority, slash, path = before.lstrip("/").partition("/")
    found_host, colon, port = _split_port(authority.rpartition("@")[2])
    ascii_host = _ascii_host(found_host)
    if not ascii_host or (colon and port and not (port.isascii() and port.isdigit() and int(port[:8]) <= 65535)):
        return None
    return Parts(
        scheme,
        ascii_host,
        bare_port(scheme, port),
        _without_dots(_encode(slash + path, "/:@!$&'()*+,;=")) or "/",
        _encode(match[4] or "", "?/:@!$&'()*+,;=[]"),
        _encode(match[5] or "", "#?/:@!$&'()*+,;="),
    )


def unparse(parts: Parts) -> str:
    """The address that has these parts."""
    return f"{parts.scheme}://{parts.host}{parts.port and ':' + parts.port}{parts.path}{parts.query}{parts.fragment}"


def _split_port(authority: str) -> tuple[str, str, str]:
    if authority.startswith("["):
        inside, bracket, after = authority.partition("]")
        return (inside + bracket, ":" if after else "", after.removeprefix(":"))
    return authority.partition(":")


def bare_port(scheme: str, port: str) -> str:
    """The port without leading zeros, "" for the scheme's own."""
    port = port.lstrip("0")
    return "" if port == {"http": "80", "https": "443"}[scheme] else port


@lru_cache(maxsize=512)  # a feed names the same few hosts over and over
def _ascii_host(name: str) -> str:
    """A host name in its ASCII form (RFC 3490), "" when it is none."""
    name = unquote(name).strip().lower() if "%" in name else name.lower()
    if len(name) > 253:
        return ""
    if name.startswith("["):
        return name if _IPV6.fullmatch(name) else ""
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return ""
    name = name.removesuffix(".")
    return name if _HOST_LABELS.fullmatch(name) and ".." not in name else ""


def _encode(text: str, safe: str) -> str:
    """Percent-encoding in one form: unreserved characters bare, the others in capitals, nothing encoded twice."""
    if _PLAIN.fullmatch(text):
        return text

    def one(match: re.Match[str]) -> str:
        if match[1] is None:
            return "%25"
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return quote(_PERCENT.sub(one, text), safe + "%", errors="replace")


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept)
