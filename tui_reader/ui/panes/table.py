"""The four panes by context, each made when it is first gone to: the first frame needs one of them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context

if TYPE_CHECKING:
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.panes.base import Pane

#: Module and class.
_PANES = {
    Context.ISSUES: ("issues", "IssuesPane"),
    Context.FEEDS: ("feeds", "FeedsPane"),
    Context.PAPERS: ("papers", "PapersPane"),
    Context.BENCHMARKS: ("benchmarks", "BenchmarksPane"),
}


class Panes:
    """The panes of an edition."""

    def __init__(self, opened: OpenLibrary) -> None:
        self._opened = opened
        self._made: dict[Context, Pane] = {}

    def __getitem__(self, context: Context) -> Pane:
        if context not in self._made:
            module, name = _PANES[context]
            make = getattr(importlib.import_module(f"tui_reader.ui.panes.{module}"), name)
            self._made[context] = make(self._opened)
        return self._made[context]


def pane_named(name: str) -> Context:
    """The pane of that name; the issues where there is none."""
    return next((context for context in _PANES if context.value == name), Context.ISSUES)
