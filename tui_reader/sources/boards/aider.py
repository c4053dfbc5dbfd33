"""Aider: polyglot and code editing (https://aider.chat/docs/leaderboards/), from its files in YAML."""

from __future__ import annotations

from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.mapped import table_form

_MAPPING = BoardMapping("model", "pass_rate_2")
FORMS = (
    table_form("aider-polyglot", "Aider polyglot", "% correct", _MAPPING, "model pass_rate_2 pass_num_2"),
    table_form("aider-edit", "Aider code editing", "% correct", _MAPPING, "model pass_rate_2 edit_format"),
)
