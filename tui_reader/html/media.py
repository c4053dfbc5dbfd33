"""Images, videos and recordings, as links to them."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from tui_reader.html.flow import Flow
from tui_reader.html.formulas import is_drawn_twice, picture_of_formula
from tui_reader.html.inline import Style
from tui_reader.html.visible import Element
from tui_reader.html.walk import Handler, Walk
from tui_reader.text.addresses import host, is_web, resolve
from tui_reader.text.latex import math_to_unicode
from tui_reader.text.sanitise import clean_line

_TINY = re.compile(r"\s*[01](?:\.0*)?\s*(?:px)?\s*")
_TINY_STYLE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)", re.IGNORECASE)
_TRACKER = re.compile(
    r"https?://(?:pixel\.wp\.com|stats\.wordpress\.com|feeds\.wordpress\.com|[^/]*feedburner\.com/~|[^/]*feedsportal\.com"
    r"|[^/]*doubleclick\.net|www\.google-analytics\.com|[^/]*list-manage\.com/track|rss\.buysellads\.com|pixel\."
    r"|[^/]*eotrx\.substackcdn\.com|[^/]*/(?:tracking[-_.]?)?pixel(?:\.gif|\.png|[/?]|$)|medium\.com/_/stat)",
    re.IGNORECASE,
)
_VIDEO_HOSTS = re.compile(
    r"(?:.*\.)?(?:youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv|loom\.com"
    r"|wistia\.(?:com|net)|bilibili\.com|ted\.com|streamable\.com|rumble\.com|odysee\.com|peertube\..*|tiktok\.com)"
)


def _image(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    alt = clean_line(element.get("alt", ""))
    if alt == "Refer to caption":
        # LaTeXML's filler.
        alt = ""
    classes = element.get("class", "").split()
    if is_drawn_twice(element):
        return
    if source := picture_of_formula(element):
        flow.text(math_to_unicode(source), style)
        return
    if alt and not {"emoji", "wp-smiley", "ltx_graphics_emoji"}.isdisjoint(classes):
        flow.text(alt, style)
        return
    address = resolve(walk.base_url, image_address(element))
    if _is_tracker(element, address) or element.get("role") == "presentation":
        return
    said = any(alt and caption.startswith(alt) for caption in walk.captions)
    label = f"image: {alt}" if alt and not said else "image"
    where = style.link or address
    flow.text(" ")
    if where:
        flow.text(label, Style(link=where))
    elif alt:
        flow.text(f"[{label}]", Style())
    flow.text(" ")


def _frame(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    address = _watch_address(resolve(walk.base_url, element.get("data-src") or element.get("src") or ""))
    if address:
        title = clean_line(element.get("title", ""))
        plain = not title or "player" in title.lower()
        _medium(walk, flow, f"video: {host(address).removeprefix('www.') if plain else title}", address)


def _recording(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    found = [element.get("src", ""), *(source.get("src", "") for source in element.iter("source"))]
    address = next((where for where in (resolve(walk.base_url, src) for src in found if src) if where), "")
    if address:
        _medium(walk, flow, str(element.tag), address)


def _medium(walk: Walk, flow: Flow, label: str, address: str) -> None:
    flow.flush()
    flow.text(label, Style(link=address))
    flow.flush()


def _is_tracker(element: Element, address: str) -> bool:
    """Whether an image only tells its server that it was asked for."""
    for side in ("width", "height"):
        if (size := element.get(side, "")) and _TINY.fullmatch(size):
            return True
    return bool(_TINY_STYLE.search(element.get("style", "")) or _TRACKER.match(address))


def _watch_address(address: str) -> str:
    """The page where an embedded video can be watched; "" when the frame holds no video."""
    if not is_web(address):
        return ""
    site = host(address)
    if not _VIDEO_HOSTS.fullmatch(site):
        return ""
    parts = urlsplit(address)
    name = parts.path.rstrip("/").rpartition("/")[2]
    if "youtube" in site and "/embed/" in parts.path:
        listed = parse_qs(parts.query).get("list", [""])[0]
        if name == "videoseries" and re.fullmatch(r"[\w-]+", listed):
            return f"https://www.youtube.com/playlist?list={listed}"
        return f"https://www.youtube.com/watch?v={name}" if re.fullmatch(r"[\w-]+", name) else ""
    if site == "player.vimeo.com" and name.isdigit():
        return f"https://vimeo.com/{name}"
    return address


def image_address(element: Element) -> str:
    """Where an image really is: pages that load lazily put a placeholder into `src`."""
    for name in ("data-src", "data-original", "data-lazy-src", "data-orig-file", "src"):
        found = element.get(name, "").strip()
        if found and not found.lower().startswith("data:"):
            return found
    for name in ("srcset", "data-srcset"):
        first = element.get(name, "").strip().split(" ")[0].rstrip(",")
        if first and not first.lower().startswith("data:"):
            return first
    return ""


MEDIA_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("video", "audio"), _recording),
    "iframe": _frame,
    "img": _image,
}
