"""Themes: three of our own and one for 16 colours, and those of Textual's that can be read, with what was too faint in
them made darker or lighter until it can be (WCAG 2.2, AA: 4.5 to 1 for text)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.color import Color
from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
    variables={
        "block-cursor-text-style": "none",
        "input-selection-background": "#7aa2f7 35%",
        "foreground-muted": "#b0b8d0",  # 4.5 to 1 on the row under the cursor, too
    },
)

LIGHT = Theme(
    name="inference-light",
    primary="#2f5fc4",
    secondary="#7a3fb0",
    accent="#8a5000",
    warning="#8a5000",
    error="#b3243b",
    success="#3d7a1f",
    foreground="#24283b",
    background="#fbfaf7",
    surface="#f4f2ec",
    panel="#e7e4da",
    dark=False,
    variables={
        "block-cursor-text-style": "none",
        "input-selection-background": "#2f5fc4 25%",
        "foreground-muted": "#4a4f60",
    },
)

HIGH_CONTRAST = Theme(
    name="inference-high-contrast",
    primary="#7fd4ff",
    secondary="#e6b3ff",
    accent="#ffd75f",
    warning="#ffd75f",
    error="#ff9a9a",
    success="#9dff8a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "block-cursor-text-style": "bold",
        "input-selection-background": "#7fd4ff 45%",
        "foreground-muted": "#d0d0d0",
    },
)

SIXTEEN = Theme(
    # Nothing but what a console of 16 colours has (as Rich takes them to be): nothing is left to the nearest colour.
    name="inference-16",
    primary="#55ffff",
    secondary="#55ffff",
    accent="#ffff55",
    warning="#ffff55",
    error="#ff55ff",
    success="#55ff55",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#0000aa",
    dark=True,
    variables={
        "block-cursor-text-style": "bold",
        "input-selection-background": "#0000aa",
        "foreground-muted": "#aaaaaa",
        "text-primary": "#55ffff",
        "text-secondary": "#55ffff",
        "text-accent": "#ffff55",
        "text-warning": "#ffff55",
        "text-error": "#ff55ff",  # red cannot be read on blue
        "text-success": "#55ff55",
    },
)

OURS = (DARK, LIGHT, HIGH_CONTRAST)

#: In the place of a theme: ours that suits the terminal's background.
AUTO = "auto"


def suiting(is_light: bool | None, *, has_few: bool = False) -> str:
    """The theme for a background, the dark one where that is not known; where the terminal `has_few` colours, the one
    that is made of them."""
    return SIXTEEN.name if has_few else LIGHT.name if is_light else DARK.name


#: The least contrast of text with what it stands on.
_LEAST = 4.5
_INKS = (
    "foreground-muted", "text-primary", "text-secondary", "text-accent", "text-success", "text-warning", "text-error",
)  # fmt: skip


def mended_themes(themes: Iterable[Theme]) -> Iterator[Theme]:
    """The themes whose text can be read, with inks that were too faint mended; one in the terminal's own colours, of
    which nothing is known, as it is."""
    for theme in themes:
        if (made := mended(theme)) is not None:
            yield made


def mended(theme: Theme) -> Theme | None:
    """A theme with every ink at `_LEAST` on its grounds; None where that cannot be had."""
    inks = theme.to_color_system().generate()
    grounds = [Color.parse(inks[name]) for name in ("background", "surface")]
    plain = Color.parse(inks["foreground"])
    if any(ground.ansi is not None for ground in grounds) or plain.ansi is not None:
        return theme
    if _least_contrast(plain, grounds) < _LEAST:
        return None
    better = dict(_mended(inks, plain, grounds))
    if not better:
        return theme
    made = replace(theme, variables={**theme.variables, **better})
    # Textual works some inks out of others, whatever the theme says of them.
    return None if dict(_mended(made.to_color_system().generate(), plain, grounds)) else made


def _mended(inks: Mapping[str, str], plain: Color, grounds: list[Color]) -> Iterator[tuple[str, str]]:
    for name in _INKS:
        if inks[name].startswith("auto"):
            continue
        ink = Color.parse(inks[name])
        ink = grounds[0].blend(ink, ink.a, alpha=1)
        for step in range(21):
            tried = ink.blend(plain, step / 20)
            if _least_contrast(tried, grounds) >= _LEAST:
                if step:
                    yield name, tried.hex
                break


def _least_contrast(ink: Color, grounds: Iterable[Color]) -> float:
    return min(contrast(ink, ground) for ground in grounds)


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)
