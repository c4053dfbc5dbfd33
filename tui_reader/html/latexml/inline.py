"""Links, notes, fonts, raised text, pictures: what stands inside a paragraph of LaTeXML's HTML."""

from __future__ import annotations

import re

from msgspec.structs import replace

from tui_reader.html.flow import Flow
from tui_reader.html.inline import Style
from tui_reader.html.inline_elements import line_break
from tui_reader.html.latexml.formula import inline as formula
from tui_reader.html.media import boxes_of_text, drawing, image_address
from tui_reader.html.visible import Element, classes_of, visible_text
from tui_reader.html.walk import Handler, Walk
from tui_reader.text.addresses import resolve
from tui_reader.text.latex_symbols import SAYINGS
from tui_reader.text.markdown import escape, link
from tui_reader.text.sanitise import clean_line
from tui_reader.text.scripts import lowered, raised

#: Commands that only set or rule: nothing is missed without them.
_RULES = re.compile(
    r"\\(?:(?:top|mid|bottom|c?mid|h|tab|Xhline|special|add)rule|hline|cline|cmidrule\w*|addlinespace|specialrule|"
    r"arraybackslash|rowcolors?|columncolor|cellcolor|\w*finalcopy|maketitle|icml\w*|iclr\w*|\w*vspace|\w*skip|"
    r"resizebox|adjustbox|makeatletter|makeatother|balance|looseness|\w*size)"
)
_FILLER = "Refer to caption"
_BRACKETED = re.compile(r"\[(\d{1,4})\]")


def _through(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    walk.children(element, flow, style, depth)


def _nothing(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """Left out: what the page adds, and marks that are written elsewhere."""


def _link(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    href = element.get("href", "")
    address = walk.address(href) if href else ""
    walk.children(element, flow, replace(style, link=address or style.link), depth)


def _set(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A stretch of text in a font."""
    names = classes_of(element)
    if element.tag in {"em", "i"} or "ltx_font_italic" in names or "ltx_emph" in names:
        style = replace(style, em=True)
    if element.tag in {"b", "strong"} or "ltx_font_bold" in names:
        style = replace(style, strong=True)
    if "ltx_ulem_sout" in names or element.tag in {"s", "del"}:
        style = replace(style, strike=True)
    if element.tag == "code" or not {"ltx_font_typewriter", "ltx_lstlisting", "ltx_verbatim"}.isdisjoint(names):
        style = replace(style, code=True)
    walk.children(element, flow, style, depth)


def _script(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """Raised and lowered text; where it holds a formula or a link it stays on the line."""
    if element.find(".//math") is not None or element.find(".//a[@href]") is not None:
        walk.children(element, flow, style, depth)
        return
    text = visible_text(element)
    number = _BRACKETED.fullmatch(text)
    form = raised if element.tag == "sup" else lowered
    flow.text(form(number[1] if number else text), replace(style, code=False))


def _note(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A footnote: its mark here, its text at the end of the paper."""
    mark = visible_text(next((part for part in element.iter() if "ltx_note_mark" in classes_of(part)), element))
    content = next((part for part in element.iter() if "ltx_note_content" in classes_of(part)), None)
    names = classes_of(element)
    if content is None:
        walk.children(element, flow, style, depth)
        return
    if "ltx_role_footnotemark" in names:
        flow.text(raised(mark), style)
        return
    if depth > 60 or len(mark) > 8:
        mark = ""
    inner = walk.apart(content, Style(), depth + 1)
    text = inner.markdown()
    if not text:
        return
    name = f"note.{len(walk.notes) + 1}"
    shown = escape(raised(mark) or "*")
    walk.notes.append(f'<a id="{name}"></a>{shown} {text}')
    flow.raw(f"[{shown}](#{name})")


def _label(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """The number of a figure, an item, a theorem: set apart from what follows."""
    walk.children(element, flow, style, depth)
    flow.text(" ")


def _contact(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """An author's institute or address: set apart from the name, which the page does by a line of its own."""
    flow.text(", ", style)
    walk.children(element, flow, style, depth)


def _unknown(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A command that LaTeXML did not know, shown as it was written unless it only sets something."""
    text = visible_text(element)
    if text.startswith("{"):
        # An environment: what follows to the next empty line is its source, and stands alone.
        flow.begin_source()
        return
    if said := SAYINGS.get(text.removeprefix("\\")):
        flow.text(said, style)
    elif not _RULES.fullmatch(text) and not _is_outside(element):
        flow.text(text, Style(code=True))


def _is_outside(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and not {"ltx_document", "ltx_page_content", "ltx_section"}.isdisjoint(classes_of(parent))


def _image(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A picture, by its address. Its name is that of the figure around it."""
    alt = clean_line(element.get("alt", ""))
    if "ltx_graphics_emoji" in classes_of(element):
        flow.text(alt, style)
        return
    address = resolve(walk.base_url, image_address(element))
    name = _figure_name(element) if alt in {"", _FILLER} else alt
    if flow.in_table and address and not style.link:
        flow.raw("!" + link(escape(name), address))
    elif flow.in_table:
        flow.text(f"[{name}]")
    elif address and not style.link:
        flow.add("!" + link(escape(name), address))
    else:
        flow.text(f" [{name}] ", style)


def _picture(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A picture drawn in the page itself: the page shows it."""
    if flow.in_table:
        flow.text(visible_text(element), style)
        return
    if boxes_of_text(element):
        drawing(walk, element, flow, style, depth)
        return
    name = _figure_name(element)
    where = element.get("id") or next((up.get("id", "") for up in element.iterancestors() if up.get("id")), "")
    flow.add("!" + link(escape(name), f"{walk.page}#{where}" if where.isascii() else walk.page))


def _figure_name(element: Element) -> str:
    """`Figure 3`, `Figure 3 (a)` of one of several parts, else `picture`."""
    names: list[str] = []
    for up in element.iterancestors("figure"):
        for caption in up.iterchildren("figcaption"):
            tag = next((part for part in caption.iter("span") if "ltx_tag" in classes_of(part)), None)
            if tag is not None:
                names.insert(0, visible_text(tag).rstrip(": ."))
    return " ".join(filter(None, names)) or "picture"


_DROPPED_CLASSES = (
    "ltx_TOC ltx_page_navbar ltx_page_footer ltx_page_header ltx_page_logo ltx_listing_data ltx_note_mark "
    "ltx_note_type ltx_tag_note ltx_rdf ltx_pagination package-alerts ltx_role_newpage sr-only ltx_nopage"
)

INLINE_CLASSES: dict[str, Handler] = {
    **dict.fromkeys(_DROPPED_CLASSES.split(), _nothing),
    "ltx_note": _note,
    "ltx_ERROR": _unknown,
    "ltx_picture": _picture,
    "ltx_missing_image": _image,
    "ltx_bibblock": _label,
    "ltx_contact": _contact,
    "ltx_tag": _label,
}
INLINE_TAGS: dict[str, Handler] = {
    **dict.fromkeys(("span", "em", "i", "b", "strong", "code", "s", "del"), _set),
    **dict.fromkeys(("sup", "sub"), _script),
    "a": _link,
    "br": line_break,
    "cite": _through,
    "img": _image,
    "math": formula,
    "svg": _picture,
}
