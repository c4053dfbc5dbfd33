"""LiveBench (https://livebench.ai): a table of tasks, whose mean is the score."""

from __future__ import annotations

from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.mapped import MEAN, table_form

FORMS = (
    table_form("livebench", "LiveBench", "mean of tasks", BoardMapping("model", MEAN), "model AMPS_Hard zebra_puzzle"),
)
