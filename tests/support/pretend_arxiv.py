"""A pretended arXiv: its daily feed and its query API over papers made up for tests; addresses in, bytes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from msgspec import Struct

API = "/api/query"
FEED = "/atom"
_SPACES = 'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
_OPENSEARCH = 'xmlns:o="http://a9.com/-/spec/opensearch/1.1/"'


class Made(Struct, frozen=True):
    """A paper of the pretended arXiv; `kind` is how it is announced today, "" if it is not."""

    number: str
    title: str
    submitted: datetime
    categories: tuple[str, ...] = ("cs.SD",)
    kind: str = ""
    version: int = 1
    comment: str = "5 pages"


def made_papers(count: int, last: date, a_day: int = 4, categories: Sequence[str] = ("cs.SD", "cs.LG")) -> list[Made]:
    """`count` papers, `a_day` a day, the newest submitted on `last`, every third one cross-listed."""
    papers = []
    for n in range(count):
        day = last - timedelta(days=n // a_day)
        own = categories[n % len(categories)]
        listed = tuple(dict.fromkeys((own, categories[0]))) if n % 3 == 0 else (own,)
        when = datetime(day.year, day.month, day.day, 9, n % 60, tzinfo=UTC)
        papers.append(Made(f"{day:%y%m}.{n:05d}", f"Made Paper Number {n}", when, listed))
    return papers


@dataclass
class PretendArxiv:
    """Answers as arXiv does; `most` is its limit of entries in one page, `day` the day of its announcements."""

    papers: list[Made]
    day: date
    most: int = 2000
    most_listed: int = 2000
    asked: list[str] = field(default_factory=list)

    def answer(self, address: str) -> bytes:
        """The body for an address below any host."""
        parts = urlsplit(address)
        self.asked.append(unquote(parts.path + ("?" + parts.query if parts.query else "")).replace("+", " "))
        if parts.path.startswith(FEED):
            return self.feed(unquote(parts.path).rsplit("/", 1)[-1].split("+"))
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        found = self._found(query.get("search_query", ""), query.get("id_list", ""))
        start, wanted = int(query.get("start", 0)), int(query.get("max_results", 10))
        return page(found[start : start + min(wanted, self.most)], len(found), start)

    def feed(self, categories: Sequence[str]) -> bytes:
        """The day's announcements of some categories, a line for each category that lists a paper."""
        lines = [
            _announced(p, p.kind if not n or p.kind not in ("new", "replace") else _CROSSED[p.kind], self.day)
            for p in self.papers
            if p.kind
            for n, category in enumerate(p.categories)
            if category in categories
        ][: self.most_listed]
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" {_SPACES}>'
            f"<id>http://rss.arxiv.org/atom</id><title>{'+'.join(categories)} updates on arXiv.org</title>"
            f"<updated>{self.day}T04:00:00+00:00</updated>{''.join(lines)}</feed>"
        ).encode()

    def _found(self, search: str, id_list: str) -> list[Made]:
        if id_list:
            wanted = id_list.split(",")
            return [p for p in self.papers if p.number in wanted]
        found = list(self.papers)
        if titles := re.findall(r'ti:"([^"]*)"', search):
            return sorted((p for p in found if any(t in p.title.lower() for t in titles)), key=lambda p: len(p.title))
        if wanted := re.findall(r"cat:([\w.-]+)", search):
            found = [p for p in found if set(wanted) & set(p.categories)]
        if days := re.search(r"submittedDate:\[(\d{12}) TO (\d{12})\]", search):
            found = [p for p in found if days[1] <= f"{p.submitted:%Y%m%d%H%M}" <= days[2]]
        return sorted(found, key=lambda p: (p.submitted, p.number))


_CROSSED = {"new": "cross", "replace": "replace-cross"}


def _announced(paper: Made, kind: str, day: date) -> str:
    number = f"{paper.number}v{paper.version}"
    categories = "".join(f'<category term="{c}"/>' for c in paper.categories)
    return (
        f"<entry><id>oai:arXiv.org:{number}</id><title>{escape(paper.title)}</title>"
        f"<updated>{day}T00:00:00-05:00</updated><link href='https://arxiv.org/abs/{paper.number}' rel='alternate'/>"
        f"<summary>arXiv:{number} Announce Type: {kind} \nAbstract: What {escape(paper.title)} says.</summary>"
        f"{categories}<arxiv:announce_type>{kind}</arxiv:announce_type><dc:creator>Ann One, Bob Two</dc:creator>"
        "</entry>"
    )


def page(papers: Sequence[Made], total: int, start: int) -> bytes:
    """A page of the query API."""
    entries = []
    for paper in papers:
        when = f"{paper.submitted:%Y-%m-%dT%H:%M:%SZ}"
        updated = f"{paper.submitted + timedelta(days=7 * (paper.version - 1)):%Y-%m-%dT%H:%M:%SZ}"
        categories = "".join(f'<category term="{c}" scheme="http://arxiv.org/schemas/atom"/>' for c in paper.categories)
        entries.append(
            f"<entry><id>http://arxiv.org/abs/{paper.number}v{paper.version}</id><published>{when}</published>"
            f"<updated>{updated}</updated><title>{escape(paper.title)}</title>"
            f"<summary>  What {escape(paper.title)} says.</summary><author><name>Ann One</name></author>"
            f"<author><name>Bob Two</name></author><arxiv:comment>{escape(paper.comment)}</arxiv:comment>"
            f"<arxiv:primary_category term='{paper.categories[0]}'/>{categories}</entry>"
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" {_SPACES} {_OPENSEARCH}>'
        f"<title>arXiv Query</title><o:totalResults>{total}</o:totalResults><o:startIndex>{start}</o:startIndex>"
        f"{''.join(entries)}</feed>"
    ).encode()


def error_entry(words: str) -> bytes:
    """How arXiv tells of an error within a feed."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" {_OPENSEARCH}>'
        "<o:totalResults>1</o:totalResults><o:startIndex>0</o:startIndex><entry>"
        f"<id>https://arxiv.org/api/errors#{words.replace(' ', '_')}</id><title>Error</title>"
        f"<summary>{words}</summary></entry></feed>"
    ).encode()
