"""Whether this version reads and writes what another one did: JSON, exported files, the database.

python tests/compatibility/same_as_before.py --before OTHER/bin/python [--files PATH...] [--keep DIR]

OTHER is a virtual environment in which the version before is installed. Each version fills a home of its own in the
same way: files are imported, a server on 127.0.0.1 plays sources that are synced, items are decided on, tagged,
annotated, undone and redone. Then three comparisons are made, and every difference is printed:

1. all JSON and all exports of the home that the version before filled, as it tells them and as this version tells
   them of a copy (which it opens and migrates);
2. the same of the home that each version filled itself;
3. the tables of both databases.

Moments of the run, durations and the machine's name in the journal are made equal first. JSON may gain fields, and the
database tables and columns; nothing may go or change.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/support is shared by the rooms

from support.http_server import Reply, Server

TESTS = Path(__file__).resolve().parents[1]
#: Runs command lines (JSON on standard input) in one process; answers with [code, output, errors] for each.
DRIVER = """
import contextlib, io, json, sys
def main():
    from tui_reader.cli.main import run
    told = []
    for argv in json.load(sys.stdin):
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(argv)
        for stream in (out, err):
            stream.flush()
        told.append([code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()])
    json.dump(told, sys.stdout)
if __name__ == "__main__":
    main()
