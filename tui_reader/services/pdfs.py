"""PDFs of papers, kept to be read offline: one file each in a folder, by its arXiv number and version.

The files themselves say what is there. What arXiv has no PDF of is noted, and asked for again after a while.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from tui_reader.domain.checks import Check, CheckStatus
from tui_reader.domain.errors import NotFound, OfflineError, RateLimited, ReaderError, StatusError, StorageError
from tui_reader.domain.http import Download, Trust
from tui_reader.domain.query import And, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tui_reader.domain.events import DownloadProgress
    from tui_reader.domain.http import Downloaded
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.query import Node
    from tui_reader.domain.rows import PaperDetail
    from tui_reader.domain.settings import Settings


_BEGINS = b"%PDF-"
_LARGEST_MIB = 256
_MIB = 1 << 20
_NONE_THERE = frozenset({404, 410})
_ASK_AGAIN = timedelta(days=30)
_MISSING = "missing.json"
_VERSION = re.compile(r"v(\d+)\.pdf$")
#: So many failures in a row are no longer about single papers.
_PATIENCE = 3
#: So many are fetched after a sync: at arXiv's pace that is five minutes.
_AT_ONCE = 100
_PAGE = 200


class KeptPapers(Protocol):
    """What is asked of the library's papers."""

    def many(self, ids: Sequence[int]) -> list[PaperDetail]:
        """The papers of these row ids, in their order; what is gone or no paper is left out."""


class KeptLists(Protocol):
    """What is asked of the library's lists."""

    def ids(self, query: Node) -> Sequence[int]:
        """The rows that match, newest first."""


class KeptLibrary(Protocol):
    """The subjects of the library that are asked for kept papers."""

    @property
    def lists(self) -> KeptLists:
        """What lists show."""

    @property
    def papers(self) -> KeptPapers:
        """Papers."""


class Downloading(Protocol):
    """Downloads files."""

    def download(self, wanted: Download, tell: Callable[[DownloadProgress], object]) -> Downloaded:
        """Fetch a file to its place, on the thread that asks. Raises ReaderError."""


class Launched(Protocol):
    """How the program was started."""

    @property
    def offline(self) -> bool:
        """Whether the network is not to be used."""

    @property
    def demo(self) -> bool:
        """Whether this is the sample edition."""


class Brought(Struct, frozen=True):
    """What fetching the PDFs of kept papers came to: how many came, how many arXiv has not, how many are still to come
    after another sync, and why it ended early, if it did."""

    brought: int = 0
    missing: int = 0
    left: int = 0
    why: str = ""

    def words(self) -> str:
        """For a person; "" where nothing was wanted."""
        parts = [
            f"{self.brought} PDF{'s' if self.brought != 1 else ''} kept" if self.brought else "",
            f"{self.missing} not to be had" if self.missing else "",
            f"{self.left} still to come{f': {self.why}' if self.why else ''}" if self.left else "",
        ]
        return ", ".join(part for part in parts if part)


