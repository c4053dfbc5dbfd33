"""The table of actions: every key, help line, palette row, footer entry and rebinding comes from here.

`ui/` binds a handler to each id; `keys`, `config check`, the help and the README read the table. A key sequence is a
string of keys separated by spaces (`"g g"`), each key as Textual names it or as the character it types (`"?"`, `"G"`).
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Context(StrEnum):
    """Where an action applies. GLOBAL is everywhere in the reader; SOURCES is the sources screen, with keys of its own
    only; the others are panes."""

    GLOBAL = "everywhere"
    ISSUES = "issues"
    FEEDS = "feeds"
    PAPERS = "papers"
    BENCHMARKS = "benchmarks"
    SOURCES = "sources"


READING = (Context.ISSUES, Context.FEEDS, Context.PAPERS)
LISTS = (*READING, Context.BENCHMARKS)


class Action(Struct, frozen=True):
    """One thing the user can do. `footer` is its short label in the footer ("" keeps it out), `priority` who stays
    when the footer is narrow (higher stays longer), `contexts` where it applies, `words` what else people type who
    look for it in the palette."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    contexts: tuple[Context, ...] = (Context.GLOBAL,)
    footer: str = ""
    priority: int = 0
    words: str = ""


ACTIONS: tuple[Action, ...] = (
    # -- moving between panes
    Action("pane.issues", ("1",), "Issues", "Go to the issues of The Inference Report", "Panes"),
    Action("pane.feeds", ("2",), "Feeds", "Go to the feeds", "Panes"),
    Action("pane.papers", ("3",), "Papers", "Go to the papers", "Panes"),
    Action("pane.benchmarks", ("4",), "Benchmarks", "Go to the leaderboards", "Panes"),
    Action("app.today", ("0",), "Today", "What came since you last looked; each line leads on", "Panes"),
    Action("pane.other_side", ("tab", "shift+tab"), "Other side", "Move between list and document", "Panes"),
    # -- moving in the list or the document
    Action("nav.down", ("j", "down"), "Down", "Next row, or scroll down a line", "Move"),
    Action("nav.up", ("k", "up"), "Up", "Previous row, or scroll up a line", "Move"),
    Action("nav.top", ("g g", "home"), "Top", "First row, or start of the document", "Move"),
    Action("nav.bottom", ("G", "end"), "Bottom", "Last row, or end of the document", "Move"),
    Action("nav.half_down", ("ctrl+d",), "Half a page down", "Half a page down", "Move"),
    Action("nav.half_up", ("ctrl+u",), "Half a page up", "Half a page up", "Move"),
    Action("nav.page_down", ("pagedown", "ctrl+f"), "Page down", "A page down", "Move"),
    Action("nav.page_up", ("pageup", "ctrl+b"), "Page up", "A page up", "Move"),
    Action("nav.open", ("enter", "l", "right"), "Open", "Open the row", "Move", footer="read", priority=90),
    Action(
        "nav.back",
        ("escape", "h", "left"),
        "Back",
        "Undo one thing: hints, range, search, filter; then back",
        "Move",
        footer="back",
        priority=40,
    ),
    Action(
        "nav.jump_back",
        ("'",),
        "Back from a jump",
        "Back to where the last jump began: a citation, a link, seen in, search everything",
        "Move",
        footer="jump back",
        priority=71,
    ),
    Action("doc.down", ("J",), "Scroll document down", "Scroll the document down from the list", "Move"),
    Action("doc.up", ("K",), "Scroll document up", "Scroll the document up from the list", "Move"),
    Action(
        "read.on",
        ("space",),
        "Read on",
        "Page the document; at its end go to the next unread",
        "Read",
        footer="read on",
        priority=80,
        contexts=READING,
    ),
    Action("read.back", ("b",), "Page back", "Page the document back", "Read", contexts=READING),
    Action(
        "nav.next_unread",
        ("n",),
        "Next unread",
        "Next unread or undecided row; next match while a search is shown",
        "Read",
        footer="next unread",
        priority=55,
        contexts=READING,
    ),
    Action(
        "nav.previous_unread", ("p",), "Previous unread", "Previous unread or undecided row", "Read", contexts=READING
    ),
    Action("find.previous", ("N",), "Previous match", "Previous match while a search is shown", "Find", contexts=LISTS),
    # -- deciding
    Action("triage.keep", ("s",), "Keep", "Keep (star) and go on; again: clear", "Decide", READING, "keep", 88),
    Action("triage.skip", ("x",), "Skip", "Skip and go on; again: clear", "Decide", READING, "skip", 87),
    Action("triage.later", ("L",), "Later", "Put off and go on; again: clear", "Decide", READING, "later", 86),
    Action(
        "triage.done",
        ("d",),
        "Done and next",
        "Mark read and go on, a row with +2 with all behind it; in a paper inbox, skip",
        "Decide",
        READING,
        "done",
        60,
    ),
    Action("triage.toggle_read", ("m",), "Toggle read", "Mark read or unread", "Decide", READING, "read/unread", 50),
    Action(
        "triage.all",
        ("A",),
        "Mark all",
        "Mark everything left in this view read; in a paper inbox, skip",
        "Decide",
        READING,
        "all read",
        45,
    ),
    Action("triage.range", ("V",), "Select a range", "Select rows for one action", "Decide", LISTS, "range", 20),
    Action("triage.undo", ("u",), "Undo", "Take back the last action", "Decide", READING, "undo", 85),
    Action("triage.redo", ("U",), "Redo", "Do it again", "Decide", READING),
    Action("triage.tag", ("t",), "Tag", "Tag the item", "Decide", READING, "tag", 25),
    Action("triage.note", ("a",), "Note", "Write a note on the item", "Decide", READING, "note", 24),
    Action(
        "mute.this",
        (),
        "Mute",
        "Keep an author, a source, a domain or words out of lists and counts; or bring them back (unmute, hide, block)",
        "Decide",
        READING,
    ),
    Action(
        "follow.this",
        ("*",),
        "Follow",
        "Follow the selected words, an author of the row or what you type, or drop it",
        "Decide",
        READING,
    ),
    # -- finding
    Action(
        "find.filter",
        ("f",),
        "Filter",
        "Filter by category, feed, group, tag, state, with counts",
        "Find",
        LISTS,
        "filter",
        70,
    ),
    Action(
        "find.views",
        ("w",),
        "Views",
        "Show a saved view, or remove one of yours",
        "Find",
        LISTS,
        "views",
        33,
        "saved search query",
    ),
    Action(
        "find.save_view",
        ("W",),
        "Save as a view",
        "Save this search or filter under a name; w shows it again",
        "Find",
        READING,
        words="keep search filter query bookmark",
    ),
    Action(
        "find.here",
        ("/",),
        "Search here",
        "Search the list, or the document when it has the focus",
        "Find",
        LISTS,
        "search",
        75,
    ),
    Action(
        "find.everything", ("F",), "Search everything", "Search all items", "Find", (Context.GLOBAL,), "find all", 30
    ),
    Action("date.older", ("[",), "Older", "Older issue, day or snapshot", "Find", LISTS, "older", 35),
    Action("date.newer", ("]",), "Newer", "Newer issue, day or snapshot", "Find", LISTS, "newer", 34),
    Action(
        "papers.order",
        ("S",),
        "By interest",
        "Order each day by likely interest; again: the unlikeliest first, to see what it would miss; again: as it was",
        "Find",
        (Context.PAPERS,),
        "by interest",
        72,
    ),
    # -- leaderboards
    Action(
        "boards.compare_with",
        ("c",),
        "Compare with",
        "Choose the date compared with: previous, first, since you last looked, or any",
        "Boards",
        (Context.BENCHMARKS,),
        "compare",
        84,
    ),
    Action(
        "boards.older_base",
        ("{",),
        "Compare with older",
        "Compare with the date before",
        "Boards",
        (Context.BENCHMARKS,),
        "older base",
        32,
    ),
    Action(
        "boards.newer_base",
        ("}",),
        "Compare with newer",
        "Compare with the date after",
        "Boards",
        (Context.BENCHMARKS,),
        "newer base",
        31,
    ),
    Action(
        "boards.only_moves",
        ("m",),
        "Only what moved",
        "Show only the models to which something happened, or all again",
        "Boards",
        (Context.BENCHMARKS,),
        "only moves",
        83,
    ),
    Action(
        "boards.sort",
        ("S",),
        "Sort",
        "Sort the table by a column; the same again turns it round",
        "Boards",
        (Context.BENCHMARKS,),
        "sort",
        82,
    ),
    Action(
        "boards.columns",
        ("D",),
        "Columns",
        "Choose the columns of the table, remembered for each board",
        "Boards",
        (Context.BENCHMARKS,),
        "columns",
        80,
    ),
    Action(
        "boards.beside",
        ("X",),
        "Side by side",
        "Two to four models of a range (V) side by side, on every board that lists one of them",
        "Boards",
        (Context.BENCHMARKS,),
        "side by side",
        79,
    ),
    Action(
        "boards.plot",
        ("P",),
        "Plot",
        "Plot score against price, speed or release date, with what nothing beats on both; the top through time",
        "Boards",
        (Context.BENCHMARKS,),
        "plot",
        81,
    ),
    # -- leaving for elsewhere
    Action("open.browser", ("o",), "Open in browser", "Open the page in the browser", "Open", LISTS, "browser", 65),
    Action("open.pdf", ("O",), "Open PDF", "Open the PDF in the browser", "Open", (Context.PAPERS, Context.ISSUES)),
    Action(
        "open.story",
        ("+",),
        "Same story",
        "Show or hide the near-equal titles behind a row with +2; other keys act on its first alone",
        "Open",
        (Context.FEEDS,),
        "same story",
        33,
    ),
    Action(
        "open.full_text", ("v",), "Full text", "Show the whole text in the terminal", "Open", READING, "full text", 62
    ),
    Action("view.contents", ("C",), "Contents", "Choose a heading of the text and go there", "Read", READING),
    Action(
        "view.tables",
        ("D",),
        "Tables",
        "Set the tables of the text in columns, or as blocks with each value behind its head",
        "Read",
        READING,
        "tables",
        73,
    ),
    Action(
        "view.source", ("$",), "LaTeX source", "Formulas as they were written, or in Unicode again", "Read", READING
    ),
    Action("open.links", (";",), "Link hints", "Type the letters at a link to follow it", "Open", READING, "links", 58),
    Action(
        "open.link_list",
        ("I",),
        "All links",
        "All links of the text with their addresses, and what is known of where they lead",
        "Open",
        READING,
    ),
    Action(
        "open.seen", (".",), "Seen in", "Where else this was seen or named; jump there", "Open", LISTS, "seen in", 38
    ),
    Action(
        "open.like",
        ("M",),
        "More like this",
        "The nearest papers to the row, or to the selected words",
        "Open",
        READING,
    ),
    Action("copy.address", ("y",), "Copy address", "Copy the address of the row", "Open", LISTS, "copy", 36),
    Action("copy.citation", ("Y",), "Copy citation", "Copy the BibTeX of the row or the range", "Open", READING),
    Action(
        "open.export",
        ("e",),
        "Export",
        "Export the row, the range or the view: BibTeX, RIS, CSL-JSON, CSV, JSON lines, Markdown",
        "Open",
        LISTS,
        "export",
        18,
    ),
    Action(
        "program.pipe",
        ("|",),
        "Hand to a program",
        "Type a command: the item goes to its standard input, its output is shown as it comes; no shell runs it",
        "Programs",
        READING,
    ),
    Action(
        "program.command",
        (",",),
        "Your commands",
        "The key of a [[command]] of the configuration runs it for the row",
        "Programs",
        READING,
    ),
    Action(
        "triage.edit_note",
        ("E",),
        "Note in your editor",
        "Write the note of the item in $VISUAL or $EDITOR; the reader waits",
        "Programs",
        READING,
    ),
    Action(
        "open.pager",
        ("ctrl+v",),
        "In your pager",
        "Read the document in $PAGER; the reader waits",
        "Programs",
        READING,
    ),
    # -- the program
    Action(
        "sync.source",
        ("r",),
        "Refresh",
        "Show what is new, and refresh this pane's sources",
        "Program",
        footer="refresh",
        priority=48,
    ),
    Action("sync.all", ("R",), "Refresh everything", "Refresh every source", "Program"),
    Action(
        "app.health",
        ("!",),
        "Sources",
        "Everything that is fetched, how it is doing; add, rename, move, remove, retry",
        "Program",
        footer="sources",
        priority=22,
        words="health status errors failing feeds subscriptions manage categories boards",
    ),
    Action(
        "view.zoom", ("z",), "Only the document", "Show only the document, or both again", "Program", LISTS, "zoom", 28
    ),
    Action("view.narrower", ("<",), "List narrower", "Make the list narrower (remembered)", "Program", LISTS),
    Action("view.wider", (">",), "List wider", "Make the list wider (remembered)", "Program", LISTS),
    Action(
        "view.side",
        ("B",),
        "Side list",
        "Show or hide what the list can be narrowed to: feeds, views, categories, families; tab goes round",
        "Program",
        LISTS,
    ),
    Action("view.lines", ("=",), "Lines of a row", "Rows of one line, or of two (remembered)", "Program", LISTS),
    Action(
        "view.theme",
        ("T",),
        "Theme",
        "Choose a theme; each is shown while the cursor is on it",
        "Program",
        footer="theme",
        priority=10,
    ),
    Action(
        "app.help",
        ("?", "f1"),
        "Help",
        "All keys and signs of this pane; / searches in them",
        "Program",
        footer="help",
        priority=1000,
    ),
    Action(
        "app.palette", ("ctrl+p",), "Palette", "Find an action by its name", "Program", footer="palette", priority=15
    ),
    Action(
        "app.back_or_quit",
        ("q",),
        "Back, then quit",
        "Back to the list, then quit",
        "Program",
        footer="quit",
        priority=95,
    ),
    Action("app.suspend", ("ctrl+z",), "Suspend", "Stop the reader as a shell does; fg brings it back", "Program"),
    Action("app.quit", ("Q", "ctrl+c", "ctrl+q"), "Quit", "Quit at once", "Program"),
)

