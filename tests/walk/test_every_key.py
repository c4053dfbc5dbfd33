"""Every key of the table does what it is for: what is different after it, action by action."""

from __future__ import annotations

import shutil
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from walk.adapter import Opened, Seen, look
from walk.clock import quick_loop
from walk.homes import NOW
from walk.steps import Keys
from walk.terminal import Terminal, running

from tui_reader.domain.actions import ACTIONS, BY_ID

ISSUES, FEEDS, PAPERS, BOARDS = "1", "2", "3", "4"
#: Opens the sources screen at the first feed.
_TO_FEED = (FEEDS, "!", "/", *"harbour", "enter")
#: Opens the last entry of Feeds, which is long, and searches in it.
_SEARCH = ("G", "k", "enter", "/", *"words", "enter")


@dataclass(frozen=True)
class Moment:
    """The reader before or after the key."""

    seen: Seen
    lines: tuple[str, ...]
    said: str
    copied: str
    opened: tuple[str, ...]
    theme: str
    row: Any
    """The item that was under the cursor before the key, as the library holds it now."""
    scroll: float
    is_over: bool

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(self.lines)


Check = Callable[[Moment, Moment], bool]


@dataclass(frozen=True)
class Way:
    """Where an action is tried: pane and keys that lead there, and what must be so afterwards."""

    keys: tuple[str, ...]
    holds: Check


def _way(*keys: str) -> Callable[[Check], Way]:
    return lambda holds: Way(keys, holds)


def _box(*keys: str) -> Way:
    """A key that opens a box."""
    return Way(keys, lambda before, after: (before.seen.boxes, after.seen.boxes) == (0, 1))


def _cursor(*keys: str, to: Callable[[int, int], bool]) -> Way:
    """A key that moves the cursor; `to` gets where it was and where it is."""
    return Way(keys, lambda before, after: to(before.seen.cursor, after.seen.cursor))


def _pane(name: str, *keys: str) -> Way:
    return Way(keys, lambda before, after: before.seen.pane != name == after.seen.pane)


