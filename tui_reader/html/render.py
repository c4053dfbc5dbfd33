"""HTML from feeds and pages as Markdown for reading, and as plain text for searching.

Nothing here raises, whatever it is given, and the work grows with the length of the source alone.
"""

from __future__ import annotations

import html as references
import re
from functools import lru_cache

from lxml import etree

from tui_reader.html.block_elements import BLOCK_HANDLERS
from tui_reader.html.embeds import EMBED_HANDLERS, with_gists_shown
from tui_reader.html.formula_sources import unmarked
from tui_reader.html.formulas import show_formulas, with_scripts_shown
from tui_reader.html.inline import PLAIN
from tui_reader.html.inline_elements import SPAN_HANDLERS
from tui_reader.html.markup import html_tree, own_base, page_tree
from tui_reader.html.media import MEDIA_HANDLERS
from tui_reader.html.tables import TABLE_HANDLERS
from tui_reader.html.visible import take_out_hidden
from tui_reader.html.walk import Walk
from tui_reader.text.markdown import from_paragraphs
from tui_reader.text.sanitise import clean_html_source, clean_line, clean_text, mend_references
from tui_reader.text.tex_in_text import raw_formulas

_HANDLERS = BLOCK_HANDLERS | SPAN_HANDLERS | MEDIA_HANDLERS | EMBED_HANDLERS | TABLE_HANDLERS
# Alternatives are tried in this order at each "<", and what one takes is never looked at again, so that a page of
# unclosed comments or tags is read once. An element whose content is no markup reaches to the page's end when unclosed.
_DROPPED = (
    r"<!--(?:>|->|.*?(?:--!?>|\Z))"
    r"|<(?P<raw>script|style|template|noframes|noembed)\b(?:.*?</(?P=raw)\b[^>]*+(?:>|\Z)|.*+)"
)
_QUOTED = r"""(?:"[^"]*+"|'[^']*+')"""
_TAG = rf"<[/!?]?[A-Za-z!?\[][^<>\"']*+(?:{_QUOTED}[^<>\"']*+)*+>|<[/!?]?[A-Za-z!?\[][^<>]*+>?"
_PARTS = re.compile(rf"{_DROPPED}|{_TAG}", re.DOTALL | re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"<(?:[!?]|/?(?:address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6r]"
    r"|header|img|iframe|li|main|nav|ol|option|p|pre|section|summary|table|td|th|tr|ul)\b)",
    re.IGNORECASE,
)
_LOOKS_LIKE_MARKUP = re.compile(r"<[A-Za-z!/?]")
# XHTML's way, which HTML's parsers take for the beginning of one that ends with the page.
_CLOSED_ITSELF = re.compile(r"<script\b[^<>]*/>\s*(?=<(?!/script|!))", re.IGNORECASE)
_BRACKETED = re.compile(r"<(https?://[^\s<>\"]{3,2000})>")
_BLANK_LINE = re.compile(r"\n[ ]*\n")
# A tag longer than this with so many attributes is no tag of a page; adding attributes takes libxml2 quadratic time.
# Words of markup that cannot be read off its tags one by one.
_NEEDS_TREE = (
    "display:none", "display: none", " hidden", "visibility:hidden", "visibility: hidden", "aria-hidden", "sr-only",
    "screen-reader", "visually-hidden", "font-size:0", "font-size: 0", "mso-hide", "<math", ":math",
    "math/tex", "data-latex", "data-tex", "data-math", "data-formula", "data-equation", "ql-formula", "mjx-", "\"den",
)  # fmt: skip
# What these have in common: most texts have none of them, and are looked through for fewer.
_FIRST_SIGNS = (
    "hidden",
    "display",
    "sr-only",
    "screen-reader",
    "font-size",
    "mso-hide",
    "math",
    "data-",
    "mjx-",
    '"den',
)
_LONG_TAG = 4096
#: Shorter tags stand in texts over and over.
_REPEATED = 40
_MANY_ATTRIBUTES = 100


def to_text(html: str, *, keeps_tex: bool = False) -> str:
    """One line of plain text for summaries and the search index. Scripts, styles and comments are left out; with
    `keeps_tex` formulas between their delimiters stay as they are."""
    if any(sign in html for sign in _FIRST_SIGNS) and any(mark in html for mark in _NEEDS_TREE):
        html = _as_seen(html)
    if "<http" in html:
        html = _BRACKETED.sub(r" \1 ", html)
    if "<" in html:
        html = _PARTS.sub(_text_of, html)
    if "&" in html:
        html = references.unescape(mend_references(html))
    if not keeps_tex and ("\\" in html or "$" in html):
        html = " ".join(part for part, _ in raw_formulas(html))
    return clean_line(html)


def to_markdown(html: str, base_url: str = "") -> str:
    """A page or a piece of one as Markdown (CommonMark with GFM's tables and strikethrough).

    Relative addresses are resolved against `base_url`; links and images without a usable address become their text.
    Text that only looks like Markdown is escaped. Text without any tags becomes paragraphs at its empty lines.
    """
    html = clean_html_source(html)
    if not _LOOKS_LIKE_MARKUP.search(html):
        return _paragraphs(html)
    if "<http" in html:  # an address between Markdown's brackets, which are no tag
        html = _BRACKETED.sub(r'<a href="\1">\1</a>', html)
    if "<script" in html:
        html = _CLOSED_ITSELF.sub("", with_gists_shown(html))
    prepared = _PARTS.sub(_prepared, unmarked(with_scripts_shown(html)))
    if not prepared.strip():
        return ""
    root = page_tree(prepared)
    if root is None:
        return _paragraphs(_PARTS.sub(_paragraph_break_of, html))
    walk = Walk(own_base(root, base_url) or base_url, _HANDLERS)
    flow = walk.flow()
    walk.children(root, flow, PLAIN, 0)
    return flow.markdown()


def _paragraphs(text: str) -> str:
    return from_paragraphs(clean_line(part) for part in _BLANK_LINE.split(clean_text(references.unescape(text))))


def _as_seen(html: str) -> str:
    """Markup without what it hides, its formulas as text."""
    root = html_tree(with_scripts_shown(html))
    if root is None:
        return html
    show_formulas(root)
    take_out_hidden(root)
    return str(etree.tostring(root, encoding="unicode", method="html"))


def _text_of(part: re.Match[str]) -> str:
    source = part[0]
    return _space_for(source) if len(source) < _REPEATED else (" " if _BLOCK_TAG.match(source) else "")


@lru_cache(maxsize=512)
def _space_for(tag: str) -> str:
    return " " if _BLOCK_TAG.match(tag) else ""


def _paragraph_break_of(part: re.Match[str]) -> str:
    return "\n\n" if _BLOCK_TAG.match(part[0]) else ""


def _prepared(part: re.Match[str]) -> str:
    """What the parser gets of a part of the source: nothing of what is dropped, nothing that would choke it."""
    source = part[0]
    if part["raw"] or source.startswith(("<!", "<?")):
        return ""
    if len(source) > _LONG_TAG and source.count("=") + source.count(" ") > _MANY_ATTRIBUTES:
        name = re.match(r"</?[A-Za-z][A-Za-z0-9]*", source)
        return f"{name[0]}>" if name else ""
    return source
