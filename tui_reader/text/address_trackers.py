"""Click trackers that carry their target in the address: what newsletters, mail filters and social sites wrap around
links. Told by their form, whatever their host, and unwrapped without asking anyone.

Where the target stands: encoded in a part of the path (TLDR's `/CL0/`, Amazon's `/L0/`, Cisco), with its host first
(Postmark's `/3s/`), in Base64 (Kit, Mailjet, Sailthru, Bing, among other things MailPoet), in Base64 JSON (Substack's
`/redirect/2/`, Customer.io, Mandrill, signed beehiiv), deflated (Mailgun), in a parameter (Mailchimp's kin and all the
`/click?url=`), between marks (Proofpoint). All functions take parts of an address that `address_parts` has normalised,
and never raise.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

#: Nothing is carried where none of these stands.
_HINT = re.compile(r"https?(?:%(?:25)*3A|:)|aHR0c|h0dHB|h0dHA6|odHRwcz|odHRwOi|eyJ|/eJ[w-z]|%2F", re.IGNORECASE)
#: "http:" and "https:" in Base64, at each place of its groups of three bytes.
_PACKED_WEB = re.compile(r"aHR0c|h0dHBz|h0dHA6|odHRwcz|odHRwOi")
_INNER_WEB = re.compile(r"https?://[^\s\"'<>;,|\\\]}]+")
_WEB = re.compile(r"https?:/{1,2}(?=[^/])", re.IGNORECASE)
#: Parts of a path, or files in it, by which a site says that it only passes on.
_PASSES_ON = re.compile(
    r"(?:track(?:ing)?|click(?:s|ed|through|track)?|trackclick|ct|cl|redirect(?:s|or|ion)?|redir|rd|go|goto|out|outbound"
    r"|away|exit|leave|leaving|links?2?|lnk|ls|url|ck|ctc|gotolink|clicktime|jump|external|external-link|bounce|cread|sinaurl"
    r"|\w{0,12}redirect\w{0,12}|middlem|[a-z]*-?safelinks?|[clrt](?=\.))(?:\.(?:php|aspx?|html?|cgi|do|jsp))?",
    re.IGNORECASE,
)
_TRACKER_HOST = re.compile(
    r"(?:[\w-]+\.)*?(?:(?:click|clk|trk|track|link|lnk|e?mail|news|ablink|redirect|linkprotect|urldefense|secure-web|protect)"
    r"[\w-]*|t|e|l|r|c|ct|go|out|url\d*|em\d+|cl\d*)\.[\w-]+\.[\w.-]+|(?:[\w-]+\.)*[\w-]*(?:-clicks?|klclick\d*|-trk)\.[a-z]+",
    re.IGNORECASE,
)
#: What a query says of itself, and a path that is nothing but a letter, or numbers behind one.
_SAYS_CLICK = re.compile(
    r"[?&](?:na|action|do|act|event|task|endpoint)=(?:click|redirect|track|go|link)(?:&|$)", re.IGNORECASE
)
_SHORT_PATH = re.compile(r"/[a-z]\d?(?:/\d+)*/?", re.IGNORECASE)
#: Parameters that name where a reader comes from.
_WHENCE = re.compile(
    r"ref\w*|from\w*|src|source\w*|origin\w*|return\w*|back\w*|cancel\w*|callback\w*|img|image\w*|host|site|domain|via|utm_.*|error\w*|fallback\w*"
)
#: Pages of their own, though an address is given to them.
_OWN_PAGE = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|o?auth\d?|share\w*|sharer|intent|authorize|submit\w*|save|archive|web|check|validator?|embed|proxy"
    r"|translate|preview|subscribe|unsubscribe|preferences|compose|search)(?:[./]|$)",
    re.IGNORECASE,
)
_NAMES = (
    "url", "u", "q", "target", "to", "dest", "destination", "redirect", "redirect_url", "redirecturl", "redirect_to",
    "redirectto", "link", "href", "goto", "continue", "murl", "ued", "rurl", "targeturl", "target_url", "urllink",
    "lnk", "l", "r", "a", "p", "page", "location", "out", "domain_url", "destination_url",
)  # fmt: skip
_JSON_NAMES = ("e", "l", "href", "url", "u", "target", "targeturl", "link", "destination", "redirect", "redirect_url")
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
_MOST_INFLATED = 16_384


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
        elif segment.startswith(("aHR0c", "eyJ", "eJw", "eJx", "eJy", "eJz")):
            if target := _packed(segment):
                return target
        elif (
            len(segment) > 24
            and _PACKED_WEB.search(segment)
            and _passes_on(host, path)
            and (target := _packed(segment))
        ):
            return target
    found = _AMAZON.search(path)
    return _web(found[1]) if found else ""


def _in_query(host: str, path: str, query: str) -> str:
    if not query or _OWN_PAGE.search(path):
        return ""
    if not (
        _passes_on(host, path)
        or (path == "/" and _PACKED_WEB.search(query))
        or _SHORT_PATH.fullmatch(path)
        or _SAYS_CLICK.search(query)
    ):
        return ""
    given = dict(_pairs(query))
    for name in _NAMES:
        if target := _value(given.get(name, "")):
            return target
    # A name of its own for the one address that it carries.
    others = {target for name, value in given.items() if not _WHENCE.fullmatch(name) and (target := _value(value))}
    return others.pop() if len(others) == 1 else ""


def _value(text: str) -> str:
    return _web(text) or _web(unquote(text)) or _packed(text.removeprefix("a1"))


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
    """The address in Base64: plain, as a value of JSON, among other things; "" if there is none in it."""
    if text.startswith("eJ"):
        return _deflated(text)
    if not text.startswith(("aHR0c", "eyJ")) and _PACKED_WEB.search(text) is None:
        return ""
    # A signature stands behind a dot, and a head that says how it was signed before one.
    for part in unquote(text).split(".")[:3]:
        if target := _decoded(part):
            return target
    return ""


def _deflated(text: str) -> str:
    """The address in Mailgun's older form: parameters, or JSON, deflated, in Base64."""
    try:
        told = zlib.decompressobj().decompress(_bytes(text), _MOST_INFLATED).decode("utf-8")
    except (binascii.Error, ValueError, zlib.error):
        return ""
    return _named(told, 1) or next((t for _, value in _pairs(f"?{told}") if (t := _web(value))), "")


def _bytes(text: str) -> bytes:
    bare = unquote(text).rstrip("=").replace("+", "-").replace("/", "_")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def _decoded(text: str) -> str:
    try:
        data = _bytes(text).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    if text.startswith("aHR0c"):
        return _web(data.strip()) if data.isprintable() else ""
    if text.startswith("eyJ"):
        return _named(data, 2)
    inside = _INNER_WEB.findall(data.replace("\\/", "/")) if data.isprintable() else []
    return _web(inside[0]) if len(inside) == 1 else ""


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
        kept = _bytes(packed).decode("utf-8")
    except (binascii.Error, ValueError):
        return text
    characters = iter(kept)

    def one(match: re.Match[str]) -> str:
        count = _RUN.index(match[1]) + 2 if match[1] else 1
        return "".join(next(characters, "*") for _ in range(count))

    return re.sub(r"\*(?:\*([\w-]))?", one, text)
