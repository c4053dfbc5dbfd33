"""Keys while every hostile feed is fetched: the reader in a pseudo-terminal on one processor, the server on the other.

    PYTHONPATH=tests python tests/benchmarks/keys_during_faults.py [--rounds 3] [--size 2000000]

Each round serves all bodies of the hostile corpus and all answers that servers should not give, beside ordinary feeds,
and presses `R`; keys are sent one at a time, each measured from its writing to the last output before 25 ms of
silence, until the refresh is over. Printed: p50, p95 and the longest, without the refresh and during it; how much
later the ordinary feeds were stored with hostile ones beside them than without; the most memory of any process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from faults import corpus
from faults.memory import Peak
from faults.outcome import said
from faults.reader import Reader
from faults.trials import GOOD
from support.http_server import Reply, Server

_ORDINARY = 30
_QUIET_S = 0.025


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=2_000_000, help="bytes of a flood")
    options = parser.parse_args()
    cpus = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cpus[-1]})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, Server() as server, Server() as bad:
        alone = _synced(Path(folder) / "alone", server, None, options.size)
        beside = _synced(Path(folder) / "beside", server, bad, options.size)
        print(
            f"ordinary feeds: the last stored after {alone:.2f} s alone, {beside:.2f} s beside hostile ones", flush=True
        )
        home = Path(folder) / "reader"
        _home(home, server, bad, options.size)
        said(home, "sync", "feeds", "--json")
        with Peak() as peak:
            reader = Reader(home, (120, 40), arguments=("--pane", "feeds"), cpu=cpus[0])
            assert reader.until("? help", 60), reader.written
            reader.settle(1.0, 60)
            _print("without a refresh", [_press(reader, b"j") for _ in range(60)])
            times: list[float] = []
            for _ in range(options.rounds):
                reader.write(b"R")
                until = time.monotonic() + 240
                begun = time.monotonic()
                while time.monotonic() < until and (time.monotonic() - begun < 5 or _refreshes(reader)):
                    times += [_press(reader, key) for key in (b"j", b"j", b"k", b"j", b"k", b"3", b"2")]
            _print("during refreshes of hostile feeds", times)
            reader.quit()
            reader.close()
        print(f"most memory of a process: {peak.mib} MiB ({peak.whose})")


def _bodies(size: int) -> list[tuple[str, Reply]]:
    xml = {"Content-Type": "application/rss+xml"}
    hostile = [(name, Reply(body, headers=xml)) for name, body in corpus.contents(size)]
    return [*hostile, *corpus.answers(GOOD)]


def _home(home: Path, server: Server, bad: Server | None, size: int) -> None:
    feeds = []
    for number in range(_ORDINARY):
        items = "".join(
            f"<item><title>Item {n}</title><guid>{number}-{n}</guid>"
            f"<description>{'Words of it. ' * 60}</description></item>"
            for n in range(40)
        )
        server.route(f"/good{number}", Reply(corpus.rss(items), headers={"Content-Type": "application/rss+xml"}))
        feeds.append((f"Good {number}", server.url(f"/good{number}")))
    if bad is not None:  # two requests at once to a host: they have one of their own
        for number, (_, reply) in enumerate(_bodies(size)):
            feeds.insert(number * 2 % len(feeds), (f"Bad {number}", bad.route(f"/bad{number}", reply)))
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(
        f'[issues]\nurl = "{server.url("/none")}"\n[arxiv]\ncategories = []\n[trending]\nurl = ""\n'
        "[follow]\nboards = []\n[network]\ntimeout_s = 5\nmax_body_mib = 20\n"
        + "".join(f'[[feeds]]\ntitle = "{t}"\nurl = "{p}"\n' for t, p in feeds),
        "utf-8",
    )


def _synced(home: Path, server: Server, bad: Server | None, size: int) -> float:
    """Seconds until the last ordinary feed was stored."""
    from tui_reader.domain.events import SourceFinished, SyncEvent
    from tui_reader.domain.sources import SyncOptions
    from tui_reader.wiring import Launch, Program

    _home(home, server, bad, size)
    last = 0.0
    begun = time.monotonic()

    def tell(event: SyncEvent) -> None:
        nonlocal last
        if isinstance(event, SourceFinished) and event.result.source_id.startswith("good"):
            last = time.monotonic() - begun

    program = Program(Launch(home=home))
    program.sync([s for s in program.sources() if s.kind == "feed"], SyncOptions(), tell)
    program.close()
    return last


def _refreshes(reader: Reader) -> bool:
    """Whether the line of progress is there."""
    return any(" of " in line for line in reader.screen.display[-3:] + reader.screen.display[:1])


def _press(reader: Reader, key: bytes) -> float:
    """Milliseconds from a key to the last output before a silence; 0 where nothing changes."""
    while reader.pump(0):
        pass
    begun = last = time.perf_counter()
    reader.write(key)
    while reader.pump(0.25 if last == begun else _QUIET_S):
        last = time.perf_counter()
    return (last - begun) * 1000


def _print(what: str, times: list[float]) -> None:
    shown = sorted(t for t in times if t)
    p95 = shown[int(len(shown) * 0.95)]
    middle = statistics.median(shown)
    print(f"{what}: {len(shown)} keys, p50 {middle:.1f} ms, p95 {p95:.1f} ms, most {shown[-1]:.1f} ms", flush=True)


if __name__ == "__main__":
    main()
