"""Families of models: what texts call several models by, though no leaderboard lists one of that name. `Gemma 4` leads
to `Gemma 4 31B` and `Gemma 4 26B A4B`, `DeepSeek V4` to its Pro and its Flash, `Claude Mythos` to whatever follows."""

from __future__ import annotations

from collections.abc import Iterable

from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.domain.model_bases import base_words, model_target, target_of

#: Of these lines each number is a model, and the line alone names none of them.
_LINES = frozenset({"opus", "sonnet", "haiku"})


def family_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the family of a model's base name; () for a model that has none."""
    for at, word in enumerate(words[1:-1], 1):
        if word[0].isdigit():
            # A size, or a letter that belongs to the number: `27B`, `4o`.
            if len(words[at + 1]) > 1:
                return words[: at + 1]
            break
    if len(words) > 3 and words[-1] == "b" and words[-2][0].isdigit() and all(w.isalpha() for w in words[:-2]):
        return words[:-2]  # only a size parts it from others: `gpt-oss-120b`
    if len(words) > 2 and words[0] == "claude" and words[1].isalpha() and words[1] not in _LINES:
        return words[:2]
    return ()


def families(names: Iterable[str]) -> dict[tuple[str, ...], tuple[str, str]]:
    """The families of models that leaderboards list: their words, with the target and one name as a board spells it."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for name in names:
        if words := family_words(base_words(name)):
            found.setdefault(words, (model_target(words), name))
    return found


def is_of_family(name: str, target: str, aliases: ModelAliases | None = None) -> bool:
    """Whether a leaderboard's name is of the family of a target."""
    words = family_words(base_words(name))
    return bool(words) and model_target(words) == target and target_of(name, aliases) != target
