"""The settings, typed, with their defaults. Reading the file is `config/`'s business."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class General(Struct, frozen=True):
    """`[general]`."""

    theme: str = "auto"
    """Name of the theme, or auto: light or dark as the terminal's background is. T in the reader changes and remembers
    it."""
    backlog_days: int = 30
    """What a feed brings at its first fetch and is older than so many days comes in as read, but for the newest three;
    0: everything is unread."""
    calm: bool = False
    """Nothing moves by itself: a refresh tells of itself only when it begins and ends."""
    ascii: bool = False
    """Nothing but ASCII on the screen and in what is printed; so it is anyway where the locale is not UTF-8."""


NOTIFY = ("off", "osc9", "osc777", "bell")
"""How a terminal can be told of news."""


class UiSettings(Struct, frozen=True):
    """`[ui]`."""

    notify: str = "off"
    """How the terminal is told, once for each refresh, that something you follow came: osc9, osc777 (which of them
    it shows is the terminal's business), bell, or off."""


class Network(Struct, frozen=True):
    """`[network]`."""

    timeout_s: float = 20.0
    """Seconds to wait for a connection or for the next bytes."""
    max_connections: int = 16
    """Requests at once, over all hosts; two at most to one host."""
    max_body_mib: float = 20.0
    """Largest answer taken, after decompression."""
    refresh_minutes: int = 60
    """How often the open reader refreshes by itself; 0: only by hand."""


class CacheSettings(Struct, frozen=True):
    """`[cache]`."""

    max_mib: int = 512
    """Size of the cache of answers."""
    keep_days: int = 365
    """Days after which a cached answer may go."""


class IssueSettings(Struct, frozen=True):
    """`[issues]`."""

    url: str = "https://inference.report"
    """Where The Inference Report is."""
    backfill: int = 14
    """How many issues are fetched at first."""


class ArxivSettings(Struct, frozen=True):
    """`[arxiv]`."""

    categories: tuple[str, ...] = ("cs.SD", "cs.LG", "cs.CL", "cs.AI", "cs.CV")
    """Categories that are followed."""
    include: tuple[str, ...] = ("new", "cross")
    """Announce types that enter the inbox: new, cross, replace, replace-cross."""
    api_url: str = "https://export.arxiv.org/api/query"
    """The query API."""
    feed_url: str = "https://rss.arxiv.org/atom"
    """The daily announcements."""
    html_url: str = "https://arxiv.org/html"
    """Whole papers as HTML."""
    pdf_url: str = "https://arxiv.org/pdf"
    """PDFs of papers."""
    min_interval_s: float = 3.0
    """Seconds between two requests to arXiv."""

    @property
    def urls(self) -> tuple[str, ...]:
        """All addresses of arXiv."""
        return (self.api_url, self.feed_url, self.html_url, self.pdf_url)


class PaperSettings(Struct, frozen=True):
    """`[papers]`."""

    keep_pdf: str = "never"
    """`kept`: the PDFs of kept papers are fetched after a sync, to be read offline; `never`: only those asked for."""
    pdf_folder: str = ""
    """Where PDFs are kept; empty: below data."""
    max_pdf_mib: int = 2048
    """How much the PDFs may take; beyond it none are fetched, and none are deleted."""


class DownloadSettings(Struct, frozen=True):
    """`[downloads]`: the files that entries bring, such as recordings."""

    folder: str = ""
    """Where they are downloaded to; empty: your folder for downloads."""
    max_mib: int = 4096
    """Largest file taken."""


class FollowSettings(Struct, frozen=True):
    """`[follow]`."""

    authors: tuple[str, ...] = ()
    """Authors whose papers are marked and lifted; a surname alone means all of that name."""
    words: tuple[str, ...] = ()
    """Words and phrases that mark and lift a paper; `quantiz*` means all words that begin so, `-survey` leaves out
    papers with that word."""
    boards: tuple[str, ...] | None = None
    """Leaderboards that are fetched, by their ids."""


class MuteSettings(Struct, frozen=True):
    """`[mute]`: what comes in as read, and stands in no list and no count; `is:muted` finds it."""

    words: tuple[str, ...] = ()
    """Words and phrases in a title, an abstract or a summary; `quantiz*` means all words that begin so, `-survey` makes
    an exception of what has that word."""
    authors: tuple[str, ...] = ()
    """Authors; a surname alone means all of that name."""
    sources: tuple[str, ...] = ()
    """Ids of sources, as `list sources` shows them."""
    domains: tuple[str, ...] = ()
    """Domains that a link leads to, with their subdomains: `example.org`."""


class RankingSettings(Struct, frozen=True):
    """`[ranking]`."""

    enabled: bool = True
    """Whether papers are ordered by likely interest where that is asked for; what is learned stays on this machine."""


class BenchmarkSettings(Struct, frozen=True):
    """`[benchmarks.ID]`."""

    url: str | None = None
    """Where the board is served; empty turns it off."""
    api_key: str = ""
    """Key of the service, where it asks for one; it goes nowhere else."""


class BoardMapping(Struct, frozen=True):
    """`[boards.NAME]`: how to read a leaderboard file of one's own. Each value is the name of a field."""

    model: str = "model"
    """Field with the model's name."""
    score: str = "score"
    """Field with the score."""
    id: str = ""
    """Field with the model's id, if any."""
    date: str = ""
    """Field with the date, if any."""
    rank: str = ""
    """Field with the rank, if any."""
    tok_s: str = ""
    """Field with the speed in tokens per second, if any."""
    usd_per_1m: str = ""
    """Field with the price in dollars per million tokens, if any."""
    sem: str = ""
    """Field with the score's standard error, if any."""
    low: str = ""
    """Field with the lower end of the score's interval, if any."""
    high: str = ""
    """Field with the upper end of the score's interval, if any."""
    window: str = ""
    """Field that says which tasks the score is of, if any."""
    better: str = "higher"
    """`higher` or `lower`: which scores are better."""


class TrendingSettings(Struct, frozen=True):
    """`[trending]`."""

    url: str = "https://github.com/trending"
    """Where trending repositories are listed; empty turns them off."""
    periods: tuple[str, ...] = ("daily", "weekly", "monthly")
    """Which lists are fetched: `daily`, `weekly`, `monthly`."""


class ZoteroSettings(Struct, frozen=True):
    """`[zotero]`."""

    url: str = "http://127.0.0.1:23119"
    """Where Zotero's connector listens on this machine."""


class ServerSettings(Struct, frozen=True):
    """`[server]`: a feed server that speaks the Google Reader API, such as FreshRSS or Miniflux."""

    url: str = ""
    """Its address; `inference-tui server login` asks for the password. Empty: none."""
    user: str = ""
    """The user's name there."""


class FeedSetting(Struct, frozen=True):
    """One `[[feeds]]`; giving any replaces the built-in list."""

    url: str
    """Address of the feed, or of a page that names it."""
    title: str = ""
    """Title in the list; empty takes the feed's own."""
    group: str = ""
    """Group in the tree; nested with /."""
    full_text: bool = False
    """Whether the articles of new entries are fetched with the feed, to be read offline."""
    refresh_minutes: int | None = None
    """How often the open reader refreshes this feed; 0: only by hand. What [network] says where it is not given."""
    user_agent: str = ""
    """What the program calls itself to the feed's server; empty: its own name."""
    headers: Mapping[str, str] | None = None
    """Headers that the feed's server wants, such as a key; they go to its origin and nowhere else."""


class CommandSetting(Struct, frozen=True):
    """One `[[command]]`: a program of yours behind `,` and a key. Arguments are a list, and no shell reads them; an
    argument {title}, {url}, {pdf_url}, {key} or {path} is filled in whole."""

    key: str
    """The key behind `,`."""
    name: str
    """What it is called."""
    run: tuple[str, ...]
    """The program and its arguments."""
    input: str = "text"
    """What stands on its standard input, and in the file {path}: text, markdown, json or url (the address)."""
    show: bool = True
    """Its output is a document, which grows as it comes; false: it runs behind the reader."""
    note: bool = False
    """Its output becomes the item's note, and is not shown."""


class OpenWithSetting(Struct, frozen=True):
    """One `[[open_with]]`: which program opens an address instead of the browser. The first that fits is taken."""

    command: tuple[str, ...]
    """The program and its arguments; {url} is the address."""
    match: str = "*"
    """Pattern of the address: * is anything, ? one character."""
    kind: str = ""
    """Only addresses of these items: issue, entry, paper, repo; empty: all."""
    type: str = ""
    """Only enclosures of this kind, by the ending of their address: audio/*, video/*, application/pdf; empty: all."""


class OnNewSetting(Struct, frozen=True):
    """One `[[on_new]]`: a program that runs for what a sync brought, once for each item; after twenty once more with
    how many there are."""

    match: str
    """Which items, as a query: is:watched."""
    run: tuple[str, ...]
    """The program and its arguments."""


class Settings(Struct, frozen=True):
    """All settings. `feeds` is None when the built-in list holds; `keys` maps an action id to its key sequences
    (each a space-separated string, `"g g"`). `benchmarks` holds what was set for a board and `follow.boards` is None
    for the usual ones, until `config.board_settings.with_boards` fills in what the boards say."""

    general: General = field(default_factory=General)
    ui: UiSettings = field(default_factory=UiSettings)
    network: Network = field(default_factory=Network)
    cache: CacheSettings = field(default_factory=CacheSettings)
    issues: IssueSettings = field(default_factory=IssueSettings)
    arxiv: ArxivSettings = field(default_factory=ArxivSettings)
    papers: PaperSettings = field(default_factory=PaperSettings)
    downloads: DownloadSettings = field(default_factory=DownloadSettings)
    follow: FollowSettings = field(default_factory=FollowSettings)
    mute: MuteSettings = field(default_factory=MuteSettings)
    ranking: RankingSettings = field(default_factory=RankingSettings)
    views: Mapping[str, str] = field(default_factory=dict)
    benchmarks: Mapping[str, BenchmarkSettings] = field(default_factory=dict)
    boards: Mapping[str, BoardMapping] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trending: TrendingSettings = field(default_factory=TrendingSettings)
    zotero: ZoteroSettings = field(default_factory=ZoteroSettings)
    server: ServerSettings = field(default_factory=ServerSettings)
    feeds: tuple[FeedSetting, ...] | None = None
    command: tuple[CommandSetting, ...] = ()
    open_with: tuple[OpenWithSetting, ...] = ()
    on_new: tuple[OnNewSetting, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
