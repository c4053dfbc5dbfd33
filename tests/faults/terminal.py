"""Terminals of every size and mood: the reader goes on, or ends and leaves the terminal as it was."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from walk.homes import make_home

from faults.outcome import Outcome
from faults.reader import Reader, left_over

_KEYS = "1234jkgGnpmsxLuUV/?;.yzcfBIT!0,+=<>[]{}' \t\r\x1b"
SIZES = (
    (1, 1), (2, 1), (1, 50), (3, 2), (5, 5), (10, 3), (19, 7), (20, 200), (40, 12), (79, 23), (80, 24), (99, 30),
    (100, 30), (120, 40), (159, 50), (160, 50), (200, 60), (300, 3), (500, 200), (0, 0),
)  # fmt: skip
_ESCAPES = (
    b"\x1b[A", b"\x1b[5~", b"\x1bOP", b"\x1b[<0;10;10M", b"\x1b[<0;10;10m", b"\x1b[<64;3;3M", b"\x1b[I", b"\x1b[O",
    b"\x1b[M !!", b"\x1b[1;5C", b"\x1b[200~", b"\x1b[201~", b"\x1b[?2026;2$y", b"\x1b[97;5u", b"\x1b]11;rgb:0/0/0\x07",
    b"\x1b[<999999;999999;99999M", b"\x1b[;;;;m", b"\x1b[", b"\x1b", b"\x1bP1$r\x1b\\", b"\x1b[48;24;80;0;0t",
    b"\x9b1m",
)  # fmt: skip


def terminal(folder: Path, seed: int, whole: bool) -> Outcome:
    """Sizes, storms, signals, suspending, terminals that go away, poor ones, bursts and pastes."""
    outcome = Outcome()
    made = folder / "made"
    make_home(made)
    chance = random.Random(seed)
    number = 0

    def home() -> Path:
        nonlocal number
        number += 1
        place = folder / f"home{number}"
        shutil.copytree(made, place)
        return place

    for name, trial in _trials(chance, whole):
        place = home()
        begun = time.monotonic()
        try:
            wrong = trial(place)
        except Exception as error:  # the trial itself failed; that is no survival
            wrong = f"{type(error).__name__}: {error}"
        outcome.case(name, [wrong])
        outcome.slowest(name, time.monotonic() - begun)
        shutil.rmtree(place, ignore_errors=True)
    rest = left_over(20.0)
    outcome.case("processes", [f"left: {rest}"] if rest else [])
    return outcome


def _trials(chance: random.Random, whole: bool) -> list[tuple[str, Callable[[Path], str]]]:
    sizes = SIZES if whole else ((1, 1),)
    trials: list[tuple[str, Callable[[Path], str]]] = [
        (f"begun at {w}x{h}", partial(_begun, size=(w, h), chance=chance)) for w, h in sizes
    ]
    if whole:
        trials.append(("every size in turn", lambda home: _sizes(home, chance)))
    trials += [
        (f"storm {n}", lambda home: _storm(home, chance, 300 if whole else 40)) for n in range(6 if whole else 0)
    ]
    signals = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGTSTP", "SIGSTOP", "SIGCONT", "SIGPIPE", "SIGUSR1"]
    trials += [(name, partial(_signalled, name=name)) for name in (signals if whole else signals[:1])]
    trials += [
        (f"closed while {what}", partial(_closed, what=what, chance=chance))
        for what in (("idle", "keys", "storm", "starting", "document") if whole else ("keys",))
    ]
    poor: list[tuple[str, dict[str, str]]] = [
        ("C locale", {"LC_ALL": "C", "LANG": "C"}),
        ("POSIX locale", {"LC_ALL": "POSIX", "LANG": "POSIX"}),
        ("a locale that is none", {"LC_ALL": "xx_YY.nothing", "LANG": "xx"}),
        ("latin-1", {"LC_ALL": "en_US.ISO-8859-1"}),
        ("TERM=dumb", {"TERM": "dumb"}),
        ("no TERM", {"TERM": ""}),
        ("TERM=nothing-known", {"TERM": "nothing-known"}),
        ("vt100", {"TERM": "vt100"}),
        ("linux", {"TERM": "linux"}),
        ("NO_COLOR", {"NO_COLOR": "1"}),
        ("COLUMNS=abc", {"COLUMNS": "abc", "LINES": "-4"}),
    ]
    trials += [
        (name, partial(_begun, size=(80, 24), chance=chance, env=env)) for name, env in (poor if whole else poor[:1])
    ]
    trials += [
        (f"burst of {what}", partial(_burst, what=what, chance=chance, whole=whole))
        for what in (("keys", "escapes", "paste", "paste without an end", "bytes", "mouse", "arrows", "unread")
                     if whole else ("paste",))
    ]  # fmt: skip
    return trials


def _begun(home: Path, size: tuple[int, int], chance: random.Random, env: dict[str, str] | None = None) -> str:
    reader = Reader(home, size, env=env)
    try:
        reader.settle(1.0)
        for _ in range(12):
            reader.write(chance.choice(_KEYS).encode())
            reader.pump(0.02)
        return reader.answers() or reader.quit()
    finally:
        reader.kill()
        reader.close()


def _started(home: Path, size: tuple[int, int] = (80, 24)) -> Reader:
    reader = Reader(home, size)
    if not reader.until("? help", 60):
        reader.kill()
        raise AssertionError(f"does not start: {reader.written[-200:]!r}")
    reader.settle()
    return reader


def _sizes(home: Path, chance: random.Random) -> str:
    reader = _started(home)
    try:
        for size in SIZES:
            reader.resize(*size)
            reader.settle(0.1)
            for _ in range(4):
                reader.write(chance.choice(_KEYS).encode())
            reader.settle(0.05)
        return reader.answers() or reader.quit()
    finally:
        reader.kill()
        reader.close()


def _storm(home: Path, chance: random.Random, count: int) -> str:
    reader = _started(home)
    try:
        for _ in range(count):
            reader.resize(chance.randrange(1, 300), chance.randrange(1, 120))
            if chance.random() < 0.4:
                reader.write(chance.choice(_KEYS).encode())
            if chance.random() < 0.5:
                reader.pump(0.002)
        return reader.answers(60) or reader.quit()
    finally:
        reader.kill()
        reader.close()


def _signalled(home: Path, name: str) -> str:
    reader = _started(home)
    try:
        os.kill(reader.pid, getattr(signal, name))
        if name in ("SIGTSTP", "SIGSTOP", "SIGCONT"):
            time.sleep(1.0)
            os.kill(reader.pid, signal.SIGCONT)
            return reader.answers() or reader.quit()
        if name == "SIGPIPE":  # a program that it wrote to went away
            return reader.answers() or reader.quit()
        return ("" if reader.ended() else "does not end") or reader.left_on()
    finally:
        reader.kill()
        reader.close()


def _closed(home: Path, what: str, chance: random.Random) -> str:
    reader = Reader(home) if what == "starting" else _started(home)
    if what == "starting":
        reader.pump(0.3)
    elif what == "document":
        reader.write(b"\r ")
    for _ in range(200 if what in ("keys", "storm") else 0):
        reader.write(chance.choice("jk1234 ").encode(), 1)
        if what == "storm":
            reader.resize(chance.randrange(20, 200), chance.randrange(5, 60))
    reader.close()
    end = time.monotonic() + 20
    while not reader.has_ended() and time.monotonic() < end:
        time.sleep(0.05)
    if reader.has_ended():
        return ""
    os.kill(reader.pid, signal.SIGKILL)
    os.waitpid(reader.pid, 0)
    return "goes on without a terminal"


def _burst(home: Path, what: str, chance: random.Random, whole: bool) -> str:
    reader = _started(home)
    size = 4000 if whole else 1000
    flood = {
        "keys": "".join(chance.choice("jkJKnpgG[]{}<>=") for _ in range(size)).encode(),
        "arrows": b"\x1b[B" * size,
        "escapes": b"".join(chance.choice(_ESCAPES) for _ in range(size)),
        "paste": b"\x1b[200~" + b"".join(chance.choice(_ESCAPES[:10]) for _ in range(size)) + b"\x1b[201~",
        "paste without an end": b"\x1b[200~" + b"word " * size,
        "bytes": bytes(chance.choice([*range(0x20), *range(0x80, 0x100)]) for _ in range(size)),
        "mouse": "".join(
            f"\x1b[<{chance.choice((0, 2, 32, 35, 64, 65))};{chance.randrange(90)};{chance.randrange(30)}" + "Mm"[n % 2]
            for n in range(size)
        ).encode(),
        "unread": b"j" * 400,
    }[what]
    try:
        if what == "unread":  # a terminal that takes nothing for a while
            os.write(reader.descriptor, flood)
            time.sleep(3)
        elif not reader.write(flood, 120):
            return "keys are not taken"
        if what == "paste without an end":
            reader.write(b"\x1b[201~")
        reader.settle(1.0, 60)
        wrong = reader.answers(60) or reader.quit()
        if wrong and what in ("bytes", "escapes") and reader.status == 0:
            return reader.left_on()  # a key that ends it was among them
        return wrong
    finally:
        reader.kill()
        reader.close()
