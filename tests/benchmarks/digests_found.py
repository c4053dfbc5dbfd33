"""Which entries of recorded feeds are taken for digests, and what it costs: `digests_found.py [FOLDER]`.

Prints each digest with how many things it names, the first of them, and the time of the slowest entries, so that the
list can be looked at by hand.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

from msgspec.structs import replace

from tui_reader.domain.errors import ReaderError
from tui_reader.html.digest.recognise import with_digest
from tui_reader.sources.feed.parse import parse_feed

FEEDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds"
SHOWN = 3


def main(folder: Path) -> None:
    """Run every file of a folder through recognition."""
    times: list[tuple[float, int, str]] = []
    files = entries = digests = 0
    for path in sorted(p for p in folder.iterdir() if p.suffix != ".tsv"):
        try:
            feed = parse_feed(path.read_bytes())
        except ReaderError:
            continue
        files += 1
        for entry in feed.entries:
            entries += 1
            bare = replace(entry, digest=None)
            start = time.perf_counter()
            found = with_digest(bare).digest
            times.append((time.perf_counter() - start, len(bare.body.text) if bare.body else 0, entry.title[:50]))
            if found is None:
                continue
            digests += 1
            print(f"{path.name} · {entry.title[:70]} · {len(found.items)} things{' · cut' if found.is_cut else ''}")
            for item in found.items[:SHOWN]:
                print(f"    {item.kind.value:5}  {item.group[:20]:20}  {item.title[:50]:50}  {item.text[:40]!r}")
    print(f"\n{digests} digests among {entries} entries of {files} feeds")
    if times:
        spent = sorted((t for t, _, _ in times), reverse=True)
        print(f"{sum(spent) / len(spent) * 1000:.3f} ms an entry, median {median(spent) * 1000:.4f} ms; the slowest:")
        for seconds, size, title in sorted(times, reverse=True)[:5]:
            print(f"    {seconds * 1000:6.1f} ms  {size / 1000:6.0f} kB  {title}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FEEDS)
