"""The article on a web page, as Markdown: what a reader came for, without the page around it.

Trafilatura says which text is the article (https://trafilatura.readthedocs.io); the text itself is written from the
page's own markup, as `article_region` finds it there, since trafilatura's output knows neither inline code nor nested
lists.
"""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Any

from lxml import etree
from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.items import normalise_title
from tui_reader.html.digest.recognise import with_digest
from tui_reader.html.embeds import with_gists_shown
from tui_reader.html.formulas import show_formulas, with_scripts_shown
from tui_reader.html.markup import html_tree, own_base
from tui_reader.html.render import to_markdown, to_text
from tui_reader.sources.feed.article_region import region_of
from tui_reader.sources.feed.article_source import kept_by_trafilatura, unbox, with_numbers
from tui_reader.text.charset import decode
from tui_reader.text.markdown import from_lines
from tui_reader.text.sanitise import clean_html_source, clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_reader.domain.digests import Digest

LEAST_CHARACTERS = 250
"""A text shorter than this is no article but what is left of a page that shows none."""
_IN_BROWSER = "Open it in a browser (o)."
_HTML_TYPES = frozenset(("", "text/html", "application/xhtml+xml", "application/xml", "text/xml"))
_NAMES = {"application/pdf": "a PDF", "image": "an image", "video": "a video", "audio": "a recording"}
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|article|main|div|p|h[1-6])\b", re.IGNORECASE)
#: Adding many attributes to one tag takes libxml2 quadratic time; a picture inside its own address is such a tag too.
_HUGE_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)\s[^<>]{4096,}+>?")
#: A control character that is written as a number: lxml takes none in, and trafilatura gives the page up.
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));?")
_FORMULAS = re.compile(
    r"<math\b|<mjx-|class=[\"'](?:katex|MathJax|mwe-math|ql-formula|den\b)|\sdata-(?:latex|tex|math|equation|formula)",
    re.IGNORECASE,
)
_BOXES = re.compile(r"<foreignobject\b", re.IGNORECASE)
#: Pages that are longer are not written anew for what trafilatura would lose.
_LONGEST_SOURCE = 2_000_000
_HEADING = re.compile(r"\A#{1,6} ([^\n]*)\n+")
_LEADS_ON = re.compile(r"(?i)\b(?:javascript|cookies?|captcha|are you (?:a )?(?:human|robot)|verify you are)\b")


class ParsedArticle(Struct, frozen=True):
    """An article to read: `markdown` has no title of its own; `is_cut` when the page says that it shows only a part of
    it to those who do not pay; `digest` what it names when it is mostly a list of links."""

    markdown: str
    is_cut: bool = False
    digest: Digest | None = None


def parse_article(data: bytes, url: str, content_type: str = "", charset: str = "", title: str = "") -> ParsedArticle:
    """The article on a page that was fetched from `url`; `title` is what its feed calls it.

    Raises ParseError, with the reason, for what is no web page and for a page without an article.
    """
    kind = _kind(data, content_type)
    if kind:
        raise ParseError(f"this address leads to {kind}, not to a web page", _IN_BROWSER)
    if content_type == "text/plain" and not _MARKUP.search(data[:4096]):
        return _plain(clean_text(decode(data, charset)))
    source = with_scripts_shown(clean_html_source(decode(data, charset)))
    if "<script" in source:
        source = with_gists_shown(source)
    source = _REFERENCE.sub(_harmless, _HUGE_TAG.sub(r"<\1>", source))
    # What nests deeper than libxml2's limit is cut, where walking it would exhaust the stack.
    root = html_tree(source)
    if root is None:
        raise ParseError("the page is empty", _IN_BROWSER)
    has_boxes = unbox(root) if _BOXES.search(source) else False
    if has_formulas := bool(_FORMULAS.search(source)):
        show_formulas(root)
    if has_boxes or has_formulas:
        source = str(etree.tostring(root, encoding="unicode", method="html"))
    base = own_base(root, url) or url
    is_cut = _says_cut(root)
    body = _extracted(source, url)
    text = "" if body is None else clean_line(" ".join(body.itertext()))
    if len(text) < LEAST_CHARACTERS:
        raise ParseError(_why_none(root, is_cut), _IN_BROWSER)
    markup = region_of(root, text)
    markdown = to_markdown(markup, base) if markup else ""
    if len(markdown) < len(text) // 2:
        markup = _markup(_fuller(source, base, url, body))
        markdown = to_markdown(markup, base)
    entry = with_digest(Entry(title, url, body=Body(markup, BodyFormat.HTML, base)))
    return ParsedArticle(_without_title(markdown.strip(), title), is_cut, entry.digest)


