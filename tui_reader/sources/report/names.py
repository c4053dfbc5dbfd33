"""How much a text looks like the whole name of a model: for telling a name from the numbers glued to its end."""

from __future__ import annotations

import re
from functools import lru_cache

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
