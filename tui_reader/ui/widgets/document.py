"""A document to read: wrapped, scrolled, searched, selected and followed by its links, drawn line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message

from tui_reader.text.document.model import Document
from tui_reader.ui.markdown.selection import Place, selected_range, selected_text
from tui_reader.ui.markdown.table import TableForm
from tui_reader.ui.widgets.document_ink import COLOURS, COMPONENTS, overlay
from tui_reader.ui.widgets.document_lines import DocumentLines, column_of
from tui_reader.ui.widgets.document_pictures import ShownPictures
from tui_reader.ui.widgets.drawing import centred
from tui_reader.ui.widgets.hints import Hints
from tui_reader.ui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.binding import BindingType
    from textual.selection import Selection
    from textual.strip import Strip


class DocumentView(LinesView, can_focus=True, inherit_bindings=False):
    """Shows a `Document`, or a message in its place.

    It has no keys of its own: the app resolves keys and calls the methods. It must stand without padding or border,
    since Textual takes a drag that begins there for a place in the text; the widget keeps its own margin.
    """

    ALLOW_SELECT = True
    BINDINGS: ClassVar[list[BindingType]] = []
    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = f"""
    DocumentView {{
        height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        background: $background; color: $foreground;
        {COLOURS}
    }}
    """

    class LinkFollowed(Message):
        """A link was followed: `url` as it stands in the document (a `#fragment` only when it leads nowhere here),
        `index` its number in `Document.links`."""

        def __init__(self, url: str, index: int) -> None:
            super().__init__()
            self.url, self.index = url, index

    class Outgrown(Message):
        """Pictures that are shown were drawn for another size of the view."""

    class Scrolled(Message):
        """The view moved; `at_end` when the last line is in view. A newer one takes the place of an older one."""

        def __init__(self, view: DocumentView, at_end: bool) -> None:
            super().__init__()
            self.view, self.at_end = view, at_end

        def can_replace(self, message: Message) -> bool:
            """Only the last position matters."""
            return isinstance(message, DocumentView.Scrolled) and message.view is self.view

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.key = ""
        self._lines = DocumentLines(self)
        self.pictures = ShownPictures(self._lines, lambda: (self._width, self.size.height), self._lay_out_again)
        self._message: Content | None = None
        self._pending: int | tuple[int, int] = 0
        self._jumps: list[tuple[int, int]] = []
        self._hints = Hints(())

    # -- what is shown

    @property
    def document(self) -> Document:
        """The document; an empty one while a message is shown."""
        return self._lines.document

    def show(self, document: Document, *, key: str = "", scroll_y: int = 0, at: tuple[int, int] | None = None) -> None:
        """Show a document from line `scroll_y` on, or from the `place` that `at` names. `key` is kept as the attribute
        `key`, for whoever asks what this is. Search, hints, the way back and a selection of the old one are gone."""
        self._set(document)
        if key != self.key:
            self._lines.form = TableForm.FITTING
            self._lines.pictures = {}
        self.key = key
        self._message = None
        self._pending = scroll_y if at is None else at
        self._lay_out()

    def replace(self, document: Document) -> None:
        """Show a longer form of the same document (`parse_head` first, the whole later): the place read stays, and
        what is searched for."""
        place, offset = self._top_place()
        jumps, sought = self._jumps, self._lines.sought
        self._set(document)
        self._jumps = jumps
        self._lines.find(sought, place)
        self._lay_out(keep=(place, offset))

    def show_text(self, content: Content) -> None:
        """Show a message in the middle instead of a document: loading, empty, an error."""
        self._set(Document())
        self.key = ""
        self._message = content
        self._pending = 0
        self._lay_out()

    @property
    def line_count(self) -> int:
        """How many lines the document has at this width; 0 before the first layout."""
        return self._lines.count

    @property
    def place(self) -> tuple[int, int]:
        """What stands at the top of the view: the number of a block and a character in it, at any width the same."""
        if self.at_start:
            return (0, 0)
        (place, _offset) = self._top_place()
        return (place.block, place.character)

    def line_of(self, block: int) -> int:
        """The line on which a block begins at this width; 0 before the first layout."""
        return self._lines.line_of(block)

    # -- scrolling

    @property
    def first_in_view(self) -> int:
        """The number of the block at the top of the view."""
        return self._lines.block_at(self.scroll_offset.y)

    @property
    def block_read(self) -> int:
        """The block that is being read: at the start of the document the first in view, at its end the last."""
        share = self.scroll_offset.y / self.max_scroll_y if self.max_scroll_y > 0 else 0
        return self._lines.block_at(self.scroll_offset.y + round(share * max(0, self.size.height - 1)))

    def to_block(self, block: int) -> None:
        """Show where a block begins; no jump."""
        self._scroll(self._lines.line_of(block))

    def jump_to_block(self, block: int) -> None:
        """Go where a block begins; `back()` returns."""
        if 0 <= block < len(self.document.blocks):
            (place, _offset) = self._top_place()
            self._jumps.append((place.block, place.character))
            self._scroll(self._lines.line_of(block))

    @property
    def jumps(self) -> tuple[tuple[int, int], ...]:
        """Where the jumps in this document began: block and character, the last one last."""
        return tuple(self._jumps)

    def set_jumps(self, jumps: Iterable[tuple[int, int]]) -> None:
        """Let `back()` return to these."""
        self._jumps = [jump for jump in jumps if jump[0] < len(self.document.blocks)]

    def back(self) -> bool:
        """Return to where the last jump was made from; False when there was none."""
        if not self._jumps:
            return False
        block, character = self._jumps.pop()
        self._scroll(self._lines.line_of(block, character))
        return True

    # -- finding

    def find(self, text: str) -> int:
        """Mark every place of a text, whatever its case; go to the first at or below the top. How many there are."""
        place, _offset = self._top_place()
        self._lines.find(text, place)
        self._to_match(0)
        return len(self._lines.matches)

    def next_match(self) -> bool:
        """Go to the next match, after the last to the first; False without matches."""
        return self._to_match(1)

    def previous_match(self) -> bool:
        """Go to the match before, from the first to the last; False without matches."""
        return self._to_match(-1)

    def clear_find(self) -> None:
        """Forget the search; the view stays where it is."""
        self._lines.find("", Place(0, 0))
        self.refresh()

    @property
    def match_position(self) -> str:
        """`3/17`; empty without matches."""
        return self._lines.matches.position

    # -- tables

    @property
    def shows_table(self) -> bool:
        """Whether a table is in view."""
        return self._lines.shows_table(self.scroll_offset.y, self.size.height)

    def turn_tables(self) -> TableForm:
        """Set all tables in the other form than those in view have; the form they have now."""
        self._lines.form = self._lines.other_form(self.scroll_offset.y, self.size.height)
        self._lay_out_again()
        return self._lines.form

    # -- links

    @property
    def has_hints(self) -> bool:
        """Whether letters stand at the links and wait to be typed."""
        return bool(self._hints)

    def start_hints(self) -> bool:
        """Put letters at the links in view; False when there are none."""
        self._hints = Hints(self._lines.links(self.scroll_offset.y, self.size.height, self._width))
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
            self.post_message(self.LinkFollowed(url, index))
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

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor stands: at the match looked at if it is in view, else at the first line."""
        match, line = self._lines.matches.current, 0
        if match is not None:
            found = self._lines.line_of(match.block, match.start) - self.scroll_offset.y
            line = found if 0 <= found < self.size.height else 0
        return self.content_region.offset + Offset(column_of(self._width)[0], line)

    def notify_style_update(self) -> None:
        """Colours changed: nothing that was drawn holds."""
        super().notify_style_update()
        self._lines.forget_colours()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Hints stand at lines of the screen, so they end; whoever keeps the position is told."""
        super().watch_scroll_y(old_value, new_value)
        self.stop_hints()
        self.post_message(self.Scrolled(self, self.at_end))

    def on_resize(self) -> None:
        """Wrap anew when the width changed; the first line in view stays in view."""
        if not self._lines.move(*column_of(self._width)):
            self._lay_out(keep=self._top_place() if self._lines.layout is not None else None)
        else:
            self.refresh()
        if self.pictures.shown:
            self.post_message(self.Outgrown())

    def on_click(self, event: events.Click) -> None:
        """A click on a link follows it; the end of a drag is no click."""
        link = event.style.meta.get("link")
        if event.button == 1 and isinstance(link, int) and self.text_selection is None:
            event.stop()
            self.follow(link)

    def render_line(self, y: int) -> Strip:
        """The line `y` of the view."""
        lines, width = self._lines, self._width
        if self._message is not None or lines.layout is None:
            style = lines.ink.part("document--message")
            return centred(self._message or Content(""), y, width, self.size.height, style)
        number = y + self.scroll_offset.y
        strip = lines.strip(number, width, self.text_selection)
        if self._hints:
            hint = lines.ink.part("document--hint").rich_style
            for column, letters in self._hints.on_line(number):
                strip = overlay(strip, column, letters, hint)
        return strip

    # -- inside

    @property
    def _width(self) -> int:
        return self.size.width - self.scrollbar_size_vertical

    def _set(self, document: Document) -> None:
        self._lines.set(document)
        self._hints = Hints(())
        self._jumps = []
        if self.is_mounted and self.text_selection is not None:
            self.screen.clear_selection()

    def _lay_out(self, keep: tuple[Place, int] | None = None) -> None:
        if not self.size.width:
            return
        self._lines.lay_out(*column_of(self._width))
        self.virtual_size = Size(0, 0 if self._message is not None else self._lines.count)
        if keep is not None:
            place, offset = keep
            top = self._lines.line_of(place.block, place.character) + offset
        else:
            top = self._pending if isinstance(self._pending, int) else self._lines.line_of(*self._pending)
        self.refresh()
        self._scroll(top)
        self._pending = 0
        self.post_message(self.Scrolled(self, self.at_end))  # what is in view is another, wherever it was scrolled

    def _lay_out_again(self) -> None:
        self._lay_out(keep=self._top_place())

    def _top_place(self) -> tuple[Place, int]:
        """The place at the top of the view, and by how many empty lines the view begins above it."""
        return self._lines.place_at(self.scroll_offset.y)

    def _to_match(self, step: int) -> bool:
        self.refresh()
        if (step and not self._lines.step_match(step)) or (match := self._lines.matches.current) is None:
            return False
        line, top, height = self._lines.line_of(match.block, match.start), self.scroll_offset.y, self.size.height
        if not top <= line < top + height:
            self._scroll(line - height // 3)
        return True
