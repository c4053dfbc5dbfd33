"""A terminal that sees pictures: it runs a program in a pty, answers what kitty or a terminal with sixels would answer,
and paints what it was sent into an image. It reads both formats with code of its own."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from base64 import standard_b64decode
from pathlib import Path
from typing import Any

import pyte
from PIL import Image, ImageDraw, ImageFont
from support.sixel_decoder import decode_sixels

CELL = (10, 20)
_PLACEHOLDER = "\U0010eeee"
_STRINGS = re.compile(rb"\x1b(?:P|_|\])(?:[^\x1b\x07]|\x1b(?!\\))*(?:\x1b\\|\x07)")
_ASKED = re.compile(rb"\x1b\[>q|\x1b\[16t|\x1b\[c|\x1b\[\?(?:2026|2048)\$p|\x1b\[[<>]\d*u|\x1b\[\?u")
_FONTS = ("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",)
_NAMED = {
    "black": "#000000", "red": "#cd0000", "green": "#00cd00", "brown": "#cdcd00", "blue": "#0000ee",
    "magenta": "#cd00cd", "cyan": "#00cdcd", "white": "#e5e5e5", "brightblack": "#7f7f7f", "brightred": "#ff0000",
    "brightgreen": "#00ff00", "brightbrown": "#ffff00", "brightblue": "#5c5cff", "brightmagenta": "#ff00ff",
    "brightcyan": "#00ffff", "brightwhite": "#ffffff",
}  # fmt: skip


def _marks() -> dict[str, int]:
    """kitty's rule: marks above (class 230) without a decomposition, in the order of Unicode 6.0; their first ones."""
    first = ["305", "30d", "30e", "310", "312", "33d", "33e", "33f", "346", "34a", "34b", "34c", "350", "351"]
    from tui_reader.ui.pictures.painter import MARKS

    assert [f"{ord(mark):x}" for mark in MARKS[: len(first)]] == first
    return {mark: number for number, mark in enumerate(MARKS)}


class _Screen(pyte.Screen):
    """Text that is written over a picture takes its place."""

    def __init__(self, columns: int, lines: int) -> None:
        self.sixels: dict[tuple[int, int], Image.Image] = {}
        super().__init__(columns, lines)

    def draw(self, data: str) -> None:
        if not any(y == self.cursor.y for y, _ in self.sixels):
            super().draw(data)
            return
        for character in data:
            self.sixels.pop((self.cursor.y, min(self.cursor.x, self.columns - 1)), None)
            super().draw(character)

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        self.sixels.clear()
        super().erase_in_display(how, *args, **kwargs)

    def report_device_status(self, *args: Any, **kwargs: Any) -> None:
        """Not asked."""


