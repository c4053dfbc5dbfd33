from __future__ import annotations

from pathlib import Path

import pytest
from walk.homes import make_home, make_sample_home


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the homes to walk in: `made`, `sample`, and `empty`, which shows the sample edition."""
    folder = tmp_path_factory.mktemp("homes")
    make_home(folder / "made")
    make_sample_home(folder / "sample")
    (folder / "empty").mkdir()
    return folder
