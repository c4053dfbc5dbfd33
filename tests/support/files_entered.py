"""How many of our files the bytes of an issue enter, from fetched to stored row; `domain/` and `text/` aside.

A file is entered when one of its functions is handed the whole issue, or gives it back. The whole is, in this order:
its bytes or text; the root of its tree; its lines or blocks; the page made of them; the `Issue`; and whatever holds
one of these: an answer, a tuple, a value, a function about to be called elsewhere that has it in its closure. What has
three quarters of the different words of the page is the whole; the reader of a section, handed its section, is not
handed that. What is called on the way with less (a line, a date, one paper) is counted apart, as information.

A sync runs with a network that answers from memory: the count begins with its answer. Parsing goes through the parsing
process, as it does in the program; what that process does is done here once more, to be seen. The library is opened
before the count begins, and holds nothing, or what the caller stored before.

As a script, `python tests/support/files_entered.py ISSUE DAY` prints the files with where each is handed the whole.
"""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, ParamSpec, TypeVar

from lxml import etree
from msgspec import Struct

import tui_reader
from tui_reader.domain.errors import StatusError
from tui_reader.domain.http import Request, Response
from tui_reader.domain.issues import Issue
from tui_reader.domain.settings import Settings
from tui_reader.domain.sources import SyncOptions
from tui_reader.services.parsing import ParsePool
from tui_reader.services.sync import SyncSession, sync
from tui_reader.services.writer import Writer
from tui_reader.sources.report.parse import open_page
from tui_reader.sources.report.sync import ReportSource
from tui_reader.storage.library import Library

ROOT = Path(tui_reader.__file__).parent
ASIDE = ("domain", "text")
#: What has this part of the different words of a page is the page.
WHOLE = 0.75

P = ParamSpec("P")
T = TypeVar("T")


class Answers:
    """The network, answering from memory."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self._pages = pages

    async def get(self, request: Request) -> Response:
        if request.url not in self._pages:
            raise StatusError(f"{request.url} answers with status 404", status=404)
        return Response(request.url, self._pages[request.url], "text/html")

    async def aclose(self) -> None:
        """Nothing is held."""


class Parsing:
    """The parsing process, whose work is done here first, to be seen."""

    def __init__(self) -> None:
        self._pool = ParsePool(workers=1)

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function here, and there."""
        function(*args, **kwargs)
        return await self._pool.parse(function, *args, **kwargs)

    def prepare(self) -> None:
        """Nothing has to be started."""

    async def parse_briefly(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same."""
        return await self.parse(function, *args, **kwargs)

    def close(self) -> None:
        """End the process."""
        self._pool.close()


class Way(Struct, frozen=True):
    """The way of an issue. `handed` are the files that are handed it whole, each with the function and the argument
    ("" is the result) where that was first seen; `called` has the calls of all files in which anything is called."""

    handed: dict[str, tuple[str, str]]
    called: Counter[str]


class Watch:
    """Follows the calls of our files while an issue of that text goes through them."""

    def __init__(self, text: str) -> None:
        self._words = _words([text])
        self._least = WHOLE * sum(map(len, self._words))
        self.way = Way({}, Counter())

    def __call__(self, frame: FrameType, event: str, given_back: object) -> None:
        """For `sys.setprofile`."""
        code = frame.f_code
        if event not in {"call", "return"} or not code.co_filename.startswith(str(ROOT)):
            return
        name = str(Path(code.co_filename).relative_to(ROOT))
        if code.co_name == "<module>" or name.split("/")[0] in ASIDE:
            return
        if event == "call":
            self.way.called[name] += 1
        if name in self.way.handed:
            return
        values = {a: frame.f_locals.get(a) for a in _arguments(code)} if event == "call" else {"": given_back}
        for argument, value in values.items():
            if self._is_whole(value):
                self.way.handed[name] = (code.co_name, argument)

    def _is_whole(self, value: object) -> bool:
        if isinstance(value, Issue):
            return True
        texts = list(_texts(value, 0))
        # Counting words is slow: what is too short for most of them is passed over.
        return sum(map(len, texts)) >= self._least and len(self._words & _words(texts)) >= WHOLE * len(self._words)


def _words(texts: Iterable[str]) -> set[str]:
    """The different words of four letters and more."""
    return {word for text in texts for word in re.findall(r"\w{4,}", text.casefold())}


def _texts(value: object, depth: int) -> Iterator[str]:
    """All text that a value holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (bytes, bytearray)):
        yield value.decode("utf-8", "replace")
    elif isinstance(value, etree._Element):
        if value.getparent() is None:
            yield from map(str, value.itertext())
    elif depth < 6:
        for part in _parts(value):
            yield from _texts(part, depth + 1)


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, (tuple, list)):
        return value
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, Struct):
        return [getattr(value, name, None) for name in value.__struct_fields__]
    if dataclasses.is_dataclass(value):
        return [getattr(value, field.name, None) for field in dataclasses.fields(value)]
    if isinstance(value, FunctionType):
        return [_content(cell) for cell in value.__closure__ or ()]
    return ()


def _arguments(code: CodeType) -> tuple[str, ...]:
    extra = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + extra]


def _content(cell: Any) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # not set yet
        return None


def _follow(watch: Watch | None, writer: Writer[Library]) -> None:
    """Follow this thread, the one that stores, and those still to come; None: no longer."""

    def there(_: Library) -> None:
        sys.setprofile(watch)

    writer.submit(there).result()
    threading.setprofile(watch)  # type: ignore[arg-type]
    sys.setprofile(watch)


def way_of(issue: bytes, day: str, home: Path, before: bytes = b"") -> Way:
    """The way of an issue from the answer to its stored rows. `before` is another form of it that is stored first."""
    base = "https://inference.report"
    pages = {f"{base}/archive": f"<a href='/archive/{day}'>{day}</a>".encode()}
    library = Library.open(home / "library.db", state_dir=home)
    writer: Writer[Library] = Writer(library.clone, lambda one: one.close())
    now = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)
    parser = Parsing()
    session = SyncSession(Settings(), Answers(pages), parser, library, writer, lambda: now, SyncOptions(issues=1))
    watch = Watch("\n".join(block.text for block in open_page(issue).blocks))
    try:
        for page in (before, issue) if before else (issue,):
            pages[f"{base}/archive/{day}"] = page
            profile = watch if page is issue else None
            _follow(profile, writer)
            report = asyncio.run(sync(session, [ReportSource(base, 1)], lambda _: None))
            _follow(None, writer)
            if report.failed or not (report.new or before):
                raise RuntimeError(f"the issue was not stored: {report}")
    finally:
        _follow(None, writer)
        parser.close()
        writer.close()
        library.close()
    return watch.way


if __name__ == "__main__":
    import tempfile

    given = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        way = way_of(given.read_bytes(), sys.argv[2], Path(folder))
    for name, (function, argument) in sorted(way.handed.items()):
        print(f"{name}  {function}({argument})" if argument else f"{name}  {function}() gives it")
    print(f"{len(way.handed)} files are handed the issue; anything is called in {len(way.called)}")
