"""`feeds`: change the list of followed feeds."""

from __future__ import annotations

import argparse
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
    first, *others = program.fetching.find_feeds(args.url)
    title = clean_line(args.title or "") or first.title
    new = program.source_lists.feeds.follow([Subscription("", title, first.url, clean_line(args.group or ""))])
    sub = new[0] if new else program.source_lists.feeds.named(first.url)
    output.line(f"{'added' if new else 'already followed'} {_shown(sub)}")
    if others and new:
        output.note("The page names others too: " + ", ".join(f"{o.title} <{login_hidden(o.url)}>" for o in others))
    return 0


def rename(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Give a feed another title."""
    library_of(program, output)
    output.line(f"renamed {_shown(program.source_lists.feeds.rename(args.id, clean_line(' '.join(args.title))))}")
    return 0


def move(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Put a feed into a group."""
    library_of(program, output)
    sub = program.source_lists.feeds.move(args.id, clean_line(" ".join(args.group)))
    output.line(f"moved {_shown(sub)} to {sub.group or 'no group'}")
    return 0


def remove(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Stop following a feed."""
    library_of(program, output)
    sub = program.source_lists.feeds.remove(args.id)
    output.line(f"removed {_shown(sub)}")
    return 0


def _shown(sub: Subscription) -> str:
    return f"{sub.source_id}: {sub.title} <{login_hidden(sub.url)}>"


def import_opml(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Follow what an OPML file lists."""
    library_of(program, output)
    listed, new, left_out = program.source_lists.feeds.import_opml(read_bytes(Path(args.file)))
    output.line(f"{listed} feed{'s' if listed != 1 else ''} in the file, {new} new")
    for name in left_out:
        output.line(f"left out: {name}")
    return 0
