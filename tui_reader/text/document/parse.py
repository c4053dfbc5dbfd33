"""Markdown to a `Document`: CommonMark with tables, strikethrough, bare addresses and formulas."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tui_reader.text.document.inline import TextBuilder
from tui_reader.text.document.model import Align, Block, BlockKind, Document, Heading, Picture, Run, Table
from tui_reader.text.sanitise import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MAX_CHARACTERS = 2_000_000
"""A longer text is cut, and says so: parsing takes about a second per million characters."""

_CUT_NOTE = "The text goes on; it is too long to be shown here whole."
_MAX_NESTING = 60
# A paragraph with more brackets opened than this is shown as it is written: for each of them the parser looks ahead to
# the paragraph's end, and a body of nothing else would keep it busy for hours.
_MOST_OPENED = 2_000
_BULLETS = "•◦▪"
_QUOTE_BAR = "▎ "
# Anything that Markdown could read as more than text. Most paragraphs of prose have none of it, and skipping the
# inline parser for them halves the time.
_INLINE_SYNTAX = re.compile(r"[\\`*_\[\]<&!$~]|  \n")
_DISPLAYED = re.compile(r"\s*\$\$(.+?)\$\$\s*", re.DOTALL)
_TASK = re.compile(r"\[([ xX])\] +(?=\S)")
_NOT_SLUG = re.compile(r"[^\w\- ]")
_BULLET_TOKENS = {"bullet_list_open", "ordered_list_open"}
# Whatever stands before it, this is mathematics: commands, groups, exponents.
_CERTAIN = re.compile(r"\\[A-Za-z]|[{}^]")
# As in Pandoc: no space inside the dollars, and no digit after them unless it is certainly mathematics, so that sums
# of money stay text.
_FORMULA = re.compile(r"\$(?=[^\s$])((?:[^$\\\n]|\\.|\n(?!\n)){0,4999}?(?<=[^\s\\]))\$(\d)?")


def parse(markdown: str, *, source: bool = False) -> Document:
    """The document a Markdown text makes. Never raises; whatever is foreign in it is made safe for a terminal.

    Formulas are shown in Unicode, or with `source` as the LaTeX they were written in.
    """
    text, is_cut = clean_text(markdown), False
    if len(text) > MAX_CHARACTERS:
        text, is_cut = text[:MAX_CHARACTERS], True
    reader = _Reader(_parser(), source)
    reader.read(text)
    if is_cut:
        reader.add(BlockKind.PARAGRAPH, _CUT_NOTE)
    return reader.document()


def parse_head(markdown: str, characters: int = 24_000, *, source: bool = False) -> Document | None:
    """The beginning of a long text, to be shown while the rest is parsed; None when the text is short enough whole.

    It ends between paragraphs and has the same first blocks as the whole, save for links whose definition comes later.
    """
    if len(markdown) <= 2 * characters:
        return None
    end = markdown.rfind("\n\n", 0, characters)
    head = markdown[: end if end > 0 else characters]
    # The blank line may have been inside a fenced block, which would then run on to the end of the head.
    return parse(head, source=source)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # HTML is read as inline tags alone: an HTML block would swallow the Markdown inside it.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    parser.disable(["html_block", "inline"])
    parser.inline.ruler.before("escape", "formula", _formula_rule)
    return parser


class _Container:
    """A quote or a list item around blocks: what it puts before their lines."""

    __slots__ = ("is_quote", "lead", "rest", "used")

    def __init__(self, lead: str, rest: str, is_quote: bool) -> None:
        self.lead, self.rest, self.is_quote, self.used = lead, rest, is_quote, False


class _Reader:
    """Goes through markdown-it's block tokens once and makes blocks of them."""

    def __init__(self, parser: MarkdownIt, source: bool = False) -> None:
        self._parser = parser
        self._source = source
        self._env: dict[str, Any] = {}
        self._blocks: list[Block] = []
        self._links: list[str] = []
        self._anchors: dict[str, int] = {}
        self._toc: list[Heading] = []
        self._pictures: list[Picture] = []
        self._containers: list[_Container] = []
        self._before: list[_Container] = []
        self._lists: list[tuple[int | None, int]] = []
        self._list_number = 0
        self._list_before = 0

    def document(self) -> Document:
        """What was read."""
        return Document(tuple(self._blocks), tuple(self._links), self._anchors, tuple(self._toc), tuple(self._pictures))

    def read(self, source: str) -> None:
        """Read a whole text."""
        tokens = self._parser.parse(source, self._env)
        if max((token.level for token in tokens), default=0) >= _MAX_NESTING - 1:
            # The parser leaves out what is nested deeper still.
            self._read_plain(source)
            return
        index = 0
        while index < len(tokens):
            token = tokens[index]
            kind = token.type
            if kind == "table_open":
                end = next(at for at in range(index, len(tokens)) if tokens[at].type == "table_close")
                self._table(tokens[index:end])
                index = end
            elif kind == "inline":
                self._text(token, tokens[index - 1])
            elif kind in ("fence", "code_block"):
                self._code(token)
            elif kind == "hr":
                self.add(BlockKind.RULE)
            elif kind == "blockquote_open":
                self._containers.append(_Container(_QUOTE_BAR, _QUOTE_BAR, is_quote=True))
            elif kind == "blockquote_close":
                self._containers.pop()
            elif kind in _BULLET_TOKENS:
                self._open_list(token, tokens, index)
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self._lists.pop()
            elif kind == "list_item_open":
                self._open_item(token)
            elif kind == "list_item_close":
                if not self._containers[-1].used:
                    self.add(BlockKind.PARAGRAPH, is_tight=True)
                self._containers.pop()
            index += 1

    def _read_plain(self, source: str) -> None:
        for paragraph in source.split("\n\n"):
            if text := clean_line(paragraph):
                self.add(BlockKind.PARAGRAPH, text)

    def add(
        self,
        kind: BlockKind,
        text: str = "",
        runs: Sequence[Run] = (),
        *,
        level: int = 0,
        table: Table | None = None,
        is_tight: bool = False,
    ) -> None:
        """Add a block inside the containers that are open."""
        shared = 0
        for mine, theirs in zip(self._containers, self._before, strict=False):
            if mine is not theirs:
                break
            shared += 1
        gap = 0 if not self._blocks else 2 if kind is BlockKind.HEADING and level <= 2 else 1
        if is_tight and self._list_before == self._list_number:
            gap = 0
        leads = [container.rest if container.used else container.lead for container in self._containers]
        rests = [container.rest for container in self._containers]
        self._blocks.append(
            Block(
                kind,
                text,
                tuple(runs),
                level,
                "".join(leads),
                "".join(rests),
                gap,
                "".join(rests[:shared]).rstrip(),
                any(container.is_quote for container in self._containers),
                table,
            )
        )
        for container in self._containers:
            container.used = True
        self._before = list(self._containers)
        self._list_before = self._list_number if self._lists else 0

    def _inline(self, content: str, before: str = "") -> TextBuilder:
        builder = TextBuilder(self._links, source=self._source)
        builder.put(before)
        is_plain = _INLINE_SYNTAX.search(content) is None and content.isascii()
        if is_plain or content.count("[") > _MOST_OPENED or content.count("<") > _MOST_OPENED:
            builder.put_plain(content.replace("\n", " "))
        else:
            tokens: list[Token] = []
            self._parser.inline.parse(content, self._parser, self._env, tokens)
            builder.put_tokens(tokens)
        return builder

    def _text(self, token: Token, opened_by: Token) -> None:
        if (formula := _DISPLAYED.fullmatch(token.content)) is not None:
            source = formula[1].strip()
            self.add(BlockKind.FORMULA, source if self._source else _displayed_lines(source))
            return
        content, task = token.content, ""
        if self._lists and not self._containers[-1].used and (box := _TASK.match(content)) is not None:
            content, task = content[box.end() :], "☐ " if box[1] == " " else "☑ "
        builder = self._inline(content, task)
        text, runs, kind, level = builder.text, builder.runs, BlockKind.PARAGRAPH, 0
        if opened_by.type == "heading_open":
            kind, level = BlockKind.HEADING, int(opened_by.tag[1:])
            text = text.replace("\n", " ")
            self._toc.append(Heading(level, text.strip(), len(self._blocks)))
            self._anchors.setdefault(self._slug(text), len(self._blocks))
        elif len(runs) == 1 and runs[0].start == 0 and runs[0].end == len(text) and text.startswith("[image"):
            kind = BlockKind.IMAGE
        self._note(builder)
        if text or kind is BlockKind.HEADING:
            self.add(kind, text, runs, level=level, is_tight=opened_by.hidden)

    def _note(self, builder: TextBuilder) -> None:
        """Where links lead to, and what is shown, in the block that comes next."""
        for anchor in builder.anchors:
            self._anchors.setdefault(anchor, len(self._blocks))
        self._pictures += [Picture(len(self._blocks), address, alt) for address, alt in builder.pictures]

    def _slug(self, title: str) -> str:
        """The fragment of a heading: lower case, hyphens for spaces, numbered when it is taken."""
        slug = _NOT_SLUG.sub("", unicodedata.normalize("NFC", title).strip().lower()).replace(" ", "-")
        if slug not in self._anchors:
            return slug
        number = self._env.setdefault("slugs", {})
        number[slug] = number.get(slug, 0) + 1
        return f"{slug}-{number[slug]}"

    def _code(self, token: Token) -> None:
        text = token.content.removesuffix("\n")
        language = clean_line(token.info).split(" ")[0].lower()
        self.add(BlockKind.FORMULA if language in ("math", "latex-display") else BlockKind.CODE, text)

    def _open_list(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        if not self._lists:
            self._list_number += 1
        if token.type == "bullet_list_open":
            self._lists.append((None, 1))
            return
        start, last = int(token.attrs.get("start", 1)), 0
        for following in tokens[index + 1 :]:
            if following.level == token.level and following.type == "ordered_list_close":
                break
            last += following.type == "list_item_open" and following.level == token.level + 1
        self._lists.append((start, len(str(start + max(0, last - 1)))))

    def _open_item(self, token: Token) -> None:
        number, digits = self._lists[-1]
        if number is None:
            depth = sum(1 for start, _ in self._lists if start is None)
            lead = f"{_BULLETS[(depth - 1) % len(_BULLETS)]} "
        else:
            lead = f"{token.info:>{digits}}. "
        self._containers.append(_Container(lead, " " * len(lead), is_quote=False))

    def _table(self, tokens: Sequence[Token]) -> None:
        aligns: list[Align] = []
        rows: list[tuple[tuple[int, int], ...]] = []
        parts: list[str] = []
        runs: list[Run] = []
        cells: list[tuple[int, int]] = []
        length = 0
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                cells = []
            elif token.type == "tr_close":
                rows.append(tuple(cells))
            elif token.type == "th_open":
                aligns.append(_align(str(token.attrs.get("style", ""))))
            elif token.type == "inline" and tokens[index - 1].type in ("th_open", "td_open"):
                builder = self._inline(token.content)
                text = builder.text.replace("\n", " ").replace("\t", " ")
                if parts:
                    parts.append("\t" if cells else "\n")
                    length += 1
                runs += [Run(run.start + length, run.end + length, run.ink, run.link) for run in builder.runs]
                parts.append(text)
                cells.append((length, length + len(text)))
                length += len(text)
                self._note(builder)
        full = tuple(row + ((row[-1][1], row[-1][1]),) * (len(aligns) - len(row)) for row in rows if row)
        self.add(BlockKind.TABLE, "".join(parts), runs, table=Table(tuple(aligns), full))


def _align(style: str) -> Align:
    if "right" in style:
        return Align.RIGHT
    return Align.CENTRE if "center" in style else Align.LEFT


def _formula_rule(state: StateInline, silent: bool) -> bool:
    """The rule of markdown-it for a formula in a line of text."""
    if state.src[state.pos] != "$" or (match := _FORMULA.match(state.src, state.pos)) is None:
        return False
    if match[2] and not _CERTAIN.search(match[1]):
        return False
    if not silent:
        state.push("formula", "", 0).content = f"${match[1]}$".replace("\n", " ")
    state.pos = match.end(1) + 1
    return True


def _displayed_lines(source: str) -> str:
    """The lines of a displayed formula in Unicode, each with its number behind a tab."""
    from tui_reader.text.latex_display import display_to_unicode

    return "\n".join(
        clean_text(line.text).replace("\n", " ") + (f"\t({clean_line(line.number)})" if line.number else "")
        for line in display_to_unicode(source)
    )
