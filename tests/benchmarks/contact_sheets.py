"""Pictures of every screen and state at five sizes, to be looked at; on a home with real titles.

    python tests/benchmarks/contact_sheets.py HOME FOLDER [WIDTHxHEIGHT…]

HOME is copied, so that nothing is decided in it. For each size FOLDER gets sheets of several pictures as PNG
(`80x24-1.png`), each with its name over it, and every screen as text (`80x24-NAME.txt`). Needs rsvg-convert and Pillow.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw

from tui_reader.ui.app import ReaderApp
from tui_reader.wiring import Launch, Program

SIZES = ((80, 24), (100, 30), (120, 40), (160, 45), (200, 60))
#: Name and keys of each state, by pane; every one begins in the plain list. A key of several letters is a named one.
STATES = {
    "1": {
        "issues": "", "issue": "enter", "issue-paper": "enter j j j enter", "issue-table": "enter G enter",
        "issue-whole": "v", "issue-links": "enter I", "issue-contents": "v C", "seen": "enter j j j full_stop",
    },
    "2": {
        "feeds": "j j", "entry": "j enter", "entry-hints": "j enter semicolon", "feeds-filter": "f", "feeds-tag": "t",
        "feeds-note": "a", "feeds-range": "V j j", "feeds-search": "slash m o d e l", "feeds-none": "slash z z z q",
        "feeds-side": "B", "feeds-two-lines": "=", "feeds-one-line": "=", "feeds-keep": "s", "feeds-undo": "u",
        "feeds-pipe": "|", "feeds-export": "e",
    },
    "3": {
        "papers": "j", "paper": "enter", "papers-filter": "f", "papers-views": "w", "papers-like": "M",
        "papers-follow": "*", "papers-export": "e", "papers-interest": "S", "papers-side": "B", "papers-zoom": "z",
        "papers-search": "slash s p e e c h enter", "papers-save": "slash s p e e c h enter W",
    },
    "4": {
        "boards": "j j", "board": "G k k k k k k k k k k enter", "model": "enter enter", "board-with": "c",
        "board-filter": "enter f", "board-moves": "enter m", "board-sort": "enter S", "board-columns": "enter D",
        "board-plot": "enter P", "board-beside": "enter V j X", "boards-side": "B",
    },
    "2 ": {
        "everything": "F", "everything-found": "F d i f f u s i o n", "everything-wrong": "F f o o :", "today": "0",
        "help": "?", "help-search": "? slash f i l", "palette": "ctrl+p", "palette-typed": "ctrl+p s u b s",
        "sources": "!", "sources-add": "! a", "sources-remove": "! j j j j j j j d",
        "sources-rename": "! j j j j j j n", "sources-find": "! slash a n t h", "themes": "T", "unknown-key": "5",
    },
}  # fmt: skip


async def shoot(home: Path, size: tuple[int, int], folder: Path) -> list[tuple[str, Image.Image]]:
    """All states at a size, in one reader."""
    program = Program(Launch(home=home, offline=True), {}, lambda: datetime.now(UTC))
    app = ReaderApp(program, "feeds")
    pictures = []
    async with app.run_test(size=size) as pilot:

        async def press(keys: str) -> None:
            for key in keys.split():
                await pilot.press(key)
                await pilot.pause(0.05)

        await pilot.pause(2)
        for pane, states in STATES.items():
            for name, keys in states.items():
                await press("escape " * 7 + pane)
                await pilot.pause(0.3)
                await press(keys)
                await pilot.pause(0.9)
                svg = app.export_screenshot(title=f"{name} {size[0]}x{size[1]}")
                strips = app.screen._compositor.render_strips()
                text = "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
                (folder / f"{size[0]}x{size[1]}-{name}.txt").write_text(text + "\n", "utf-8")
                pictures.append((name, _picture(svg, size)))
    program.close()
    return pictures


def _picture(svg: str, size: tuple[int, int]) -> Image.Image:
    made = subprocess.run(
        ["rsvg-convert", "-w", str(size[0] * 8)], input=svg.encode(), stdout=subprocess.PIPE, check=True
    )
    return Image.open(io.BytesIO(made.stdout)).convert("RGB")


def sheets(pictures: list[tuple[str, Image.Image]], across: int, down: int) -> list[Image.Image]:
    """The pictures side by side, so many across and down."""
    found = []
    width, height = (max(p.size[i] for _, p in pictures) for i in (0, 1))
    for start in range(0, len(pictures), across * down):
        sheet = Image.new("RGB", (across * (width + 8), down * (height + 22)), "#404040")
        draw = ImageDraw.Draw(sheet)
        for place, (name, picture) in enumerate(pictures[start : start + across * down]):
            x, y = place % across * (width + 8), place // across * (height + 22)
            draw.text((x + 4, y + 4), name, fill="white")
            sheet.paste(picture, (x, y + 20))
        found.append(sheet)
    return found


def main(home: Path, folder: Path, sizes: list[tuple[int, int]]) -> None:
    """Sheets of all sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as copy:
            shutil.copytree(home, Path(copy) / "home")
            pictures = asyncio.run(shoot(Path(copy) / "home", size, folder))
        across = max(1, 320 // size[0])
        for number, sheet in enumerate(sheets(pictures, across, max(1, 96 // size[1])), 1):
            sheet.save(folder / f"{size[0]}x{size[1]}-{number}.png")
        print(f"{size[0]}x{size[1]}: {len(pictures)} pictures", flush=True)


if __name__ == "__main__":
    asked = [(int(w), int(h)) for w, _, h in (text.partition("x") for text in sys.argv[3:])]
    main(Path(sys.argv[1]), Path(sys.argv[2]), asked or list(SIZES))
