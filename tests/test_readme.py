import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

import readme_tables  # noqa: E402 -- the helper lies beside the tests


def test_the_readme_lists_keys_and_leaderboards_as_they_are() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme_tables.with_tables(readme) == readme, "run: python tests/support/readme_tables.py"
