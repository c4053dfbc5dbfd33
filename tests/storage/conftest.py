from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "data" / "library.db", state_dir=tmp_path / "state")
    yield library
    failed = [c for c in library.health.check() if c.status != "ok"]
    library.close()
    assert not failed, "every test must leave index and counts in step with the items"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "data" / "journal", "here-1")


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
