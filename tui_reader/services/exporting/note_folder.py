"""A folder of notes, one for each item, such as a vault of Obsidian: a note is found by the key in its front matter,
wherever it was moved to and whatever it is called, and written anew where it stands."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui_reader.domain.errors import StorageError
from tui_reader.services.exporting import files
from tui_reader.services.exporting.notes import file_name, key_in, note_text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: So many files are looked at for notes that were moved or renamed.
_MOST = 20_000
_LARGEST = 1 << 30


class NoteFolder:
    """Notes in a folder and below it; made if need be. Raises StorageError, here and at each call."""

    def __init__(self, folder: Path) -> None:
        files.make_folder(folder)
        self._folder = folder

    def write(self, title: str, front: Mapping[str, Any], markdown: str) -> Path:
        """Write the note of an item; where. A file that is no note of that item stays, and the note gets another name;
        one that would not change is left alone, with its date."""
        key = str(front["key"])
        path = self._place(file_name(title, key), key)
        data = files.begins(path, _LARGEST)
        old = data.decode("utf-8", "surrogateescape") if data else ""  # what is no UTF-8 is the user's, and stays
        text = note_text(front, markdown.encode("utf-8", "replace").decode(), old)
        if text != old:
            files.write_file(path, [text.encode("utf-8", "surrogateescape")])
        return path

    def _place(self, name: str, key: str) -> Path:
        path = self._folder / name
        for number in range(2, 1000):
            there = files.begins(path)
            if there is not None and key_in(there) == key:
                return path
            if there is None:
                break
            path = self._folder / f"{name.removesuffix('.md')} {number}.md"
        return self._notes.get(key, path)

    @cached_property
    def _notes(self) -> dict[str, Path]:
        """The notes that are there, by the keys of their items."""
        found: dict[str, Path] = {}
        looked_at = 0
        for place, folders, names in os.walk(self._folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.endswith(".md"):
                    looked_at += 1
                    path = Path(place) / name
                    with suppress(StorageError):  # what cannot be read is no note of ours
                        if key := key_in(files.begins(path) or b""):
                            found.setdefault(key, path)
            if looked_at > _MOST:
                break
        return found
