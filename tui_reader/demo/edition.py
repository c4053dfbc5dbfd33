"""The sample edition: what it is called, which days it holds, and which file answers at which address.

All of it is written for this program. Papers and figures that are real are those of published issues; what is invented
says so. Links lead to `sample-edition.example`, a name that is reserved and leads nowhere (RFC 2606).
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.settings import FollowSettings, Settings

TITLE = "Sample edition"
BYLINE = "Sample Edition"
HOME = "https://sample-edition.example/"
ISSUE_DAYS = (date(2026, 3, 27), date(2026, 3, 31), date(2026, 4, 2))
ANNOUNCED_ON = date(2026, 4, 2)

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
XML = "text/xml"
JSON_FEED = "application/feed+json"


class Document(Struct, frozen=True):
    """A file below `data/` and the content type it is served with."""

    file: str
    content_type: str


#: Sections that have a page of their own on a day, by the first part of the page's path.
_SECTION_PAGES = {
    "papers": ISSUE_DAYS,
    "labs": ISSUE_DAYS[1:],
    "feeds": ISSUE_DAYS[1:],
    "benchmarks": ISSUE_DAYS[1:],
}

_ISSUES = {
    "inference.report/archive": Document("issues/archive.html", HTML),
    **{f"inference.report/archive/{day}": Document(f"issues/archive-{day}.html", HTML) for day in ISSUE_DAYS},
    **{
        f"inference.report/{section}/{day}": Document(f"issues/{section}-{day}.html", HTML)
        for section, days in _SECTION_PAGES.items()
        for day in days
    },
}

_FEEDS = {
    "openai.com/news/rss.xml": Document("feeds/openai.xml", RSS),
    "deepmind.google/blog/rss.xml": Document("feeds/google-deepmind.xml", ATOM),
    "research.google/blog/rss": Document("feeds/google-research.xml", ATOM),
    "www.microsoft.com/en-us/research/feed": Document("feeds/microsoft-research.xml", RSS),
    "huggingface.co/blog/feed.xml": Document("feeds/hugging-face.xml", RSS),
    "machinelearning.apple.com/rss.xml": Document("feeds/apple-ml-research.rdf", "application/rdf+xml"),
    "raw.githubusercontent.com/Olshansk/rss-feeds/main/feeds/feed_mistral.xml": Document(
        "feeds/mistral.xml", "text/plain; charset=utf-8"
    ),
    "www.theverge.com/rss/ai-artificial-intelligence/index.xml": Document("feeds/the-verge.xml", ATOM),
    "arstechnica.com/ai/feed": Document("feeds/ars-technica.xml", RSS),
    "venturebeat.com/category/ai/feed/moved": Document("feeds/venturebeat.xml", RSS),
    # Without a charset: the encoding is declared in the document.
    "www.theguardian.com/technology/artificialintelligenceai/rss": Document("feeds/the-guardian.xml", XML),
    "hnrss.org/newest": Document("feeds/hacker-news.xml", "application/xml; charset=utf-8"),
    "stateofai.substack.com/feed": Document("feeds/state-of-ai.xml", RSS),
    "msamribeiro.com/blog": Document("feeds/clippings-page.html", HTML),
    "msamribeiro.com/blog/index.xml": Document("feeds/clippings.xml", "application/xml"),
    "importai.substack.com/feed": Document("feeds/import-ai.xml", RSS),
    "www.interconnects.ai/feed": Document("feeds/interconnects.xml", ATOM),
    "magazine.sebastianraschka.com/feed": Document("feeds/ahead-of-ai.xml", RSS),
    "www.latent.space/feed": Document("feeds/latent-space.json", JSON_FEED),
    "simonwillison.net/atom/everything": Document("feeds/simon-willison.xml", ATOM),
}

_SCRAPED = "raw.githubusercontent.com/Olshansk/rss-feeds/main/feeds"
#: Built-in feeds of which the sample has nothing: they answer with a feed that is empty and says why.
_QUIET = (
    "blog.google/technology/ai/rss",
    "blogs.nvidia.com/feed",
    "aws.amazon.com/blogs/machine-learning/feed",
    f"{_SCRAPED}/feed_anthropic_news.xml",
    f"{_SCRAPED}/feed_cohere.xml",
    f"{_SCRAPED}/feed_meta_ai.xml",
    f"{_SCRAPED}/feed_xainews.xml",
    "techcrunch.com/category/artificial-intelligence/feed",
    "www.technologyreview.com/topic/artificial-intelligence/feed",
    "www.wired.com/feed/tag/ai/latest/rss",
)

_SAMPLE_HOST = "sample-edition.example"
#: Articles with a page of their own, and entries whose whole text their feed has.
_ARTICLES = ("summary-only", "linked-only", "eighty-columns", "quiet", "undated", "search", "notes")
_IN_THEIR_FEED = (
    "tour", "triage", "anatomy", "count", "episode-1", "compare", "rdf", "markup", "one-story",
    "pictures", "moved", "encodings", "json-feed", "plain", "contamination", "twenty-questions", "journal",
    "colours", "clippings-march", "p/tables-queues-four-bits",
)  # fmt: skip

_PAGES = {
    "github.com/trending": Document("pages/trending.html", HTML),
    **{f"{_SAMPLE_HOST}/{name}": Document(f"pages/{name}.html", HTML) for name in _ARTICLES},
    **{f"{_SAMPLE_HOST}/{name}": Document("pages/elsewhere.html", HTML) for name in _IN_THEIR_FEED},
}

#: arXiv numbers whose whole text the sample has.
FULL_TEXTS = ("2603.99901", "2604.99902")
_FULL_TEXTS = {f"arxiv.org/html/{number}": Document(f"arxiv_html/{number}.html", HTML) for number in FULL_TEXTS}

_SVG = "image/svg+xml"
_PICTURES = {
    f"{_SAMPLE_HOST}/img/grid.svg": Document("pictures/grid.svg", _SVG),
    "arxiv.org/html/2604.99902/x1.svg": Document("pictures/line-length.svg", _SVG),
}

ANNOUNCED = Document("arxiv/announced.xml", ATOM)
PAPERS = Document("arxiv/papers.xml", ATOM)

#: Host and path, without a slash at the end and without a query, to what is served there.
DOCUMENTS: dict[str, Document] = {
    **_ISSUES,
    **_FEEDS,
    **{place: Document("feeds/quiet.xml", RSS) for place in _QUIET},
    **_PAGES,
    **_FULL_TEXTS,
    **_PICTURES,
}

#: Places that have moved for good, to the address they answer with.
MOVED = {"venturebeat.com/category/ai/feed": "https://venturebeat.com/category/ai/feed/moved"}


def sample_settings(settings: Settings) -> Settings:
    """The sample edition answers the default addresses; the user's own theme and keys stay. Its leaderboards are those
    of its issues: no page of another is in it, and none of its entries is archive."""
    follow = FollowSettings(boards=("artificial-analysis",))
    return replace(Settings(), general=replace(settings.general, backlog_days=0), keys=settings.keys, follow=follow)
