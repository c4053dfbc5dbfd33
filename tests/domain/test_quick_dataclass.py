"""Quick dataclasses are what the standard library's frozen dataclasses with slots are."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

from tui_reader.domain.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """Two numbers and more."""

    x: int
    y: int = 2
    marks: tuple[str, ...] = field(default=())
    seen: dict[str, int] = field(default_factory=dict)

    def moved(self) -> Point:
        """One to the right."""
        return replace(self, x=self.x + 1)


@dataclass(frozen=True, slots=True)
class Named(Point):
    """A point with a name."""

    y: int = 7
    name: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Refuses what is below zero."""

    size: int

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError("below zero")


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing."""


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same as Point, by the standard library."""

    x: int
    y: int = 2
    marks: tuple[str, ...] = field(default=())
    seen: dict[str, int] = field(default_factory=dict)


def test_values_are_made_compared_and_shown_as_the_standard_librarys() -> None:
    point, standard = Point(1, marks=("a",)), Standard(1, marks=("a",))
    assert repr(point).replace("Point", "Standard") == repr(standard)
    assert point == Point(1, 2, ("a",)) != Point(2, 2, ("a",))
    assert point != standard
    assert Checked(3) == Checked(3)
    assert hash(Checked(3)) == hash(Checked(3)) != hash(Checked(4))
    assert Empty() == Empty()
    assert repr(Empty()) == "Empty()"


def test_missing_and_unknown_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match="x"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="z"):
        Point(1, z=2)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="below"):
        Checked(-1)


def test_a_default_factory_makes_a_new_value_each_time() -> None:
    assert Point(1).seen is not Point(1).seen


def test_values_cannot_be_changed_and_have_no_dict() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del point.x
    with pytest.raises(FrozenInstanceError):
        point.other = 2  # type: ignore[attr-defined]
    assert not hasattr(point, "__dict__")


def test_replace_and_fields_work() -> None:
    assert Point(1, 5).moved() == Point(2, 5)
    assert [(f.name, f.type, f.default) for f in fields(Point)] == [
        (f.name, f.type, f.default) for f in fields(Standard)
    ]
    assert dataclasses.is_dataclass(Point)
    assert replace(Named(1, name="a"), name="b") == Named(1, 7, (), {}, "b")


def test_a_class_inherits_fields_in_order_and_overrides_defaults() -> None:
    assert Named(1).y == 7
    assert Named.__match_args__ == ("x", "y", "marks", "seen", "name")
    assert Named(1) != Point(1, 7)
    assert Point(1).y == 2


def test_values_can_be_pickled_and_copied_before_and_after_the_first_is_made() -> None:
    for value in (Point(1, seen={"a": 1}), Named(3, name="n"), Empty()):
        assert pickle.loads(pickle.dumps(value)) == value
        assert copy.deepcopy(value) == value


def test_patterns_match() -> None:
    match Point(4, 5):
        case Point(x, y):
            assert (x, y) == (4, 5)


def test_other_forms_are_refused() -> None:
    with pytest.raises(TypeError, match="frozen"):
        dataclass(frozen=True, slots=False)
