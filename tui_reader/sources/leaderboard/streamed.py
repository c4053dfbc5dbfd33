"""The data that pages made with Next.js carry: their server components, streamed as calls of `__next_f.push`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_PUSH = re.compile(r"__next_f(?:\s*\|\|\s*\[\])?\s*\)?\.push\(\s*(?=\[)")
#: So many pieces that cannot be read are one page that cannot.
_MOST_FAILURES = 50


def streamed(page: str) -> str:
    """The texts of all pushes, joined; a value may go on from one to the next."""
    texts: list[str] = []
    failures = 0
    decoder = json.JSONDecoder()
    for match in _PUSH.finditer(page):
        try:
            value, _ = decoder.raw_decode(page, match.end())
        except (ValueError, RecursionError):
            failures += 1
            if failures > _MOST_FAILURES:
                break
            continue
        # [1, text] is data, [0] begins the stream, [2, …] is the state of a form.
        if isinstance(value, list) and len(value) > 1 and value[0] == 1 and isinstance(value[1], str):
            texts.append(value[1])
    return "".join(texts)


def is_cut(page: str) -> bool:
    """Whether a page ends within a script: what came is half of it."""
    return page.rfind("<script") > page.rfind("</script")


def lists_of(text: str, key: str) -> Iterator[list[dict[str, Any]]]:
    """The lists of objects that stand under a key, wherever in the data; what cannot be read is left out."""
    decoder = json.JSONDecoder()
    failures = end = 0
    for match in re.finditer(rf'"{re.escape(key)}"\s*:\s*(?=\[)', text):
        if match.end() < end:
            continue
        try:
            value, end = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            failures += 1
            if failures > _MOST_FAILURES:
                return
            continue
        yield [one for one in value if isinstance(one, dict)]
