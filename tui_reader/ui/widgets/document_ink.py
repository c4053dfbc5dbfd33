"""Lines of a laid out document as strips of styled segments."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip
from textual.style import Style

from tui_reader.text.document.model import Block, BlockKind, Ink
from tui_reader.ui.markdown.selection import line_start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.css.styles import StylesBase

    from tui_reader.ui.markdown.layout import Line
    from tui_reader.ui.markdown.table import Piece

COMPONENTS = frozenset(
    f"document--{part}"
    for part in (
        "code", "current-match", "deep-heading", "formula", "heading-1", "heading-2", "heading-3", "hint", "image",
        "inline-code", "inline-formula", "label", "link", "match", "marker", "message", "name", "quote", "rule",
        "table-header",
    )
)  # fmt: skip
"""Component classes of the document's parts."""

COLOURS = """
& > .document--heading-1 { color: $text-accent; text-style: bold; }
& > .document--heading-2 { color: $text-primary; text-style: bold; }
& > .document--heading-3 { text-style: bold; }
& > .document--deep-heading { text-style: bold italic; }
& > .document--quote { color: $foreground 80%; text-style: italic; }
& > .document--code { background: $foreground 7%; }
& > .document--inline-code { color: $text-success; background: $foreground 7%; }
& > .document--inline-formula { text-style: italic; }
& > .document--formula { color: $text-secondary; }
& > .document--image { color: $foreground-muted; }
& > .document--link { color: $text-accent; text-style: underline; }
& > .document--name { color: $text-secondary; }
& > .document--marker { color: $text-primary; }
& > .document--rule { color: $foreground 35%; }
& > .document--table-header { text-style: bold; }
& > .document--label { color: $foreground-muted; }
& > .document--message { color: $foreground-muted; }
& > .document--match { background: $warning 35%; }
& > .document--current-match { background: $warning; color: $background; text-style: bold; }
& > .document--hint { background: $accent; color: $background; text-style: bold; }
&:nocolor > .document--match { text-style: underline; }
&:nocolor > .document--current-match { text-style: bold reverse; }
&:nocolor > .document--hint { text-style: bold reverse; }
"""
"""Their rules, which stand inside those of the widget."""


def over(styles: StylesBase) -> Style:
    """What a component's rules add to the style underneath: nothing that they leave out.

    `Widget.get_visual_style(partial=True)` is for this too, but makes an opaque background transparent.
    """
    own = Style.from_styles(styles)
    return Style(
        background=own.background if styles.has_rule("background") else None,
        foreground=own.foreground if styles.has_rule("color") else None,
        bold=own.bold,
        italic=own.italic,
        underline=own.underline,
        reverse=own.reverse,
        strike=own.strike,
    )


class Highlight(NamedTuple):
    """Characters of a block over which another style is laid."""

    start: int
    end: int
    style: Style


