"""JSON as plain values."""

from __future__ import annotations

import json
from typing import Any

from tui_reader.domain.errors import ParseError


def load_json(text: str) -> Any:
    """JSON whatever its size or depth. Raises ParseError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ParseError(f"this is damaged JSON{where}") from None
