"""Lists of subscriptions: OPML 1.0 and 2.0 in and out (http://opml.org/spec2.opml), and FOAF lists in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Subscription
from tui_reader.html.markup import all_text, local, xml_tree
from tui_reader.html.render import to_text
from tui_reader.sources.feed.discover import feed_address
from tui_reader.text.address_parts import login_hidden, without_login
from tui_reader.text.addresses import host, is_web, resolve
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line
from tui_reader.text.slugs import unique_slug

_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,30});)")
_OUTLINE_START = re.compile(r"<outline\b(?:(?!<outline\b).){0,8000}?>(?=\s*(?:<|$))", re.DOTALL)
_BEGINS = re.compile(r"<(?:\?xml|!DOCTYPE|opml|rdf:RDF|body|outline)\b", re.IGNORECASE)
_MOST_BEFORE = 6_000
_KNOWN_ATTRIBUTE = r"(?:xmlUrl|htmlUrl|title|text|type|description|url|category|version|language)"
#: An attribute whose value goes on to the quote before the next attribute, or before the end of the element.
_QUOTED = re.compile(
    r"""(\s[A-Za-z_][\w:.-]*\s*=\s*)"((?:.|\n){0,4000}?)"(?=\s+[A-Za-z_][\w:.-]*\s*=\s*["'\w]|\s*/?>\s*$)"""
)
_SINGLY_QUOTED = re.compile(_QUOTED.pattern.replace('"(', "'(").replace(')"', ")'"))
#: A value without quotes goes on to the next attribute, too; between those that have some.
_BARE = re.compile(
    r"""("[^"]*"|'[^']*')|(?<=[\w:.-])(\s*=\s*)([^\s"'<>][^"'<>]{0,4000}?)(?=\s+[A-Za-z_][\w:.-]*\s*=|\s*/?>\s*$)"""
)
_LOGIN = re.compile(r"https?://([^/?#\s]+@)", re.IGNORECASE)
_ANY_LOGIN = re.compile(r"//[^/\s]*@")
#: Under which other readers keep the address of a feed.
_ADDRESS_NAMES = ("xmlurl", "rssurl", "feedurl", "atomurl", "rss", "feed")
_OURS = {"text", "title", "type", "xmlurl", "htmlurl", "url"}
_FEED_TYPES = {"rss", "rss1", "rss2", "atom", "feed", "pie", "jsonfeed", ""}
_NAME = re.compile(r"(?:\{[^{}\s]{1,200}\}|[A-Za-z_][A-Za-z0-9_.-]{0,40}:)?[A-Za-z_][A-Za-z0-9_.-]{0,80}")
_DEEPEST = 64
#: The namespace of a prefix that a file uses and does not declare.
_UNDECLARED = "urn:opml-prefix:"
#: What other readers call the attributes in which they keep passwords, keys and cookies.
_SECRET_NAME = re.compile(r"(?i)passw|pwd|token|secret|cookie|credential|api_?key|userpwd|(?:^|[^a-z])auth(?!or)")


class OpmlDocument(Struct, frozen=True):
    """A list of subscriptions; `left_out` names each outline that is none of them, with the reason: `Old (a link and
    no feed)`. `skipped` counts those that name something that is no web address."""

    title: str
    subscriptions: tuple[Subscription, ...]
    skipped: int = 0
    left_out: tuple[str, ...] = ()


def parse_opml(data: bytes) -> OpmlDocument:
    """The feeds of an OPML file (or FOAF in RDF), groups nested as `A/B`, each address once. Attributes that are not
    ours are kept for the way out. Raises ParseError for what is no such list; an empty list is a list."""
    text = decode(unpack(data)).lstrip("\ufeff \t\r\n")
    if not text:
        raise ParseError("the file is empty, where a list of feeds was expected")
    if (
        begins := _BEGINS.search(text, 0, _MOST_BEFORE)
    ) is not None:  # a line of the program that wrote it stands before
        text = text[begins.start() :]
    if re.match(r"<outline\b", text, re.IGNORECASE):
        text = f"<body>{text}</body>"
    root = xml_tree(_mended(text))
    kind = local(root) if root is not None else ""
    if root is None or kind not in ("opml", "rdf", "body", "outlinedocument"):
        what = f"<{kind[:40]}>" if kind else "no XML"
        raise ParseError(
            f"this is no list of feeds (OPML): {what}", "feeds import takes the OPML file of another reader."
        )
    collected = _Collected()
    if kind == "rdf":
        _foaf(root, collected)
        return OpmlDocument("", tuple(collected.found.values()), collected.skipped, tuple(collected.left_out))
    head = next((e for e in root if local(e) == "head"), None)
    title = next((clean_line(all_text(e)) for e in (head if head is not None else ()) if local(e) == "title"), "")
    bodies = [root] if kind == "body" else [e for e in root if local(e) == "body"] or [root]
    for body in bodies:
        _outlines(body, collected)
    return OpmlDocument(title, tuple(collected.found.values()), collected.skipped, tuple(collected.left_out))


def _mended(text: str) -> str:
    """The text with what breaks attributes written as XML wants it: a bare `&`, quotes inside quotes, one missing."""
    text = _BARE_AMPERSAND.sub("&amp;", text)
    try:
        etree.fromstring(text.encode("utf-8", "replace"), etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.LxmlError, ValueError):
        return _OUTLINE_START.sub(_outline_mended, text)
    return text


def _outline_mended(outline: re.Match[str]) -> str:
    text = re.sub(r"=\s*[“”„]([^“”„\"<>]*)[“”„]", r'="\1"', outline[0])
    text = re.sub(rf'(="[^"<>]*?)(\s+{_KNOWN_ATTRIBUTE}\s*=\s*")', r'\1"\2', text)
    if text.count('"') % 2:  # the last one is missing
        text = re.sub(r"\s*(/?>)$", r'"\1', text)
    text = _QUOTED.sub(lambda m: m[1] + '"' + m[2].replace('"', "&quot;").replace("<", "&lt;") + '"', text)
    text = _SINGLY_QUOTED.sub(lambda m: m[1] + "'" + m[2].replace("'", "&apos;").replace("<", "&lt;") + "'", text)
    return _BARE.sub(lambda m: m[1] or f'{m[2]}"{m[3]}"', text)


class _Collected:
    """Subscriptions by address, in order, with slugs that differ."""

    def __init__(self) -> None:
        self.found: dict[str, Subscription] = {}
        self.taken: set[str] = set()
        self.skipped = 0
        self.left_out: list[str] = []

    def leave_out(self, name: str, why: str) -> None:
        """Note what is no feed of the list."""
        self.left_out.append(f"{name or 'without a name'} ({why})")

    def add(
        self, address: str, title: str, group: str = "", home: str = "", attributes: tuple[tuple[str, str], ...] = ()
    ) -> None:
        address = feed_address(address)
        if not is_web(address):
            self.skipped += bool(address)
            if address:
                self.leave_out(title or login_hidden(_ANY_LOGIN.sub("//***@", address))[:80], _why_no_address(address))
            return
        url = resolve("", address) or address
        if login := _LOGIN.match(address):  # it was the user who wrote it there
            written = login[1][:-1].replace("@", "%40")
            url = re.sub(r"^(https?://)", lambda m: f"{m[1]}{written}@", url, count=1)
        if url in self.found:
            self.leave_out(title or host(url), "stands in the list before")
            return
        title = title or host(url)
        source_id = unique_slug(title, self.taken)
        self.taken.add(source_id)
        home = home.strip() if is_web(home.strip()) else ""
        self.found[url] = Subscription(source_id, title, url, group, home, attributes)


def _outlines(body: etree._Element, collected: _Collected) -> None:
    # A stack instead of recursion: the nesting is the file's choice.
    stack = [(element, "", 0) for element in reversed(body)]
    while stack:
        element, group, depth = stack.pop()
        if local(element) not in ("outline", "body", "opml"):
            continue
        given = {str(k): str(v) for k, v in element.attrib.items()}
        lower = {k.lower(): v for k, v in given.items()}
        title = _title(lower.get("title") or lower.get("text") or "")
        address = _address(lower)
        kind = lower.get("type", "").strip().lower()
        if lower.get("iscomment", "").strip().lower() == "true":
            collected.leave_out(title or address, "commented out in the list")
            continue
        if not address and (lower.get("url", "").strip() or kind in ("include", "link")):
            is_list = kind == "include" or lower.get("url", "").lower().split("?")[0].endswith(".opml")
            why = "another list; get it and import it, too" if is_list else "a link and no feed"
            collected.leave_out(title or lower.get("url", "").strip()[:80], why)
        elif not address and not len(element) and local(element) == "outline":
            collected.leave_out(title, "it has no address" if kind and kind in _FEED_TYPES else "it names no feed")
        if address:
            others = tuple(
                (_prefixed(k), clean_line(v)) for k, v in given.items() if k.lower() not in _OURS and _NAME.fullmatch(k)
            )
            own_group = group or _category(lower.get("category", ""))
            collected.add(address, title, own_group, lower.get("htmlurl", ""), others)
        inside = group
        if not address and title and depth < _DEEPEST:
            inside = f"{group}/{title}" if group else title
        stack.extend((child, inside, depth + 1) for child in reversed(element))


def _prefixed(name: str) -> str:
    """The name of an attribute; one whose prefix nothing declares is that of the file."""
    return name.removeprefix("{" + _UNDECLARED).replace("}", ":", 1) if name.startswith("{" + _UNDECLARED) else name


def _why_no_address(address: str) -> str:
    lower = address.lower().lstrip("\"'")
    if lower.startswith("query:"):
        return "a query of newsboat; a saved view does the same here"
    if lower.startswith(("filter:", "exec:", "file:")):
        return f"{lower.partition(':')[0]}: runs or reads something on a machine, and no address is fetched"
    return "its address is none of the web"


def _title(text: str) -> str:
    return clean_line(to_text(text) if "&" in text or "</" in text else text)[:200]


def _address(lower: dict[str, str]) -> str:
    if given := next((lower[name] for name in _ADDRESS_NAMES if "." in lower.get(name, "").strip()), ""):
        return given.replace("&amp;", "&")  # escaped twice
    if lower.get("xmlurl", "").strip():
        return lower["xmlurl"]
    # Outlines with `url` are links or includes of other lists, unless their type says feed.
    kind = lower.get("type", "").strip().lower()
    return lower.get("url", "") if kind and kind in _FEED_TYPES else ""


def _category(categories: str) -> str:
    """The first category that is a path (OPML 2.0: slash-delimited, comma-separated); plain words are tags."""
    first = next((c.strip() for c in categories.split(",") if c.strip().startswith("/")), "")
    return "/".join(filter(None, (clean_line(part) for part in first.split("/"))))


def _foaf(root: etree._Element, collected: _Collected) -> None:
    """Feeds in a FOAF file: rss:channel inside what an agent or a weblog is described by."""
    for channel in root.iter("{*}channel"):
        address = next((str(v) for k, v in channel.attrib.items() if str(k).endswith("}about")), "")
        name = ""
        for ancestor in channel.iterancestors():
            named = next((e for e in ancestor if local(e) in ("name", "membername", "title", "nick")), None)
            if named is not None and clean_line(all_text(named)):
                name = clean_line(all_text(named))
                break
        collected.add(address, name)


def without_secrets(sub: Subscription) -> Subscription:
    """The subscription without login and keys in its address, and attributes that hold passwords or cookies."""
    attributes = tuple((key, value) for key, value in sub.attributes if not _SECRET_NAME.search(key))
    return replace(
        sub,
        url=without_login(sub.url),
        home_url=without_login(sub.home_url),
        attributes=tuple((key, _ANY_LOGIN.sub("//", without_login(value))) for key, value in attributes),
    )


def render_opml(title: str, subscriptions: Iterable[Subscription]) -> bytes:
    """An OPML 2.0 file of these feeds, groups nested, in UTF-8."""
    subscriptions = list(subscriptions)
    prefixes = {key.partition(":")[0] for sub in subscriptions for key, _ in sub.attributes if _has_prefix(key)}
    prefixes -= {"xml", "xmlns"}
    root = etree.Element("opml", nsmap={prefix: _UNDECLARED + prefix for prefix in sorted(prefixes)}, version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = clean_line(title)
    body = etree.SubElement(root, "body")
    groups: dict[str, etree._Element] = {"": body}
    for sub in subscriptions:
        outline = etree.SubElement(_group(groups, sub.group), "outline")
        name = clean_line(sub.title) or sub.url
        # Ours first, then what another reader put there.
        for key, value in (
            ("type", "rss"),
            ("text", name),
            ("title", name),
            ("xmlUrl", sub.url),
            ("htmlUrl", sub.home_url),
        ):
            if value:
                outline.set(key, clean_line(value))
        for key, value in sub.attributes:
            if _NAME.fullmatch(key) and key.lower() not in _OURS:
                prefix, _, name = key.partition(":") if _has_prefix(key) else ("", "", key)
                if prefix not in ("xml", "xmlns"):
                    outline.set(f"{{{_UNDECLARED}{prefix}}}{name}" if prefix else key, clean_line(value))
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return document


def _has_prefix(name: str) -> bool:
    return ":" in name and not name.startswith("{") and _NAME.fullmatch(name) is not None


def _group(groups: dict[str, etree._Element], path: str) -> etree._Element:
    parts = [clean_line(part) for part in path.split("/") if clean_line(part)]
    at = groups[""]
    for depth in range(1, len(parts) + 1):
        key = "/".join(parts[:depth])
        if key not in groups:
            groups[key] = etree.SubElement(at, "outline", text=parts[depth - 1], title=parts[depth - 1])
        at = groups[key]
    return at
