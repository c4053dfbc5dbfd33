"""Names recognised in running text without being links: papers, models, labs, repositories.

A table is made once of the names that are known; `recognise` goes through a text word by word and looks each word up
as the first of a name, the longest name first. That costs the same for ten names as for ten thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.items import repo_key
from tui_reader.domain.labs import LABS, PRODUCTS
from tui_reader.domain.model_bases import CJK, WORD, forms
from tui_reader.domain.model_families import families
from tui_reader.domain.paper_numbers import paper_numbers

if TYPE_CHECKING:
    from tui_reader.domain.model_aliases import ModelAliases

#: Changes when the rules change, so that stored items are read again.
RULES = 5

_OWNER = re.compile(r"(?:^|[^\w./@:~-])([A-Za-z0-9][A-Za-z0-9-]{0,38})$")
_HUB_OWNER = re.compile(r"github\.com/([A-Za-z0-9][A-Za-z0-9-]{0,38})$", re.IGNORECASE)
_REPO_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_LONGEST_OWNER = 60
#: What makes the letters around a name an address, in which nothing is named.
_ADDRESS = re.compile(r"://|^www\.|@[\w-]+\.|\.(?:com|org|net|ai|io|dev|co|edu|gov)/", re.IGNORECASE)
_LONGEST_ADDRESS = 200
#: Some repeat who made a model: `nvidia/NVIDIA-Nemotron-…`.
_LONGEST_MAKER = 8
#: What may stand between the words of a name, and between a name and what it is joined with.
_GAP = re.compile(r"[-\u2010\u2011\u00a0_ ]?|\s{1,3}")
_DOT = re.compile(r"\.")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
#: Full-width letters and digits, each of which stands for one.
_WIDE = re.compile("[\uff01-\uff5e]")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
#: Behind a name on a hub or in an address of an API: its precision, form, size with experts, or date.
_SAME_MODEL = re.compile(
    r"-(?:fp8|nvfp4|mxfp4|bf16|fp16|int[48]|w\d{1,2}a\d{1,2}|gguf|gptq|awq|mlx|exl[23]|onnx|hf|it|[2-8]-?bit|q\d\w{0,6}"
    r"|\d{1,4}b-\d{1,3}e|20\d{6}|20\d\d-\d\d-\d\d|2[4-9](?:0[1-9]|1[0-2]))(?![A-Za-z0-9])"
    r"|@20\d{6}|:(?:free|beta|nitro|online|exacto|extended|floor)\b",
    re.IGNORECASE,
)
_CJK = re.compile(f"[{CJK}]")
_HYPHENS = "-\u2010\u2011"

#: After a name: what makes another model of it, in whatever case.
_MAKES_ANOTHER = frozenset(
    {"mini", "nano", "micro", "codex", "haiku", "sonnet", "opus", "flash", "lite", "turbo", "coder", "distill", "vl"}
)
#: The same, where it begins with a capital: these are words of the language too.
_MAKES_ANOTHER_CAPITAL = frozenset(
    {
        "air", "base", "chat", "deep", "fast", "instant", "instruct", "large", "max", "medium", "omni", "plus",
        "preview", "pro", "reasoning", "small", "super", "think", "thinking", "ultra", "vision",
    }
)  # fmt: skip
#: Joined to a name by a hyphen these say something about it; anything else makes another name of it.
_SAYS_ABOUT = frozenset(
    {
        "and", "as", "assisted", "authored", "backed", "based", "beating", "built", "class", "compatible", "controlled",
        "derived", "driven", "enabled", "era", "exclusive", "first", "focused", "generated", "grade", "graded",
        "inspired", "integrated", "judged", "led", "level", "like", "made", "native", "only", "or", "owned", "planned",
        "powered", "quality", "related", "run", "scale", "scored", "specific", "style", "trained", "type", "written",
    }
)  # fmt: skip
_GOES_BEFORE = frozenset(
    {"non", "pre", "post", "ex", "anti", "pro", "mid", "cross", "multi", "from", "using", "like", "nvidia", "meta"}
)
#: Words that count things: `Step 3` in a text is seldom the model.
_COUNTS = frozenset(
    {
        "step", "phase", "level", "part", "chapter", "figure", "table", "section", "stage", "day", "week", "page",
        "note", "round", "version", "game", "case", "task", "test", "area", "volume", "type", "class", "model",
    }
)  # fmt: skip
_CLAUDES = frozenset({"claude", "opus", "sonnet", "haiku"})
_SERVED = frozenset({"fast", "thinking", "reasoning", "max", "adaptive"})
_SIZES = frozenset({"b", "m", "k", "t", "x"})


class Mention(Struct, frozen=True):
    """Characters `start` to `end` of a text name `target`: `model:…`, `lab:…`, `arxiv:…` or `repo:…`."""

    target: str
    start: int
    end: int


class _Name(Struct, frozen=True):
    """A way of writing a name: its words in small letters; `exact` as they must stand where their case matters. Before
    the word at `point` (0: none) a hyphen must stand, for a decimal point: `claude-opus-4-7`."""

    words: tuple[str, ...]
    target: str
    exact: tuple[str, ...] = ()
    is_lab: bool = False
    written: str = ""
    point: int = 0


#: Words in small letters with where they stand.
_Words = list[tuple[str, int, int]]


class NameTable:
    """The names of models, as leaderboards spell them, and of labs, ready to be looked for.

    `repos` are the known repositories (`owner/name` in small letters); others are taken only with `github.com/`
    before them. Without `repos` whatever has the shape of one is taken: for storing, where a name may become known
    later.
    """

    def __init__(
        self, models: Iterable[str], repos: frozenset[str] | None = None, aliases: ModelAliases | None = None
    ) -> None:
        self._repos = repos
        self._names: dict[tuple[str, ...], list[_Name]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        models = tuple(models)
        for words, (target, spelled) in {**families(models), **forms(models, aliases)}.items():
            exact = _exact_words(words, spelled)
            if exact is not None:
                self._add(_Name(words, target, exact, point=_point(words, spelled)))
        for lab in LABS:
            for name in lab.names:
                written = tuple(WORD.findall(name))
                self._add(_Name(tuple(w.casefold() for w in written), f"lab:{lab.id}", written, True, name))

    def _add(self, name: _Name) -> None:
        self._names.setdefault(name.words, []).append(name)
        first = name.words[0]
        lengths = {*self._lengths.get(first, ()), len(name.words)}
        self._lengths[first] = tuple(sorted(lengths, reverse=True))

    def recognise(self, text: str) -> list[Mention]:
        """What a text names, in order, nothing twice at one place. Time grows with the length of the text alone."""
        if _WIDE.search(text) is not None:
            text = text.translate(_NARROW)
        known = list(self._known(text))
        models = [m.start for m in known]
        # `Qwen/Qwen3.6-27B` is the model, as its maker's shelf on a hub has it, and others' with its precision.
        repos = [
            r
            for r in self._repositories(text)
            if not any(0 < start - text.find("/", r.start) <= _LONGEST_MAKER for start in models)
        ]
        found = sorted(
            (*(Mention(*found) for found in paper_numbers(text)), *repos, *known),
            key=lambda m: m.start,
        )
        apart: list[Mention] = []
        for mention in found:  # of two that overlap the first holds; numbers of papers come first of one place
            if not apart or mention.start >= apart[-1].end:
                apart.append(mention)
        return apart

    def _repositories(self, text: str) -> Iterator[Mention]:
        slash = text.find("/")
        while slash >= 0:
            owner = _HUB_OWNER.search(text, max(0, slash - _LONGEST_OWNER), slash)
            is_address = owner is not None
            owner = owner or _OWNER.search(text, max(0, slash - _LONGEST_OWNER), slash)
            name = _REPO_NAME.match(text, slash + 1) if owner is not None else None
            if owner is not None and name is not None:
                rest = name.group().rstrip(".").removesuffix(".git")
                ends = is_address or text[name.end() : name.end() + 1] not in ("/", "@")
                if rest and ends and (is_address or self._is_repo(owner[1], rest)):
                    yield Mention(repo_key(f"{owner[1]}/{rest}"), owner.start(1), slash + 1 + len(rest))
            slash = text.find("/", slash + 1)

    def _is_repo(self, owner: str, rest: str) -> bool:
        if self._repos is not None:
            return f"{owner}/{rest}".lower() in self._repos
        return _looks_like_repo(owner, rest)

    def _known(self, text: str) -> Iterator[Mention]:
        lengths_of, passed = self._lengths, 0
        # Most texts name nothing: that is seen by their different words alone.
        if lengths_of.keys().isdisjoint({word.casefold() for word in set(WORD.findall(text))}):
            return
        for match in WORD.finditer(text):
            lengths = lengths_of.get(match.group().casefold())
            if lengths is None or match.start() < passed or not _begins(match.start(), text):
                continue
            words = _words_from(text, match.start(), lengths[0] + 2)
            name = self._longest(lengths, words, text)
            if name is not None:
                passed = words[len(name.words) - 1][2]
                if not _is_in_address(text, match.start()):
                    yield Mention(name.target, match.start(), passed)

    def _longest(self, lengths: tuple[int, ...], words: _Words, text: str) -> _Name | None:
        said = tuple(word for word, _, _ in words)
        for length in lengths:
            if length <= len(words):
                for name in self._names.get(said[:length], ()):
                    if _stands(name, words, text):
                        return name
        return None


def _words_from(text: str, start: int, most: int) -> _Words:
    return [(m.group().casefold(), *m.span()) for m in islice(WORD.finditer(text, start), most)]


def _stands(name: _Name, words: _Words, text: str) -> bool:
    """Whether words are a name as it must be written, and the whole of it."""
    count = len(name.words)
    gap = _DOT if name.is_lab and "." in name.written else _GAP
    for at, ((_, _, end), (_, start, _)) in enumerate(pairwise(words[:count]), 1):
        if text[end:start] == ":" and name.words[-1] == "b":  # `qwen3.6:27b`, as Ollama calls it
            continue
        if gap.fullmatch(text, end, start) is None or (at == name.point and text[end:start] not in ("-", "\u2011")):
            return False
    if name.exact and tuple(text[s:e] for _, s, e in words[:count]) != name.exact:
        return False
    return (_lab_ends if name.is_lab else _model_ends)(words, count - 1, text)


def _begins(start: int, text: str) -> bool:
    """Whether a name may begin there: not inside another word or name."""
    before = text[start - 1] if start else " "
    if before in _HYPHENS:
        word = _WORD_BEFORE.search(text, max(0, start - 12), start - 1)
        return word is not None and word.group().casefold() in _GOES_BEFORE
    return not ((before.isalnum() and not _CJK.match(before)) or before in "_.@#\\+$")


def _is_in_address(text: str, start: int) -> bool:
    """Whether the letters around a place, up to the next space on either side, are an address."""
    low = max(text.rfind(c, max(0, start - _LONGEST_ADDRESS), start) for c in " \n\t(<\"'") + 1
    end = min((e for c in " \n\t)>\"'" if (e := text.find(c, start, start + _LONGEST_ADDRESS)) >= 0), default=None)
    around = text[max(low, start - _LONGEST_ADDRESS) : end if end is not None else start + _LONGEST_ADDRESS]
    return _ADDRESS.search(around) is not None


def _model_ends(words: _Words, last: int, text: str) -> bool:
    """Whether the name of a model ends with a word, and is not the beginning of another model's."""
    end = words[last][2]
    after = text[end : end + 1]
    if not after or last + 1 >= len(words):
        return after != "_"
    word, start, stop = words[last + 1]
    gap = text[end:start]
    if gap == "":
        return _CJK.match(word) is not None or (word == "s" and not text[stop : stop + 1].isalnum())
    if _SAME_MODEL.match(text, end) is not None:
        return True
    if len(gap) == 1 and gap in _HYPHENS:
        return word in _SAYS_ABOUT
    if gap in ("_", ".", ":", "@"):
        return False
    if gap.isspace():
        written = text[start:stop]
        if word in _SERVED and words[0][0] in _CLAUDES:
            return True  # how quickly it is served, and with how much effort
        if word == "preview" and words[last][0].isalpha() and words[0][0] in _CLAUDES:
            return True  # of a family that has no number yet
        if word in _MAKES_ANOTHER or (word in _MAKES_ANOTHER_CAPITAL and written[0].isupper()):
            return False
        if word[0].isdigit():
            follows = words[last + 2] if last + 2 < len(words) else None
            has_size = follows is not None and follows[1] == stop and follows[0] in _SIZES
            is_version = not words[last][0][0].isdigit() and len(word) < 4
            return not has_size and not is_version
    return True


