"""Following an author or words out of what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.following import AUTHOR, cleaned, folded
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.ui.workspace import Workspace

_ASK = "\0ask"
#: Words of the longest selection that is taken for a term.
_MOST_WORDS = 8


class FollowingThis:
    """The handler of the key; what it does is an action that can be undone."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.host = workspace.host

    @does("follow.this")
    def follow(self) -> None:
        """The selected words, or an author of the row, or what is typed; what is followed already is dropped."""
        selected = " ".join((self.host.app.screen.get_selected_text() or "").split())
        if not selected:
            self._choose()
        elif len(selected.split()) > _MOST_WORDS or not cleaned(selected):
            self.host.say("Select a word or a few to follow them")
        else:
            self._toggle(selected)

    def _choose(self) -> None:
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        terms = self.workspace.follow_list.terms()
        known = {folded(term) for term in terms}
        choices = [
            Choice(AUTHOR + name, name, "✓ followed" if folded(AUTHOR + name) in known else "", "Authors")
            for name in _authors(self.workspace.item)
        ]
        choices.append(Choice(_ASK, "Words, a phrase, quantiz*, -survey or author:NAME…", "", "Type"))
        choices += [Choice(term, term.removeprefix(AUTHOR), "drop", "You follow") for term in terms]
        self.host.push(ChooseScreen("Follow", choices), self._chosen)

    def _chosen(self, chosen: str | None) -> None:
        from tui_reader.ui.screens.ask import AskScreen

        if chosen == _ASK:
            box = AskScreen("Follow", "", 'enter follows · "speech codec", quantiz*, -survey, author:NAME')
            self.host.push(box, lambda text: self._toggle(text) if text else None)
        elif chosen:
            self._toggle(chosen)

    def _toggle(self, term: str) -> None:
        listed = self.workspace.follow_list
        _, done = listed.add(term)
        if done is None:
            _, done = listed.remove(term)
        self.host.say(f"{done.label[:1].upper()}{done.label[1:]}", "u undoes")


def _authors(row: Row | None) -> list[str]:
    return [name for name in row.authors.split(", ") if name] if row is not None else []
