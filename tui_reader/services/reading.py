"""Items as documents: one Markdown text each, for the screen and for `show`."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.boards import AGENT
from tui_reader.domain.comparison_doubts import is_older_than_model
from tui_reader.domain.feeds import Body, BodyFormat
from tui_reader.domain.items import Kind
from tui_reader.services.page_text import day_text, escape_text, math_text, number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.domain.boards import BoardRow, Snapshot
    from tui_reader.domain.issues import Issue
    from tui_reader.domain.rows import EarlierText, EntryDetail, PaperDetail, RepoDetail, SightingView
    from tui_reader.services.details import BodiesLibrary, ReadingLibrary
    from tui_reader.services.writer import Writer


STAR_DATES = 12
"""So many dates of a repository's stars are shown."""
SEEN_NAMES = 8
"""So many places stand in the line "seen in"; all of them are one key away."""
STUB_CHARACTERS = 800
"""A text that a feed calls a summary and that is shorter than this is followed by the way to the rest."""
MOST_ALIKE = 4
"""So many other tellings of a story stand on the page of one that is known by its title alone."""
ONLY_NAMED = "*Its text is not here · v fetches the article · o opens its page in the browser*"
"""What stands where something was only named, with its address: no feed has brought it."""
NO_MORE = "*The feed has no more than this · v fetches the article · o opens its page in the browser*"
"""That way."""


class Page(Struct, frozen=True):
    """A document to show: `markdown` begins with the title as a heading; `is_stub` when there is more at `url`.

    `source` is the same with its LaTeX as it was written, where that is not in `markdown`, between dollars.
    """

    key: str
    title: str
    markdown: str
    url: str = ""
    is_stub: bool = False
    source: str = ""


