"""What is slow is marked so: CI runs it on one Python, and all else on all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

#: Rooms of tests that begin whole programs, walk, or draw thousands of screens.
_SLOW = ("whole", "walk", "compatibility", "ui")
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of those rooms."""
    for item in items:
        if item.path.is_relative_to(_HERE) and item.path.relative_to(_HERE).parts[0] in _SLOW:
            item.add_marker(pytest.mark.slow)
