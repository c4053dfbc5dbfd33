"""The parser as one source uses it in one sync."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from tui_reader.domain.errors import OverLimits

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.sources.base import Parser

P = ParamSpec("P")
T = TypeVar("T")


class ParserOfSource:
    """Once something of the source went over the limits, nothing of it is read any more. A suspect, one that did so in
    the last sync, finds less patience. `over` is what went over."""

    def __init__(self, parser: Parser, *, is_suspect: bool) -> None:
        self._parser = parser
        self._is_suspect = is_suspect
        self.over: OverLimits | None = None

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function in a parsing process. Raises its error, or OverLimits."""
        if self.over is not None:
            raise self.over
        parse = self._parser.parse_briefly if self._is_suspect else self._parser.parse
        try:
            return await parse(function, *args, **kwargs)
        except OverLimits as error:
            self.over = error
            raise

    async def parse_briefly(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same with less patience."""
        self._is_suspect = True
        return await self.parse(function, *args, **kwargs)

    def close(self) -> None:
        """The processes are others' too."""
