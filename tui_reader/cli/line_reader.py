"""The reader without a screen (`--plain`): a line is typed, lines are printed, from top to bottom; for screen readers,
and for terminals that cannot place a cursor. The keys are those of the table of actions, each followed by enter."""

from __future__ import annotations

import importlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TextIO

from tui_reader.cli.arguments import parse
from tui_reader.cli.finding import library_of, query_of
from tui_reader.cli.output import Output
from tui_reader.config.keymap import split
from tui_reader.domain.actions import ACTIONS, BY_ID, Context, applies
from tui_reader.domain.errors import ReaderError, UsageError
from tui_reader.domain.items import Kind, State
from tui_reader.domain.rows import Row
from tui_reader.text.latex import to_unicode
from tui_reader.text.tex_in_text import formulas_read
from tui_reader.wiring import Program

#: How many rows, and how many lines of a text, are printed at once.
PAGE_ROWS, PAGE_LINES = 10, 20
_WIDTH = 80
_PANES = {
    Context.ISSUES: ("Issues", "kind:issue"),
    Context.FEEDS: ("Feeds", "(kind:post OR kind:repo)"),
    Context.PAPERS: ("Papers", "kind:paper is:inbox"),
    Context.BENCHMARKS: ("Benchmarks", ""),
}
_STATES = {State.KEPT: "kept", State.LATER: "later", State.SKIPPED: "skipped"}
_COMMAND = ":"


