"""Markdown as plain text for paper and pipes: wrapped paragraphs, indented lists, aligned tables, links as notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tui_reader.cli.columns import Column, align, cells, fit

_PARSER = MarkdownIt("commonmark", {"maxNesting": 30}).enable(["table", "strikethrough"])
_BULLETS = "•◦▪"
#: However deep quotes and lists lie in each other, this many columns are left for the words.
_NARROWEST = 20


def render(markdown: str, width: int) -> str:
    """The text, wrapped to `width` columns. Addresses of links stand in a numbered list at its end."""
    writer = _Writer(width)
    writer.blocks(_PARSER.parse(markdown), _Frame())
    lines = writer.lines
    if writer.links:
        lines += ["", *(f"[{number}] {address}" for address, number in writer.links.items())]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands before every line of a block: `first` once, `rest` on its further lines."""

    first: str = ""
    rest: str = ""

    def inside(self, first: str, rest: str) -> _Frame:
        return _Frame(self.first + first, self.rest + rest)


@dataclass(slots=True)
class _Writer:
    width: int
    lines: list[str] = field(default_factory=list)
    links: dict[str, int] = field(default_factory=dict)

    def blocks(self, tokens: Sequence[Token], frame: _Frame, tight: bool = False) -> None:
        """Write a run of blocks, a blank line between two unless they are the parts of a tight list."""
        at, is_first = 0, True
        while at < len(tokens):
            end = _end_of(tokens, at)
            if not is_first and not tight:
                self.lines.append(frame.rest)
            here = frame if is_first else replace(frame, first=frame.rest)
            self.block(tokens[at : end + 1], here)
            at, is_first = end + 1, False

    def block(self, tokens: Sequence[Token], frame: _Frame) -> None:
        """Write one block: its opening token, what lies in it, its closing token."""
        opening, inner = tokens[0], tokens[1:-1]
        match opening.type:
            case "heading_open":
                text = self.inline(inner[0])
                self.wrapped(text, frame)
                if opening.tag in ("h1", "h2"):
                    mark = "=" if opening.tag == "h1" else "-"
                    longest = min(cells(text), self.room(frame.rest))
                    self.lines.append(frame.rest + mark * longest)
            case "paragraph_open":
                self.wrapped(self.inline(inner[0]), frame)
            case "blockquote_open":
                self.blocks(inner, frame.inside("| ", "| "))
            case "bullet_list_open" | "ordered_list_open":
                self.items(opening, inner, frame)
            case "fence" | "code_block":
                for number, line in enumerate(opening.content.rstrip("\n").split("\n")):
                    self.lines.append((frame.rest if number else frame.first) + "    " + line)
            case "table_open":
                self.table(inner, frame)
            case "hr":
                self.lines.append(frame.first + "-" * min(self.room(frame.first), 40))
            case _:
                self.wrapped(opening.content, frame)

    def items(self, opening: Token, tokens: Sequence[Token], frame: _Frame) -> None:
        """Write a list."""
        number = int(opening.attrGet("start") or 1)
        bullet = _BULLETS[min(opening.level // 2, len(_BULLETS) - 1)]
        at, is_first = 0, True
        while at < len(tokens):
            end = _end_of(tokens, at)
            inner = tokens[at + 1 : end]
            tight = any(t.type == "paragraph_open" and t.hidden for t in inner)
            if not is_first and not tight:
                self.lines.append(frame.rest)
            here = frame if is_first else replace(frame, first=frame.rest)
            mark = f"{number}. " if opening.type == "ordered_list_open" else f"{bullet} "
            if inner:
                self.blocks(inner, here.inside(mark, " " * len(mark)), tight)
            else:
                self.lines.append(here.first + mark)
            at, is_first, number = end + 1, False, number + 1

    def table(self, tokens: Sequence[Token], frame: _Frame) -> None:
        """Write a table, its columns aligned and cut to the room there is."""
        rows: list[list[str]] = []
        right: list[bool] = []
        for number, token in enumerate(tokens):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(self.inline(tokens[number + 1]).replace("\n", " "))
                if token.type == "th_open":
                    right.append("right" in str(token.attrGet("style") or ""))
        columns = [Column(right=is_right, give=True, least=4) for is_right in right]
        aligned = align(rows, columns, self.room(frame.rest))
        widest = max(map(cells, aligned), default=0)
        for number, line in enumerate([aligned[0], "-" * widest, *aligned[1:]] if aligned else []):
            self.lines.append((frame.rest if number else frame.first) + line)

    def inline(self, token: Token) -> str:
        """The words of a paragraph; a newline is a line break."""
        parts: list[str] = []
        links: list[tuple[str, int]] = []
        for child in token.children or []:
            match child.type:
                case "text" | "code_inline" | "html_inline":
                    parts.append(child.content)
                case "softbreak":
                    parts.append(" ")
                case "hardbreak":
                    parts.append("\n")
                case "image":
                    parts.append(f"[image: {child.content}]" if child.content else "[image]")
                case "link_open":
                    links.append((str(child.attrGet("href") or ""), len(parts)))
                case "link_close" if links:
                    address, began = links.pop()
                    shown = "".join(parts[began:])
                    # An address that is its own words needs no note.
                    if address and not _says(shown, address):
                        parts.append(f" [{self.links.setdefault(address, len(self.links) + 1)}]")
                case _:
                    pass
        return "".join(parts)

    def wrapped(self, text: str, frame: _Frame) -> None:
        """Write words in lines that fit."""
        before = frame.first
        for line in text.split("\n"):
            for part in _wrap(line, self.room(before)):
                self.lines.append(before + part)
                before = frame.rest

    def room(self, before: str) -> int:
        return max(_NARROWEST, self.width - cells(before))


def _end_of(tokens: Sequence[Token], at: int) -> int:
    """Where the block that opens at `at` closes."""
    if tokens[at].nesting != 1:
        return at
    level = tokens[at].level
    return next(n for n in range(at + 1, len(tokens)) if tokens[n].nesting == -1 and tokens[n].level == level)


def _says(words: str, address: str) -> bool:
    bare = address.removeprefix("mailto:")
    return words.strip().rstrip("/").removeprefix("https://") == bare.rstrip("/").removeprefix("https://")


def _wrap(text: str, width: int) -> list[str]:
    """Words filled into lines by cells; only a word that is longer than a line, and no address, is broken."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        size = cells(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        while size > width and "://" not in word:
            head = _head(word, width)
            lines.append(head)
            word = word[len(head) :]
            size = cells(word)
        line, used = word, size
    return [*lines, line] if line or not lines else lines


def _head(word: str, width: int) -> str:
    """As much of a word as fits, at least a character."""
    cut = fit(word, width + 1).removesuffix("…")
    return word[: max(1, len(cut))]
