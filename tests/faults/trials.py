"""What is tried. A case is survived when it ends in a result or in one of our errors, in time, without a word of
ours that calls it unexpected; something is lost when what was stored before is not there any more."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field
from support.http_server import Reply, Server

from faults import corpus
from tui_reader.cli.main import run
from tui_reader.domain.errors import ReaderError
from tui_reader.services.parsing import ParsePool
from tui_reader.sources.feed.packed import pack_feed, unpack_feed

GOOD = corpus.rss("<item><title>The harbour</title><guid>1</guid><description>Words of it.</description></item>")
#: What no terminal may be sent: controls (a line's end aside), and what turns or hides text.
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Outcome(Struct):
    """How many cases were tried, which of them were not survived, and how much was lost."""

    cases: int = 0
    fallen: list[str] = field(default_factory=list)
    lost: int = 0


def content(folder: Path, seed: int, whole: bool) -> Outcome:
    """Bodies of feeds, in the process that parses."""
    outcome = Outcome()

    async def every() -> None:
        pool = ParsePool(str(folder / "parse.log"))
        bodies = [*corpus.contents(8_000_000 if whole else 60_000)]
        bodies += [(f"flipped {n}", b) for n, b in enumerate(corpus.flipped(GOOD * 3, 3000 if whole else 200, seed))]
        try:
            for name, body in bodies:
                outcome.cases += 1
                try:
                    unpack_feed(await pool.parse(pack_feed, body, "https://quay.example/feed"))
                except ReaderError as error:
                    if "unexpected" in error.message:
                        outcome.fallen.append(f"{name}: {error.message}")
            feed = unpack_feed(await pool.parse(pack_feed, GOOD, "https://quay.example/feed"))
            outcome.lost += len(feed.entries) != 1
        finally:
            pool.close()

    asyncio.run(every())
    return outcome


def transport(folder: Path, seed: int, whole: bool) -> Outcome:
    """Answers of servers, each beside a feed that is well, through `sync`."""
    del seed, whole
    outcome = Outcome()
    with Server() as server:
        server.route("/good", Reply(GOOD))
        server.route("/loop", Reply(b"", 302, headers={"Location": "/loop"}))
        answers = list(corpus.answers(GOOD))
        feeds = [("Good", "/good")]
        for number, (_, reply) in enumerate(answers):
            server.route(f"/{number}", reply)
            feeds.append((f"Bad {number}", f"/{number}"))
        config = folder / "config" / "config.toml"
        config.parent.mkdir()
        config.write_text(
            f'[issues]\nurl = "{server.url("/none")}"\n[arxiv]\ncategories = []\n[trending]\nurl = ""\n'
            "[network]\ntimeout_s = 20\nmax_body_mib = 1\n"
            + "".join(f'[[feeds]]\ntitle = "{t}"\nurl = "{server.url(p)}"\n' for t, p in feeds),
            "utf-8",
        )
        code, out = _said(folder, "sync", "feeds", "--json")
        found = {s["id"]: s for s in json.loads(out)["sources"]}
        for number, (name, _) in enumerate(answers):
            outcome.cases += 1
            error = found[f"bad-{number}"].get("error")
            if code not in (0, 3) or (error and "unexpected" in error["message"]):
                outcome.fallen.append(f"{name}: {error}")
        if found["good"]["new"] != 1:
            outcome.lost += 1
            outcome.fallen.append(f"a feed that is well: {found['good']}")
    return outcome


def text(folder: Path, seed: int, whole: bool) -> Outcome:
    """Hostile text in the fields of a feed, as it is listed and shown."""
    outcome = Outcome()
    count = 10_000 if whole else 600
    texts = [corpus.hostile_text(seed * count + n) for n in range(count)]
    cdata = [t.replace("]]>", "").replace("\ud800", "") for t in texts]
    items = "".join(
        f"<item><title><![CDATA[{t} n{n}n]]></title><guid>{n}</guid><author><![CDATA[{t}]]></author>"
        f"<category><![CDATA[{t}]]></category><description><![CDATA[{t}]]></description></item>"
        for n, t in enumerate(cdata)
    )
    (folder / "hostile.xml").write_bytes(corpus.rss(items))
    _said(folder, "import", str(folder / "hostile.xml"))
    _, listed = _said(folder, "list", "entries", "--limit", str(2 * count))
    _, shapes = _said(folder, "list", "entries", "--limit", str(2 * count), "--json")
    outcome.cases = count
    outcome.lost = count - len({m[0] for m in re.finditer(r"n\d+n", shapes)})
    outcome.fallen = [repr(line[:200]) for line in (*listed.split("\n"), shapes) if _FORBIDDEN.search(line)]
    return outcome


def storage(folder: Path, seed: int, whole: bool) -> Outcome:
    """A library with changed bytes, opened for a list: what was decided is in the journal still."""
    outcome = Outcome()
    (folder / "good.xml").write_bytes(GOOD)
    _said(folder, "import", str(folder / "good.xml"))
    key = json.loads(_said(folder, "list", "entries", "--json")[1])[0]["key"]
    _said(folder, "mark", key, "keep")
    library = folder / "data" / "library.db"
    journal = {path: path.read_bytes() for path in (folder / "data" / "journal").glob("*.jsonl")}
    whole_library = library.read_bytes()
    for changed in corpus.flipped(whole_library, 300 if whole else 12, seed):
        outcome.cases += 1
        for path in library.parent.glob("library.db*"):
            path.unlink()
        library.write_bytes(changed)
        code, said = _said(folder, "list", "entries")
        if code not in (0, 1) or "unexpected" in said or "Traceback" in said:
            outcome.fallen.append(said[-200:])
        outcome.lost += any(path.read_bytes()[: len(data)] != data for path, data in journal.items())
    return outcome


def _said(home: Path, *words: str) -> tuple[int, str]:
    """The exit code of a command line and what it said; what went to stderr too where it failed."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["--home", str(home), *words])
    return code, out.getvalue() or err.getvalue()


KINDS: dict[str, Callable[[Path, int, bool], Outcome]] = {
    "content": content,
    "transport": transport,
    "text": text,
    "storage": storage,
}
