"""The README's tables of keys and leaderboards, from the tables of actions and sources. As a script: writes them into
the README, and the manual page."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # a script finds its neighbours first
from support import manual_page

from tui_reader.config.keymap import show
from tui_reader.domain.actions import ACTIONS, Context
from tui_reader.sources.registry import boards


def keys_table() -> str:
    """All actions, grouped, with their default keys and ids."""
    lines = ["| key | does | id |", "|:--|:--|:--|"]
    for action in ACTIONS:
        keys = " ".join(f"`{show(k)}`".replace("|", "\\|") for k in action.keys)
        where = "" if Context.GLOBAL in action.contexts else _where(action.contexts)
        lines.append(f"| {keys} | {action.help}{where} | `{action.id}` |")
    return "\n".join(lines)


def _where(contexts: tuple[Context, ...]) -> str:
    if contexts == (Context.SOURCES,):
        return " (in the sources screen)"
    left_out = [c.value for c in Context if c not in (*contexts, Context.GLOBAL, Context.SOURCES)]
    return f" (not in {', '.join(left_out)})" if left_out else ""


def boards_table() -> str:
    """The leaderboards that can be fetched, with what their makers ask for."""
    lines = ["| id | leaderboard | fetched | past | licence | attribution |", "|:--|:--|:--|:--|:--|:--|"]
    for board in boards():
        fetched = "by itself" if board.is_followed else "when `[follow] boards` names it"
        if board.key_header:
            fetched = f"with a key: `[benchmarks.{board.id}] api_key`, or `${board.key_variable}`"
        past = board.told_past or "none: from the first sync on"
        told = (f"`{board.id}`", board.title, fetched, past, board.license or "not said", board.attribution)
        lines.append(f"| {' | '.join(told)} |")
    return "\n".join(lines)


def with_tables(readme: str) -> str:
    """The README with its tables as they should be."""
    for name, table in (("keys", keys_table()), ("boards", boards_table())):
        before, rest = readme.split(f"<!-- {name}: begin", 1)
        marker, rest = rest.split("\n", 1)
        after = rest.split(f"<!-- {name}: end -->", 1)[1]
        readme = f"{before}<!-- {name}: begin{marker}\n{table}\n<!-- {name}: end -->{after}"
    return readme


if __name__ == "__main__":
    manual_page.PATH.write_text(manual_page.manual_page(), "utf-8")
    path = Path(__file__).resolve().parents[2] / "README.md"
    path.write_text(with_tables(path.read_text("utf-8")), "utf-8")
