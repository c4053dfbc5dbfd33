"""The table of subcommands: the parser, the help, the completions and the README read it."""

from __future__ import annotations

from msgspec import Struct

from tui_reader.services.catalogue import FAMILIES
from tui_reader.services.exporting.formats import FORMATS as FORMATS_OF_EXPORT
from tui_reader.services.exporting.formats import KINDS as KINDS_OF_EXPORT
from tui_reader.sources.imported import KINDS


class Option(Struct, frozen=True):
    """An option of a subcommand. `metavar` is empty for a switch; `many` may be repeated; `number` is a whole number
    from 1; of options with the same `only_one` one at most may be given; `complete` is `file` where it is one."""

    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    number: bool = False
    only_one: str = ""
    complete: str = ""

    @property
    def dest(self) -> str:
        """The name of its value after parsing."""
        return self.flags[-1].lstrip("-").replace("-", "_")


class Argument(Struct, frozen=True):
    """A positional argument. `count` is "" for exactly one, "?" for one or none, "+" for one and more, "*" for any
    number."""

    name: str
    help: str
    count: str = ""
    choices: tuple[str, ...] = ()
    complete: str = ""


class Command(Struct, frozen=True):
    """A subcommand. `name` may be two words; `module` is the file of `cli/` and `function` what it calls there with
    (program, arguments, output); `unchecked` runs although the configuration is wrong."""

    name: str
    help: str
    module: str
    function: str
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    unchecked: bool = False


_JSON = Option(("--json",), "print one JSON document")
_LIMIT = Option(("--limit",), "show at most N", "N", number=True)
_KEY = Argument("KEY", "key of an item, or its beginning, or its address")
_QUERY = Argument("QUERY", "what to look for: words, cat:cs.SD, is:inbox, since:7d, …", "*")
_TERM = Argument("TERM", "words in order, quantiz*, -survey (what is not wanted), or author:NAME", "+")
_SOURCES = tuple(FAMILIES)
_DAYS = "2026-04-01, first or last"

LISTS = ("issues", "entries", "papers", "repos", "boards", "sources")
ORDERS = ("newest", "interest")
FORMATS = ("text", "markdown", "json")
COMPARE_FORMATS = ("table", "markdown", "csv", "json")
EXPORTS = KINDS_OF_EXPORT
EXPORT_FORMATS = tuple(form.name for form in FORMATS_OF_EXPORT)
SHELLS = ("bash", "zsh", "fish", "tcsh")