WAYS: dict[str, Way] = {
    "app.today": _box(ISSUES),
    "follow.this": _box(PAPERS),
    "mute.this": _box(FEEDS),  # without a key of its own: from the palette
    "pane.issues": _pane("issues", PAPERS),
    "pane.feeds": _pane("feeds", ISSUES),
    "pane.papers": _pane("papers", ISSUES),
    "pane.benchmarks": _pane("benchmarks", ISSUES),
    "pane.other_side": _way(FEEDS)(lambda b, a: (b.seen.focus, a.seen.focus) == ("list", "right")),
    "nav.down": _cursor(FEEDS, to=lambda b, a: (b, a) == (0, 1)),
    "nav.up": _cursor(FEEDS, "j", to=lambda b, a: (b, a) == (1, 0)),
    "nav.top": _cursor(FEEDS, "G", to=lambda b, a: b > a == 0),
    "nav.bottom": _way(FEEDS)(lambda b, a: b.seen.cursor == 0 < a.seen.cursor == a.seen.count - 1),
    "nav.half_down": _cursor(FEEDS, to=lambda b, a: b + 10 < a < b + 25),
    "nav.half_up": _cursor(FEEDS, "G", to=lambda b, a: b - 25 < a < b - 10),
    "nav.page_down": _cursor(FEEDS, to=lambda b, a: a > b + 25),
    "nav.page_up": _cursor(FEEDS, "G", to=lambda b, a: a < b - 25),
    "nav.open": _way(FEEDS)(lambda b, a: a.seen.focus == "right" and a.row.read and not b.row.read),
    "nav.back": _way(FEEDS, "tab")(lambda b, a: (b.seen.focus, a.seen.focus) == ("right", "list")),
    "nav.jump_back": _way(ISSUES, "F", *"feed", "enter")(lambda b, a: (b.seen.pane, a.seen.boxes) == ("feeds", 1)),
    "doc.down": _way(FEEDS, "G", "k")(lambda b, a: a.scroll > b.scroll == 0 and a.seen.cursor == b.seen.cursor),
    "doc.up": _way(FEEDS, "G", "k", "J")(lambda b, a: b.scroll > a.scroll == 0 and a.seen.cursor == b.seen.cursor),
    "read.on": _way(FEEDS, "G", "k", "enter")(lambda b, a: a.scroll > b.scroll + 3),
    "read.back": _way(FEEDS, "G", "k", "enter", "space")(lambda b, a: b.scroll > a.scroll == 0),
    "nav.next_unread": _cursor(FEEDS, "j", "m", "k", to=lambda b, a: (b, a) == (0, 2)),
    "nav.previous_unread": _cursor(FEEDS, "j", "m", "j", to=lambda b, a: (b, a) == (2, 0)),
    "find.previous": _way(FEEDS, *_SEARCH, "n")(lambda b, a: "match 2/" in b.text and "match 1/" in a.text),
    "triage.keep": _way(PAPERS)(lambda b, a: a.row.state == "kept" and a.seen.cursor == 1),
    "triage.skip": _way(PAPERS)(lambda b, a: a.row.state == "skipped" and a.seen.cursor == 1),
    "triage.later": _way(PAPERS)(lambda b, a: a.row.state == "later" and a.seen.cursor == 1),
    "triage.done": _way(FEEDS)(lambda b, a: a.row.read and not b.row.read and a.seen.cursor == 1),
    "triage.toggle_read": _way(FEEDS)(lambda b, a: a.row.read and not b.row.read and a.seen.cursor == 0),
    "triage.all": _way(FEEDS)(lambda b, a: "2 Feeds ●43" in b.lines[0] and "●43" not in a.lines[0]),
    "triage.range": _way(FEEDS)(lambda b, a: "range 1" in a.text and "range 1" not in b.text),
    "triage.undo": _way(PAPERS, "s")(lambda b, a: "●39" in b.lines[0] and "●40" in a.lines[0]),
    "triage.redo": _way(PAPERS, "s", "u")(lambda b, a: "●40" in b.lines[0] and "●39" in a.lines[0]),
    "triage.tag": _box(FEEDS),
    "triage.note": _box(FEEDS),
    "find.filter": _box(PAPERS),
    "find.views": _box(PAPERS),
    "find.save_view": _way(PAPERS, "/", *"speech", "enter")(lambda b, a: (b.seen.boxes, a.seen.boxes) == (0, 1)),
    "find.here": _way(PAPERS)(lambda b, a: (b.seen.focus, a.seen.focus) == ("list", "line")),
    "find.everything": _box(ISSUES),
    "date.older": _cursor(ISSUES, to=lambda b, a: (b, a) == (0, 1)),
    "date.newer": _cursor(ISSUES, "j", to=lambda b, a: (b, a) == (1, 0)),
    "boards.compare_with": _box(BOARDS),
    "boards.older_base": _way(BOARDS)(lambda b, a: "against 1 April" in b.text and "against 30 March" in a.text),
    "boards.newer_base": _way(BOARDS, "{")(lambda b, a: "against 30 March" in b.text and "against 1 April" in a.text),
    "boards.only_moves": _way(BOARDS)(lambda b, a: "Model 14" in b.text and "Model 14" not in a.text),
    "boards.sort": _box(BOARDS),
    "boards.columns": _box(BOARDS),
    "boards.beside": _box(BOARDS, "enter", "V", "j"),
    "boards.plot": _box(BOARDS),
    "open.browser": _way(FEEDS)(lambda b, a: a.opened == ("https://feed0.example/0",)),
    "open.pdf": _way(PAPERS)(lambda b, a: a.opened == ("https://arxiv.org/pdf/2604.00000",)),
    "open.keep_pdf": _way(PAPERS)(lambda b, a: a.said not in ("", b.said)),  # from the palette
    "open.enclosure": _way(FEEDS)(lambda b, a: "brings no file" in a.said),
    "open.story": _way(FEEDS)(lambda b, a: a.said != b.said and a.said != ""),
    "open.full_text": _way(FEEDS)(lambda b, a: a.seen.focus == "right" and a.row.read),
    "view.contents": _box(FEEDS, "G", "k", "enter"),
    "view.tables": _way(ISSUES, "enter", "G")(lambda b, a: "Tables as blocks" in a.said),
    "view.source": _way(PAPERS, "j", "j")(lambda b, a: "$x^2$" not in b.lines[2][52:] and "$x^2$" in a.lines[2][52:]),
    "open.links": _way(FEEDS)(lambda b, a: b.seen.takes_commands and not a.seen.takes_commands),
    "open.link_list": _box(FEEDS),
    "open.pictures": _way(FEEDS)(lambda b, a: "no pictures" in a.said),  # drawn ones: tests/ui/test_pictures.py
    "open.seen": _box(PAPERS),
    "papers.order": _way(PAPERS)(lambda b, a: a.seen.list_title != b.seen.list_title or a.said not in ("", b.said)),
    "open.like": _box(PAPERS),
    "copy.address": _way(FEEDS)(lambda b, a: a.copied == "https://feed0.example/0"),
    "copy.citation": _way(PAPERS)(lambda b, a: a.copied.startswith("@") and "2604.00000" in a.copied),
    "open.export": _box(PAPERS),
    "program.pipe": _box(PAPERS),
    "triage.edit_note": _way(PAPERS)(lambda b, a: a.said not in ("", b.said)),
    "open.pager": _way(PAPERS)(lambda b, a: a.said not in ("", b.said)),
    "program.command": _way(FEEDS)(lambda b, a: "No command is configured" in a.said),
    "sync.source": _way(FEEDS, "m")(lambda b, a: a.said not in ("", b.said)),
    "sync.all": _way(FEEDS, "m")(lambda b, a: a.said not in ("", b.said)),
    "app.health": _box(FEEDS),
    "sources.add": _way(FEEDS, "!")(lambda b, a: (b.seen.boxes, a.seen.boxes) == (1, 2)),
    "sources.retry": _way(FEEDS, "!")(lambda b, a: "Asking" in a.text or "Offline" in a.text),
    "sources.retry_all": _way(FEEDS, "!")(lambda b, a: "Asking" in a.text or "Offline" in a.text),
    "sources.remove": _way(*_TO_FEED)(
        lambda b, a: (b.seen.boxes, a.seen.boxes) == (1, 2) and "Remove Harbour Notes?" in a.text
    ),
    "sources.rename": _way(*_TO_FEED)(
        lambda b, a: (b.seen.boxes, a.seen.boxes) == (1, 2) and "Rename Harbour Notes" in a.text
    ),
    "sources.move": _way(*_TO_FEED)(
        lambda b, a: (b.seen.boxes, a.seen.boxes) == (1, 2) and "Move Harbour Notes" in a.text
    ),
    "sources.open": _way(*_TO_FEED)(lambda b, a: a.opened == ("https://harbour.example/",)),
    "sources.show": _way(*_TO_FEED)(lambda b, a: (b.seen.boxes, a.seen.boxes) == (1, 0) and "Harbour Notes" in a.text),
    "sources.undo": _way(*_TO_FEED, "d", "enter")(lambda b, a: "Taken back: remove Harbour Notes" in a.text),
    "sources.redo": _way(*_TO_FEED, "d", "enter", "u")(lambda b, a: "Done again: remove Harbour Notes" in a.text),
    "sources.filter": _way(FEEDS, "!")(lambda b, a: "or failing" not in b.text and "or failing" in a.text),
    "view.zoom": _way(FEEDS)(lambda b, a: "Feeds" in b.lines[1] and "Feeds" not in a.lines[1]),
    "view.narrower": _way(FEEDS)(lambda b, a: a.lines[1].index("╮") < b.lines[1].index("╮")),
    "view.wider": _way(FEEDS)(lambda b, a: a.lines[1].index("╮") > b.lines[1].index("╮")),
    "view.side": _way(FEEDS)(lambda b, a: (b.seen.focus, a.seen.focus) == ("list", "side") and "Everything" in a.text),
    "view.lines": _way(FEEDS)(lambda b, a: a.text.count("Entry") < b.text.count("Entry")),
    "view.theme": _box(FEEDS),
    "app.help": _box(FEEDS),
    "app.palette": _box(FEEDS),
    "app.tour": _way(FEEDS)(lambda b, a: "cannot be given to the tour" in a.said),  # nor can the walk's terminal
    "app.back_or_quit": _way(FEEDS)(lambda b, a: a.is_over and not b.is_over),
    "app.suspend": _way(FEEDS)(lambda b, a: a.said not in ("", b.said)),  # the walk's terminal cannot
    "app.quit": _way(FEEDS, "tab")(lambda b, a: a.is_over and not b.is_over),
}