"""
#: What differs from run to run by its nature.
_ANY = {"seconds", "last_success", "last_error", "path"}
_ROOM = re.compile(r"[\d,]+ MiB free")
#: Columns that are made from the moment of an action.
_FROM_MOMENTS = {"print"}
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")

Told = tuple[int, str, str]


def run(python: str, home: Path, lines: Iterable[list[str]]) -> list[Told]:
    """What a version says to these command lines on a home."""
    given = [["--home", str(home), *line] for line in lines]
    with tempfile.TemporaryDirectory() as nowhere:  # else the tree of the working directory would be run
        driver = Path(nowhere) / "driver.py"
        driver.write_text(DRIVER, "utf-8")
        done = subprocess.run(
            [python, str(driver)], input=json.dumps(given), capture_output=True, text=True, check=False, cwd=nowhere
        )
    if done.returncode:
        raise SystemExit(f"{python} failed:\n{done.stderr[-3000:]}")
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]


def fill(python: str, home: Path, server: Server, files: list[Path]) -> None:
    """Fill a home in the one way."""
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(config(server), "utf-8")
    steps = [["import", str(path), "--json"] for path in files]
    steps += [["sync", source, "--json"] for source in ("issues", "alpha", "beta", "trending", "swe-rebench")]
    run(python, home, steps)
    papers, entries = keys(python, home, "papers"), keys(python, home, "entries")
    decisions = [
        ["mark", *papers[:3], "--keep"],
        ["mark", *papers[3:6], "--skip"],
        ["mark", *papers[6:7], "--later", "--tag", "to read"],
        ["mark", *papers[:1], "--note", "A note\nof two lines"],
        ["mark", *entries[:4], "--read"],
        ["mark", *entries[4:6], "--keep", "--tag", "speech"],
        ["mark", *entries[1:2], "--unread"],
        ["undo"],
        ["mark", *entries[6:9], "--skip"],
        ["undo"],
        ["redo"],
        ["feeds", "remove", "beta"],
        ["feeds", "add", server.url("/gamma.xml")],
    ]
    for step in decisions:  # one process each: an action's moment is its own
        run(python, home, [step])


def config(server: Server) -> str:
    """Every source at the server."""
    feeds = "".join(
        f'[[feeds]]\ntitle = "{n}"\nurl = "{server.url(f"/{n}.xml")}"\ngroup = "Test"\n' for n in ("alpha", "beta")
    )
    url = server.url("")
    return (
        f'[issues]\nurl = "{url}"\n[arxiv]\ncategories = ["cs.CL", "cs.SD"]\nfeed_url = "{url}/arxiv"\n'
        f'[trending]\nurl = "{url}/trending"\n[benchmarks.swe-rebench]\nurl = "{url}/rebench"\n{feeds}'
    )


def play(server: Server) -> None:
    """What the server answers: two issues and three feeds."""
    sys.path.insert(0, str(TESTS / "whole"))
    from conftest import RSS, issue_page, tagged  # type: ignore[attr-defined]

    archive = b"<html><body><a href='/archive/2026-04-01'>1</a><a href='/archive/2026-03-31'>31</a></body></html>"
    server.route("/archive", tagged(archive, "text/html"))
    server.route("/archive/2026-04-01", tagged(issue_page("2026-04-01", "April 1, 2026"), "text/html"))
    server.route("/archive/2026-03-31", tagged(issue_page("2026-03-31", "March 31, 2026"), "text/html"))
    for name in (b"alpha", b"beta", b"gamma"):
        server.route(f"/{name.decode()}.xml", tagged(RSS % {b"title": name}, "application/rss+xml"))
    server.otherwise = Reply(b"nothing here", 404)


def keys(python: str, home: Path, what: str) -> list[str]:
    """The keys of a list, in an order that does not hang on moments."""
    ((_, out, _),) = run(python, home, [["list", what, "--json"]])
    return sorted(item["key"] for item in json.loads(out))


def questions(python: str, home: Path) -> list[list[str]]:
    """Every command line whose answer is compared."""
    asked = [["list", what, "--json"] for what in ("issues", "entries", "papers", "repos", "boards", "sources")]
    asked += [["search", word, "--json"] for word in ("model", "speech OR agent", "cat:cs.CL", "is:kept", "tag:speech")]
    asked += [["doctor", "--json"], ["config", "show"], ["keys"], ["export", "feeds", "--format", "opml"]]
    for what, forms in (
        ("papers", ("bibtex", "ris", "csl-json", "csv", "jsonl", "markdown")),
        ("entries", ("csv", "jsonl", "markdown")),
        ("boards", ("csv", "jsonl", "markdown")),
    ):
        asked += [["export", what, "--format", form] for form in forms]
    for what in ("issues", "entries", "papers", "repos"):
        for key in keys(python, home, what):
            asked += [["show", key, "--format", form] for form in ("json", "markdown")]
            asked.append(["seen", key, "--json"])
    boards = json.loads(run(python, home, [["list", "boards", "--json"]])[0][1])
    for board in (b["board"] for b in boards):
        asked.append(["show", f"board:{board}", "--format", "json"])
        asked += [["compare", board, *dates, "--format", "json"] for dates in ([], ["first", "last"])]
        table = json.loads(run(python, home, [["show", f"board:{board}", "--format", "json"]])[0][1])
        asked += [["history", board, row["model"], "--json"] for row in table["rows"][:5]]
    return asked


def smoothed(value: Any, places: dict[str, str]) -> Any:
    """A value without what differs from run to run."""
    if isinstance(value, dict):
        return {k: "ANY" if k in _ANY and v is not None else smoothed(v, places) for k, v in value.items()}
    if isinstance(value, list):
        return [smoothed(v, places) for v in value]
    if isinstance(value, str):
        for place, name in places.items():
            value = value.replace(place, name)
        value = _ROOM.sub("MiB free", value)
        return _MOMENT.sub(lambda m: "NOW" if m[0][:10] in _TODAY else m[0], value)
    return value


_TODAY = {time.strftime("%Y-%m-%d", f(time.time() + step)) for f in (time.gmtime, time.localtime) for step in (0, 300)}


def lost(before: Any, after: Any, where: str = "") -> Iterator[str]:
    """What `after` does not say as `before` did; more fields are no loss."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key not in after:
                yield f"{where}.{key}: gone"
            else:
                yield from lost(value, after[key], f"{where}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from lost(one, other, f"{where}[{number}]")
    elif before != after:
        yield f"{where}: {str(before)[:160]!r} is now {str(after)[:160]!r}"


def _value(text: str) -> Any:
    """JSON, a JSON document a line, or lines of text."""
    for read in (json.loads, lambda text: [json.loads(line) for line in text.splitlines()]):
        with suppress(ValueError):
            return read(text)
    return text.splitlines()


def compare(asked: list[list[str]], before: list[Told], after: list[Told], places: dict[str, str]) -> list[str]:
    """Differences between the answers of two versions."""
    found = []
    for line, one, other in zip(asked, before, after, strict=True):
        name = " ".join(line)
        if one[0] != other[0]:
            found.append(f"{name}: exit code {one[0]} is now {other[0]} ({other[2].strip()[:200]})")
            continue
        values = [_value(text) for text in (one[1], other[1])]
        found += [f"{name}: {told}" for told in lost(*(smoothed(value, places) for value in values))]
    return found


def table_rows(path: Path) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """Columns and rows of every ordinary table of a database."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        made = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        names = [
            name for (name,) in made if not re.match(r"sqlite_|search_|.*_(?:data|idx|docsize|config|content)$", name)
        ]
        found = {}
        for name in names:
            rows = db.execute(f'SELECT * FROM "{name}"')
            found[name] = ([c[0] for c in rows.description], rows.fetchall())
        return found


def compare_databases(before: Path, after: Path, since: float, places: dict[str, str]) -> list[str]:
    """Rows that one database has and the other has not, over the columns of the one before."""

    def steady(value: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            for unit in (1, 1e3, 1e6):
                if since * unit - 60 * unit <= value <= (time.time() + 60) * unit:
                    return "NOW"
        if isinstance(value, bytes):
            return value.hex()
        return smoothed(value, places)

    found, one, other = [], table_rows(before), table_rows(after)
    for name, (columns, rows) in one.items():
        if name not in other:
            found.append(f"table {name}: gone")
            continue
        theirs, their_rows = other[name]
        if missing := [c for c in columns if c not in theirs]:
            found.append(f"table {name}: columns {missing} are gone")
        shared = [c for c in columns if c in theirs and c not in _FROM_MOMENTS]
        sides = []
        for names, given in ((columns, rows), (theirs, their_rows)):
            places_of = [names.index(c) for c in shared]
            sides.append(sorted((tuple(steady(row[i]) for i in places_of) for row in given), key=repr))
        if sides[0] != sides[1]:
            gone = [row for row in sides[0] if row not in sides[1]]
            new = [row for row in sides[1] if row not in sides[0]]
            if name == "meta" and not gone:
                continue  # the program remembers more words of its own
            examples = f"{str(gone[:1])[:300]} / {str(new[:1])[:300]}"
            found.append(f"table {name}: {len(gone)} rows gone, {len(new)} new; first {examples}")
    return found


def main() -> int:
    """Fill, ask, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", required=True, help="the Python that has the version before")
    parser.add_argument("--after", default=sys.executable, help="the Python that has this version")
    parser.add_argument("--files", nargs="*", type=Path, default=[], help="files to import, for example recorded ones")
    parser.add_argument("--keep", type=Path, help="keep the homes in this folder")
    args = parser.parse_args()
    folder = args.keep or Path(tempfile.mkdtemp())
    since, files = time.time(), [path.resolve() for path in args.files]
    old, new, moved = folder / "before", folder / "after", folder / "moved"
    places = {str(home): "HOME" for home in (old, new, moved)}
    found: dict[str, list[str]] = {}
    with Server() as server:
        play(server)
        fill(args.before, old, server, files)
        fill(args.after, new, server, files)
        asked = questions(args.before, old)
        shutil.copytree(old, moved)
        for home in (old, new):  # the machine's name in the journal is drawn by lot
            places |= {path.stem: "MACHINE" for path in (home / "data" / "journal").glob("*.jsonl")}
        told = run(args.before, old, asked)
        found["the home of the version before"] = compare(asked, told, run(args.after, moved, asked), places)
        found["a home of its own"] = compare(asked, told, run(args.after, new, asked), places)
        library = Path("data") / "library.db"
        found["the database"] = compare_databases(old / library, new / library, since, places)
    for name, differences in found.items():
        print(f"{name}: {len(asked)} questions, {len(differences)} differences")
        for line in differences[:40]:
            print("  ", line)
    if args.keep is None:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
