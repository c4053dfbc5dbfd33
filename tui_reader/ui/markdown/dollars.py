"""Formulas between dollars in Markdown: which dollars enclose one, and the lines of a displayed one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.text.sanitise import clean_line, clean_text

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

# Whatever stands before it, this is mathematics: commands, groups, exponents.
_CERTAIN = re.compile(r"\\[A-Za-z]|[{}^]")
# As in Pandoc: no space inside the dollars, and no digit after them unless it is certainly mathematics, so that sums
# of money stay text.
_FORMULA = re.compile(r"\$(?=[^\s$])((?:[^$\\\n]|\\.|\n(?!\n)){0,4999}?(?<=[^\s\\]))\$(\d)?")


def formula_rule(state: StateInline, silent: bool) -> bool:
    """The rule of markdown-it for a formula in a line of text."""
    if state.src[state.pos] != "$" or (match := _FORMULA.match(state.src, state.pos)) is None:
        return False
    if match[2] and not _CERTAIN.search(match[1]):
        return False
    if not silent:
        state.push("formula", "", 0).content = f"${match[1]}$".replace("\n", " ")
    state.pos = match.end(1) + 1
    return True


def displayed_lines(source: str) -> str:
    """The lines of a displayed formula in Unicode, each with its number behind a tab."""
    from tui_reader.text.latex_display import display_to_unicode

    return "\n".join(
        clean_text(line.text).replace("\n", " ") + (f"\t({clean_line(line.number)})" if line.number else "")
        for line in display_to_unicode(source)
    )
