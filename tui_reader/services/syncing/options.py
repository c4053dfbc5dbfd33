"""What a sync is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime


class Options(Struct, frozen=True):
    """What a sync is asked for: `due` only what is due and what `asked` names, `issues` how many of them, `since` how
    far back, `full_text` the whole text of kept papers too."""

    due: bool = False
    asked: frozenset[str] = frozenset()
    issues: int | None = None
    since: datetime | None = None
    full_text: bool = False
