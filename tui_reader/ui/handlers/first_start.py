"""The first start: one page over the sample edition, and what was chosen there as one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.arxiv_categories import NAMES
from tui_reader.domain.errors import ReaderError
from tui_reader.ui.handlers.tour import take_tour
from tui_reader.ui.screens.first_start import FirstStartScreen, Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.domain.journal import Change
    from tui_reader.sources.feed.finding import Candidate
    from tui_reader.ui.host import Host

#: What is remembered once the page was answered.
ASKED = "first.asked"
#: How many categories of the table are offered; others are typed.
_OFFERED = 18
_CATEGORIES, _TYPED = "arXiv categories", "Added by you"


class FirstStart:
    """Asks once. `kept` says where things are kept."""

    def __init__(self, host: Host, kept: str) -> None:
        self._host = host
        self._kept = kept
        self._screen: FirstStartScreen | None = None
        self._found: dict[str, Candidate] = {}

    def ask(self, then: Callable[[], object]) -> None:
        """Show the page; `then` is called when it is answered, whatever the answer was."""
        before = self._offers()

        def answered(offers: list[Offer] | None) -> None:
            self._host.own.remember({ASKED: "yes"})
            try:
                if offers is not None:
                    self._choose(before, offers)
            finally:
                then()

        self._screen = FirstStartScreen(before, self._kept, self._add, lambda: take_tour(self._host))
        self._host.push(self._screen, answered)

    def _offers(self) -> list[Offer]:
        lists = self._host.own.source_lists
        followed = lists.categories.followed()
        codes = [*followed, *(code for code in list(NAMES)[:_OFFERED] if code not in followed)]
        offers = [
            Offer(f"category:{code}", f"{code:<8} {NAMES.get(code, '')}", _CATEGORIES, code in followed)
            for code in codes
        ]
        feeds = lists.feeds.followed()
        for group in dict.fromkeys(sub.group for sub in feeds):
            offers += [Offer(f"feed:{s.url}", s.title, f"Feeds · {group}", True) for s in feeds if s.group == group]
        return offers

    def _add(self) -> None:
        from tui_reader.ui.screens.ask import AskScreen

        self._host.push(AskScreen("Add a category (cs.RO), or the address of a blog or feed"), self._typed)

    def _typed(self, text: str | None) -> None:
        screen = self._screen
        if not text or screen is None:
            return
        code = {name.lower(): name for name in NAMES}.get(text.lower())
        if code is not None:
            screen.take_in(Offer(f"category:{code}", f"{code:<8} {NAMES[code]}", _CATEGORIES, True))
            return
        own = self._host.own
        screen.tell(f"Asking {text}…")

        def found(feeds: tuple[Candidate, ...] | ReaderError) -> None:
            if screen.is_closed:
                return
            if isinstance(feeds, ReaderError):
                screen.tell(f"{feeds.message.rstrip('.')}. {feeds.hint}")
                return
            first = feeds[0]
            self._found[first.url] = first
            screen.take_in(Offer(f"feed:{first.url}", first.title, _TYPED, True))

        self._host.work.fetch("find-feeds", lambda: own.fetching.find_feeds(text), found)

    def _choose(self, before: Sequence[Offer], after: Sequence[Offer]) -> None:
        from tui_reader.domain.feeds import Subscription
        from tui_reader.services.category_list import category_change
        from tui_reader.services.feed_list import unfollowed

        own = self._host.own
        was = {offer.key: offer.is_chosen for offer in before}
        changes: list[Change] = []
        new: list[Subscription] = []
        for offer in after:
            if offer.is_chosen == was.get(offer.key, False):
                continue
            kind, _, name = offer.key.partition(":")
            if kind == "category":
                changes.append(category_change(name, True if offer.is_chosen else None))
            elif not offer.is_chosen:
                changes.append(unfollowed(own.source_lists.feeds.named(name)))
            else:
                new.append(Subscription("", offer.title, name))
        changes += own.source_lists.feeds.changes_for(new)[0]
        if changes:
            own.triage.record(changes, "first choices")
            own.triage.wait(0.2)
            self._host.say("Chosen, and being fetched", "! changes it, and u there takes it back")
