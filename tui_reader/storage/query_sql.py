"""A query as SQL over the items.

What is said of words (title, authors, text) becomes one full-text expression wherever its parts allow that, which FTS5
answers in the order of places, so that the first page of an answer costs no more than itself. The rest becomes
conditions on the row. Values are always bound.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct, field

from tui_reader.domain.query import KINDS, And, Arrived, Field, Node, Not, Or, Phrase, QueryError, Since, Until, Word
from tui_reader.storage.sort_keys import LAST_DATED, since_place, until_place

if TYPE_CHECKING:
    from collections.abc import Sequence

#: SQLite and FTS5 limit the depth of an expression; no person types as much.
_MOST_TERMS = 400
_DEEPEST = 60

_TEXT_FIELDS = {"title": "title", "author": "authors"}


class Condition(Struct, frozen=True):
    """A condition on a row `i` of items; `sql` is "" when everything matches."""

    sql: str = ""
    args: tuple[object, ...] = ()


class Compiled(Struct, frozen=True):
    """A query in parts: `match` is the full-text expression all rows must match ("" for none), `where` what else
    must hold of `i`. `simple` tells which of kind, desk and read a query of nothing but these asks for (None for any
    other query), which lets counts come from the tallies; `category` is the one category asked for, if it is one;
    `span` is what a query with words says of days, as bounds of the row numbers of the full-text index. `wanted` is
    what `match` looks for without what it excludes, `phrase` its plain words in a row, if there are several.
    `hides_muted` is False where the query asks for what is muted, or only for what nothing muted can be."""

    match: str = ""
    where: Condition = Condition()
    span: Condition = Condition()
    simple: dict[str, object] | None = field(default=None)
    category: str = ""
    wanted: str = ""
    phrase: str = ""
    hides_muted: bool = True


def compile_query(node: Node) -> Compiled:
    """The query in SQL. Raises QueryError for one that is longer or deeper than anyone types."""
    _limit(node)
    terms = _flat(node)
    match = _text_of(And(tuple(t for t in terms if _is_text(t))))
    rest = [t for t in terms if not (match and _is_text(t)) and not _means_nothing(t)]
    days = [t for t in rest if isinstance(t, Since | Until)]
    # With words, the days bound the walk along the index. Said of the items they would have SQLite look through a range
    # of places for every match, and not at the one place.
    span = _all([_condition(t, "search.rowid") for t in days]) if match else Condition()
    where = _all([_condition(t, "i.place") for t in rest if not (match and t in days)])
    categories = [t.value for t in rest if isinstance(t, Field) and t.name == "cat" and _is_one_category(t.value)]
    simple = None if match else _simple(rest)
    words = [t for t in terms if _is_text(t) and not isinstance(t, Not)] if match else []
    wanted = _text_of(And(tuple(words))) if match else ""
    category = categories[0] if len(categories) == 1 else ""
    is_shown = any(isinstance(t, Field) and t.name == "is" and t.value in _SHOWN for t in terms)
    hides = not is_shown and not _asks_for_muted(node)
    return Compiled(match, where, span, simple, category, wanted, _phrase_of(words), hides)


def _asks_for_muted(node: Node) -> bool:
    match node:
        case Field("is", "muted"):
            return True
        case Not(term):
            return _asks_for_muted(term)
        case And(terms) | Or(terms):
            return any(map(_asks_for_muted, terms))
        case _:
            return False


def _limit(node: Node) -> None:
    count = 0
    stack: list[tuple[Node, int]] = [(node, 0)]
    while stack:
        term, depth = stack.pop()
        count += 1
        if count > _MOST_TERMS or depth > _DEEPEST:
            raise QueryError("the search is too long", "Leave out some words or parentheses.")
        if isinstance(term, Not):
            stack.append((term.term, depth + 1))
        elif isinstance(term, (And, Or)):
            stack.extend((t, depth + 1) for t in term.terms)


def _flat(node: Node) -> list[Node]:
    """The terms that must all hold."""
    if isinstance(node, And):
        return [t for term in node.terms for t in _flat(term)]
    return [node]


# -- words -----------------------------------------------------------------
def _is_text(node: Node) -> bool:
    """Whether a term speaks of words only."""
    match node:
        case Word() | Phrase():
            return True
        case Field(name, _):
            return name in _TEXT_FIELDS
        case Not(term):
            return _is_text(term)
        case And(terms) | Or(terms):
            return all(_is_text(t) for t in terms)
        case _:
            return False


def _means_nothing(node: Node) -> bool:
    """Whether a term has no word in it that could be looked for: `—`, `""`, or the one letter typed so far."""
    match node:
        case Word() | Phrase() | Field():
            return _is_text(node) and not _text_of(node)
        case Not(term):
            return _means_nothing(term)
        case And(terms):
            return all(_means_nothing(t) for t in terms)
        case Or(terms):
            return any(_means_nothing(t) for t in terms)
        case _:
            return False


def _text_of(node: Node) -> str:
    """A full-text expression for a term of words, "" if it has none (or only takes away)."""
    match node:
        case Word(text, is_prefix):
            return _quoted(text, is_prefix)
        case Phrase(text):
            return _quoted(text, False)
        case Field(name, value):
            quoted = _quoted(value, False)
            return f"{_TEXT_FIELDS[name]} : {quoted}" if quoted else ""
        case And():
            terms = [t for t in _flat(node) if not _means_nothing(t)]
            wanted = [_text_of(t) for t in terms if not isinstance(t, Not)]
            unwanted = [_text_of(t.term) for t in terms if isinstance(t, Not)]
            if not wanted or not all(wanted) or not all(unwanted):
                return ""
            words = _joined(wanted, "AND")
            return f"({words}) NOT ({_joined(unwanted, 'OR')})" if unwanted else words
        case Or(terms):
            parts = [_text_of(t) for t in terms]
            return _joined(parts, "OR") if parts and all(parts) else ""
        case _:
            return ""


def _phrase_of(terms: Sequence[Node]) -> str:
    """Several plain words as one phrase; "" where there is but one, or anything else among them."""
    words = [term for term in terms if isinstance(term, Word) and not _means_nothing(term)]
    if len(words) < 2 or not all(isinstance(term, Word) for term in terms):
        return ""
    return _quoted(" ".join(word.text for word in words), words[-1].is_prefix)


def _joined(parts: Sequence[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f" {word} ".join(f"({p})" for p in parts)


def _quoted(text: str, is_prefix: bool) -> str:
    """Words in order as FTS5 quotes them; punctuation between them does not count, so `GPT-5.4` is three in a row."""
    text = _searchable(text.replace("\0", " ").encode("utf-8", "ignore").decode())
    letters = [c for c in text if unicodedata.category(c)[0] in "LN"]
    if not letters:
        return ""
    if is_prefix and len(letters) == 1 and letters[0].isascii():
        if not letters[0].isdigit():
            return ""  # one letter begins half of all words; the second one begins the search
        is_prefix = False  # `GPT 5`: a figure is the whole word
    quoted = '"' + text.replace('"', '""') + '"'
    return quoted + " *" if is_prefix else quoted


def _searchable(text: str) -> str:
    if text.isascii() and "\\" not in text:
        return text
    from tui_reader.text.search_text import searchable

    return searchable(text).strip()


# -- everything else -------------------------------------------------------
_IS = {
    "unread": "i.read = 0",
    "read": "i.read = 1",
    "inbox": "i.desk = 1",
    "kept": "i.state = 'kept' AND i.state NOT IN ('none', 'inbox')",
    "starred": "i.state = 'kept' AND i.state NOT IN ('none', 'inbox')",
    "later": "i.state = 'later' AND i.state NOT IN ('none', 'inbox')",
    "skipped": "i.state = 'skipped' AND i.state NOT IN ('none', 'inbox')",
    "undecided": "i.state IN ('none', 'inbox')",
    "decided": "i.state NOT IN ('none', 'inbox')",
    "updated": "i.is_updated = 1",
    "none": "i.state = 'none'",
    "any": "1",
    "new": "i.badge = 'new'",
    "cross": "i.badge = 'cross'",
    "replace": "i.badge = 'replace'",
    "replace-cross": "i.badge = 'replace-cross'",
    "muted": "i.id IN (SELECT id FROM muted)",
}


#: What is muted comes in as read, in no inbox; what was decided on or marked unread is hidden no more.
_SHOWN = ("unread", "inbox", "kept", "starred", "later", "skipped", "decided", "updated")
#: The condition of all other lists; for a library in which something is muted.
NOT_MUTED = "(i.id NOT IN (SELECT id FROM muted) OR i.read = 0 OR i.state NOT IN ('none', 'inbox'))"


def _condition(node: Node, place: str = "+i.place") -> Condition:
    match node:
        case Arrived(after):
            return Condition("+i.first_seen > ?", (after,))
        case Not(Arrived(after)):
            return Condition("(i.first_seen IS NULL OR i.first_seen <= ?)", (after,))
        case Since(day):
            return Condition(f"{place} <= ?", (since_place(day),))
        case Until(day):
            return Condition(f"{place} >= ? AND {place} <= ?", (until_place(day), LAST_DATED))
        case Not(term):
            if _means_nothing(term):
                return Condition()
            inner = _condition(term)
            return Condition(f"NOT ({inner.sql})", inner.args) if inner.sql else Condition("0")
        case And() | Or() | Word() | Phrase() if _is_text(node) and (expression := _text_of(node)):
            return _matching(expression)
        case And(terms):
            return _all([_condition(t) for t in terms if not _means_nothing(t)])
        case Or((Field("key", key), Word() as word)):
            # One list of places; of two conditions SQLite would look at every row.
            return Condition(
                "i.place IN (SELECT k.place FROM items k WHERE k.key = ? "
                "UNION ALL SELECT rowid FROM search WHERE search MATCH ?)",
                (key, _text_of(word)),
            )
        case Or(terms):
            parts = [_condition(t) for t in terms if not _means_nothing(t)]
            if len(parts) < len(terms) or not all(p.sql for p in parts):
                return Condition()
            return _combined(parts, "OR")
        case Field(name, value):
            return _field(name, value)
        case _:
            return Condition()


def _field(name: str, value: str) -> Condition:
    value = value.encode("utf-8", "ignore").decode()
    match name:
        case "watched":
            return _watched(value)
        case "is":
            return Condition(_IS[value]) if value in _IS else Condition("0")
        case "kind":
            # Constants, and the very words of the partial indexes: only so can SQLite tell that those apply.
            stored = {"entry": "IN ('entry', 'link')", "post": "= 'entry'"}.get(value, f"= '{value}'")
            known = f"i.kind {stored}" + (" AND i.kind <> 'paper'" if value != "paper" else "")
            return Condition(known) if value in KINDS else Condition("0")
        case "primary" if _is_one_category(value):
            return Condition("i.category = ? COLLATE NOCASE", (value,))
        case "primary":
            # `~` sorts behind every letter, in either case.
            return Condition(
                "(i.category = ? COLLATE NOCASE OR (i.category >= ? COLLATE NOCASE AND i.category < ? COLLATE NOCASE))",
                (value, value + ".", value + ".~"),
            )
        case "cat" if _is_one_category(value):
            return Condition("EXISTS (SELECT 1 FROM categories c WHERE c.category = ? AND c.place = i.place)", (value,))
        case "cat":
            # `cat:cs` is all of computer science; `~` sorts behind every letter. An archive is so much of the library
            # that it is quicker to walk the library and look each item up: the + keeps SQLite from the reverse.
            return Condition(
                "+i.id IN (SELECT c.id FROM categories c WHERE c.category = ? OR (c.category >= ? AND c.category < ?))",
                (value, value + ".", value + ".~"),
            )
        case "source":
            return Condition(
                "(i.source = ? COLLATE NOCASE OR i.id IN (SELECT s.id FROM sightings s WHERE s.source = ?))",
                (value, value),
            )
        case "group":
            return Condition(
                "i.id IN (SELECT s.id FROM sources g CROSS JOIN sightings s ON s.source = g.id "
                "WHERE g.group_name = ? COLLATE NOCASE OR substr(g.group_name, 1, ?) = ? COLLATE NOCASE)",
                (value, len(value) + 1, value + "/"),
            )
        case "key":
            return Condition("i.key = ?", (value,))
        case "board":
            return Condition("i.key = ?", ("board:" + value.lower(),))
        case "tag":
            return Condition("i.id IN (SELECT t.id FROM item_tags t WHERE t.tag = ?)", (value,))
        case _:
            expression = _text_of(Field(name, value)) if name in _TEXT_FIELDS else ""
            return _matching(expression) if expression else Condition("0")


def _is_one_category(value: str) -> bool:
    """Whether a category is one, `cs.SD` or `hep-th`, and not an archive with several, `cs`."""
    return "." in value or "-" in value


def _matching(expression: str) -> Condition:
    return Condition("i.place IN (SELECT rowid FROM search WHERE search MATCH ?)", (expression,))


def _watched(written: str) -> Condition:
    """What of a follow list (`Following.query`) papers and entries have. The index tells of papers; of entries, whose
    whole text is in it, titles and summaries count."""
    from tui_reader.domain.following import read_following

    following, _ = read_following(written)
    walk = "SELECT k.place FROM search CROSS JOIN items k ON k.place = +search.rowid WHERE search MATCH ? AND"
    found: list[str] = []
    args: list[object] = []
    for query in following.word_queries():
        if expression := _text_of(query):
            found.append(
                f"{walk} (k.kind = 'paper' OR k.kind IN ('entry', 'link') AND has_watched(?, k.title, "
                "coalesce((SELECT summary FROM entries WHERE id = k.id), ''), ''))"
            )
            args += [f"{{title text}} : ({expression})", written]
    if following.words:
        # The index has the whole text of an entry in the place of its summary. What may be meant is looked at closely.
        found.append(
            "SELECT k.place FROM entries e CROSS JOIN items k ON k.id = e.id WHERE EXISTS "
            "(SELECT 1 FROM json_each(?) w WHERE instr(lower(e.summary), w.value)) "
            "AND has_watched(?, k.title, e.summary, '')"
        )
        args += [json.dumps([_longest(word) for word in following.words]), written]
    for query in following.author_queries():
        if expression := _text_of(query):
            found.append(f"{walk} k.kind IN ('paper', 'entry', 'link') AND has_watched(?, '', '', k.authors)")
            args += [expression, written]
    return Condition(f"i.place IN ({' UNION ALL '.join(found)})", tuple(args)) if found else Condition("0")


def _longest(word: str) -> str:
    """The longest piece of a term that is written alike in any text that has the term."""
    return max(re.split(r"[^a-z0-9]+", word.lower()), key=len)


def has_watched(written: str, title: str, text: str, authors: str) -> bool:
    """Whether something of a follow list is in a title, a text or a list of authors: a function of SQL."""
    from tui_reader.domain.following import read_following

    _, matcher = read_following(written)
    return matcher.is_watched(matcher.hits(title, text, authors.split(", ")))


def _all(conditions: Sequence[Condition]) -> Condition:
    conditions = [c for c in conditions if c.sql]
    return _combined(conditions, "AND") if conditions else Condition()


def _combined(conditions: Sequence[Condition], word: str) -> Condition:
    """Joined pairwise: SQLite counts a chain of n terms as n deep."""
    if len(conditions) == 1:
        only = conditions[0]
        return Condition(f"({only.sql})", only.args)
    half = len(conditions) // 2
    one, other = _combined(conditions[:half], word), _combined(conditions[half:], word)
    return Condition(f"({one.sql} {word} {other.sql})", one.args + other.args)


def _simple(terms: Sequence[Node]) -> dict[str, object] | None:
    wanted: dict[str, object] = {}
    for term in terms:
        match term:
            case Field("kind", value) if value != "entry" and "kind" not in wanted:
                wanted["kind"] = {"post": "entry"}.get(value, value)
            case Field("is", "inbox"):
                wanted["desk"] = 1
            case Field("is", ("unread" | "read") as value) if wanted.get("read", value == "read") == (value == "read"):
                wanted["read"] = int(value == "read")
            case _:
                return None
    return wanted
