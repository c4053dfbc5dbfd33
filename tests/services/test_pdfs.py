"""PDFs of papers: which are fetched, where they are, what they may take, and what exports say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.config.home import Launch
from tui_reader.domain.checks import CheckStatus
from tui_reader.domain.errors import ConnectionFailure, OfflineError, ReaderError, StatusError, StorageError
from tui_reader.domain.events import DownloadProgress
from tui_reader.domain.http import Download, Downloaded, Trust
from tui_reader.domain.items import Kind, Seen
from tui_reader.domain.journal import Change, JournalLine
from tui_reader.domain.papers import Author, Paper
from tui_reader.domain.query import Field
from tui_reader.domain.rows import EntryDetail, Row
from tui_reader.domain.settings import PaperSettings, Settings
from tui_reader.services.downloads import Enclosure, enclosures_of
from tui_reader.services.exporting.export import Exporter
from tui_reader.services.exporting.formats import BY_NAME
from tui_reader.services.pdfs import Pdfs
from tui_reader.storage.library import Library

NOW = datetime(2026, 4, 2, tzinfo=UTC)


class Pretended:
    """Writes files, or raises what it is told to for an address."""

    def __init__(self) -> None:
        self.errors: dict[str, ReaderError] = {}
        self.wanted: list[Download] = []

    @property
    def asked(self) -> list[str]:
        return [wanted.url for wanted in self.wanted]

    def download(self, wanted: Download, tell: Callable[[DownloadProgress], object]) -> Downloaded:
        self.wanted.append(wanted)
        if (error := self.errors.get(wanted.url)) is not None:
            raise error
        Path(wanted.place).write_bytes(b"%PDF-" + b"x" * 1000)
        return Downloaded(wanted.place, 1005)


@pytest.fixture
def server() -> Pretended:
    return Pretended()


@pytest.fixture
def pdfs(tmp_path: Path, server: Pretended) -> Pdfs:
    settings = replace(Settings(), papers=PaperSettings("kept"))
    return Pdfs(tmp_path / "pdf", settings, lambda: server, lambda: NOW, Launch())


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library.db", state_dir=tmp_path / "state")
    papers = [Paper(f"Paper {n}", f"2604.0000{n}", authors=(Author("Ada Smith"),), version=1) for n in range(1, 6)]
    library.papers.store([*papers, Paper("By its title alone")], Seen("arxiv", "search", "", None, NOW))
    kept = ["arxiv:2604.00001", "arxiv:2604.00002", "arxiv:2604.00003", Paper("By its title alone").key]
    library.journal.fold(
        [JournalLine("m", n, NOW, "m:1", Change(key, "state", "kept")) for n, key in enumerate(kept, 1)]
    )
    yield library
    library.close()


def test_kept_papers_are_fetched_once_and_what_arxiv_has_not_is_not_asked_for_again(
    pdfs: Pdfs, server: Pretended, library: Library
) -> None:
    missing = "https://arxiv.org/pdf/2604.00002v1"
    server.errors[missing] = StatusError("none there", "", 404)
    assert pdfs.keep_kept(library).words() == "2 PDFs kept, 1 not to be had"
    assert sorted(path.name for path in pdfs.folder.glob("*.pdf")) == ["2604.00001v1.pdf", "2604.00003v1.pdf"]
    assert pdfs.keep_kept(library).words() == ""
    assert len(server.asked) == 3
    later = Pdfs(
        pdfs.folder, replace(Settings(), papers=PaperSettings("kept")), lambda: server,
        lambda: NOW + timedelta(days=31), Launch(),
    )  # fmt: skip
    later.keep_kept(library)
    assert server.asked[3:] == [missing]


@pytest.mark.parametrize("error", [OfflineError("no network"), StorageError("full"), ConnectionFailure("broke")])
def test_trouble_ends_it_early_and_says_what_is_left(
    error: ReaderError, pdfs: Pdfs, server: Pretended, library: Library
) -> None:
    server.errors = {f"https://arxiv.org/pdf/2604.0000{n}v1": error for n in (1, 2, 3)}
    assert pdfs.keep_kept(library).words() == f"3 still to come: {error.message}"
    assert len(server.asked) == (3 if isinstance(error, ConnectionFailure) else 1)


def test_a_long_list_comes_in_parts(pdfs: Pdfs, server: Pretended, library: Library) -> None:
    papers = [Paper(f"Paper {n}", f"2605.{n:05}") for n in range(1, 121)]
    library.papers.store(papers, Seen("arxiv", "search", "", None, NOW))
    library.journal.fold(
        [JournalLine("m", n, NOW, "m:9", Change(p.key, "state", "kept")) for n, p in enumerate(papers, 9)]
    )
    assert pdfs.keep_kept(library).words() == "100 PDFs kept, 23 still to come"
    assert pdfs.keep_kept(library).words() == "23 PDFs kept"


def test_a_newer_version_takes_the_place_of_an_older_one(pdfs: Pdfs, server: Pretended) -> None:
    paper = Paper("Paper", "math.GT/0309136", version=1)
    old = pdfs.keep(paper, print)
    newer = replace(paper, version=10)
    assert pdfs.path_of(newer) == old  # better than none
    new = pdfs.keep(newer, print)
    assert (old.exists(), new.name, pdfs.path_of(paper)) == (False, "math.GT-0309136v10.pdf", new)
    assert server.asked[-1] == "https://arxiv.org/pdf/math.GT/0309136v10"


def test_no_more_than_the_cap_and_doctor_says_what_is_taken(tmp_path: Path, server: Pretended) -> None:
    small = replace(Settings(), papers=PaperSettings(max_pdf_mib=1))
    pdfs = Pdfs(tmp_path / "pdf", small, lambda: server, lambda: NOW, Launch())
    assert pdfs.check().message == "none kept; by hand"
    pdfs.keep(Paper("A", "2604.00001"), print)
    assert pdfs.check().message == "1 kept, 0.0 of 1 MiB; by hand"
    (pdfs.folder / "big.pdf").write_bytes(bytes(1 << 20))
    with pytest.raises(StorageError, match="no more than 1 are wanted"):
        pdfs.keep(Paper("B", "2604.00002"), print)
    assert pdfs.check().status is CheckStatus.WARNING
    assert not pdfs.is_due


def test_an_address_out_of_content_is_not_trusted(pdfs: Pdfs, server: Pretended) -> None:
    pdfs.keep(Paper("A", pdf_url="https://host.example/../a.pdf"), print)
    pdfs.keep(Paper("B", "2604.00001"), print)
    assert [one.trust for one in server.wanted] == [Trust.CONTENT, Trust.CONFIGURED]
    assert {Path(one.place).parent for one in server.wanted} == {pdfs.folder}


def test_exports_say_where_it_is(pdfs: Pdfs, library: Library, tmp_path: Path) -> None:
    pdfs.keep_kept(library)
    exporter = Exporter(library, pdf_of=pdfs.path_of)
    ids = library.lists.ids(Field("key", "arxiv:2604.00001"))
    path = pdfs.folder / "2604.00001v1.pdf"
    assert f"  file = {{PDF:{path}:application/pdf}},\n" in "".join(exporter.items("papers", ids, BY_NAME["bibtex"]))
    exporter.notes(ids, tmp_path / "notes")
    (note,) = (tmp_path / "notes").iterdir()
    assert yaml.safe_load(note.read_text("utf-8").split("---\n")[1])["file"] == str(path)
    assert "file" not in exporter.citations(library.lists.rows(ids))  # the clipboard goes to other machines


def enclosures(title: str, url: str) -> list[Enclosure]:
    row = Row(1, "url:1", Kind.ENTRY, title)
    detail = EntryDetail(row, "", "", None, None, "", None, "", (), enclosures=(url, url))
    return enclosures_of(detail, Path("/downloads"))


@given(st.text(max_size=300), st.text(max_size=300))
def test_an_enclosure_stays_in_its_folder_whatever_feeds_say(title: str, name: str) -> None:
    for one in enclosures(title, f"https://host.example/{name}"):
        assert one.place.parent == Path("/downloads")
        assert one.place.name not in ("", ".", "..")
        assert not one.place.name.startswith(("-", "."))
        assert len(one.place.name.encode()) < 220
        assert not set(one.place.name) & set('/\\\0\n\r:*?"<>|$`%')


def test_what_could_be_run_is_not_opened() -> None:
    names = ("a.mp3?x=1", "b.desktop", "c.sh", "d.pdf")
    found = {name: enclosures("A talk", f"https://h.example/a/{name}")[0] for name in names}
    assert [one.can_be_opened for one in found.values()] == [True, False, False, True]
    assert found["a.mp3?x=1"].place.suffix == ".mp3"
    assert not enclosures("A", "ftp://h.example/a.mp3")
