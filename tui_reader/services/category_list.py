"""The followed arXiv categories: added and dropped. Changes are journal lines over the configured list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.arxiv_categories import NAMES, nearest
from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.journal import Change
from tui_reader.services.catalogue import followed_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.services.feed_list import Recorder


class CategoryChanges(Protocol):
    """What is asked of the library's journal."""

    def category_changes(self) -> list[tuple[str, bool]]:
        """arXiv categories followed and dropped by command, the oldest change first."""


class CategoriesLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def journal(self) -> CategoryChanges:
        """What the journal adds up to."""


class CategoryList:
    """Which categories are followed, and changing that. `configured` are those of `[arxiv] categories`."""

    def __init__(
        self,
        configured: Sequence[str],
        library: CategoriesLibrary,
        recorder: Recorder,
        patience: float | None = None,
    ) -> None:
        self._configured = tuple(configured)
        self._library = library
        self._recorder = recorder
        self._patience = patience

    def followed(self) -> tuple[str, ...]:
        """Those that are followed, as they are written: `cs.SD`."""
        return followed_names(self._configured, self._library.journal.category_changes())

    def add(self, name: str) -> tuple[str, bool]:
        """Follow a category: as it is written, and whether it was not followed before. Raises UsageError."""
        wanted = name.strip().removeprefix("category:").removeprefix("cat:").strip()
        known = {code.lower(): code for code in NAMES}
        code = known.get(wanted.lower())
        if code is None:
            near = nearest(wanted)
            hint = f"Did you mean {near}, {NAMES[near]}?" if near else "They look like cs.SD or hep-th."
            raise UsageError(f"{wanted[:40]!r} is no arXiv category", hint)
        if code in self.followed():
            return code, False
        self._write(category_change(code, True), f"follow {code}")
        return code, True

    def remove(self, name: str) -> str:
        """Stop following a category; what it brought stays. Raises NotFound."""
        wanted = name.strip().removeprefix("category:").removeprefix("cat:").strip()
        for code in self.followed():
            if code.lower() == wanted.lower():
                self._write(category_change(code, None), f"remove {code}")
                return code
        raise NotFound(f"no category {wanted!r} is followed", f"These are: {', '.join(self.followed()) or 'none'}.")

    def _write(self, change: Change, label: str) -> None:
        self._recorder.record([change], label)
        self._recorder.wait(self._patience)


def category_change(code: str, value: bool | None) -> Change:
    """The line that follows a category, or (None) drops it."""
    return Change(
        f"category:{code}", f"category:{code}", value, NAMES.get(code, ""), f"https://arxiv.org/list/{code}/recent"
    )
