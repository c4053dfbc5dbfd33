from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/support is shared by the rooms

from cli_samples import FEED, ISSUE, Cli


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Command lines on an empty home."""
    return Cli(tmp_path / "home", capsys)


@pytest.fixture
def filled(cli: Cli) -> Cli:
    """Command lines on a home with a feed and an issue."""
    done = cli("import", cli.write("harbour.xml", FEED), cli.write("issue.html", ISSUE))
    assert done.code == 0, done.err
    return cli
