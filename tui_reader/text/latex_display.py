"""Displayed formulas in Unicode: the lines of an `align` below each other, their numbers apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tui_reader.text.latex import math_to_unicode

_LONGEST = 20_000
# Environments around each other: `equation`, `split`, `aligned`.
_MOST_AROUND = 4
_LINES = re.compile(
    r"\\begin\{(?P<name>(?:align|aligned|alignat|alignedat|flalign|gather|gathered|multline|multlined|split|eqnarray"
    r"|equation|IEEEeqnarray)\*?)\}(?P<body>.*)\\end\{(?P=name)\}(?P<rest>[\s.,;]*)",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"\s*(?:\[[^\]]*\]|\{[^{}]*\})")
_TAKES_ARGUMENT = ("alignat", "alignedat", "IEEEeqnarray")
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
_LAST_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}\s*$")
_NO_NUMBER = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])|\\label\{[^{}]*\}")
_RELATION = re.compile(r"[_^]\([^()]*\)|\s*((?:[:≔]?=|[≤≥≠≈≡≃≅∼∝≪≫⊆⊂⊇⊃∈∉→←↦⇒⟹⇔⟺≜≔⟶⟵]|(?<!\w)[<>](?!\w)))\s*")
_TOKEN = re.compile(r"\\begin\b|\\end\b|\\\\(?:\[[^\]]{0,20}\])?|\\.|[{}&]", re.DOTALL)


class Displayed(NamedTuple):
    """A line of a displayed formula; `number` as it stands in the source (`1`, `2a`), "" when it has none."""

    text: str
    number: str = ""


def display_to_unicode(source: str) -> list[Displayed]:
    """The lines of a displayed formula, given without its dollars. Columns of an `align` stand below each other.

    What cannot be read stays as it is; there is at least one line.
    """
    source = source.strip()
    number = ""
    if len(source) > _LONGEST:
        return [Displayed(" ".join(source.split()))]
    if (last := _LAST_TAG.search(source)) is not None:
        number, source = last[1].strip(), source[: last.start()].rstrip()
    for _ in range(_MOST_AROUND):
        if (match := _LINES.fullmatch(source)) is None:
            break
        body = match["body"]
        if match["name"].startswith(_TAKES_ARGUMENT) and (argument := _ARGUMENT.match(body)):
            body = body[argument.end() :]
        if rest := match["rest"].strip():
            body += rest
        rows = list(_split(body))
        if len(rows) == 1 and len(rows[0]) == 1:
            # An environment around another one.
            source, found = _without_number(rows[0][0])
            number = found or number
            continue
        return _aligned(rows, number)
    source, found = _without_number(source)
    return [Displayed(_airy(math_to_unicode(source)), found or number)]


def _aligned(rows: list[list[str]], number: str) -> list[Displayed]:
    """Rows with their cells padded: of each pair the left one ends, and the right one begins, at the same column."""
    numbers: list[str] = []
    cells: list[list[str]] = []
    for row in rows:
        mark = ""
        written = []
        for cell in row:
            bare, found = _without_number(cell)
            mark = found or mark
            written.append(_airy(math_to_unicode(bare)))
        if any(written) or mark:
            cells.append(written)
            numbers.append(mark)
    if number and numbers and not any(numbers):
        numbers[-1] = number
    columns = max(map(len, cells), default=0)
    widths = [max((len(row[at]) for row in cells if at < len(row)), default=0) for at in range(columns)]
    lines = []
    for row, mark in zip(cells, numbers, strict=True):
        padded = (
            f"{cell:>{width}}" if at % 2 == 0 and columns > 1 else f"{cell:<{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=False))
        )
        lines.append(Displayed(" ".join(padded).rstrip(), mark))
    return lines or [Displayed("")]


def _airy(formula: str) -> str:
    """A formula with space around its relations, save in what is raised or lowered: converters write `a=b`."""
    return _RELATION.sub(lambda found: found[0] if found[1] is None else f" {found[1]} ", formula).strip()


def _without_number(source: str) -> tuple[str, str]:
    number = ""
    if match := _TAG.search(source):
        number = match[1].strip()
        source = source[: match.start()] + source[match.end() :]
    return _NO_NUMBER.sub("", source).strip(), number


def _split(body: str) -> Iterator[list[str]]:
    """The cells of each row; what stands in braces or in an environment of its own is no end of either."""
    cells: list[str] = []
    start = depth = 0
    for token in _TOKEN.finditer(body):
        sign = token[0]
        if sign in ("{", "\\begin"):
            depth += 1
        elif sign in ("}", "\\end"):
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif sign == "&":
            cells.append(body[start : token.start()])
            start = token.end()
        elif sign.startswith("\\\\"):
            yield [*cells, body[start : token.start()]]
            cells, start = [], token.end()
    last = body[start:]
    if cells or last.strip():
        yield [*cells, last]
