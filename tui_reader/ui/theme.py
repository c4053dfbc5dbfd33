"""The two themes of our own; Textual's stay available beside them."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="inference-dark",
    primary="#7aa2f7",
    secondary="#bb9af7",
    accent="#e0af68",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#c8d0e8",
    background="#12141c",
    surface="#171a24",
    panel="#1f2330",
    dark=True,
    variables={"block-cursor-text-style": "none", "input-selection-background": "#7aa2f7 35%"},
)

LIGHT = Theme(
    name="inference-light",
    primary="#2f5fc4",
    secondary="#7a3fb0",
    accent="#9a5b00",
    warning="#9a5b00",
    error="#b3243b",
    success="#3d7a1f",
    foreground="#24283b",
    background="#fbfaf7",
    surface="#f4f2ec",
    panel="#e7e4da",
    dark=False,
    variables={"block-cursor-text-style": "none", "input-selection-background": "#2f5fc4 25%"},
)

OURS = (DARK, LIGHT)
