"""Articles: what a feed gives only the beginning of, fetched from its page, taken out of it, and kept as its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from tui_reader.domain.errors import NotFound, OfflineError, ParseError, ReaderError
from tui_reader.domain.feeds import Body, BodyFormat
from tui_reader.domain.http import Request, Trust
from tui_reader.services.details import EntryDetails
from tui_reader.services.page_text import escape_text
from tui_reader.services.reading import NO_MORE, ONLY_NAMED, STUB_CHARACTERS

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.domain.digests import Digest
    from tui_reader.domain.rows import EntryDetail
    from tui_reader.services.reading import Page, Reading
    from tui_reader.sources.base import Context

_IN_BROWSER = "o opens the page in the browser"
_CUT = "*The page says that the rest is for those who pay.*"
_RULE = "\n\n---\n\n"


def wants_article(detail: EntryDetail) -> bool:
    """Whether there is more of an entry at its address than is here: it has no text, only a summary, or so little that
    it is hardly all. What was taken apart as a digest is read as it is."""
    if not detail.row.url or detail.items:
        return False
    body = detail.body
    return body is None or not body.is_full or len(body.text) < STUB_CHARACTERS


class Articles(EntryDetails, Protocol):
    """What is asked of the library's entries."""

    def set_article(self, key: str, body: Body, digest: Digest | None, now: datetime) -> None:
        """Keep the article of an entry, fetched from its page, as if the feed had had it all."""


class ArticlesLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def entries(self) -> Articles:
        """Entries of feeds and linked articles."""


async def keep_article(context: Context[ArticlesLibrary], key: str) -> None:
    """Fetch the article of an entry and keep it in place of the feed's text.

    Raises NotFound for an item that is no entry or has no address, FetchError, StorageError, and ParseError for what
    is no web page, for a page without an article, and for one that has no more than the feed gave.
    """
    detail = context.library.entries.get(key)
    if detail is None:
        raise NotFound(f"{key} is no entry of the library", "inference-tui search finds its key.")
    if not detail.row.url:
        raise NotFound("This entry has no address.", "Its feed gives no more than this.")
    # The address came out of content: it is not followed into private networks.
    response = await context.get(Request(detail.row.url, expect="html", trust=Trust.CONTENT))
    from tui_reader.sources.feed.article import parse_article

    article = await context.parse(
        parse_article, response.body, response.url, response.content_type, response.charset, detail.row.title
    )
    if len(article.markdown) <= len(_known(detail)):
        raise ParseError("the page has no more text than the feed", "Open it in a browser (o).")
    text = f"{article.markdown}\n\n{_CUT}" if article.is_cut else article.markdown
    body = Body(text, BodyFormat.MARKDOWN, response.url, is_full=True)
    digest, now = article.digest, context.now()
    await context.store(lambda library: library.entries.set_article(detail.row.key, body, digest, now))


def _known(detail: EntryDetail) -> str:
    """What the feed gave, without its markup."""
    if detail.body is None:
        return detail.summary
    if detail.body.format is not BodyFormat.HTML:
        return detail.body.text
    from tui_reader.html.render import to_text

    return to_text(detail.body.text)


def reason(error: ReaderError) -> str:
    """Why there is no article, and the key that helps."""
    said = error.message.strip().rstrip(".")
    if not said.startswith("http"):
        said = said[:1].upper() + said[1:]
    return f"{said} · {'v tries again later' if isinstance(error, OfflineError) else _IN_BROWSER}"


def page_with_reason(reading: Reading, key: str, why: str) -> Page | None:
    """The page of an entry as the feed gives it, with the reason why there is no more."""
    page = reading.page(key)
    if page is None:
        return None
    text, rule, links = page.markdown.rpartition(_RULE)
    text = text.removesuffix(NO_MORE).replace(ONLY_NAMED, "").rstrip()
    return replace(page, markdown=f"{text}\n\n> {escape_text(why)}{rule}{links}")
