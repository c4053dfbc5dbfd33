"""Sync The Inference Report: find its issues, fetch what is missing, with the pages of their sections."""

from __future__ import annotations

import asyncio
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec import Struct

from tui_reader.domain.errors import (
    ConnectionFailure,
    FetchError,
    GoneError,
    OfflineError,
    ParseError,
    RateLimited,
    StatusError,
    TimeoutFailure,
)
from tui_reader.domain.http import Freshness, Request, Response
from tui_reader.domain.sources import SourceKind
from tui_reader.sources.base import FetchResult, SyncContext

if TYPE_CHECKING:
    from tui_reader.domain.issues import Issue

#: Where the addresses of the issues may be listed, in the order in which they are asked.
INDEX_PATHS = ("/archive", "/", "/feed.xml", "/rss.xml", "/feed", "/atom.xml")
#: An issue may be corrected on its own day and the next; after that it is taken as finished.
CORRECTED_FOR = timedelta(days=2)
_LISTED = "issues.listed"
_MODELS_TOLD = 2_000


class ReportSource(Struct, frozen=True):
    """The Inference Report at an address; of its past the newest `backfill` issues are wanted."""

    url: str
    backfill: int

    id = "issues"
    kind = SourceKind.ISSUES
    title = "The Inference Report"
    group = ""

    async def sync(self, context: SyncContext) -> FetchResult:
        """Bring the newest `backfill` issues. Raises FetchError when neither an index nor an issue answers."""
        base = self.url.rstrip("/")
        freshness = context.options.freshness
        listed, failure = await _listed(context, base, freshness)
        wanted = context.options.issues or self.backfill
        since = context.options.since.date() if context.options.since else date.min
        today = context.now().date()
        stored = context.library.issues.days()
        new = updated = fetched = 0
        failures: list[str] = []
        if listed:
            days = [(d, url) for d, url in listed if d >= since][: None if context.options.since else wanted]
            for day, url in days:
                if day in stored and today - day > CORRECTED_FOR and not context.options.since:
                    continue
                try:
                    outcome = await _one(context, base, day, url, freshness)
                except (OfflineError, ConnectionFailure, TimeoutFailure):
                    raise
                except (FetchError, ParseError) as error:
                    if isinstance(error, RateLimited):
                        raise
                    failures.append(f"{day}: {error.message}")
                    continue
                fetched += 1
                new += outcome[0]
                updated += outcome[1]
        else:
            from tui_reader.sources.report.index import issue_url

            # No index answers: walk back from today. A gap of two weeks ends the walk.
            day, missed, seen = today, 0, 0
            while seen < wanted and missed < 14 and day >= since:
                if day in stored and today - day > CORRECTED_FOR:
                    seen, missed = seen + 1, 0
                else:
                    try:
                        outcome = await _one(context, base, day, issue_url(base, day), freshness)
                        seen, missed, fetched = seen + 1, 0, fetched + 1
                        new, updated = new + outcome[0], updated + outcome[1]
                    except (OfflineError, RateLimited, GoneError):
                        raise
                    except StatusError as error:
                        missed += 1
                        failure = error if error.status != 404 else failure
                    except ParseError:
                        missed += 1
                day -= timedelta(days=1)
            if not seen and not stored:
                raise failure or ParseError(f"no issue was found at {base}", "Check [issues] url in the configuration.")
        if failures and not fetched:
            raise ParseError(f"no issue could be read ({failures[0]})")
        note = f"{len(failures)} issues could not be read, first {failures[0]}" if failures else ""
        return FetchResult(new=new, updated=updated, unchanged=not new and not updated, note=note, title=self.title)


async def _listed(
    context: SyncContext, base: str, freshness: Freshness
) -> tuple[list[tuple[date, str]], FetchError | None]:
    """The issues' days and addresses, newest first, from the first index that answers; with the last failure."""
    failure: FetchError | None = None
    remembered = context.library.meta.get(_LISTED)
    for path in INDEX_PATHS:
        url = base + path
        try:
            response = await context.get(Request(url, freshness=freshness))
        except (OfflineError, RateLimited, ConnectionFailure, TimeoutFailure):
            raise  # the other addresses are on the same host
        except FetchError as error:
            failure = error
            continue
        if (response.not_modified or response.from_cache) and remembered:
            known = json.loads(remembered)
            if known.get("url") == url:
                return [(date.fromisoformat(d), u) for d, u in known["days"]], None
        from tui_reader.sources.report.index import discover

        found = await context.parse(discover, response.body, response.url)
        if found:
            listed = json.dumps({"url": url, "days": [(d.isoformat(), u) for d, u in found]})
            await _remember(context, listed)
            return found, None
    return [], failure


async def _remember(context: SyncContext, listed: str) -> None:
    await context.store(lambda library: library.meta.set(_LISTED, listed))


async def _one(context: SyncContext, base: str, day: date, url: str, freshness: Freshness) -> tuple[int, int]:
    """Fetch one issue with the pages of its sections and store it; how many items are new and updated."""
    response = await context.get(Request(url, freshness=freshness))
    from tui_reader.sources.report.parse import merge_section, parse_page, parse_section_page

    stored = day in context.library.issues.days()
    page = None
    if not (response.not_modified and stored):
        # Names on the boards help where a table's cells stand glued together; the latest are those an issue lists.
        models = context.library.boards.models()[:_MODELS_TOLD]
        page = await context.parse(parse_page, response.body, response.url, response.content_type, models)
        if page.issue is None:
            raise ParseError(page.note or f"{url} is no issue")
    known: Issue | None = page.issue if page else context.library.issues.get(f"issue:{day.isoformat()}")
    if known is None:  # taken away by another program meanwhile
        return 0, 0
    issue = known
    pages = await _section_pages(context, base, issue, freshness)
    if page is None and all(r.not_modified for _, r in pages):
        return 0, 0
    for name, answer in pages:
        try:
            models = context.library.boards.models()[:_MODELS_TOLD] if name == "benchmarks" else []
            section = await context.parse(parse_section_page, answer.body, answer.url, name, issue.day, models)
            issue = merge_section(issue, section)
        except ParseError:
            continue  # the section of the issue itself stays
    result = await context.store(lambda library: library.issues.store(issue, "issues", context.now()))
    return len(result.new), len(result.updated)


async def _section_pages(
    context: SyncContext, base: str, issue: Issue, freshness: Freshness
) -> list[tuple[str, Response]]:
    from tui_reader.sources.report.index import section_urls

    own = {s.name: s.url for s in issue.sections if issue.day.isoformat() in s.url}
    urls = section_urls(base, issue.day) | {n: urljoin(base + "/", u) for n, u in own.items()}

    async def ask(name: str, url: str) -> tuple[str, Response] | None:
        try:
            return name, await context.get(Request(url, freshness=freshness))
        except (OfflineError, RateLimited):
            raise
        except FetchError:
            return None  # a section need not have a page

    answers = await asyncio.gather(*(ask(name, url) for name, url in urls.items()))
    return [a for a in answers if a is not None]