_SOURCES = (Context.SOURCES,)
ACTIONS += (
    # -- the sources screen
    Action(
        "sources.add",
        ("a",),
        "Add a source",
        "Follow a feed from any address, an arXiv category or a leaderboard",
        "Sources",
        _SOURCES,
        "add",
        95,
        "subscribe new feed rss atom url address blog category arxiv board leaderboard follow",
    ),
    Action(
        "sources.retry",
        ("r",),
        "Retry a source",
        "Ask the source under the cursor now",
        "Sources",
        _SOURCES,
        "retry",
        90,
        "refresh fetch again update failing fix",
    ),
    Action(
        "sources.remove",
        ("d", "x", "delete"),
        "Remove a source",
        "Stop following it; what it brought stays, and undo brings it back",
        "Sources",
        _SOURCES,
        "remove",
        85,
        "unsubscribe delete unfollow drop feed category board",
    ),
    Action(
        "sources.rename",
        ("n",),
        "Rename a feed",
        "Give the feed another title",
        "Sources",
        _SOURCES,
        "rename",
        80,
        "title name call feed",
    ),
    Action(
        "sources.move",
        ("m",),
        "Move to a group",
        "Put the feed into another group",
        "Sources",
        _SOURCES,
        "move",
        75,
        "group folder sort feed",
    ),
    Action(
        "sources.open",
        ("o",),
        "Page of a source",
        "Open its page in the browser",
        "Sources",
        _SOURCES,
        "page",
        70,
        "browser website site open",
    ),
    Action(
        "sources.show",
        ("enter", "l", "right"),
        "What a source brought",
        "Show its items in their pane",
        "Sources",
        _SOURCES,
        "items",
        68,
        "entries items of feed filter",
    ),
    Action("sources.undo", ("u",), "Undo", "Take back the last action", "Sources", _SOURCES, "undo", 65),
    Action("sources.redo", ("U",), "Redo", "Do it again", "Sources", _SOURCES),
    Action(
        "sources.filter",
        ("/", "f"),
        "Find a source",
        "Narrow the list to rows with these words",
        "Sources",
        _SOURCES,
        "find",
        60,
        "search filter",
    ),
    Action("sources.retry_all", ("R",), "Retry everything", "Ask every source now", "Sources", _SOURCES, "all", 50),
)

BY_ID = {action.id: action for action in ACTIONS}


def applies(action: Action, context: Context) -> bool:
    """Whether the action can be done in that pane."""
    return context in action.contexts or (Context.GLOBAL in action.contexts and context is not Context.SOURCES)
