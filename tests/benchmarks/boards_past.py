"""`sync --history` of a long past: how long it takes, and how much memory each of its processes needs at most.

    python tests/benchmarks/boards_past.py [ROWS]

Plays Arena's datasets server on 127.0.0.1 in a process of its own; 300 models a day. The aim is a peak below 200 MB at
500,000 rows.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
import time
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tui_reader.domain.sources import SyncOptions
from tui_reader.services.catalogue import select
from tui_reader.wiring import Launch, Program

MODELS = 300


def serve(rows: int, port: multiprocessing.Queue[int]) -> None:
    class Pages(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            first = int(asked["offset"][0]) if asked["split"][0] == "full" else max(0, rows - MODELS)
            total = rows if asked["split"][0] == "full" else 100
            made = [{"row": row(n)} for n in range(first, min(first + 100, rows))]
            body = json.dumps({"features": [], "rows": made, "num_rows_total": total}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            del args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    port.put(server.server_address[1])
    server.serve_forever()


def row(n: int) -> dict[str, object]:
    day = date(2023, 5, 1) + timedelta(n // MODELS)
    place = n % MODELS
    return {
        "model_name": f"model-{place}", "organization": f"maker-{place % 40}", "license": "Proprietary",
        "rating": 1500.5 - place, "rating_lower": 1490.0 - place, "rating_upper": 1510.0 - place,
        "vote_count": 1000.0 + n, "rank": place + 1.0, "category": "overall",
        "leaderboard_publish_date": day.isoformat(),
    }  # fmt: skip


def peaks(without: int) -> dict[str, float]:
    """The most memory in MB that this process and those it started have had, by what they are; Linux."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            told = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
            is_own = folder.name == str(os.getpid()) or told["PPid"].strip() == str(os.getpid())
            if folder.name.isdigit() and is_own and int(folder.name) != without and "VmHWM" in told:
                what = "storing" if folder.name == str(os.getpid()) else f"child {folder.name}"
                found[what] = int(told["VmHWM"].split()[0]) / 1024
        except (OSError, KeyError, ValueError):
            continue
    return found


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    port: multiprocessing.Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(rows, port), daemon=True)
    server.start()
    with tempfile.TemporaryDirectory() as home:
        config = Path(home) / "config" / "config.toml"
        config.parent.mkdir(parents=True)
        config.write_text(
            f'[follow]\nboards = ["arena-text"]\n[benchmarks.arena-text]\nurl = "http://127.0.0.1:{port.get()}"\n'
        )
        program = Program(Launch(home=Path(home)))
        begun = time.perf_counter()
        said = 0

        def hear(event: object) -> None:
            nonlocal said
            said += 1

        done = program.sync(select(program.sources(), ("arena-text",)), SyncOptions(history=True), hear)
        most = peaks(server.pid or 0)
        seconds = time.perf_counter() - begun
        days = len(program.library.boards.snapshots("arena-text"))
        program.close()
    (result,) = done.sources
    print(f"{rows:,} rows, {days:,} tables, {result.status.value}: {seconds:.1f} s, {said:,} times progress was told")
    print("; ".join(f"{what}: {mb:.0f} MB at most" for what, mb in most.items()))
    if result.error is not None:
        print(result.error.message)
    server.terminate()


if __name__ == "__main__":
    main()
