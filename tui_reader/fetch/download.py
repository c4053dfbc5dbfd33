"""Fetching a file to a place on the disk, as it comes; a download that broke goes on where it stopped.

What is there is asked for from its end on (RFC 9110, section 14), under the condition that it is still the same file:
by the server's strong ETag or its date (section 13.1.5), and where it gives neither, by its length.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

import httpx
from msgspec import Struct

from tui_reader.domain.errors import ConnectionFailure, ParseError, ReaderError, StorageError, TimeoutFailure
from tui_reader.domain.events import DownloadProgress
from tui_reader.domain.http import Download, Downloaded
from tui_reader.fetch import body, failures, guard, redirects
from tui_reader.fetch.exchange import Exchanger, header_values, raw_pieces
from tui_reader.fetch.redirects import Journey

Tell = Callable[[DownloadProgress], object]

_TELL_S = 0.25
_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")
AGAIN = "Download it again: where its server can, it goes on from there."
MOST_ATTEMPTS = 50
"""Requests for one file, as long as each brings some of it."""


class Checks(Protocol):
    """Whether an address must be public."""

    def __call__(self, url: httpx.URL, /) -> bool:
        """Yes for one that came out of content and that nobody configured."""


class Begun(Struct):
    """What is known of a part: whose it is, what tells that the file is still the same, and how long it will be."""

    url: str
    validator: str = ""
    total: int = 0


class Part:
    """The file that a download is written to, with what is known of it beside it. Nobody else writes to it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.path = place.with_name(f"{place.name}.part")
        self._notes = place.with_name(f"{place.name}.part.json")
        # Without a buffer: what came is in the file, however this ends.
        self.file: IO[bytes] = self.path.open("a+b", buffering=0)
        try:
            import fcntl
        except ImportError:  # a system without: there two downloads of one file get in each other's way
            return
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.file.close()
            raise StorageError(f"{place.name} is being downloaded already", "Wait for it, or stop it.") from None

    @property
    def size(self) -> int:
        """How many bytes are here."""
        return os.fstat(self.file.fileno()).st_size

    def begun(self, url: str) -> Begun:
        """What is known of the part, if it is of that address; else of an empty one, which it is then."""
        try:
            told = json.loads(self._notes.read_text("utf-8"))
            begun = Begun(str(told["url"]), str(told["validator"]), int(told["total"]))
        except (OSError, ValueError, KeyError, TypeError):
            begun = Begun("")
        if begun.url != url or not (begun.validator or begun.total):
            self.empty()
            return Begun(url)
        return begun

    def write(self, data: bytes) -> None:
        """Add to it. Raises StorageError."""
        try:
            while data:  # a file without a buffer may take less than all
                data = data[self.file.write(data) :]
        except OSError as error:
            raise not_written(str(self.place), error) from None

    def note(self, begun: Begun) -> None:
        """Keep what is known of it."""
        told = {"url": begun.url, "validator": begun.validator, "total": begun.total}
        with suppress(OSError):  # without it a broken download begins anew
            self._notes.write_text(json.dumps(told), "utf-8")

    def empty(self) -> None:
        """Begin anew."""
        self.file.truncate(0)

    def finish(self, mode: int) -> None:
        """It is whole: it takes its place."""
        try:
            self.path.chmod(mode)
            self.path.replace(self.place)
            self._notes.unlink(missing_ok=True)
        except OSError as error:
            raise not_written(str(self.place), error) from None

    def drop(self) -> None:
        """It is of no use."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
            self._notes.unlink(missing_ok=True)


class Downloader:
    """Downloads one file."""

    def __init__(self, exchanger: Exchanger, wanted: Download, checks: Checks, tell: Tell) -> None:
        self._exchanger = exchanger
        self._wanted = wanted
        self._checks = checks
        self._tell = tell

    async def attempt(self, part: Part) -> Downloaded:
        """Ask for what is not here yet. Raises FetchError; what came meanwhile stays in the part."""
        begun = part.begun(self._wanted.url)
        have = part.size
        headers = {"accept": "*/*", "accept-encoding": "identity"}
        if have:
            headers["range"] = f"bytes={have}-"
            if begun.validator:
                headers["if-range"] = begun.validator
        journey = Journey(guard.parse(self._wanted.url), {})
        while True:
            checked = self._checks(journey.url)
            async with self._exchanger.streamed(journey, headers | journey.headers, checked=checked) as response:
                location = response.headers.get("location", "")
                if response.status_code in redirects.STATUSES and location:
                    journey.follow(location, response.status_code)
                    continue
                return await self._taken(part, begun, have, response, guard.shown(journey.url))

    async def _taken(self, part: Part, begun: Begun, have: int, response: httpx.Response, place: str) -> Downloaded:
        start, length = _range(response.headers.get("content-range", ""))
        status = response.status_code
        if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            if have == length:
                return self._whole(part, have, have, "")  # all of it was here
            part.empty()
            raise ConnectionFailure(f"{place} is another file now.", "Download it again, from its beginning.")
        is_rest = status == httpx.codes.PARTIAL_CONTENT
        if is_rest and (start != have or (begun.total and length and length != begun.total)):
            part.empty()
            raise ConnectionFailure(f"{place} is another file now.", "Download it again, from its beginning.")
        if not is_rest and not response.is_success:
            raise failures.of_status(status, place, None, header_values(response))
        have = have if is_rest else 0
        announced = response.headers.get("content-length", "")
        encoding = response.headers.get("content-encoding", "")
        total = length if is_rest else int(announced[:18]) if announced.isdecimal() and not encoding else 0
        if max(total, have) > self._wanted.max_bytes:
            raise body.too_large(place, self._wanted.max_bytes)
        if not is_rest:
            part.empty()
        part.note(Begun(begun.url, "" if encoding else _validator(response.headers), total))
        done = await self._written(part, response, body.decoder_for(encoding, place), have, total, place)
        if total and done < total:
            raise ConnectionFailure(f"{place} broke off after {done:,} of {total:,} bytes.", AGAIN)
        return self._whole(part, done, have, response.headers.get("content-type", ""))

    async def _written(
        self, part: Part, response: httpx.Response, decoder: body.Decoder, done: int, total: int, place: str
    ) -> int:
        clock = asyncio.get_running_loop().time
        told = 0.0
        async for chunk in raw_pieces(response):
            for piece in decoder.feed(chunk):
                part.write(piece)
                done += len(piece)
                if done > self._wanted.max_bytes:
                    raise body.too_large(place, self._wanted.max_bytes)
            if clock() - told >= _TELL_S:
                told = clock()
                self._tell(DownloadProgress(done, total))
        decoder.finish()
        self._tell(DownloadProgress(done, total))
        return done

    def _whole(self, part: Part, size: int, resumed_at: int, content_type: str) -> Downloaded:
        wanted = self._wanted
        if wanted.begins:
            with part.path.open("rb") as file:
                found = wanted.begins in file.read(1024)  # a PDF may have something before it (ISO 32000, annex H.3.4)
            if not found:
                part.drop()
                raise ParseError(f"{guard.shown(wanted.url)} is not what it should be.", "Open it in a browser to see.")
        part.finish(wanted.mode)
        return Downloaded(wanted.place, size, resumed_at, content_type)


def open_part(place: str) -> Part:
    """The part of a file. Raises StorageError."""
    try:
        return Part(Path(place))
    except OSError as error:
        raise not_written(place, error) from None


def not_written(place: str, error: OSError) -> StorageError:
    """The error for a disk that did not take it."""
    return StorageError(f"{place} cannot be written: {error.strerror}", "Make room, or choose another folder.")


def may_pass(error: ReaderError) -> bool:
    """Whether going on from here may do better."""
    return isinstance(error, (ConnectionFailure, TimeoutFailure))


def _range(value: str) -> tuple[int, int]:
    """Where a part begins and how long the whole is, of a Content-Range header; -1 and 0 where it does not say."""
    found = _RANGE.fullmatch(value.strip())
    if found is None:
        return -1, 0
    return int(found[1] or -1), int(found[2]) if found[2] != "*" else 0


def _validator(headers: httpx.Headers) -> str:
    """What If-Range may send back: a strong ETag, else the date."""
    etag = headers.get("etag", "")
    found = etag if etag.startswith('"') else headers.get("last-modified", "")
    return found if found.isascii() and found.isprintable() and len(found) <= 1000 else ""
