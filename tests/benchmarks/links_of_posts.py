"""Links of recorded posts to papers and repositories: does each lead to one item that has all the posts that link it?

    python tests/benchmarks/links_of_posts.py [FOLDER] [--links 200] [--screen 8]

All feeds of FOLDER (../shared/data/feeds) are stored in a throw-away library. The links of their posts to papers and
repositories are taken in the order of the SHA-1 of their addresses, the first 200 of them; each must lead, by what
`seen` asks, to one key that has every post with a link to the same thing, whatever address it writes. `.` is pressed in
the reader itself for as many of them as `--screen` says, and what its box lists is compared. Prints what is missing.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import re
import tempfile
from collections import defaultdict
from datetime import datetime
from html import unescape
from pathlib import Path

from tui_reader.domain.errors import NotFound, ReaderError
from tui_reader.domain.items import Seen
from tui_reader.domain.papers import Paper
from tui_reader.domain.repos import Repo
from tui_reader.services.references import seen
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.storage.library import Library
from tui_reader.text.addresses import arxiv_id_of, github_repo_of, resolve
from tui_reader.ui.app import ReaderApp
from tui_reader.ui.screens.choose import ChooseScreen
from tui_reader.wiring import Launch, Program

FEEDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds"
_HREF = re.compile(r"""href\s*=\s*["']([^"'<>]+)["']""", re.IGNORECASE)


def thing_of(address: str) -> str:
    """The key of the paper or the repository at an address, told here without the program's own `reference_of`."""
    if number := arxiv_id_of(address):
        return f"arxiv:{number}"
    repo = github_repo_of(address)
    return f"repo:{repo.lower()}" if repo else ""


def filled(program: Program, folder: Path) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Store all feeds; which thing each address is, and which posts link each thing."""
    things: dict[str, str] = {}
    posts: dict[str, set[str]] = defaultdict(set)
    now = program.now()
    for number, path in enumerate(sorted(p for p in folder.iterdir() if p.suffix != ".tsv")):
        try:
            feed = parse_feed(path.read_bytes())
        except ReaderError:
            continue
        keys = program.writer.submit(
            lambda library, n=number, e=feed.entries: library.entries.store(f"feed{n}", e, now)  # type: ignore[misc]
        ).result().keys  # fmt: skip
        for entry in feed.entries:
            if entry.body is None or entry.body.format.value != "html":
                continue
            key = next((k for k in keys if k == _key_of(program.library, k, entry.title, entry.url)), "")
            for href in _HREF.findall(entry.body.text):
                address = resolve(entry.body.base_url or entry.url, unescape(href)) or ""
                if key and address and (thing := thing_of(address)):
                    things[address] = thing
                    posts[thing].add(key)
    return things, posts


def _key_of(library: Library, key: str, title: str, url: str) -> str:
    row = library.items.row(key)
    return key if row is not None and row.url == url and row.title == title else ""


def missing_of(library: Library, thing: str, wanted: set[str]) -> set[str]:
    """The posts that `seen` does not name. The posts of one story are named by the first of them."""
    return wanted - {sighting.key for sighting in seen(library, thing)}


def known(library: Library, things: list[str], now: datetime) -> None:
    """Store the things themselves, as a search for them would."""
    for thing in things:
        kind, _, name = thing.partition(":")
        if kind == "arxiv":
            paper = Paper(title=f"The paper {name}", arxiv_id=name, url=f"https://arxiv.org/abs/{name}")
            library.papers.store([paper], Seen("arxiv", "search", "", None, now))
        else:
            repo = Repo(name, url=f"https://github.com/{name}")
            library.repos.store([repo], Seen("trending", "trending", "", now.date(), now))


async def pressed(program: Program, thing: str) -> int:
    """How many places `.` lists for an item of the library; -1 where the reader cannot show it."""
    app = ReaderApp(program, "feeds", None)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.screen.go_to(thing)  # type: ignore[attr-defined]
        for _ in range(40):
            await pilot.pause(0.05)
        await pilot.press(".")
        for _ in range(60):
            await pilot.pause(0.05)
            box = app.screen
            if isinstance(box, ChooseScreen) and box._is_filled:
                return len(box._all)
    return -1


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FEEDS)
    parser.add_argument("--links", type=int, default=200)
    parser.add_argument("--screen", type=int, default=8)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        program = Program(Launch(home=Path(home), offline=True))
        things, posts = filled(program, args.folder)
        program.read_names(300)
        chosen = sorted(things, key=lambda address: hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest())
        chosen = chosen[: args.links]
        bad = 0
        for address in chosen:
            thing = things[address]
            try:
                lost = missing_of(program.library, thing, posts[thing])
            except NotFound as error:
                lost = {str(error)}
            bad += bool(lost)
            for key in sorted(lost):
                print(f"missing: {address} -> {thing}: {key}")
        well = len(chosen) - bad
        print(f"{len(things)} links to {len(posts)} things; of {len(chosen)} links {well} lead to all posts")
        shown = list(dict.fromkeys(things[a] for a in chosen))[: args.screen]
        program.writer.submit(lambda library: known(library, shown, program.now())).result()
        for thing in shown:
            listed = asyncio.run(pressed(program, thing))
            print(f". on {thing}: {listed} places; seen: {len(seen(program.library, thing))}")
        program.close()


if __name__ == "__main__":
    main()
