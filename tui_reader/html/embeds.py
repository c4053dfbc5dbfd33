"""What a page holds of other places: posts, videos, frames, and what newsletters keep in attributes for their scripts.

Nothing of it is fetched; it is shown as far as the page says it, else named, with the address it leads to.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tui_reader.html.flow import Flow
from tui_reader.html.inline import PLAIN, Style
from tui_reader.html.markup import html_tree
from tui_reader.html.visible import Element, visible_text
from tui_reader.html.walk import Handler, Walk
from tui_reader.text.addresses import host, is_web, resolve
from tui_reader.text.latex import math_to_unicode
from tui_reader.text.sanitise import clean_line

_VIDEO_HOSTS = re.compile(
    r"(?:.*\.)?(?:youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv|loom\.com"
    r"|wistia\.(?:com|net)|bilibili\.com|ted\.com|streamable\.com|rumble\.com|odysee\.com|peertube\..*|tiktok\.com)"
)
# A form to sign up, buttons and advertisements: of the page, not of its text.
_NOT_NAMED = re.compile(
    r"(?:^|\.)substack\.com/embed|doubleclick|googlesyndication|googletagmanager|facebook\.com/plugins|disqus|addthis"
    r"|/subscribe|sharethis|amazon-adsystem|list-manage|buysellads|//(?:ads?|adservers?|banners?)\d*\.",
    re.IGNORECASE,
)
#: Scripts that put something of their own in their place.
_FETCHED_BY_SCRIPT = re.compile(
    r"<script\b[^<>]*?\bsrc\s*=\s*[\"']?(https?://(?:gist\.github\.com|asciinema\.org/a|speakerdeck\.com|gist\.run|pastebin\.com"
    r"|emgithub\.com|jsfiddle\.net|www\.buzzsprout\.com)/[^\s\"'<>]+?)(?:\.js)?[\"'\s>][^<>]*(?:>\s*</script\s*>|>|(?<=>))",
    re.IGNORECASE,
)
_LONGEST_KEPT = 100_000
#: Markup in an attribute counts as deep as this in its page.
_INNER_DEPTH = 40
# The names under which newsletters keep an address, and words, in `data-attrs` (JSON).
_ADDRESS_NAMES = ("canonical_url", "url", "href", "src")
_WORD_NAMES = ("title", "full_text", "text", "body", "truncated_body_text", "caption", "label")
_NAME_NAMES = ("name", "author_name", "authorName", "username", "handle", "publication_name", "filename", "author")
# What an element of such a class is, where nothing else tells.
_KINDS = (
    "video",
    "audio",
    "poll",
    "tweet",
    "instagram",
    "podcast",
    "spotify",
    "gallery",
    "comment",
    "post",
    "file",
    "gist",
)


def kept_attributes(element: Element) -> dict[str, Any]:
    """What a newsletter (Substack) keeps in an attribute of an element that its script fills; {} for any other."""
    source = element.get("data-attrs", "")
    if not source or len(source) > _LONGEST_KEPT:
        return {}
    try:
        kept = json.loads(source)
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def write_kept(walk: Walk, element: Element, flow: Flow, style: Style) -> bool:
    """Write an element that its page's script would fill; False when it holds something itself, or keeps nothing."""
    kept = kept_attributes(element)
    if not kept:
        return False
    if isinstance(source := kept.get("persistentExpression"), str):
        _alone(flow, math_to_unicode(source))
        return True
    if visible_text(element) or any(map(_leads_on, element.iter("img", "iframe", "video", "audio", "embed", "source"))):
        return _with_title(walk, element, flow, kept)
    if element.tag == "span":
        flow.text(_first(kept, _NAME_NAMES + _WORD_NAMES), style)
        return True
    markup = kept.get("innerHTML") or kept.get("html")
    inner = html_tree(markup) if isinstance(markup, str) else None
    if inner is not None and visible_text(inner):
        walk.block(inner, flow, style, _INNER_DEPTH)
        return True
    pictures = _gallery(kept)
    for address in filter(None, (resolve(walk.base_url, picture) for picture in pictures)):
        _alone(flow, "image", address)
    words, name = _first(kept, _WORD_NAMES), _first(kept, _NAME_NAMES)
    if pictures and isinstance(gallery := kept.get("gallery"), dict):
        words = words or _first(gallery, _WORD_NAMES)
    address = resolve(walk.base_url, _first(kept, _ADDRESS_NAMES))
    classes = element.get("class", "").lower()
    kind = next((kind for kind in _KINDS if kind in classes), "")
    said = f"{name}: {words}" if name and words and name not in words else words or name
    if said or address:
        _alone(flow, said or f"{kind or 'embedded'}: {host(address).removeprefix('www.')}", address)
    elif kind and not pictures:
        _alone(flow, f"[{kind}]")
    return bool(said or address or kind or pictures)


def _leads_on(element: Element) -> bool:
    return any(element.get(name) for name in ("src", "data-src", "srcset", "srcdoc"))


def _with_title(walk: Walk, element: Element, flow: Flow, kept: dict[str, Any]) -> bool:
    """Write a frame by the title that a newsletter keeps of it; False when there is none, or more than a frame."""
    frame, title = next(element.iter("iframe"), None), _first(kept, ("title",))
    if (
        frame is None
        or not title
        or visible_text(element)
        or next(element.iter("img", "video", "audio"), None) is not None
    ):
        return False
    address = resolve(walk.base_url, frame.get("src") or _first(kept, _ADDRESS_NAMES))
    if address:
        _alone(flow, f"embedded: {title}", address)
    return bool(address)


