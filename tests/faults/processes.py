"""Programs that are killed: at any moment of whatever they do, and with others beside them.

After each kill the journal must hold every action that was reported, the library every source that was; in the end a
run that nobody kills must leave the same files as one on a home where nobody ever killed, and no process may be left.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from support.http_server import Reply, Server
from walk.homes import make_home

from faults import corpus
from faults.outcome import Outcome, faults_of, said
from faults.reader import MARK, Reader, left_over
from tui_reader.storage.contents import tables
from tui_reader.storage.db import Db
from tui_reader.storage.migrations import MIGRATIONS
from tui_reader.storage.schema import prepare

PROGRAM = (sys.executable, "-m", "tui_reader")
_FEEDS = 12
_SHORT = ("triage", "rebuild")
#: How long a process may take to notice that its parent is gone, and a command to end.
_NOTICE_S, _PATIENCE_S = 20.0, 120.0

_TRIAGE = """
import sys
from pathlib import Path
from tui_reader.wiring import Launch, Program
program = Program(Launch(home=Path(sys.argv[1]), offline=True))
rows = [row for key in sys.argv[3:] if (row := program.library.items.row(key))]
number = int(sys.argv[2])
while True:
    program.triage.note(rows[number % len(rows)], f"note {number}")
    print(number, flush=True)
    number += 1
"""
_SYNC = """
import sys
from pathlib import Path
from tui_reader.domain.events import SourceFinished
from tui_reader.domain.sources import SyncOptions
from tui_reader.wiring import Launch, Program
if __name__ == "__main__":
    program = Program(Launch(home=Path(sys.argv[1])))
    def tell(event):
        if isinstance(event, SourceFinished) and event.result.new:
            print(event.result.source_id, event.result.new, flush=True)
    program.sync([s for s in program.sources() if s.kind == "feed"], SyncOptions(), tell)
    program.close()
