"""Items as Markdown files with YAML front matter, as Obsidian and Zotero's importers take them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKER = "<!-- yours: what stands below this line stays -->"
"""The last line of a note that this program writes; what follows it is the user's."""
_MARKER = re.compile(r"(?m)^[ \t]*<!-- yours: what stands below this line stays -->[ \t]*\r?(?:\n|\Z)")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?(?:\n|\Z)", re.DOTALL | re.MULTILINE)
#: Properties that this program writes, or wrote when it knew more of an item: no user's.
_NAMES = frozenset(
    ("key", "title", "citekey", "authors", "published", "year", "arxiv", "version", "category", "categories", "doi",
     "journal", "pdf", "file", "source", "url", "state", "read", "board", "date", "metric")
)  # fmt: skip
_LONGEST_TITLE = 90
_LONGEST_BYTES = 180
#: What a file's name must not have on some system, and what Obsidian reads as a link.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|#^\[\]{}%$`\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u206f]+")
_IDENTITY = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:(?!---)[^\n]*\n){0,200}?key: [\"']?([^\s\"']+)")


def note_text(front: Mapping[str, Any], markdown: str, old: str = "") -> str:
    """A file: the front matter, in which `key` comes first, the text, and the line below which all is the user's. What
    is empty is left out. Of `old`, the same note as it stands now, stays what the user wrote: below that line, tags
    and properties of the front matter, and where the line is gone whatever the new text has not."""
    import yaml

    lines = {name: clean_line(value) if isinstance(value, str) else value for name, value in front.items()}
    known = {name: value for name, value in lines.items() if value not in (None, "", [], ())}
    text = markdown.replace(MARKER, "").strip()
    own, properties = _of_user(old, text) if old else ("", {})
    tags = known.get("tags", [])
    if isinstance(added := properties.pop("tags", None), list):
        tags = list(dict.fromkeys([*tags, *(str(tag) for tag in added if tag)]))
    known |= {"tags": tags} if tags else {}
    known |= {name: value for name, value in properties.items() if name not in (*front, *_NAMES)}
    dumped = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=2**31, default_flow_style=False)
    return f"---\n{dumped}---\n\n{text}\n\n{MARKER}\n{own}"


def _of_user(old: str, text: str) -> tuple[str, dict[str, Any]]:
    """What stays of a note: the text below the line, and the front matter. Where that cannot be read, it is text."""
    import yaml

    front = _FRONT.match(old)
    properties: dict[str, Any] = {}
    body = old
    try:
        if front is not None and isinstance(told := yaml.safe_load(front[1]), dict):
            properties = {str(name): value for name, value in told.items()}
            body = old[front.end() :]
    except (yaml.YAMLError, ValueError, RecursionError):
        pass  # what is broken there stays below the line
    if (marker := _MARKER.search(body)) is not None:
        above, own = body[: marker.start()], body[marker.end() :]
        return (own if body is not old else f"{above}\n{own}"), properties
    there = {line.strip() for line in text.splitlines()}
    lost = [line for line in body.splitlines() if line.strip() and line.strip() not in there]
    return "".join(f"{line}\n" for line in lost), properties


def file_name(title: str, item_key: str) -> str:
    """A name that every system takes, the same at every export, and unlike that of any other item: the title, and in
    brackets the number, or the hash, that stands in the item's key."""
    name = plain_file_name(title)
    kind, _, own = item_key.partition(":")
    number = own[:12] if kind in ("url", "entry", "title") else own
    number = re.sub(r"[^A-Za-z0-9.-]+", "-", number).strip(".-")[:60]
    return f"{name} ({number}).md" if name else f"{kind} {number}.md"


def plain_file_name(text: str) -> str:
    """A text as the name of a file, without an ending: short, without what some system or Obsidian does not take, and
    with neither a dot nor a dash at its ends; "" where nothing is left."""
    name = " ".join(_UNSAFE.sub(" ", unicodedata.normalize("NFC", text)).split())
    if len(name) > _LONGEST_TITLE:
        name = name[:_LONGEST_TITLE].rpartition(" ")[0] or name[:_LONGEST_TITLE]
    return name.encode("utf-8", "ignore")[:_LONGEST_BYTES].decode("utf-8", "ignore").strip(" .-_")


def key_in(beginning: bytes) -> str:
    """The key in the front matter that a file begins with; "" when the file is none of ours."""
    found = _IDENTITY.match(beginning)
    return found[1].decode("utf-8", "replace") if found else ""
