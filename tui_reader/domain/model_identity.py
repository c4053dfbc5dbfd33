"""Which row of one table is which row of another: by the source's id, else by the name.

Variants stay apart. An effort, a date or "preview" is part of a name, and so is a version number: names are the same
only where nothing but case, spacing and punctuation differs. What joins two different names is the source's own id, or,
without ids, the same words in another order or with the maker's name before them, together with the same figures; of
two sources also a name that one of them writes without what stands in brackets, again with the same figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from tui_reader.domain.boards import BoardRow

#: Makers whose name some tables write before the model's and others leave out.
MAKERS = frozenset(
    {
        "ai21",
        "alibaba",
        "allenai",
        "amazon",
        "anthropic",
        "baidu",
        "bytedance",
        "cohere",
        "deepseek",
        "google",
        "ibm",
        "meta",
        "microsoft",
        "minimax",
        "mistralai",
        "moonshot",
        "moonshotai",
        "nvidia",
        "openai",
        "qwen",
        "tencent",
        "xai",
        "xiaomi",
        "zai",
        "zhipu",
    }
)
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|\+")


class Match(Struct, frozen=True):
    """One model in both tables; `by_id` is whether the source's id says so."""

    before: BoardRow
    after: BoardRow
    by_id: bool = False


class Matching(Struct, frozen=True):
    """All rows of two tables: in both, only in the earlier, only in the later."""

    both: tuple[Match, ...]
    only_before: tuple[BoardRow, ...]
    only_after: tuple[BoardRow, ...]


@lru_cache(maxsize=16_384)
def name_key(name: str) -> str:
    """A name without what retyping changes: case, spaces and punctuation, save between two digits and a plus.

    `GLM-5` and `glm 5` are one, `Qwen3.5-9B` and `Qwen 3.5 9B` too; `GPT-5.4` and `GPT-54` are not, nor `Command A` and
    `Command A+`.
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    kept: list[str] = []
    gap = False
    for character in text:
        if character.isalnum() or character == "+" or unicodedata.category(character).startswith("M"):
            if gap and kept and kept[-1].isdigit() and character.isdigit():
                kept.append(".")
            kept.append(character)
            gap = False
        else:
            gap = True
    return "".join(kept) or " ".join(text.split())


@lru_cache(maxsize=16_384)
def shown_name(name: str) -> str:
    """A name as it is compared letter by letter: spacing does not count."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def match(
    before: Iterable[BoardRow],
    after: Iterable[BoardRow],
    *,
    same_source: bool = True,
    agree: Callable[[BoardRow, BoardRow], bool] | None = None,
    key: Callable[[str], str] = name_key,
) -> Matching:
    """Match the rows of two tables, whatever order they stand in.

    Two rows with ids are one model if the ids are equal, and two if they are not. Of two sources (`same_source` false)
    that have no id in common the ids say nothing. Names with one `key` are one name. `agree` says whether the figures
    of two rows are the same; without it different names are never joined.
    """
    old, new = sorted(before, key=order_of), sorted(after, key=order_of)
    shared_ids = {r.model_id for r in old if r.model_id} & {r.model_id for r in new if r.model_id}
    ids_tell = same_source or bool(shared_ids)
    both: list[Match] = []

    def take(old: list[BoardRow], new: list[BoardRow], by: Callable[[BoardRow], Hashable], **how: bool) -> _Sides:
        """Pair what has the same key: the first with the first, and so on."""
        waiting: dict[Hashable, list[BoardRow]] = defaultdict(list)
        for row in reversed(new):
            waiting[by(row)].append(row)
        rest: list[BoardRow] = []
        for row in old:
            mates = waiting.get(by(row)) if by(row) is not None else None
            if mates:
                both.append(Match(row, mates.pop(), **how))
            else:
                rest.append(row)
        return rest, sorted((row for rows in waiting.values() for row in rows), key=order_of)

    old, new = take(old, new, lambda r: (r.model_id, shown_name(r.model)) if r.model_id else None, by_id=True)
    old, new = take(old, new, lambda r: r.model_id or None, by_id=True)

    def by_names(old: list[BoardRow], new: list[BoardRow]) -> _Sides:
        old, new = take(old, new, lambda r: shown_name(r.model))
        lone = _alone(old, key) & _alone(new, key)
        return take(old, new, lambda r: k if (k := key(r.model)) in lone else None)

    if ids_tell:
        # Two rows that both have an id have met above if they are one; a name speaks only where an id is missing.
        old_ids, old_bare = [r for r in old if r.model_id], [r for r in old if not r.model_id]
        new_ids, new_bare = [r for r in new if r.model_id], [r for r in new if not r.model_id]
        old_bare, new_bare = by_names(old_bare, new_bare)
        old_bare, new_ids = by_names(old_bare, new_ids)
        old_ids, new_bare = by_names(old_ids, new_bare)
        old, new = old_ids + old_bare, new_ids + new_bare
    else:
        old, new = by_names(old, new)
    joined = _renamed(old, new, agree, ids_tell) if agree is not None else []
    if agree is not None and not same_source:
        met = {id(row) for m in joined for row in (m.before, m.after)}
        joined += _abridged([r for r in old if id(r) not in met], [r for r in new if id(r) not in met], agree, key)
    gone, come = {id(m.before) for m in joined}, {id(m.after) for m in joined}
    return Matching(
        (*both, *joined), tuple(r for r in old if id(r) not in gone), tuple(r for r in new if id(r) not in come)
    )


