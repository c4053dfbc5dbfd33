"""Arrow keys in a list of 100,000 rows: `ItemList` beside a bare line-API list, in the same run.

    python tests/benchmarks/list_keys.py TOOLS [--rows N] [--runs N]

TOOLS is the folder with `tuiprobe.py` (drives a program in a pty and measures what a user sees) and `app_list.py` (the
bare list). Both lists read their rows from the same SQLite file. Prints milliseconds from key to changed screen.
"""

from __future__ import annotations

import argparse
import importlib.util
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

STEPS: list[list[Any]] = [
    ["wait", "Row", 60, "start"],
    ["quiet", 200],
    ["repeat", "<down>", 120, 40, "down"],
    ["repeat", "<up>", 60, 40, "up"],
    ["repeat", "<pgdn>", 40, 40, "pagedown"],
    ["mem", "memory"],
]


def make_library(path: Path, rows: int) -> None:
    """A table of papers as the bare list reads it."""
    day = datetime(2026, 11, 20, tzinfo=UTC)
    with sqlite3.connect(path) as connection:
        connection.execute("create table paper (id text, title text, date text, cat text, flags text)")
        connection.executemany(
            "insert into paper values (?, ?, ?, ?, ?)",
            (
                (
                    f"2611.{n:05d}",
                    f"Row {n} Sparse attention for efficient long context language models part {n % 97}",
                    (day - timedelta(minutes=n)).isoformat(),
                    "cs.LG",
                    "*" if n % 3 else " ",
                )
                for n in range(rows)
            ),
        )
        connection.execute("create index by_date on paper (date desc)")


def run_app(path: str) -> None:
    """The list under test, alone in an app."""
    from textual.app import App, ComposeResult
    from textual.binding import Binding

    from tui_reader.domain.items import Kind, State
    from tui_reader.domain.rows import Row
    from tui_reader.ui.widgets.item_list import ItemList
    from tui_reader.ui.widgets.row_line import draw_row

    connection = sqlite3.connect(path)

    class Source:
        def __init__(self) -> None:
            self.ids = [row[0] for row in connection.execute("select rowid from paper order by date desc")]
            self.groups = [(first, f"Day {first // 400}") for first in range(0, len(self.ids), 400)]

        def __len__(self) -> int:
            return len(self.ids)

        def id_at(self, index: int) -> int:
            return int(self.ids[index])

        def rows(self, ids: Sequence[int]) -> Sequence[Row | None]:
            marks = ",".join("?" * len(ids))
            found = {
                row[0]: Row(
                    row[0], row[1], Kind.PAPER, row[2], date=datetime.fromisoformat(row[3]), category=row[4],
                    state=State.INBOX if row[5] == "*" else State.KEPT,
                )
                for row in connection.execute(f"select rowid, * from paper where rowid in ({marks})", ids)
            }  # fmt: skip
            return [found.get(item_id) for item_id in ids]

    class ListApp(App[None]):
        BINDINGS: ClassVar = [
            Binding("down", "move(1)"),
            Binding("up", "move(-1)"),
            Binding("pagedown", "page(1)"),
            Binding("q", "quit"),
        ]
        ENABLE_COMMAND_PALETTE = False

        def compose(self) -> ComposeResult:
            yield ItemList(draw_row)

        def on_mount(self) -> None:
            self.query_one(ItemList).set_source(Source())
            self.query_one(ItemList).focus()

        def action_move(self, rows: int) -> None:
            self.query_one(ItemList).move_by(rows)

        def action_page(self, pages: int) -> None:
            self.query_one(ItemList).page(pages)

    ListApp().run()


def main() -> None:
    """Measure both and print a table."""
    if sys.argv[1:2] == ["--app"]:
        run_app(sys.argv[2])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tools", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("tuiprobe", options.tools / "tuiprobe.py")
    if spec is None or spec.loader is None:
        parser.error(f"no tuiprobe.py in {options.tools}")
    probe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(probe)
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.db"
        make_library(library, options.rows)
        bare = [sys.executable, str(options.tools / "app_list.py"), "scrolldb", "0", str(library)]
        ours = [sys.executable, __file__, "--app", str(library)]
        results: dict[str, dict[str, Any]] = {"bare": {}, "ItemList": {}}
        for name, command in (("bare", bare), ("ItemList", ours)):
            results[name] = probe.many(command, STEPS, options.runs)["summary"]
    print(f"{options.rows:,} rows, median of {options.runs} runs, ms")
    print(f"{'':22}{'bare':>9}{'ItemList':>10}{'ratio':>8}")
    for field in (
        "down.p50_ms", "down.p95_ms", "up.p50_ms", "up.p95_ms", "pagedown.p50_ms", "pagedown.p95_ms",
        "start.since_start_ms", "memory.rss_mb",
    ):  # fmt: skip
        before, after = results["bare"][field]["median"], results["ItemList"][field]["median"]
        print(f"{field:22}{before:9.2f}{after:10.2f}{after / before:8.2f}")


if __name__ == "__main__":
    main()
