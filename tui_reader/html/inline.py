"""Styled runs of text as inline Markdown.

HTML may style any stretch of text; CommonMark's marks only work where the characters around them allow it (0.31, 6.2).
Runs are written so that the text always comes out whole: where a mark would not be understood, it is moved past
punctuation or left out.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.text.markdown import code_span, escape_inline, escape_line_starts, link


class Style(Struct, frozen=True):
    """How a run looks, and where it leads: `link` is an absolute address, a fragment (`#bib.bib3`) or empty.

    `raw` text is Markdown already, a formula or an anchor, and is written as it is.
    """

    strong: bool = False
    em: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""
    raw: bool = False


PLAIN = Style()


class Run(Struct, frozen=True):
    """A stretch of text in one style. A newline in it is a line break that the page asked for."""

    text: str
    style: Style = PLAIN


def write_inline(runs: list[Run], *, in_table: bool = False) -> str:
    """A paragraph of Markdown out of runs: white space folded, ends stripped, no line beginning a block."""
    tidy = _tidied(runs)
    if not tidy:
        return ""
    out = ""
    groups = [(address, list(group)) for address, group in groupby(tidy, key=lambda run: run.style.link)]
    for position, (address, group) in enumerate(groups):
        if address:
            inner = _Level(group, in_link=True).write("[", "]")
            piece = link(inner, address)
            if out.endswith("!"):
                # Otherwise it would be an image.
                out = out[:-1] + "\\!"
        else:
            following = "[" if position + 1 < len(groups) else ""
            piece = _Level(group, in_table=in_table).write(out[-1:], following)
            if piece.startswith(("(", ":")) and out.endswith("]"):
                out = out[:-1] + "\\]"
        out += piece
    if out.startswith("[") and "]:" in out and not tidy[0].style.link:
        # Otherwise it would define a link, even if the "]:" stands in code.
        out = "\\" + out
    return escape_line_starts(out)


def _tidied(runs: list[Run]) -> list[Run]:
    """Runs with white space folded across them, spaces moved out of styles, neighbours in one style joined."""
    result: list[Run] = []
    for run in _split_at_spaces(runs):
        text = run.text
        before = result[-1].text if result else "\n"
        if text == " " and before[-1] in " \n":
            continue
        if text == "\n" and not result:
            continue
        if text == "\n" and before.endswith(" "):
            result[-1] = replace(result[-1], text=before[:-1])
            if not result[-1].text:
                result.pop()
            if not result:
                continue
        style = run.style
        if result and style.code and result[-1].style.code and style.link == result[-1].style.link:
            # Two spans of code that touch would be read as one with other marks.
            style = result[-1].style
        if result and result[-1].style == style:
            result[-1] = replace(run, text=result[-1].text + text)
        else:
            result.append(run)
    while result and not (last := result[-1].text.rstrip(" \n")):
        result.pop()
    if result:
        result[-1] = replace(result[-1], text=last)
    return [
        run if run.text.strip() else replace(run, style=_between(result, index)) for index, run in enumerate(result)
    ]


def _split_at_spaces(runs: list[Run]) -> list[Run]:
    pieces: list[Run] = []
    for run in runs:
        bare = Style(link=run.style.link)
        for number, line in enumerate(run.text.split("\n")):
            if number:
                pieces.append(Run("\n", bare))
            words = " ".join(line.split())
            if not words:
                if line:
                    pieces.append(Run(" ", bare))
                continue
            if line[0].isspace():
                pieces.append(Run(" ", bare))
            pieces.append(Run(words, run.style))
            if line[-1].isspace():
                pieces.append(Run(" ", bare))
    return pieces


def _between(runs: list[Run], index: int) -> Style:
    """The style of a space: what the runs on both sides share, so that `<b>a</b> <b>b</b>` is one stretch."""
    if not 0 < index < len(runs) - 1:
        return PLAIN
    one, two = runs[index - 1].style, runs[index + 1].style
    if one.link != two.link:
        return PLAIN
    return Style(one.strong and two.strong, one.em and two.em, one.strike and two.strike, False, one.link)


@dataclass(slots=True)
class _Level:
    """Runs that stand in one container: the paragraph itself or the text of one link."""

    runs: list[Run]
    in_link: bool = False
    in_table: bool = False

    def write(self, before: str, after: str) -> str:
        return self._styled(self.runs, ("strong", "em", "strike"), before, after)

    def _styled(self, runs: list[Run], styles: tuple[str, ...], before: str, after: str) -> str:
        """`before` and `after` are the characters on either side, "" at an end of the paragraph."""
        if not styles:
            return "".join(self._plain(run) for run in runs)
        style, deeper = styles[0], styles[1:]
        groups = [(on, list(group)) for on, group in groupby(runs, key=lambda run: bool(getattr(run.style, style)))]
        out = ""
        for position, (on, group) in enumerate(groups):
            last = position == len(groups) - 1
            following = after if last else groups[position + 1][1][0].text[:1]
            preceding = out[-1:] or before
            if on:
                out += self._marked(group, style, deeper, preceding, following)
            else:
                out += self._styled(group, deeper, preceding, following)
        return out

    def _marked(self, runs: list[Run], style: str, deeper: tuple[str, ...], before: str, after: str) -> str:
        # A mark cannot close between punctuation and a letter: "**Note:**this" is no emphasis, "**Note**:this" is.
        opened, closed = _outer_punctuation(runs, before, after)
        head, body, tail = _cut(runs, opened, closed)
        if not body or not any(character.isalnum() for run in body for character in run.text):
            return self._styled(runs, deeper, before, after)
        front = "".join(self._plain(run) for run in head)
        back = "".join(self._plain(run) for run in tail)
        before, after = front[-1:] or before, back[:1] or after
        mark = _mark(style, before, after)
        if mark:
            inner = self._styled(body, deeper, mark[0], mark[0])
            if _may_enclose(inner, mark, before, after):
                return front + mark + inner + mark + back
        return front + self._styled(body, deeper, before, after) + back

    def _plain(self, run: Run) -> str:
        if run.style.raw:
            return run.text
        # Brackets of code could end a link's text.
        if run.style.code and run.text.strip() and not (self.in_link and {"[", "]"} & set(run.text)):
            return code_span(run.text)
        text = escape_inline(run.text, in_paragraph=not (self.in_link or self.in_table))
        return text.replace("\n", "\\\n")


def _mark(style: str, before: str, after: str) -> str:
    if style == "em":
        # Underscores read better, and touch no asterisk; inside a word only the asterisk works.
        if not (_is_word(before) or _is_word(after) or "_" in before + after):
            return "_"
        return "" if "*" in before + after else "*"
    mark = {"strong": "**", "strike": "~~"}[style]
    return "" if mark[0] in before + after else mark


def _may_enclose(inner: str, mark: str, before: str, after: str) -> bool:
    first, last = inner[0], inner[-1]
    if first.isspace() or last.isspace() or mark[0] in {first, last}:
        return False
    opens = not _is_punctuation(first) or not before or before.isspace() or _is_certain_punctuation(before)
    closes = not _is_punctuation(last) or not after or after.isspace() or _is_certain_punctuation(after)
    return opens and closes


def _outer_punctuation(runs: list[Run], before: str, after: str) -> tuple[int, int]:
    """How many characters of punctuation at either end must stand outside a mark."""
    first, last = runs[0], runs[-1]
    opened = closed = 0
    if _is_word(before) and not first.style.code:
        opened = len(first.text) - len(_without_punctuation(first.text))
    if _is_word(after) and not last.style.code:
        closed = len(last.text) - len(_without_punctuation(last.text[::-1]))
    return opened, closed


def _without_punctuation(text: str) -> str:
    start = next((index for index, character in enumerate(text) if not _is_punctuation(character)), len(text))
    return text[start:]


def _cut(runs: list[Run], opened: int, closed: int) -> tuple[list[Run], list[Run], list[Run]]:
    head: list[Run] = []
    tail: list[Run] = []
    body = list(runs)
    if closed:
        run = body.pop()
        tail = [replace(run, text=run.text[len(run.text) - closed :])]
        if len(run.text) > closed:
            body.append(replace(run, text=run.text[:-closed]))
    if opened and body:
        run = body.pop(0)
        head = [replace(run, text=run.text[:opened])]
        if len(run.text) > opened:
            body.insert(0, replace(run, text=run.text[opened:]))
    return head, body, tail


def _is_word(character: str) -> bool:
    return bool(character) and not character.isspace() and not _is_punctuation(character)


def _is_punctuation(character: str) -> bool:
    """Whether a reader of Markdown may take this for punctuation; older ones leave symbols out."""
    return unicodedata.category(character)[0] in "PS"


def _is_certain_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" or (character.isascii() and _is_punctuation(character))
