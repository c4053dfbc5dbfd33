"""The README's table of keys, from the table of actions. As a script: writes it into the README."""

from __future__ import annotations

from pathlib import Path

from tui_reader.config.keymap import show
from tui_reader.domain.actions import ACTIONS, Context

BEGIN, END = "<!-- keys: begin", "<!-- keys: end -->"


def keys_table() -> str:
    """All actions, grouped, with their default keys and ids."""
    lines = ["| key | does | id |", "|:--|:--|:--|"]
    for action in ACTIONS:
        keys = " ".join(f"`{show(k)}`" for k in action.keys)
        where = "" if Context.GLOBAL in action.contexts else _where(action.contexts)
        lines.append(f"| {keys} | {action.help}{where} | `{action.id}` |")
    return "\n".join(lines)


def _where(contexts: tuple[Context, ...]) -> str:
    left_out = [c.value for c in Context if c not in (*contexts, Context.GLOBAL)]
    return f" (not in {', '.join(left_out)})" if left_out else ""


def with_table(readme: str) -> str:
    """The README with the table as it should be."""
    before, rest = readme.split(BEGIN, 1)
    marker, rest = rest.split("\n", 1)
    after = rest.split(END, 1)[1]
    return f"{before}{BEGIN}{marker}\n{keys_table()}\n{END}{after}"


if __name__ == "__main__":
    path = Path(__file__).resolve().parents[2] / "README.md"
    path.write_text(with_table(path.read_text("utf-8")), "utf-8")
