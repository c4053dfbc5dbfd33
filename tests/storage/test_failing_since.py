from __future__ import annotations

from datetime import datetime, timedelta

from tui_reader.domain.errors import Problem
from tui_reader.domain.feeds import Subscription
from tui_reader.domain.sources import Attempt, SourceKind
from tui_reader.storage.library import Library

GONE = Problem("timeout", "the server did not answer", "")


def test_a_source_has_been_failing_since_its_first_failure_after_a_success(library: Library, now: datetime) -> None:
    library.sources.upsert(Subscription("blog", "Blog", "https://blog.example/feed"), SourceKind.FEED)
    hours = [now + timedelta(hours=n) for n in range(5)]
    since = []
    for at, error in zip(hours, (GONE, GONE, None, GONE, GONE), strict=True):
        library.sources.record(Attempt("blog", at, error))
        health = library.sources.get("blog")
        assert health is not None
        since.append(health.failing_since)
    assert since == [hours[0], hours[0], None, hours[3], hours[3]]
