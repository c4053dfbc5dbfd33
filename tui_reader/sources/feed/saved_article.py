"""A saved page of an article as the entry that it is at its address."""

from __future__ import annotations

from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.html.markup import html_tree, own_base
from tui_reader.html.page_facts import page_facts, saved_from
from tui_reader.sources.feed.article import parse_article
from tui_reader.text.addresses import host, is_web, resolve
from tui_reader.text.charset import decode
from tui_reader.text.dates import parse_date
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_html_source

_LONGEST_TITLE = 300
_HINT = "Import what has an article, or say with --as what else it is."


class SavedArticle(Struct, frozen=True):
    """An article as an entry; `site` is who published it, `note` what is worth saying (that it is cut)."""

    entry: Entry
    site: str
    note: str = ""


def parse_saved_article(data: bytes, name: str) -> SavedArticle:
    """The article of a page that was saved as a file of that name. Raises ParseError, with the reason, for a page
    without one."""
    data = unpack(data)
    source = clean_html_source(decode(data))
    root = html_tree(source) if "<" in source[:2000] else None
    facts = page_facts(root) if root is not None else {}
    base = own_base(root, "") if root is not None else ""
    url = next((u for u in (facts.get("url", ""), saved_from(source), base) if is_web(u)), "")
    if not is_web(facts.get("url", "")) and url and facts.get("url"):
        url = resolve(url, facts["url"]) or url
    title = facts.get("title", "")[:_LONGEST_TITLE]
    kind = "" if root is not None else "text/plain"
    try:
        article = parse_article(data, url, kind, "", title)
    except ParseError as error:
        raise ParseError(f"{name} was taken for a web page: {error.message}", _HINT) from None
    site = facts.get("site", "")[:80] or host(url)
    entry = Entry(
        title=title or name.rpartition(".")[0] or name,
        url=url,
        guid=url or f"article:{title or name}",
        author=facts.get("author", ""),
        published=parse_date(facts.get("date", "")),
        updated=parse_date(facts.get("updated", "")),
        summary=facts.get("summary", ""),
        body=Body(article.markdown, BodyFormat.MARKDOWN, url, is_full=not article.is_cut),
        digest=article.digest,
    )
    return SavedArticle(entry, site, "the page says that the rest is for those who pay" if article.is_cut else "")