class Browser(webbrowser.BaseBrowser):
    """Keeps the addresses that were opened."""

    def __init__(self) -> None:
        super().__init__("kept")
        self.opened: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        """Keep it."""
        self.opened.append(url)
        return True


def _moment(terminal: Terminal, opened: Opened, browser: Browser, key: str) -> Moment:
    app: Any = terminal.app
    opened.written()
    screen: Any = app.screen_stack[0]
    document = getattr(screen.workspace, "document", None)
    return Moment(
        look(app),
        tuple(terminal.lines()),
        screen.state.message,
        app.clipboard,
        tuple(browser.opened),
        app.theme,
        opened.program.library.items.row(key) if not key.startswith("board:") else None,
        document.scroll_offset.y if document is not None else 0,
        terminal.is_over,
    )


def test_every_action_has_a_way() -> None:
    missing = {action.id for action in ACTIONS} - set(WAYS)
    assert not missing, "say in WAYS where a new action is tried, and what is different after it"
    assert not set(WAYS) - {action.id for action in ACTIONS}


#: So many keys are tried in one reader, as far as it can be put back as it was.
_TOGETHER = 16
_KEYS = sorted(((a.id, key) for a in ACTIONS for key in a.keys), key=lambda found: WAYS[found[0]].keys[0])
GROUPS = [_KEYS[n : n + _TOGETHER] for n in range(0, len(_KEYS), _TOGETHER)]


