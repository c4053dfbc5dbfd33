"""Small things kept from one start to the next in state/: the theme, the pane. Losing them costs nothing."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "remembered.json"


def read(state: Path) -> dict[str, str]:
    """What was kept; nothing if it cannot be read."""
    try:
        kept = json.loads((state / _NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}


def write(state: Path, values: dict[str, str]) -> None:
    """Keep more; the file is replaced whole, so that a crash leaves the old one."""
    kept = read(state) | values
    temporary = state / f"{_NAME}.{os.getpid()}"
    try:
        state.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(kept, indent=1), "utf-8")
        temporary.replace(state / _NAME)
    except OSError:
        return  # a read-only home: nothing is remembered