def _lab_ends(words: _Words, last: int, text: str) -> bool:
    """Whether the name of a lab ends with a word."""
    end = words[last][2]
    if last + 1 >= len(words):
        return True
    word, start, stop = words[last + 1]
    gap = text[end:start]
    if gap == "":
        return _CJK.match(word) is not None
    if len(gap) == 1 and gap in _HYPHENS:
        # `Meta-learning` speaks of no company; `OpenAI-compatible` does.
        return words[last][0] != "meta" and text[start:stop].islower()
    if gap in (" ", "\u00a0") and text[start].isupper() and word in PRODUCTS.get(words[last][0], ()):
        return False
    return gap not in ("_", "@") and not (gap == "." and text[start:stop].islower() and word in ("com", "ai", "org"))


def _point(words: tuple[str, ...], spelled: str) -> int:
    """At which word a form says with a hyphen what a board spells with a decimal point; 0 for none."""
    if len(words) > 2 and words[-1].isdigit() and words[-2].isdigit() and f"{words[-2]}.{words[-1]}" in spelled:
        return len(words) - 1
    return 0


def _exact_words(words: tuple[str, ...], spelled: str) -> tuple[str, ...] | None:
    """How a name must be written to be recognised: () in whatever case, its words as they stand where it could be
    ordinary words otherwise; None for a name that is one."""
    has_digit = any(w[0].isdigit() for w in words)
    if has_digit:
        length = sum(map(len, words))
        if words[0] in _COUNTS and len(words) == 2:
            return None
        if len(words) == 1:  # a mere number
            return None
        # `Fable 5` is Claude's, `fable 5` is one of a book's.
        is_plain = words[0] not in _CLAUDES and spelled[:6].casefold() == "claude"
        return _as_spelled(words, spelled) if length <= 3 or is_plain else ()
    if len(words) == 1:
        written = _as_spelled(words, spelled)
        is_plain = not written or written[0][1:].islower() or written[0].islower() or len(words[0]) < 3
        return None if is_plain else written
    written = _as_spelled(words, spelled)
    if words[0] == "gpt":  # `gpt-oss`
        return ()
    return written if written and any(w[0].isupper() for w in written) else None


def _as_spelled(words: tuple[str, ...], spelled: str) -> tuple[str, ...]:
    written = {w.casefold(): w for w in WORD.findall(spelled)}
    return tuple(written.get(w, w) for w in words)


def _looks_like_repo(owner: str, rest: str) -> bool:
    """Whether `a/b` could be a repository rather than two words with a slash: something in it no word has."""
    name = owner + rest
    if owner.isdigit() or rest.isdigit() or len(owner) < 2 or len(rest) < 2:
        return False
    return any(c in "-_." for c in name.strip(".")) or any(c.isdigit() for c in name)
