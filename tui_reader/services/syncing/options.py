"""What a sync is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Options:
    """What a sync is asked for: `due` only what is due, `issues` how many, `since` how far back."""

    due: bool = False
    issues: int | None = None
    since: datetime | None = None
