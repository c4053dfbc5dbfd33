"""SWE-bench (https://www.swebench.com): a file of several tables, each a board."""

from __future__ import annotations

from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.mapped import table_form

FORMS = (
    table_form("swe-bench", "SWE-bench", "% resolved", BoardMapping("name", "resolved", id="folder"), "name resolved"),
)
