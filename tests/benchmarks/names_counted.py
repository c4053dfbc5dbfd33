"""Names recognised in issues and digests, counted against a list made by hand.

    python tests/benchmarks/names_counted.py SEEDS [BOARD_FILE…]

SEEDS is the folder with `inference-report-DATE.txt` and the digests; the list is
`tests/domain/golden/named_in_seeds.json`: every model on a leaderboard, lab, repository and paper that their prose
names, found by reading them, by paragraph (issues: blocks between blank lines, digests: lines; from 0). The models are
those of the issues' own tables and of the board files; without these the digests, which name models of other tables,
are left out. Prints precision, recall, and each name that one side has alone.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from tui_reader.domain.names import NameTable
from tui_reader.sources.registry import parse_board_file
from tui_reader.sources.report.parse import parse_page

LIST = Path(__file__).resolve().parents[1] / "domain" / "golden" / "named_in_seeds.json"
Named = tuple[str, int, str, str]
#: Blocks of an issue's plain text that are tables, not prose.
_TABLE = re.compile(r"\s*#\s*Model")


def by_hand(*, digests: bool = False) -> Counter[Named]:
    """The names of the list."""
    rows = json.loads(LIST.read_text("utf-8"))
    return Counter(
        (r["issue"], r["paragraph"], r["name"], r["target"]) for r in rows if digests or _is_issue(r["issue"])
    )


def _is_issue(name: str) -> bool:
    return name.startswith("20")


def models(seeds: Path, board_files: list[Path]) -> list[str]:
    """The models of the issues' tables and of the files."""
    names = []
    for path in sorted(seeds.glob("inference-report-*.txt")):
        issue = parse_page(path.read_bytes()).issue
        names += [row.model for table in issue.tables for row in table.rows] if issue else []
    for path in board_files:
        names += [row.model for table in parse_board_file(path.read_bytes(), path.name, {}) for row in table.rows]
    return names


def found(seeds: Path, table: NameTable, *, digests: bool = False) -> Counter[Named]:
    """What is recognised in the prose of the texts of the list."""
    counted: Counter[Named] = Counter()
    for name in sorted({name for name, *_ in by_hand(digests=digests)}):
        path = f"inference-report-{name}.txt" if _is_issue(name) else f"{name}.txt"
        text = (seeds / path).read_text("utf-8")
        for number, paragraph in enumerate(text.split("\n\n" if _is_issue(name) else "\n")):
            if _TABLE.match(paragraph) is None:
                for m in table.recognise(paragraph):
                    counted[name, number, paragraph[m.start : m.end], m.target] += 1
    return counted


def main(seeds: Path, board_files: list[Path]) -> None:
    """Print the figures."""
    names = models(seeds, board_files)
    digests = bool(board_files)
    wanted, got = by_hand(digests=digests), found(seeds, NameTable(names), digests=digests)
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