COMMANDS: tuple[Command, ...] = (
    Command(
        "sync",
        "fetch what is new, without a screen",
        "sync",
        "sync",
        (Argument("SOURCE", f"a source's id, or {', '.join(_SOURCES)}; none means all", "*", complete="source"),),
        (
            Option(("--due",), "only sources that are due"),
            Option(("--issues",), "fetch the last N issues", "N", number=True),
            Option(("--since",), "fetch back to DATE (2026-04-01, 7d)", "DATE"),
            Option(("--full-text",), "the whole text of kept papers too"),
            Option(("--history",), "all older tables of leaderboards whose source has them"),
            Option(("--quiet",), "print failures only"),
            _JSON,
        ),
    ),
    Command(
        "import",
        "read local files as if they had been fetched",
        "importing",
        "import_files",
        (Argument("PATH", "a file, or a folder of files", "+", complete="file"),),
        (Option(("--as",), "what the files are, instead of looking", "KIND", (*KINDS, "newsboat", "elfeed")), _JSON),
    ),
    Command(
        "today",
        "what came since you last looked: the issue, the likeliest papers, what moved, new posts",
        "today",
        "today",
        (),
        (
            Option(("--since",), "since DATE (2026-04-01, 7d), or since `--since last` was asked before", "DATE"),
            Option(("--format",), "how to print it (text)", "FORMAT", FORMATS),
        ),
    ),
    Command(
        "list",
        "list issues, entries, papers, repos, boards or sources, newest first",
        "listing",
        "list_items",
        (Argument("WHAT", "what to list", choices=LISTS), _QUERY),
        (Option(("--order",), "papers: newest first, or the likeliest", "ORDER", ORDERS), _LIMIT, _JSON),
    ),
    Command(
        "rank",
        "papers by likely interest, learned from what you kept, with the reasons",
        "ranking",
        "rank",
        (_QUERY,),
        (Option(("--explain",), "why this one paper stands where it does", "KEY"), _LIMIT, _JSON),
    ),
    Command("like", "papers of the library that are nearest to an item", "ranking", "like", (_KEY,), (_LIMIT, _JSON)),
    Command(
        "show",
        "show one item; board:ID@DATE shows a table of that day",
        "show",
        "show",
        (_KEY,),
        (
            Option(("--full-text",), "the whole paper or article, fetched if need be"),
            Option(("--format",), "how to print it (text)", "FORMAT", FORMATS),
        ),
    ),
    Command(
        "search",
        "search everything",
        "listing",
        "search",
        (Argument("QUERY", _QUERY.help, "+"),),
        (_LIMIT, _JSON),
    ),
    Command(
        "compare",
        "what moved on a leaderboard between two dates",
        "compare",
        "compare",
        (
            Argument("BOARD", "id of the board; list boards shows them"),
            Argument("FROM", f"the earlier date: {_DAYS}; without dates the last two", "?"),
            Argument("TO", f"the later date: {_DAYS} (last)", "?"),
        ),
        (Option(("--format",), "how to print it (table)", "FORMAT", COMPARE_FORMATS),),
    ),
    Command(
        "history",
        "one model of a leaderboard over all dates",
        "compare",
        "history",
        (Argument("BOARD", "id of the board, or all"), Argument("MODEL", "name or id of the model", "+")),
        (_JSON,),
    ),
    Command(
        "compare-models",
        "two to four models side by side, on every leaderboard that lists one of them",
        "models",
        "compare_models",
        (Argument("MODEL", "name of a model, as any leaderboard writes it", "+"),),
        (_JSON,),
    ),
    Command(
        "seen",
        "where an item, a model or a lab was seen, and what names it",
        "listing",
        "seen",
        (Argument("KEY", "key of an item, or its beginning, or its address; or the name of a model or a lab"),),
        (_JSON,),
    ),
    Command(
        "download",
        "fetch the files that entries bring, and the PDFs of papers; what broke goes on",
        "download",
        "download",
        (Argument("KEY", _KEY.help, "+"),),
        (Option(("-o", "--output"), "into this FOLDER instead of that for downloads", "FOLDER", complete="file"),),
    ),
    Command(
        "mark",
        "read, decide, tag or annotate items: one action, one undo",
        "mark",
        "mark",
        (Argument("KEY", _KEY.help, "+"),),
        (
            Option(("--read",), "mark read", only_one="read"),
            Option(("--unread",), "mark unread", only_one="read"),
            Option(("--keep",), "keep", only_one="state"),
            Option(("--skip",), "skip", only_one="state"),
            Option(("--later",), "put off", only_one="state"),
            Option(("--clear",), "take the decision back", only_one="state"),
            Option(("--tag",), "put a tag on", "T", many=True),
            Option(("--untag",), "take a tag off", "T", many=True),
            Option(("--note",), "set the note; an empty text removes it", "TEXT"),
        ),
    ),
    Command("undo", "take back the last action of this machine", "mark", "undo"),
    Command("redo", "do again what was undone last", "mark", "redo"),
    Command(
        "export",
        "write papers, entries, leaderboards or the list of feeds for other programs",
        "export",
        "export",
        (Argument("WHAT", "what to export", choices=EXPORTS), _QUERY),
        (
            Option(("--format",), "the format", "FORMAT", EXPORT_FORMATS),
            Option(("-o", "--output"), "write to PATH, a file or folder, instead of printing", "PATH", complete="file"),
            Option(("--to",), "put papers or entries into a running program instead", "PROGRAM", ("zotero",)),
            Option(
                ("--collection",),
                "into that collection of Zotero, not the selected one: a name, or a path with /",
                "NAME",
            ),
            Option(("--again",), "also what was put there before"),
        ),
    ),
    Command(
        "backup",
        "write everything that a rebuild would lose into one file: library, journal, imports, configuration",
        "backup",
        "backup",
        (),
        (Option(("-o", "--output"), "the file to write", "FILE", complete="file"),),
        unchecked=True,
    ),
    Command(
        "restore",
        "put a backup in place of an empty home",
        "backup",
        "restore",
        (Argument("FILE", "a file that backup wrote", complete="file"),),
        (Option(("--force",), "of any home, which is set aside under another name"),),
        unchecked=True,
    ),
    Command(
        "boards",
        "which leaderboards there are, and which are followed",
        "boards",
        "list_boards",
        (),
        (_JSON,),
    ),
    Command(
        "boards add",
        "follow a leaderboard",
        "boards",
        "add",
        (
            Argument(
                "ID",
                "id of the leaderboard, or hf:OWNER/NAME for an official benchmark of Hugging Face; hf: lists those",
            ),
        ),
    ),
    Command(
        "boards remove",
        "stop following a leaderboard; what it brought stays",
        "boards",
        "remove",
        (Argument("ID", "id of the leaderboard"),),
    ),
    Command(
        "follow add",
        "watch an author, a word or a phrase: what has it is marked, and ranked higher",
        "follow",
        "add",
        (_TERM,),
    ),
    Command("follow remove", "watch a term no longer", "follow", "remove", (_TERM,)),
    Command("follow list", "print what is watched", "follow", "list_terms", (), (_JSON,)),
    Command(
        "feeds add",
        "follow a feed, or the feed that a page names",
        "feeds",
        "add",
        (Argument("URL", "address of the feed or of a page"),),
        (
            Option(("--title",), "its title in the list", "TEXT"),
            Option(("--group",), "its group in the tree", "GROUP"),
        ),
    ),
    Command(
        "feeds remove",
        "stop following a feed; what it brought stays",
        "feeds",
        "remove",
        (Argument("ID", "id or address of the feed"),),
    ),
    Command(
        "feeds rename",
        "give a feed another title; its id stays",
        "feeds",
        "rename",
        (Argument("ID", "id or address of the feed"), Argument("TITLE", "the title, in the list and in rows", "+")),
    ),
    Command(
        "feeds move",
        "put a feed into a group",
        "feeds",
        "move",
        (
            Argument("ID", "id or address of the feed"),
            Argument("GROUP", "the group, nested with /; none takes it out of its group", "*"),
        ),
    ),
    Command(
        "feeds import",
        "follow the feeds of an OPML file",
        "feeds",
        "import_opml",
        (Argument("FILE", "the OPML file", complete="file"),),
    ),
    Command(
        "server login",
        "log in at a feed server (FreshRSS, Miniflux, and others with the Google Reader API)",
        "server",
        "login",
        (Argument("URL", "address of the server; without one that of the configuration", "?"),),
        (
            Option(("--user",), "the user's name there", "NAME"),
            Option(("--password-stdin",), "read the password from standard input"),
        ),
    ),
    Command("server status", "who is logged in where, and how the last sync went", "server", "status", (), (_JSON,)),
    Command("server logout", "forget the login; what the server brought stays", "server", "logout"),
    Command("server accept", "believe the server that many read entries are unread", "server", "accept"),
    Command(
        "serve",
        "the same reader in a browser on this machine (extra `web`)",
        "serve",
        "serve",
        (),
        (
            Option(("--port",), "the port on 127.0.0.1 (8300)", "N", number=True),
            Option(("--allow-commands",), "let the reader in the browser run programs of yours, too"),
        ),
    ),
    Command(
        "doctor",
        "check configuration, library, journal, cache and sources",
        "doctor",
        "doctor",
        (),
        (Option(("--repair",), "set damaged files aside and rebuild"), _JSON),
        unchecked=True,
    ),
    Command("config path", "print where the configuration file is", "config", "path", unchecked=True),
    Command("config show", "print the settings in force", "config", "show", unchecked=True),
    Command("config init", "write a commented configuration file", "config", "init", unchecked=True),
    Command("config check", "check the configuration file", "config", "check", unchecked=True),
    Command("keys", "print the keys of the reader", "keys", "keys"),
    Command(
        "completions",
        "print a completion script for a shell",
        "completions",
        "completions",
        (Argument("SHELL", "the shell", choices=SHELLS),),
        unchecked=True,
    ),
)

BY_NAME = {command.name: command for command in COMMANDS}
