"""arXiv synced by the whole program from a server that is pressed: nothing lost or doubled, nothing asked too soon."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from msgspec.structs import replace
from support.http_server import Reply, Seen, Server
from support.pretend_arxiv import PretendArxiv, error_entry, made_papers, page

INTERVAL_S = 0.1
TODAY = datetime.now(UTC).date()
SINCE = TODAY - timedelta(days=40)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"

#: One of each kind of trouble, for the second request, the fourth, and so on.
TROUBLES: tuple[Reply, ...] = (
    Reply(b"slow down", status=429, headers={"Retry-After": "0"}),
    Reply(b"Rate exceeded."),
    Reply(error_entry("internal error")),
    Reply(page([], 500, 0)),
    Reply(b"<?xml version='1.0'?><feed><entry>", length=5000, cut=True),
    Reply(b"<html><body>Bad gateway</body></html>"),
    Reply(status=503),
)


def pressed(answer: Callable[[str], bytes]) -> Callable[[Seen], Reply]:
    """A server that troubles every other request until it has shown all its troubles."""
    troubles: Iterator[Reply] = iter(TROUBLES)
    count = iter(range(10**6))

    def reply(seen: Seen) -> Reply:
        if next(count) % 2 and (trouble := next(troubles, None)) is not None:
            return trouble
        return Reply(answer(seen.path), headers={"Content-Type": "application/atom+xml"})

    return reply


def home_for(folder: Path, server: Server, categories: Sequence[str]) -> Path:
    """A home whose arXiv is that server."""
    config = folder / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(
        f"[arxiv]\ncategories = {json.dumps(list(categories))}\nmin_interval_s = {INTERVAL_S}\n"
        f'api_url = "{server.url("/api/query")}"\nfeed_url = "{server.url("/atom")}"\n',
        "utf-8",
    )
    return folder


def started(home: Path, *words: str) -> subprocess.Popen[str]:
    """The program, running."""
    command = [sys.executable, "-m", "tui_reader", "--home", str(home), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen[str]) -> Any:
    """Its JSON."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, out + err
    return json.loads(out)


def keys_in(home: Path) -> list[str]:
    """The keys of all papers."""
    return [paper["key"] for paper in finished(started(home, "list", "papers", "--json"))]


def assert_polite(server: Server) -> None:
    """Never two requests at once, nor two within the interval."""
    assert server.most_open == 1
    times = [seen.at for seen in server.seen()]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert min(gaps) >= INTERVAL_S, sorted(gaps)[:3]


@pytest.fixture
def arxiv() -> PretendArxiv:
    """Some papers of the last weeks, of which the newest are announced today."""
    papers = made_papers(120, TODAY - timedelta(days=1))
    arxiv = PretendArxiv(papers, TODAY, most=10)
    for n, kind in enumerate(("new", "new", "new", "replace", "new")):
        papers[n] = replace(papers[n], kind=kind)
    return arxiv


def test_a_pressed_arxiv_is_synced_completely_and_politely(tmp_path: Path, arxiv: PretendArxiv) -> None:
    with Server() as server:
        server.otherwise = pressed(arxiv.answer)
        home = home_for(tmp_path, server, ("cs.SD", "cs.LG"))
        (source,) = finished(started(home, "sync", "arxiv", "--since", SINCE.isoformat(), "--json"))["sources"]
        assert (source["status"], source["error"], source["new"]) == ("updated", None, 120)
        assert_polite(server)
        assert len(server.seen()) > 2 * len(TROUBLES), "every trouble was met"
        (again,) = finished(started(home, "sync", "arxiv", "--json"))["sources"]
        assert (again["status"], again["new"]) == ("unchanged", 0)
    keys = keys_in(home)
    assert sorted(keys) == sorted(f"arxiv:{p.number}" for p in arxiv.papers)
    inbox = finished(started(home, "list", "papers", "is:inbox", "--json"))
    assert {p["announce_type"] for p in inbox} == {"new"}
    assert {p["announced"] for p in inbox} == {TODAY.isoformat()}


def test_two_programs_at_once_keep_to_one_request_an_interval(tmp_path: Path, arxiv: PretendArxiv) -> None:
    with Server() as server:
        server.otherwise = pressed(arxiv.answer)
        home = home_for(tmp_path, server, ("cs.SD", "cs.LG"))
        words = ("sync", "arxiv", "--since", SINCE.isoformat(), "--json")
        both = [started(home, *words), started(home, *words)]
        reports = [finished(process)["sources"][0] for process in both]
        assert [r["error"] for r in reports] == [None, None]
        assert_polite(server)
    assert sorted(keys_in(home)) == sorted(f"arxiv:{p.number}" for p in arxiv.papers)


