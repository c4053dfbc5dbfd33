"""Downloads: whole files, broken ones that go on where they stopped, and servers that do not take part."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fetching import MakeFetcher
from support.http_server import Reply, Seen, Server

from tui_reader.domain.errors import ConnectionFailure, ForbiddenAddress, ParseError, StatusError, TooLarge
from tui_reader.domain.events import DownloadProgress
from tui_reader.domain.http import Download, Trust
from tui_reader.fetch.download import Begun, open_part

WHOLE = b"%PDF-1.7\n" + bytes(range(256)) * 400
NONE: list[DownloadProgress] = []


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


class Ranged:
    """Serves a file in ranges; the first answers break off after so many bytes."""

    def __init__(self, breaks: tuple[int, ...] = (), etag: str = '"1"') -> None:
        self.breaks, self.etag = list(breaks), etag

    def __call__(self, seen: Seen) -> Reply:
        start = int(seen.headers.get("range", "bytes=0-")[6:-1])
        headers = {"Accept-Ranges": "bytes"} | ({"ETag": self.etag} if self.etag else {})
        asked = seen.headers.get("if-range")
        if "range" in seen.headers and asked in (None, self.etag):
            if start >= len(WHOLE):
                return Reply(status=416, headers={"Content-Range": f"bytes */{len(WHOLE)}"})
            headers["Content-Range"] = f"bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}"
        else:
            start = 0
        rest = WHOLE[start:]
        status = 206 if "Content-Range" in headers else 200
        if self.breaks:
            return Reply(rest[: self.breaks.pop(0)], status, headers, length=len(rest), cut=True)
        return Reply(rest, status, headers)


async def test_what_breaks_goes_on_where_it_stopped_at_once_and_the_next_time(
    server: Server, fetcher_with: MakeFetcher, tmp_path: Path
) -> None:
    url, place = server.route("/talk.mp3", Ranged((40_000, 40_000))), tmp_path / "talk.mp3"
    told: list[DownloadProgress] = []
    done = await fetcher_with().download(Download(url, str(place)), told.append)
    assert place.read_bytes() == WHOLE
    assert (done.size, done.resumed_at, told[-1]) == (len(WHOLE), 80_000, DownloadProgress(len(WHOLE), len(WHOLE)))
    assert [s.headers.get("range") for s in server.seen("/talk.mp3")] == [None, "bytes=40000-", "bytes=80000-"]
    assert names(tmp_path) == ["talk.mp3"]

    place.rename(tmp_path / "first")
    server.route("/talk.mp3", Ranged((5000, 0, 0, 0)))
    with pytest.raises(ConnectionFailure) as failure:
        await fetcher_with().download(Download(url, str(place)), told.append)
    assert "it goes on" in failure.value.hint
    assert (tmp_path / "talk.mp3.part").read_bytes() == WHOLE[:5000]
    done = await fetcher_with().download(Download(url, str(place)), told.append)
    assert (done.resumed_at, place.read_bytes()) == (5000, WHOLE)


def begin(place: Path, url: str, data: bytes) -> None:
    """A download that broke before."""
    part = open_part(str(place))
    part.write(data)
    part.note(Begun(url, '"1"', len(WHOLE)))
    part.file.close()


@pytest.mark.parametrize("begun", [b"of another file", WHOLE[:1000]])
async def test_a_file_that_changed_and_a_server_without_ranges_begin_anew(
    begun: bytes, server: Server, fetcher_with: MakeFetcher, tmp_path: Path
) -> None:
    url, place = server.route("/a", Ranged(etag='"2"')), tmp_path / "a"
    begin(place, url, begun)
    await fetcher_with().download(Download(url, str(place)), NONE.append)
    assert place.read_bytes() == WHOLE
    server.route("/a", Reply(WHOLE))
    (tmp_path / "a.part").write_bytes(begun)
    await fetcher_with().download(Download(url, str(place)), NONE.append)
    assert place.read_bytes() == WHOLE


async def test_a_part_that_is_whole_is_taken_and_one_of_another_address_is_not(
    server: Server, fetcher_with: MakeFetcher, tmp_path: Path
) -> None:
    url, place = server.route("/a", Ranged()), tmp_path / "a"
    for of, expected in ((url, len(WHOLE)), ("http://elsewhere.example/", 0)):
        begin(place, of, WHOLE)
        done = await fetcher_with().download(Download(url, str(place)), NONE.append)
        assert (place.read_bytes(), done.resumed_at) == (WHOLE, expected)


async def test_what_is_refused_leaves_nothing_behind(server: Server, fetcher_with: MakeFetcher, tmp_path: Path) -> None:
    page = server.route("/page", Reply(b"<html>log in</html>"))
    fetcher, place = fetcher_with(), str(tmp_path / "a.pdf")
    with pytest.raises(ParseError):
        await fetcher.download(Download(page, place, begins=b"%PDF-"), NONE.append)
    with pytest.raises(StatusError, match="404"):
        await fetcher.download(Download(server.url("/none"), place), NONE.append)
    with pytest.raises(TooLarge):
        await fetcher.download(Download(page, place, max_bytes=5), NONE.append)
    with pytest.raises(ForbiddenAddress):
        await fetcher.download(Download(page, place, trust=Trust.CONTENT), NONE.append)
    assert not names(tmp_path)
