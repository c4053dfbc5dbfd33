"""Homes whose files are damaged, foreign, odd, locked or cannot be written.

After each the program must say so or read on, `doctor --repair` must leave a home that every command reads, and what
was decided must be there still: in the journal byte for byte, and in the lists once the library was rebuilt.
"""

from __future__ import annotations

import gzip
import json
import os
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from walk.homes import make_home

from faults import corpus
from faults.outcome import Outcome, faults_of, said
from tui_reader.domain.items import State
from tui_reader.wiring import Launch, Program

Damage = Callable[[Path], object]

#: What reads every table.
_COMMANDS = (
    ("list", "entries", "--json"), ("list", "papers", "--json"), ("list", "issues", "--json"),
    ("list", "repos", "--json"), ("list", "boards", "--json"), ("list", "sources", "--json"), ("search", "paper"),
    ("today",), ("rank",), ("export", "papers", "--format", "bibtex"), ("show", "issue:2026-04-02"),
    ("compare", "speedy"), ("history", "speedy", "Model 01"), ("seen", "arxiv:2604.00003"),
    ("show", "arxiv:2604.00003"),
)  # fmt: skip
#: What no column of its kind holds, in SQL.
_ODD_VALUES = ("CAST(x'61ff62' AS TEXT)", "'garb' || char(9) || 'age'", "-5", "4611686018427387904", "x'00ff80'", "'{'")
_LOCK_S = 12.0
_HOLD = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('PRAGMA locking_mode=EXCLUSIVE')
db.execute('BEGIN EXCLUSIVE')
print('held', flush=True)
sys.stdin.read()
"""


class Made:
    """A home that is copied for each case, with an entry that was kept and tagged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.home = folder / "made"
        make_home(self.home)
        keys = [entry["key"] for entry in json.loads(said(self.home, "list", "entries", "--json")[1])]
        self.key, self.other = keys[3], keys[7]
        said(self.home, "mark", self.key, "--keep", "--tag", "mine")
        with closing(sqlite3.connect(self.home / "data" / "library.db")) as library:
            library.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.library = (self.home / "data" / "library.db").read_bytes()
        self.number = 0

    def copy(self) -> Path:
        """A copy to be damaged; the one before is gone."""
        shutil.rmtree(self._folder / f"case{self.number}", ignore_errors=True)
        self.number += 1
        return Path(shutil.copytree(self.home, self._folder / f"case{self.number}"))

    def kept(self, home: Path) -> bool:
        """Whether the decision is there."""
        code, text = said(home, "list", "entries", "--json")
        try:
            return code == 0 and any(e["key"] == self.key and e["state"] == "kept" for e in json.loads(text))
        except ValueError:
            return False


def storage(folder: Path, seed: int, whole: bool) -> Outcome:
    """All of it."""
    outcome = Outcome()
    made = Made(folder)
    chance = random.Random(seed)
    for name, damage in _damages(made, chance, whole):
        home = made.copy()
        damage(home)
        _after(outcome, made, home, name, is_whole=whole)
    for name, trial in _TRIALS.items():
        if whole or name in _SHORT:
            outcome.case(name, trial(made, made.copy()))
    if os.name == "posix" and os.geteuid() == 0 and sys.platform == "linux":
        with _small_disk(folder / "disk") as disk:
            outcome.case("a full disk", _full(made, disk))
            outcome.case("a disk that cannot be written", _read_only(made, disk))
    return outcome


def _after(outcome: Outcome, made: Made, home: Path, name: str, *, is_whole: bool) -> None:
    journals = {path: path.read_bytes() for path in (home / "data" / "journal").glob("*.jsonl") if path.is_file()}
    commands = _COMMANDS if is_whole else _COMMANDS[:2]
    wrong = [faults_of(*said(home, *words)) for words in commands]
    code, text = said(home, "mark", made.other, "--later")
    wrong.append(faults_of(code, text))
    is_marked = code == 0
    wrong.append(faults_of(*said(home, "doctor", "--repair"), allowed=(0,)))
    for words in commands:
        code, text = said(home, *words)
        wrong.append("" if words == ("today",) and code == 2 else faults_of(code, text, allowed=(0,)))
    for path, data in journals.items():
        if path.exists() and path.read_bytes()[: len(data)] != data:
            outcome.lose(name, f"lines of {path.name}")
    if not made.kept(home):
        outcome.lose(name, "what was kept")
    if is_marked:
        _, listed = said(home, "list", "entries", "--json")
        if not any(e["key"] == made.other and e["state"] == "later" for e in json.loads(listed or "[]")):
            outcome.lose(name, "what was reported as done")
    outcome.case(name, wrong)


