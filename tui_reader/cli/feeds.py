"""`feeds`: change the list of followed feeds."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from tui_reader.cli.files import read_bytes
from tui_reader.cli.finding import library_of
from tui_reader.cli.output import Output
from tui_reader.domain.feeds import Subscription
from tui_reader.text.address_parts import login_hidden
from tui_reader.text.sanitise import clean_line
from tui_reader.wiring import Program


def add(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Follow the feed at an address, or the one that the page there names."""
    library_of(program, output)
    before = {sub.url for sub in program.feeds.followed()}

    async def ask() -> Subscription:
        network = program.network()
        try:
            return await program.feeds.add(
                args.url.strip(), network, clean_line(args.title or ""), clean_line(args.group or "")
            )
        finally:
            await network.aclose()

    sub = asyncio.run(ask())
    output.line(
        f"{'already followed' if sub.url in before else 'added'} {sub.source_id}: {sub.title} <{login_hidden(sub.url)}>"
    )
    return 0


def remove(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Stop following a feed."""
    library_of(program, output)
    sub = program.feeds.remove(args.id)
    output.line(f"removed {sub.source_id}: {sub.title} <{login_hidden(sub.url)}>")
    return 0


def import_opml(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Follow what an OPML file lists."""
    library_of(program, output)
    listed, new, left_out = program.feeds.import_opml(read_bytes(Path(args.file)))
    output.line(f"{listed} feed{'s' if listed != 1 else ''} in the file, {new} new")
    for name in left_out:
        output.line(f"left out: {name}")
    return 0
