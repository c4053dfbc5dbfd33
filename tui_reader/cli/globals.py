"""The options that stand before or after any subcommand, and taking them out of a command line.

They are read by hand: the way to the first frame needs nothing else, and argparse costs a good part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from tui_reader.domain.errors import UsageError

PANES = ("issues", "feeds", "papers", "benchmarks")


class GlobalOption(Struct, frozen=True):
    """One global option; `metavar` is empty for a switch, `complete` says what its value is: `file`, `dir`, `pane`."""

    flag: str
    help: str
    metavar: str = ""
    complete: str = ""


GLOBAL_OPTIONS = (
    GlobalOption("--config", "read the settings from FILE", "FILE", "file"),
    GlobalOption("--home", "keep configuration, data, cache and state under DIR", "DIR", "dir"),
    GlobalOption("--offline", "touch no network; read what was fetched before"),
    GlobalOption("--demo", "show the sample edition, in a home that is thrown away"),
    GlobalOption("--tour", "the first minute in five steps, on the sample edition; nothing of it is kept"),
    GlobalOption("--pane", f"open the reader at NAME: {', '.join(PANES)}", "NAME", "pane"),
    GlobalOption("--plain", "plain lines instead of a screen, driven by keys and enter; for screen readers, and logs"),
    GlobalOption("--ascii", "nothing but ASCII on the screen and in what is printed"),
    GlobalOption("--secrets", "passwords and keys in exports of feeds and in config show"),
    GlobalOption("--debug", "log more, and show where an error comes from"),
    GlobalOption("--version", "print the version"),
    GlobalOption("--help", "explain the program or a subcommand (-h)"),
)
_VALUED = {option.flag for option in GLOBAL_OPTIONS if option.metavar}
_SWITCHES = {option.flag: option.flag for option in GLOBAL_OPTIONS if not option.metavar} | {"-h": "--help"}


class Globals(Struct, frozen=True):
    """The global options as given."""

    config: Path | None = None
    home: Path | None = None
    offline: bool = False
    demo: bool = False
    tour: bool = False
    pane: str = ""
    plain: bool = False
    ascii: bool = False
    secrets: bool = False
    debug: bool = False
    version: bool = False
    help: bool = False


def split(argv: Sequence[str]) -> tuple[Globals, list[str]]:
    """The global options, and everything else in its order. What follows `--` is left alone. Raises UsageError."""
    values: dict[str, str] = {}
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        flag, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif word in _SWITCHES:
            values[_SWITCHES[word]] = "yes"
        elif flag in _VALUED:
            given = value if equals else next(words, "")
            if not given:
                raise UsageError(f"{flag} needs a value")
            values[flag] = given
        elif equals and flag in _SWITCHES:
            raise UsageError(f"{flag} takes no value")
        else:
            rest.append(word)
    pane = values.get("--pane", "")
    if pane and pane not in PANES:
        raise UsageError(f"there is no pane {pane!r}", f"Panes are {', '.join(PANES)}.")
    return (
        Globals(
            config=Path(values["--config"]) if "--config" in values else None,
            home=Path(values["--home"]) if "--home" in values else None,
            offline="--offline" in values,
            demo=bool({"--demo", "--tour"} & values.keys()),
            tour="--tour" in values,
            pane=pane,
            plain="--plain" in values,
            ascii="--ascii" in values,
            secrets="--secrets" in values,
            debug="--debug" in values,
            version="--version" in values,
            help="--help" in values,
        ),
        rest,
    )
