"""A file whose kind is not known yet, opened once for all who look at it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from tui_reader.domain.errors import ParseError
from tui_reader.html.markup import root_name
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.packed import unpack, zip_names


class Sample:
    """Bytes and the name of the file that they come from. Raises ParseError for packed bytes that are damaged."""

    def __init__(self, data: bytes, name: str = "") -> None:
        self.data = unpack(data)
        self.name = name

    @cached_property
    def text(self) -> str:
        """The bytes as text, from its first character on; "" for an archive."""
        return "" if self.members else decode(self.data).lstrip("\ufeff \t\r\n")

    @property
    def is_markup(self) -> bool:
        """Whether the text begins as HTML or XML does."""
        return self.text[:1] == "<"

    @cached_property
    def root(self) -> str:
        """The name of the outermost element, in small letters and without a prefix; "" where there is none."""
        return root_name(self.text) if self.is_markup else ""

    @cached_property
    def json(self) -> Any:
        """The value of a JSON object or list, else None."""
        if self.text[:1] not in ("{", "["):
            return None
        try:
            return load_json(self.text)
        except ParseError:
            return None

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The names of the files in a ZIP archive; of anything else none."""
        return zip_names(self.data)
