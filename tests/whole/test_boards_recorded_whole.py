"""Every leaderboard from its recording: an empty home is filled by one sync, and the next says nothing new. What has no
recording (`NOT_RECORDED`) is made in the documented form. Skipped where the recordings are not beside the project."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.board_player import NOT_RECORDED, Recorded, addresses, configured
from support.http_server import Server

from tui_reader.cli.main import run
from tui_reader.domain.sources import SyncOptions, SyncStatus
from tui_reader.services.catalogue import select
from tui_reader.sources.registry import boards
from tui_reader.wiring import Program

RECORDINGS = Path(__file__).resolve().parents[3] / "shared" / "data" / "leaderboards"
pytestmark = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="no recordings beside the project")
OpenProgram = Callable[..., Program]
#: SWE-bench's recording is of before it had these.
NOT_YET = {"swe-bench-bash-only", "swe-bench-multilingual"}


@pytest.fixture
def played(web: Server, open_program: OpenProgram, tmp_path: Path) -> Recorded:
    config = tmp_path / "config" / "config.toml"
    config.write_text(config.read_text("utf-8") + configured(web), "utf-8")
    played = Recorded(RECORDINGS)
    web.otherwise = played.answer
    return played


def test_every_board_is_filled_and_then_nothing_is_new(
    played: Recorded, web: Server, open_program: OpenProgram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(addresses(web)) == {board.id for board in boards() if board.url}
    program = open_program()
    chosen = select(program.sources(), ("benchmarks",))
    first = {r.source_id: r for r in program.sync(chosen, SyncOptions(), lambda _: None).sources}
    failed = {name: r.error for name, r in first.items() if r.status is not SyncStatus.UPDATED}
    assert set(failed) <= NOT_YET, failed
    again = program.sync(chosen, SyncOptions(), lambda _: None).sources
    assert {r.status for r in again if r.source_id not in NOT_YET} == {SyncStatus.UNCHANGED}
    assert sum(r.new + r.updated for r in again) == 0
    program.close()
    run(["--home", str(tmp_path), "boards", "--json"])
    told = [row for row in json.loads(capsys.readouterr().out) if row["board"] not in NOT_YET]
    assert all(row["snapshots"] == 1 for row in told if row["followed"])
    assert {"hf-ada-board", *addresses(web)} - NOT_YET <= {row["board"] for row in told if row["snapshots"]}
    assert set(NOT_RECORDED) <= {row["board"] for row in told}
    assert all(row["attribution"].startswith("Source: ") and row["license"] for row in told if row["followed"])
