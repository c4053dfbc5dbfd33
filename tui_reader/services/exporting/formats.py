"""Which formats there are, and what each is good for."""

from __future__ import annotations

import difflib

from msgspec import Struct

from tui_reader.domain.errors import UsageError


class Format(Struct, frozen=True):
    """A format: `title` for people, `suffix` of its files, `kinds` what can be exported in it, `needs_folder` whether
    it is many files."""

    name: str
    title: str
    suffix: str
    kinds: tuple[str, ...]
    needs_folder: bool = False


KINDS = ("papers", "entries", "boards", "feeds")
_ITEMS = ("papers", "entries")
FORMATS = (
    Format("bibtex", "BibTeX", ".bib", _ITEMS),
    Format("ris", "RIS", ".ris", _ITEMS),
    Format("csl-json", "CSL-JSON", ".json", _ITEMS),
    Format("csv", "CSV", ".csv", (*_ITEMS, "boards")),
    Format("jsonl", "JSON lines", ".jsonl", (*_ITEMS, "boards")),
    Format("markdown", "Markdown, a file each", ".md", (*_ITEMS, "boards"), needs_folder=True),
    Format("opml", "OPML", ".opml", ("feeds",)),
)
BY_NAME = {form.name: form for form in FORMATS}


def formats_for(kind: str) -> tuple[Format, ...]:
    """The formats that fit a kind, the first being the one to take when none is named."""
    return tuple(form for form in FORMATS if kind in form.kinds)


def choose(kind: str, name: str | None) -> Format:
    """The format of that name for a kind. Raises UsageError, which names those that fit."""
    fitting = formats_for(kind)
    names = ", ".join(form.name for form in fitting)
    if name is None:
        if len(fitting) > 1:
            raise UsageError(f"export {kind} needs a format", f"Use --format with one of {names}.")
        return fitting[0]
    form = BY_NAME.get(name)
    if form not in fitting or form is None:
        near = difflib.get_close_matches(name, [f.name for f in fitting], 1)
        meant = f" Did you mean {near[0]}?" if near and form is None else ""
        raise UsageError(f"{kind} cannot be exported as {name}", f"Use --format with one of {names}.{meant}")
    return form
