"""Writing Markdown (CommonMark with GFM's tables and strikethrough) out of plain text.

`escape` makes text safe to stand anywhere in a paragraph, a link's text or a table's cell; the others put whole pieces
together. Nothing here cleans its input: that is `text.sanitise`'s work, done before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

# What can be markup where it stands. Underscores inside a word are none (CommonMark 0.31, 6.2), nor is "<" before a
# digit, nor "&" that begins no character reference; ends of the text count as dangerous, since anything may follow.
_ALWAYS = (
    r"\\(?=[!-/:-@\[-`{-~\n]|\Z)|`|(?<!\s)\*|\*(?!\s)"
    r"|(?<!_)(?:(?<![^\W_])_+|_++(?![^\W_]))"
    r"|<(?=[A-Za-z/!?]|\Z)|&(?=#|[A-Za-z][A-Za-z0-9]*+;|\Z)|~~+|\A~|~\Z"
)
_SPECIAL = re.compile(_ALWAYS + r"|[\[\]|]")
_SPECIAL_IN_PARAGRAPH = re.compile(_ALWAYS + r"|\](?=[(:])")
_LINE_START = re.compile(
    r"^[ \t]*(?:(?P<before>#(?=\#{0,5}(?:\s|\Z))|[-+*](?=\s|\Z)|>|=(?==*[ \t]*$)|[-:|](?=[-:| \t]*$))"
    r"|(?P<number>\d{1,9})(?=[.)](?:\s|\Z))|(?=\S))",
    re.MULTILINE,
)
_CLOSING_HASHES = re.compile(r"(?:(?<=\s)|\A)#+\Z")
_BACKTICKS = re.compile("`+")
_LANGUAGE = re.compile(r"[A-Za-z0-9][\w+#.-]{0,29}")
_EMPTY_LINES = re.compile(r"\n[ ]*(?:\n[ ]*)+")
# Without what only ends the sentence that an address stands in; a bracket that it opened itself belongs to it.
#: Not the punctuation of Chinese and Japanese, nor their words where they touch what stands before (`…/x的文章`).
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_ADDRESS = re.compile(
    rf"(?:https?://|\bwww\.(?=[\w-]+\.\w))(?:[^\s<>\"()\u3000-\u303f\uff01-\uff20\uff3b-\uff40\uff5b-\uff65{_CJK}]"
    rf"|\([^\s<>\"()]*\)|(?<=[/=_.{_CJK}-])[{_CJK}])+(?<![.,;:!?'\]}}*_…])",
    re.IGNORECASE,
)
# Lines of mail and the like are of such a width.
_NARROWEST = 60
_WIDEST = 90
_CELL_PIPE = re.compile(r"(\\*)\|")


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly it; newlines stay, and no line begins a block."""
    return escape_line_starts(_escape(text, _SPECIAL))


def escape_inline(text: str, *, in_paragraph: bool = False) -> str:
    """Like `escape` for a piece of a line: a beginning is not taken for the beginning of a line.

    `in_paragraph` leaves lone brackets and pipes alone, which are harmless outside links and tables.
    """
    return _escape(text, _SPECIAL_IN_PARAGRAPH if in_paragraph else _SPECIAL)


def escape_line_starts(markdown: str) -> str:
    """Inline Markdown whose lines begin no heading, list, quote, table, rule or code block."""
    return _LINE_START.sub(_line_start, markdown)


def from_paragraphs(paragraphs: Iterable[str]) -> str:
    """Plain paragraphs as Markdown; white space is folded, empty ones are left out."""
    folded = (" ".join(paragraph.split()) for paragraph in paragraphs)
    return "\n\n".join(escape(paragraph) for paragraph in folded if paragraph)


def from_lines(text: str) -> str:
    """Plain text as Markdown that keeps its lines, as descriptions of videos mean them, and in which addresses are
    links. A paragraph whose lines end only because they were full (as in mail) flows."""
    return "\n\n".join(_lines(lines) for part in _EMPTY_LINES.split(text) if (lines := _stripped(part)))


def _stripped(part: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in part.split("\n")) if line]


