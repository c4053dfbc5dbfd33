"""A paper of 35,000 words: parsing, first lines, scrolling, resizing, searching; beside a bare list in the same run.

    python tests/benchmarks/document.py TOOLS [--words N] [--runs N] [--paper FILE]

The paper is made up, or with --paper one in arXiv's HTML, repeated until it is long enough. TOOLS is the folder with
`tuiprobe.py` (drives a program in a pty and measures what a user sees) and `app_list.py` (the bare list that scrolls
lines of no meaning). Prints milliseconds.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

PROSE = """attention the model of neural networks and we show that results for large language evaluation (see Figure 3)
**strong** _weak_ `code` [reference](https://arxiv.org/abs/2606.14591) $x_i$ naïve speech 10×"""
SCROLL: list[list[Any]] = [
    ["quiet", 300],
    ["repeat", "<down>", 80, 40, "line"],
    ["repeat", "<pgdn>", 60, 40, "page"],
    ["resize", 90, 40, 150, "resize"],
    ["resize", 140, 45, 150, "resize back"],
    ["mem", "memory"],
]


def make_paper(words: int) -> str:
    """Markdown with headings, lists, tables, code, formulas and links; the same for the same number."""
    chance = random.Random(words)
    parts: list[str] = ["# A paper about papers"]
    written = 0
    while written < words:
        number = len(parts)
        if number % 12 == 0:
            parts.append(f"## Section {number}")
        if number % 30 == 0:
            parts.append("| Model | Score |\n|---|--:|\n" + "\n".join(f"| row {n} | {n * 3.5} |" for n in range(12)))
        if number % 20 == 0:
            parts.append("\n".join(f"- item {n} of a list" for n in range(6)))
        if number % 25 == 0:
            parts.append("```python\nfor epoch in range(10):\n    step(model, epoch)\n```\n\n$$E = mc^2$$")
        parts.append(" ".join(chance.choices(PROSE.split(), k=100)))
        written += 100
    return "\n\n".join(parts)


def repeated(path: Path, words: int) -> str:
    """The Markdown of a paper in arXiv's HTML, as often as it takes."""
    from tui_reader.sources.arxiv.whole_paper import parse_whole_paper

    markdown = parse_whole_paper(path.read_bytes(), "https://arxiv.org/html/2604.00001").markdown
    return "\n\n".join([markdown] * (1 + words // max(1, len(markdown.split()))))


def paper_of(words: int, path: str) -> str:
    """The paper that is measured."""
    return repeated(Path(path), words) if path else make_paper(words)


def run_app(words: int, path: str) -> None:
    """The document alone in an app."""
    from textual.app import App, ComposeResult
    from textual.binding import Binding

    from tui_reader.text.document.parse import parse
    from tui_reader.ui.widgets.document import DocumentView

    document = parse(paper_of(words, path))

    class DocumentApp(App[None]):
        BINDINGS: ClassVar = [Binding("down", "lines(1)"), Binding("pagedown", "page(1)"), Binding("q", "quit")]
        ENABLE_COMMAND_PALETTE = False

        def compose(self) -> ComposeResult:
            yield DocumentView()

        def on_mount(self) -> None:
            self.query_one(DocumentView).show(document)

        def action_lines(self, lines: int) -> None:
            self.query_one(DocumentView).scroll_lines(lines)

        def action_page(self, pages: int) -> None:
            self.query_one(DocumentView).page(pages)

    DocumentApp().run()


def median_ms(work: Callable[[], object], runs: int) -> float:
    """The median time of a piece of work."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Measure and print a table."""
    if sys.argv[1:2] == ["--app"]:
        run_app(int(sys.argv[2]), sys.argv[3])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tools", type=Path)
    parser.add_argument("--words", type=int, default=35_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--paper", default="", help="a paper in arXiv's HTML, to be repeated")
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("tuiprobe", options.tools / "tuiprobe.py")
    if spec is None or spec.loader is None:
        parser.error(f"no tuiprobe.py in {options.tools}")
    probe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(probe)

    from markdown_it import MarkdownIt

    from tui_reader.text.document.parse import parse, parse_head
    from tui_reader.ui.markdown.find import find
    from tui_reader.ui.markdown.layout import lay_out

    paper = paper_of(options.words, options.paper)
    document = parse(paper)
    print(f"{document.words:,} words, {len(document.blocks):,} blocks, median of {options.runs} runs, ms")
    floor = median_ms(lambda: MarkdownIt("commonmark").enable("table").parse(paper), options.runs)
    for name, work in (
        ("parse the beginning", lambda: parse_head(paper)),
        ("parse", lambda: parse(paper)),
        ("beginning to lines", lambda: lay_out(parse_head(paper) or document, 88)),
        ("lay out at 88", lambda: lay_out(document, 88)),
        ("lay out at 40", lambda: lay_out(document, 40)),
        ("find a word", lambda: find(document, "attention")),
    ):
        took = median_ms(work, options.runs)
        print(f"  {name:22}{took:9.1f}   {took / floor:5.2f} × markdown-it alone ({floor:.0f})")

    ours = probe.many([sys.executable, __file__, "--app", str(options.words), options.paper], SCROLL, options.runs)[
        "summary"
    ]
    bare = probe.many(
        [sys.executable, str(options.tools / "app_list.py"), "scroll", "100000"],
        [*SCROLL[:1], ["send", "<pgdn>"], ["quiet", 100], *SCROLL[1:]],
        options.runs,
    )["summary"]
    print(f"{'':22}{'bare':>9}{'document':>10}{'ratio':>8}")
    for field in (
        "line.p50_ms", "line.p95_ms", "page.p50_ms", "page.p95_ms", "resize.last_ms", "resize back.last_ms",
        "memory.rss_mb",
    ):  # fmt: skip
        before, after = bare[field]["median"], ours[field]["median"]
        print(f"{field:22}{before:9.2f}{after:10.2f}{after / before:8.2f}")


if __name__ == "__main__":
    main()
