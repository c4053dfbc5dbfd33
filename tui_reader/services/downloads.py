"""Enclosures, the files that entries bring: what they are called, and where they are downloaded to."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from tui_reader.config.private_files import usual_mask
from tui_reader.domain.errors import StorageError
from tui_reader.domain.http import Download, Trust
from tui_reader.domain.programs import media_type
from tui_reader.services.exporting.files import make_folder
from tui_reader.services.exporting.notes import plain_file_name

if TYPE_CHECKING:
    from tui_reader.domain.rows import EntryDetail
    from tui_reader.domain.settings import DownloadSettings

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}")
#: What a system's own way of opening files may be given: nothing that could be run.
_HARMLESS = re.compile(r"(?:audio|video|image)/(?!svg)[\w.+-]+|application/(?:pdf|epub\+zip)|text/plain")


class Enclosure(Struct, frozen=True):
    """A file that an entry brings: its address, what it is called there, what it is by its ending ("" where that does
    not tell), and where it is, or would be downloaded to."""

    url: str
    name: str
    type: str
    place: Path

    @property
    def is_here(self) -> bool:
        """Whether it was downloaded."""
        return self.place.is_file()

    @property
    def can_be_opened(self) -> bool:
        """Whether it is something to look at or to listen to, and no program."""
        return _HARMLESS.fullmatch(self.type) is not None


def enclosures_of(detail: EntryDetail, folder: Path) -> list[Enclosure]:
    """The enclosures of an entry, each with a place of its own in `folder`."""
    found = []
    for url in dict.fromkeys(detail.enclosures):
        if url.lower().startswith(("http://", "https://")):
            said = unquote(PurePosixPath(urlsplit(url).path).name, errors="replace")
            name = plain_file_name(said) or urlsplit(url).netloc
            found.append(Enclosure(url, name, media_type(url), folder / _file_name(detail.row.title, url, said)))
    return found


def _file_name(title: str, url: str, said: str) -> str:
    """The title of the entry, a part of the address' hash, and the ending of the address: the same each time, unlike
    that of any other, and safe on every system, whatever feeds say."""
    ending = PurePosixPath(said).suffix
    ending = ending.lower() if _ENDING.fullmatch(ending) else ""
    told_apart = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:6]
    return f"{plain_file_name(title) or 'enclosure'} ({told_apart}){ending}"


def folder_of(settings: DownloadSettings) -> Path:
    """Where files are downloaded to: as configured, else the user's own folder for that."""
    if settings.folder:
        try:
            return Path(settings.folder).expanduser().absolute()
        except RuntimeError:  # no such user
            raise StorageError(f"{settings.folder} is no usable folder", "Check [downloads] folder.") from None
    from platformdirs import user_downloads_path

    return user_downloads_path()


def download_of(enclosure: Enclosure, settings: DownloadSettings) -> Download:
    """What is fetched, into a folder that is made. An address from content is not followed into private networks.
    Raises StorageError."""
    make_folder(enclosure.place.parent)
    mode = 0o666 & ~usual_mask()
    return Download(enclosure.url, str(enclosure.place), Trust.CONTENT, settings.max_mib << 20, mode=mode)
