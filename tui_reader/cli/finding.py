"""What the subcommands that read have in common: a library brought up to date, queries, and items by their keys."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from tui_reader.cli.output import Output
from tui_reader.domain.errors import NotFound, StorageError
from tui_reader.domain.following import with_watched
from tui_reader.domain.items import ARXIV_ID, Kind, arxiv_key, repo_key, url_key
from tui_reader.domain.query import And, Field, Node, parse
from tui_reader.domain.rows import Row
from tui_reader.domain.sources import SyncOptions
from tui_reader.storage.library import Library
from tui_reader.text.sanitise import clean_line
from tui_reader.wiring import Program

#: How many lines a list has without `--limit`, as text; JSON gives everything.
TEXT_LIMIT = 50
#: How long a command that stored things waits for names to be searched in older items; the next start goes on.
NAMES_S = 5.0
#: How long a command waits that tells what names a thing.
_ASKED_S, _MOST_TOLD = 60.0, 100_000
_KINDS = ("issue", "arxiv", "repo", "board", "url", "entry", "title")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def library_of(program: Program, output: Output, sample: bool = True) -> Library:
    """The library, with what other programs wrote to the journal taken over. One that can only be read is read.

    The home of `--demo` is new each time; with `sample` the sample edition is fetched into it first.
    """
    library = program.library
    library.hurry()
    if library.notice:
        output.note(f"inference-tui: {library.notice}")
    try:
        program.catch_up(reading=lambda lines: program.tell(f"reading the journal: {lines:,} lines"))
        program.tell("")
    except StorageError as error:
        output.problem(error)
    if sample and program.launch.demo:
        program.sync(program.sources(), SyncOptions(), lambda event: None)
    return library


def with_names(program: Program, output: Output) -> None:
    """Wait until what was stored is read for names; says what is left."""
    program.read_names(_ASKED_S)
    if program.library.can_write and (left := program.library.references.waiting(_MOST_TOLD)):
        output.note(f"{left:,} new items are still to be searched for names; ask again to go on.")


def query_of(program: Program, library: Library, words: Sequence[str], *terms: Node) -> Node:
    """The query that the words of a command line mean, and the terms that must hold besides. Raises QueryError."""
    text = " ".join(words)
    if "group:" in text.casefold():
        groups = {s.group for s in library.sources.all()} | {s.group for s in program.sources()}
        text = _with_quoted_groups(text, groups)
    node = parse(text, program.now().date())
    if "watched" in text.casefold():
        node = with_watched(node, program.following())
    return And((*terms, node)) if terms else node


def _with_quoted_groups(text: str, groups: Iterable[str]) -> str:
    # The shell takes the quotes of group:"AI Labs" away; they are put back around groups that exist.
    for name in sorted((group for group in groups if " " in group and '"' not in group), key=len, reverse=True):
        text = re.sub(rf"(?i)\bgroup:({re.escape(name)})(?!\w)", r'group:"\1"', text)
    return text


def find_row(library: Library, given: str) -> Row:
    """The item of a key, a unique beginning of one, an arXiv number, a day, or an address. Raises NotFound."""
    for key in readings(given.strip()):
        found = library.items.resolve(key)
        row = library.items.row(found) if found else None
        if row is not None:
            return row
    raise _not_found(library, given)


def find_rows(library: Library, given: Sequence[str]) -> list[Row]:
    """The items of several keys, each once. Raises NotFound for the first that is unknown."""
    rows = {row.key: row for row in (find_row(library, key) for key in given)}
    return list(rows.values())


def readings(given: str) -> list[str]:
    """The keys that what was typed may mean, likeliest first."""
    keys = [given]
    prefix = given.partition(":")[0].lower()
    if prefix in ("http", "https"):
        from tui_reader.text.addresses import arxiv_id_of, forms, github_repo_of

        if arxiv_id := arxiv_id_of(given):
            keys.append(arxiv_key(arxiv_id))
        if repo := github_repo_of(given):
            keys.append(repo_key(repo))
        keys += map(url_key, forms(given))
    elif prefix == "arxiv":
        keys.append(arxiv_key(given[6:]))
    elif prefix == "repo":
        keys.append(repo_key(given[5:]))
    elif _DAY.fullmatch(given):
        keys.append(f"issue:{given}")
    elif ARXIV_ID.fullmatch(re.sub(r"v\d+$", "", given)):
        keys.append(arxiv_key(given))
    elif re.fullmatch(r"[\w.-]+/[\w.-]+", given):
        keys.append(repo_key(given))
    return keys


def _not_found(library: Library, given: str) -> NotFound:
    shown = clean_line(given)
    prefix = given.partition(":")[0].lower()
    if prefix not in _KINDS:
        return NotFound(f"there is no item {shown!r}", "Keys begin with " + ", ".join(f"{k}:" for k in _KINDS) + ".")
    if prefix == "board":
        known = [f"board:{info.board}" for info in library.boards.all()]
    elif prefix in ("issue", "arxiv", "repo"):
        kind = Kind.PAPER if prefix == "arxiv" else Kind(prefix)
        newest = library.lists.ids(Field("kind", kind.value), limit=2000)
        known = [row.key for row in library.lists.rows(newest)]
    else:
        return NotFound(
            f"there is no item {shown!r}, or several begin so",
            "A key can be shortened to what is unique of it; list and search show keys.",
        )
    near = difflib.get_close_matches(given, known, 3)
    listed = {"board": "boards", "issue": "issues", "arxiv": "papers", "repo": "repos"}[prefix]
    hint = f"The nearest: {', '.join(near)}." if near else f"inference-tui list {listed} shows what is there."
    return NotFound(f"there is no item {shown!r}", hint)
