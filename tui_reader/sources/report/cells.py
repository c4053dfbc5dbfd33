"""Table rows whose cells stand glued together: `4Claude Opus 4.65349$10.00` is 4, Claude Opus 4.6, 53, 49, $10.00.

Every way to cut a row is weighed: names that are known or look like names of models, the form and the usual size of
each column's numbers, ranks that count up, and, over the whole table, scores that do not rise. The best sequence of
cuts is found by dynamic programming, once for each number of decimals the columns may have. Where another sequence is
about as good, what they disagree on is left unsaid rather than guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.sources.report.columns import Column, is_nothing, number_in, rank_in

_TAIL = re.compile(r"(?P<before>.*?)(?P<tail>\d+(?:\.\d+)*)", re.DOTALL)
_DATED = re.compile(
    r".*[-_ @](?:20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
)
_MONTH_AND_DAY = re.compile(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|2[3-9](?:0[1-9]|1[0-2])|202\d")
_AWAITING = re.compile(r"[\s-][KMORTV]$")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
# Words that take their number without a space or a hyphen.
_NUMBERED = re.compile(
    r"[a-z]|qwen|llama|grok|gemma|phi|glm|yi|gpt|kimi|ernie|doubao|mimo|seed|hunyuan|step|nova|palm|exaone|solar|granite"
    r"|olmo|falcon|internlm|minicpm|deepseek|mixtral|mistral",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def name_plausibility(name: str) -> float:
    """How likely a name ends here, as a natural logarithm of odds; about 0 for an ordinary name, below for others."""
    weight = 0.0
    if name[-1] in ".-–,/(:_+&$#":
        return -9.0
    if name.count("(") != name.count(")"):
        weight -= 6.0
    match = _TAIL.fullmatch(name)
    if match is None:
        # `R` and `K` are what stands before a number: R1, K2.
        return weight + (-2.5 if _AWAITING.search(name) else 0.5)
    before, tail = match["before"], match["tail"]
    if _DATED.fullmatch(name):
        return weight + 0.5
    parts = tail.split(".")
    if len(parts) == 1:
        weight += _whole_number(tail, before)
    elif len(parts) == 2:
        # Versions are 4.6 and 3.1, hardly ever 4.65 and 13.1.
        weight += 1.0 if len(parts[0]) == 1 == len(parts[1]) else -2.5
        weight -= 1.5 * max(0, len(parts[1]) - 2) + (3.0 if parts[0].startswith("0") else 0.0)
    else:
        weight -= 4.0
    word = _LAST_WORD.search(before)
    if word is not None and not _NUMBERED.fullmatch(word[0]):
        weight -= 3.0
    return weight


def _whole_number(tail: str, before: str) -> float:
    if len(tail) == 1:
        return 0.0
    if len(tail) == 4 and before[-1:] in {"-", " "} and _MONTH_AND_DAY.fullmatch(tail):
        return -0.7
    return {2: -1.8, 3: -3.0, 4: -4.5}.get(len(tail), -6.0)


_VALUES = {
    Column.SCORE: re.compile(r"(?:0|[1-9]\d{0,3})(?:\.\d{1,2})?%?"),
    Column.SPEED: re.compile(r"(?:0|[1-9]\d{0,3})(?:\.\d)?(?:\s?(?:tok|t)/s)?"),
    Column.PRICE: re.compile(r"\$\s?\d{1,4}(?:\.\d{1,3})?|[Ff]ree"),
    Column.OTHER: re.compile(r"\$?(?:0|[1-9]\d{0,5})(?:\.\d{1,3})?%?"),
}
_BARE_PRICE = re.compile(r"\d{1,3}\.\d{2}")
_NONE = re.compile(r"[—–−-]|N/?A|n/?a", re.ASCII)
_RANK = re.compile(r"#?\s?(\d{1,3})[.)]?\s?")
_SPACED_END = re.compile(r"\s(?:\$?\d+(?:\.\d+)?%?|—|–|-|N/A)\s*$")
_SPACED_START = re.compile(r"\s*#?\d{1,3}[.)]?\s+\S")
_LONGEST_ROW = 160
_MOST_ROWS = 400
_MOST_CUTS = 24
_LONGEST_VALUE = 12
#: How much better a reading has to be than the next before its numbers are believed (natural logarithm of odds).
MARGIN = 1.5
_RISE = 14.0


class Cut(Struct, frozen=True):
    """One row cut into cells. A value is None where the row says that there is none, or where it is `unsure`."""

    model: str
    rank: int | None = None
    score: float | None = None
    tok_s: float | None = None
    usd_per_1m: float | None = None
    unsure: bool = False


class _Way(Struct, frozen=True):
    """One way to cut one row: its cut, how likely it is by itself, and the decimals of its score and speed."""

    cut: Cut
    weight: float
    score_decimals: int
    speed_decimals: int


def cut_rows(lines: Sequence[str], columns: Sequence[Column], known_models: Collection[str] = ()) -> list[Cut | None]:
    """The cells of each row of one table; None for a line that is no row of it.

    `columns` is the header's; ranks, if any, come first. `known_models` are names met elsewhere, in any case.
    """
    lines = [" ".join(line.split()) for line in lines[:_MOST_ROWS]]
    known = frozenset(name.casefold() for name in known_models)
    spaced = _spaced(lines, columns)
    if spaced is not None:
        return spaced
    percent = sum("%" in line for line in lines) * 2 > len(lines)
    dollar = any("$" in line for line in lines)
    ways = [_ways(line, columns, known, percent=percent, dollar=dollar) for line in lines]
    cuttable = [i for i, found in enumerate(ways) if found]
    best = _best([ways[i] for i in cuttable])
    result: list[Cut | None] = [None] * len(lines)
    for index, cut in zip(cuttable, best, strict=True):
        result[index] = cut
    return result


def _spaced(lines: Sequence[str], columns: Sequence[Column]) -> list[Cut | None] | None:
    """The rows of a table whose cells are a space apart; None when they are glued."""
    ranked = Column.RANK in columns
    apart = [bool(_SPACED_END.search(line)) and (not ranked or bool(_SPACED_START.match(line))) for line in lines]
    if not lines or sum(apart) * 2 <= len(lines):
        return None
    behind = list(columns[columns.index(Column.MODEL) + 1 :])
    cuts: list[Cut | None] = []
    for line in lines:
        words = re.sub(r"(?<=\d)\s+(?=(?:tok|t)/s)|(?<=\$)\s+", "", line).split(" ")
        head = 1 if ranked else 0
        values = words[len(words) - len(behind) :] if behind else []
        model = " ".join(words[head : len(words) - len(behind)])
        rank = rank_in(words[0]) if ranked else None
        fits = all(is_nothing(v) or number_in(v) is not None for v in values)
        if not model or not fits or (ranked and rank is None) or len(words) < head + 1 + len(behind):
            cuts.append(None)
            continue
        cuts.append(_with_values(Cut(model, rank), behind, values))
    return cuts if sum(c is not None for c in cuts) * 2 > len(lines) else None


def _ways(line: str, columns: Sequence[Column], known: frozenset[str], *, percent: bool, dollar: bool) -> list[_Way]:
    if not line or len(line) > _LONGEST_ROW:
        return []
    position = columns.index(Column.MODEL)
    behind = tuple(columns[position + 1 :])
    if any(column is not Column.RANK for column in columns[:position]):
        return []
    ways = []
    for rank, start in _ranks(line, ranked=position > 0):
        for end in range(start + 1, len(line) + 1):
            name = line[start:end].strip()
            if not name or line[end - 1] == " " or not re.search(r"[^\W\d_]", name):
                continue
            for values in _values(line, end, behind, dollar=dollar):
                weight = name_plausibility(name) + (9.0 if name.casefold() in known else 0.0)
                weight += sum(_size(c, v, percent=percent) for c, v in zip(behind, values, strict=True))
                cut = _with_values(Cut(name, rank), behind, values)
                ways.append(
                    _Way(cut, weight, _decimals(behind, values, Column.SCORE), _decimals(behind, values, Column.SPEED))
                )
    ways.sort(key=lambda way: -way.weight)
    return ways[:_MOST_CUTS]


def _ranks(line: str, *, ranked: bool) -> Iterator[tuple[int | None, int]]:
    if not ranked:
        yield None, 0
        return
    match = _RANK.match(line)
    if match is None:
        return
    if match.end() > match.end(1):
        yield int(match[1]), match.end()
        return
    # Without a mark behind it a rank may end after any of its digits: a name may begin with one.
    for end in range(match.start(1) + 1, match.end(1) + 1):
        if line[match.start(1)] != "0":
            yield int(line[match.start(1) : end]), end


def _values(line: str, place: int, columns: Sequence[Column], *, dollar: bool) -> Iterator[tuple[str, ...]]:
    """All ways to read the rest of a line as one value for each column."""
    if not columns:
        if place == len(line):
            yield ()
        return
    if len(line) - place > (_LONGEST_VALUE + 1) * len(columns):
        return
    form = _VALUES.get(columns[0])
    if columns[0] is Column.PRICE and not dollar:
        form = _BARE_PRICE
    if form is None:
        return
    for end in range(place, min(place + _LONGEST_VALUE, len(line)) + 1):
        value = line[place:end]
        if value == "" or _NONE.fullmatch(value) or form.fullmatch(value):
            for rest in _values(line, end, columns[1:], dollar=dollar):
                yield (value, *rest)


def _with_values(cut: Cut, columns: Sequence[Column], values: Sequence[str]) -> Cut:
    for column, value in zip(columns, values, strict=True):
        number = 0.0 if value.lower() == "free" else number_in(value)
        if column is Column.SCORE:
            cut = replace(cut, score=number)
        elif column is Column.SPEED:
            cut = replace(cut, tok_s=number)
        elif column is Column.PRICE:
            cut = replace(cut, usd_per_1m=number)
    return cut


def _decimals(columns: Sequence[Column], values: Sequence[str], wanted: Column) -> int:
    for column, value in zip(columns, values, strict=True):
        if column is wanted and (match := re.search(r"\.(\d+)", value)):
            return len(match[1])
    return 0


def _size(column: Column, value: str, *, percent: bool) -> float:
    """How usual a value is in its column."""
    if value == "":
        return -9.0
    if _NONE.fullmatch(value):
        return -5.0 if value == "-" else -2.0
    number = number_in(value)
    if column is Column.SCORE and number is not None:
        weight = -8.0 if percent and not value.endswith("%") else 0.0
        if number > 100:
            return weight - (8.0 if value.endswith("%") else 3.0 if 700 <= number <= 2500 else 6.0)
        return weight - (1.5 if number < 10 else 0.0)
    if column is Column.SPEED and number is not None:
        return -4.5 if number <= 0 else max(-4.5, -0.5 * (math.log(number / 90) / 0.9) ** 2)
    if column is Column.PRICE and number is not None:
        return (0.5 if re.search(r"\.\d\d$", value) else -1.0) - (2.0 if number > 200 else 0.0)
    return 0.0


def _best(rows: Sequence[Sequence[_Way]]) -> list[Cut]:
    """The best cut of each row, over all assumptions about decimals, unsure where another one is about as good."""
    if not rows:
        return []
    totals: list[dict[Cut, float]] = [{} for _ in rows]
    for score_decimals in (0, 1, 2):
        for speed_decimals in (0, 1):
            allowed = [
                [
                    replace(w, weight=w.weight + _form(w, score_decimals, speed_decimals))
                    for w in ways
                    if w.score_decimals <= score_decimals and w.speed_decimals <= speed_decimals
                ]
                for ways in rows
            ]
            if not all(allowed):
                continue
            prior = (0.0, 0.0, -3.0)[score_decimals] + (0.0, -3.0)[speed_decimals]
            for index, marginals in enumerate(_marginals(allowed)):
                for way, total in zip(allowed[index], marginals, strict=True):
                    known = totals[index].get(way.cut)
                    totals[index][way.cut] = total + prior if known is None else max(known, total + prior)
    return [_chosen(of_row) if of_row else rows[i][0].cut for i, of_row in enumerate(totals)]


def _form(way: _Way, score_decimals: int, speed_decimals: int) -> float:
    """How well the decimals of a row fit those of its columns; a zero at the end may have been dropped."""
    weight = 0.0
    if way.cut.score is not None and score_decimals:
        weight -= (0.9, 0.1)[way.score_decimals] if score_decimals == 1 else (3.0, 1.5, 0.1)[way.score_decimals]
    if way.cut.tok_s is not None and speed_decimals:
        weight -= (1.5, 0.1)[way.speed_decimals]
    return weight


def _marginals(rows: Sequence[Sequence[_Way]]) -> list[list[float]]:
    """For each way to cut each row, the weight of the best reading of the whole table that has it."""
    forward = [[w.weight + _opening(w.cut) for w in rows[0]]]
    for before, here in pairwise(rows):
        last = forward[-1]
        forward.append(
            [w.weight + max(t + _step(b.cut, w.cut) for b, t in zip(before, last, strict=True)) for w in here]
        )
    backward = [[0.0] * len(rows[-1])]
    for here, after in zip(reversed(rows[:-1]), reversed(rows), strict=False):
        following = backward[-1]
        backward.append(
            [max(_step(w.cut, a.cut) + a.weight + t for a, t in zip(after, following, strict=True)) for w in here]
        )
    backward.reverse()
    return [[f + b for f, b in zip(fs, bs, strict=True)] for fs, bs in zip(forward, backward, strict=True)]


def _opening(cut: Cut) -> float:
    return 0.0 if cut.rank in {None, 1} else -3.0


def _step(before: Cut, after: Cut) -> float:
    """How well one row follows another: the next rank or the same, a score that does not rise and falls little."""
    weight = 0.0
    if before.rank is not None and after.rank is not None:
        weight -= {1: 0.0, 0: 1.5}.get(after.rank - before.rank, 4.0 if after.rank > before.rank else 8.0)
    if before.score is None or after.score is None:
        return weight - 1.0
    drop = before.score - after.score
    if drop < -1e-9:
        return weight - _RISE
    return weight - 1.2 * math.log1p(drop / (0.04 * before.score + 0.1))


def _chosen(totals: dict[Cut, float]) -> Cut:
    best = max(totals, key=lambda cut: totals[cut])
    rivals = [cut for cut, total in totals.items() if cut != best and total > totals[best] - MARGIN]
    if not rivals:
        return best
    return replace(
        best,
        score=best.score if all(r.score == best.score for r in rivals) else None,
        tok_s=best.tok_s if all(r.tok_s == best.tok_s for r in rivals) else None,
        usd_per_1m=best.usd_per_1m if all(r.usd_per_1m == best.usd_per_1m for r in rivals) else None,
        unsure=True,
    )