class Reading:
    """Makes pages of what the library holds. HTML becomes Markdown when an item is first opened, and is kept so.

    Reads through `library`, a connection that belongs to the thread this is used on.
    """

    def __init__(self, library: ReadingLibrary, writer: Writer[BodiesLibrary] | None = None) -> None:
        self._library = library
        self._writer = writer

    def page(self, key: str) -> Page | None:
        """The document of an item, or None if the library has no such item. `board:ID@DATE` is a dated table."""
        if key.startswith("board:"):
            board, _, day = key.removeprefix("board:").partition("@")
            snapshot = self._library.boards.snapshot(board, date.fromisoformat(day) if day else None)
            return board_page(snapshot) if snapshot else None
        row = self._library.items.row(key)
        if row is None:
            return None
        makers: dict[Kind, Callable[[str], Page | None]] = {
            Kind.ISSUE: self._issue,
            Kind.ENTRY: self._entry,
            Kind.PAPER: self._paper,
            Kind.REPO: self._repo,
        }
        maker = makers.get(row.kind)
        return maker(row.key) if maker else None

    def _issue(self, key: str) -> Page | None:
        issue = self._library.issues.get(key)
        return issue_page(issue) if issue else None

    def _entry(self, key: str) -> Page | None:
        detail = self._library.entries.get(key)
        if detail is None:
            return None
        body = self.body_markdown(key, detail.body)
        digest = self._library.entries.digest(key) if detail.items else None
        sightings = self._library.items.sightings(key)
        if digest is None:
            is_named = not body.strip() and not detail.summary
            return entry_page(detail, body, sightings, contents=self._told_elsewhere(key) if is_named else "")
        from tui_reader.services.digest_page import digest_contents

        about, contents = digest_contents(digest, self._library.items.row)
        if digest.is_cut:
            body = f"{body.strip()}\n\n*A paywall ends this text here; what follows it is missing.*"
        return entry_page(detail, body, sightings, about, contents)

    def _told_elsewhere(self, key: str) -> str:
        """What others have of the same story, for something of which nothing but its title is here."""
        parts = []
        for other in self._library.entries.alike(key)[:MOST_ALIKE]:
            detail = self._library.entries.get(other)
            if detail is None:
                continue
            said = " ".join((detail.summary or self.body_markdown(other, detail.body)).split())
            if len(said) > STUB_CHARACTERS // 2:
                said = said[: STUB_CHARACTERS // 2].rsplit(" ", 1)[0] + " …"
            source = f"**{escape_text(detail.row.source_title)}** · " if detail.row.source_title else ""
            parts.append(f"{source}{_link(detail.row.title, detail.row.url)}")
            parts.append(f"> {math_text(said)}" if said else "")
        return "\n\n".join(filter(None, ("## The same story elsewhere", *parts))) if parts else ""

    def _paper(self, key: str) -> Page | None:
        detail = self._library.papers.get(key)
        if detail is None:
            return None
        return paper_page(detail, self._library.items.sightings(key), self._library.papers.earlier(key))

    def _repo(self, key: str) -> Page | None:
        detail = self._library.repos.get(key)
        return repo_page(detail, self._library.items.sightings(key)) if detail else None

    def body_markdown(self, key: str, body: Body | None) -> str:
        """The text of an item as Markdown, "" when there is none. What had to be made of HTML is kept."""
        if body is None:
            return ""
        if body.format is BodyFormat.MARKDOWN:
            return body.text
        if body.format is BodyFormat.TEXT:
            from tui_reader.text.markdown import from_lines

            return from_lines(body.text)
        from tui_reader.html.render import to_markdown

        markdown = to_markdown(body.text, body.base_url)
        if self._writer is not None:
            made = Body(markdown, BodyFormat.MARKDOWN, body.base_url, body.is_full)
            self._writer.submit(lambda library: library.entries.set_body(key, made))
        return markdown


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _link(title: str, url: str) -> str:
    return f"[{escape_text(title) or escape_text(url)}](<{url}>)" if url else escape_text(title)


def _seen(sightings: list[SightingView], but: str = "") -> str:
    """The line "seen in: …", without the place the reader is looking at."""
    names = []
    for seen in sightings:
        if seen.source == but:
            continue
        when = f"{seen.seen_on.day} {seen.seen_on:%b}" if seen.seen_on else ""
        name = " ".join(part for part in (seen.title or seen.source, when if seen.kind != "issue" else "") if part)
        if name not in names:
            names.append(name)
    if len(names) > SEEN_NAMES:
        names = [f"{len(names) - SEEN_NAMES} earlier", *names[-SEEN_NAMES:]]
    return f"*seen in: {escape_text(' · '.join(names))}*" if names else ""


def issue_page(issue: Issue) -> Page:
    """The essay of an issue, with what was not found."""
    parts = [
        f"# {escape_text(issue.title or 'The Inference Report')}",
        f"*{_joined(day_text(issue.day), escape_text(issue.author))}*",
    ]
    parts += issue.essay or ["*This issue came without its essay.*"]
    if issue.missing:
        parts.append(f"*Not found in this issue: {', '.join(issue.missing)}.*")
    return Page(issue.key, issue.title, "\n\n".join(parts), issue.url)


def section_page(issue: Issue, name: str) -> Page | None:
    """The short essay of a section, or None when it has none."""
    section = next((s for s in issue.sections if s.name == name), None)
    if section is None or not section.essay:
        return None
    parts = [
        f"# {escape_text(section.title)}",
        f"*{_joined(day_text(issue.day), escape_text(section.author))}*",
        *section.essay,
    ]
    return Page(f"{issue.key}#{name}", section.title, "\n\n".join(parts), section.url)


def entry_page(
    detail: EntryDetail, body: str, sightings: list[SightingView], about: str = "", contents: str = ""
) -> Page:
    """A feed entry or linked article; of a digest, `about` says how many things it names and `contents` lists them."""
    row = detail.row
    # Many feeds put the whole text where others put a summary; only a short one is taken for a summary.
    is_stub = len(body) < STUB_CHARACTERS and (detail.body is None or not detail.body.is_full)
    day = day_text(detail.published or detail.updated)
    parts = [
        f"# {math_text(row.title)}",
        f"*{_joined(*map(escape_text, dict.fromkeys((row.source_title, detail.author))), day)}*",
    ]
    said = _digest_words(sightings)
    is_named = detail.body is None and not body.strip() and not detail.summary
    if is_named:
        parts += [said, "" if said else ONLY_NAMED if row.url else "*Its text and its address are not here.*", contents]
    else:
        parts += [about, body.strip() or math_text(detail.summary), said, contents]
    links = []
    if is_stub and not said and not is_named:
        parts.append(NO_MORE if row.url else "*The feed has no more than this.*")
    if row.url:
        links.append(_link(row.url, row.url))
    if detail.comments_url:
        links.append(_link("comments", detail.comments_url))
    links += [_link("enclosure: " + url.rsplit("/", 1)[-1], url) for url in detail.enclosures]
    parts.append("---")
    parts += ["  \n".join(links), _note(detail.note), _seen(sightings, "" if is_named else row.source)]
    return Page(row.key, row.title, "\n\n".join(p for p in parts if p), row.url, is_stub)


def _note(note: str) -> str:
    return f"> **Note.** {escape_text(note)}" if note else ""


def _digest_words(sightings: list[SightingView]) -> str:
    """What digests say of an item."""
    if not any(seen.kind == "digest" for seen in sightings):
        return ""
    from tui_reader.services.digest_page import format_digest_words

    return format_digest_words(sightings)


def paper_page(detail: PaperDetail, sightings: list[SightingView], earlier: EarlierText | None = None) -> Page:
    """A paper's abstract with all that is known of it; `earlier` is what it said when it was kept."""
    from tui_reader.services.paper_page import paper_markdown

    said, seen = _digest_words(sightings), _seen(sightings)
    markdown = paper_markdown(detail, earlier, seen, math_text, said)
    source = paper_markdown(detail, earlier, seen, escape_text, said)
    url = detail.paper.url or detail.row.url
    return Page(detail.row.key, detail.paper.title, markdown, url, source=source if source != markdown else "")


def repo_page(detail: RepoDetail, sightings: list[SightingView]) -> Page:
    """A repository."""
    row = detail.row
    stars = f"★ {detail.stars:,}" if detail.stars is not None else ""
    said = _digest_words(sightings)
    parts = [
        f"# {escape_text(row.title)}",
        f"*{_joined(escape_text(detail.language), stars)}*" if detail.language or stars else "",
        escape_text(detail.description) or ("" if said else "*No description.*"),
        _rise(detail.counts),
        said,
        _note(detail.note),
        _link(row.url, row.url),
        _seen(sightings),
    ]
    return Page(row.key, row.title, "\n\n".join(p for p in parts if p), row.url)


def _rise(counts: Sequence[tuple[date, int]]) -> str:
    """How the stars of a repository rose between dates, the newest first."""
    if len(counts) < 2:
        return ""
    shown = list(pairwise(counts))[-STAR_DATES:]
    lines = ["| Date | Stars | Since the date before |", "|:--|--:|--:|"]
    lines += [f"| {day.isoformat()} | {stars:,} | {stars - before:+,} |" for (_, before), (day, stars) in shown[::-1]]
    first, before = shown[0][0]
    return "\n".join([*lines, f"| {first.isoformat()} | {before:,} | |"])


def _error_text(row: BoardRow) -> str:
    """Half of the interval that a score's error leaves open at 95 %; both halves where they differ."""
    if row.interval is None or row.score is None:
        return "—"
    up, down = row.interval[1] - row.score, row.score - row.interval[0]
    places = 3 if abs(row.score) <= 1 else 1
    texts = number_text(round(up, places)), number_text(round(down, places))
    return texts[0] if texts[0] == texts[1] else f"+{texts[0]}/−{texts[1]}"


#: Behind a model whose score is of tasks that are older than it is.
_OLDER = "‡"


def _held(snapshot: Snapshot) -> str:
    """Until when a table was still given, if it was seen again."""
    return f"unchanged until {day_text(snapshot.held_until)}" if snapshot.held_until else ""


def board_page(snapshot: Snapshot) -> Page:
    """A leaderboard's table on a day, as Markdown with aligned columns; unknown ones are left out."""
    speed = any(r.tok_s is not None for r in snapshot.rows)
    price = any(r.usd_per_1m is not None for r in snapshot.rows)
    error = any(r.interval is not None for r in snapshot.rows)
    # One window for all scores stands in the description; where they differ, each has its own.
    windows = len({r.window for r in snapshot.rows if r.score is not None}) > 1
    head = ["#", "Model", "Score", *(["±"] if error else [])]
    head += [*(["tok/s"] if speed else []), *(["$/1M"] if price else []), *(["Tasks"] if windows else [])]
    rule = [":--" if name in ("Model", "Tasks") else "--:" for name in head]
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(rule)}|"]
    older = any(is_older_than_model(row) for row in snapshot.rows)
    for row in snapshot.rows:
        name = escape_text(row.model) + (f" {_OLDER}" if is_older_than_model(row) else "")
        agent = row.text(AGENT) if any(column.id == AGENT.id for column in snapshot.columns) else ""
        name += f" · {escape_text(agent)}" if agent else ""
        cells = [str(row.rank) if row.rank is not None else "—", name, number_text(row.score)]
        cells += [_error_text(row)] if error else []
        cells += [number_text(row.tok_s)] if speed else []
        cells += [number_text(row.usd_per_1m, "$")] if price else []
        cells += [escape_text(row.window) or "—"] if windows else []
        lines.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
    top = "" if snapshot.complete else f"top {len(snapshot.rows)}"
    parts = [
        f"# {escape_text(snapshot.title)}",
        f"*{_joined(escape_text(snapshot.metric), day_text(snapshot.taken_on), _held(snapshot), top)}*",
        escape_text(snapshot.description),
        "\n".join(lines),
        f"{_OLDER} Its tasks began before its release: it may have learned them." if older else "",
    ]
    key = f"board:{snapshot.board}@{snapshot.taken_on.isoformat()}"
    return Page(key, snapshot.title, "\n\n".join(p for p in parts if p))
