"""A document to read: wrapped, scrolled, searched, selected and followed by its links, drawn line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView

from tui_reader.text.document.model import Document
from tui_reader.ui.markdown.find import find
from tui_reader.ui.markdown.layout import Layout, lay_out
from tui_reader.ui.markdown.selection import Place, selected_range, selected_span, selected_text
from tui_reader.ui.widgets.document_ink import COMPONENTS, DocumentInk, Highlight, over, overlay
from tui_reader.ui.widgets.drawing import centred
from tui_reader.ui.widgets.hints import Hints, LinkPlace
from tui_reader.ui.widgets.matches import Matches

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.selection import Selection
    from textual.strip import Strip
    from textual.style import Style

COLUMN = 88
"""The text is set in at most so many cells: longer lines tire the eye."""
_WIDE = 60
_STRIPS_KEPT = 1024
_OVERLAP = 2
_EMPTY = Document()


class DocumentView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a `Document`, or a message in its place.

    It has no keys of its own: the app resolves keys and calls the methods. It must stand without padding or border,
    since Textual takes a drag that begins there for a place in the text; the widget keeps its own margin.
    """

    ALLOW_SELECT = True
    BINDINGS: ClassVar[list[BindingType]] = []
    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = """
    DocumentView {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
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
        & > .document--message { color: $foreground-muted; }
        & > .document--match { background: $warning 35%; }
        & > .document--current-match { background: $warning; color: $background; text-style: bold; }
        & > .document--hint { background: $accent; color: $background; text-style: bold; }
    }
    """

    class LinkFollowed(Message):
        """A link was followed: `url` as it stands in the document (a `#fragment` only when it leads nowhere here),
        `index` its number in `Document.links`."""

        def __init__(self, view: DocumentView, url: str, index: int) -> None:
            super().__init__()
            self.view = view
            self.url = url
            self.index = index

        @property
        def control(self) -> DocumentView:
            """The view."""
            return self.view

    class Scrolled(Message):
        """The view moved; `at_end` when the last line is in view. A newer one takes the place of an older one."""

        def __init__(self, view: DocumentView, at_end: bool) -> None:
            super().__init__()
            self.view = view
            self.at_end = at_end

        @property
        def control(self) -> DocumentView:
            """The view."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Only the last position matters."""
            return isinstance(message, DocumentView.Scrolled) and message.view is self.view

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.key = ""
        self.document = _EMPTY
        self._message: Content | None = None
        self._layout: Layout | None = None
        self._sought = ""
        self._pending_scroll = 0
        self._pending_place: tuple[int, int] | None = None
        self._strips: LRUCache[int, Strip] = LRUCache(_STRIPS_KEPT)
        self._ink: DocumentInk | None = None
        self._matches = Matches()
        self._jumps: list[tuple[int, int]] = []
        self._hints = Hints(())

    # -- what is shown

    def show(self, document: Document, *, key: str = "", scroll_y: int = 0, at: tuple[int, int] | None = None) -> None:
        """Show a document from line `scroll_y` on, or from the `place` that `at` names. `key` is kept as the attribute
        `key`, for whoever asks what this is.

        Search, hints, the way back and a selection of the old document are gone.
        """
        self._clear_state()
        self.key = key
        self._message = None
        self.document = document
        self._pending_scroll = scroll_y
        self._pending_place = at
        self._lay_out()

    def replace(self, document: Document) -> None:
        """Show a longer form of the same document (`parse_head` first, the whole later): the place read stays, and
        what is searched for."""
        place, offset = self._top_place()
        jumps, sought = self._jumps, self._sought
        self._clear_state()
        self._jumps = jumps
        self.document = document
        if sought:
            self._sought = sought
            self._matches = Matches(find(document, sought), after=place)
        self._lay_out(keep=(place, offset))

    def show_text(self, content: Content) -> None:
        """Show a message in the middle instead of a document: loading, empty, an error."""
        self._clear_state()
        self.key = ""
        self.document = _EMPTY
        self._message = content
        self._pending_scroll = 0
        self._pending_place = None
        self._lay_out()

    @property
    def line_count(self) -> int:
        """How many lines the document has at this width; 0 before the first layout."""
        return len(self._layout.lines) if self._layout else 0

    @property
    def place(self) -> tuple[int, int]:
        """What stands at the top of the view: the number of a block and a character in it, at any width the same."""
        if self.at_start:
            return (0, 0)
        (place, _offset) = self._top_place()
        return (place.block, place.character)

    def line_of(self, block: int) -> int:
        """The line on which a block begins at this width; 0 before the first layout."""
        return self._layout.line_of(block) if self._layout else 0

    def toc(self) -> list[tuple[int, str, int]]:
        """The headings: level, title, and line at this width."""
        layout = self._layout
        return [(h.level, h.title, layout.line_of(h.block) if layout else 0) for h in self.document.toc]

    # -- scrolling

    @property
    def at_start(self) -> bool:
        """Whether the first line is in view."""
        return self.scroll_offset.y <= 0

    @property
    def at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.scroll_offset.y >= self.max_scroll_y

    def page(self, pages: int) -> bool:
        """Move on by screens, or back when negative, a little of the old screen staying in view. False when already
        at the end (or start)."""
        if (pages > 0 and self.at_end) or (pages < 0 and self.at_start):
            return False
        self.scroll_lines(pages * max(1, self.size.height - _OVERLAP))
        return True

    def scroll_lines(self, lines: int) -> None:
        """Move down by lines, or up when negative."""
        self._scroll(self.scroll_offset.y + lines)

    def to_top(self) -> None:
        """Go to the first line."""
        self._scroll(0)

    def to_bottom(self) -> None:
        """Go to the last line."""
        self._scroll(self.line_count)

    def jump_to_block(self, block: int) -> None:
        """Go where a block begins; `back()` returns."""
        if self._layout is not None and 0 <= block < len(self.document.blocks):
            (place, _offset) = self._top_place()
            self._jumps.append((place.block, place.character))
            self._scroll(self._layout.line_of(block))

    def back(self) -> bool:
        """Return to where the last jump was made from; False when there was none."""
        if not self._jumps or self._layout is None:
            return False
        block, character = self._jumps.pop()
        self._scroll(self._layout.line_of(block, character))
        return True

    # -- finding

    def find(self, text: str) -> int:
        """Mark every place of a text, whatever its case; go to the first at or below the top. How many there are."""
        place, _offset = self._top_place()
        self._sought = text
        self._matches = Matches(find(self.document, text), after=place)
        self._show_match()
        return len(self._matches)

    def next_match(self) -> bool:
        """Go to the next match, after the last to the first; False without matches."""
        return self._step_match(1)

    def previous_match(self) -> bool:
        """Go to the match before, from the first to the last; False without matches."""
        return self._step_match(-1)

    def clear_find(self) -> None:
        """Forget the search; the view stays where it is."""
        self._sought = ""
        self._matches = Matches()
        self._redraw()

    @property
    def match_position(self) -> str:
        """`3/17`; empty without matches."""
        return self._matches.position

    # -- links

    @property
    def has_hints(self) -> bool:
        """Whether letters stand at the links and wait to be typed."""
        return bool(self._hints)

    def start_hints(self) -> bool:
        """Put letters at the links in view; False when there are none."""
        self._hints = Hints(self._visible_links())
        self.refresh()
        return bool(self._hints)

    def handle_hint_key(self, character: str) -> bool:
        """Take a typed letter while hints are shown; a finished label follows its link, one that no label begins with
        ends the hints. False when no hints are shown."""
        if not self._hints:
            return False
        self._hints.type(character)
        chosen = self._hints.chosen
        if chosen is not None:
            self.stop_hints()
            self.follow(chosen)
        self.refresh()
        return True

    def stop_hints(self) -> None:
        """Take the letters away."""
        if self._hints:
            self._hints = Hints(())
            self.refresh()

    def follow(self, index: int) -> None:
        """Follow a link by its number: a fragment of this document jumps there, anything else posts `LinkFollowed`."""
        if not 0 <= index < len(self.document.links):
            return
        url = self.document.links[index]
        block = self.document.anchors.get(url[1:]) if url.startswith("#") else None
        if block is None:
            self.post_message(self.LinkFollowed(self, url, index))
        else:
            self.jump_to_block(block)

    # -- Textual's side

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text without wrapping, bars, bullets and indents."""
        text = selected_text(selected_range(selection, self.document), self.document)
        return (text, "\n") if text else None

    def selection_updated(self, selection: Selection | None) -> None:
        """The highlight is drawn over the lines, which stay as they are."""
        self.refresh()

    def notify_style_update(self) -> None:
        """Colours changed: nothing that was drawn holds."""
        super().notify_style_update()
        self._ink = None
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Hints stand at lines of the screen, so they end; whoever keeps the position is told."""
        super().watch_scroll_y(old_value, new_value)
        self.stop_hints()
        self.post_message(self.Scrolled(self, self.at_end))

    def on_resize(self) -> None:
        """Wrap anew when the width changed; the first line in view stays in view."""
        if self._layout is None or self._layout.width != self._column()[1]:
            self._lay_out(keep=self._top_place() if self._layout is not None else None)
        else:
            # The margin depends on the width too.
            self._redraw()

    def on_click(self, event: events.Click) -> None:
        """A click on a link follows it; the end of a drag is no click."""
        link = event.style.meta.get("link")
        if event.button == 1 and isinstance(link, int) and self.text_selection is None:
            event.stop()
            self.follow(link)

    def render_line(self, y: int) -> Strip:
        """The line `y` of the view."""
        width = self.size.width - self.scrollbar_size_vertical
        if self._message is not None or self._layout is None:
            style = self._get_ink().part("document--message")
            return centred(self._message or Content(""), y, width, self.size.height, style)
        number = y + self.scroll_offset.y
        strip = self._line(number, width)
        if self._hints:
            hint = self._get_ink().part("document--hint").rich_style
            for column, letters in self._hints.on_line(number):
                strip = overlay(strip, column, letters, hint)
        return strip

    # -- inside

    def _clear_state(self) -> None:
        self._sought = ""
        self._matches = Matches()
        self._hints = Hints(())
        self._jumps = []
        self._strips.clear()
        if self.is_mounted and self.text_selection is not None:
            self.screen.clear_selection()

    def _column(self) -> tuple[int, int]:
        """Margin on the left and width of the text."""
        width = max(0, self.size.width - self.scrollbar_size_vertical)
        least = 2 if width >= _WIDE else 1
        column = max(1, min(COLUMN, width - 2 * least))
        return max(0, (width - column) // 2), column

    def _lay_out(self, keep: tuple[Place, int] | None = None) -> None:
        if not self.size.width:
            return
        margin_and_width = self._column()
        self._layout = lay_out(self.document, margin_and_width[1])
        self.virtual_size = Size(0, 0 if self._message is not None else len(self._layout.lines))
        if keep is not None:
            place, offset = keep
            top = self._layout.line_of(place.block, place.character) + offset
        elif self._pending_place is not None:
            top = self._layout.line_of(*self._pending_place)
        else:
            top = self._pending_scroll
        self._redraw()
        self._scroll(top)
        self._pending_scroll = 0
        self._pending_place = None

    def _top_place(self) -> tuple[Place, int]:
        """The place at the top of the view, and by how many empty lines the view begins above it."""
        layout, top = self._layout, self.scroll_offset.y
        if layout is None or not layout.lines:
            return Place(0, 0), 0
        for line in range(min(top, len(layout.lines) - 1), len(layout.lines)):
            if layout.lines[line].pieces:
                return Place(layout.lines[line].block, layout.lines[line].pieces[0].start), top - line
        return Place(layout.lines[-1].block, 0), 0

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def _get_ink(self) -> DocumentInk:
        if self._ink is None:
            self._ink = DocumentInk(self.visual_style, self._part)
        return self._ink

    def _part(self, component: str) -> Style:
        return over(self.get_component_styles(component))

    def _line(self, number: int, width: int) -> Strip:
        layout, ink = self._layout, self._get_ink()
        if layout is None or number >= len(layout.lines):
            last = len(self.document.blocks) - 1
            return ink.blank(width, max(0, last), len(self.document.blocks[last].text) if last >= 0 else 0)
        line = layout.lines[number]
        block = self.document.blocks[line.block]
        selection = self.text_selection
        selected = None
        if selection is not None and line.pieces:
            selected = selected_span(selected_range(selection, self.document), line.block, len(block.text))
        if selected is None and (strip := self._strips.get(number)) is not None and strip.cell_length == width:
            return strip
        highlights = self._match_highlights(line.block)
        if selected is not None:
            chosen = over(self.screen.get_component_styles("screen--selection"))
            highlights.append(Highlight(*selected, chosen))
        strip = ink.strip(line, block, *self._column(), width, highlights)
        if selected is None:
            self._strips[number] = strip
        return strip

    def _match_highlights(self, block: int) -> list[Highlight]:
        matches, current = self._matches.in_block(block), self._matches.current
        if not matches:
            return []
        plain, special = self._part("document--match"), self._part("document--current-match")
        return [Highlight(match.start, match.end, special if match == current else plain) for match in matches]

    def _step_match(self, step: int) -> bool:
        if not self._matches.step(step):
            return False
        self._show_match()
        return True

    def _show_match(self) -> None:
        self._redraw()
        if (match := self._matches.current) is None or self._layout is None:
            return
        line, top, height = self._layout.line_of(match.block, match.start), self.scroll_offset.y, self.size.height
        if not top <= line < top + height:
            self._scroll(line - height // 3)

    def _visible_links(self) -> list[LinkPlace]:
        width = self.size.width - self.scrollbar_size_vertical
        found: dict[int, tuple[int, int]] = {}
        top = self.scroll_offset.y
        for line in range(top, min(top + self.size.height, self.line_count)):
            column = 0
            for segment in self._line(line, width):
                link = segment.style.meta.get("link") if segment.style is not None else None
                if isinstance(link, int):
                    found.setdefault(link, (line, column))
                column += segment.cell_length
        return [LinkPlace(link, line, column) for link, (line, column) in found.items()]
