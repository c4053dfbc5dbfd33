"""The inside of a block: Markdown's inline tokens as plain text and runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.text.document.model import Ink, Run
from tui_reader.text.sanitise import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_INK = {"strong": Ink.BOLD, "b": Ink.BOLD, "em": Ink.ITALIC, "i": Ink.ITALIC, "s": Ink.STRIKE, "del": Ink.STRIKE}
_INK |= {"code": Ink.CODE, "kbd": Ink.CODE, "tt": Ink.CODE, "cite": Ink.ITALIC, "var": Ink.ITALIC}

# HTML elements whose tags only set the text apart. A tag that is none of these is shown as it was written: in
# `List<int>` the reader wants to see it.
_SILENT = re.compile(
    "a|abbr|address|article|aside|b|big|blockquote|body|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div"
    "|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|ins|kbd|label|legend|li|link"
    "|main|mark|meta|nav|object|ol|p|picture|pre|q|rp|rt|ruby|s|samp|script|section|small|source|span|strong|style|sub"
    "|summary|sup|svg|table|tbody|td|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_BREAKING = re.compile("br|p|div|li|tr|hr|h[1-6]|blockquote|section|dt|dd")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>[^>]*)>", re.DOTALL)
_ANCHOR = re.compile(r"""\b(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"`\u3000-\u303f\uff00-\uffef]+")
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
#: What pages' pictures are called that became links to them: see `html.media`.
_PICTURE = re.compile(r"image(?:: (.+))?", re.DOTALL)
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")


class TextBuilder:
    """Puts together the text of one block. `links` is shared by the whole document and grows; with `source` formulas
    are shown as they were written."""

    def __init__(self, links: list[str], *, source: bool = False) -> None:
        self.runs: list[Run] = []
        self.anchors: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        """Address and description of each."""
        self._links = links
        self._source = source
        self._parts: list[str] = []
        self._length = 0
        self._inks: list[Ink] = []
        self._link = -1
        self._link_part = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @property
    def length(self) -> int:
        """How many characters there are so far."""
        return self._length

    def put(self, text: str, extra: Ink = Ink.PLAIN) -> None:
        """Add text in the current ink and link."""
        if not text:
            return
        ink = extra
        for one in self._inks:
            ink |= one
        start, end = self._length, self._length + len(text)
        self._parts.append(text)
        self._length = end
        if not ink and self._link < 0:
            return
        last = self.runs[-1] if self.runs else None
        if last is not None and last.end == start and last.ink == ink and last.link == self._link:
            self.runs[-1] = Run(last.start, end, ink, self._link)
        else:
            self.runs.append(Run(start, end, ink, self._link))

    def put_plain(self, text: str) -> None:
        """Add text in which bare addresses become links."""
        if "://" not in text or self._link >= 0:
            self.put(text)
            return
        position = 0
        for match in _ADDRESS.finditer(text):
            address = _trimmed(match.group())
            self.put(text[position : match.start()])
            self._linked(address, address)
            position = match.start() + len(address)
        self.put(text[position:])

    def put_tokens(self, tokens: Sequence[Token]) -> None:
        """Add what markdown-it made of an inline run. Emphasis and links left open end here."""
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                self.put_plain(token.content)
            elif kind == "text_special":
                # A character reference was decoded only now: what it stands for is as foreign as the rest.
                self.put(clean_text(token.content))
            elif kind == "softbreak":
                self._soft_break(tokens, index)
            elif kind == "hardbreak":
                self._line_break()
            elif kind == "code_inline":
                self.put(token.content, Ink.CODE)
            elif kind == "formula":
                self._formula(token.content, tokens[index + 1].content if index + 1 < len(tokens) else "")
            elif kind == "link_open":
                self._open_link(str(token.attrs.get("href", "")))
            elif kind == "link_close":
                self._close_link()
            elif kind == "image":
                self._image(token)
            elif kind == "html_inline":
                self._html(token.content)
            elif token.tag in _INK:
                self._ink(_INK[token.tag], opens=token.nesting > 0)
        self._inks.clear()
        self._link = -1

    def _formula(self, written: str, following: str) -> None:
        if not self._source:
            from tui_reader.text.latex import formula_to_unicode

            shown = formula_to_unicode(written[1:-1], following)
            if shown is not None:
                written = clean_line(shown)
        self.put(written, Ink.FORMULA)

    def _open_link(self, target: str) -> None:
        target = clean_line(target)
        if target:
            self._links.append(target)
            self._link = len(self._links) - 1
            self._link_part = len(self._parts)

    def _close_link(self) -> None:
        if self._link >= 0 and (said := _PICTURE.fullmatch("".join(self._parts[self._link_part :]))) is not None:
            self._add_picture(self._links[self._link], said[1] or "")
        self._link = -1

    def _add_picture(self, address: str, alt: str) -> None:
        if address.startswith(("http://", "https://")):
            self.pictures.append((address, alt))

    def _linked(self, text: str, target: str) -> None:
        before = self._link
        self._open_link(target)
        self.put(text)
        self._link = before

    def _image(self, token: Token) -> None:
        alt = clean_line("".join(child.content for child in token.children or ()) or token.content)
        before, address = self._link, str(token.attrs.get("src", ""))
        if before < 0:
            self._open_link(address)
        self._add_picture(clean_line(address), alt)
        self.put(f"[image: {alt}]" if alt else "[image]", Ink.IMAGE)
        self._link = before

    def _html(self, source: str) -> None:
        if source.startswith(("<!--", "<?", "<!")):
            return
        match = _TAG.fullmatch(source)
        if match is None or _SILENT.fullmatch(match["name"].lower()) is None:
            self.put(source)
            return
        name, closes = match["name"].lower(), bool(match["close"])
        if not closes and (anchor := _attribute(_ANCHOR, match["rest"])):
            self.anchors.append(anchor)
        if _BREAKING.fullmatch(name):
            self._line_break()
        elif name == "a":
            self._link = -1
            if not closes and (target := _attribute(_HREF, match["rest"])).startswith(("http://", "https://", "#")):
                self._open_link(target)
        elif name in _INK:
            self._ink(_INK[name], opens=not closes)

    def _ink(self, ink: Ink, *, opens: bool) -> None:
        if opens:
            self._inks.append(ink)
        elif ink in self._inks:
            self._inks.remove(ink)

    def _line_break(self) -> None:
        if self._length and not self._parts[-1].endswith("\n"):
            self.put("\n")

    def _soft_break(self, tokens: Sequence[Token], index: int) -> None:
        """A line end in the source is a space, but not between characters of scripts that write without spaces."""
        following = tokens[index + 1].content[:1] if index + 1 < len(tokens) else ""
        before = self._parts[-1][-1:] if self._parts else ""
        if not (_WIDE.match(before) and _WIDE.match(following)):
            self.put(" ")


def _attribute(pattern: re.Pattern[str], source: str) -> str:
    match = pattern.search(source)
    return clean_line(next((group for group in match.groups() if group is not None), "")) if match else ""


def _trimmed(address: str) -> str:
    """An address found in running text, without the punctuation that belongs to the sentence."""
    # How many brackets are closed more often than opened, kept up to date as they go.
    unopened = {closing: address.count(closing) - address.count(opening) for opening, closing in _BRACKETS}
    end = len(address)
    while end:
        last = address[end - 1]
        if unopened.get(last, 0) > 0:
            unopened[last] -= 1
        elif last not in ".,;:!?'*_~|":
            break
        end -= 1
    return address[:end]