@dataclass(frozen=True)
class State:
    """All that one key could leave behind for the next."""

    lines: tuple[str, ...]
    panes: str
    jumps: int
    written: int
    """Bytes of the journal."""
    remembered: dict[str, str]
    beside: tuple[str, str, bool]


def _state(terminal: Terminal, opened: Opened, browser: Browser) -> State:
    app: Any = terminal.app
    screen = app.screen_stack[0]
    journal = opened.program.paths.data / "journal"
    return State(
        tuple(terminal.lines()),
        repr(sorted(screen.state.panes.items())),
        len(screen.panes.jumps._spots),
        sum(path.stat().st_size for path in journal.glob("*.jsonl")),
        {name: value for name, value in opened.program.recall().items() if name != "boards.facts"},  # a cache
        (app.clipboard, app.theme, bool(browser.opened)),
    )


async def _is_as_before(terminal: Terminal, opened: Opened, browser: Browser, pane: str, before: State) -> bool:
    """Go back from where a key led; whether everything is as it was before it."""
    browser.opened.clear()
    for _ in range(5):
        if terminal.is_over or look(terminal.app).is_plain:
            break
        await terminal.do(Keys(("escape",)))
    if terminal.is_over:
        return False
    await terminal.do(Keys(("home", pane)))
    terminal.app._clipboard = ""
    await terminal.settle(6)  # messages go
    return _state(terminal, opened, browser) == before


async def _try(key: str, way: Way, terminal: Terminal, opened: Opened, browser: Browser) -> str:
    """What is wrong with a key; "" for nothing."""
    for one in way.keys:
        await terminal.do(Keys((one,)))
    at = look(terminal.app).row
    before = _moment(terminal, opened, browser, at)
    await terminal.do(Keys(tuple(key.split(" ")), gap_ms=20))
    after = _moment(terminal, opened, browser, at)
    if failures := terminal.failures():
        return "\n".join(failures)
    return "" if way.holds(before, after) else f"{before.text}\n{after.text}\n{after.seen}"


@pytest.mark.parametrize("keys", GROUPS, ids=lambda keys: f"{keys[0][0]}-{keys[-1][0]}")
def test_a_key_does_what_it_is_for(keys: list[tuple[str, str]], homes: Path, tmp_path: Path) -> None:
    browser, left, wrong = Browser(), list(keys), []
    webbrowser.register("kept", None, browser, preferred=True)

    async def go(opened: Opened, loop: Any) -> None:
        async with running(opened.app, (120, 40), loop, opened.written) as terminal:
            pane = WAYS[left[0][0]].keys[0]
            await terminal.do(Keys((pane, "home", pane)))
            start = _state(terminal, opened, browser)
            while left and WAYS[left[0][0]].keys[0] == pane:
                action, key = left.pop(0)
                if told := await _try(key, WAYS[action], terminal, opened, browser):
                    wrong.append(f"{key} ({BY_ID[action].help})\n{told}")
                if not await _is_as_before(terminal, opened, browser, pane, start):
                    return

    readers = 0
    while left:
        readers += 1
        home = tmp_path / str(readers)
        shutil.copytree(homes / "made", home)
        browser.opened.clear()
        with quick_loop() as loop:
            opened = Opened(home, lambda: NOW)
            try:
                loop.run_until_complete(go(opened, loop))
            finally:
                opened.close()
    assert not wrong, "\n\n".join(wrong)
