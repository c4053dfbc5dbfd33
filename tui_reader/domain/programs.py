"""Other programs, before they run: their arguments, what fills the placeholders, how they ended.

Arguments are lists and no shell reads them. A placeholder is one whole argument, so that what fills it, which is
foreign text, can be neither taken apart nor taken for an option.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PLACEHOLDERS = ("title", "url", "pdf_url", "key", "path")
INPUTS = ("text", "markdown", "json", "url")
"""What can stand on a program's standard input."""
"""What can become of a program's output."""
_WHOLE = re.compile(r"\{([a-z_]+)\}")
_INSIDE = re.compile(r"\{(?:" + "|".join(PLACEHOLDERS) + r")\}")
#: What a shell would do something with, and nobody does here.
_SHELL_WORDS = frozenset(("|", "||", "&&", "&", ">", ">>", "<", "<<", "2>", "2>&1"))


class Given(Struct, frozen=True):
    """What a program is given of an item: what fills its placeholders, and what stands on its standard input. `path`
    is a file that holds the same as `text`."""

    title: str = ""
    url: str = ""
    pdf_url: str = ""
    key: str = ""
    text: str = ""
    path: str = ""


class Ended(Struct, frozen=True):
    """How a program ended: its exit code (negative: ended by that signal), the last of what it said on its standard
    error, and why it was ended here, if it was."""

    code: int
    errors: str = ""
    reason: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether it ended by itself and well."""
        return self.code == 0 and not self.reason

    def words(self) -> str:
        """How it ended, for a person."""
        if self.reason:
            return self.reason
        return f"ended by signal {-self.code}" if self.code < 0 else f"exit code {self.code}"


def faults(run: Sequence[str]) -> tuple[str, str]:
    """Why a list of arguments cannot be run and what to do, or "" twice."""
    if not run or not run[0].strip():
        return "names no program", 'Write the program, then its arguments: ["mpv", "{url}"].'
    if _INSIDE.search(run[0]):
        return "lets an item choose the program", "The first text names a program; placeholders come after it."
    for argument in run[1:]:
        whole = _WHOLE.fullmatch(argument)
        if whole is not None and whole[1] not in PLACEHOLDERS:
            import difflib

            near = difflib.get_close_matches(whole[1], PLACEHOLDERS, 1)
            there = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            meant = f"Did you mean {{{near[0]}}}? " if near else ""
            return f"has {argument}, which nothing fills", f"{meant}There is {there}."
        if whole is None and (inside := _INSIDE.search(argument)):
            hint = f'A shell takes it as "$1": ["sh", "-c", "echo \\"$1\\"", "sh", "{inside[0]}"].'
            return f"has {inside[0]} inside another argument", f"Make it an argument of its own. {hint}"
        if "\0" in argument:
            return "has a null character", "Take it out."
    return "", ""


def filled(run: Sequence[str], given: Given) -> list[str]:
    """The arguments with what fills them. One that is filled and would begin with `-` begins with `./` (a path) or a
    space, and so is no option."""
    values = {
        "title": given.title, "url": given.url, "pdf_url": given.pdf_url, "key": given.key, "path": given.path
    }  # fmt: skip
    made = []
    for argument in run:
        whole = _WHOLE.fullmatch(argument)
        if whole is None or whole[1] not in values:
            made.append(argument)
            continue
        value = values[whole[1]].replace("\0", "")
        made.append((("./" if whole[1] == "path" else " ") if value.startswith("-") else "") + value)
    return made


class Opener(Protocol):
    """Which addresses a program opens, as the configuration says."""

    @property
    def command(self) -> Sequence[str]:
        """The program and its arguments."""

    @property
    def match(self) -> str:
        """Pattern of the address."""

    @property
    def kind(self) -> str:
        """Of which items; "" of all."""

    @property
    def type(self) -> str:
        """Pattern of the media type; "" any."""


def opener(openers: Iterable[Opener], url: str, kind: str) -> Sequence[str]:
    """The arguments of the first program that opens an address of an item of that kind; none for the browser."""
    for one in openers:
        if one.kind in ("", kind) and _fits(one.match, url) and (not one.type or _fits(one.type, media_type(url))):
            return one.command
    return ()


def media_type(url: str) -> str:
    """What an address leads to, by its ending: `audio/mpeg`; "" where that does not tell."""
    import mimetypes

    return mimetypes.guess_type(url.partition("?")[0].partition("#")[0])[0] or ""


def _fits(pattern: str, text: str) -> bool:
    """Whether a pattern fits: * is anything, ? one character, all else itself."""
    made = "".join({"*": ".*", "?": "."}.get(c) or re.escape(c) for c in pattern)
    return re.fullmatch(made, text, re.IGNORECASE | re.DOTALL) is not None


def split(line: str) -> tuple[list[str], str, str]:
    """A typed line as arguments, quoted as in a shell; then why it cannot be run and what to do, or "" twice."""
    try:
        run = shlex.split(line)
    except ValueError as error:  # "No closing quotation", "No escaped character"
        return (
            [],
            f"The line cannot be read: {str(error).lower()}",
            "Quote as in a shell; a \\ takes the next as it is.",
        )
    try:
        bare = set(shlex.split(line, posix=False)) & _SHELL_WORDS  # quotes stay: a quoted | is meant as it stands
    except ValueError:
        bare = set()
    if bare:
        hint = "sh -c '…' runs a line of a shell; the item is on its standard input"
        return run, f"No shell runs this: {min(bare)} would be an argument", hint
    why, hint = faults(run)
    return run, f"The line {why}" if why else "", hint
