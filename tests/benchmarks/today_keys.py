"""How long Today and "more like this" take in a reader, from key to all they say.

    python tests/benchmarks/today_keys.py HOME --tools PATH/TO/tools [--since 2026-05-18T21:00:00+00:00] [--runs 3]

HOME is one that today.py or ranking_scale.py filled; each run gets its state anew, as it was left at --since. `tools`
holds tuiprobe.py, which drives a program in a pty and measures what a user sees. Each key is measured as the first
thing done in a run, right after the first frame, and after a few seconds; and with and without what another run kept
of the ranking. Milliseconds from the key until the words are on the screen, and of processor from start to end.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

#: The key, and what stands on the screen when it is done.
ASKED = {"today": ("0", r"came, [\d,]+ likely yours"), "like": ("M", r"More like[\s\S]*\d\d%")}


def main() -> None:
    """Measure each case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--since", default="2026-05-18T21:00:00+00:00")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    sys.path.insert(0, str(given.tools))
    from tuiprobe import run  # type: ignore[import-not-found]

    command = [sys.executable, "-m", "tui_reader", "--home", str(given.home), "--offline", "--pane", "papers"]
    for name, (key, words) in ASKED.items():
        for is_kept in (False, True):
            for wait in (300, 4000):
                taken: dict[str, list[float]] = {}
                for _ in range(given.runs):
                    if not is_kept:
                        shutil.rmtree(given.home / "cache", ignore_errors=True)
                    state = given.home / "state"
                    state.mkdir(exist_ok=True)
                    kept = state / "remembered.json"
                    remembered = json.loads(kept.read_text()) if kept.exists() else {}
                    kept.write_text(json.dumps(remembered | {"visit.ended": given.since}))
                    steps: list[list[Any]] = [
                        ["wait", "likely|Papers", 30, "start"], ["sleep", wait],
                        ["mem", "0"], ["search", key, words, 20, "first"], ["mem", "1"], ["quiet", 300],
                        ["send", "<esc>"], ["quiet", 300],
                        ["mem", "2"], ["search", key, words, 20, "again"], ["mem", "3"],
                        ["send", "<esc>"], ["quiet", 300], ["exit", "Q"],
                    ]  # fmt: skip
                    result = run(command, steps, cols=120, rows=40)
                    if not result["ok"]:
                        sys.exit(f"{name}: {result}")
                    for step in result["steps"]:
                        if step.get("label") and (found := step.get("since_last_ms", step.get("cpu_s"))) is not None:
                            taken.setdefault(step["label"], []).append(found)
                middle = {label: statistics.median(values) for label, values in taken.items()}
                told = ", ".join(
                    f"{label} {middle[label]:.0f} ms, {(middle[after] - middle[before]) * 1000:.0f} of processor"
                    for label, before, after in (("first", "0", "1"), ("again", "2", "3"))
                )
                print(f"{name}, {wait} ms after the start, {'kept' if is_kept else 'nothing kept'}: {told}")


if __name__ == "__main__":
    main()
