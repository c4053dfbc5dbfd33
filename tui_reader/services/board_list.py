"""The list of leaderboards: follow and drop. Changes are journal lines over the configured list."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.journal import Change
from tui_reader.services.catalogue import followed_names
from tui_reader.services.official_boards import Words, known_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.services.feed_list import Recorder
    from tui_reader.sources.leaderboard.board import Board


class BoardChanges(Protocol):
    """What is asked of the library's journal."""

    def board_changes(self) -> list[tuple[str, bool]]:
        """Leaderboards followed and dropped by command, the oldest change first."""


class BoardsLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def journal(self) -> BoardChanges:
        """What the journal adds up to."""

    @property
    def meta(self) -> Words:
        """Words of the program's own."""


def follows(configured: Sequence[str] | None, changes: Sequence[tuple[str, bool]]) -> Callable[[str], bool]:
    """What tells whether a board is followed, by its id, without loading the boards: with None configured, those are
    that bring tables and were not dropped by command."""
    wanted = {_id_of(name) for name in followed_names(configured or (), changes)}
    unwanted = {_id_of(name) for name, is_followed in dict(changes).items() if not is_followed}
    return lambda board: board in wanted or (configured is None and board not in unwanted)


def _id_of(name: str) -> str:
    if not name.startswith("hf:"):
        return name
    from tui_reader.sources.registry import board_named

    board = board_named(name)
    return board.id if board is not None else name


class BoardList:
    """Which leaderboards are followed, and changing that. `configured` are the ids of `[follow] boards`, or of those
    that are followed when nobody chose. An action waits `patience` seconds at most for the library to hold it (None: as
    long as it takes)."""

    def __init__(
        self,
        configured: Sequence[str],
        library: BoardsLibrary,
        recorder: Recorder,
        patience: float | None = None,
    ) -> None:
        self._configured = tuple(configured)
        self._library = library
        self._recorder = recorder
        self._patience = patience

    def followed(self) -> tuple[str, ...]:
        """The names of those that are followed: ids, and `hf:OWNER/NAME`."""
        return followed_names(self._configured, self._library.journal.board_changes())

    def boards(self) -> list[tuple[str, Board, bool]]:
        """Every board that can be fetched, by what it is named when it is followed, and whether it is; of those that
        are followed one by one, the ones that their list had when it was last asked for."""
        from tui_reader.sources.registry import board_named, boards

        followed = self.followed()
        named = [(board.id, board) for board in boards()]
        ids = {name for name, _ in named}
        more = [name for name in (*followed, *known_names(self._library)) if name not in ids]
        named += [(name, board) for name in dict.fromkeys(more) if (board := board_named(name)) is not None]
        return [(name, board, name in followed) for name, board in named]

    def add(self, name: str) -> tuple[Board, bool]:
        """Follow a board: the board, and whether it was not followed before. Raises NotFound, UsageError."""
        from tui_reader.sources.registry import board_named

        name = name.strip().removeprefix("board:")
        board = board_named(name)
        if board is None:
            raise self._unknown(name)
        if name in self.followed():
            return board, False
        self._write(Change(f"board:{name}", f"board:{name}", True, board.title, board.url), f"follow {board.title}")
        return board, True

    def remove(self, name: str) -> str:
        """Stop following a board, named by what it was added by or by its id; its title. What it brought stays. Raises
        NotFound."""
        from tui_reader.sources.registry import board_named

        name = name.strip().removeprefix("board:")
        for known in self.followed():
            board = board_named(known)
            if name == known or (board is not None and name == board.id):
                title = board.title if board is not None else known
                url = board.url if board else ""
                self._write(Change(f"board:{known}", f"board:{known}", None, title, url), f"remove {title}")
                return title
        raise NotFound(f"no leaderboard {name!r} is followed", "inference-tui boards shows which are.")

    def _unknown(self, name: str) -> NotFound | UsageError:
        from tui_reader.sources.registry import boards

        if name.startswith("hf:"):
            return UsageError(f"{name!r} names no data set", "Write hf:OWNER/NAME, as in hf:cais/hle.")
        ids = [board.id for board in boards()]
        near = difflib.get_close_matches(name.lower(), ids, 3, 0.4)
        hint = f"There is {', '.join(near)}." if near else "inference-tui boards lists them."
        return NotFound(f"there is no leaderboard {name!r}", hint)

    def _write(self, change: Change, label: str) -> None:
        self._recorder.record([change], label)
        self._recorder.wait(self._patience)
