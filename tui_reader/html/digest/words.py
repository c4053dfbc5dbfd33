"""Words that tell the parts of a digest from what surrounds it."""

from __future__ import annotations

import re

#: A number before a title: `1.`, `（1）`, `1、`, `[1]`, `#1:`, `01｜`, `①`, `1️⃣`.
NUMBER = (
    r"(?:[(（\[]?#?\d{1,3}(?:[.):]\s+|[、．）\]｜]\s*|\ufe0f?\u20e3\s*|\s*[|–—]\s*|\s-\s)|#\d{1,3}\s+"
    r"|[\u2460-\u2473\u2776-\u277f]\s*)"
)
#: The parts of a paper's summary, as its headings name them.
SUMMARY_PARTS = {
    "introduction", "key points", "key findings", "methodology", "method", "methods", "results and findings", "results",
    "findings", "implications and conclusions", "implications", "conclusion", "conclusions", "discussion",
}  # fmt: skip
CONTENTS = {"contents", "table of contents", "in this issue", "in this edition", "papers in this issue"}
PARTS = SUMMARY_PARTS | CONTENTS | {"highlights"}
#: Headings that lie in no other.
TOP = {"highlights", "research papers", "papers", "also worth a look"} | CONTENTS
AUTHORS = re.compile(r"authors?\s*:\s*(?P<names>\S.*)", re.IGNORECASE)
SOURCE = re.compile(r"(?:sources?(?: and references?)?|references?|paper|link)\s*:", re.IGNORECASE)
#: What a copied page brings along that nobody wrote for the digest.
FURNITURE = re.compile(
    r"(?:.*['’]s avatar|user['’]s avatar|subscribe|sign in|share|start writing|start your substack.*|get the app"
    r"|substack is the home.*|©.*|∙ paid|paid|like|restack|comments?|discussion about this post|ready for more\?"
    r"|previous|next)",
    re.IGNORECASE,
)
PAYWALL = re.compile(
    r"continue reading this post for free|this post is for paid subscribers|or purchase a paid subscription"
    r"|(?:subscribe|upgrade) to (?:continue reading|read (?:the rest|more))|keep reading with a (?:7|14)-day free trial"
    r"|claim my free post",
    re.IGNORECASE,
)
#: One of these stands in all that `PAYWALL` finds, and is found sooner.
_WALL_WORDS = ("for free", "subscri", "keep reading", "to continue", "to read", "my free")
_LONGEST_WALL = 400
#: How a post ends that ends with a word to its readers.
FAREWELL = re.compile(
    r"(?:thank(?:s| you)\b|that['’]?s (?:it|all)\b|see you\b|until next\b|subscribe\b|share (?:this|with)\b"
    r"|follow (?:me|us)\b|if you (?:like|enjoy|found|want)|have a (?:great|good|nice)\b|let me know\b|happy reading\b"
    r"|sponsor|the post .{1,300} appeared first)",
    re.IGNORECASE,
)  # fmt: skip
#: What a link beside a title says when it is not the title.
SIDE_LABEL = re.compile(
    r"(?:source |project |full |hf |model |my |our |the )*"
    r"(?:code|source|paper|preprint|pdf|html|abs|abstract|arxiv|github|gitlab|repo|repository|blog|blog ?post|post"
    r"|article|announcement|demo|demos|try it|model|models|weights|model card|checkpoints?|data|dataset|datasets"
    r"|project|page|website|web|site|home ?page|video|talk|slides|tweet|thread|x|discussion|comments|link|links|read"
    r"|read more|more|here|huggingface|hugging face|hf|docs?|documentation|notes?|podcast|interview|report"
    r"|tech(?:nical)? report|hn|reddit|youtube|openreview|supplement|colab|notebook|samples?|examples?|benchmark"
    r"|leaderboard|release|space)",
    re.IGNORECASE,
)


_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def weight(text: str) -> int:
    """How much a text says, in letters: a Chinese, Japanese or Korean character says as much as three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_DENSE.findall(text))


def is_paywall(text: str) -> bool:
    """Whether a paragraph says that the rest is for those who pay."""
    if len(text) >= _LONGEST_WALL:
        return False
    small = text.lower()
    return any(word in small for word in _WALL_WORDS) and PAYWALL.search(text) is not None
