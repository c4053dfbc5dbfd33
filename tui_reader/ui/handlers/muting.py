"""Muting what is not to be seen: authors, the source or the domain of a row, words; and bringing it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.following import AUTHOR
from tui_reader.domain.items import Kind
from tui_reader.domain.muting import DOMAIN, SOURCE, host_of, said, same
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.ui.screens.choose import Choice
    from tui_reader.ui.workspace import Workspace

_ASK = "\0ask"
_FIND = "\0find"
#: Authors of a row that are offered.
_MOST = 8


class MutingThis:
    """The handler of the action; what it does can be undone."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.host = workspace.host

    @does("mute.this")
    def mute(self) -> None:
        """An author of the row, its source or domain, or what is typed; what is muted already is offered to come
        back."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        terms = self.workspace.mute_list.terms()
        known = {same(term) for term in terms}
        choices = [choice for choice in self._of_row(self.workspace.item) if same(choice.value) not in known]
        choices.append(Choice(_ASK, "Words, a phrase, quantiz*, author:NAME or domain:HOST…", "", "Type"))
        choices += [Choice(term, said(term), "bring back", "Muted") for term in terms]
        if terms:
            choices.append(Choice(_FIND, "Show what is muted here", "is:muted", "Muted"))
        self.host.push(ChooseScreen("Mute", choices), self._chosen)

    def _of_row(self, row: Row | None) -> list[Choice]:
        from tui_reader.ui.screens.choose import Choice

        if row is None:
            return []
        found = [
            Choice(AUTHOR + name, name, "", "Authors of this row")
            for name in row.authors.split(", ")[:_MOST]
            if name and row.kind is not Kind.ISSUE
        ]
        if row.kind is Kind.ENTRY:
            if row.source:
                found.append(Choice(SOURCE + row.source, row.source_title or row.source, "", "Its source"))
            if host := host_of(row.url):
                found.append(Choice(DOMAIN + host, host, "", "Its domain"))
        return found

    def _chosen(self, chosen: str | None) -> None:
        from tui_reader.ui.screens.ask import AskScreen

        if chosen == _ASK:
            box = AskScreen("Mute", "", 'enter mutes · "price index", crypto*, author:NAME, domain:HOST')
            self.host.push(box, lambda text: self._toggle(text) if text else None)
        elif chosen == _FIND:
            self.host.show(self.workspace.pane.context, filter="is:muted")
        elif chosen:
            self._toggle(chosen)

    def _toggle(self, term: str) -> None:
        listed = self.workspace.mute_list
        _, done = listed.add(term)
        if done is None:
            _, done = listed.remove(term)
        self.host.say(f"{done.label[:1].upper()}{done.label[1:]} · u undoes")
