"""A refresh of many feeds, beside newsboat's in the same run: everything new, then nothing changed.

python tests/benchmarks/refresh.py --gen PATH/TO/gen.py --server PATH/TO/server.py [--feeds 200] [--entries 50]
    [--runs 5] [--python PYTHON ...]

Ours is `inference-tui sync feeds` of each PYTHON (default: this one); its clock ends when `list`, `search` and the
full-text index answer for the last entry. newsboat's is `newsboat -x reload` with 1, 8 and 32 threads, the best of
them counts. Medians, in seconds, with what the processor spent. With `--profile` one sync runs in this process under
cProfile instead; with `--keys TUIPROBE` the reader syncs everything new on one core, the server on the other, and arrow
keys are measured meanwhile.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WORD = "zyxwv"
"""A word that only the last entry of the last feed has."""


def make_feeds(gen: Path, folder: Path, feeds: int, entries: int, base: str) -> None:
    """Write the feeds that are served."""
    spec = importlib.util.spec_from_file_location("gen", gen)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for number in range(feeds):
        text = module.feed_xml(number, entries, base=base)
        if number == feeds - 1:
            head, mark, tail = text.rpartition("&lt;p&gt;")
            text = f"{head}{mark}{WORD} {tail}"
        (folder / f"{number}.xml").write_text(text, "utf-8")


@contextmanager
def served(server: Path, folder: Path, port: int) -> Iterator[None]:
    """Serve a folder while it is needed."""
    with subprocess.Popen([sys.executable, str(server), str(port), str(folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.terminate()


def spent() -> float:
    """Seconds of the processor that finished processes took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(python: str, home: Path) -> Callable[[], float]:
    """A sync by one version of the program, until everything answers."""

    # As it is when it is installed: its modules are compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "inference-tui-compiled")

    def ask(*line: str) -> str:
        command = [python, "-m", "tui_reader", "--home", str(home), *line]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=home, env=environment)
        if done.returncode:
            raise SystemExit(f"{' '.join(line)}: {done.stderr}")
        return done.stdout

    def run() -> float:
        start = time.perf_counter()
        report = json.loads(ask("sync", "feeds", "--json"))
        spent = time.perf_counter() - start
        if report["failed"]:
            raise SystemExit(f"{report['failed']} sources failed")
        found = json.loads(ask("search", WORD, "--json"))
        if len(found) != 1 or not json.loads(ask("list", "entries", "--limit", "1", "--json")):
            raise SystemExit("the last entry is not found")
        return spent

    return run


def newsboat(home: Path, threads: int) -> Callable[[], float]:
    """A reload by newsboat."""
    (home / "config").write_text(f"reload-threads {threads}\nmax-items 0\n", "utf-8")
    command = ["newsboat", "-u", str(home / "urls"), "-c", str(home / f"cache{threads}.db")]
    command += ["-C", str(home / "config"), "-x", "reload"]
    environment = os.environ | {"HOME": str(home)}

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        return time.perf_counter() - start

    return run


def main() -> None:
    """Run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gen", type=Path, required=True)
    parser.add_argument("--server", type=Path, required=True)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--python", nargs="*", default=[sys.executable])
    parser.add_argument("--keys", type=Path, help="tuiprobe.py: measure keys while everything new is fetched")
    parser.add_argument("--profile", type=Path, help="write a profile of one sync here")
    args = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        make_feeds(args.gen, folder, args.feeds, args.entries, base)
        urls = [f"{base}/f/{n}.xml" for n in range(args.feeds)]
        with served(args.server, folder, port):
            if args.profile:
                profile(urls, args.profile)
                return
            if args.keys:
                keys(urls, args.keys)
                return
            measure(args, urls)


def new_home(urls: list[str]) -> Path:
    """A home that follows these feeds and nothing else."""
    home = Path(tempfile.mkdtemp())
    (home / "config").mkdir()
    feeds = "".join(f'[[feeds]]\ntitle = "Feed {n}"\nurl = "{url}"\ngroup = "All"\n' for n, url in enumerate(urls))
    (home / "config" / "config.toml").write_text(f"[arxiv]\ncategories = []\n{feeds}", "utf-8")
    return home


def measure(args: argparse.Namespace, urls: list[str]) -> None:
    """The table: each program's seconds for everything new and for nothing changed."""
    new: dict[str, list[float]] = {}
    same: dict[str, list[float]] = {}
    processor: dict[str, list[float]] = {}
    for _ in range(args.runs):
        runs: list[tuple[str, Path, Callable[[], float]]] = []
        for python in args.python:
            home = new_home(urls)
            runs.append((python, home, ours(python, home)))
        if shutil.which("newsboat"):
            for threads in (1, 8, 32):
                home = Path(tempfile.mkdtemp())
                (home / "urls").write_text("\n".join(urls) + "\n", "utf-8")
                runs.append((f"newsboat, {threads} threads", home, newsboat(home, threads)))
        for name, home, run in runs:
            before = spent()
            new.setdefault(name, []).append(run())
            processor.setdefault(name, []).append(spent() - before)
            same.setdefault(name, []).append(run())
            shutil.rmtree(home, ignore_errors=True)
    best = {
        what: min((statistics.median(v) for k, v in of.items() if "newsboat" in k), default=float("nan"))
        for what, of in (("new", new), ("same", same))
    }
    print(f"{args.feeds} feeds of {args.entries} entries, medians of {args.runs}, seconds (and times newsboat's best)")
    for name in new:
        first, again = statistics.median(new[name]), statistics.median(same[name])
        print(
            f"{name:50} new {first:6.2f} ({first / best['new']:.2f})   unchanged {again:6.2f} "
            f"({again / best['same']:.2f})   processor, new {statistics.median(processor[name]):6.2f}"
        )


