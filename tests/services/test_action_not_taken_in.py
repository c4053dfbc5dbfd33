"""An action that the journal holds and the library cannot take in is told of."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tui_reader.domain.errors import StorageError
from tui_reader.domain.items import Kind
from tui_reader.domain.rows import Row
from tui_reader.services.triage import Triage
from tui_reader.services.writer import Writer
from tui_reader.storage.journal import Journal


class Full:
    """A library on a full disk."""

    @property
    def journal(self) -> Any:
        return self

    def fold_new(self, journal: object) -> int:
        raise StorageError("the library cannot be written: the disk is full")


def test_an_action_that_the_library_cannot_take_in_is_told_of(tmp_path: Path) -> None:
    writer: Writer[Any] = Writer(Full, lambda library: None)
    library: Any = Full()
    triage = Triage(Journal(tmp_path, "here-1"), writer, library, lambda: datetime(2026, 4, 2, tzinfo=UTC))
    told: list[str] = []
    triage.on_failed = lambda error: told.append(error.message)
    triage.set_read([Row(1, "url:a", Kind.ENTRY, "A post")], True)
    writer.close()
    assert told == ["the library cannot be written: the disk is full"]
    assert '"read"' in (tmp_path / "here-1.jsonl").read_text("utf-8")