"""


class Work(Struct):
    """Something that is killed: how it is started on a home, how the home is made ready for it each time, and what is
    looked at after the kill (what was printed goes in; what is wrong comes out)."""

    name: str
    command: Callable[[Path], Sequence[str]]
    check: Callable[[Path, str], str]
    ready: Callable[[Path], object] = lambda _: None
    seconds: float = 1.0


def processes(folder: Path, seed: int, whole: bool) -> Outcome:
    """Kills at random moments of sync, triage, export, import, migration and rebuild."""
    outcome = Outcome()
    chance = random.Random(seed)
    make_home(folder / "made")
    with Server() as server:
        works = _works(folder, server)
        for work in works if whole else [w for w in works if w.name in _SHORT]:
            home = folder / work.name
            shutil.copytree(folder / "made", home)
            _set_up(home, server)
            work.ready(home)
            begun = time.monotonic()
            _run_once(work, home)
            work.seconds = min(time.monotonic() - begun, 4.0)
            usual = _files(folder, home)
            for number in range(_share(work.name, whole)):
                work.ready(home)
                wrong = _kill_once(work, home, chance.uniform(0.05, 1.05) * work.seconds)
                if wrong.startswith("LOST"):
                    outcome.lose(f"{work.name} {number}", wrong[5:])
                outcome.case(f"{work.name} {number}", [wrong] if not wrong.startswith("LOST") else [])
            work.ready(home)
            _run_once(work, home)
            left = sorted(_files(folder, home) - usual)
            outcome.case(f"files after {work.name}", [f"left: {left[:5]}"] if left else [])
            code, text = said(home, "--offline", "doctor")
            outcome.case(f"doctor after {work.name}", [faults_of(code, text, allowed=(0,))])
    home = Path(shutil.copytree(folder / "made", folder / "readers"))
    outcome.case("several readers at once", [_several(home, 4 if whole else 2)])
    if whole:
        home = Path(shutil.copytree(folder / "made", folder / "asleep"))
        outcome.case("a machine that sleeps", [_asleep(home)])
    rest = left_over(_NOTICE_S)
    outcome.case("processes", [f"left: {rest}"] if rest else [])
    return outcome


def _share(name: str, whole: bool) -> int:
    shares = {"triage": 120, "sync": 120, "export": 80, "notes": 40, "import": 40, "migration": 50, "rebuild": 50}
    return shares[name] if whole else 1


def _works(folder: Path, server: Server) -> list[Work]:
    reported: set[int] = set()
    key_list = [e["key"] for e in json.loads(said(folder / "made", "list", "entries", "--json")[1])][:5]

    def triage(home: Path) -> Sequence[str]:
        return (sys.executable, "-c", _TRIAGE, str(home), str(max(reported, default=0) + 1), *key_list)

    def check_triage(home: Path, out: str) -> str:
        reported.update(int(line) for line in out.split("\n")[:-1])
        kept = set()
        for path in (home / "data" / "journal").glob("*.jsonl"):
            for line in path.read_bytes().split(b"\n"):
                try:
                    value = json.loads(line).get("value")
                except ValueError:
                    continue
                if isinstance(value, str) and value.startswith("note "):
                    kept.add(int(value[5:]))
        lost = reported - kept
        return f"LOST {len(lost)} notes" if lost else ""

    told: dict[str, int] = {}

    def check_sync(home: Path, out: str) -> str:
        for line in out.split("\n")[:-1]:
            source, new = line.split()
            told[source] = told.get(source, 0) + int(new)
        _, text = said(home, "--offline", "list", "entries", "--limit", "100000", "--json")
        counts: dict[str, int] = {}
        for entry in json.loads(text):
            counts[entry["source"]] = counts.get(entry["source"], 0) + 1
        lost = {s: (n, counts.get(s, 0)) for s, n in told.items() if counts.get(s, 0) < n}
        return f"LOST entries of {lost}" if lost else ""

    exported: dict[str, list[bytes]] = {"whole": []}

    def check_export(home: Path, out: str) -> str:
        del out
        path = home / "out.bib"
        found = path.read_bytes() if path.exists() else b""
        if not exported["whole"]:
            exported["whole"].append(found)
        if found not in (exported["whole"][0], b"old\n", b""):
            return f"LOST an export is there in part: {len(found)} bytes"
        extra = [p.name for p in home.iterdir() if p.name.startswith(".")]
        return f"left beside the export: {extra}" if extra else ""

    def check_all_there(home: Path, out: str) -> str:
        del out
        code, text = said(home, "--offline", "list", "entries", "--limit", "1000", "--json")
        if code:
            return text[-200:]
        found = json.loads(text)
        if len(found) < 42:
            return f"LOST {42 - len(found)} entries"
        return "" if any(e["state"] == "kept" for e in found) else "LOST the decision"

    def check_import(home: Path, out: str) -> str:
        del out
        code, text = said(home, "--offline", "list", "entries", "--limit", "1", "--json")
        return faults_of(code, text, allowed=(0,))

    files = folder / "made-files"
    return [
        Work("triage", triage, check_triage),
        Work("sync", lambda home: (sys.executable, "-c", _SYNC, str(home)), check_sync, lambda _: _publish(server)),
        Work(
            "export",
            lambda home: (
                *PROGRAM, "--home", str(home), "export", "papers", "--format", "bibtex", "-o", str(home / "out.bib"),
            ),
            check_export,
        ),
        Work(
            "notes",
            lambda home: (
                *PROGRAM, "--home", str(home), "export", "entries", "--format", "markdown", "-o", str(home / "notes"),
            ),
            check_import,
        ),
        Work(
            "import",
            lambda home: (*PROGRAM, "--home", str(home), "import", *map(str, sorted(files.glob("feed*.xml")))),
            check_import,
        ),
        Work("migration", _listing, check_all_there, _make_old),
        Work("rebuild", _listing, check_all_there, _take_library),
    ]  # fmt: skip


def _listing(home: Path) -> Sequence[str]:
    return (*PROGRAM, "--home", str(home), "--offline", "list", "entries", "--json")


def _set_up(home: Path, server: Server) -> None:
    (home / "config" / "config.toml").write_text(
        f'[issues]\nurl = "{server.url("/none")}"\n[arxiv]\ncategories = []\n'
        '[trending]\nurl = ""\n[follow]\nboards = []\n'
        '[boards.speedy]\nmodel = "model"\nscore = "score"\ntok_s = "tok/s"\nusd_per_1m = "$/1M"\n'
        + "".join(f'[[feeds]]\ntitle = "Feed {n}"\nurl = "{server.url(f"/{n}")}"\n' for n in range(_FEEDS)),
        "utf-8",
    )
    key = json.loads(said(home, "list", "entries", "--json")[1])[3]["key"]
    said(home, "mark", key, "--keep")


_published = 0


def _publish(server: Server) -> None:
    """Each feed has a few entries that it did not have before."""
    global _published
    _published += 1
    for feed in range(_FEEDS):
        items = "".join(
            f"<item><title>New {feed} {_published} {n}</title><guid>{feed}-{_published}-{n}</guid>"
            f"<description>{'Words of it. ' * 40}</description></item>"
            for n in range(30)
        )
        server.route(f"/{feed}", Reply(corpus.rss(items), headers={"Content-Type": "application/rss+xml"}))


def _make_old(home: Path) -> None:
    """The library as the first version of this program would have it."""
    old, library = home / "data" / "old.db", home / "data" / "library.db"
    for path in (*old.parent.glob("old.db*"), *(home / "state" / "backups").glob("*.db")):
        path.unlink()
    if not (home / "data" / "new").exists():
        _checkpoint(library)
        shutil.copy(library, home / "data" / "new")
    db = Db(old)
    prepare(db, home / "state", MIGRATIONS[:1])
    db.run("ATTACH ? AS new", (str(home / "data" / "new"),))
    for table in tables(db):
        theirs = {row[0] for row in db.all("SELECT name FROM pragma_table_info(?, 'new')", (table.name,))}
        names = ", ".join(c.name for c in table.columns if c.name in theirs)
        if names and table.name not in ("tallies", "unindexed", "meta"):
            db.run(f"INSERT OR REPLACE INTO {table.name}({names}) SELECT {names} FROM new.{table.name}")
    db.run("INSERT INTO search(search) VALUES('rebuild')")
    db.close()
    _checkpoint(old)
    _take_library(home)
    old.rename(library)


def _checkpoint(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _take_library(home: Path) -> None:
    for path in (home / "data").glob("library.db*"):
        path.unlink()


def _begin(command: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env=os.environ | {MARK: str(os.getpid()), "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def _run_once(work: Work, home: Path) -> None:
    process = _begin(work.command(home))
    if work.name == "triage":
        time.sleep(1.5)
        process.kill()
    out, _ = process.communicate(timeout=_PATIENCE_S)
    work.check(home, out)


def _kill_once(work: Work, home: Path, after_s: float) -> str:
    process = _begin(work.command(home))
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    out, _ = process.communicate(timeout=_PATIENCE_S)
    return work.check(home, out)


def _files(folder: Path, home: Path) -> set[str]:
    """The names below a home, without the numbers that each machine, run and answer has."""
    del folder
    found = set()
    for path in home.rglob("*"):
        name = path.relative_to(home).as_posix()
        if path.is_dir() or name.startswith(("cache/", "data/imports/", "notes/")):
            continue
        found.add("state/backups/*" if name.startswith("state/backups/library-v") else name)
    return found


def _several(home: Path, count: int) -> str:
    """Readers of one home decide at once, and one of them is killed: each decision that a screen showed is there."""
    readers = [Reader(home, arguments=("--offline", "--pane", "feeds")) for _ in range(count)]
    try:
        for reader in readers:
            if not reader.until("? help", 90):
                return f"does not start: {reader.written[-200:]!r}"
        for step in range(6):
            for reader in readers:
                reader.write(b"s" if step % 2 else b"j")
            for reader in readers:
                reader.settle(0.2, 5)
        readers[0].kill()
        wrong = [w for reader in readers[1:] if (w := reader.answers(60) or reader.quit())]
    finally:
        for reader in readers:
            reader.kill()
            reader.close()
    _, text = said(home, "--offline", "list", "entries", "is:kept", "--json")
    kept = len(json.loads(text))
    written = sum(path.read_bytes().count(b'"value":"kept"') for path in (home / "data" / "journal").glob("*.jsonl"))
    if not kept or written < kept:
        return f"LOST {kept} kept, {written} lines"
    code, text = said(home, "--offline", "doctor")
    return "; ".join([*wrong, faults_of(code, text, allowed=(0,))]).strip("; ")


def _asleep(home: Path) -> str:
    """A reader and a sync are stopped for a while, as by a lid that closes, and go on."""
    reader = Reader(home)
    try:
        if not reader.until("? help", 90):
            return "does not start"
        sync = _begin((*PROGRAM, "--home", str(home), "sync", "feeds"))
        time.sleep(0.5)
        for pid in (reader.pid, sync.pid):
            os.kill(pid, signal.SIGSTOP)
        time.sleep(6)
        for pid in (reader.pid, sync.pid):
            os.kill(pid, signal.SIGCONT)
        sync.communicate(timeout=_PATIENCE_S)
        code = sync.returncode
        return (f"sync ends with {code}" if code not in (0, 3, 4) else "") or reader.answers(60) or reader.quit()
    finally:
        reader.kill()
        reader.close()
