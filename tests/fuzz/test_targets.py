"""What is fuzzed takes whatever was found by fuzzing, and what Hypothesis makes of the words of each language."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS

FOUND = sorted((Path(__file__).parent / "found").glob("*/*"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name[:20]}")
def test_what_fuzzing_found_is_mended(path: Path) -> None:
    TARGETS[path.parent.name].run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=40)
@given(data=st.data())
def test_no_bytes_make_it_fail(name: str, data: st.DataObject) -> None:
    pieces = st.sampled_from([w.encode() for w in TARGETS[name].words]) | st.binary(max_size=6)
    TARGETS[name].run(b"".join(data.draw(st.lists(pieces, max_size=30))))
