"""Dates, figures and foreign text as pages set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


def day_text(day: date | datetime | None) -> str:
    """`27 March 2026`."""
    return f"{day.day} {day:%B %Y}" if day else ""


def escape_text(text: str) -> str:
    """Plain text as Markdown that shows exactly it: its dollars are none that enclose a formula."""
    from tui_reader.text.markdown import escape

    return escape(text).replace("$", "\\$")


def math_text(text: str) -> str:
    """Text with LaTeX in it as Markdown, its formulas in Unicode."""
    from tui_reader.text.latex import to_unicode

    return escape_text(to_unicode(text))


def number_text(value: float | None, unit: str = "") -> str:
    """A number as a leaderboard prints it; "—" where nothing is known."""
    if value is None:
        return "—"
    if unit == "$":
        return f"${value:,.2f}"
    if abs(value) >= 1 or value == 0:
        return f"{value:,.1f}".removesuffix(".0")
    # Scores from 0 to 1 differ in their third decimal.
    return f"{value:.3f}".rstrip("0") if abs(value) >= 0.05 else f"{value:.3g}"
