"""The name of a model without its variant, which is what texts call it.

Leaderboards list variants: `GPT-5.4 (xhigh)`, `gpt-5.4-2026-03-05-medium`, `Claude Opus 4.6 (Adaptive Reasoning, Max
Effort)`. Texts say `GPT-5.4` and `Claude Opus 4.6`; that leads to all variants of the name. What is a model of its own
stays one: `GPT-5.4 mini` is no variant of `GPT-5.4`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.domain.model_identity import MAKERS
from tui_reader.domain.model_writing import without_maker

#: Chinese, Japanese and Korean characters, which stand beside a name without a space.
CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
#: Runs of digits with their decimals, runs of letters of one kind of script, and the plus of `Command R+`.
WORD = re.compile(rf"\d+(?:\.\d+)*|[^\W\d_{CJK}]+|[{CJK}]+|\+")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_DATE = re.compile(r"[-\s@](?:20\d\d-\d\d-\d\d|20\d{6})(?![0-9])")
#: At the end of a name as APIs write it, behind a number: `gpt-5.2-medium`, but not `mistral-medium`.
_EFFORT = re.compile(r"(?<=\d)[a-z-]{0,9}?(-(?:minimal|low|medium|high|xhigh|none))$")
_PASSING = frozenset({"preview", "experimental", "exp", "beta"})
_TUNED = frozenset({"instruct", "chat", "it"})
_CLAUDES = frozenset({"opus", "sonnet", "haiku"})


def base_words(name: str) -> tuple[str, ...]:
    """The words of a name, in small letters, without bracketed variant, date and effort; Claude's in one order.

    `gpt-5.4-2026-03-05-medium` is `("gpt", "5.4")`. Empty for a name without letters and digits.
    """
    text = without_maker(unicodedata.normalize("NFKC", name))
    bare = _BRACKETS.sub("", text).strip() or text
    dated = _DATE.search(bare)
    bare = bare[: dated.start()] if dated else bare
    effort = _EFFORT.search(bare)
    words = tuple(w.casefold() for w in WORD.findall(bare[: effort.start(1)] if effort else bare))
    return _claude(words) or words


def _claude(words: tuple[str, ...]) -> tuple[str, ...]:
    """`claude 4.5 sonnet` and `claude sonnet 4.5` in the second form; () for what is neither."""
    if len(words) >= 3 and words[0] == "claude" and words[2] in _CLAUDES and words[1][0].isdigit():
        return (words[0], words[2], words[1], *words[3:])
    return ()


def model_target(words: tuple[str, ...]) -> str:
    """`model:claude-opus-4.6`, by which texts that name a model are found."""
    return "model:" + "-".join(words)


def target_of(name: str, aliases: ModelAliases | None = None) -> str:
    """The target that a leaderboard's name belongs to."""
    return model_target(base_words((aliases or ModelAliases()).canonical(name)) or base_words(name))


def other_forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Other ways texts write a base name, the surest first. They hold only where no other model has that name."""
    if len(words) == 3 and words[0] == "claude" and (words[1] in _CLAUDES or len(words[1]) > 3):
        yield (words[0], words[2], words[1])
        yield words[1:]
    tuned = tuple(w for w in words if w not in _TUNED)
    if len(tuned) < len(words):
        yield tuned
        size = next((i for i, w in enumerate(words) if w in _TUNED), 0)
        if 0 < size < len(words) - 1:  # `Llama 3.1 Instruct 70B` is mostly written `Llama 3.1 70B Instruct`
            yield (*tuned, words[size])
    if len(words) > 5 and words[-3] == "a" and words[-1] == "b" and words[-4] == "b":
        yield words[:-3]  # `Qwen3-30B-A3B` without what of it is active at once
    if len(words) > 4 and words[-1] == "b" and words[-2][0].isdigit() and words[-3].isalpha() and len(words[-3]) > 3:
        yield words[:-2]  # `Nemotron 3 Super` without its size
    if "." in words[-1] and words[-1].count(".") == 1:
        yield (*words[:-1], *words[-1].split("."))  # `claude-opus-4-7`, as APIs write it
    if len(words) > 2 and words[-1] in _PASSING:
        yield words[:-1]
    if len(words) > 2 and words[0] in MAKERS and words[1].isalpha() and len("".join(words[1:])) > 4:
        yield words[1:]


def forms(names: Iterable[str], aliases: ModelAliases | None = None) -> dict[tuple[str, ...], tuple[str, str]]:
    """All ways of writing those names: the words, with the target and one name of it as a board spells it."""
    known = aliases or ModelAliases()
    bases: dict[tuple[str, ...], tuple[str, str]] = {}
    for name in sorted(names, key=lambda n: (len(n), n)):
        words = base_words(name)
        if words:
            bases.setdefault(words, (target_of(name, known), name))
    found = dict(bases)
    for words, told in bases.items():
        for form in other_forms(words):
            if form:
                found.setdefault(form, told)
    return found
