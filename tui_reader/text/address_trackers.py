"""Click trackers that carry their target in the address: what newsletters, mail filters and social sites wrap around
links. Told by their form, whatever their host, and unwrapped without asking anyone.

Where the target stands: encoded in a part of the path (TLDR's `/CL0/`, Amazon's `/L0/`, Cisco), with its host first
(Postmark's `/3s/`), in Base64 (Kit, Mailjet, Sailthru, Bing), in Base64 JSON (Substack's `/redirect/2/`, Customer.io,
Mandrill), in a parameter (Mailchimp's kin and all the `/click?url=`), between marks (Proofpoint). All functions take
parts of an address that `address_parts` has normalised, and never raise.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

#: Nothing is carried where none of these stands.
_HINT = re.compile(r"https?(?:%(?:25)*3A|:)|aHR0c|eyJ|%2F", re.IGNORECASE)
_WEB = re.compile(r"https?:/{1,2}(?=[^/])", re.IGNORECASE)
#: Parts of a path, or files in it, by which a site says that it only passes on.
_PASSES_ON = re.compile(
    r"(?:track(?:ing)?|click(?:s|ed|through|track)?|trackclick|ct|cl|redirect(?:s|or|ion)?|redir|rd|go|goto|out|outbound"
    r"|away|exit|leave|leaving|links?2?|lnk|ls|url|ck|ctc|gotolink|clicktime|jump|external|external-link|bounce|cread|sinaurl)"
    r"(?:\.(?:php|aspx?|html?|cgi|do))?",
    re.IGNORECASE,
)
_TRACKER_HOST = re.compile(
    r"(?:[\w-]+\.)*?(?:(?:click|clk|trk|track|link|lnk|e?mail|news|ablink|redirect|linkprotect|urldefense|secure-web|protect)"
    r"[\w-]*|t|e|l|r|c|ct|go|out|url\d*|em\d+|cl\d*)\.[\w-]+\.[\w.-]+",
    re.IGNORECASE,
)
#: Pages of their own, though an address is given to them.
_OWN_PAGE = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|o?auth\d?|share\w*|sharer|intent|submit|save|archive|web|check|validator?|embed|proxy"
    r"|translate|preview|subscribe|unsubscribe|preferences|compose|search)(?:[./]|$)",
    re.IGNORECASE,
)
_NAMES = (
    "url", "u", "q", "target", "to", "dest", "destination", "redirect", "redirect_url", "redirecturl", "redirect_to",
    "redirectto", "link", "href", "goto", "continue", "murl", "ued", "rurl", "targeturl", "target_url", "urllink",
    "lnk", "l", "r", "a", "p", "page", "location", "out", "domain_url", "destination_url",
)  # fmt: skip
_JSON_NAMES = ("e", "href", "url", "u", "target", "targeturl", "link", "destination", "redirect", "redirect_url")
#: TLDR and Amazon SES: the target, a number, an id and a signature behind a part of this name.
_AMAZON = re.compile(r"/(?:CL|L|CI)\d/(https?:/{1,2}.+?)/\d{1,3}/[0-9A-Za-z-]{8,}(?:/.*)?$", re.DOTALL)
#: Postmark: a number and a letter for the scheme, the target that begins with its host, then ids.
_POSTMARK = re.compile(
    r"/\d(t?)(s?)/((?:[a-z0-9-]+\.)+[a-z]{2,}(?:%3A\d+)?(?:%(?:2F|3F|23)[^/]*)?)/[\w-]{3,}(?:/|$)", re.IGNORECASE
)
_PROOFPOINT_3 = re.compile(r"/v3/__(https?:/{1,2}.+?)__;([\w=-]*)(?:!|$)", re.DOTALL)
_PROOFPOINT = re.compile(r"[?&]u=([^&]+)")
_RUN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MOST_SEGMENTS = 24


def tracked(host: str, path: str, query: str) -> str:
    """The address that a click tracker leads to, as it stands in its own; "" for what is none."""
    if host.startswith("urldefense."):
        return _proofpoint(path, query)
    if _HINT.search(path) is None and _HINT.search(query) is None:
        return ""
    return _in_path(host, path) or _in_query(host, path, query)


def _in_path(host: str, path: str) -> str:
    if found := _POSTMARK.match(path):
        return _web(f"http{found[2]}://{unquote(found[3])}")
    segments = path.split("/")[1 : _MOST_SEGMENTS + 1]
    for number, segment in enumerate(segments):
        if segment[:4].lower() == "http" and "%2F" in segment:
            before = segments[number - 1] if number else ""
            if re.fullmatch(r"[A-Z]{1,3}\d", before) or _passes_on(host, path):
                return _web(unquote(segment))
        elif segment.startswith(("aHR0c", "eyJ")) and (target := _packed(segment)):
            return target
    found = _AMAZON.search(path)
    return _web(found[1]) if found else ""


def _in_query(host: str, path: str, query: str) -> str:
    if not query or _OWN_PAGE.search(path) or not _passes_on(host, path):
        return ""
    given = dict(_pairs(query))
    for name in _NAMES:
        value = given.get(name, "")
        if target := _web(value) or _web(unquote(value)) or _packed(value.removeprefix("a1")):
            return target
    return ""


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    for pair in reversed(query[1:].split("&")[:100]):
        name, _, value = pair.partition("=")
        yield name.lower(), unquote(value.replace("+", "%20"))


def _passes_on(host: str, path: str) -> bool:
    return _TRACKER_HOST.fullmatch(host) is not None or any(map(_PASSES_ON.fullmatch, path.split("/")))


def _web(text: str) -> str:
    """The text, if it is an absolute address, with two slashes where one was lost."""
    found = _WEB.match(text)
    return _WEB.sub(found[0].rstrip("/") + "//", text, count=1) if found else ""


def _packed(text: str) -> str:
    """The address in Base64, plain or as a value of JSON; "" if there is none in it."""
    if not text.startswith(("aHR0c", "eyJ")):
        return ""
    # A signature stands behind a dot.
    bare = unquote(text).partition(".")[0].rstrip("=").replace("+", "-").replace("/", "_")
    try:
        data = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    if text.startswith("aHR0c"):
        return _web(data.strip()) if data.isprintable() else ""
    return _named(data, 2)


def _named(text: str, depth: int) -> str:
    """The address in an object of JSON; Mandrill's holds another as a string."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    values = {str(name).lower(): value for name, value in told.items()} if isinstance(told, dict) else {}
    for name in _JSON_NAMES:
        if isinstance(values.get(name), str) and (target := _web(values[name])):
            return target
    inner = values.get("p")
    return _named(inner, depth - 1) if isinstance(inner, str) and depth else ""


def _proofpoint(path: str, query: str) -> str:
    """Proofpoint's three versions (https://help.proofpoint.com, "URL Defense")."""
    if found := _PROOFPOINT_3.match(path + query):
        return _web(_with_runs(found[1], found[2]))
    wrapped = _PROOFPOINT.search(query)
    if wrapped is None:
        return ""
    text = wrapped[1].replace("-", "%").replace("_", "/") if path.startswith("/v2") else wrapped[1]
    return _web(unquote(text))


def _with_runs(text: str, packed: str) -> str:
    """Version 3 puts `*` for a character that it keeps in Base64, and `**` with a letter for a run of two and more."""
    try:
        kept = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return text
    characters = iter(kept)

    def one(match: re.Match[str]) -> str:
        count = _RUN.index(match[1]) + 2 if match[1] else 1
        return "".join(next(characters, "*") for _ in range(count))

    return re.sub(r"\*(?:\*([\w-]))?", one, text)
