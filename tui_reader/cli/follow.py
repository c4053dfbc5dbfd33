"""`follow`: the authors and words that are watched."""

from __future__ import annotations

import argparse

from tui_reader.cli.finding import library_of
from tui_reader.cli.output import Output
from tui_reader.domain.following import AUTHOR
from tui_reader.wiring import Program


def add(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Follow an author, a word or a phrase."""
    library_of(program, output)
    term, done = program.follow_list.add(" ".join(args.term))
    output.line(f"{'already followed' if done is None else 'following'} {term}")
    return 0


def remove(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Follow one no longer."""
    library_of(program, output)
    term, _ = program.follow_list.remove(" ".join(args.term))
    output.line(f"no longer following {term}")
    return 0


def list_terms(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print what is followed, authors first."""
    library_of(program, output)
    terms = sorted(program.follow_list.terms(), key=lambda term: not term.startswith(AUTHOR))
    if args.json:
        output.json(
            [
                {"term": term.removeprefix(AUTHOR), "kind": "author" if term.startswith(AUTHOR) else "word"}
                for term in terms
            ]
        )
        return 0
    for term in terms:
        output.line(term)
    if not terms:
        output.note('Nothing is followed. inference-tui follow add "speech codec", or add author:"Ada Example".')
    return 0
