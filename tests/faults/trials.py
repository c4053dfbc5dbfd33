"""What is tried: the content and the answers that come from outside, and the table of all kinds."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from support.http_server import Reply, Server

from faults import corpus
from faults.outcome import Outcome, Trial, said
from faults.processes import processes
from faults.storage import storage
from faults.terminal import terminal
from faults.texts import text
from tui_reader.domain.errors import ReaderError
from tui_reader.services.parsing import ParsePool
from tui_reader.sources.feed.packed import pack_feed, unpack_feed

GOOD = corpus.rss("<item><title>The harbour</title><guid>1</guid><description>Words of it.</description></item>")


def content(folder: Path, seed: int, whole: bool) -> Outcome:
    """Bodies of feeds, in the process that parses."""
    outcome = Outcome()

    async def every() -> None:
        pool = ParsePool(str(folder / "parse.log"))
        bodies = [*corpus.contents(8_000_000 if whole else 60_000)]
        bodies += [(f"flipped {n}", b) for n, b in enumerate(corpus.flipped(GOOD * 3, 3000 if whole else 60, seed))]
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
    del seed
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
            f"[network]\ntimeout_s = {20 if whole else 5}\nmax_body_mib = 1\n"
            + "".join(f'[[feeds]]\ntitle = "{t}"\nurl = "{server.url(p)}"\n' for t, p in feeds),
            "utf-8",
        )
        code, out = said(folder, "sync", "feeds", "--json")
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


KINDS: dict[str, Trial] = {
    "content": content,
    "transport": transport,
    "text": text,
    "storage": storage,
    "terminal": terminal,
    "processes": processes,
}
