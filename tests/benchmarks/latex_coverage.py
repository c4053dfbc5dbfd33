"""How much of real titles and abstracts `text.latex` turns into Unicode, and whether it loses any of it.

    python tests/benchmarks/latex_coverage.py FOLDER… [--show N]

The folders hold arXiv's XML: API answers, feeds, OAI records (`*.xml`, `*.xml.gz`, at any depth). Prints how many
mathematical spans still hold commands or braces when converted alone; how much LaTeX stays in the texts as they are
shown, commands outside formulas included (the aim is less than 1 % of the spans); how many texts lost a letter or a
digit, and how long a text takes.
"""

from __future__ import annotations

import argparse
import gzip
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tui_reader.text.latex import to_unicode

_TEXT_ELEMENTS = {"summary", "title", "description", "abstract"}
_SPAN = re.compile(r"(?<!\\)\$\$?((?:[^$\\]|\\.)+)\$\$?", re.DOTALL)
_MATHEMATICAL = re.compile(r"[\\^_{}]")
_COMMAND = re.compile(r"\\[A-Za-z]+")
# What a formula says without saying it: commands, and arguments that are not text.
_ACCENT = re.compile(r"\\[\"'`^~=.](?=[\\{A-Za-z])|\\[Hckbdruvt](?=\s*\{\w\}|\s+[A-Za-z]\b)|\\[a-z]\{[a-z]{2,9}\}")
_UNSAID = re.compile(
    r"\\(?:label|vspace|hspace|phantom|[hv]phantom|color|tag|begin|end)\*?\s*\{[^{}]*\}(?:\{[lcr|]+\})?"
    r"|\\textcolor\{\w+\}|\\\\\[[^\]]*\]|\\sqrt\[[234]\]|\\[A-Za-z]+"
)


def texts(folder: Path) -> Iterator[str]:
    """The titles and abstracts below a folder, each once."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*.xml*")):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for element in etree.fromstring(data, etree.XMLParser(recover=True, huge_tree=True)).iter():
            if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in _TEXT_ELEMENTS and element.text:
                text = element.text.strip()
                if text not in seen:
                    seen.add(text)
                    yield text


def leftovers(span: str) -> bool:
    """Whether a formula, converted, still holds a command or a brace that it does not show on purpose."""
    written = to_unicode(f"x ${span}$")
    shown = len(re.findall(r"\\[{}]|\\[lr]brace|\{cases\}|\\[Bb]igg?[lr]?\\\{", span))
    braces = written.count("{") + written.count("}")
    return "$" in written or bool(_COMMAND.search(written)) or braces > shown


def left_in(shown: str) -> list[str]:
    """The LaTeX in a text as it is shown: commands, and what stands between dollars and is no prose."""
    return _COMMAND.findall(shown) + [span for span in _SPAN.findall(shown) if _MATHEMATICAL.search(span)]


def alphanumeric(text: str) -> Counter[str]:
    """The letters and digits of a text, whatever form Unicode gives them."""
    return Counter(c.casefold() for c in unicodedata.normalize("NFKD", text) if c.isalnum() and c.isascii())


def lost(text: str) -> Counter[str]:
    """The letters and digits that were in the source and are not in what is shown."""
    return alphanumeric(_UNSAID.sub(" ", _ACCENT.sub("", text))) - alphanumeric(to_unicode(text))


def main() -> None:
    """Read, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--show", type=int, default=0, help="print this many examples of each failure")
    options = parser.parse_args()
    found = list(dict.fromkeys(text for folder in options.folders for text in texts(folder)))
    spans = [span for text in found for span in _SPAN.findall(text) if _MATHEMATICAL.search(span)]
    failed = [span for span in spans if leftovers(span)]
    losing = [(text, missing) for text in found if (missing := lost(text))]
    left = [piece for text in found for piece in left_in(to_unicode(text))]
    started = time.perf_counter()
    for text in found:
        to_unicode(text)
    seconds = time.perf_counter() - started
    print(f"texts                      {len(found):8,}")
    print(f"mathematical spans         {len(spans):8,}")
    print(f"spans with source left     {len(failed):8,}   {len(failed) / max(len(spans), 1):.2%}")
    print(f"source left in the texts   {len(left):8,}   {len(left) / max(len(spans), 1):.2%} of the spans")
    print(f"texts that lost something  {len(losing):8,}")
    print(f"time for each text         {seconds / max(len(found), 1) * 1e6:8.1f} µs")
    for span in failed[: options.show]:
        print("  left:", span, "->", to_unicode(f"${span}$"))
    for text, missing in losing[: options.show]:
        print("  lost:", dict(missing), "of", " ".join(text.split()))
    if options.show:
        print("  in the texts:", Counter(left).most_common(60))


if __name__ == "__main__":
    main()