# -- bytes of the library -----------------------------------------------------


def _damages(made: Made, chance: random.Random, whole: bool) -> Iterator[tuple[str, Damage]]:
    data = made.library

    def put(content: bytes) -> Damage:
        def damage(home: Path) -> None:
            for path in (home / "data").glob("library.db*"):
                path.unlink()
            (home / "data" / "library.db").write_bytes(content)

        return damage

    for number in range(150 if whole else 2):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 5, 40))):
            at = chance.randrange(len(changed))
            changed[at] = chance.choice((changed[at] ^ (1 << chance.randrange(8)), 0, 255, 0xFE))
        yield f"flipped {number}", put(bytes(changed))
    for number, changed_whole in enumerate(corpus.flipped(data, 40 if whole else 1, 7)):
        yield f"shifted {number}", put(changed_whole)
    cells = _cells(made)
    for table, column, value in chance.sample(cells, 160 if whole else 3):
        yield f"{table}.{column} = {value}", partial(_set, table=table, column=column, value=value)
    sizes = [0, 1, 99, 100, 4095, 4096, 8192, len(data) // 2, len(data) - 4096, len(data) - 1]
    for size in sizes if whole else sizes[3:8:2]:
        yield f"cut at {size}", put(data[:size])
    schema = data.index(b"CREATE TABLE")
    yield "schema is no text", put(data[: schema + 13] + b"\xff\xfe" + data[schema + 15 :])
    if whole:
        yield "text", put(b"Not a database, and longer than its head would be.\n" * 40)
        yield "gzip", put(gzip.compress(data))
        yield "zeros", put(bytes(len(data)))
        yield "a library after zeros", put(bytes(4096) + data)
        yield "an odd log beside it", lambda home: (home / "data" / "library.db-wal").write_bytes(os.urandom(9000))
        yield "odd state", _odd_state
        yield "odd imports", _odd_imports


def _cells(made: Made) -> list[tuple[str, str, str]]:
    found = []
    with closing(sqlite3.connect(made.home / "data" / "library.db")) as db:
        names = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'search*'"
        )
        for (table,) in names.fetchall():
            if db.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
                columns = [c[1] for c in db.execute(f'PRAGMA table_xinfo("{table}")') if not c[6]]
                found += [(table, column, value) for column in columns for value in _ODD_VALUES]
    return found


def _set(home: Path, table: str, column: str, value: str) -> None:
    with closing(sqlite3.connect(home / "data" / "library.db", isolation_level=None)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:  # nothing follows from a bit that flips
            db.execute(f'DROP TRIGGER "{name}"')
        try:
            one = f'(SELECT "{column}" FROM "{table}" ORDER BY random() LIMIT 1)'
            db.execute(f'UPDATE "{table}" SET "{column}" = {value} WHERE "{column}" IS {one}')
        except sqlite3.Error:
            pass  # two rows of one key, which no flip makes either
        for _, sql in triggers:
            db.execute(sql)


def _odd_state(home: Path) -> None:
    (home / "state").mkdir(exist_ok=True)
    for path in [*(home / "state").glob("*"), home / "state" / "remembered.json", home / "state" / "places.json"]:
        if not path.is_dir() and path.name != "machine":
            path.write_bytes(b"\x80\x04\xff\x00[[[[" * 9)


def _odd_imports(home: Path) -> None:
    folder = home / "data" / "imports"
    (folder / ("x" * 200)).write_bytes(os.urandom(3000))
    (folder / "empty.xml").write_bytes(b"")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "deep").mkdir()
    _take_library(home)


def _take_library(home: Path) -> None:
    for path in (home / "data").glob("library.db*"):
        path.unlink()


# -- other programs, other times, other machines ------------------------------


def _newer(made: Made, home: Path) -> list[str]:
    """A library of a newer program is never called damaged, nor touched."""
    wrong = []
    path = home / "data" / "library.db"
    for flips in (0, 30):
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA user_version=999")
        data = bytearray(path.read_bytes())
        chance = random.Random(flips)
        for _ in range(flips):
            data[chance.randrange(4096, len(data))] ^= 1
        path.write_bytes(data)
        for words in (("list", "entries"), ("doctor", "--repair"), ("mark", made.other, "--keep"), ("today",)):
            code, text = said(home, *words)
            wrong.append(faults_of(code, text, allowed=(1,)))
            wrong.append("called damaged" if "damaged" in text else "")
            wrong.append("" if "newer" in text else f"not called newer: {text[-200:]}")
        wrong.append("touched" if path.read_bytes() != bytes(data) else "")
        wrong.append("set aside" if list(path.parent.glob("library.db.damaged*")) else "")
    return wrong


