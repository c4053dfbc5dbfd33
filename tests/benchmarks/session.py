"""Records a session of the reader on the sample edition: screenshots/session.svg, which moves by itself in a browser
and in the README, and screenshots/session.cast, for `asciinema play`.

    python tests/benchmarks/session.py [FOLDER]

Keys are typed in a pty; each step is shown for as long as SCRIPT says, however long the machine took for it.
"""

from __future__ import annotations

import json
import sys
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # a script finds its neighbours first
from support.picture_terminal import PictureTerminal

SIZE = (110, 30)
#: What is typed, and for how many seconds the result is shown.
SCRIPT: tuple[tuple[tuple[str, ...], float], ...] = (
    ((), 2.0),
    (("\r", "j", "j"), 2.0),
    (("3",), 1.5),
    (("j",), 0.7),
    (("s",), 1.2),
    (("x",), 1.2),
    (("u",), 1.2),
    (("/", "s", "p", "e", "e"), 1.5),
    (("\r",), 1.0),
    (("\x1b",), 0.8),
    (("2", "j"), 1.5),
    (("/", *"can show of", "\r"), 1.2),
    (("i",), 1.5),
    (("\r",), 2.5),
    (("\x1b", "4"), 2.5),
    (("?",), 2.5),
    (("\x1b",), 0.8),
)
_WIDTH, _HEIGHT = 9, 19
_BACK, _FORE = "#12141c", "#c8d0e8"


class Run(NamedTuple):
    """Cells of a line in one style."""

    column: int
    text: str
    fore: str
    back: str
    is_bold: bool


def main(folder: Path) -> int:
    """Record."""
    terminal = PictureTerminal([str(Path(sys.executable).with_name("inference-tui")), "--demo"], SIZE, "silent")
    at = 0.0
    frames: list[tuple[float, float, list[list[Run]]]] = []
    cast: list[list[object]] = []
    for keys, seconds in SCRIPT:
        for key in keys:
            terminal.press(key, wait=0.3)
        terminal.settle(1.2 if keys else 3.0)
        lines = lines_of(terminal.screen)
        # The screen of each step, and not what came to it: the same on every machine.
        cast.append(
            [round(at, 3), "o", ("" if frames else "\x1b[?25l\x1b[2J") + "".join(map(drawn, range(SIZE[1]), lines))]
        )
        frames.append((at, seconds, lines))
        at += seconds
    terminal.press("Q")
    terminal.close()
    head = {"version": 2, "width": SIZE[0], "height": SIZE[1], "title": "inference-tui, the sample edition"}
    cast.append([round(at, 3), "o", "\x1b[0m\x1b[?25h\r\n"])
    written = "\n".join(json.dumps(line) for line in (head, *cast))
    (folder / "session.cast").write_text(f"{written}\n", "utf-8")
    (folder / "session.svg").write_text(animation(frames, at), "utf-8")
    return 0


def lines_of(screen: Any) -> list[list[Run]]:
    """The screen as runs of equal style."""
    lines = []
    for y in range(screen.lines):
        cells = [(x, screen.buffer[y][x]) for x in range(screen.columns)]
        runs = []
        for (fore, back, is_bold), group in groupby(cells, key=lambda cell: _style(cell[1])):
            found = list(group)
            runs.append(Run(found[0][0], "".join(cell.data for _, cell in found), fore, back, is_bold))
        lines.append(runs)
    return lines


def _style(cell: Any) -> tuple[str, str, bool]:
    fore = _FORE if cell.fg == "default" else f"#{cell.fg}"
    back = _BACK if cell.bg == "default" else f"#{cell.bg}"
    return (back, fore, cell.bold) if cell.reverse else (fore, back, cell.bold)


def drawn(y: int, runs: list[Run]) -> str:
    """A line as a terminal is told of it."""

    def colour(kind: int, hexed: str) -> str:
        return f"{kind};2;{int(hexed[1:3], 16)};{int(hexed[3:5], 16)};{int(hexed[5:7], 16)}"

    said = (f"\x1b[0;{'1;' * r.is_bold}{colour(38, r.fore)};{colour(48, r.back)}m{r.text}" for r in runs)
    return f"\x1b[{y + 1};1H{''.join(said)}"


def animation(frames: list[tuple[float, float, list[list[Run]]]], total: float) -> str:
    """Frames one after the other, again and again."""
    width, height = SIZE[0] * _WIDTH, SIZE[1] * _HEIGHT
    rules, groups = [], []
    for number, (begin, seconds, lines) in enumerate(frames):
        first, last = 100 * begin / total, 100 * (begin + seconds) / total
        before = f"0%,{first:.2f}%{{visibility:hidden}}" if number else ""
        rules.append(
            f"@keyframes f{number}{{{before}{first + 0.01:.2f}%,{last:.2f}%{{visibility:visible}}"
            f"{last + 0.01 if last < 99.9 else 100:.2f}%,100%{{visibility:hidden}}}}"
            f".f{number}{{visibility:hidden;animation:f{number} {total:.1f}s step-end infinite}}"
        )
        groups.append(f'<g class="f{number}">{"".join(_line(y, line) for y, line in enumerate(lines))}</g>')
    style = "text{font:15px 'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre}.b{font-weight:bold}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<style>{style}{"".join(rules)}</style><rect width="{width}" height="{height}" fill="{_BACK}"/>'
        f"{''.join(groups)}</svg>\n"
    )


def _line(y: int, runs: list[Run]) -> str:
    out = []
    for run in runs:
        left, wide = run.column * _WIDTH, len(run.text) * _WIDTH
        if run.back != _BACK:
            out.append(f'<rect x="{left}" y="{y * _HEIGHT}" width="{wide}" height="{_HEIGHT}" fill="{run.back}"/>')
        if text := run.text.strip():
            left += _WIDTH * (len(run.text) - len(run.text.lstrip()))
            bold = ' class="b"' if run.is_bold else ""
            out.append(
                f'<text x="{left}" y="{y * _HEIGHT + 15}" fill="{run.fore}"{bold} textLength="{len(text) * _WIDTH}">'
                f"{escape(text)}</text>"
            )
    return "".join(out)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")))
