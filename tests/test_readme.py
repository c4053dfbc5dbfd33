from pathlib import Path

from support import manual_page, readme_tables

ROOT = Path(__file__).resolve().parents[1]


def test_the_readme_lists_keys_and_leaderboards_as_they_are() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme_tables.with_tables(readme) == readme, "run: python tests/support/readme_tables.py"


def test_the_manual_page_lists_what_the_tables_have() -> None:
    assert manual_page.PATH.read_text("utf-8") == manual_page.manual_page(), (
        "run: python tests/support/readme_tables.py"
    )
