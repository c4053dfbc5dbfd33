"""Why a paper stands where it does: its score taken apart, exactly.

The score is a sum: what each term of the paper adds, what each followed word adds, and a constant that is the same for
all papers. A word pair of the title adds half to each of its words, so that a reason is a word, and a paper without
that word is a paper without that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from tui_reader.domain.ranking.features import AUTHOR, bucket, groups, pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_reader.domain.ranking.model import Background, Model

ReasonKind = Literal["word", "author", "followed"]


class Reason(Struct, frozen=True):
    """Something in a paper that moves it: `amount` in the score (negative: down), `share` of all that moves it up."""

    term: str
    kind: ReasonKind
    amount: float
    share: float


class Explanation(Struct, frozen=True):
    """A score with its reasons, the strongest first: `score` is `constant` and all amounts together. `like` are the
    nearest kept papers with their likeness (0 to 1)."""

    score: float
    constant: float
    reasons: tuple[Reason, ...]
    like: tuple[tuple[str, float], ...] = ()


def explain(
    model: Model,
    counts: Mapping[str, int],
    followed: Sequence[tuple[str, float]] | None = None,
    names: Mapping[str, str] | None = None,
) -> Explanation:
    """Take a paper's score apart. `counts` are its terms, `followed` the parts of its value in the follow list (None
    for a reader without one), `names` how an author is written."""
    amounts: dict[tuple[ReasonKind, str], float] = {}
    constant = 0.0
    if model.knows_you:
        constant = -model.spread.mean / model.spread.deviation
        for term, amount in _terms(model, counts):
            if term.startswith(AUTHOR):
                name = term.removeprefix(AUTHOR)
                _add(amounts, "author", (names or {}).get(name, name), amount)
                continue
            words = term.split(" ")
            for word in words:
                _add(amounts, "word", word, amount / len(words))
    if followed is not None:
        scale = model.follow_factor / model.follow_spread.deviation
        constant -= scale * model.follow_spread.mean
        for term, part in followed:
            _add(amounts, "followed", term, scale * part)
    up = sum(amount for amount in amounts.values() if amount > 0)
    reasons = [
        Reason(term, kind, amount, amount / up if up else 0.0) for (kind, term), amount in amounts.items() if amount
    ]
    reasons.sort(key=lambda reason: (-reason.amount, reason.kind, reason.term))
    return Explanation(constant + sum(amounts.values()), constant, tuple(reasons))


def _add(amounts: dict[tuple[ReasonKind, str], float], kind: ReasonKind, term: str, amount: float) -> None:
    amounts[kind, term] = amounts.get((kind, term), 0.0) + amount


def _terms(model: Model, counts: Mapping[str, int]) -> list[tuple[str, float]]:
    """What each term adds to the learned score. Terms that share a hash share what it adds, by their counts."""
    blob = pack(dict(counts))
    length = model.background.length(blob)
    if not length:
        return []
    idf, weights, scale = model.background.idf, model.weights, 1 / (length * model.spread.deviation)
    added = {hashed: w * weights[hashed] * idf[hashed] * scale for w, found in groups(blob) for hashed in found}
    totals: dict[int, int] = {}
    for term, count in counts.items():
        totals[bucket(term)] = totals.get(bucket(term), 0) + count
    return [(term, added[bucket(term)] * count / totals[bucket(term)]) for term, count in counts.items()]


class Nearest:
    """Finds the kept papers that a paper is most like. Made once for many papers; `kept` are keys with blobs."""

    def __init__(self, background: Background, kept: Sequence[tuple[str, bytes]]) -> None:
        self._background = background
        self._keys = [key for key, _ in kept]
        self._found: dict[int, list[tuple[int, float]]] = {}
        for number, (_, blob) in enumerate(kept):
            for hashed, value in background.vector(blob):
                self._found.setdefault(hashed, []).append((number, value))

    def of(self, blob: bytes, but: str = "", limit: int = 2) -> tuple[tuple[str, float], ...]:
        """The nearest kept papers, by key, with their likeness (0 to 1), without the one of the key `but`."""
        near = [0.0] * len(self._keys)
        for hashed, value in self._background.vector(blob):
            for number, there in self._found.get(hashed, ()):
                near[number] += value * there
        ordered = sorted(zip(self._keys, near, strict=True), key=lambda found: (-found[1], found[0]))
        return tuple((key, value) for key, value in ordered[: limit + 1] if value > 0 and key != but)[:limit]