def _lines(lines: list[str]) -> str:
    joint = " " if _is_wrapped(lines) else "\n"
    return _linked(joint.join(lines)).replace("\n", "\\\n")


def _is_wrapped(lines: list[str]) -> bool:
    """Whether no line of three and more had room for the word that begins the next one."""
    if len(lines) < 3 or not _NARROWEST <= (width := max(map(len, lines))) <= _WIDEST:
        return False
    return all(len(a) + 1 + len(b.split(" ", 1)[0]) > width for a, b in pairwise(lines))


def _linked(text: str) -> str:
    """A paragraph with its addresses as links."""
    out = ""
    at = 0
    for found in _ADDRESS.finditer(text):
        bare = found[0][:4].lower() == "www."
        shown = f"[{escape_inline(found[0])}](<https://{found[0]}>)" if bare else f"<{found[0]}>"
        out += escape_inline(text[at : found.start()], in_paragraph=True) + shown
        at = found.end()
    return escape_line_starts(out + escape_inline(text[at:], in_paragraph=True))


def heading(level: int, markdown: str) -> str:
    """A heading of level 1 to 6 out of inline Markdown; line breaks in it become spaces."""
    text = " ".join(markdown.replace("\\\n", " ").split())
    return f"{'#' * min(max(level, 1), 6)} {_CLOSING_HASHES.sub(lambda hashes: chr(92) + hashes[0], text)}"


def link(markdown: str, address: str) -> str:
    """A link out of inline Markdown and an address in ASCII, as `text.addresses.resolve` gives it."""
    if "&" in address:
        address = re.sub(r"&(?=#|[A-Za-z][A-Za-z0-9]*+;)", "&amp;", address)
    if not _balanced(address):
        address = address.replace("(", "%28").replace(")", "%29")
    return f"[{markdown}]({address})"


def code_span(code: str) -> str:
    """Plain text as inline code, on one line."""
    code = " ".join(code.split())
    if not code:
        return ""
    ticks = "`" * _free_run(code)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"


def fence(code: str, language: str = "") -> str:
    """Plain text as a fenced block of code; its fence is longer than any inside."""
    ticks = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(code)), default=0))
    info = language if _LANGUAGE.fullmatch(language) else ""
    return f"{ticks}{info}\n{code}\n{ticks}"


def table(rows: Sequence[Sequence[str]], alignments: Sequence[str] = ()) -> str:
    """A GFM table out of rows of inline Markdown, the first being the header.

    `alignments` are "left", "right", "center" or "" for each column. Rows may differ in length.
    """
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    marks = {"left": ":---", "right": "---:", "center": ":---:"}
    rule = [marks.get(alignments[column] if column < len(alignments) else "", "---") for column in range(width)]
    lines = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    lines.insert(1, rule)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def prefixed(block: str, first: str, others: str) -> str:
    """A block with `first` before its first line and `others` before the rest; empty lines get no trailing space."""
    lines = block.split("\n")
    return "\n".join([(first + lines[0]).rstrip(), *((others + line).rstrip() for line in lines[1:])])


def _escape(text: str, special: re.Pattern[str]) -> str:
    return special.sub(_backslashed, text)


def _backslashed(match: re.Match[str]) -> str:
    return "".join("\\" + character for character in match[0])


def _line_start(match: re.Match[str]) -> str:
    if match["before"]:
        return "\\" + match["before"]
    # A number is disarmed behind its digits.
    return match["number"] + "\\" if match["number"] else ""


def _free_run(code: str) -> int:
    """The length of the shortest run of backticks that `code` does not contain, at least 1."""
    lengths = {len(run) for run in _BACKTICKS.findall(code)}
    return next(length for length in range(1, len(lengths) + 2) if length not in lengths)


def _cell(markdown: str) -> str:
    text = " ".join(markdown.replace("\\\n", " ").split())
    # One with an even number of backslashes before it still divides the row.
    return _CELL_PIPE.sub(lambda pipe: pipe[0] if len(pipe[1]) % 2 else pipe[1] + "\\|", text)


def _balanced(address: str) -> bool:
    depth = 0
    for character in address:
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
        if not 0 <= depth <= 20:
            return False
    return depth == 0