def _first(kept: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((text for name in names if isinstance(said := kept.get(name), str) and (text := clean_line(said))), "")


def _gallery(kept: dict[str, Any]) -> list[str]:
    gallery = kept.get("gallery")
    images = gallery.get("images") if isinstance(gallery, dict) else None
    found = [image.get("src") for image in images if isinstance(image, dict)] if isinstance(images, list) else []
    return [src for src in found[:100] if isinstance(src, str)]


def _frame(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    address = resolve(walk.base_url, element.get("data-src") or element.get("src") or "")
    inner = html_tree(source) if not address and (source := element.get("srcdoc", "")) else None
    if inner is not None:
        walk.block(inner, flow, style, depth + 1)
        return
    if "embedly.com" in address:  # wraps another's frame
        given = parse_qs(urlsplit(address).query)
        address = next((url for name in ("url", "src") for url in given.get(name, []) if is_web(url)), address)
    _embedded(flow, address, element)
    # One that is never closed takes in what follows, as text.
    held = element.text or ""
    if "<p" in held or "</" in held:
        swallowed = html_tree(held)
        if swallowed is not None:
            walk.block(swallowed, flow, style, depth + 1)


def _custom(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """An element of a page's own (`lite-youtube`, `amp-iframe`, `gradio-app`): what it holds, else where it leads."""
    kind, number = str(element.tag), ""
    if write_kept(walk, element, flow, style):
        return
    if "youtube" in kind or "vimeo" in kind or "twitter" in kind or "tweet" in kind:
        names = ("videoid", "video-id", "data-videoid", "data-tweetid", "tweet-id", "tweetid", "id")
        number = next((n for name in names if (n := element.get(name, "")) and re.fullmatch(r"[\w-]{3,40}", n)), "")
    if number:
        site = next(site for part, site in _BY_NUMBER.items() if part in kind)
        title = clean_line(element.get("playlabel") or element.get("title") or "").removeprefix("Play: ")
        label = "post" if site.startswith("https://x.com") else "video"
        _alone(flow, f"{label}: {title or host(site).removeprefix('www.')}", site + number)
        return
    if "video" in kind or "audio" in kind:
        _recording(walk, element, flow, style, depth)
    elif (
        not visible_text(element) and next(element.iter("img", "iframe", "video", "audio", "svg", "math"), None) is None
    ):
        found = (element.get(name, "") for name in ("src", "data-src", "href", "url", "data-url", "data-href"))
        _embedded(
            flow, next((where for where in (resolve(walk.base_url, s) for s in found if s) if where), ""), element
        )
    walk.children(element, flow, style, depth)


_BY_NUMBER = {
    "youtube": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
    "twitter": "https://x.com/i/status/",
    "tweet": "https://x.com/i/status/",
}


def with_gists_shown(source: str) -> str:
    """Markup in which scripts that fetch code and recordings are frames of them."""
    return _FETCHED_BY_SCRIPT.sub(r'<iframe src="\1" title=""></iframe>', source)


def _embed(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    _embedded(flow, resolve(walk.base_url, element.get("src", "")), element)
    # HTML has no content here; a lenient parser puts inside what follows.
    walk.children(element, flow, style, depth)


def _object(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    inner = next(element.iter("embed", "iframe"), None)
    if inner is not None:
        _embedded(flow, resolve(walk.base_url, inner.get("src", "")), inner)
    else:
        _embedded(flow, resolve(walk.base_url, element.get("data", "")), element)


def _embedded(flow: Flow, address: str, element: Element) -> None:
    """A video by its page, anything else by its title or its host."""
    if not is_web(address):
        return
    title = clean_line(element.get("title", ""))
    plain = not title or "player" in title.lower()
    site = host(address).removeprefix("www.")
    if _VIDEO_HOSTS.fullmatch(site):
        if watched := _watch_address(address):
            _alone(flow, f"video: {host(watched).removeprefix('www.') if plain else title}", watched)
    elif not _NOT_NAMED.search(address) and "0" not in (element.get("width"), element.get("height")):
        _alone(flow, f"embedded: {site if plain else title}", address)


def _recording(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    found = [element.get("src", ""), *(source.get("src", "") for source in element.iter("source"))]
    address = next((where for where in (resolve(walk.base_url, src) for src in found if src) if where), "")
    if address:
        _alone(flow, str(element.tag), address)


def _alone(flow: Flow, label: str, address: str = "") -> None:
    flow.flush()
    flow.text(label, Style(link=address) if address else PLAIN)
    flow.flush()


def _watch_address(address: str) -> str:
    """The page where an embedded video can be watched; "" when the frame holds none."""
    site = host(address)
    parts = urlsplit(address)
    name = parts.path.rstrip("/").rpartition("/")[2]
    if "youtube" in site and re.match(r"/(?:embed|v)/", parts.path):
        listed = parse_qs(parts.query).get("list", [""])[0]
        if name == "videoseries" and re.fullmatch(r"[\w-]+", listed):
            return f"https://www.youtube.com/playlist?list={listed}"
        return f"https://www.youtube.com/watch?v={name}" if re.fullmatch(r"[\w-]+", name) else ""
    if site == "player.vimeo.com" and name.isdigit():
        return f"https://vimeo.com/{name}"
    return address


EMBED_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("video", "audio"), _recording),
    "-": _custom,
    "embed": _embed,
    "iframe": _frame,
    "object": _object,
}
