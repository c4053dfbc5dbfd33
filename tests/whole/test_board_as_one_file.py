"""A leaderboard that is one file of `sources/boards/`: Epoch's index syncs, imports, and shows where it is from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.http_server import Reply, Server

from tui_reader.cli.main import run
from tui_reader.config.template import render
from tui_reader.domain.sources import SourceResult, SyncOptions, SyncStatus
from tui_reader.services.catalogue import select
from tui_reader.wiring import Program

OpenProgram = Callable[..., Program]
CSV = (
    b"Model version,ECI Score,Model name,Display name\n"
    b"ada-2_high,151.25,Ada 2,Ada 2 (high)\nbell-7b,120.5,Bell 7B,Bell\n"
)


@pytest.fixture
def followed(web: Server, open_program: OpenProgram, tmp_path: Path) -> OpenProgram:
    config = tmp_path / "config" / "config.toml"
    own = f'[follow]\nboards = ["epoch-eci"]\n[benchmarks.epoch-eci]\nurl = "{web.url("/eci.csv")}"\n'
    config.write_text(config.read_text("utf-8") + own, "utf-8")
    kind = {"Content-Type": "text/csv", "ETag": '"1"', "Last-Modified": "Mon, 30 Mar 2026 23:30:00 GMT"}
    web.route("/eci.csv", Reply(CSV, headers=kind))
    return open_program


def sync(program: Program, board: str = "epoch-eci") -> SourceResult:
    (result,) = program.sync(select(program.sources(), [board]), SyncOptions(), lambda _: None).sources
    return result


def test_it_syncs_with_its_attribution_and_stands_in_health(followed: OpenProgram) -> None:
    program = followed()
    assert sync(program).status is SyncStatus.UPDATED
    table = program.library.boards.snapshot("epoch-eci")
    assert table is not None
    assert [(r.model, r.rank, r.score) for r in table.rows] == [("Ada 2 (high)", 1, 151.25), ("Bell", 2, 120.5)]
    assert (table.taken_on, table.source) == (date(2026, 3, 30), "epoch-eci")
    page = program.reading.page("board:epoch-eci")
    assert page is not None
    assert "Epoch AI" in page.markdown
    assert sync(program).status is SyncStatus.UNCHANGED
    (health,) = (source for source in program.library.sources.all() if source.source_id == "epoch-eci")
    assert health.last_success is not None


def test_the_archive_syncs_as_its_csv_does(followed: OpenProgram, web: Server) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("epoch_capabilities_index.csv", CSV)
    web.route("/eci.csv", Reply(made.getvalue(), headers={"Content-Type": "application/zip"}))
    program = followed()
    assert sync(program).status is SyncStatus.UPDATED
    table = program.library.boards.snapshot("epoch-eci")
    assert table is not None
    assert (len(table.rows), table.taken_on) == (2, date(2026, 4, 2))  # the day of fetching: nothing else is said


def test_what_came_when_another_of_its_family_was_synced_is_stored_all_the_same(
    followed: OpenProgram, web: Server, tmp_path: Path
) -> None:
    def archive(score: str) -> Reply:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as files:
            files.writestr("epoch_capabilities_index.csv", CSV.replace(b"120.5", score.encode()))
            files.writestr("gpqa_diamond.csv", f"Model version,mean_score,stderr,id\nada-2_high,0.{score},0.01,g1\n")
        return Reply(made.getvalue(), headers={"Content-Type": "application/zip", "ETag": f'"{score}"'})

    config = tmp_path / "config" / "config.toml"
    both = f'[benchmarks.epoch-gpqa]\nurl = "{web.url("/eci.csv")}"\n'
    config.write_text(config.read_text("utf-8").replace('["epoch-eci"]', '["epoch-eci", "epoch-gpqa"]') + both, "utf-8")
    program = followed()
    web.route("/eci.csv", archive("90"))
    assert [sync(program, one).status for one in ("epoch-eci", "epoch-gpqa")] == [SyncStatus.UPDATED] * 2
    web.route("/eci.csv", archive("91"))
    assert sync(program, "epoch-gpqa").status is SyncStatus.UPDATED
    assert sync(program, "epoch-eci").status is SyncStatus.UPDATED
    table = program.library.boards.snapshot("epoch-eci")
    assert table is not None
    assert table.rows[1].score == 91.0
    assert sync(program, "epoch-eci").status is SyncStatus.UNCHANGED


def test_a_form_that_changed_is_told_in_health_and_the_table_stays(followed: OpenProgram, web: Server) -> None:
    program = followed()
    sync(program)
    web.route("/eci.csv", Reply(CSV.replace(b"ECI Score", b"Index"), headers={"Content-Type": "text/csv"}))
    assert sync(program).error is not None
    (health,) = (source for source in program.library.sources.all() if source.source_id == "epoch-eci")
    assert health.last_error is not None
    assert "ECI Score" in health.last_error.message
    assert program.library.boards.snapshot("epoch-eci") is not None


def test_it_imports_and_is_part_of_the_commented_configuration(open_program: OpenProgram, tmp_path: Path) -> None:
    program = open_program()
    file = tmp_path / "eci_2026-05-01.csv"
    file.write_bytes(CSV)
    (done,) = program.importing.files([file])
    assert (done.kind, done.error, done.items) == ("board", None, 2)
    assert program.library.boards.snapshot("epoch-eci") is not None
    template = render(program.boards())
    assert "[benchmarks.epoch-eci]" in template
    assert '#boards = ["aider-polyglot", "arena-text", "artificial-analysis", "epoch-eci",' in template


def test_the_command_line_refuses_a_board_that_does_not_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text('[benchmarks.epoch-ec]\nurl = "https://x.example"\n', "utf-8")
    assert run(["--home", str(tmp_path), "list", "boards"]) == 1
    said = capsys.readouterr().err
    assert "config.toml:1" in said
    assert "epoch-eci" in said
