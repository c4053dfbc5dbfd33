"""Zotero, where it runs on this machine: items are put into it as its browser connector does, once each.

Its connector server (chrome/content/zotero/xpcom/server/server_connector.js) takes `ping`, `getSelectedCollection`,
`saveItems`, `saveAttachment` and `updateSession`; it gives no keys back, so that what was sent is noted in the journal.
Each item has a session of its own, since a session's tags and collection are those of all its items.
"""

from __future__ import annotations

import json
import secrets
from typing import IO, TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from tui_reader.domain.errors import FetchError, NotFound, ReaderError, UsageError
from tui_reader.domain.journal import Change
from tui_reader.services.exporting.zotero_item import Wanted, item_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from tui_reader.domain.journal import Folded, JournalFiles
    from tui_reader.services.exporting.citation import Citation
    from tui_reader.services.exporting.export import ToldByJournal
    from tui_reader.services.triage import ActionJournal
    from tui_reader.services.writer import Writer

SENT = "sent:zotero"
"""The field of the journal that says where in Zotero an item was put."""
#: Zotero refuses whatever looks like a page in a browser; this says that it is none (server.js, `_processEndpoint`).
_HEADERS = {"X-Zotero-Connector-API-Version": "3", "User-Agent": "inference-tui"}
_HINT = "Look at Zotero, and try again."


class Asked(Protocol):
    """A program on this machine."""

    def ask(self, path: str, question: object, headers: Mapping[str, str]) -> tuple[int, Any]:
        """Post a question as JSON: status and answer. Raises ReaderError."""

    def give(self, path: str, data: bytes | IO[bytes], headers: Mapping[str, str]) -> tuple[int, Any]:
        """Post bytes or a file: status and answer. Raises ReaderError."""


class ToldLibrary(Protocol):
    """The subject of the library that knows what was sent."""

    @property
    def journal(self) -> ToldByJournal:
        """What the journal adds up to."""


class SentJournal(Protocol):
    """What is asked of the library's journal."""

    def folded(self) -> Folded:
        """What the library remembers of the journal."""

    def fold_new(self, journal: JournalFiles) -> int:
        """Take in what the files hold beyond what was read before."""


class SentLibrary(Protocol):
    """The subject of the library that notes what was sent."""

    @property
    def journal(self) -> SentJournal:
        """What the journal adds up to."""


class Target(Struct, frozen=True):
    """A library (`L1`) or collection (`C12`) of Zotero: its path of names, and whether it is the one selected there."""

    id: str
    path: tuple[str, ...]
    is_selected: bool = False

    @property
    def name(self) -> str:
        """Its names, from the library on."""
        return " / ".join(self.path)


class Sent(Struct, frozen=True):
    """What came of it: how many items went, how many had gone before, what went wrong with some."""

    sent: int = 0
    before: int = 0
    problems: tuple[str, ...] = ()

    def words(self, where: str) -> str:
        """For a person."""
        items = f"{self.sent:,} item{'s' if self.sent != 1 else ''} put into Zotero: {where}"
        before = f"{self.before:,} {'were' if self.before != 1 else 'was'} put there before" if self.before else ""
        said = items if self.sent or not before else ""
        return "; ".join(part for part in (said, before, *self.problems[:1]) if part)