class PictureTerminal:
    """`kind` is `kitty`, `sixel`, `blocks` or `silent`, which answers nothing; `background` the answer to OSC 11."""

    def __init__(
        self,
        words: list[str],
        size: tuple[int, int],
        kind: str = "blocks",
        env: dict[str, str] | None = None,
        background: str = "1212/1414/1c1c",
    ) -> None:
        self.kind, self.background = kind, background
        self.screen = _Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.images: dict[int, tuple[Image.Image, int, int]] = {}
        self.written = bytearray()
        self._rest, self._chunks, self._head = b"", b"", {}  # type: ignore[var-annotated]
        self.marks = _marks()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        plain = {k: v for k, v in os.environ.items() if k not in ("TMUX", "TERM_PROGRAM", "COLORFGBG", "NO_COLOR")}
        env = {**plain, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **(env or {})}
        self.process = subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True)
        os.close(slave)

    def run(self, seconds: float) -> None:
        """Let the program go on for a while."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([self.master], [], [], min(left, 0.05))
            if ready:
                try:
                    data = os.read(self.master, 65536)
                except OSError:
                    return
                self.written += data
                self._take(data)

    def settle(self, quiet: float = 0.6, most: float = 30.0) -> None:
        """Until it has been silent for a while, and all of it was read."""
        until = time.monotonic() + most
        while time.monotonic() < until:
            before = len(self.written)
            self.run(quiet)
            if len(self.written) == before:
                return

    def press(self, *keys: str, wait: float = 0.25) -> None:
        """Type."""
        for key in keys:
            os.write(self.master, key.encode())
            self.run(wait)

    def close(self) -> int:
        """End the program, if it has not; its exit code."""
        self.run(1.0)
        if self.process.poll() is None:
            self.process.terminate()
        for _ in range(150):
            if self.process.poll() is not None:
                break
            self.run(0.1)
        os.close(self.master)
        return self.process.wait(1)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.screen.display)

    def _take(self, data: bytes) -> None:
        data, self._rest = self._rest + data, b""
        # What may be the beginning of a string waits for the rest of it.
        begun = max(
            data.rfind(b"\x1bP"), data.rfind(b"\x1b_"), data.rfind(b"\x1b]"), data.rfind(b"\x1b", len(data) - 12)
        )
        if (
            begun >= 0
            and not _STRINGS.match(data, begun)
            and (data[begun + 1 : begun + 2] in b"P_]" or begun == len(data) - 1)
        ):
            data, self._rest = data[:begun], data[begun:]
        at = 0
        for found in _STRINGS.finditer(data):
            self._text(data[at : found.start()])
            self._string(found[0])
            at = found.end()
        self._text(data[at:])

    def _text(self, data: bytes) -> None:
        for asked in _ASKED.findall(data):
            self._answer(asked)
        self.stream.feed(_ASKED.sub(b"", data))

    def _say(self, answer: str) -> None:
        if self.kind != "silent":
            os.write(self.master, answer.encode())

    def _answer(self, asked: bytes) -> None:
        if asked == b"\x1b[c":
            self._say({"kitty": "\x1b[?62;c", "sixel": "\x1b[?62;4;22c"}.get(self.kind, "\x1b[?62;22c"))
        elif asked == b"\x1b[>q":
            self._say({"kitty": "\x1bP>|kitty(0.36.4)\x1b\\", "sixel": "\x1bP>|foot(1.18.1)\x1b\\"}.get(self.kind, ""))
        elif asked == b"\x1b[16t":
            self._say(f"\x1b[6;{CELL[1]};{CELL[0]}t")

    def _string(self, string: bytes) -> None:
        if string.startswith(b"\x1b]11;?"):
            self._say(f"\x1b]11;rgb:{self.background}\x1b\\")
        elif string.startswith(b"\x1b_G"):
            self._kitty(string[3:-2])
        elif string.startswith(b"\x1bP") and b"q" in string[:20]:
            assert self.kind == "sixel", "sixels were not asked for"
            width, height, rgb = decode_sixels(string)
            image = Image.frombytes("RGB", (width, height), rgb)
            y, x = self.screen.cursor.y, self.screen.cursor.x
            for column in range(-(-width // CELL[0])):
                left = column * CELL[0]
                self.screen.sixels[y, x + column] = image.crop((left, 0, left + CELL[0], CELL[1]))

    def _kitty(self, body: bytes) -> None:
        control, _, payload = body.partition(b";")
        head = dict(part.split("=", 1) for part in control.decode().split(",") if "=" in part)
        if head.get("a") == "q":
            if self.kind == "kitty":
                self._say(f"\x1b_Gi={head['i']};OK\x1b\\")
            return
        assert self.kind == "kitty", "kitty's graphics were not asked for"
        if head.get("a") == "d":
            self.images.pop(int(head["i"]), None)
            return
        self._head = {**self._head, **head} if self._chunks else head
        self._chunks += payload
        if head.get("m", "0") == "0":
            assert self._head["U"] == "1"
            image = Image.open(io.BytesIO(standard_b64decode(self._chunks))).convert("RGB")
            columns, rows = int(self._head["c"]), int(self._head["r"])
            self.images[int(self._head["i"])] = (image.resize((columns * CELL[0], rows * CELL[1])), columns, rows)
            self._chunks = b""

    def picture(self) -> Image.Image:
        """The screen as it would be seen."""
        screen, (width, height) = self.screen, CELL
        image = Image.new("RGB", (screen.columns * width, screen.lines * height), "#000000")
        draw = ImageDraw.Draw(image)
        font: Any = ImageFont.truetype(_FONTS[0], 16) if Path(_FONTS[0]).exists() else ImageFont.load_default(16)
        for y in range(screen.lines):
            for x in range(screen.columns):
                cell = screen.buffer[y][x]
                left, top = x * width, y * height
                fg, bg = _colour(cell.fg, "#e5e5e5"), _colour(cell.bg, "#000000")
                if cell.reverse:
                    fg, bg = bg, fg
                if (y, x) in screen.sixels:
                    image.paste(screen.sixels[y, x], (left, top))
                    continue
                draw.rectangle([left, top, left + width - 1, top + height - 1], fill=bg)
                if cell.data.startswith(_PLACEHOLDER):
                    self._place(image, cell.data, cell.fg, left, top)
                elif cell.data == "▀":
                    draw.rectangle([left, top, left + width - 1, top + height // 2 - 1], fill=fg)
                elif cell.data.strip():
                    draw.text((left, top), cell.data, fill=fg, font=font, stroke_width=0.3 if cell.bold else 0)
                    if cell.underscore:
                        draw.line([(left, top + height - 2), (left + width, top + height - 2)], fill=fg)
        return image

    def _place(self, image: Image.Image, data: str, colour: str, left: int, top: int) -> None:
        found = self.images.get(int(colour, 16) if re.fullmatch("[0-9a-fA-F]{6}", colour) else -1)
        if found is None or len(data) < 3:
            return
        row, column = self.marks[data[1]], self.marks[data[2]]
        x, y = column * CELL[0], row * CELL[1]
        image.paste(found[0].crop((x, y, x + CELL[0], y + CELL[1])), (left, top))


def _colour(name: str, otherwise: str) -> str:
    if name == "default":
        return otherwise
    return _NAMED.get(name, f"#{name}")
