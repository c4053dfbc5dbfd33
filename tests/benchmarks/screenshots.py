"""Make the pictures in screenshots/ from the running program, on the sample edition.

    python tests/benchmarks/screenshots.py [FOLDER]

Writes SVG, or PNG alone where rsvg-convert is on the path.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tui_reader.domain.sources import SyncOptions
from tui_reader.ui.app import ReaderApp
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
SHOTS = {
    # name: (size, pane, theme, keys)
    "issue-120x40": ((120, 40), "issues", "inference-dark", ["enter"]),
    "feeds-120x40": ((120, 40), "feeds", "inference-dark", ["j", "j"]),
    "papers-120x40": ((120, 40), "papers", "inference-dark", ["s", "x", "j"]),
    "benchmarks-120x40": ((120, 40), "benchmarks", "inference-dark", []),
    "feeds-80x24": ((80, 24), "feeds", "inference-light", ["j"]),
    "article-80x24": ((80, 24), "feeds", "inference-dark", ["j", "j", "enter"]),
    "help-120x40": ((120, 40), "papers", "inference-dark", ["question_mark"]),
    "filter-120x40": ((120, 40), "papers", "inference-dark", ["f"]),
    "issues-200x60": ((200, 60), "issues", "inference-light", ["enter", "j"]),
    "papers-200x60": ((200, 60), "papers", "inference-dark", []),
}


async def shoot(name: str, folder: Path) -> None:
    """One picture."""
    size, pane, theme, keys = SHOTS[name]
    program = Program(Launch(demo=True), {}, lambda: NOW)
    _ = program.triage
    for source in program.sources():  # one after the other, which gives every item the same place each time
        await asyncio.to_thread(program.sync, [source], SyncOptions(), lambda _: None)
    app = ReaderApp(program, pane)
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await pilot.pause(2)  # the list is read anew when the sample is complete
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        await pilot.pause(0.5)
        path = folder / f"{name}.svg"
        path.write_text(_spaced(app.export_screenshot(title="inference-tui")), "utf-8")
    program.close()
    if converter := shutil.which("rsvg-convert"):
        _convert(converter, path)


def _spaced(svg: str) -> str:
    """Spaces at the start of a text become a shift of it: converters other than browsers drop them. They do not
    stretch a text to its length either, so its size is that at which DejaVu Sans Mono fills the cells."""
    cell = 12.2  # the width of a character in the SVG that rich writes
    svg = svg.replace("font-size: 20px", "font-size: 20.27px")

    def shift(found: re.Match[str]) -> str:
        spaces = found["spaces"].count("&#160;")
        return f"{found['before']}{float(found['x']) + cell * spaces:.1f}{found['middle']}>{found['rest']}"

    return re.sub(
        r'(?P<before><text [^>]*? x=")(?P<x>[\d.]+)(?P<middle>"[^>]*?)(?: textLength="[^"]*")(?P<tail>[^>]*)>'
        r"(?P<spaces>(?:&#160;)+)(?P<rest>[^<])",
        lambda m: shift(m).replace(m["middle"], m["middle"] + m["tail"], 1),
        svg,
    )


def _convert(converter: str, path: Path) -> None:
    subprocess.run([converter, "-w", "1400", str(path), "-o", str(path.with_suffix(".png"))], check=True)
    path.unlink()


def main() -> None:
    """All pictures, or those named after the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "screenshots"
    folder.mkdir(exist_ok=True)
    for name in sys.argv[2:] or SHOTS:
        asyncio.run(shoot(name, folder))
        print(name)


if __name__ == "__main__":
    main()
