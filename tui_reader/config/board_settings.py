"""The settings of leaderboards, once it is known which there are: wiring hands their descriptions in.

The first frame takes any `[benchmarks.ID]` as it stands, since to know the boards means to load them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.config.settings_file import ConfigProblem, placed
from tui_reader.config.settings_reader import Finding
from tui_reader.config.toml_text import KeyPath, dotted, visible
from tui_reader.domain.settings import BenchmarkSettings, Settings

#: How ids of boards begin that are followed one by one and stand in no table: `hf:OWNER/NAME`.
ONE_BY_ONE = "hf:"
#: Whose `url` is the site of all of these, where one has none of its own.
SITE_OF_THESE = "huggingface"


class BoardDefault(Struct, frozen=True):
    """What a leaderboard says of itself: its usual address, the environment's variable that may hold its key, and
    whether it is fetched when nobody chose."""

    id: str
    url: str
    key_variable: str = ""
    is_followed: bool = False


def with_boards(settings: Settings, boards: Sequence[BoardDefault], env: Mapping[str, str]) -> Settings:
    """The settings with every board's address, and its own key from the environment where the file has none; without
    boards that do not exist."""
    benchmarks: dict[str, BenchmarkSettings] = {}
    for board in boards:
        given = settings.benchmarks.get(board.id, BenchmarkSettings())
        key = given.api_key or (env.get(board.key_variable, "").strip() if board.key_variable else "")
        benchmarks[board.id] = BenchmarkSettings(board.url if given.url is None else given.url, key)
    benchmarks |= {name: given for name, given in settings.benchmarks.items() if _is_one_by_one(name)}
    ids = [board.id for board in boards if board.is_followed]
    if settings.follow.boards is not None:
        ids = [name for name in settings.follow.boards if name in benchmarks or name.startswith(ONE_BY_ONE)]
    return replace(settings, benchmarks=benchmarks, follow=replace(settings.follow, boards=tuple(ids)))


def unknown_boards(settings: Settings, boards: Iterable[BoardDefault], file: Path) -> tuple[ConfigProblem, ...]:
    """The ids in the settings, as read from the file, that no board has."""
    ids = [board.id for board in boards]
    strange = [name for name in settings.benchmarks if name not in ids and not _is_one_by_one(name)]
    findings = [_unknown(("benchmarks", name), name, ids) for name in strange]
    for number, name in enumerate(settings.follow.boards or ()):
        if name not in ids and not name.startswith(ONE_BY_ONE):
            findings.append(_unknown(("follow", "boards", number), name, ids))
    if not findings:
        return ()
    try:
        text = file.read_text("utf-8-sig", errors="replace")
    except OSError:
        text = ""
    return placed(findings, text, file)


def _is_one_by_one(name: str) -> bool:
    return name == SITE_OF_THESE or name.startswith(ONE_BY_ONE)


def _unknown(path: KeyPath, name: str, ids: Sequence[str]) -> Finding:
    near = (difflib.get_close_matches(name.lower(), ids, 1, cutoff=0.5) or [""])[0]
    hint = f"Did you mean {near}? " if near else ""
    message = f"{dotted(path)} is not a known board" if path[0] == "benchmarks" else f"{dotted(path)}: no board {name}"
    return Finding(path, visible(message), f"{hint}There is {', '.join(ids)}.", near)
