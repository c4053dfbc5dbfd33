"""How many of our files the bytes of an issue enter, from fetched to stored row; `domain/` and `text/` aside.

As a script (`python tests/support/files_entered.py ISSUE DAY`) it prints them, with the number of calls in each. A sync
runs with a network that answers from memory and parses right here; the library is opened before the count begins.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import tui_reader
from tui_reader.domain.http import Request, Response
from tui_reader.domain.settings import Settings
from tui_reader.domain.sources import SyncOptions
from tui_reader.services.parsing import InlineParser
from tui_reader.services.sync import SyncSession, sync
from tui_reader.services.writer import Writer
from tui_reader.sources.report.sync import ReportSource
from tui_reader.storage.library import Library

ROOT = Path(tui_reader.__file__).parent
ASIDE = ("domain", "text")


class Answers:
    """The network, answering from memory."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self._pages = pages

    async def get(self, request: Request) -> Response:
        from tui_reader.domain.errors import StatusError

        if request.url not in self._pages:
            raise StatusError(f"{request.url} answers with status 404", status=404)
        return Response(request.url, self._pages[request.url], "text/html")

    async def aclose(self) -> None:
        """Nothing is held."""


def entered(issue: bytes, day: str, home: Path) -> Counter[str]:
    """Calls by file, below `tui_reader/`, from the answer with an issue to its stored rows."""
    base = "https://inference.report"
    pages = {
        f"{base}/archive": f"<a href='/archive/{day}'>{day}</a>".encode(),
        f"{base}/archive/{day}": issue,
    }
    library = Library.open(home / "library.db", state_dir=home)
    writer: Writer[Library] = Writer(library.clone, lambda one: one.close())
    now = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)
    session = SyncSession(
        Settings(), Answers(pages), InlineParser(), library, writer, lambda: now, SyncOptions(issues=1)
    )
    calls: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            path = frame.f_code.co_filename
            if path.startswith(str(ROOT)) and frame.f_code.co_name != "<module>":
                calls[str(Path(path).relative_to(ROOT))] += 1

    writer.submit(lambda one: sys.setprofile(count)).result()  # the thread that stores
    sys.setprofile(count)
    try:
        report = asyncio.run(sync(session, [ReportSource(base, 1)], lambda _: None))
    finally:
        sys.setprofile(None)
        writer.close()
        library.close()
    if report.failed or not report.new:
        raise RuntimeError(f"the issue was not stored: {report}")
    return Counter({name: n for name, n in calls.items() if name.split("/")[0] not in ASIDE})


if __name__ == "__main__":
    import tempfile

    given = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        found = entered(given.read_bytes(), sys.argv[2], Path(folder))
    for name, number in sorted(found.items()):
        print(f"{number:8,}  {name}")
    print(f"{len(found)} files")
