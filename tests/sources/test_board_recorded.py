"""Every leaderboard file, ours or recorded, imports or says in one line why not, and its values are the file's."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.inputs import files, folders, named

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.errors import ParseError
from tui_reader.sources.registry import parse_board_file

#: What `test_boards_by_other_means` reads.
ELSEWHERE = re.compile(r"^(?:arena_hf_rows|epoch_sample|gso|openrouter_models|terminal_bench_page)_")
FILES = [p for p in files("leaderboards") if not ELSEWHERE.match(p.name)]
#: Told by their expected values in test_golden instead.
OTHERWISE = re.compile(r"^(?:aa_api|swe_rebench_page|own)_")
#: What is no leaderboard: lists of endpoints and of categories.
NONE = re.compile(r"^(?:aa_index|livebench_categories)_")

Told = tuple[str, float | None]


@cache
def text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


def figure(value: Any) -> float | None:
    try:
        return None if value in (None, "") else float(value)
    except ValueError:
        return None


def best(rows: Iterator[tuple[str, str, float | None]]) -> list[Told]:
    """Name and score of each model, by its id; the best of one that stands there twice."""
    found: dict[str, Told] = {}
    for key, name, score in rows:
        old = found.get(key)
        if old is None or (score is not None and (old[1] is None or score > old[1])):
            found[key] = (name, score)
    return sorted(found.values(), key=repr)


def raw(path: Path) -> list[list[Told]]:
    """The tables of a file, read without the program."""
    name = path.name
    if name.startswith("aa_llms"):
        models = json.loads(text(path))["models"]
        index = "artificial_analysis_intelligence_index"
        return [best((m["id"], m["name"], m["evaluations"][index]) for m in models)]
    if name.startswith("aa_"):
        return [best((m["id"], m["name"], m["elo"]) for m in json.loads(text(path))["models"])]
    if name.startswith("ai_arena_history"):
        days: dict[str, list[tuple[str, str, float | None]]] = {}
        value = json.loads(text(path).split("=", 1)[1].rstrip().rstrip(";"))
        for rows in value.values():
            for row in rows:
                days.setdefault(row["date"], []).append((row["model_name"], row["model_name"], row["rating"]))
        return [best(iter(rows)) for _, rows in sorted(days.items())]
    if name.startswith("aider"):
        return [best((r["model"], r["model"], r["pass_rate_2"]) for r in yaml.safe_load(text(path)))]
    if name.startswith("lmarena"):
        tables = json.loads(text(path))
        return [best((m, m, fields["rating"]) for m, fields in table.items()) for table in tables.values()]
    if name.startswith("swebench"):
        boards = json.loads(text(path))["leaderboards"]
        return [best((r["folder"], r["name"], r["resolved"]) for r in board["results"]) for board in boards]
    rows = list(csv.DictReader(text(path).splitlines(keepends=True)))
    if name.startswith("livebench"):

        def mean(row: dict[str, str]) -> float:
            values = [float(v) for k, v in row.items() if k != "model" and v]
            return round(sum(values) / len(values), 3)

        return [best((r["model"], r["model"], mean(r)) for r in rows)]
    if "huggingface" in name:
        return [best((r["fullname"], r["model"], figure(r["average"])) for r in rows)]
    column = "model.y" if "model.y" in rows[0] else "model" if "model" in rows[0] else "key"
    return [best((r[column], r[column], figure(r["arena_score"])) for r in rows if r[column])]


def told(row: BoardRow) -> Told:
    return row.model, row.score


def plain(name: str) -> str:
    return " ".join(name.split())


@pytest.mark.parametrize("path", [p for p in FILES if not OTHERWISE.match(p.name)], ids=named)
def test_a_file_is_read_as_it_stands(path: Path) -> None:
    if NONE.match(path.name):
        with pytest.raises(ParseError) as caught:
            parse_board_file(path.read_bytes(), path.name)
        assert "\n" not in caught.value.message
        return
    snapshots: tuple[Snapshot, ...] = parse_board_file(path.read_bytes(), path.name)
    expected = raw(path)
    assert len(snapshots) == len(expected)
    for snapshot, table in zip(snapshots, expected, strict=True):
        found = sorted(map(told, snapshot.rows), key=repr)
        assert [(plain(m), s) for m, s in found] == [(plain(m), s) for m, s in table]
        assert all(
            row.score is None or row.interval is None or row.interval[0] <= row.score <= row.interval[1]
            for row in snapshot.rows
        )


def test_no_two_files_give_the_same_table_of_a_day() -> None:
    seen: dict[tuple[Path, str, Any], str] = {}
    for path in FILES:
        if not NONE.match(path.name):
            for snapshot in parse_board_file(path.read_bytes(), path.name):
                assert seen.setdefault((path.parent, snapshot.board, snapshot.taken_on), path.name) == path.name


def test_an_arena_of_ours_tells_its_error_bars() -> None:
    for name in ("lmarena_leaderboard-text_2026-02-03.json.gz", "arena_csv_lmsys_2026.01.27.csv"):
        path = folders("leaderboards")[0] / name
        whole = max(parse_board_file(path.read_bytes(), path.name), key=lambda s: len(s.rows))
        assert all(row.interval is not None for row in whole.rows)


@pytest.mark.skipif(
    len(folders("leaderboards")) < 2, reason="the recorded leaderboards are not here; see the one above"
)
def test_recorded_arenas_tell_their_error_bars() -> None:
    for name, least in (
        ("lmarena_leaderboard-text_2025-05-27.json.gz", 200),
        ("arena_csv_lmsys_2024.12.12.csv", 100),
        ("aa_text-to-speech_2026-05-10.json.gz", 60),
    ):
        path = folders("leaderboards")[1] / name
        whole = max(parse_board_file(path.read_bytes(), path.name), key=lambda s: len(s.rows))
        assert sum(row.interval is not None for row in whole.rows) >= least