def _harmless(reference: re.Match[str]) -> str:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return (
        " "
        if number < 32 or 0xD800 <= number < 0xE000 or number > 0x10FFFF or number & 0xFFFE == 0xFFFE
        else reference[0]
    )


def _kind(data: bytes, content_type: str) -> str:
    """What the address leads to in words, "" for a page or a text."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _NAMES["application/pdf"]
    if content_type in _HTML_TYPES or content_type == "text/plain" or _MARKUP.search(data[:4096]):
        return ""
    return _NAMES.get(content_type) or _NAMES.get(content_type.partition("/")[0]) or f"a file ({content_type[:60]})"


def _plain(text: str) -> ParsedArticle:
    if len(text.strip()) < LEAST_CHARACTERS:
        raise ParseError("the page has hardly any text", _IN_BROWSER)
    return ParsedArticle(from_lines(text))


def _fuller(source: str, base: str, url: str, body: Any) -> Any:
    """The article once more from a page that is written so that captions, notes and numbers stay; else `body`."""
    page = html_tree(source) if len(source) <= _LONGEST_SOURCE else None
    kept = _extracted(kept_by_trafilatura(page, base), url) if page is not None else None
    return body if kept is None or _length(kept) < _length(body) // 2 else kept


def _length(body: Any) -> int:
    return sum(len(text) for text in body.itertext())


def _extracted(source: str, url: str) -> Any:
    """The article as trafilatura's own tree; None when it finds none."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found: Any = trafilatura.bare_extraction(
            source,
            url=url,
            include_comments=False,
            include_tables=True,
            include_images=True,
            include_links=True,
            include_formatting=True,
        )
        return None if found is None else found.body
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError) as error:
        # It is made for well-meant pages; what it stumbles over is a page without an article.
        raise ParseError(f"the page could not be read ({type(error).__name__})", _IN_BROWSER) from None


def _markup(body: Any) -> str:
    from trafilatura.htmlprocessing import convert_to_html

    for code in body.iter("code"):
        if "\n" not in "".join(code.itertext()) and code.getparent() is not None and code.getparent().tag != "body":
            code.tag = "kbd"  # inline code, which convert_to_html would make a block
    # convert_to_html makes bullets of numbers.
    ordered = [found for found in body.iter("list") if found.get("rend") == "ol"]
    page = convert_to_html(body)
    for found in ordered:
        found.tag = "ol"
    with_numbers(page)
    return str(etree.tostring(page, encoding="unicode", method="html"))


def _says_cut(root: etree._Element) -> bool:
    """Whether the page says that it is not free (https://schema.org/isAccessibleForFree)."""
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "") and "isAccessibleForFree" in (script.text or ""):
            try:
                found = json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue
            if any(str(value).lower() in ("false", "no") for value in _values(found, "isAccessibleForFree")):
                return True
    return False


def _values(found: Any, name: str) -> Iterator[Any]:
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if name in value and not isinstance(value[name], (dict, list)):
                yield value[name]
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _why_none(root: etree._Element, is_cut: bool) -> str:
    if is_cut:
        return "the article is for those who pay"
    body = root.find("body")
    words = to_text(etree.tostring(body, encoding="unicode", method="html")) if body is not None else ""
    if len(words) < 4 * LEAST_CHARACTERS and _LEADS_ON.search(words):
        return "the page shows its text to browsers alone"
    return "no article was found on the page"


def _without_title(markdown: str, title: str) -> str:
    """The text without a heading that says the title once more."""
    found = _HEADING.match(markdown)
    wanted = normalise_title(title)
    if found is not None and wanted and normalise_title(found[1]) in (wanted, ""):
        return markdown[found.end() :]
    return markdown