class DocumentInk:
    """Styles of a document, taken from the widget's style sheet (`part` gives the style of a component class, without
    what is underneath) and kept; made anew when the theme changes."""

    def __init__(self, base: Style, part: Callable[[str], Style]) -> None:
        self._base = base
        self._part = part
        self._blocks: dict[str, Style] = {}
        self._styles: dict[tuple[str, Ink, bool], Style] = {}

    def strip(
        self,
        line: Line,
        block: Block,
        margin: int,
        column: int,
        width: int,
        highlights: Sequence[Highlight] = (),
        links: Sequence[str] = (),
    ) -> Strip:
        """One line as a strip of `width` cells, with offsets for selection: its text in a column of `column` cells,
        `margin` cells from the left. `links` are the addresses of the document."""
        component = _component(block, line)
        plain = self._base.rich_style
        filler = self._block_style(component).rich_style if block.kind is BlockKind.CODE else plain
        # Counting cells on from a segment's offset must not lead from one place to another: see `selection`.
        left = line_start(line.at)
        margin = max(0, margin - line.shift)
        segments = [_placed(" " * margin, plain, left, line.block)]
        if line.lead:
            segments.append(_placed(line.lead, self._lead_style(block, line).rich_style, left, line.block))
        lead_end = at = margin + cell_len(line.lead)
        for piece in line.pieces:
            indent = lead_end + piece.column - at
            if indent > 0:
                segments.append(_placed(" " * indent, filler, line_start(piece.start), line.block))
                at += indent
            of = "document--label" if piece.is_head else component
            text = self._text_strip(block, piece, of, () if piece.is_again else highlights, links)
            if piece.is_again:
                segments.extend(_placed(s.text, s.style or plain, left, line.block) for s in text)
            else:
                segments.extend(text.apply_offsets(piece.start, line.block))
            at += text.cell_length
        if not line.pieces:
            # Places the line: a click right of the lead looks for the last offset.
            segments.append(_placed("", plain, line.at, line.block))
        elif filler is not plain and at < margin + column:
            segments.append(Segment(" " * (margin + column - at), filler))
            at = margin + column
        if at < width:
            segments.append(Segment(" " * (width - at), plain))
        return Strip(segments, max(width, at)).adjust_cell_length(width, plain)

    def blank(self, width: int, block: int, character: int) -> Strip:
        """An empty line that means a place of the text."""
        plain = self._base.rich_style
        return Strip([_placed("", plain, character, block), Segment(" " * width, plain)], width)

    def picture(self, segments: Sequence[Segment], margin: int, width: int, block: int, character: int) -> Strip:
        """A line of a picture, or of words in its place, that means a place of the text."""
        plain, words = self._base.rich_style, self.part("document--image").rich_style
        drawn = [Segment(s.text, words if s.style is None else plain + s.style) for s in segments]
        at = _placed(" " * margin, plain, character, block)
        return Strip([at, *drawn]).adjust_cell_length(width, plain)

    def part(self, component: str) -> Style:
        """The style of a component over the widget's own."""
        return self._block_style(component)

    def _text_strip(
        self, block: Block, piece: Piece, component: str, highlights: Sequence[Highlight], links: Sequence[str]
    ) -> Strip:
        start, end = piece.start, piece.end
        segments: list[Segment] = []
        text, position = block.text, start
        for run in block.runs[bisect_right(block.runs, start, key=lambda run: run.end) :]:
            if run.start >= end:
                break
            first, last = max(run.start, start), min(run.end, end)
            if first > position:
                self._add(segments, text, position, first, self._style(component, Ink.PLAIN, False), highlights)
            style = self._style(component, run.ink, run.link >= 0)
            if run.link >= 0:
                style += Style.from_meta({"link": run.link})
                if run.link < len(links) and (address := _address(links[run.link])):
                    style += Style(link=address)
            self._add(segments, text, first, last, style, highlights)
            position = last
        if position < end:
            self._add(segments, text, position, end, self._style(component, Ink.PLAIN, False), highlights)
        return Strip(segments, cell_len(text[start:end]))

    def _add(
        self,
        segments: list[Segment],
        text: str,
        start: int,
        end: int,
        style: Style,
        highlights: Sequence[Highlight],
    ) -> None:
        cuts = {start, end}
        for highlight in highlights:
            cuts |= {cut for cut in (highlight.start, highlight.end) if start < cut < end}
        for first, last in pairwise(sorted(cuts)):
            laid = style
            for highlight in highlights:
                if highlight.start <= first and last <= highlight.end:
                    laid += highlight.style
            segments.append(Segment(text[first:last], laid.rich_style))

    def _block_style(self, component: str) -> Style:
        style = self._blocks.get(component)
        if style is None:
            style = self._blocks[component] = self._base + self._part(component) if component else self._base
        return style

    def _lead_style(self, block: Block, line: Line) -> Style:
        if block.kind in (BlockKind.RULE, BlockKind.TABLE) or (block.kind is BlockKind.HEADING and not line.pieces):
            return self._block_style("document--rule")
        return self._block_style("document--marker")

    def _style(self, component: str, ink: Ink, is_link: bool) -> Style:
        key = (component, ink, is_link)
        style = self._styles.get(key)
        if style is None:
            style = self._block_style(component)
            for flag, name in (
                (Ink.CODE, "inline-code"),
                (Ink.FORMULA, "inline-formula"),
                (Ink.IMAGE, "image"),
            ):
                if ink & flag:
                    style += self._part(f"document--{name}")
            if is_link:
                style += self._part("document--name" if ink & Ink.NAME else "document--link")
            style += Style(
                bold=True if ink & Ink.BOLD else None,
                italic=True if ink & Ink.ITALIC else None,
                strike=True if ink & Ink.STRIKE else None,
            )
            self._styles[key] = style
        return style


@lru_cache(maxsize=512)
def _address(link: str) -> str:
    """What a terminal may make of a link (OSC 8): a web address in printable ASCII, else ""."""
    from tui_reader.text.address_parts import parse, unparse

    parts = parse(link)
    address = unparse(parts) if parts is not None else ""
    return address if address.isascii() and address.isprintable() else ""


def _component(block: Block, line: Line) -> str:
    kind = block.kind
    if kind is BlockKind.HEADING:
        return f"document--heading-{block.level}" if block.level <= 3 else "document--deep-heading"
    if kind is BlockKind.CODE:
        return "document--code"
    if kind is BlockKind.FORMULA:
        return "document--formula"
    if kind is BlockKind.TABLE:
        return "document--table-header" if line.is_header else ""
    if kind is BlockKind.IMAGE:
        return "document--image"
    return "document--quote" if block.quoted else ""


def _placed(text: str, style: RichStyle, x: int, block: int) -> Segment:
    return Segment(text, style + RichStyle.from_meta({"offset": (x, block)}))


def overlay(strip: Strip, at: int, label: str, style: RichStyle) -> Strip:
    """A label over the cells from `at` on; the strip keeps its width, and the label is cut at its end."""
    width = strip.cell_length
    label = label[: max(0, width - at)]
    if not label:
        return strip
    before, _, after = strip.divide([at, at + len(label), width])
    return Strip([*before, Segment(label, style), *after], width)
