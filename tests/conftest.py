"""What is slow is marked so: CI runs it on one Python, and all else on all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

#: Rooms of tests that begin whole programs, walk, or draw thousands of screens.
_SLOW = ("whole", "walk", "compatibility", "ui")
#: What of them is run on every Python: the start, keys in panes, and known ways through the reader at one size.
_EVERYWHERE = ("ui/test_sample_shown.py", "ui/test_panes_apart.py", "ui/test_way_of_a_key.py")
_WAYS, _ONE_SIZE = "walk/test_faults_found.py", "80x24]"
_HERE = Path(__file__).parent

# How long a machine takes says nothing of the program. `steady` draws the same each time, so that a change is not
# refused for what was there before it; `wide` looks for what is new: pytest -m hypothesis --hypothesis-profile=wide.
# `few` is for the second and third Python.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wide", settings.get_profile("steady"), derandomize=False, max_examples=1_000)
settings.register_profile("few", settings.get_profile("steady"), max_examples=20)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--few`: what differs from one Python to the next shows in the first and the last case of a table."""
    parser.addoption("--few", action="store_true", help="of each table of cases the first and the last")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of those rooms; leave out what `--few` leaves out."""
    if config.getoption("--few"):
        first = {item.nodeid.partition("[")[0]: item for item in reversed(items)}
        last = {item.nodeid.partition("[")[0]: item for item in items}
        kept = {id(item) for item in (*first.values(), *last.values())}
        config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
        items[:] = [item for item in items if id(item) in kept]
    for item in items:
        if item.path.is_relative_to(_HERE):
            name = item.path.relative_to(_HERE).as_posix()
            is_everywhere = name in _EVERYWHERE or (name == _WAYS and item.name.endswith(_ONE_SIZE))
            if name.split("/")[0] in _SLOW and not is_everywhere:
                item.add_marker(pytest.mark.slow)
