"""Each input in tests/data that has an expected value beside it, `NAME.expected.json`, gives that value.

An expected value names what matters of an input: fields that it leaves out may be anything, a list is whole. `refused`
stands for an input that is refused with these words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support.inputs import OWN

from tui_reader.domain.errors import ParseError
from tui_reader.sources.arxiv.known import parse_any
from tui_reader.sources.digest.parse import parse_digest
from tui_reader.sources.feed.opml import parse_opml
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.sources.registry import parse_board_file, recognise
from tui_reader.sources.trending.parse import parse_trending_list

SUFFIX = ".expected.json"
CASES = sorted(OWN.rglob(f"*{SUFFIX}"))
PARSERS: dict[str, Callable[[bytes, str], object]] = {
    "feed": lambda data, _: parse_feed(data),
    "opml": lambda data, _: parse_opml(data),
    "arxiv": lambda data, _: parse_any(data),
    "digest": lambda data, _: parse_digest(data),
    "board": parse_board_file,
    "trending": parse_trending_list,
}


def differences(expected: Any, found: Any, where: str = "") -> Iterator[str]:
    """What is other than expected, and where."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            yield from differences(value, found.get(key, "(missing)"), f"{where}.{key}")
    elif isinstance(expected, list) and isinstance(found, list | tuple):
        if len(expected) != len(found):
            yield f"{where}: {len(found)} instead of {len(expected)}: {found}"
        for number, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from differences(one, other, f"{where}[{number}]")
    elif expected != found:
        yield f"{where}: {found!r} instead of {expected!r}"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name.removesuffix(SUFFIX))
def test_an_input_gives_what_is_expected_of_it(case: Path) -> None:
    expected = json.loads(case.read_text("utf-8"))
    path = case.with_name(case.name.removesuffix(SUFFIX))
    data = path.read_bytes()
    if "refused" in expected:
        with pytest.raises(ParseError) as caught:
            PARSERS["arxiv" if "arxiv" in str(path) else "board"](data, path.name)
        assert expected["refused"] in caught.value.message
        return
    found = msgspec.to_builtins(PARSERS[recognise(data, path.name)](data, path.name))
    assert list(differences(expected, found)) == []


def test_every_kind_of_source_has_its_inputs() -> None:
    kinds = {recognise(path.read_bytes(), path.name) for path in OWN.rglob("*") if path.is_file()}
    assert kinds >= {"issue", *PARSERS}
