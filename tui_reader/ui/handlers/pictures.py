"""`i`: the pictures and figures of the document, drawn in their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.pictures import Canvas, Graphics
from tui_reader.services.pictures.extra import INSTALL, has_extra
from tui_reader.ui.host import does
from tui_reader.ui.pictures.cells import half_blocks, in_words
from tui_reader.ui.terminal_answers import HasAnswers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tui_reader.domain.pictures import PictureCame
    from tui_reader.text.document.model import Document, Picture
    from tui_reader.ui.handlers.links import Links
    from tui_reader.ui.pictures.cells import Painted
    from tui_reader.ui.reading import ReadingWorkspace
    from tui_reader.ui.screens.links import LinkLine, Taken

_KEYS = "enter draw · a all, or none again · o browser · y copy · / filter · esc close"
#: How many are drawn at once; a page may have thousands.
_MOST = 60
_WAITING = "… on its way"
#: More cells are not drawn in either direction: kitty counts no further.
_LARGEST = 190
#: How often it is looked whether the terminal has answered; how long a size must stay.
_LOOK_S, _SETTLED_S = 0.1, 0.3


class Pictures:
    """The handler of the pictures of a pane's documents. `can_draw` says whether the extra that draws is installed."""

    def __init__(self, workspace: ReadingWorkspace, links: Links, can_draw: Callable[[], bool] = has_extra) -> None:
        self._can_draw = can_draw
        self._aim = (-1, -1.0)
        workspace.outgrown = self._outgrown
        self.workspace = workspace
        self.host = workspace.host
        self._links = links

    @does("open.pictures")
    def show(self) -> None:
        """All pictures of the document that is shown, or of the row."""
        from tui_reader.ui.screens.links import LinksScreen

        workspace = self.workspace
        if workspace.row is None:
            self.host.say("There is no text here")
            return
        if not workspace.shows(workspace.row):
            workspace.show_document_of_cursor(self.show)
            return
        if isinstance(app := self.host.app, HasAnswers) and self._can_draw():
            app.send(app.answers.graphics_question())
        document = workspace.document.document
        found = pictures_of(document)
        if not found:
            self.host.say("There are no pictures in this text", self._where_else())
            return
        box = LinksScreen("Pictures of this text", self.host.app.copy_to_clipboard, hint=_KEYS, also={"a": "all"})
        top = workspace.document.first_in_view
        at = next((n for n, picture in enumerate(found) if picture.block >= top), len(found) - 1)
        self.host.push(box, self._taken)
        box.fill(picture_lines(document, found), at)

    def _where_else(self) -> str:
        row = self.workspace.row
        has_more = row is not None and row.kind.value in ("paper", "entry") and not self.workspace.pages.is_whole
        return "v shows the whole text" if has_more else ""

    def _taken(self, taken: Taken | None) -> None:
        if taken is None:
            return
        view = self.workspace.document
        if taken.what == "open":
            self._links.browse(taken.line.url)
            return
        found = {picture.address: picture for picture in pictures_of(view.document)}
        if taken.what == "all" and set(found) <= set(view.pictures.shown):
            view.pictures.show({})
            self.host.show_document()
            return
        wanted = [taken.line.url] if taken.what == "follow" else list(found)
        if (picture := found.get(taken.line.url)) is not None:
            self.host.show_document()
            view.jump_to_block(picture.block)
            self._aim = (picture.block, view.scroll_y)
            self._draw([found[address] for address in wanted if address in found][:_MOST])

    def _draw(self, wanted: Sequence[Picture]) -> None:
        if not self._can_draw():
            self.host.say(f"To draw pictures: {INSTALL}", "o in the list opens them in the browser")
            return
        if isinstance(app := self.host.app, HasAnswers) and app.answers.is_expected:
            self.host.rest(_LOOK_S, lambda: self._draw(wanted), "pictures")
            return
        view = self.workspace.document
        waiting = [p for p in wanted if p.address not in view.pictures.shown]
        self._show({picture.address: in_words(_WAITING) for picture in waiting})
        self._fetch(waiting)

    def _fetch(self, wanted: Sequence[Picture]) -> None:
        workspace, view = self.workspace, self.workspace.document
        opened, canvas, key = workspace.opened, self._canvas(), view.key
        said = {picture.address: picture.alt for picture in wanted}

        def came(told: PictureCame) -> None:
            if view.key == key and told.address in view.pictures.shown and canvas == self._canvas():
                self._show({told.address: self._painted(told, said[told.address])})

        def ended(error: ReaderError | None) -> None:
            if error is not None:
                self.host.say(error.message, error.hint, is_error=True)

        def job() -> None:
            opened.fetching.pictures(tuple(said), canvas, lambda told: workspace.work.post(lambda: came(told)))

        if said:
            workspace.work.fetch("pictures", job, ended)

    def _canvas(self) -> Canvas:
        """The room for a picture, and how this terminal is given one."""
        columns, rows = (min(room, _LARGEST) for room in self.workspace.document.pictures.room)
        if not isinstance(app := self.host.app, HasAnswers):
            return Canvas(columns, rows)
        facts = app.answers.facts
        return Canvas(columns, rows, facts.graphics if app.painter.has_colours else Graphics.BLOCKS, *facts.cell)

    def _painted(self, told: PictureCame, said: str) -> Painted:
        if told.drawn is not None:
            app = self.host.app
            if isinstance(app, HasAnswers):
                return app.painter.paint(told.drawn, said, self.workspace.document.pictures.room[0])
            return half_blocks(told.drawn)
        problem, width = told.problem, self.workspace.document.pictures.room[0]
        return in_words(f"not drawn: {problem.message} {problem.hint}" if problem is not None else "", width)

    def _outgrown(self) -> None:
        """The view has another size: what it shows is drawn anew for it, once it stays so."""
        self.host.rest(_SETTLED_S, self._redraw, "pictures")

    def _redraw(self) -> None:
        view = self.workspace.document
        self._fetch([picture for picture in pictures_of(view.document) if picture.address in view.pictures.shown])

    def _show(self, pictures: Mapping[str, Painted]) -> None:
        """Show these, too. Where nobody has scrolled since one was chosen, it is in view whole as soon as there are
        lines enough below it."""
        view = self.workspace.document
        block, top = self._aim
        is_left = view.scroll_y == top
        view.pictures.show({**view.pictures.shown, **pictures})
        if is_left:
            view.to_block(block)
            self._aim = (block, view.scroll_y)


