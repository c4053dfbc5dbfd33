"""LMArena (https://lmarena.ai), from files: text, vision, images and the like stand in files of one form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.mapped import TableForm, fitting, table_form

if TYPE_CHECKING:
    from tui_reader.sources.leaderboard.table import RawTable

#: What all boards of its files have in common; the files name no licence.
ID_PREFIX, FAMILY, LICENSE = "lmarena", "LMArena", ""
_CI = "95_pct_ci"
_ARENA = BoardMapping("model", "arena_score", rank="rank", low=_CI, high=_CI)
_RATINGS = BoardMapping("model", "rating", low="rating_q025", high="rating_q975")
_OPEN = "LMArena: open models"
_OPEN_MODELS = BoardMapping("model.y", "arena_score", rank="rank", low=_CI, high=_CI)
_LABS = BoardMapping("model_name", "rating", date="date")
#: The best model of each lab over time, and the models that another board has too, are parts of the table, so they are
#: boards of their own.
_FORMS = (
    table_form("lmarena", "LMArena", "rating", _RATINGS, "model rating rating_q975", main="full"),
    table_form("lmarena-labs", "LMArena: best of each lab", "rating", _LABS, "model_name rating date"),
    table_form("lmarena-open", _OPEN, "rating", _OPEN_MODELS, "model.y arena_score rank"),
    table_form("lmarena-open", _OPEN, "rating", _ARENA, "model arena_score rank model_sha"),
    table_form("lmarena", "LMArena", "rating", _ARENA, "model arena_score rank"),
)


def form_of(table: RawTable, fields: frozenset[str], name: str) -> TableForm | None:
    """Its table, or one of its parts; which arena it is of stands in the file's name."""
    del table
    form = fitting(_FORMS, fields)
    kind = re.search(r"leaderboard-([a-z-]+?)(?:[_.-]*\d|$)", name)
    if form is None or form.board != "lmarena" or kind is None or (part := kind[1].strip("-")) == "text":
        return form
    return replace(form, board=f"lmarena-{part}", title=f"LMArena: {part.replace('-', ' ')}")
