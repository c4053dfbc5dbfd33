"""Issues among files: how they are known, and what is done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import ParseError
from tui_reader.sources.imported import FileKind, Imported, counted

if TYPE_CHECKING:
    from pathlib import Path

    from tui_reader.sources.imported import ImportContext
    from tui_reader.sources.sample import Sample

_LONGEST = 4_000_000


def is_issue(sample: Sample) -> bool:
    """Pages and plain text; see `looks_like_issue`."""
    from tui_reader.sources.report.parse import looks_like_issue

    return 0 < len(sample.text) < _LONGEST and sample.text[0] not in "{[" and looks_like_issue(sample.data)


def take_issue(data: bytes, path: Path, context: ImportContext) -> Imported:
    """Store the issue with all that it names."""
    from tui_reader.sources.report.parse import parse_page

    page = parse_page(data, known_models=context.models())
    if (issue := page.issue) is None:
        raise ParseError(page.note or f"{path.name} is no issue of The Inference Report")
    stored = context.store(lambda library: library.issues.store(issue, "issues", context.now))
    missing = f"not found: {', '.join(issue.missing)}" if issue.missing else ""
    return counted(stored, "; ".join(n for n in (page.note, missing) if n))


ISSUES = FileKind("issue", is_issue, take_issue)
