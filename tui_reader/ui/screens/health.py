"""The health of the sources as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.widgets.row_line import format_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tui_reader.domain.sources import SourceHealth


def health_text(sources: Sequence[SourceHealth], now: datetime, warnings: Iterable[str]) -> str:
    """The failing sources first, with why and since when; then all of them as a table. Markdown."""
    from tui_reader.text.markdown import escape

    parts = [f"> {escape(warning)}" for warning in warnings]
    bad = [s for s in sources if s.has_trouble]
    if bad:
        parts.append(f"## {len(bad)} with trouble")
        for source in bad:
            reason = source.last_error
            text = f"{escape(reason.message)} {escape(reason.hint)}" if reason else "Its server says it is gone."
            parts.append(f"**{escape(source.title)}** — {text} *Last good: {format_moment(source.last_success, now)}.*")
    elif sources:
        parts.append("All sources that were asked answered.")
    else:
        parts.append("No source has been asked yet. `R` asks them all.")
    if sources:
        parts.append(f"## All {len(sources)}")
        lines = ["| | source | items | unread | last good |", "|:--|:--|--:|--:|:--|"]
        for s in sources:
            mark = "✗" if s.last_error else "–" if s.last_success is None else "✓"
            name = escape(s.title).replace("|", "\\|")
            lines.append(f"| {mark} | {name} | {s.items:,} | {s.unread:,} | {format_moment(s.last_success, now)} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
