"""Symbols too rare for our own table, from pylatexenc's; importing it costs 20 ms, so only an unknown name does."""

from __future__ import annotations

from functools import lru_cache

from tui_reader.text.sanitise import clean_line


@lru_cache(maxsize=512)
def rare_symbol(name: str) -> str | None:
    """The character that the command `name` stands for; None when it is unknown or no plain symbol."""
    from pylatexenc.latex2text import get_default_latex_context_db

    if len(name) < 2:
        return None
    spec = get_default_latex_context_db().get_macro_spec(name)
    shown = getattr(spec, "simplify_repl", None)
    if not isinstance(shown, str) or len(shown) > 4 or "%" in shown:
        return None
    # Some of its characters are invisible.
    return clean_line(shown) or None
