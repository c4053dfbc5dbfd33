"""Lists of links under headings: which blocks are items, what belongs to each, and how much of the post they are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.digests import DigestItem
from tui_reader.domain.items import Kind, normalise_title
from tui_reader.html.block_types import Block, BlockKind, blocks_markdown
from tui_reader.html.digest.items import (
    LONGEST_TEXT,
    MOST_ITEMS,
    Found,
    found_in,
    make_item,
    shortened,
    without_marks,
)
from tui_reader.html.digest.words import FAREWELL, SIDE_LABEL, TOP, weight
from tui_reader.text.addresses import canonical, host

#: A list of fewer links is no digest; of titles alone, which nothing but their shape makes one, it takes more.
_FEWEST_LINKS = 5
_FEWEST_TITLES = 5
_FEWEST_SAID = 3
_MANY = 12
_SAYS_SOMETHING = 20
_SPEAKING_TITLE = 25
_ABOUT_PAPERS = re.compile(r"\b(?:papers?|preprints?|arxiv)\b", re.IGNORECASE)
_SHARING = re.compile(
    r"https?://(?:[a-z.]*(?:twitter|x|facebook|linkedin|reddit)\.com/(?:intent|share|sharer|sharing|submit)|[^/]+/(?:subscribe|"
    r"unsubscribe|account/)|substack\.com/(?:redirect|app-link))",
    re.IGNORECASE,
)
_LONGEST_GROUP = 120
#: The level of a topic of a list, below all headings.
_TOPIC = 7
_IN_TEXT = re.compile(r"\]\(<?(https?://[^\s()<>]+)>?\)|<(?=https?://)([^\s<>]+)>")
#: Sites that are nobody's own.
_SHARED_SITES = frozenset(
    (
        "github.com",
        "medium.com",
        "dev.to",
        "substack.com",
        "huggingface.co",
        "arxiv.org",
        "youtube.com",
        "www.youtube.com",
    )
)
#: What a newsletter wants of its readers, or is paid for.
_NO_ITEM = re.compile(
    r"(?:sign ?up|subscribe|unsubscribe|log ?in|register|upgrade|become a |sponsor|advertis|today['’]?s sponsor"
    r"|our sponsor|presented by|brought to you by|view (?:in|online)|read online|privacy policy"
    r"|(?:manage|update) (?:your )?preferences|refer a friend|share this|forward this|tweet this|get the app"
    r"|download the app|join (?:us|our|the (?:community|discord|slack))|follow us|contact us|leave a (?:comment|review)"
    r"|buy me a|support us|donate|sponsored by|in partnership with|thanks to our sponsors?"
    r"|(?:a )?(?:word|message) from our"
    r"|this (?:issue|edition|week['’]?s? \w+|newsletter|email) is (?:sponsored|supported|presented|brought)"
    r"|together with .{1,40}$)(?![\w-])|.{1,200}\((?:sponsor(?:ed)?|ad|advertisement|partner)\)$"
    r"|\[?(?:sponsored|ad|advertisement)\]?(?:[:\s]|$)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Open:
    """An item that is being read, with the blocks that belong to it."""

    found: Found
    group: str
    is_paper: bool
    is_heading: bool = False
    more: list[Block] = field(default_factory=list)
    size: int = 0


class Listed(Struct, frozen=True):
    """What lists hold: the items in order, what part of all characters they make up, how many have an address, and
    whether the post itself is among them; `own` counts links of the site itself, which are none."""

    items: tuple[DigestItem, ...]
    share: float
    linked: int
    holds_post: bool
    own: int = 0


def take_lists(blocks: list[Block], own_url: str) -> Listed:
    """The items of all lists in a post. `own_url` is the address of the post itself, which is none of its items."""
    return _Taker(own_url).take(blocks)


def is_digest(listed: Listed, own_url: str, *, needs_links: bool, says_so: bool, is_titled: bool = False) -> bool:
    """Whether such lists make a post a digest.

    It is one if they are most of it, of enough things that are mostly elsewhere and of which something is said, be it
    by their titles. A list that holds the post itself is an aggregator's cluster of one story. One that calls itself
    the edition of a month is believed with fewer; of one whose title says what it is, less need be its items.
    """
    items = listed.items
    if says_so and len(items) >= _FEWEST_SAID and listed.share >= 0.3:
        return True
    told = sum(weight(item.text) >= _SAYS_SOMETHING for item in items)
    # A dozen things of which something is said are what a post is for, though it may say more about itself.
    is_long = listed.linked >= _MANY and told * 4 >= len(items) * 3
    least = 0.3 if is_titled and listed.linked else 0.4 if is_long else 0.5 if listed.linked else 0.6
    if listed.holds_post or listed.share < least or listed.own > listed.linked:
        return False
    if needs_links or listed.linked >= _FEWEST_LINKS:
        if listed.linked < _FEWEST_LINKS:
            return False
        linked = [item for item in items if item.url]
        own = host(own_url) or _site_of(linked)
        if own and sum(host(item.url) == own for item in linked) * 2 > len(linked):
            return False
    elif len(items) < _FEWEST_TITLES:
        return False
    speaking = sum(
        weight(item.text) >= _SAYS_SOMETHING
        or (len(item.title) >= _SPEAKING_TITLE and item.title.count(" ") >= 3)
        or weight(item.title) >= max(_SPEAKING_TITLE, 2 * len(item.title))
        for item in items
    )
    if not listed.linked:
        return told * 5 >= len(items) * 3
    return speaking * 2 >= len(items)


def _site_of(items: list[DigestItem]) -> str:
    """The site that most of the items lie on, where the post's own is not known; that of papers is nobody's own."""
    hosts = Counter(host(item.url) for item in items if not item.arxiv_id and not item.repo)
    return hosts.most_common(1)[0][0] if hosts else ""


class _Taker:
    """One walk over the blocks."""

    def __init__(self, own_url: str) -> None:
        self._own = canonical(own_url) if own_url else ""
        self._site = host(own_url) if own_url else ""
        self._own_links = 0
        self._open: _Open | None = None
        self._done: list[_Open] = []
        self._headings: list[tuple[int, str]] = []
        self._in_group: Counter[str] = Counter()
        self._nested_at = 0
        self._is_topic = False
        self._all = 0
        self._holds_post = False

    def take(self, blocks: list[Block]) -> Listed:
        goes_on = _before_items(blocks)
        for number, block in enumerate(blocks):
            self._all += len(block.text)
            match block.kind:
                case BlockKind.HEADING:
                    self._is_topic = False
                    self._heading(block, blocks[number - 1] if number else None)
                case BlockKind.RULE:
                    self._close()
                case BlockKind.ITEM if block.depth == 1 or (block.depth == 2 and self._is_topic):
                    follows = blocks[number + 1] if number + 1 < len(blocks) else None
                    self._outer_or_item(block, follows)
                case BlockKind.TEXT if not block.depth:
                    self._paragraph(block, goes_on[number])
                case _:
                    self._go_on(block)
        self._close()
        items = _once([_made(o) for o in self._done])
        size = sum(o.size for o in self._done)
        share = size / self._all if self._all else 0.0
        linked = sum(bool(item.url) for item in items)
        if linked:  # a title alone says less than the link in the words about it
            items = tuple(item if item.url else self._addressed(item) for item in items)
        return Listed(items, share, linked, self._holds_post, self._own_links)

    def _addressed(self, item: DigestItem) -> DigestItem:
        address = next((m[1] or m[2] for m in _IN_TEXT.finditer(item.text) if self._is_elsewhere(m[1] or m[2])), "")
        if not address:
            return item
        made = make_item(Found(item.title, address, item.text, item.links), item.group, item.kind is Kind.PAPER)
        return replace(made, authors=item.authors)

    def _close(self) -> None:
        if self._open is not None:
            self._done.append(self._open)
            self._open = None

    def _begin(self, found: Found, block: Block, is_heading: bool = False) -> None:
        self._close()
        group = self._group()
        self._in_group[group] += 1
        is_paper = any(_ABOUT_PAPERS.search(title) for _, title in self._headings)
        self._open = _Open(found, group, is_paper, is_heading, size=len(block.text))

    def _group(self) -> str:
        return self._headings[-1][1] if self._headings else ""

    def _go_on(self, block: Block) -> None:
        if self._open is not None:
            self._open.more.append(block)
            self._open.size += len(block.text)

    def _heading(self, block: Block, before: Block | None) -> None:
        linked = [piece for piece in block.pieces if piece.href and piece.text.strip()]
        is_link = sum(len(piece.text) for piece in linked) * 5 >= len(block.text) * 3
        if linked and is_link and self._is_elsewhere(linked[0].href):
            found = found_in(block.pieces)
            if found is not None and (_NO_ITEM.match(found.title) or self._is_own(found.url)):
                self._close()
                return
            if found is not None and found.url:
                self._begin(found, block, is_heading=True)
                return
        self._close()
        if _NO_ITEM.match(block.text):  # the words of a sponsor name no group
            self._headings = [h for h in self._headings if h[0] < block.level * 2]
        else:
            self._name_group(block.text, block.level, before)

    def _name_group(self, title: str, level: int, before: Block | None) -> None:
        # A heading with nothing between it and the next of its level holds those that follow.
        is_empty = before is not None and before.kind is BlockKind.HEADING and before.level == level
        if is_empty and self._headings and not self._nested_at:
            self._nested_at = level
        if level < self._nested_at or title.lower() in TOP:
            self._nested_at = 0
        depth = level * 2 + (level == self._nested_at)
        self._headings = [h for h in self._headings if h[0] < depth]
        self._headings.append((depth, title[:_LONGEST_GROUP]))

    def _item(self, block: Block) -> None:
        found = found_in(block.pieces)
        current = self._open
        if current is not None and current.is_heading:
            if current.more or found is None or not found.url:
                self._go_on(block)
                return
            # The heading was none of a thing: it names a list.
            self._open = None
            self._name_group(current.found.title, 6, None)
        if found is not None and found.url and canonical(found.url) == self._own:
            self._holds_post = True
        if found is not None and (_NO_ITEM.match(found.title) or self._is_own(found.url)):
            self._own_links += self._is_own(found.url)
            self._close()
            return
        is_one = found is not None and (found.is_sure or self._is_among_others(found))
        if found is None or not is_one or (found.url and not self._is_elsewhere(found.url)):
            self._close()
            return
        self._begin(found, block)

    def _outer_or_item(self, block: Block, follows: Block | None) -> None:
        """An item of a list, or a topic without a link that holds a list of links."""
        if block.depth == 1:
            self._is_topic = (
                not any(piece.href for piece in block.pieces)
                and len(block.text) <= _LONGEST_GROUP
                and follows is not None
                and follows.kind is BlockKind.ITEM
                and follows.depth == 2
                and (inner := found_in(follows.pieces)) is not None
                and bool(inner.url)
                and not (self._open is not None and self._open.is_heading)
            )
            if self._is_topic:
                self._close()
                self._name_group(block.text.strip(" :"), _TOPIC, None)
                return
        self._item(block)

    def _is_among_others(self, found: Found) -> bool:
        """Whether an item whose title runs into a sentence comes after some of the same list that leave no doubt."""
        return bool(found.url) and self._in_group[self._group()] >= _FEWEST_SAID

    def _paragraph(self, block: Block, goes_on: bool) -> None:
        first = next((piece for piece in without_marks(block.pieces) if piece.text.strip()), None)
        if first is not None and first.href and self._is_elsewhere(first.href):
            found = found_in(block.pieces)
            is_bold = first.is_strong and len(first.text) * 5 >= len(block.text) * 4
            if found is not None and (_NO_ITEM.match(found.title) or self._is_own(found.url)):
                self._close()
                return
            # `[**Title**] Words.`, with a break between them
            is_bold_title = (
                first.is_strong and block.text.partition(found.title)[2].lstrip()[:1].isupper() if found else False
            )
            if (
                found is not None
                and found.url
                and ((found.is_sure and _is_parted(block, found)) or is_bold or is_bold_title)
            ):
                self._begin(found, block, is_heading=is_bold)
                return
        if self._open is None:
            return
        if FAREWELL.match(block.text) or (goes_on and not self._open.is_heading):
            self._close()
        else:
            # What closes a list belongs to its last item.
            self._go_on(block)

    def _is_own(self, url: str) -> bool:
        """Whether an address is of the newsletter's own site: its archive, its form, another issue."""
        return bool(url and self._site) and host(url) == self._site and self._site not in _SHARED_SITES

    def _is_elsewhere(self, url: str) -> bool:
        return canonical(url).partition("#")[0] != self._own and not _SHARING.match(url) if url else False