class LineReader:
    """One reading in lines: what is listed, which row is current, what is left of the text that is read."""

    def __init__(self, program: Program, output: Output, typed: TextIO, prompt: Callable[[], None]) -> None:
        self._program, self._output, self._typed, self._prompt = program, output, typed, prompt
        self._library = library_of(program, output)
        self._context = Context.ISSUES
        self._words = ""
        self._everywhere = False
        self._ids: Sequence[int] = array("q")
        self._boards: list[tuple[str, str]] = []
        self._at = 0
        self._text: Iterator[str] | None = None
        self._is_over = False
        self._does: dict[str, Callable[[str], object]] = {
            "nav.down": lambda _: self._move(1),
            "nav.up": lambda _: self._move(-1),
            "nav.top": lambda _: self._go(0),
            "nav.bottom": lambda _: self._go(self._count - 1),
            "nav.page_down": lambda _: self._page(1),
            "nav.half_down": lambda _: self._page(1),
            "nav.page_up": lambda _: self._page(-1),
            "nav.half_up": lambda _: self._page(-1),
            "nav.next_unread": lambda _: self._next_unread(1),
            "nav.previous_unread": lambda _: self._next_unread(-1),
            "nav.open": self._open,
            "nav.back": lambda _: self._back(),
            "read.on": self._open,
            "open.full_text": lambda _: self._read("show", self._row().key, "--full-text"),
            "open.seen": lambda _: self._run("seen", self._row().key),
            "open.like": lambda _: self._run("like", self._row().key),
            "copy.address": lambda _: self._output.line(self._row().url or "It has no address"),
            "open.browser": lambda _: self._browse(),
            "triage.keep": lambda _: self._decide(State.KEPT),
            "triage.skip": lambda _: self._decide(State.SKIPPED),
            "triage.later": lambda _: self._decide(State.LATER),
            "triage.done": lambda _: self._done(),
            "triage.toggle_read": lambda _: self._toggle_read(),
            "triage.undo": lambda _: self._run("undo"),
            "triage.redo": lambda _: self._run("redo"),
            "triage.tag": lambda given: self._run("mark", self._row().key, "--tag", self._asked(given, "Tag")),
            "triage.note": lambda given: self._run("mark", self._row().key, f"--note={self._asked(given, 'Note')}"),
            "find.here": lambda given: self._search(self._asked(given, "Search"), everywhere=False),
            "find.filter": lambda given: self._search(
                self._asked(given, "Filter, such as cat:cs.LG"), everywhere=False
            ),
            "find.everything": lambda given: self._search(self._asked(given, "Search everything"), everywhere=True),
            "boards.compare_with": self._compare,
            "app.today": lambda _: self._run("today"),
            "app.health": lambda _: self._run("list", "sources"),
            "sync.source": lambda _: self._sync(self._context.value),
            "sync.all": lambda _: self._sync(),
            "app.help": lambda _: self._help(),
            "app.palette": lambda _: self._help(),
            "app.back_or_quit": lambda _: self._end(),
            "app.quit": lambda _: self._end(),
        }
        for context in _PANES:
            self._does[f"pane.{context.value}"] = partial(self._go_to, context)

    def run(self, pane: str = "") -> int:
        """Read until the user ends it, or nothing more is typed; the exit code."""
        self._output.line("inference-tui in lines. Type a key and enter; ? and enter lists the keys, Q ends.")
        self._guard(lambda: self._show(Context(pane) if pane else Context.ISSUES))
        while not self._is_over:
            line = self._line()
            if line is None:
                break
            self._guard(partial(self._do, line))
        return 0

    def _line(self) -> str | None:
        self._output.flush()
        self._prompt()
        line = self._typed.readline()
        return line.rstrip("\r\n") if line else None

    def _guard(self, call: Callable[[], object]) -> None:
        try:
            call()
        except ReaderError as error:
            self._output.problem(error)

    def _do(self, line: str) -> None:
        if line.startswith(_COMMAND):
            self._run(*_words(line.removeprefix(_COMMAND)))
            self._list()
            return
        key, _, given = line.strip().partition(" ")
        keys = self._program.keymap.sequences[self._context]
        typed = split(key) if key else ((" ",) if line else ("enter",))
        action = keys.get(typed) or keys.get(tuple(key))
        if action is None and keys.get((key[:1],)) == "find.here":
            action, given = "find.here", line.strip()[1:]  # /words, without a blank between
        if action in self._does:
            self._does[action](given.strip())
        elif action is not None:
            self._output.line(f"{BY_ID[action].label} needs the screen. ? lists what can be done here.")
        else:
            self._output.line(f"{key} means nothing here. ? lists the keys.")

    # -- the list
    @property
    def _count(self) -> int:
        return len(self._boards) if self._context is Context.BENCHMARKS and not self._everywhere else len(self._ids)

    def _go_to(self, context: Context, _: str) -> None:
        self._show(context)

    def _show(self, context: Context) -> None:
        self._context, self._words, self._everywhere, self._at = context, "", False, 0
        self._list()

    def _search(self, words: str, *, everywhere: bool) -> None:
        self._words, self._everywhere, self._at = words, everywhere, 0
        self._list()

    def _list(self) -> None:
        self._text = None
        title, base = _PANES[self._context]
        library = self._library
        if self._context is Context.BENCHMARKS and not self._everywhere:
            wanted = self._words.casefold().split()
            every = [(info.board, info.title or info.board) for info in library.boards.all()]
            self._boards = [b for b in every if all(word in " ".join(b).casefold() for word in wanted)]
        else:
            words = [self._words] if self._everywhere else [base, self._words]
            self._ids = library.lists.ids(query_of(self._program, library, [word for word in words if word]))
        self._at = max(0, min(self._at, self._count - 1))
        place = "Everything" if self._everywhere else title
        narrowed = f", {self._words}" if self._words else ""
        self._output.line(f"{place}{narrowed}: {self._count:,}")
        if not self._count:
            self._output.line("Nothing matches; h shows all again." if self._words else "Nothing here; R refreshes.")
        self._say_rows(self._at, PAGE_ROWS)

    def _say_rows(self, first: int, rows: int) -> None:
        for at in range(first, min(first + rows, self._count)):
            self._output.line(self._told(at))

    def _told(self, at: int) -> str:
        if self._context is Context.BENCHMARKS and not self._everywhere:
            board, title = self._boards[at]
            return f"{at + 1}. {title} (board:{board})"
        row = self._row(at)
        title = to_unicode(row.title) if row.kind is Kind.PAPER else formulas_read(row.title)
        states = [
            "" if row.read or row.kind is Kind.REPO else "unread",
            _STATES.get(row.state, ""),
            "new version" if row.is_updated else "",
            "probably withdrawn" if row.is_withdrawn else "",
            "has a note" if row.has_note else "",
            *(f"tag {tag}" for tag in row.tags),
        ]
        facts = [
            row.category if row.kind in (Kind.PAPER, Kind.REPO) else row.source_title,
            f"{row.stars:,} stars" if row.stars is not None else "",
            f"{row.date:%d %B %Y}".lstrip("0") if row.date else "",
        ]
        said = ". ".join(part for part in (", ".join(s for s in states if s), ", ".join(f for f in facts if f)) if part)
        return f"{at + 1}. {title}{'' if title.endswith(('.', '?', '!')) else '.'} {said}".rstrip()

    def _row(self, at: int | None = None) -> Row:
        if self._context is Context.BENCHMARKS and not self._everywhere:
            raise UsageError("this needs an item, and leaderboards are none", "enter compares, c takes two days.")
        place = self._at if at is None else at
        rows = self._library.lists.rows([self._ids[place]]) if place < len(self._ids) else []
        if not rows:
            raise UsageError("there is no row here", "1 to 4 go to the panes; R refreshes.")
        return self._program.overlay(rows)[0]

    def _go(self, at: int) -> None:
        self._text = None
        self._at = max(0, min(at, self._count - 1))
        self._say_rows(self._at, 1)

    def _move(self, by: int) -> None:
        if not 0 <= self._at + by < self._count:
            self._output.line("This is the last row." if by > 0 else "This is the first row.")
        self._go(self._at + by)

    def _page(self, by: int) -> None:
        if self._text is not None and by > 0:
            self._print_on()
            return
        self._at = max(0, min(self._at + by * PAGE_ROWS, self._count - 1))
        self._say_rows(self._at, PAGE_ROWS)

    def _next_unread(self, by: int) -> None:
        at = self._at + by
        while 0 <= at < self._count:
            row = self._row(at)
            if not row.read or row.state is State.INBOX:
                self._go(at)
                return
            at += by
        self._output.line("No other is unread that way.")

    # -- reading
    def _open(self, given: str) -> None:
        if self._text is not None:
            self._print_on()
        elif self._context is Context.BENCHMARKS and not self._everywhere:
            self._compare("")
        else:
            row = self._row()
            self._read("show", row.key)
            if not row.read:
                self._program.triage.set_read([row], True)

    def _read(self, *words: str) -> None:
        from tui_reader.cli.plain import render

        parts = _Collected(self._output)
        self._call((*words, "--format", "markdown"), parts)
        self._text = iter(render(parts.markdown, _WIDTH).splitlines())
        self._print_on()

    def _print_on(self) -> None:
        lines = [line for _, line in zip(range(PAGE_LINES), self._text or (), strict=False)]
        self._output.table(lines)
        if len(lines) < PAGE_LINES:
            self._text = None
            self._output.line("End of the text.")

    def _back(self) -> None:
        if self._text is None and (self._words or self._everywhere):
            self._words, self._everywhere = "", False
            self._list()
        else:
            self._go(self._at)

    def _browse(self) -> None:
        import webbrowser

        row = self._row()
        self._output.line("Opened in the browser." if row.url and webbrowser.open(row.url) else row.url)

    def _compare(self, given: str) -> None:
        if self._context is not Context.BENCHMARKS or not self._boards:
            raise UsageError("only leaderboards are compared", "4 goes to them.")
        self._run("compare", self._boards[self._at][0], *given.split())

    # -- deciding
    def _decide(self, state: State) -> None:
        _, is_decided = self._program.triage.toggle([self._row()], state)
        self._program.triage.wait()
        self._output.line(f"{_STATES[state].capitalize()}." if is_decided else "Cleared.")
        self._move(1)

    def _done(self) -> None:
        row = self._row()
        if row.state is State.INBOX:
            self._decide(State.SKIPPED)
            return
        self._program.triage.set_read([row], True)
        self._program.triage.wait()
        self._output.line("Read.")
        self._move(1)

    def _toggle_read(self) -> None:
        row = self._row()
        self._program.triage.set_read([row], not row.read)
        self._program.triage.wait()
        self._go(self._at)

    # -- the program
    def _sync(self, *names: str) -> None:
        self._output.line("Refreshing.")
        self._run("sync", *names)
        self._list()

    def _run(self, *words: str) -> None:
        """Run a subcommand, and have what it changed stored."""
        self._call(words, self._output)

    def _call(self, words: Sequence[str], output: Output) -> None:
        command, args = parse(words)
        getattr(importlib.import_module(f"tui_reader.cli.{command.module}"), command.function)(
            self._program, args, output
        )

    def _asked(self, given: str, label: str) -> str:
        if given:
            return given
        self._output.line(f"{label}:")
        return self._line() or ""

    def _help(self) -> None:
        keymap = self._program.keymap
        names = {"enter": "enter alone", " ": "a blank"}
        for action in ACTIONS:
            if action.id in self._does and applies(action, self._context) and keymap.keys.get(action.id):
                typed = [split(sequence) for sequence in keymap.keys[action.id]]
                # What can be typed on a line comes before keys that can only be named.
                best = min(typed, key=lambda keys: max(map(len, keys)))
                key = "".join(names.get(part, part) for part in best)
                self._output.line(f"{key}: {action.help}")
        self._output.line(f"{_COMMAND}: any subcommand, such as :feeds add https://example.org or :history all NAME")

    def _end(self) -> None:
        self._is_over = True


class _Collected(Output):
    """Takes a text instead of printing it."""

    def __init__(self, beside: Output) -> None:
        super().__init__(is_plain=True)
        self._beside = beside
        self.markdown = ""

    def text(self, text: str) -> None:
        """Take the text."""
        self.markdown += text

    def note(self, text: str) -> None:
        """Say something beside it."""
        self._beside.note(text)


def _words(line: str) -> list[str]:
    import shlex

    try:
        return shlex.split(line)
    except ValueError:
        raise UsageError("a quotation mark is open", "Close it, or leave it out.") from None