def test_a_backfill_that_was_killed_goes_on_from_where_it_was(tmp_path: Path, arxiv: PretendArxiv) -> None:
    with Server() as server:
        home = home_for(tmp_path, server, ("cs.SD", "cs.LG"))
        words = ("sync", "arxiv", "--since", SINCE.isoformat(), "--json")
        victims: list[subprocess.Popen[str]] = []

        def reply(seen: Seen) -> Reply:
            if "start=50" in seen.path and victims:
                victims.pop().kill()
            return Reply(arxiv.answer(seen.path))

        server.otherwise = reply
        process = started(home, *words)
        victims.append(process)
        process.communicate(timeout=60)
        assert process.returncode != 0
        asked = len(server.seen())
        finished(started(home, *words))
        later = [seen.path for seen in server.seen()[asked:]]
        assert any("start=50" in path for path in later)
        assert not any("start=30&" in path for path in later), "what was brought before is not asked for again"
    assert sorted(keys_in(home)) == sorted(f"arxiv:{p.number}" for p in arxiv.papers)


CATEGORIES = ("cs.SD", "cs.LG", "cs.CL", "cs.SE", "cs.DS", "cs.AI", "cs.FL")


class Recorded:
    """arXiv as it was recorded: the feeds of one day as one, and every entry of the API's answers."""

    def __init__(self) -> None:
        self.feed = self._feed()
        self.entries = self._entries()

    def answer(self, address: str) -> bytes:
        parts = urlsplit(address)
        if "atom" in parts.path:
            return self.feed
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        found = self.found(query.get("search_query", ""), query.get("id_list", ""))
        start, size = int(query.get("start", 0)), min(int(query.get("max_results", 10)), 100)
        return page([], len(found), start).replace(b"</feed>", b"".join(found[start : start + size]) + b"</feed>")

    def found(self, search: str, id_list: str) -> list[bytes]:
        if id_list:
            return [self.entries[n] for n in id_list.split(",") if n in self.entries]
        wanted = set(re.findall(r"cat:([\w.-]+)", search))
        days = re.search(r"submittedDate:\[(\d{8})\d{4} TO (\d{8})\d{4}\]", search)
        if days is None:  # a search by title: none of the recorded ones is asked for
            return []
        found = []
        for entry in self.entries.values():
            submitted = re.search(rb"<published>(\d{4})-(\d\d)-(\d\d)", entry)
            terms = {t.decode() for t in re.findall(rb'<category[^>]* term="([^"]*)"', entry)}
            if submitted and days[1] <= b"".join(submitted.groups()).decode() <= days[2] and wanted & terms:
                found.append((submitted[0], entry))
        return [entry for _, entry in sorted(found)]

    @staticmethod
    def _feed() -> bytes:
        folder = SHARED / "arxiv_rss"
        parts = [(folder / "rss_cs.SD_2026-09-14.xml").read_bytes()]
        parts += [gzip.decompress((folder / f"rss_cs.{c}_2026-09-14.xml.gz").read_bytes()) for c in ("LG", "CL")]
        items = b"".join(item for part in parts for item in re.findall(rb"<item>.*?</item>", part, re.DOTALL))
        return re.sub(rb"<item>.*</item>", lambda _: items, parts[0], flags=re.DOTALL)

    @staticmethod
    def _entries() -> dict[str, bytes]:
        entries: dict[str, bytes] = {}
        for file in sorted((SHARED / "arxiv_api").glob("*.xml*")):
            data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            for entry in re.findall(rb"<entry[ >].*?</entry>", data, re.DOTALL):
                number = re.search(rb"<id>\s*https?://arxiv.org/abs/([^<]*?)(?:v\d+)?\s*</id>", entry)
                if number:
                    entries.setdefault(number[1].decode(), entry)
        return entries


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded inputs are not here; see the pretended arXiv above")
def test_what_was_recorded_of_arxiv_is_synced_completely(tmp_path: Path) -> None:
    recorded = Recorded()
    search = " ".join(f"cat:{c}" for c in CATEGORIES) + " submittedDate:[199108010000 TO 209912312359]"
    past = {re.search(rb"abs/([^<]*?)(?:v\d+)?\s*</id>", e)[1].decode() for e in recorded.found(search, "")}  # type: ignore[index]
    announced = {n.decode() for n in re.findall(rb"oai:arXiv\.org:([^<]*?)v\d+<", recorded.feed)}
    with Server() as server:
        server.otherwise = pressed(recorded.answer)
        home = home_for(tmp_path, server, CATEGORIES)
        (source,) = finished(started(home, "sync", "arxiv", "--since", "1991-01-01", "--json"))["sources"]
        assert source["error"] is None
        assert_polite(server)
        assert all("cs.SD+cs.LG" in unquote(s.path) for s in server.seen() if "atom" in s.path)
    keys = keys_in(home)
    assert len(keys) == len(set(keys)) == source["new"]
    assert set(keys) == {f"arxiv:{n}" for n in announced | past}
    inbox = finished(started(home, "list", "papers", "cat:cs.SD", "is:inbox", "--json"))
    assert {p["announced"] for p in inbox} == {date(2026, 9, 14).isoformat()}
