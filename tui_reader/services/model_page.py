"""A model on all leaderboards at once, and what names it: where the name of a model in a text leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.services.page_text import day_text, number_text
from tui_reader.services.reading import Page
from tui_reader.services.references import SHOWN, Names, SeenLibrary, seen
from tui_reader.text.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.boards import BoardInfo, BoardRow
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.domain.rows import SightingView, SnapshotInfo
    from tui_reader.services.boards import Tables

#: Rows of one board's table; the whole history is one key, or one command, away.
_ROWS = 12

Listed = list[tuple[str, "SnapshotInfo", "BoardRow"]]


class ModelNames(Names, Protocol):
    """What is asked of the library's references."""

    def names_of(self, target: str) -> tuple[str, ...]:
        """The names that leaderboards have for the model of a target, variants included."""


class StandingsLibrary(Protocol):
    """The subject of the library that the tables of a model need."""

    @property
    def boards(self) -> Tables:
        """Leaderboards."""


class ModelLibrary(StandingsLibrary, SeenLibrary, Protocol):
    """The subjects of the library that its whole page needs."""

    @property
    def references(self) -> ModelNames:
        """What names what."""


def model_page(library: ModelLibrary, target: str, aliases: ModelAliases | None = None) -> Page | None:
    """The page of `model:…`: its tables by board, the newest date first, then where it is named. None when no
    leaderboard lists the model."""
    names = library.references.names_of(target)
    if not names:
        return None
    title = min(names, key=lambda n: (len(n), n))
    parts = [f"# {escape(title)}"]
    if len(names) > 1:
        parts.append(f"*{escape(' · '.join(names))}*")
    for info, listed in standings(library, names, aliases):
        parts += _board(info, listed)
    named = [s for s in seen(library, target, SHOWN) if s.kind == "mention"]
    if named:
        parts += ["## Named in", "\n".join(_line(s) for s in reversed(named))]
    return Page(target, title, "\n\n".join(parts))


def standings(
    library: StandingsLibrary, names: Sequence[str], aliases: ModelAliases | None = None
) -> list[tuple[BoardInfo, Listed]]:
    """Every row of models of those names, by board, each with its date and the name asked for; newest date first."""
    from tui_reader.services.boards import history

    found: list[tuple[BoardInfo, Listed]] = []
    for info in library.boards.all():
        on_board = set(library.boards.models(info.board))
        rows: dict[tuple[object, str], tuple[str, SnapshotInfo, BoardRow]] = {}
        for name in names:
            if name in on_board:
                for snapshot, row in history(library.boards, info.board, name, aliases):
                    rows.setdefault((snapshot.taken_on, row.model), (name, snapshot, row))
        if rows:
            newest = sorted(rows.values(), key=lambda r: (r[2].rank or 1 << 30, r[2].model))
            found.append((info, sorted(newest, key=lambda r: r[1].taken_on, reverse=True)))
    return found


def _board(info: BoardInfo, listed: Listed) -> list[str]:
    """The heading of a board, and a table for each variant that stands on it, the best ranked first."""
    variants: dict[str, Listed] = {}
    for row in listed:
        variants.setdefault(row[2].model, []).append(row)
    parts = [f"## {escape(info.title)}" + (f" · {escape(info.metric)}" if info.metric else "")]
    for model, rows in variants.items():
        parts += ([f"**{escape(model)}**"] if len(variants) > 1 else []) + [_table(rows)]
    return parts


def _table(listed: Listed) -> str:
    speed = any(row.tok_s is not None for _, _, row in listed)
    price = any(row.usd_per_1m is not None for _, _, row in listed)
    head = ["Date", "#", "Score", *(["tok/s"] * speed), *(["$/1M"] * price)]
    lines = [f"| {' | '.join(head)} |", "|" + "|".join(":--" if h == "Date" else "--:" for h in head) + "|"]
    for _, snapshot, row in listed[:_ROWS]:
        cells = [snapshot.taken_on.isoformat(), "—" if row.rank is None else str(row.rank), number_text(row.score)]
        cells += [number_text(row.tok_s)] * speed + [number_text(row.usd_per_1m, "$")] * price
        lines.append(f"| {' | '.join(cells)} |")
    older = len(listed) - _ROWS
    return "\n".join(lines) + (f"\n\n*{older} older dates are in its history, p.*" if older > 0 else "")


def _line(seen_in: SightingView) -> str:
    place = " · ".join(escape(p) for p in (day_text(seen_in.seen_on), seen_in.where) if p)
    said = f"  \n  {escape(seen_in.text)}" if seen_in.text else ""
    return f"- [{escape(seen_in.title)}](<name:{seen_in.key}>) {place}{said}"
