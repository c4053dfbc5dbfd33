"""`boards`: which leaderboards there are, and which are followed."""

from __future__ import annotations

import argparse
import asyncio

from tui_reader.cli import shapes
from tui_reader.cli.columns import Column, align
from tui_reader.cli.finding import library_of
from tui_reader.cli.output import Output
from tui_reader.config.board_settings import ONE_BY_ONE
from tui_reader.domain.boards import BoardInfo
from tui_reader.domain.errors import ReaderError
from tui_reader.services.official_boards import ask_for_names, checked, known_names
from tui_reader.sources.registry import official_site
from tui_reader.wiring import Program

_HEAD = ("", "ID", "FAMILY", "DATES", "LAST", "TITLE", "LICENCE")
_COLUMNS = (
    Column(),
    Column(give=True, least=16),
    Column(),
    Column(right=True),
    Column(),
    Column(give=True, least=16),
    Column(give=True, least=8),
)


def list_boards(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print every leaderboard: those that can be fetched, and those that issues and files brought."""
    library = library_of(program, output)
    stored = {info.board: info for info in library.boards.all()}
    known = [(name, board, followed) for name, board, followed in program.source_lists.boards.boards()]
    fetched = {board.id for _, board, _ in known}
    infos = [stored.get(b.id) or BoardInfo(b.id, b.title, b.metric, 0, None, None) for _, b, _ in known]
    only_stored = [info for info in stored.values() if info.board not in fetched]
    if args.json:
        rows = [shapes.board(info, board, followed) for info, (_, board, followed) in zip(infos, known, strict=True)]
        output.json([*rows, *(shapes.board(info) for info in only_stored)])
        return 0
    lines = [
        (
            "✓" if followed else "",
            name,
            board.family,
            f"{info.snapshots:,}" if info.snapshots else "",
            shapes.iso(info.last) or "",
            board.title,
            board.license,
        )
        for info, (name, board, followed) in zip(infos, known, strict=True)
    ]
    for info in only_stored:
        told = shapes.board(info)
        family, license_ = (told[name] or "" for name in ("family", "license"))
        lines.append(("", info.board, family, f"{info.snapshots:,}", told["last"] or "", info.title, license_))
    output.table(align([_HEAD, *lines], _COLUMNS, output.width))
    return 0


def add(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Follow a leaderboard; `hf:` alone lists those of Hugging Face."""
    library_of(program, output)
    name = args.id.strip().removeprefix("board:")
    if name.startswith(ONE_BY_ONE):
        names = _official(program, output, is_needed=name == ONE_BY_ONE)
        if name == ONE_BY_ONE:
            followed = program.source_lists.boards.followed()
            output.table(align([("✓" if n in followed else "", n) for n in names], _COLUMNS[:2], output.width))
            return 0
        name = checked(name, names) if names and "/" in name else name
    board, is_new = program.source_lists.boards.add(name)
    output.line(f"{'added' if is_new else 'already followed'} {board.id}: {board.title} <{board.url}>")
    if board.key_header and is_new:
        output.note(f"It needs a key: [benchmarks.{board.id}] api_key, or ${board.key_variable}.")
    return 0


def _official(program: Program, output: Output, *, is_needed: bool) -> tuple[str, ...]:
    """The names of Hugging Face's official benchmarks; none where they cannot be had and are not needed."""

    async def ask() -> tuple[str, ...]:
        network = program.network()
        try:
            return await ask_for_names(official_site(program.settings), network, program.parser, program.writer)
        finally:
            await network.aclose()

    try:
        return asyncio.run(ask())
    except ReaderError as error:
        known = known_names(program.library)
        if is_needed and not known:
            raise
        whence = "the list of before is taken" if known else "the name is not checked"
        output.note(f"Hugging Face's list of official benchmarks could not be asked for, {whence}: {error.message}")
        return known


def remove(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Stop following a leaderboard."""
    library_of(program, output)
    output.line(f"removed {program.source_lists.boards.remove(args.id)}")
    return 0
