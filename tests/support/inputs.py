"""Where tests find their inputs: our own in tests/data, always; recorded ones beside the repository, where they are.

Both have the same folders, so a test that goes through one goes through the other. Ours are small and written for the
tests, in the shapes that real ones have.
"""

from __future__ import annotations

from pathlib import Path

OWN = Path(__file__).resolve().parents[1] / "data"
_BESIDE = Path(__file__).resolve().parents[3] / "shared"


def folders(name: str) -> list[Path]:
    """The folders of that name that are there, ours first: `feeds`, `opml`, `leaderboards`, `seeds`, …"""
    recorded = _BESIDE / name if name == "seeds" else _BESIDE / "data" / name
    return [folder for folder in (OWN / name, recorded) if folder.is_dir()]


def files(name: str, pattern: str = "*") -> list[Path]:
    """The inputs in those folders, without what is told about them."""
    found = [path for folder in folders(name) for path in sorted(folder.glob(pattern))]
    return [path for path in found if path.is_file() and path.suffix != ".tsv" and ".expected." not in path.name]


def named(path: Path) -> str:
    """A name for a test's id, which says whose the input is."""
    return f"{'own' if OWN in path.parents else 'recorded'}-{path.name}"
