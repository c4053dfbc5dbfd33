"""Epoch's hub, in its columns as of 2026; the figures are made."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from tui_reader.domain.errors import ParseError
from tui_reader.sources.boards.epoch import BOARDS
from tui_reader.sources.registry import parse_board_file, recognise

INDEX = (
    b"Model version,ECI Score,Release date,Organization,Country,Model accessibility,Training compute (FLOP),"
    b"Confidence,Model name,Description,Display name\n"
    b'ada-2_high,151.25,2026-02-03,,,,,,Ada 2,"reasoning model, much effort",Ada 2 (high)\n'
    b"bell-7b,120.5,2025-11-20,,,,,,Bell 7B,,\n"
    b"ada-2_low,151.25,2026-02-03,,,,,,Ada 2,,Ada 2 (low)\n"
    b"unnamed-1,99,,,,,,,,,\n"
    b"never-scored,,2026-01-01,,,,,,None,,None\n"
)
ROWS = [
    ("Ada 2 (high)", 1, 151.25, "ada-2_high"),
    ("Ada 2 (low)", 1, 151.25, "ada-2_low"),
    ("Bell 7B", 3, 120.5, "bell-7b"),
    ("unnamed-1", 4, 99.0, "unnamed-1"),
    ("None", None, None, "never-scored"),
]


def hub(**files: bytes) -> bytes:
    """The archive, in which the files lie in a folder."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("benchmark_data/README.md", "about")
        for name, content in files.items():
            archive.writestr(f"benchmark_data/{name}.csv", content)
    return made.getvalue()


HUB = hub(epoch_capabilities_index=INDEX, gpqa_diamond=b"Model version,mean_score\nada-2_high,0.9\n")


@pytest.mark.parametrize("data", [INDEX, HUB], ids=["csv", "zip"])
def test_the_index_is_read_from_the_archive_and_from_its_csv_alone(data: bytes) -> None:
    (board,) = (board for board in BOARDS if board.id == "epoch-eci")
    table = board.snapshot([board.parse(data, board.url)], date(2026, 5, 1), board.id)
    assert [(r.model, r.rank, r.score, r.model_id) for r in table.rows] == ROWS
    assert (table.board, table.metric, table.better) == ("epoch-eci", "ECI", "higher")
    assert "Epoch AI" in table.description
    assert "CC BY" in table.description


@pytest.mark.parametrize(("data", "name"), [(INDEX, "eci_2026-05-01.csv"), (HUB, "benchmark_data_2026-05-01.zip")])
def test_a_file_of_it_is_known_by_what_is_in_it(data: bytes, name: str) -> None:
    assert recognise(data, name) == "board"
    table, *others = parse_board_file(data, name)
    assert [other.board for other in others] == (["epoch-gpqa"] if data is HUB else [])
    assert (table.board, table.source, table.taken_on) == ("epoch-eci", "import", date(2026, 5, 1))
    assert [(r.model, r.rank, r.score, r.model_id) for r in table.rows] == ROWS


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html>moved</html>", "ECI Score"),
        (INDEX.replace(b"ECI Score", b"Index"), "ECI Score"),
        (INDEX.replace(b"151.25", b"n/a").replace(b"120.5", b"").replace(b",99,", b",,"), "no row has a number"),
        (HUB[: len(HUB) // 2], "damaged ZIP"),
        (hub(other=b"a,b\n1,2\n"), "holds no epoch_capabilities_index.csv"),
        (b"", "ECI Score"),
    ],
)
def test_another_form_is_told_and_never_a_table(data: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        BOARDS[0].parse(data, "https://epoch.example")
    assert caught.value.hint


def test_an_archive_without_a_known_board_is_not_taken_for_one() -> None:
    archive = hub(other=b"model,score\nA,1\n")
    assert recognise(archive, "x.zip") == "unknown"
    with pytest.raises(ParseError, match="archive"):
        parse_board_file(archive, "x_2026-01-01.zip")
