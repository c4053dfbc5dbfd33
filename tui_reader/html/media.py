"""Pictures: as links to them, or as the text that is drawn."""

from __future__ import annotations

import re

from tui_reader.html.flow import Flow
from tui_reader.html.formula_sources import picture_of_formula
from tui_reader.html.formulas import is_drawn_twice
from tui_reader.html.inline import Style
from tui_reader.html.visible import Element, visible_text
from tui_reader.html.walk import Handler, Walk
from tui_reader.text.addresses import resolve
from tui_reader.text.latex import math_to_unicode
from tui_reader.text.markdown import escape, link
from tui_reader.text.sanitise import clean_line

#: A label in a drawing is shorter, in characters and in words.
_LEAST_TEXT = 20
_LEAST_WORDS = 3
#: An address that leads to a picture itself, often larger than the one on the page.
_IMAGE = re.compile(r"(?i)\.(?:png|jpe?g|webp|gif|avif|svg)(?:$|[?#])|//substackcdn\.com/image/|/wp-content/uploads/")
_TINY = re.compile(r"\s*[01](?:\.0*)?\s*(?:px)?\s*")
_TINY_STYLE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)", re.IGNORECASE)
_TRACKER = re.compile(
    r"https?://(?:pixel\.wp\.com|stats\.wordpress\.com|feeds\.wordpress\.com|[^/]*feedburner\.com/~|[^/]*feedsportal\.com"
    r"|[^/]*doubleclick\.net|www\.google-analytics\.com|[^/]*list-manage\.com/track|rss\.buysellads\.com|pixel\."
    r"|[^/]*eotrx\.substackcdn\.com|[^/]*/(?:tracking[-_.]?)?pixel(?:\.gif|\.png|[/?]|$)|medium\.com/_/stat)",
    re.IGNORECASE,
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
    if style.link and address and not (style.link == address or _IMAGE.search(style.link)):
        # The page that it leads to is not the picture.
        flow.raw("!" + link(escape("" if said else alt), address), style.link)
    elif where:
        flow.text(label, Style(link=where))
    elif alt:
        flow.text(f"[{label}]", Style())
    flow.text(" ")


def drawing(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A picture drawn in the page itself: its running text (a box around a prompt), if it has any; one of a figure by
    its title."""
    boxes = boxes_of_text(element)
    for box in boxes:
        walk.block(box, flow, style, depth)
    if not boxes and walk.captions:
        title = next(
            (visible_text(child) or clean_line(child.text or "") for child in element.iter("title", "desc")), ""
        )
        title = clean_line(element.get("aria-label", "")) or title
        flow.text(f"[image: {title}]" if title and title not in walk.captions else "[image]", Style())


def boxes_of_text(element: Element) -> list[Element]:
    """The parts of a drawing that hold HTML, where one of them is running text and no mere label."""
    found = [box for box in element.iter("foreignobject") if next(box.iterancestors("foreignobject"), None) is None]
    said = [visible_text(box) for box in found]
    return found if any(len(text) >= _LEAST_TEXT or len(text.split()) >= _LEAST_WORDS for text in said) else []


def _is_tracker(element: Element, address: str) -> bool:
    """Whether an image only tells its server that it was asked for."""
    for side in ("width", "height"):
        if (size := element.get(side, "")) and _TINY.fullmatch(size):
            return True
    return bool(_TINY_STYLE.search(element.get("style", "")) or _TRACKER.match(address))


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


def _canvas(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """What a script draws, by what the page says of it."""
    if said := clean_line(element.get("aria-label", "") or element.get("title", "")) or visible_text(element):
        flow.text(f"[image: {said}]", Style())


MEDIA_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("amp-img", "amp-anim"), _image),
    "canvas": _canvas,
    "svg": drawing,
    "img": _image,
}
