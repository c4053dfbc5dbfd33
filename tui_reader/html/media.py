"""Images, videos and recordings, as links to them."""

from __future__ import annotations

from tui_reader.html.flow import Flow
from tui_reader.html.inline import Style
from tui_reader.html.rules import image_address, is_tracker, watch_address
from tui_reader.html.walk import Element, Handler, Walk
from tui_reader.text.addresses import host, resolve
from tui_reader.text.latex import math_to_unicode
from tui_reader.text.sanitise import clean_line


def _image(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    attributes = element.attrib
    alt = clean_line(attributes.get("alt", ""))
    if alt == "Refer to caption":
        # LaTeXML's filler.
        alt = ""
    classes = attributes.get("class", "").split()
    if "latex" in classes and alt:
        flow.text(math_to_unicode(alt), style)
        return
    if alt and not {"emoji", "wp-smiley", "ltx_graphics_emoji"}.isdisjoint(classes):
        flow.text(alt, style)
        return
    address = resolve(walk.base_url, image_address(attributes))
    if is_tracker(attributes, address) or attributes.get("role") == "presentation":
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
    address = watch_address(resolve(walk.base_url, element.get("data-src") or element.get("src") or ""))
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


MEDIA_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("video", "audio"), _recording),
    "iframe": _frame,
    "img": _image,
}
