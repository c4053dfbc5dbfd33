"""The screen as actions know it, and how an action finds its handler.

A handler is a method marked with the id of its action; a new key is a row of `domain.actions` and such a method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from textual.app import App

    from tui_reader.domain.actions import Context
    from tui_reader.domain.journal import BatchDone
    from tui_reader.domain.sources import SourceKind
    from tui_reader.ui.background import Work
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.screens.box import Box
    from tui_reader.ui.state import ReaderState
    from tui_reader.ui.widgets.search_line import Searching

T = TypeVar("T")
HandlerT = TypeVar("HandlerT", bound="Callable[..., None]")
_ID = "action_id"


class PaneLayout(Protocol):
    """How the pane that is shown is laid out."""

    def divide(self, step: int) -> None:
        """Make the list wider, or narrower when negative."""

    def toggle_lines(self) -> int:
        """Give the rows of all lists one line or two; how many they have now."""

    def jump_back(self) -> bool:
        """Return to where the last jump began, in a document or between panes; False when there was none."""


class Host(Protocol):
    """What actions ask of the screen. All of it on the screen's own thread."""

    state: ReaderState
    own: OpenLibrary
    """The user's own library, also while the sample edition is shown."""

    @property
    def work(self) -> Work:
        """The threads that read the library that is shown."""

    @property
    def app(self) -> App[Any]:
        """The application: clipboard, themes, leaving."""

    @property
    def panes(self) -> PaneLayout:
        """How the pane that is shown is laid out."""

    @property
    def in_document(self) -> bool:
        """Whether keys go to the right side of the pane that is shown."""

    @property
    def reads(self) -> bool:
        """Whether the right side lies over the list (narrow layout)."""

    @property
    def shows_document(self) -> bool:
        """Whether the right side can be seen."""

    @property
    def is_zoomed(self) -> bool:
        """Whether the right side is shown alone."""

    def show_list(self) -> None:
        """Keys go to the list."""

    def show_document(self) -> None:
        """Keys go to the right side."""

    def toggle_zoom(self) -> bool:
        """Only the right side, or both again; whether it is alone now."""

    def show_pane(self, context: Context) -> None:
        """Go to a pane; it opens where it was left, with what has come since."""

    def show(self, context: Context, *, view: str = "", view_name: str = "", filter: str = "", key: str = "") -> None:
        """Go to a pane with nothing but that view or filter laid over its list; the cursor on the item `key`, or on
        top."""

    def go_to(self, key: str, inside: str = "", again: Callable[[], object] | None = None) -> None:
        """Show an item in its pane. `inside` is the key of a row to go to in it, where it opens into rows; `again` is
        what is done when this jump is taken back."""

    def guard(self, call: Callable[[], object]) -> None:
        """Do something that must not end the reader: a failure is shown."""

    def do(self, action_id: str) -> None:
        """Do an action, if it applies in the pane that is shown."""

    def say(self, text: str, hint: str = "", is_error: bool = False, about: str = "", brief: str = "") -> None:
        """A message in the status line; it goes after a while, an error when what it is `about` is over. `hint` goes
        where it does not fit, then `brief` stands for `text`."""

    def push(self, box: Box[T], then: Callable[[T | None], object]) -> None:
        """Show a box over the reader; from now on keys are its own."""

    def open_search(self, label: str, text: str, searching: Searching) -> None:
        """Open the search line; `label` says what it looks through."""

    def close_search(self) -> None:
        """Close the search line."""

    def take_keys(self, taker: Callable[[str], bool]) -> None:
        """Give each key to `taker` first, until it wants no more and says False."""

    def stored(self, done: BatchDone) -> None:
        """The library holds an action: counts, and what stands on pages, are to follow."""

    def rest(self, seconds: float, call: Callable[[], object], name: str = "cursor") -> None:
        """Call when nothing of that name has come for a while."""

    def stop_rest(self, name: str) -> None:
        """Forget what waits."""

    def refresh_bars(self) -> None:
        """Draw the bars as things stand."""

    def count_soon(self) -> None:
        """Count anew beside the screen."""

    def sync(self, kinds: Container[SourceKind] | None = None, ids: frozenset[str] = frozenset()) -> None:
        """Sync the user's own sources of some kinds (None: all), or with these ids, beside the screen. Those with ids
        wait for a sync that runs, and what they bring is shown at once."""


def does(action_id: str) -> Callable[[HandlerT], HandlerT]:
    """Mark the method that does an action."""

    def mark(method: HandlerT) -> HandlerT:
        setattr(method, _ID, action_id)
        return method

    return mark


def handlers_of(*objects: object) -> dict[str, Callable[[], None]]:
    """The handlers of these objects by the id of their action; of two for one action, the later object's."""
    found: dict[str, Callable[[], None]] = {}
    for one in objects:
        for base in reversed(type(one).__mro__):
            for name, method in vars(base).items():
                if (action_id := getattr(method, _ID, None)) is not None:
                    found[action_id] = getattr(one, name)
    return found
