from __future__ import annotations

from cli_samples import Cli


def test_an_article_that_cannot_be_fetched_leaves_the_summary_and_the_reason(filled: Cli) -> None:
    (entry,) = filled("list", "entries", "evaluating", "--json").json
    done = filled("--offline", "show", entry["key"], "--full-text", "--format", "markdown")
    assert done.code == 0, done.err
    assert "A **bold** claim" in done.out
    assert "working offline" in done.out
    assert "v fetches" not in done.out
