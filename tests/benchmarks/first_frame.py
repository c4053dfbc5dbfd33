"""First frame, arrow key and memory against a bare Textual app, in one run.

    python tests/benchmarks/first_frame.py HOME --tools PATH/TO/tools [--pane feeds] [--runs 9]

Run it with a Python that has the program installed, not the checkout of it, from another folder: what is compiled at
each start (PYTHONDONTWRITEBYTECODE) takes half as long again. HOME is one that make_home.py filled. `tools` holds
tuiprobe.py and app_min.py. Prints a table; asserts nothing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path


def main() -> None:
    """Measure, alternating between the two programs so that noise hits both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--pane", default="feeds")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--wait", default="1/[0-9]", help="what the first frame shows")
    options = parser.parse_args()
    sys.path.insert(0, str(options.tools))
    from tuiprobe import run  # type: ignore[import-not-found]

    bare = [sys.executable, str(options.tools / "app_min.py")]
    program = [sys.executable, "-m", "tui_reader", "--home", str(options.home), "--offline", "--pane", options.pane]
    times: dict[str, list[float]] = {"bare": [], "reader": []}
    keys: list[float] = []
    memory = 0.0
    for _ in range(options.runs):
        result = run(bare, [["wait", "READY"], ["exit", "q"]])
        times["bare"].append(result["steps"][0]["since_start_ms"])
        steps = [["wait", options.wait], ["sleep", "800"], ["repeat", "<down>", 60, 40], ["mem"], ["exit", "Q"]]
        result = run(program, steps)
        times["reader"].append(result["steps"][0]["since_start_ms"])
        keys.append(result["steps"][2]["p95_ms"])
        memory = result["steps"][3]["rss_mb"]
    first = {name: statistics.median(values) for name, values in times.items()}
    print(
        f"first frame  bare {first['bare']:7.1f} ms   reader {first['reader']:7.1f} ms   "
        f"ratio {first['reader'] / first['bare']:.2f}   (min {min(times['bare']):.0f} / {min(times['reader']):.0f})"
    )
    print(f"arrow key    p95, median over runs {statistics.median(keys):.1f} ms")
    print(f"memory       {memory:.0f} MB (all processes)")


if __name__ == "__main__":
    main()