def _before_items(blocks: list[Block]) -> list[bool]:
    """For each block whether, after the paragraphs that follow it, a list comes under the same heading."""
    found = [False] * len(blocks)
    is_item = False
    for number in range(len(blocks) - 1, -1, -1):
        found[number] = is_item
        block = blocks[number]
        if block.kind is not BlockKind.TEXT or block.depth:
            is_item = block.kind is BlockKind.ITEM
    return found


def _is_parted(block: Block, found: Found) -> bool:
    """Whether a paragraph's words are parted from the link at its beginning, as in `Title — summary`."""
    after = block.text.partition(found.title)[2].lstrip()
    return bool(found.text or found.links) and after[:1] in "—–―:|-([•·" and bool(after)


def _made(current: _Open) -> DigestItem:
    text = "\n\n".join(part for part in (current.found.text, blocks_markdown(_flat(current.more))) if part)
    return replace(make_item(current.found, current.group, current.is_paper), text=shortened(text))


def _flat(blocks: list[Block]) -> list[Block]:
    """What went on in an item, no longer within its list."""
    return [replace(b, depth=max(0 if b.kind is BlockKind.TEXT else 1, b.depth - 1)) for b in blocks]


def _once(items: list[DigestItem]) -> tuple[DigestItem, ...]:
    """Each thing once, with all that was said of it."""
    found: dict[str, DigestItem] = {}
    for item in items:
        name = item.arxiv_id or item.repo.lower() or (canonical(item.url) if item.url else normalise_title(item.title))
        known = found.get(name)
        if not name or SIDE_LABEL.fullmatch(item.title):
            continue
        if known is None:
            found[name] = item
        elif item.text and len(known.text) < LONGEST_TEXT and item.text not in known.text:
            found[name] = replace(known, text="\n\n".join(t for t in (known.text, item.text) if t))
    return tuple(found.values())[:MOST_ITEMS]