_Sides = tuple[list[BoardRow], list[BoardRow]]


def order_of(row: BoardRow) -> tuple[object, ...]:
    """An order of rows that does not depend on where they stand in a table."""

    def figure(value: float | None) -> tuple[bool, float]:
        return value is None, value or 0.0

    return (
        figure(row.rank), figure(None if row.score is None else -row.score), row.model, row.model_id,
        figure(row.tok_s), figure(row.usd_per_1m),
    )  # fmt: skip


def _alone(rows: Iterable[BoardRow], key: Callable[[str], str]) -> set[str]:
    """Name keys that one row alone has; names that only spelling tells apart are different models within a table."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[key(row.model)] += 1
    return {name for name, count in counts.items() if count == 1}


def _name_parts(name: str) -> tuple[str, ...]:
    words = _WORD.findall(unicodedata.normalize("NFKC", name).casefold())
    return tuple(sorted(w for w in words if w not in MAKERS) or sorted(words))


def _renamed(
    old: list[BoardRow], new: list[BoardRow], agree: Callable[[BoardRow, BoardRow], bool], ids_tell: bool
) -> list[Match]:
    """Different names with the same words and the same figures, where only one on either side comes into question."""
    olds, news = _by_words(old), _by_words(new)
    found: list[Match] = []
    for words, earlier in olds.items():
        later = news.get(words, [])
        if len(earlier) == len(later) == 1:
            row, mate = earlier[0], later[0]
            told_apart = ids_tell and row.model_id and mate.model_id
            if not told_apart and agree(row, mate):
                found.append(Match(row, mate))
    return found


def _abridged(
    old: list[BoardRow], new: list[BoardRow], agree: Callable[[BoardRow, BoardRow], bool], key: Callable[[str], str]
) -> list[Match]:
    """Names that one source writes with what stands in brackets and the other without: `GPT-5.4 (xhigh)` and `GPT-5.4`,
    where the figures are the same and only one of the variants comes into question."""

    def pairs(full: list[BoardRow], bare: list[BoardRow]) -> Iterator[tuple[BoardRow, BoardRow]]:
        variants: dict[str, list[BoardRow]] = defaultdict(list)
        for row in full:
            base = _BRACKETS.sub(" ", row.model)
            if base != row.model and name_key(base):
                variants[key(base)].append(row)
        lone = _alone(bare, key)
        for row in bare:
            alike = [r for r in variants.get(key(row.model), ()) if agree(row, r)]
            if len(alike) == 1 and key(row.model) in lone:
                yield row, alike[0]

    found = [Match(a, b) for a, b in pairs(new, old)]
    found += [Match(b, a) for a, b in pairs(old, new)]
    taken = Counter(id(row) for m in found for row in (m.before, m.after))
    return [m for m in found if taken[id(m.before)] == taken[id(m.after)] == 1]


def _by_words(rows: Iterable[BoardRow]) -> dict[tuple[str, ...], list[BoardRow]]:
    grouped: dict[tuple[str, ...], list[BoardRow]] = defaultdict(list)
    for row in rows:
        grouped[_name_parts(row.model)].append(row)
    return grouped