def keys(urls: list[str], path: Path) -> None:
    """Arrow keys in the reader, on a core of its own where there are several, until all feeds are read."""
    sys.path.insert(0, str(path.parent))
    from tuiprobe import Probe  # type: ignore[import-not-found]

    home = new_home(urls)
    for name in ("0", "1", "2"):
        entry = f"<rss version='2.0'><channel><title>{name}</title>" + "".join(
            f"<item><title>Entry {n} of the list</title><guid>{n}</guid></item>" for n in range(200)
        )
        (home / f"{name}.xml").write_text(f"{entry}</channel></rss>", "utf-8")
        command = [sys.executable, "-m", "tui_reader", "--home", str(home), "import", str(home / f"{name}.xml")]
        subprocess.run(command, check=True, capture_output=True)
    pinned = ["taskset", "-c", "0"] if shutil.which("taskset") and (os.cpu_count() or 1) > 1 else []
    probe = Probe([*pinned, sys.executable, "-m", "tui_reader", "--home", str(home), "--pane", "feeds"])
    taken: list[float] = []
    still: list[float] = []
    try:
        probe.until(lambda: "Entry 1" in probe.term.text(), 60)
        probe.settle(1.0, 10)
        still = [x for _ in range(30) if (x := probe.press(b"\x1b[B", 0.03, 5)[0]) is not None]
        probe.write(b"R")
        end, stored = time.perf_counter() + 240, 0
        while time.perf_counter() < end and stored < len(urls):
            for key in (b"\x1b[B", b"\x1b[A") * 5:
                first, _ = probe.press(key, 0.03, 5)
                if first is not None:
                    taken.append(first)
            with sqlite3.connect(f"file:{home / 'data' / 'library.db'}?mode=ro", uri=True) as library:
                stored = library.execute("SELECT count(DISTINCT source) FROM sightings").fetchone()[0]
    finally:
        probe.kill()
    taken.sort()
    still.sort()
    print(f"{len(still)} keys before it: p50 {still[len(still) // 2]:.1f} ms, longest {still[-1]:.1f} ms")
    print(
        f"{len(taken)} keys during a refresh of {len(urls)} new feeds: p50 {taken[len(taken) // 2]:.1f} ms, "
        f"p95 {taken[int(0.95 * (len(taken) - 1))]:.1f} ms, longest {taken[-1]:.1f} ms"
    )
    shutil.rmtree(home, ignore_errors=True)


def profile(urls: list[str], path: Path) -> None:
    """One sync in this process, its main thread and its writer under cProfile."""
    import cProfile
    import threading

    from tui_reader.cli.main import run

    home = new_home(urls)
    profiles: list[cProfile.Profile] = []
    begin = threading.Thread.run

    def profiled(thread: threading.Thread) -> None:
        one = cProfile.Profile()
        profiles.append(one)
        one.runcall(begin, thread)

    threading.Thread.run = profiled  # type: ignore[method-assign, assignment]
    main_profile = cProfile.Profile()
    main_profile.runcall(run, ["--home", str(home), "sync", "feeds", "--json"])
    import pstats

    stats = pstats.Stats(main_profile)
    for one in profiles:
        stats.add(one)
    stats.dump_stats(path)
    stats.sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
