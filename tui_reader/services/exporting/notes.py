"""Items as Markdown files with YAML front matter, as Obsidian and Zotero's importers take them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_TITLE = 90
_LONGEST_BYTES = 180
#: What a file's name must not have on some system, and what Obsidian reads as a link.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|#^\[\]{}%$`\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u206f]+")
_IDENTITY = re.compile(rb"\A\xef?\xbb?\xbf?---\r?\nkey: [\"']?([^\s\"']+)")


def note_text(front: Mapping[str, Any], markdown: str) -> str:
    """A file: the front matter, in which `key` comes first, and the text. What is empty is left out."""
    import yaml

    lines = {name: clean_line(value) if isinstance(value, str) else value for name, value in front.items()}
    known = {name: value for name, value in lines.items() if value not in (None, "", [], ())}
    dumped = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=2**31, default_flow_style=False)
    return f"---\n{dumped}---\n\n{markdown.strip()}\n"


def file_name(title: str, item_key: str) -> str:
    """A name that every system takes, the same at every export, and unlike that of any other item: the title, and in
    brackets the number, or the hash, that stands in the item's key."""
    name = _UNSAFE.sub(" ", unicodedata.normalize("NFC", title))
    name = " ".join(name.split())
    if len(name) > _LONGEST_TITLE:
        name = name[:_LONGEST_TITLE].rpartition(" ")[0] or name[:_LONGEST_TITLE]
    name = name.encode()[:_LONGEST_BYTES].decode("utf-8", "ignore").strip(" .-_")
    kind, _, own = item_key.partition(":")
    number = own[:12] if kind in ("url", "entry", "title") else own
    number = re.sub(r"[^A-Za-z0-9.-]+", "-", number).strip(".-")[:60]
    return f"{name} ({number}).md" if name else f"{kind} {number}.md"


def key_in(beginning: bytes) -> str:
    """The key in the front matter that a file begins with; "" when the file is none of ours."""
    found = _IDENTITY.match(beginning)
    return found[1].decode("utf-8", "replace") if found else ""
