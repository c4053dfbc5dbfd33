"""The Open LLM Leaderboard of Hugging Face, both versions, from files."""

from __future__ import annotations

from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.mapped import table_form

_MAPPING = BoardMapping("model", "average", id="fullname")
FORMS = (
    table_form("open-llm-leaderboard", "Open LLM Leaderboard v2", "average", _MAPPING, "model average ifeval fullname"),
    table_form("open-llm-leaderboard-v1", "Open LLM Leaderboard v1", "average", _MAPPING, "model average arc fullname"),
)
