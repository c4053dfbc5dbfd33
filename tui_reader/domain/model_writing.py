"""One model's name as different leaderboards write it, by rule: what may differ, and what tells models apart.

`claude-opus-4-5-20251101`, `Claude 4.5 Opus` and `Anthropic: Claude Opus 4.5` are one model; with `(Reasoning)`,
`-high` or `-mini` behind it, it is another, and so is a name of another date. The rules are:

1. Case, spacing, punctuation and the order of the words do not count: `Qwen2.5 Instruct 72B`, `qwen2.5-72b-instruct`.
2. Nor does the maker before a name (`OpenAI: `, `Qwen/`), the weights' own `Meta-` and `-hf`, or `(free)`. What is
   sold as `Google: Gemma 2 27B` is the tuned model, `gemma-2-27b-it`.
3. A hyphen or an underscore between two single digits is a point: `claude-3-5-haiku`, `Llama-3_1-Nemotron`.
4. Words that mean the same are one word: `it` and `instruct`, `exp` and `experimental`, `+` and `plus`, `reasoning` and
   `thinking`, `no thinking` and `non-reasoning`.
5. Days and months are one form: `2024-05-13`, `20240513`; `Sep '24`, `09-2024`; `01-21`, `0121`.
6. The day of a model's only release says nothing (`RELEASED`): `o3-2025-04-16` is `o3`.

Everything else tells two models apart: efforts, thinking and its budget, sizes, previews, dates, quantisations,
uploads of anyone but the makers. What rules cannot tell stands in the table of `ModelAliases`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from tui_reader.domain.model_identity import name_key

#: Of these rules; another number has what was stored by them made anew.
RULES = 2

#: Who is named before a model without being part of its name, as a word or before `/` and `: `.
_MAKERS = frozenset({
    "01-ai", "ai21", "alibaba", "allenai", "amazon", "anthropic", "arcee-ai", "baidu", "berkeley-nest",
    "bytedance", "bytedance-seed", "cognitivecomputations", "cohere", "coherelabs", "cohereforai", "databricks",
    "deepseek-ai", "facebook", "google", "h2oai", "huggingfaceh4", "huggingfacetb", "ibm", "ibm-granite",
    "inception", "inclusionai", "internlm", "kwaipilot", "lmsys", "meituan", "meta", "meta-llama", "microsoft",
    "minimaxai", "mistralai", "moonshot-ai", "moonshotai", "mosaicml", "nexusflow", "nous", "nvidia", "openai",
    "openchat", "perplexity", "poolside", "prime-intellect", "snowflake", "stabilityai", "stepfun", "stepfun-ai",
    "teknium", "tencent", "thudm", "tiiuae", "upstage", "wizardlmteam", "x-ai", "xai", "xiaomi", "z-ai", "zai",
    "zai-org", "zhipu", "zhipu-ai",
})  # fmt: skip
#: Makers whose name is also the first word of their models' names: `DeepSeek: R1` is `DeepSeek R1`.
_FAMILIES = frozenset({"deepseek", "mistral", "qwen", "minimax", "gemini"})
#: Makers, and uploaders, of models of their own with these beginnings; what else goes by their name is another's, or is
#: called so itself.
_OWN = {
    "codellama": ("codellama",), "ehartford": ("dolphin",), "nousresearch": ("nous", "hermes", "deephermes"),
    "mistral": ("codestral", "devstral", "magistral", "mathstral", "ministral", "mixtral", "pixtral", "voxtral"),
    "wizardlm": ("wizardlm",),
}  # fmt: skip
#: What is sold to talk to is the tuned model, where a maker's own list of weights tells that by a suffix.
_SOLD = re.compile(r"^google: gemma [23] (?=\d)", re.IGNORECASE)
_ORGANISATION = re.compile(r"([\w.-]+)/(?=\S)|([\w. -]{2,24}): (?=\S)")
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*[-' ]+(?:20)?(2\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)(20[12]\d)-?(0[1-9]|1[0-2])-?([0-3]\d)(?!\d)")
_MONTH_YEAR = re.compile(r"(?<!\d)(0[1-9]|1[0-2])-(20[12]\d)(?!\d)")
_MONTH_DAY = re.compile(r"(?<![\d.])([01]\d)-([0-3]\d)(?![\d.])")
_POINT = re.compile(r"(?<![\d.])(\d)[-_](\d)(?![\d.]|[a-z])")
_WORD = re.compile(r"date[\d~]+|\d+(?:\.\d+)*[^\W\d_]*(?:\d+[^\W\d_]*)*|[^\W\d_]+|\+")
_SAME = {
    "+": "plus", "it": "instruct", "experimental": "exp", "reasoning": "thinking", "reason": "thinking", "hf": "",
    "effort": "", "unknown": "", "free": "", "tokens": "", "meta": "", "amazon": "", "nvidia": "", "google": "",
    "openai": "", "anthropic": "", "cohere": "", "microsoft": "", "xai": "",
}  # fmt: skip
_NOT = re.compile(r"\bno[nt]?[- ](?:thinking|reasoning)\b")
#: The version of an interface, not of a model: `amazon.nova-lite-v1:0`.
_INTERFACE = re.compile(r"-?v\d+:\d+$|:(?:free|beta|nitro|extended)$|\((?:free)\)")
#: What may stand beside a model's name without making its date another release.
_VARIANT = re.compile(r"(?:not)?thinking|adaptive|minimal|low|medium|high|xhigh|max|none|\d+k")

#: Models with one dated release, and its day.
RELEASED: Mapping[str, str] = {
    "Claude 3 Haiku": "2024-03-07", "Claude 3 Opus": "2024-02-29", "Claude 3 Sonnet": "2024-02-29",
    "Claude 3.5 Haiku": "2024-10-22", "Claude 3.7 Sonnet": "2025-02-19", "Claude Opus 4": "2025-05-14",
    "Claude Sonnet 4": "2025-05-14", "Claude Opus 4.1": "2025-08-05", "Claude Haiku 4.5": "2025-10-01",
    "Claude Sonnet 4.5": "2025-09-29", "Claude Opus 4.5": "2025-11-01", "GPT-4.1": "2025-04-14",
    "GPT-4.1 mini": "2025-04-14", "GPT-4.1 nano": "2025-04-14", "GPT-4.5 preview": "2025-02-27",
    "GPT-4o mini": "2024-07-18", "GPT-5": "2025-08-07", "GPT-5 mini": "2025-08-07", "GPT-5 nano": "2025-08-07",
    "GPT-5.1": "2025-11-13", "GPT-5.2": "2025-12-11", "GPT-5.4": "2026-03-05", "o1": "2024-12-17",
    "o1-mini": "2024-09-12", "o1-preview": "2024-09-12", "o3": "2025-04-16", "o3-mini": "2025-01-31",
    "o4-mini": "2025-04-16",
}  # fmt: skip


@lru_cache(maxsize=16_384)
def model_key(name: str) -> str:
    """What is the same for all ways of writing one model's name; "" for a name without letters and digits."""
    if _is_strangers(name):
        return name_key(name)
    words = model_words(name)
    dates = [w for w in words if w.startswith("date")]
    if len(dates) == 1:
        base = " ".join(sorted(w for w in words if w != dates[0] and not _VARIANT.fullmatch(w)))
        # `mistral-medium` and the like are no efforts, but such names are not in the table either.
        if dates[0] == _released().get(base):
            words.remove(dates[0])
    return " ".join(sorted(words))


