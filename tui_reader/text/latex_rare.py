"""Symbols too rare for our own table, from pylatexenc's; importing it costs 20 ms, so only an unknown name does."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=512)
def rare_symbol(name: str) -> str | None:
    """The character that the command `name` stands for; None when it is unknown or no plain symbol."""
    from pylatexenc.latex2text import get_default_latex_context_db

    if len(name) < 2:
        return None
    spec = get_default_latex_context_db().get_macro_spec(name)
    shown = getattr(spec, "simplify_repl", None)
    return shown if isinstance(shown, str) and 0 < len(shown) <= 4 and "%" not in shown else None