def pictures_of(document: Document) -> list[Picture]:
    """The pictures of a document, each address once."""
    found: dict[str, Picture] = {}
    for picture in document.pictures:
        found.setdefault(picture.address, picture)
    return list(found.values())


def picture_lines(document: Document, pictures: Iterable[Picture]) -> list[LinkLine]:
    """Pictures as lines of a list: what each is called or says, and where it is."""
    from tui_reader.text.addresses import canonical
    from tui_reader.ui.screens.links import LinkLine

    return [
        LinkLine(
            number,
            _title(document, picture),
            canonical(picture.address).removeprefix("https://").removeprefix("http://"),
            picture.address,
            group=_section(document, picture),
        )
        for number, picture in enumerate(pictures)
    ]


def _title(document: Document, picture: Picture) -> str:
    """A figure by its number and caption, any other picture by its description, else by the text around it."""
    near = [" ".join(block.text.split()) for block in document.blocks[picture.block : picture.block + 8]]
    caption = next((text for text in near[1:] if picture.alt and text.startswith(picture.alt.partition(" (")[0])), "")
    if caption:
        return caption if "(" not in picture.alt else f"{picture.alt}: {caption.partition(': ')[2] or caption}"
    return picture.alt or "not described"


def _section(document: Document, picture: Picture) -> str:
    return next((h.title for h in reversed(document.toc) if h.block <= picture.block), "") or "In this text"
