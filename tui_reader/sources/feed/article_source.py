"""A page written so that trafilatura keeps what it would lose: the text of drawn boxes, captions, notes, numbers.

Its output has no captions of figures, no notes at the end, no address inside the page, and no number of a list but
bullets; so each of these is written into the page as ordinary text before, and read off again behind it.
"""

from __future__ import annotations

import re

from lxml import etree

from tui_reader.html.media import boxes_of_text
from tui_reader.html.visible import FOOTNOTE_NUMBER, take_out, visible_text
from tui_reader.text.addresses import resolve

#: Between these stands the number of a list's item; no page has such characters, which are for private use.
_NUMBER = re.compile("\ue000(\\d{1,9})\ue001\\s*")
_NOTES = re.compile(r"(?i)\b(?:foot|end)-?notes?\b")
_LONGEST_MARK = 12
_WAYS_BACK = frozenset(["↩", "↩︎", "↩️", "↑", "⏎", "↵", "⤴", "⬆", "#", "¶", "§", "🔗", "^"])


def unbox(root: etree._Element) -> bool:
    """Put the running text drawn inside pictures (boxes around prompts) in their place; whether there is any."""
    found = [(svg, boxes_of_text(svg)) for svg in root.iter("svg")]
    for svg, boxes in found:
        parent = svg.getparent()
        if not boxes or parent is None:
            continue
        written = svg.makeelement("div", {})
        written.tail = svg.tail
        for box in boxes:
            box.tag, box.tail = "div", None
            box.attrib.clear()
            written.append(box)
        parent.replace(svg, written)
    return any(boxes for _, boxes in found)


def kept_by_trafilatura(root: etree._Element, base: str) -> str:
    """The page as markup whose captions, notes, numbers and addresses trafilatura does not lose; changes `root`."""
    for anchor in list(root.iter("a")):
        _anchor(anchor, base)
    for image in root.iter("img"):
        if image.get("src"):
            image.set("src", resolve(base, image.get("src", "")) or image.get("src", ""))
    for caption in list(root.iter("figcaption", "caption")):
        _caption(caption)
    for listed in list(root.iter("ol")):
        _numbers(listed)
    for element in root.iter("section", "div", "ol", "li", "aside"):
        if _NOTES.search(f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"):
            element.attrib.clear()
            element.tag = "div" if element.tag == "aside" else element.tag
    return str(etree.tostring(root, encoding="unicode", method="html"))


def with_numbers(page: etree._Element) -> None:
    """Give the items of lists the numbers that `kept_by_trafilatura` wrote into them."""
    for item in page.iter("li"):
        for holder in item.iter():
            if holder.text and (found := _NUMBER.match(holder.text)) is not None:
                item.set("value", found[1])
                holder.text = holder.text[found.end() :]
                break
            if holder.text and holder.text.strip():
                break


def _anchor(anchor: etree._Element, base: str) -> None:
    href = anchor.get("href", "").strip()
    if not href.startswith("#"):
        if address := resolve(base, href):
            anchor.set("href", address)
        return
    text = visible_text(anchor)
    if text in _WAYS_BACK:
        take_out(anchor)
        return
    note = FOOTNOTE_NUMBER.fullmatch(text) if len(text) <= _LONGEST_MARK else None
    parent = anchor.getparent()
    raised = parent is not None and parent.tag == "sup"
    anchor.attrib.clear()
    anchor.tag = "sup" if note is not None and not raised else "span"
    if note is not None:
        for child in list(anchor):
            anchor.remove(child)
        anchor.text = note[1]


def _caption(caption: etree._Element) -> None:
    """A caption as a paragraph of its own: a figure's behind it, a table's before it."""
    holder = caption.getparent()
    while holder is not None and holder.tag not in ("figure", "table"):
        holder = holder.getparent()
    if holder is None or holder.getparent() is None:
        return
    take_out(caption)
    caption.tail = None
    caption.tag = "p"
    caption.attrib.clear()
    if holder.tag == "table":
        holder.addprevious(caption)
    else:
        # What follows the figure stays behind its caption.
        caption.tail, holder.tail = holder.tail, None
        holder.addnext(caption)


def _numbers(listed: etree._Element) -> None:
    """Write each item's number before its text, where it is not the one that it would have by itself."""
    items = [e for e in listed if e.tag == "li"]
    step = -1 if "reversed" in listed.attrib else 1
    number = _given(listed.get("start"), len(items) if step < 0 else 1)
    for expected, item in enumerate(items, 1):
        number = _given(item.get("value"), number)
        if number != expected:
            item.text = f"\ue000{number}\ue001{item.text or ''}"
        number = max(0, number + step)


def _given(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else otherwise
