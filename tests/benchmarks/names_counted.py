"""Names recognised in issues, counted against a list made by hand.

    python tests/benchmarks/names_counted.py SEEDS [BOARD_FILE…]

SEEDS is the folder with `inference-report-DATE.txt`; the list is `tests/domain/golden/named_in_issues.json`: every
model on a leaderboard, lab, repository and paper that the prose of the two issues names, by paragraph (blocks between
blank lines, from 0), found by reading them. The models are those of the issues' own tables and of the board files.
Prints precision, recall, and each name that one side has alone.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from tui_reader.domain.names import NameTable
from tui_reader.sources.board_file import parse_board
from tui_reader.sources.issue import parse_page

LIST = Path(__file__).resolve().parents[1] / "domain" / "golden" / "named_in_issues.json"
Named = tuple[str, int, str, str]
#: Blocks of an issue's plain text that are tables, not prose.
_TABLE = re.compile(r"\s*#\s*Model")


def by_hand() -> Counter[Named]:
    """The names of the list."""
    rows = json.loads(LIST.read_text("utf-8"))
    return Counter((r["issue"], r["paragraph"], r["name"], r["target"]) for r in rows)


def models(seeds: Path, board_files: list[Path]) -> list[str]:
    """The models of the issues' tables and of the files."""
    names = []
    for path in sorted(seeds.glob("inference-report-*.txt")):
        issue = parse_page(path.read_bytes()).issue
        names += [row.model for table in issue.tables for row in table.rows] if issue else []
    for path in board_files:
        names += [row.model for table in parse_board(path.read_bytes(), path.name, {}) for row in table.rows]
    return names


def found(seeds: Path, table: NameTable) -> Counter[Named]:
    """What is recognised in the prose of the issues of the list."""
    counted: Counter[Named] = Counter()
    for day in sorted({issue for issue, *_ in by_hand()}):
        text = (seeds / f"inference-report-{day}.txt").read_text("utf-8")
        for number, paragraph in enumerate(text.split("\n\n")):
            if _TABLE.match(paragraph) is None:
                for m in table.recognise(paragraph):
                    counted[day, number, paragraph[m.start : m.end], m.target] += 1
    return counted


def main(seeds: Path, board_files: list[Path]) -> None:
    """Print the figures."""
    names = models(seeds, board_files)
    wanted, got = by_hand(), found(seeds, NameTable(names))
    both = (wanted & got).total()
    print(f"{len(set(names))} models known; {wanted.total()} names by hand, {got.total()} recognised, {both} in both")
    print(f"precision {both / max(1, got.total()):.3f}, recall {both / max(1, wanted.total()):.3f}")
    for label, rest in (("missed", wanted - got), ("wrong", got - wanted)):
        for named in rest.elements():
            print(label, *named)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]])
