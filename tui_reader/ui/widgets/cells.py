"""Text cut and padded to terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def fit(text: str, width: int) -> str:
    """The text if it fits into `width` cells, else cut with an ellipsis, never wider than `width`."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def pad(text: str, width: int) -> str:
    """The text cut or filled on the right to exactly `width` cells."""
    text = fit(text, width)
    return text + " " * max(0, width - cell_len(text))


def pad_left(text: str, width: int) -> str:
    """The text cut or filled on the left to exactly `width` cells."""
    text = fit(text, width)
    return " " * max(0, width - cell_len(text)) + text