class Pdfs:
    """The PDFs of papers, in `usual` unless the settings name another folder. Where the launch is offline, or of the
    sample, it `is_off`: none are fetched. `downloading` gives what downloads them."""

    def __init__(
        self,
        usual: Path,
        settings: Settings,
        downloading: Callable[[], Downloading],
        now: Callable[[], datetime],
        launch: Launched,
    ) -> None:
        self._papers, self._base = settings.papers, settings.arxiv.pdf_url.rstrip("/")
        self.folder = usual.__class__(self._papers.pdf_folder or usual)
        with suppress(RuntimeError):  # "~nobody" is a folder of that name, then
            self.folder = self.folder.expanduser().absolute()
        self._downloading = downloading
        self._now = now
        self.is_off = launch.offline or launch.demo

    @property
    def keeps_kept(self) -> bool:
        """Whether the PDFs of kept papers are to be kept."""
        return self._papers.keep_pdf == "kept"

    @property
    def is_due(self) -> bool:
        """Whether PDFs of kept papers are to be fetched by themselves."""
        return self.keeps_kept and not self.is_off

    def path_of(self, paper: Paper) -> Path | None:
        """Where the PDF of a paper is, the newest version of it that is here; None where there is none."""
        stem = _stem(paper)
        if not stem:
            return None
        exact = self.folder / _name(paper)
        if exact.is_file():
            return exact
        return max((p for p in self._versions(stem) if p.is_file()), key=_version, default=None)

    def taken(self) -> tuple[int, int]:
        """How many PDFs are here, and how many bytes they take."""
        sizes = []
        with suppress(OSError):
            sizes = [path.stat().st_size for path in self.folder.glob("*.pdf")]
        return len(sizes), sum(sizes)

    def keep(self, paper: Paper, tell: Callable[[DownloadProgress], object]) -> Path:
        """Fetch the PDF of a paper and keep it, in place of that of an earlier version; where it is. Raises
        ReaderError."""
        wanted = self._wanted(paper)
        if wanted is None:
            raise NotFound("No PDF of this paper is known", "A later sync may find its arXiv number.")
        _, taken = self.taken()
        if taken >= self._papers.max_pdf_mib * _MIB:
            raise StorageError(
                f"The kept PDFs take {taken / _MIB:,.0f} MiB, and no more than {self._papers.max_pdf_mib:,} are wanted",
                f"Raise [papers] max_pdf_mib, or delete some in {self.folder}.",
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"{self.folder} cannot be made: {error.strerror}", "Check [papers] pdf_folder."
            ) from None
        self._downloading().download(wanted, tell)
        place = self.folder / _name(paper)
        for other in self._versions(_stem(paper)):
            if _version(other) < _version(place):
                with suppress(OSError):
                    other.unlink()
        return place

    def keep_kept(self, library: KeptLibrary, is_over: Callable[[], bool] = lambda: False) -> Brought:
        """Fetch the PDFs of kept papers that are not here, one after the other, a hundred at most; trouble with the
        network, and a full folder, end it early. Each is kept as it comes, so that the next time goes on where this one
        ended. The library is a connection of the thread that asks. Raises StorageError."""
        ids = library.lists.ids(And((Field("kind", "paper"), Field("is", "kept"))))
        missing, brought, in_a_row, why = self._missing(), 0, 0, ""
        none = 0
        wanted = [paper for paper in _papers(library, ids) if self._is_wanted(paper, missing)]
        for paper in wanted[:_AT_ONCE]:
            if is_over():
                break
            try:
                self.keep(paper, lambda _: None)
            except StatusError as error:
                if error.status in _NONE_THERE:
                    none += 1
                    missing[_name(paper)] = self._now().date().isoformat()
                    continue
                why = error.message
                if isinstance(error, RateLimited):
                    break
            except (OfflineError, StorageError) as error:
                why = error.message
                break
            except ReaderError as error:
                why, in_a_row = error.message, in_a_row + 1
                if in_a_row >= _PATIENCE:
                    break
            else:
                brought, in_a_row = brought + 1, 0
        if none:
            self._note_missing(missing)
        return Brought(brought, none, len(wanted) - brought - none, why)

    def check(self) -> Check:
        """What the PDFs take, for `doctor`."""
        count, size = self.taken()
        most = self._papers.max_pdf_mib
        said = f"{count:,} kept, {size / _MIB:,.1f} of {most:,} MiB" if count else "none kept"
        if size >= most * _MIB:
            hint = f"No more are kept: raise [papers] max_pdf_mib, or delete some in {self.folder}."
            return Check("PDFs", CheckStatus.WARNING, said, hint)
        return Check("PDFs", CheckStatus.OK, f"{said}; {'those of kept papers' if self.keeps_kept else 'by hand'}")

    def words(self) -> str:
        """What the PDFs take, in a sentence; "" where there are none and none are wanted."""
        count, size = self.taken()
        if not count and not self.keeps_kept:
            return ""
        return f"{count:,} PDFs of papers are kept: {size / _MIB:,.1f} of {self._papers.max_pdf_mib:,} MiB."

    def _wanted(self, paper: Paper) -> Download | None:
        name = _name(paper)
        number = paper.arxiv_id + (f"v{paper.version}" if paper.version else "")
        url = f"{self._base}/{number}" if paper.arxiv_id else paper.pdf_url
        if not name or not url:
            return None
        trust = Trust.CONFIGURED if paper.arxiv_id else Trust.CONTENT
        return Download(url, str(self.folder / name), trust, _LARGEST_MIB * _MIB, _BEGINS)

    def _is_wanted(self, paper: Paper, missing: dict[str, str]) -> bool:
        name = _name(paper)
        if not name or (self.folder / name).is_file() or (not paper.version and self.path_of(paper) is not None):
            return False
        asked = missing.get(name, "")
        return not asked or asked < (self._now() - _ASK_AGAIN).date().isoformat()

    def _versions(self, stem: str) -> Iterator[Path]:
        yield self.folder / f"{stem}.pdf"
        with suppress(OSError):
            yield from self.folder.glob(f"{stem}v*.pdf")

    def _missing(self) -> dict[str, str]:
        try:
            told = json.loads((self.folder / _MISSING).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(day) for name, day in told.items()} if isinstance(told, dict) else {}

    def _note_missing(self, missing: dict[str, str]) -> None:
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / _MISSING).write_text(json.dumps(missing, indent=0), "utf-8")


def _papers(library: KeptLibrary, ids: Sequence[int]) -> Iterator[Paper]:
    for start in range(0, len(ids), _PAGE):
        yield from (detail.paper for detail in library.papers.many(ids[start : start + _PAGE]))


def _stem(paper: Paper) -> str:
    """What files of a paper begin with: its arXiv number, else a hash of where its PDF is."""
    if paper.arxiv_id:
        return re.sub(r"[^A-Za-z0-9.-]", "-", paper.arxiv_id)
    return hashlib.sha256(paper.pdf_url.encode("utf-8", "replace")).hexdigest()[:16] if paper.pdf_url else ""


def _name(paper: Paper) -> str:
    stem = _stem(paper)
    version = f"v{paper.version}" if paper.version and paper.arxiv_id else ""
    return f"{stem}{version}.pdf" if stem else ""


def _version(path: Path) -> int:
    found = _VERSION.search(path.name)
    return int(found[1]) if found else 0
