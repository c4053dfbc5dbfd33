"""Each leaderboard's form broken in five ways: it is told, in words that name the board, and nothing else happens."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tui_reader.domain.boards import Snapshot
from tui_reader.domain.errors import ParseError
from tui_reader.sources.boards import official
from tui_reader.sources.leaderboard.board import Board
from tui_reader.sources.registry import board, boards

MADE = Path(__file__).with_name("boards")
DAY = date(2026, 5, 7)


def archive(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(f"benchmarks/{name}.csv", data)
    return target.getvalue()


#: A board, its answer, a field that it cannot do without, and an answer of no rows.
FORMS = {
    "arena-text": ("arena-text.json", "rating", b'{"features": [], "rows": [], "num_rows_total": 0}'),
    "metr-horizon": ("metr-horizon.yaml", "p50_horizon_length", b"benchmark_name: METR-Horizon-v1.1\nresults: {}\n"),
    "metr-horizon-1-0": ("metr-horizon-1-0.yaml", "p50_horizon_length", b"results: {}\n"),
    "swe-bench-verified": ("swe-bench.json", "resolved", b'{"leaderboards": [{"name": "Verified", "results": []}]}'),
    "aider-polyglot": ("aider-polyglot.yml", "pass_rate_2", b"[]\n"),
    "livebench": ("livebench_2025-04-25.csv", "model", b"model,AMPS_Hard,zebra_puzzle\n"),
    "terminal-bench": (
        "terminal-bench.html",
        "accuracy",
        b'<html><script>self.__next_f.push([1,"5:{\\"rows\\":[]}"])</script></html>',
    ),
    "gso": ("gso.json", "score", b'{"models": []}'),
    "openrouter-models": ("openrouter-models.json", "pricing", b'{"data": []}'),
    "epoch-hle": ("epoch_hle_external.csv", "Accuracy", b"Model version,Accuracy\n"),
    "hf:ada/board": ("hf-leaderboard.json", "modelId", b"[]"),
}


def found(name: str) -> Board:
    made = official.board_of(name) or board(name)
    assert made is not None
    return made


def table(name: str, data: bytes, file: str) -> Snapshot:
    one = found(name)
    page = one.parse(data, file)
    return one.snapshot([page], DAY, one.id)


@pytest.mark.parametrize("name", FORMS)
def test_as_it_is_it_is_read(name: str) -> None:
    file = FORMS[name][0]
    assert len(table(name, (MADE / file).read_bytes(), file).rows) >= 2 - (name == "metr-horizon-1-0")


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("way", ["renamed field", "web page", "half a file", "no rows"])
def test_a_broken_form_is_told(name: str, way: str) -> None:
    file, field, empty = FORMS[name]
    data = (MADE / file).read_bytes()
    broken = {
        "renamed field": re.sub(rf"\b{field}\b".encode(), b"renamed", data),
        "web page": b"<!DOCTYPE html><html><body><h1>Just a moment</h1></body></html>",
        "half a file": data[: len(data) // 2],
        "no rows": empty,
    }[way]
    if name == "epoch-hle":
        broken = broken[: len(broken) // 2] if way == "half a file" else archive(hle_external=broken)
        if way == "half a file":
            broken = archive(hle_external=data)[:200]
    if way == "half a file" and name in ("metr-horizon-1-0", "aider-polyglot", "livebench"):
        # Lists and tables in lines may be cut between two of them; what is left is read, or it is told.
        with_rows = len(table(name, data, file).rows)
        with contextlib.suppress(ParseError):
            assert len(table(name, broken, file).rows) <= with_rows
        return
    with pytest.raises(ParseError) as caught:
        table(name, broken, file)
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("name", FORMS)
def test_a_hundred_times_as_long_is_the_same_table(name: str) -> None:
    file = FORMS[name][0]
    data = (MADE / file).read_bytes()
    if file.endswith(".csv"):
        head, _, rest = data.partition(b"\n")
        data = head + b"\n" + rest * 100
    elif file.endswith(".yml"):
        data *= 100
    else:
        pytest.skip("an object has its keys once")
    assert table(name, data, file).rows == table(name, (MADE / file).read_bytes(), file).rows


def test_all_that_can_be_fetched_say_whose_they_are() -> None:
    ids = [one.id for one in boards()]
    assert len(ids) == len(set(ids)) >= 25
    assert all(one.attribution and one.license and one.url.startswith("https://") for one in boards())


def test_the_archive_holds_a_family_of_boards() -> None:
    data = archive(
        hle_external=(MADE / "epoch_hle_external.csv").read_bytes(),
        swe_bench_verified=(MADE / "epoch_swe_bench_verified.csv").read_bytes(),
    )
    assert [row.score for row in table("epoch-hle", data, "benchmark_data.zip").rows] == [0.4644, 0.39]
    assert table("epoch-swe-bench-verified", data, "benchmark_data.zip").rows[0].score == 0.79
    with pytest.raises(ParseError, match="no frontiermath"):
        table("epoch-frontiermath", data, "benchmark_data.zip")
    with pytest.raises(ParseError, match="damaged ZIP"):
        table("epoch-hle", data[:300], "benchmark_data.zip")


def test_livebench_is_found_by_its_page_and_its_script() -> None:
    one = found("livebench")
    page = one.parse(b'<html><script defer src="/static/js/main.0ab1.js"></script></html>', "https://livebench.ai/")
    assert page.next_url == "/static/js/main.0ab1.js"
    script = one.parse(
        b'const a=["2024-11-25","2025-04-25","2025-04-02"]', "https://livebench.ai/static/js/main.0ab1.js"
    )
    assert script.next_url == "https://livebench.ai/table_2025_04_25.csv"
    rows = one.parse((MADE / "livebench_2025-04-25.csv").read_bytes(), script.next_url)
    assert rows.next_url == "categories_2025_04_25.json"
    kinds = one.parse(b'{"Reasoning": ["zebra_puzzle"], "Other": ["AMPS_Hard", "connections"]}', "x.json")
    made = one.snapshot([page, script, rows, kinds], DAY, "livebench")
    assert made.taken_on == date(2025, 4, 25)
    assert [c.id for c in made.columns[:3]] == ["by_category", "category-reasoning", "category-other"]
    assert {row.model: dict(row.values)["by_category"] for row in made.rows} == {"ada-2": 30.25, "bell-5": 36.625}


def test_an_unknown_name_of_hugging_face_is_no_board() -> None:
    assert official.board_of("hf:no-slash") is None
    assert official.board_of("hf:a/../../b") is None
    made = official.board_of("hf:cais/hle")
    assert made is not None
    assert made.url == "https://huggingface.co/api/datasets/cais/hle/leaderboard"


def test_a_page_that_ends_within_a_script_is_told_to_be_cut() -> None:
    data = (Path(__file__).parents[1] / "data" / "leaderboards" / "swe_rebench_page_2026-02-03.html").read_bytes()
    with pytest.raises(ParseError, match="cut off"):
        table("swe-rebench", data[: len(data) // 2], "page.html")
