"""What becomes of papers in arXiv's HTML: sections, tables, captions, formulas, references counted against the page.

    python tests/benchmarks/whole_papers.py FOLDER-OR-FILE… [--show N]

Prints for each paper how many of each kind the page has and how many of them the document lacks, and how long it takes
to make: HTML to Markdown, Markdown to a document, a document to lines.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/support is shared by the rooms

from support.paper_counts import compare, page

from tui_reader.sources.arxiv.whole_paper import parse_whole_paper
from tui_reader.text.document.parse import parse
from tui_reader.ui.markdown.layout import lay_out


def main() -> None:
    """Count, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--show", type=int, default=0, help="print this many of what is missing")
    options = parser.parse_args()
    files = [f for path in options.paths for f in (sorted(path.glob("*.html")) if path.is_dir() else [path])]
    for file in files:
        tree, document = page(file)
        print(f"{file.name}: {document.words:,} words, {len(document.blocks):,} blocks")
        for count in compare(tree, document):
            print(f"  {count.kind:18}{count.there:8,} there {len(count.missing):6,} missing")
            for missing in count.missing[: options.show]:
                print("      ", missing[:150])
        started = time.perf_counter()
        markdown = parse_whole_paper(file.read_bytes(), "https://arxiv.org/html/2604.00001").markdown
        read = time.perf_counter()
        document = parse(markdown)
        parsed = time.perf_counter()
        lay_out(document, 88)
        done = time.perf_counter()
        print(
            f"  HTML to Markdown {1000 * (read - started):.0f} ms, to a document {1000 * (parsed - read):.0f} ms, "
            f"to lines {1000 * (done - parsed):.0f} ms"
        )


if __name__ == "__main__":
    main()