class Zotero:
    """The connector's side of the talk. `open_journal` makes, from what tells what was folded, the journal of what was
    sent: it lies in a file of its own, and `u` takes none of it back, since Zotero would keep the item."""

    def __init__(
        self,
        program: Asked,
        writer: Writer[SentLibrary],
        open_journal: Callable[[Callable[[], Folded]], ActionJournal],
        now: Callable[[], datetime],
    ) -> None:
        self._program = program
        self._writer = writer
        self._open_journal = open_journal
        self._now = now

    def targets(self) -> list[Target]:
        """Where items can be put: libraries, each with its collections below it. Raises ReaderError."""
        status, answer = self._program.ask("/connector/getSelectedCollection", {}, _HEADERS)
        if status != 200 or not isinstance(answer, dict):
            raise FetchError(f"Zotero does not say what collections there are ({status}).", _HINT)
        selected = f"C{answer['id']}" if answer.get("id") else f"L{answer.get('libraryID')}"
        found: list[Target] = []
        path: list[str] = []
        for told in answer.get("targets") or ():
            level = int(told.get("level") or 0)
            path[level:] = [str(told.get("name") or "")]
            found.append(Target(str(told["id"]), tuple(path), str(told["id"]) == selected))
        if not found:  # versions before 5.0.56 name the selected one alone
            names = (str(answer.get("libraryName") or "My Library"), str(answer.get("name") or ""))
            found.append(Target(selected, names if answer.get("id") else names[:1], is_selected=True))
        return found

    def target(self, name: str) -> Target:
        """The collection of that name, or path of names; with "" the one that is selected in Zotero. Raises
        ReaderError."""
        there = self.targets()
        if not name:
            return next((target for target in there if target.is_selected), there[0])
        wanted = [part.strip().casefold() for part in name.split("/")]
        found = [t for t in there if [part.casefold() for part in t.path][-len(wanted) :] == wanted]
        if len(found) > 1:
            names = ", ".join(target.name for target in found[:5])
            raise UsageError(f"{name} may be {names}", "Write more of its path, with / between.")
        if not found:
            import difflib

            near = difflib.get_close_matches(name, [target.path[-1] for target in there], 3)
            hint = f"There is {', '.join(near)}." if near else "Zotero's window lists them; a path has / between names."
            raise NotFound(f"Zotero has no collection {name}", hint)
        return found[0]

    def send(
        self,
        library: ToldLibrary,
        wanted: Iterable[Wanted],
        target: Target,
        *,
        again: bool = False,
        tell: Callable[[int], object] = lambda _: None,
    ) -> Sent:
        """Put items there, each once unless it is wanted `again`; `tell` is told how many went. The library is a
        connection of the thread that asks. Raises ReaderError where Zotero is not there."""
        prefs = self._prefs()
        sent = before = 0
        problems: list[str] = []
        for one in wanted:
            citation = one.citation
            if not again and library.journal.told(citation.item_key, SENT):
                before += 1
                continue
            try:
                problem = self._one(one, target, prefs)
            except ReaderError as error:
                if not sent:
                    raise
                problems.append(error.message)
                break
            sent += 1
            self._note(citation, target)
            problems += [problem] if problem else []
            tell(sent)
        return Sent(sent, before, tuple(problems))

    def _prefs(self) -> Mapping[str, Any]:
        """What this version of Zotero can do."""
        status, answer = self._program.ask("/connector/ping", {}, _HEADERS)
        if status != 200:
            raise FetchError(f"What answers is not Zotero ({status}).", "Check [zotero] url.")
        prefs = answer.get("prefs") if isinstance(answer, dict) else None
        return prefs if isinstance(prefs, dict) else {}

    def _one(self, wanted: Wanted, target: Target, prefs: Mapping[str, Any]) -> str:
        """Put one item there; what was less than perfect. Raises ReaderError where it is not there."""
        citation, session = wanted.citation, secrets.token_hex(8)
        item = item_of(citation, wanted.citation_key)
        takes_files = bool(prefs.get("supportsAttachmentUpload"))
        if not takes_files and citation.pdf_url:  # an older Zotero fetches it itself
            pdf = {"title": "Full Text PDF", "url": citation.pdf_url, "mimeType": "application/pdf"}
            item["attachments"] = [pdf]
        question = {"sessionID": session, "uri": citation.url, "items": [item]}
        status, answer = self._program.ask("/connector/saveItems", question, _HEADERS)
        if status not in (200, 201):
            is_closed = isinstance(answer, dict) and answer.get("libraryEditable") is False
            why = "its library cannot be changed" if is_closed else f"it answers {status}"
            raise FetchError(f"Zotero did not take “{citation.plain_title[:60]}”: {why}.", _HINT)
        change = {"sessionID": session, "target": target.id, "tags": _tags(citation.keywords, prefs)}
        status, _ = self._program.ask("/connector/updateSession", change, _HEADERS)
        if status != 200:
            return f"“{citation.plain_title[:60]}” is in Zotero, but not in {target.name} ({status})"
        return self._attach(wanted, session) if takes_files and wanted.pdf is not None else ""

    def _attach(self, wanted: Wanted, session: str) -> str:
        citation, path = wanted.citation, wanted.pdf
        if path is None:
            return ""
        told = {
            "sessionID": session,
            "parentItemID": citation.item_key,
            "title": "Full Text PDF",
            "url": citation.pdf_url or citation.url,
        }
        try:
            size = path.stat().st_size
            with path.open("rb") as file:
                # As JSON in ASCII: a header has no other letters.
                headers = {
                    "Content-Type": "application/pdf",
                    "Content-Length": str(size),
                    "X-Metadata": json.dumps(told),
                }
                status, _ = self._program.give(
                    f"/connector/saveAttachment?sessionID={session}", file, _HEADERS | headers
                )
        except OSError as error:
            return f"its PDF cannot be read: {error.strerror}"
        except ReaderError as error:
            return f"its PDF did not go: {error.message}"
        return "" if status == 201 else "its PDF did not go: that library takes no files"

    def _note(self, citation: Citation, target: Target) -> None:
        change = Change(citation.item_key, SENT, target.name, citation.plain_title, citation.url)

        def note(library: SentLibrary) -> None:
            journal = self._open_journal(library.journal.folded)
            journal.append([change], self._now())
            library.journal.fold_new(journal)

        self._writer.submit(note).result()


def _tags(tags: tuple[str, ...], prefs: Mapping[str, Any]) -> str | list[str]:
    """As one text, which all versions take; as a list, which newer ones take, where a comma is in one."""
    if not any("," in tag for tag in tags):
        return ",".join(tags)
    return list(tags) if prefs.get("supportsTagsAutocomplete") else ",".join(tag.replace(",", " ") for tag in tags)
