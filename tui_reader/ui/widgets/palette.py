"""Styles out of the theme's variables, for code that draws `Content` outside the style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from textual.color import Color, ColorParseError
from textual.style import Style

Palette = Mapping[str, str]
"""The theme's CSS variables (`App.theme_variables`): name without `$` to colour."""


def ink(palette: Palette, name: str, *, bold: bool = False, italic: bool = False, dim: bool = False) -> Style:
    """A style with the foreground `$name`; without a foreground when the theme has no such colour.

    Automatic colours (`auto 60%`) are contrast colours that only the style sheet can resolve: here they become the
    theme's foreground with that opacity.
    """
    return _ink(palette.get(name, ""), palette.get("foreground", ""), bold, italic, dim)


@lru_cache(maxsize=256)
def _ink(value: str, foreground: str, bold: bool, italic: bool, dim: bool) -> Style:
    return Style(foreground=_colour(value, foreground), bold=bold or None, italic=italic or None, dim=dim or None)


def _colour(value: str, foreground: str) -> Color | None:
    opacity = 1.0
    if value.startswith("auto"):
        share = value.removeprefix("auto").strip().removesuffix("%")
        opacity = float(share) / 100 if share.isdigit() else 1.0
        value = foreground
    try:
        colour = Color.parse(value)
    except ColorParseError:
        return None
    return colour if opacity == 1.0 or colour.ansi is not None else colour.multiply_alpha(opacity)
