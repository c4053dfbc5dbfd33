"""Two to four models side by side as a page to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.services.comparison_words import number, score_places
from tui_reader.text.markdown import escape

if TYPE_CHECKING:
    from tui_reader.services.models_beside import Beside, Line, Said

_FACTS = (
    ("organisation", "made by"), ("license", "licence"), ("released", "released"), ("usd_per_1m", "$/1M"),
    ("tok_s", "tok/s"),
)  # fmt: skip


def beside_page(found: Beside) -> str:
    """Markdown: a column for each model, a line for each thing said and each board."""
    lines = [_line(["", *(model.name for model in found.models)]), "|:--" * (len(found.models) + 1) + "|"]
    for name, title in _FACTS:
        cells = [_said(getattr(model, name)) for model in found.models]
        lines += [_line([title, *cells])] if any(cells) else []
    lines += [
        _line([line.board.title, *(_standing(line, n) for n in range(len(found.models)))]) for line in found.lines
    ]
    page = "\n".join(lines)
    if any(not line.is_one for line in found.lines):
        page += "\n\n*Where a day is given, the days or the tasks differ: these scores do not compare.*"
    sources = {said.board for model in found.models for said in (model.usd_per_1m, model.tok_s) if said is not None}
    titles = {line.board.board: line.board.title for line in found.lines}
    told = sorted(titles.get(source, source) for source in sources)
    return page + (f"\n\n*Prices and speeds: {escape(', '.join(told))}.*" if told else "")


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(escape(" ".join(cell.split())) for cell in cells) + " |"


def _said(said: Said | None) -> str:
    if said is None:
        return ""
    return f"{number(said.value, 2)} ({said.on})" if isinstance(said.value, float | int) else said.value


def _standing(line: Line, place: int) -> str:
    listed = line.rows[place]
    if listed is None:
        return "—"
    day, row = listed
    places = score_places(row.score)
    rank = f"#{row.rank} " if row.rank is not None else ""
    error = f" ±{number((row.interval[1] - row.interval[0]) / 2, places)}" if row.interval is not None else ""
    return f"{rank}{number(row.score, places) or 'listed'}{error}" + ("" if line.is_one else f" ({day})")
