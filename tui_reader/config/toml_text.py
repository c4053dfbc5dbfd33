"""Keys and values as TOML writes them (https://toml.io/en/v1.0.0)."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Keys from the top: names, and numbers (from 0) for the elements of arrays.
KeyPath = tuple[str | int, ...]

Value = str | bool | int | float | tuple[str, ...] | Mapping[str, str]


def quoted(text: str) -> str:
    """Text as a basic string; what is not printable is escaped."""
    return '"' + visible(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def visible(text: str) -> str:
    """Text with an escape in place of each character that is not printable."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(c: str) -> str:
    return f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"


def key(name: str) -> str:
    """A key, bare where it can be."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)


def dotted(path: KeyPath) -> str:
    """A path as a person writes it: `benchmarks.swe-rebench.url`, `feeds[2].url` (counted from 1), `keys."nav.top"`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else ("." if text else "") + key(part)
    return text


def literal(value: Value) -> str:
    """A value as it stands behind the equals sign."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(quoted(text) for text in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key(name)} = {quoted(text)}" for name, text in value.items()) + " }"
    return repr(value).removesuffix(".0") if isinstance(value, float) and abs(value) < 1e15 else repr(value)
