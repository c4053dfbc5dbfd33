"""`sync boards --history` killed at many moments: the next run goes on, and in the end the rows are those of a run that
nobody disturbed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from support.http_server import Reply, Seen, Server

from tui_reader.domain.boards import BoardRow
from tui_reader.wiring import Launch, Program

MODELS, DAYS, PAGE = 7, 120, 100
TOTAL = MODELS * DAYS


def page(offset: int) -> bytes:
    rows = [
        {
            "model_name": f"model-{n % MODELS}", "organization": "o", "license": "l", "rating": 1000.5 + n / 10,
            "rating_lower": 990.0, "rating_upper": 1100.0, "vote_count": 10.0 + n, "rank": 1.0 + n % MODELS,
            "category": "overall",
            "leaderboard_publish_date": date.fromordinal(date(2024, 1, 1).toordinal() + n // MODELS).isoformat(),
        }
        for n in range(offset, min(offset + PAGE, TOTAL))
    ]  # fmt: skip
    return json.dumps({"features": [], "rows": [{"row": row} for row in rows], "num_rows_total": TOTAL}).encode()


class Past:
    """The datasets server. `strike` is called at each page of the past, with its number in this run, before it is sent
    and after: where it kills, the page never arrives, or arrives at a process that is dying."""

    def __init__(self) -> None:
        self.strike: Callable[[int, bool], None] = lambda number, is_sent: None
        self.pages = 0

    def answer(self, seen: Seen) -> Reply:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(seen.path).query).items()}
        kind = {"Content-Type": "application/json"}
        if asked.get("split") == "latest":
            newest = json.loads(page(TOTAL - MODELS)) | {"num_rows_total": MODELS}
            return Reply(json.dumps(newest).encode(), headers=kind)
        self.pages += 1
        number, body = self.pages, page(int(asked["offset"]))
        self.strike(number, False)

        def sent() -> Iterator[bytes]:
            yield body
            self.strike(number, True)

        return Reply(headers=kind, chunks=sent)


def home_for(folder: Path, web: Server) -> Path:
    config = folder / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    own = f'[follow]\nboards = ["arena-text"]\n[benchmarks.arena-text]\nurl = "{web.url("/arena")}"\n'
    config.write_text(own, "utf-8")
    return folder


def begin(home: Path) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "tui_reader", "--home", str(home), "sync", "boards", "--history"]
    return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def tables(home: Path) -> dict[date, tuple[BoardRow, ...]]:
    program = Program(Launch(home=home, offline=True))
    boards = program.library.boards
    found = {info.taken_on: boards.snapshot("arena-text", info.taken_on) for info in boards.snapshots("arena-text")}
    program.close()
    return {day: table.rows for day, table in found.items() if table is not None}


def test_a_past_that_was_killed_at_many_moments_comes_to_the_same_rows(web: Server, tmp_path: Path) -> None:
    past = Past()
    web.otherwise = past.answer
    whole, killed = home_for(tmp_path / "whole", web), home_for(tmp_path / "killed", web)
    undisturbed = begin(whole)
    assert undisturbed.communicate()[0]
    assert undisturbed.returncode == 0
    wanted = tables(whole)
    assert len(wanted) == DAYS
    assert {len(rows) for rows in wanted.values()} == {MODELS}

    stored = [0]
    for at, is_sent in [(1, False), (2, True), (3, False), (1, True), (4, True), (2, False)]:
        past.pages = 0
        running = begin(killed)

        def strike(number: int, sent: bool, at: int = at, is_sent: bool = is_sent, pid: int = running.pid) -> None:
            if (number, sent) == (at, is_sent):
                os.killpg(pid, signal.SIGKILL)

        past.strike = strike
        running.communicate()
        assert running.returncode == -signal.SIGKILL
        found = tables(killed)
        assert all(found[day] == wanted[day] for day in found), "a day is stored whole or not at all"
        assert len(found) >= stored[-1], "what came stays"
        stored.append(len(found))
    assert stored[-1] > stored[1], "each run goes on where the one before was killed"
    past.strike, past.pages = lambda number, sent: None, 0
    last = begin(killed)
    last.communicate()
    assert last.returncode == 0
    assert past.pages < TOTAL / PAGE, "and so does the last"
    assert tables(killed) == wanted
