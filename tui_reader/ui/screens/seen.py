"""The places where something was seen, over the reader: a list to choose from, wide enough for what was said there."""

from __future__ import annotations

from tui_reader.ui.screens.choose import ChooseScreen


class SeenScreen(ChooseScreen):
    """Dismissed with what the chosen place leads to, or None."""

    DEFAULT_CSS = "SeenScreen > Vertical { width: 120; max-width: 96%; }"
