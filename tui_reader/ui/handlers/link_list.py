"""`I`: all links of the document, with what is known of where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.text.document.model import Document
    from tui_reader.ui.handlers.links import Links
    from tui_reader.ui.reading import ReadingWorkspace
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.screens.links import LinkLine, Taken

_HERE, _NAMES, _OUT = "In this text", "Names", "Links"


class LinkList:
    """The handler of the list of links."""

    def __init__(self, workspace: ReadingWorkspace, links: Links) -> None:
        self.workspace = workspace
        self.host = workspace.host
        self._links = links

    @does("open.link_list")
    def show(self) -> None:
        """All links of the document that is shown, or of the row."""
        from tui_reader.ui.screens.links import LinksScreen

        workspace = self.workspace
        if workspace.row is None:
            self.host.say("There is no text here")
            return
        if not workspace.shows(workspace.row):
            workspace.show_document_of_cursor(self.show)
            return
        document = workspace.document.document
        box = LinksScreen("Links of this text", self.host.app.copy_to_clipboard)

        def find(library: ScreenLibrary) -> list[LinkLine]:
            return link_lines(document, library)

        self.host.push(box, self._taken)
        workspace.work.queries.run("links", find, box.fill, box.fail)

    def _taken(self, taken: Taken | None) -> None:
        if taken is None:
            return
        if taken.what == "open":
            self._links.browse(taken.line.url)
            return
        if taken.line.group == _HERE:
            self.host.show_document()
        self.workspace.document.follow(taken.line.index)


def link_lines(document: Document, library: ScreenLibrary) -> list[LinkLine]:
    """The links of a document, each address once: those that lead out first, then names, then those inside it."""
    from tui_reader.text.addresses import canonical
    from tui_reader.ui.handlers.links import item_of
    from tui_reader.ui.markdown.name_links import PREFIX
    from tui_reader.ui.screens.links import LinkLine

    words = _words(document)
    found: dict[str, LinkLine] = {}
    for index, url in enumerate(document.links):
        title = words.get(index, "")
        if url in found or not url:
            continue
        if url.startswith(PREFIX):
            kind, _, name = url.removeprefix(PREFIX).partition(":")
            found[url] = LinkLine(index, title or name, f"{kind} {name}", "", "", _NAMES)
        elif url.startswith("#"):
            block = document.anchors.get(url[1:])
            said = document.blocks[block].text if block is not None and block < len(document.blocks) else url
            found[url] = LinkLine(index, title or url, said[:200].replace("\n", " "), "", "", _HERE)
        else:
            row = item_of(library, url)
            shown = canonical(url).removeprefix("https://").removeprefix("http://")
            found[url] = LinkLine(index, title or shown, shown, url, _known(row), _OUT)
    order = (_OUT, _NAMES, _HERE)
    return sorted(found.values(), key=lambda line: order.index(line.group))


def _words(document: Document) -> dict[int, str]:
    """What each link is called where it first stands."""
    said: dict[int, str] = {}
    for block in document.blocks:
        spans: dict[int, tuple[int, int]] = {}
        for run in block.runs:
            if run.link >= 0 and run.link not in said:
                start, end = spans.get(run.link, (run.start, run.start))
                # In several styles it is several runs; the same address may stand in the block once more.
                spans[run.link] = (start, run.end if run.start <= end else end)
        said.update({link: " ".join(block.text[start:end].split()) for link, (start, end) in spans.items()})
    return said


def _known(row: Row | None) -> str:
    if row is None:
        return ""
    state = row.state.value if row.state.value not in ("none", "inbox") else "read" if row.read else "unread"
    return f"{row.kind.value} here · {state}"
