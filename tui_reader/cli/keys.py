"""`keys`: the keys of the reader as they are bound."""

from __future__ import annotations

import argparse

from tui_reader.cli.columns import Column, align
from tui_reader.cli.output import Output
from tui_reader.config.keymap import show
from tui_reader.domain.actions import ACTIONS, Context
from tui_reader.wiring import Program


def keys(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print every action: its keys, its id for `[keys]`, where it applies, what it does."""
    rows = [("KEYS", "ACTION", "WHERE", "DOES")]
    for action in ACTIONS:
        bound = "  ".join(show(sequence) for sequence in program.keymap.keys[action.id])
        everywhere = Context.GLOBAL in action.contexts or len(action.contexts) == len(Context) - 2
        where = "everywhere" if everywhere else ", ".join(context.value for context in action.contexts)
        rows.append((bound, action.id, where, action.help))
    output.table(align(rows, (Column(), Column(), Column(), Column(give=True, least=20)), output.width))
    return 0
