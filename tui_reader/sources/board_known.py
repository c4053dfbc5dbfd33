"""The leaderboard files that are known: by which fields they are recognised, and what the fields mean."""

from __future__ import annotations

from msgspec import Struct

from tui_reader.domain.settings import BoardMapping

#: As the score of a mapping: the mean of all other fields that are numbers.
MEAN = "*mean*"


class Known(Struct, frozen=True):
    """A board recognised by `fields` that its rows have. Of a file of several tables `main` is the board itself; the
    others become boards of their own."""

    board: str
    title: str
    metric: str
    mapping: BoardMapping
    fields: frozenset[str] = frozenset()
    main: str = ""


def _known(board: str, title: str, metric: str, mapping: BoardMapping, fields: str, main: str = "") -> Known:
    return Known(board, title, metric, mapping, frozenset(fields.split()), main)


_AIDER = BoardMapping("model", "pass_rate_2")
_CI = "95_pct_ci"
_ARENA = BoardMapping("model", "arena_score", rank="rank", low=_CI, high=_CI)
_RATINGS = BoardMapping("model", "rating", low="rating_q025", high="rating_q975")
_OPEN_LLM = BoardMapping("model", "average", id="fullname")
#: The first that fits holds, so the narrower ones come first.
BOARDS = (
    _known("aider-polyglot", "Aider polyglot", "% correct", _AIDER, "model pass_rate_2 pass_num_2"),
    _known("aider-edit", "Aider code editing", "% correct", _AIDER, "model pass_rate_2 edit_format"),
    _known("swe-bench", "SWE-bench", "% resolved", BoardMapping("name", "resolved", id="folder"), "name resolved"),
    _known("lmarena", "LMArena", "rating", _RATINGS, "model rating rating_q975", main="full"),
    # The best model of each lab over time, and the models that another board has too: parts of the table, so they are
    # boards of their own.
    _known(
        "lmarena-labs",
        "LMArena: best of each lab",
        "rating",
        BoardMapping("model_name", "rating", date="date"),
        "model_name rating date",
    ),
    _known(
        "lmarena-open",
        "LMArena: open models",
        "rating",
        BoardMapping("model.y", "arena_score", rank="rank", low=_CI, high=_CI),
        "model.y arena_score rank",
    ),
    _known("lmarena-open", "LMArena: open models", "rating", _ARENA, "model arena_score rank model_sha"),
    _known("lmarena", "LMArena", "rating", _ARENA, "model arena_score rank"),
    _known("open-llm-leaderboard", "Open LLM Leaderboard v2", "average", _OPEN_LLM, "model average ifeval fullname"),
    _known("open-llm-leaderboard-v1", "Open LLM Leaderboard v1", "average", _OPEN_LLM, "model average arc fullname"),
    _known("livebench", "LiveBench", "mean of tasks", BoardMapping("model", MEAN), "model AMPS_Hard zebra_puzzle"),
)

#: Arenas of Artificial Analysis (images, speech, video): what the endpoint is called tells which.
ARENA_OF_ANALYSIS = BoardMapping("name", "elo", id="id", rank="rank", low="ci95", high="ci95")
