"""Following a link: to an item of the library, to what a name in a text names, or into the browser."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

from tui_reader.config.private_files import as_usual

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tui_reader.domain.boards import BoardInfo
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.domain.rows import Row
    from tui_reader.services.model_page import ModelLibrary
    from tui_reader.services.reading import Page
    from tui_reader.ui.background import Background
    from tui_reader.ui.handlers.referring import Referring
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.screens.box import Box
    from tui_reader.ui.workspace import Workspace

    HistoryMaker = Callable[[Background, BoardInfo, str, ModelAliases], Box[str]]
    """Makes the screen of a model's history on a board."""

_SITES = {"arxiv": "https://arxiv.org/abs/", "repo": "https://github.com/"}


class Links:
    """Follows links met in the documents of a pane. `history` makes the screen of a model's history."""

    def __init__(self, workspace: Workspace, referring: Referring, history: HistoryMaker) -> None:
        self.workspace = workspace
        self.host = workspace.host
        self._referring = referring
        self._history = history

    def browse(self, url: str) -> None:
        """Open a web address in the browser. Anything else is refused: content must not start programs."""
        browse(self.workspace, url)

    def open_file(self, path: Path) -> None:
        """Open a file of this machine that this program fetched, in the program for its kind."""
        open_file(self.workspace, path)

    def has_program(self, url: str) -> bool:
        """Whether the configuration names a program that opens this."""
        return bool(_program_for(self.workspace, url))

    def follow(self, url: str) -> None:
        """Follow a link: an item of the library opens here, a name leads to what it names, anything else to the
        browser."""
        from tui_reader.ui.markdown.name_links import PREFIX

        if url.startswith(PREFIX):
            self._follow_name(url.removeprefix(PREFIX))
            return
        here = self.workspace.row
        row = item_of(self.workspace.opened.library, url)
        if row is not None and (here is None or row.key != here.key):
            self.host.go_to(row.key)
        else:
            self.browse(url)

    def _follow_name(self, target: str) -> None:
        """A model leads to its history on all boards, a paper to its abstract, a repository to its page, a lab to its
        entries."""
        kind, _, name = target.partition(":")
        if kind == "model":
            self._model(target)
        elif kind == "lab":
            self._lab(target)
        elif self.workspace.opened.library.items.row(target) is not None or kind not in _SITES:
            self.host.go_to(target)
        else:
            self.browse(_SITES[kind] + name)

    # -- models ------------------------------------------------------------
    @property
    def _aliases(self) -> ModelAliases:
        from tui_reader.domain.model_aliases import ModelAliases

        return ModelAliases(self.workspace.opened.settings.aliases)

    def _model(self, target: str) -> None:
        from tui_reader.ui.screens.text import TextScreen

        aliases = self._aliases
        box = TextScreen("", None, {"p": "plot", ".": "seen in"}, has_links=True)

        def make(library: ModelLibrary) -> Page | None:
            from tui_reader.services.model_page import model_page

            return model_page(library, target, aliases)

        def show(page: Page | None) -> None:
            if page is None:
                box.close(None)
                self.host.say("No leaderboard lists this model any more")
            else:
                box.fill(page.title, page.markdown)

        def chosen(pressed: str | None) -> None:
            if pressed == ".":
                self._referring.show_seen(target, box.title_shown)
            elif pressed == "p":
                self._plots(target, box.title_shown)
            elif pressed:
                self.follow(pressed)

        self.host.push(box, chosen)
        self.workspace.work.queries.run("name", make, show, box.fail)

    def _plots(self, target: str, title: str) -> None:
        """The history of one of the model's variants on one board, to be chosen where there are several."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        aliases = self._aliases
        found: list[tuple[BoardInfo, str]] = []

        def find(library: ModelLibrary) -> list[tuple[BoardInfo, str]]:
            from tui_reader.services.model_page import standings

            listed = standings(library, library.references.names_of(target), aliases)
            return [(info, row.model) for info, rows in listed for row in {r.model: r for _, _, r in rows}.values()]

        def plot(number: str | None) -> None:
            if number is not None:
                info, model = found[int(number)]
                self.host.push(self._history(self.workspace.work.queries, info, model, aliases), self._referring.go)

        box = ChooseScreen(f"History of {title}"[:60], None)

        def show(listed: list[tuple[BoardInfo, str]]) -> None:
            found[:] = listed
            if len(found) == 1:
                box.close("0")
            elif not box.fill([Choice(str(i), model, info.title) for i, (info, model) in enumerate(found)]):
                self.host.say("No leaderboard lists this model any more")

        self.host.push(box, plot)
        self.workspace.work.queries.run("name", find, show, box.fail)

    # -- labs --------------------------------------------------------------
    def _lab(self, target: str) -> None:
        from tui_reader.domain.labs import BY_ID
        from tui_reader.services.references import sources_of

        lab = BY_ID.get(target.partition(":")[2])
        if lab is None:
            return
        sources = [s for s in sources_of(lab, self.workspace.opened.library.sources.all()) if s.items]
        if len(sources) == 1:
            self._referring.show_source(sources[0].source_id)
            self.host.say(f"{lab.title}: esc leads back to all feeds")
        else:
            self._referring.show_seen(target, lab.title)


def item_of(library: ScreenLibrary, url: str) -> Row | None:
    """The item of the library that an address leads to; None where there is none."""
    from tui_reader.domain.items import arxiv_key, repo_key, url_key
    from tui_reader.text.addresses import arxiv_id_of, canonical, github_repo_of

    number, repo = arxiv_id_of(url), github_repo_of(url)
    keys = [arxiv_key(number)] if number else []
    keys += [repo_key(repo)] if repo else []
    found = (library.items.row(key) for key in (*keys, url_key(canonical(url))))
    return next((row for row in found if row is not None), None)


def browse(workspace: Workspace, url: str) -> None:
    """Open a web address in the browser. Anything else is refused: content must not start programs."""
    host = workspace.host
    if not url.lower().startswith(("http://", "https://", "mailto:")):
        host.say(f"Not opened: {url[:60]} is no web address", is_error=True)
        return

    if run := _program_for(workspace, url):
        from tui_reader.domain.programs import Given

        workspace.opened.programs.open(run, Given(url=url))
        host.say(f"Opened {url} with {run[0]}")
        return

    def opened(ok: bool) -> None:
        if ok:
            host.say(f"Opened {url}")
        else:
            host.say("No browser was found", "y copies the address; $BROWSER names a browser", is_error=True)

    # Finding a browser may start programs; that must not hold up a key.
    workspace.work.queries.run("browser", lambda _: _browse(url), opened)


def open_file(workspace: Workspace, path: Path) -> None:
    """Open a file of this machine: with what `[[open_with]]` says of its `file:` address or its kind, else as the
    system does. Raises ReaderError where no program may be run."""
    host, url = workspace.host, path.as_uri()
    workspace.opened.programs.refuse()
    if run := _program_for(workspace, url):
        from tui_reader.domain.programs import Given

        workspace.opened.programs.open(run, Given(url=url, path=str(path)))
        host.say(f"Opened {path.name} with {run[0]}")
        return

    def opened(ok: bool) -> None:
        if ok:
            host.say(f"Opened {path.name}")
        else:
            host.say(f"Nothing was found that opens {path}", "[[open_with]] names a program", is_error=True)

    workspace.work.queries.run("browser", lambda _: _browse(url), opened)


def _program_for(workspace: Workspace, url: str) -> Sequence[str]:
    """What `[[open_with]]` says opens an address; nothing where that is the browser."""
    if not (openers := workspace.opened.settings.open_with):
        return ()
    from tui_reader.domain.programs import opener

    item = workspace.item
    return opener(openers, url, item.kind.value if item is not None else "")


def _browse(url: str) -> bool:
    try:
        with as_usual():
            return webbrowser.open(url)
    except (OSError, webbrowser.Error):
        return False
