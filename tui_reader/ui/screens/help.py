"""The help: all keys of a pane, from the table of actions."""

from __future__ import annotations

from tui_reader.config.keymap import Keymap, show
from tui_reader.domain.actions import ACTIONS, Context, applies

_QUERIES = """
## Search and filter

`words` and `"phrases"`, `cat:cs.SD`, `author:name`, `source:id`, `group:"AI Labs"`, `kind:paper`, `tag:x`,
`is:unread` `read` `inbox` `kept` `later` `skipped` `new` `cross` `replace` `updated` `watched`, `since:7d`,
`since:today`, `until:2026-04-01`, `-without`, `a OR b`, parentheses.
"""


def help_text(context: Context, keymap: Keymap) -> str:
    """The help of a pane as Markdown."""
    groups: dict[str, list[str]] = {}
    for action in ACTIONS:
        if applies(action, context) and keymap.keys[action.id]:
            keys = "  ".join(f"`{show(k)}`" for k in keymap.keys[action.id])
            groups.setdefault(action.group, []).append(f"| {keys} | {action.help} |")
    parts = []
    for name, lines in groups.items():
        parts += [f"## {name}", "", "| key | does |", "|:--|:--|", *lines, ""]
    return "\n".join(parts) + _QUERIES
