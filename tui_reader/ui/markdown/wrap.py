"""Breaking text into lines of a number of terminal cells, as character offsets: nothing is copied or lost."""

from __future__ import annotations

import re

from rich.cells import cell_len, split_graphemes

# Characters certain to be one cell each: Latin, Greek, Cyrillic, punctuation, what formulas are set in. Everything else
# is measured, which takes six times as long.
_NARROW = re.compile(
    "[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u1d00-\u1dbf\u1e00-\u1eff\u2010-\u2015\u2018-\u201f\u2020-\u2027\u2030-\u205e\u2070\u2071\u2074-\u208e\u2090-\u209c"
    "\u20a0-\u20c0\u2100-\u2319\u2460-\u25fc\u27c0-\u27ff\u2900-\u2b1a\U0001d400-\U0001d7ff]*"
)
# Closing marks that may not begin a line.
_NOT_FIRST = frozenset("、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】)]}>.,:;!?%…～")
_NOT_LAST = frozenset("（〔［｛〈《「『【([{‘“")


def is_narrow(text: str) -> bool:
    """Whether every character is known to be one cell wide."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


def wrap(text: str, width: int, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Lines of at most `width` cells as (start, end) offsets, at least one.

    Lines end at spaces, at newlines, and between wide characters; a word longer than a line is cut. The spaces at
    which a line ends belong to no line.
    """
    end = len(text) if end is None else end
    lines: list[tuple[int, int]] = []
    narrow = is_narrow(text)
    while True:
        newline = text.find("\n", start, end)
        stop = end if newline < 0 else newline
        if narrow:
            _wrap_narrow(text, width, start, stop, lines)
        else:
            _wrap_measured(text, width, start, stop, lines)
        if newline < 0:
            return lines
        start = newline + 1


def fold(text: str, width: int) -> list[tuple[int, int]]:
    """Lines as the author broke them, cut wherever they are too long; for code, in which spaces count."""
    lines: list[tuple[int, int]] = []
    start, narrow = 0, is_narrow(text)
    while True:
        newline = text.find("\n", start)
        stop = len(text) if newline < 0 else newline
        if narrow:
            lines.extend((at, min(at + width, stop)) for at in range(start, max(stop, start + 1), width))
        else:
            _fold_measured(text, width, start, stop, lines)
        if newline < 0:
            return lines
        start = newline + 1


def longest_word(text: str, start: int, end: int) -> int:
    """The width in cells of the longest piece that wrapping would rather not cut."""
    return max((cell_len(word) if not is_narrow(word) else len(word) for word in text[start:end].split()), default=0)


def _wrap_narrow(text: str, width: int, start: int, end: int, lines: list[tuple[int, int]]) -> None:
    while end - start > width:
        cut = text.rfind(" ", start, start + width + 1)
        line_end = cut
        while line_end > start and text[line_end - 1] == " ":
            line_end -= 1
        if cut < 0 or line_end <= start:
            cut = line_end = start + width
        lines.append((start, line_end))
        start = cut
        while start < end and text[start] == " ":
            start += 1
        if start == end:
            return
    lines.append((start, end))


def _wrap_measured(text: str, width: int, start: int, end: int, lines: list[tuple[int, int]]) -> None:
    graphemes, _ = split_graphemes(text[start:end])
    origin = line_start = start
    used = since_break = 0
    break_end = break_next = -1
    was_wide, before = False, ""
    for first, last, cells in graphemes:
        at, character = origin + first, text[origin + first]
        if character == " ":
            if at == line_start and lines and at != start:
                line_start = origin + last
                continue
            if text[at - 1] != " " or break_next < 0:
                break_end = at
            break_next, since_break = origin + last, 0
            used += cells
            was_wide, before = False, " "
            continue
        is_wide = cells == 2
        may_break = (was_wide or is_wide) and character not in _NOT_FIRST and before not in _NOT_LAST and before != " "
        if may_break and at > line_start:
            break_end, break_next, since_break = at, at, 0
        while used + cells > width and at > line_start:  # twice where what stays behind a break is itself too long
            if break_next > line_start and break_end > line_start:
                lines.append((line_start, break_end))
                line_start, used = break_next, since_break
            else:
                lines.append((line_start, at))
                line_start, used, since_break = at, 0, 0
            break_end = break_next = -1
        used += cells
        since_break += cells
        was_wide, before = is_wide, character
    # Spaces at the end may reach over the edge: they hang there, unseen.
    stop = end
    while stop > line_start and text[stop - 1] == " " and cell_len(text[line_start:stop]) > width:
        stop -= 1
    if line_start < end or start == end:
        lines.append((line_start, stop))


def _fold_measured(text: str, width: int, start: int, end: int, lines: list[tuple[int, int]]) -> None:
    graphemes, _ = split_graphemes(text[start:end])
    line_start, used = start, 0
    for first, _last, cells in graphemes:
        if used + cells > width and start + first > line_start:
            lines.append((line_start, start + first))
            line_start, used = start + first, 0
        used += cells
    lines.append((line_start, end))
