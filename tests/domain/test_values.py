"""The values of the domain can be relied upon: nobody changes one, two of the same are equal, and they travel."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
from datetime import UTC, date, datetime

import msgspec
import pytest
from msgspec.structs import replace

import tui_reader.domain
from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.http import CachedResponse
from tui_reader.domain.papers import Author, Paper

VALUES = [
    value
    for module in pkgutil.iter_modules(tui_reader.domain.__path__)
    for value in vars(importlib.import_module(f"tui_reader.domain.{module.name}")).values()
    if isinstance(value, type) and issubclass(value, msgspec.Struct) and value is not msgspec.Struct
]
NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
SAMPLES = [
    Paper("A Title", arxiv_id="2611.00001", authors=(Author("Ada Example"),), published=NOW),
    Entry("Title", body=Body("Text", BodyFormat.MARKDOWN), published=NOW),
    Snapshot("mine", "Mine", date(2026, 11, 27), rows=(BoardRow("m", 1, 2.5),)),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__qualname__)
def test_every_value_is_frozen_and_compared_by_what_it_holds(value: type[msgspec.Struct]) -> None:
    assert value.__struct_config__.frozen
    assert value.__struct_config__.eq


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: type(sample).__name__)
def test_a_value_reaches_another_process_as_it_was(sample: msgspec.Struct) -> None:
    assert pickle.loads(pickle.dumps(sample)) == sample
    assert hash(pickle.loads(pickle.dumps(sample))) == hash(sample)


def test_a_changed_copy_leaves_the_first_alone() -> None:
    paper = SAMPLES[0]
    assert isinstance(paper, Paper)
    assert replace(paper, title="Another") != paper
    assert paper.title == "A Title"
    with pytest.raises(AttributeError):
        paper.title = "Another"  # type: ignore[misc]


@pytest.mark.parametrize("kind", [Entry, Snapshot, CachedResponse], ids=lambda kind: kind.__name__)
def test_what_is_kept_as_json_is_read_back_by_its_types(kind: type[msgspec.Struct]) -> None:
    # A type that is only there for the checker would be missed here.
    assert msgspec.structs.fields(kind)
