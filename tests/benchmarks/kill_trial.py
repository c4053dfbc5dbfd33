"""Kill the program fifty times, in the middle of syncs and of marking, and look at what is left.

    python tests/benchmarks/kill_trial.py HOME KEY... --runs 50 [-- sync arguments]

Each round starts `sync` and a chain of `mark` commands on HOME, waits a random time, kills both with SIGKILL, and
counts the marks that were reported done. In the end the library must open, `doctor` must find nothing wrong, and the
journal must hold every mark that was reported.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = [sys.executable, "-m", "tui_reader"]
MARKER = """
import sys
from pathlib import Path
from tui_reader.wiring import Launch, Program
program = Program(Launch(home=Path(sys.argv[1]), offline=True))
rows = [row for key in sys.argv[3:] if (row := program.library.items.row(key))]
number = int(sys.argv[2])
while True:
    row = rows[number % len(rows)]
    program.triage.note(row, f"note {number}")
    print(number, flush=True)
    number += 1
"""


def main() -> None:
    """Run the trial and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("keys", nargs="+")
    parser.add_argument("--runs", type=int, default=50)
    options = parser.parse_args()
    chance = random.Random(5)
    reported: set[int] = set()
    number = 0
    for _ in range(options.runs):
        sync = subprocess.Popen(
            [*PROGRAM, "--home", str(options.home), "sync", "--quiet"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        mark = subprocess.Popen(
            [sys.executable, "-c", MARKER, str(options.home), str(number), *options.keys],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        time.sleep(0.5 + chance.random() * 1.5)
        for process in (sync, mark):
            process.kill()
        said, _ = mark.communicate()
        sync.wait()
        done = [int(line) for line in said.split("\n")[:-1] if line]
        reported.update(done)
        number = max(done, default=number) + 1
    kept = set()
    for file in (options.home / "data" / "journal").glob("*.jsonl"):
        for line in file.read_bytes().split(b"\n"):
            try:
                value = json.loads(line).get("value")
            except ValueError:
                continue
            if isinstance(value, str) and value.startswith("note "):
                kept.add(int(value[5:]))
    print(f"{options.runs} kills, {len(reported)} marks reported done, {len(reported - kept)} of them missing")
    command = [*PROGRAM, "--home", str(options.home), "--offline", "doctor", "--json"]
    doctor = subprocess.run(command, capture_output=True)
    result = json.loads(doctor.stdout)
    print("doctor:", "fine" if result["ok"] else [c for c in result["checks"] if c["status"] == "failed"])
    left = subprocess.run(["pgrep", "-fc", "multiprocessing.spawn"], capture_output=True, text=True)
    print("parsing processes left:", left.stdout.strip())


if __name__ == "__main__":
    main()
