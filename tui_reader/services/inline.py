"""Where parsing happens: what is asked of it, and the plain way of doing it right here."""

from __future__ import annotations

from typing import Any, Protocol


class Parser(Protocol):
    """Somewhere to parse."""

    async def parse(self, parser: str, *args: Any, **kwargs: Any) -> Any:
        """Run one of `parse_worker.PARSERS`."""

    def close(self) -> None:
        """Let go of what it holds."""


class InlineParser:
    """Parses right here: for an import of a few files, and for tests."""

    async def parse(self, parser: str, *args: Any, **kwargs: Any) -> Any:
        """Run one of `parse_worker.PARSERS` in this process."""
        from tui_reader.services import parse_worker

        return parse_worker.run(parser, args, kwargs)

    def close(self) -> None:
        """Nothing is held."""