def written_key(name: str) -> str:
    """`model_key`; of a name of signs alone, which has none, the name itself."""
    return model_key(name) or name_key(name)


@lru_cache(maxsize=16_384)
def variant_base(name: str) -> str:
    """What is the same for all variants of a model: its words without efforts and thinking."""
    words = model_words(name)
    return " ".join(sorted(w for w in words if not _VARIANT.fullmatch(w)) or sorted(words))


def model_words(name: str) -> list[str]:
    """The words of a name in their order and one form, each word of letters once; a date is `date2024~05~13`."""
    text = unicodedata.normalize("NFKC", name)
    is_tuned = bool(_SOLD.match(text.strip()))
    text = without_maker(text).casefold() + (" instruct" if is_tuned else "")
    text = _INTERFACE.sub("", text)
    text = _NOT.sub(" notthinking ", text)
    text = _MONTH.sub(lambda m: f" date20{m[2]}~{_MONTHS[m[1]]:02} ", text)
    text = _DAY.sub(r" date\1~\2~\3 ", text)
    text = _MONTH_YEAR.sub(r" date\2~\1 ", text)
    text = _MONTH_DAY.sub(r"\1\2", text)
    text = _POINT.sub(r"\1.\2", text)
    kept: list[str] = []
    for word in _WORD.findall(text):
        word = _SAME.get(word, word)
        if word and not (word.isalpha() and word in kept):
            kept.append(word)
    return kept


def without_maker(name: str) -> str:
    """A name without who made the model before it: `OpenAI: GPT-4o` and `openai/gpt-4o`. A maker that is part of its
    models' names stays: `DeepSeek: R1`."""
    name = name.strip()
    found = _ORGANISATION.match(name)
    if found is None:
        return name
    rest = name[found.end() :]
    return rest if _is_maker(found, rest) else name


def _is_maker(found: re.Match[str], rest: str) -> bool:
    """Whether what stands before a name is who made the model, and no part of its name."""
    maker, rest = (found[1] or found[2]).strip().casefold().replace(" ", "-").replace(".", "-"), rest.casefold()
    if maker in _OWN and rest.startswith(_OWN[maker]):
        return True
    return maker in _MAKERS or (maker in _FAMILIES and rest.startswith(maker))


def _is_strangers(name: str) -> bool:
    """Whether a name is of someone's own upload: among thousands of those the order of words, too, tells two apart."""
    text = unicodedata.normalize("NFKC", name).casefold().strip()
    found = _ORGANISATION.match(text)
    if found is None or not found[1] or found[1] in _FAMILIES:
        return False
    return found[1] not in _MAKERS and not _is_maker(found, text[found.end() :])


@lru_cache(maxsize=1)
def _released() -> dict[str, str]:
    return {" ".join(sorted(model_words(name))): f"date{day.replace('-', '~')}" for name, day in RELEASED.items()}