def _foreign(made: Made, home: Path) -> list[str]:
    """A database of another program is set aside whole."""
    _take_library(home)
    path = home / "data" / "library.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE moz_places(url)")
        db.execute("INSERT INTO moz_places VALUES('https://x.example/')")
        db.commit()
    before = path.read_bytes()
    wrong = [faults_of(*said(home, "list", "entries"), allowed=(0,))]
    aside = [p for p in path.parent.glob("library.db.damaged-*") if p.read_bytes() == before]
    return [*wrong, "" if aside else "not set aside as it was", "" if made.kept(home) else "what was kept is gone"]


def _no_file(made: Made, home: Path) -> list[str]:
    """A folder, a link to nothing, or a link to itself, where the library should be."""
    wrong = []
    for kind in ("folder", "dangling", "loop", "pipe"):
        _take_library(home)
        path = home / "data" / "library.db"
        if kind == "folder":
            path.mkdir()
        elif kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to(path if kind == "loop" else home / "nowhere" / "library.db")
        for words in (("list", "entries"), ("doctor", "--repair"), ("mark", made.key, "--keep")):
            wrong.append(f"{kind}: {w}" if (w := faults_of(*said(home, *words))) else "")
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
    return wrong


class Planted:
    """What runs code where a pickle is opened."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (Path(self.mark),)


def _pickles(made: Made, home: Path) -> list[str]:
    """Pickles in whatever is read: none is opened."""
    mark = home / "opened"
    planted = pickle.dumps(Planted(str(mark)))
    (home / "cache").mkdir(exist_ok=True)
    with closing(sqlite3.connect(home / "cache" / "cache.db")) as db:
        db.execute(
            "CREATE TABLE Cache(rowid INTEGER PRIMARY KEY, key BLOB, raw INTEGER, store_time REAL, expire_time REAL, "
            "access_time REAL, access_count INTEGER DEFAULT 0, tag BLOB, size INTEGER DEFAULT 0, "
            "mode INTEGER DEFAULT 0, filename TEXT, value BLOB)"
        )
        db.execute("CREATE TABLE Settings(key TEXT NOT NULL UNIQUE, value)")
        for key in (planted, "https://feed0.example/"):
            db.execute("INSERT INTO Cache(key, raw, mode, value) VALUES(?, 0, 4, ?)", (key, planted))
        db.commit()
    (home / "state").mkdir(exist_ok=True)
    for name in ("remembered.json", "places.json", "machine", "arxiv.last"):
        (home / "state" / name).write_bytes(planted)
    (home / "data" / "journal" / "planted-1.jsonl").write_bytes(planted + b"\n")
    (home / "data" / "imports" / "planted.xml").write_bytes(planted)
    wrong = [faults_of(*said(home, *words)) for words in (("list", "entries"), ("doctor", "--repair"))]
    code, text = said(home, "sync", "feeds")
    wrong.append(faults_of(code, text, allowed=(0, 1, 3, 4)))
    return [*wrong, "a pickle was opened" if mark.exists() else "", "" if made.kept(home) else "what was kept is gone"]


def _line(machine: str, number: int, at: str, item: str, field: str, value: object) -> bytes:
    told = {"v": 1, "id": f"{machine}:{number}", "at": at, "batch": f"{machine}:{number}", "item": item}
    return json.dumps(told | {"field": field, "value": value}).encode() + b"\n"


def _journals(made: Made, home: Path) -> list[str]:
    """Files in the folder of the journal that are none, and lines that are odd: each costs itself alone."""
    folder = home / "data" / "journal"
    good = _line("other-1", 1, "2026-11-01T00:00:00.000000Z", made.other, "state", "kept")
    odd: dict[str, bytes] = {
        "noise": os.urandom(20_000),
        "nul": b"\0" * 5000 + b"\n" + good,
        "long": b'{"v":1,"id":"a:1","at":"' + b"2" * (5 << 20) + b'"}\n',
        "no-end": good[:-1],
        "crlf": good.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + good,
        "utf16": good.decode().encode("utf-16"),
        "deep": b'{"v":1,"value":' + b"[" * 100_000 + b"\n",
        "numbers": b'{"v":1e400,"id":"x-1:99999999999999999999","at":"2026-01-01T00:00:00Z","batch":1,"item":2}\n',
        "undo": b'{"v":1,"id":"x-2:1","at":"2026-01-01T00:00:00.000000Z","undo":"nobody:7"}\n' * 50,
        "times": b"".join(
            b'{"v":1,"id":"x-3:%d","at":"%s","batch":"b","item":"i","field":"read","value":true}\n' % (n, at)
            for n, at in enumerate((b"0001-01-01T00:00:00", b"9999-12-31T23:59:59.999999Z", b"-1", b"2026-13-01", b"x"))
        ),
        "fields": b"".join(
            _line("x-4", n, "2026-01-01T00:00:00.000000Z", made.other, field, value)
            for n, (field, value) in enumerate(
                [("state", "no such"), ("state", 7), ("read", "maybe"), ("tag:", True), ("tag:" + "x" * 5000, True),
                 ("note", "n" * 100_000), ("feed:x", {"a": [1] * 50}), ("state", None), ("view:\ud800", "x")]
            )
        ),
        "twice": good * 1000,
        "later-form": b'{"v":9,"id":"x-5:1","at":"2026-01-01T00:00:00.000000Z","field":"mood","value":"glad"}\n',
    }  # fmt: skip
    for name, content in odd.items():
        (folder / f"{name}.jsonl").write_bytes(content)
    (folder / "folder.jsonl").mkdir()
    (folder / "loop.jsonl").symlink_to(folder / "loop.jsonl")
    (folder / "zero.jsonl").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.jsonl")
    wrong = [faults_of(*said(home, "list", "entries"), allowed=(0,))]
    wrong.append(faults_of(*said(home, "mark", made.other, "--later"), allowed=(0,)))
    wrong.append(faults_of(*said(home, "doctor"), allowed=(0,)))
    _take_library(home)
    code, text = said(home, "list", "entries", "--json")
    wrong.append(faults_of(code, text, allowed=(0,)))
    states = {e["key"]: e["state"] for e in json.loads(text)}
    wrong.append("" if states[made.key] == "kept" else "what was kept is gone")
    wrong.append("" if states[made.other] == "later" else f"the last decision does not count: {states[made.other]}")
    same = all((folder / f"{name}.jsonl").read_bytes() == content for name, content in odd.items())
    return [*wrong, "" if same else "a file of the journal was changed"]


def _clocks(made: Made, home: Path) -> list[str]:
    """Whatever the clock says, here or on another machine, the decision made last counts."""
    folder = home / "data" / "journal"
    (folder / "future-1.jsonl").write_bytes(
        _line("future-1", 1, "2999-01-01T00:00:00.000000Z", made.other, "state", "kept")
        + _line("future-1", 2, "8999-12-31T23:59:59.999999Z", made.other, "state", "skipped")
    )
    wrong = []
    clock = datetime(2026, 11, 27, tzinfo=UTC)
    jumps = (timedelta(), timedelta(days=-9000), timedelta(days=40_000), timedelta(days=-1), timedelta(microseconds=1))
    for jump, state in zip(jumps, (State.KEPT, State.LATER, State.SKIPPED, State.KEPT, State.LATER), strict=True):
        program = Program(Launch(home=home, offline=True), {}, partial(clock.__add__, jump))
        program.catch_up()
        row = program.library.items.row(made.other)
        assert row is not None
        program.triage.decide([row], state)
        program.triage.wait()
        row = program.library.items.row(made.other)
        assert row is not None
        wrong.append("" if row.state is state else f"{state} at a jump of {jump} does not count")
        program.close()
    _take_library(home)
    _, text = said(home, "list", "entries", "--json")
    last = next(e["state"] for e in json.loads(text) if e["key"] == made.other)
    code, doctor = said(home, "doctor")
    wrong.append("" if "future" in doctor and code == 0 else "doctor does not name the lines of the future")
    return [*wrong, "" if last == "later" else f"a rebuilt library says {last}"]


def _thousand(made: Made, home: Path) -> list[str]:
    """A thousand machines wrote journals."""
    folder = home / "data" / "journal"
    for machine in range(1000):
        lines = [
            _line(f"m-{machine:04}", n, f"2026-10-{1 + machine % 28:02}T08:00:{n:02}.{machine:06}Z", made.other, *what)
            for n, what in enumerate((("state", "kept"), (f"tag:t{machine}", True), ("state", "skipped")))
        ]
        (folder / f"m-{machine:04}.jsonl").write_bytes(b"".join(lines))
    begun = time.monotonic()
    code, text = said(home, "list", "entries", "--json")
    seconds = time.monotonic() - begun
    entry = next(e for e in json.loads(text) if e["key"] == made.other)
    wrong = [faults_of(code, text, allowed=(0,)), "" if seconds < 60 else f"takes {seconds:.0f} s"]
    wrong.append("" if entry["state"] == "skipped" and len(entry["tags"]) == 1000 else f"{len(entry['tags'])} tags")
    wrong.append(faults_of(*said(home, "mark", made.other, "--later"), allowed=(0,)))
    return [*wrong, "" if made.kept(home) else "what was kept is gone"]


def _locked(made: Made, home: Path) -> list[str]:
    """Another program holds the library: it is said in time, and a decision is in the journal."""
    holder = subprocess.Popen(
        [
            sys.executable, "-c",
            _HOLD,
            str(home / "data" / "library.db"),
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    wrong = []
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        for words in (("list", "entries"), ("mark", made.other, "--later")):
            begun = time.monotonic()
            wrong.append(faults_of(*said(home, *words)))
            seconds = time.monotonic() - begun
            wrong.append("" if seconds < _LOCK_S else f"{words[0]} waits {seconds:.0f} s")
    finally:
        holder.communicate("", timeout=20)
    wrong.append(faults_of(*said(home, "list", "entries"), allowed=(0,)))
    return [*wrong, "" if made.kept(home) else "what was kept is gone"]


_TRIALS: dict[str, Callable[[Made, Path], list[str]]] = {
    "newer": _newer,
    "foreign": _foreign,
    "no file": _no_file,
    "pickles": _pickles,
    "journals": _journals,
    "clocks": _clocks,
    "a thousand machines": _thousand,
    "locked": _locked,
}
_SHORT = ("newer", "foreign", "pickles", "journals", "clocks")


# -- disks ---------------------------------------------------------------------


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True)
    try:
        yield folder
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], capture_output=True)


def _full(made: Made, disk: Path) -> list[str]:
    """The disk is full, at every stage: what is said to be done is there when there is room again."""
    wrong = []
    home = disk / "home"
    shutil.copytree(made.home, home)
    marked = 0
    for leave in (0, 1, 2, 6, 20, 60, 200):
        ballast = disk / "ballast"
        ballast.unlink(missing_ok=True)
        with ballast.open("wb") as file:
            free = shutil.disk_usage(disk).free - leave * 4096
            with suppress(OSError):
                file.write(bytes(max(free, 0)))
        for words in (
            ("mark", made.other, "--note", f"note {leave}"),
            ("import", *(str(p) for p in (made.home.parent / "made-files").glob("feed*.xml"))),
            ("list", "entries"),
            ("export", "entries", "--format", "jsonl", "-o", str(disk / "out.jsonl")),
            ("doctor",),
        ):
            code, text = said(home, *words)
            wrong.append(faults_of(code, text, allowed=(0, 1, 3, 4)))
            if words[0] == "mark" and code == 0:
                marked = leave
        ballast.unlink()
        _, text = said(home, "show", made.other, "--format", "json")
        if marked == leave and leave and f"note {leave}" not in text:
            wrong.append(f"LOST note {leave}")
    wrong.append(faults_of(*said(home, "doctor", "--repair")))  # there is never room enough for it
    wrong.append("" if made.kept(home) else "what was kept is gone")
    shutil.rmtree(home)
    return wrong


def _read_only(made: Made, disk: Path) -> list[str]:
    """Nothing can be written: it is read all the same, and a decision is said not to be saved."""
    home = disk / "home"
    shutil.copytree(made.home, home)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], capture_output=True, check=True)
    try:
        wrong = ["" if made.kept(home) else "what was kept is not shown"]
        code, text = said(home, "mark", made.other, "--later")
        wrong.append(faults_of(code, text, allowed=(1,)))
        wrong += [faults_of(*said(home, *words)) for words in (*_COMMANDS[:8], ("doctor", "--repair"), ("undo",))]
        wrong.append(faults_of(*said(home, "sync", "feeds"), allowed=(0, 1, 3, 4)))
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], capture_output=True, check=True)
    return wrong
