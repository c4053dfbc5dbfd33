"""Names of authors as people write them, where a source has them in LaTeX: `Bj\\"orn S\\o rensen` is Björn Sørensen."""

from __future__ import annotations

import re

from tui_reader.text.latex import to_unicode
from tui_reader.text.latex_commands import accented
from tui_reader.text.latex_doing import DOING_COMMAND
from tui_reader.text.latex_symbols import ACCENTS, ALPHABETS, FUNCTIONS, LETTERS, SILENT, TRANSPARENT

_AT, _DOT = r"(?:@|\s?[\[(]\s?at\s?[\])]\s?)", r"(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)"
_MAIL = re.compile(rf"(?:mailto:)?([\w.+-]{{1,64}}{_AT}[\w-]+(?:{_DOT}[\w-]+)+)", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|<\s*>|&lt;\s*&gt;|\[\s*\]")
#: Of an address only the part before the `@` is left, or a word in its place: `rt (Ann Author)`.
_LOCAL_PART = re.compile(r"[a-z][a-z0-9._+-]{0,40}\s*\((?P<name>[^\W\da-z_](?:[^()]|\([^()]*\))*)\)?")
_QUOTES = "\"'“”‘’«»"
_BY = re.compile(r"(?:by|von|par|por|BY|By)\s*:\s*|(?:by|By)\s+(?=[A-Z][\w’'-]+(?:\s|$))")
_EMPTY_PARTS = re.compile(r"\s*,(?:\s*,)+\s*")
_NOBODY = re.compile(
    r"undefined|null|none|nan|n/?a|\[object Object\]|unknown(?: author)?|author|false|true|no author|-", re.IGNORECASE
)
_IS_LATEX = re.compile(r"[\\{}~$]")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
#: Letters, and accents, whose space before the next letter is lost in old records: `Matou\vsek`, `V\^\ilcu`.
_JOINED_LETTER = re.compile(r"(ss|ae|oe|aa|AE|OE|AA|[oOlLij])(?=[a-z])")
_JOINED_ACCENT = re.compile(r"([uvHcdbkrt])([A-Za-z])")
#: The same two with their space: `Fran\c cois`.
_SPACED_ACCENT = re.compile(r"\\([uvHcdbkrt])\s+(\\?[A-Za-z])")
_TIE = re.compile(r"(?<!\\)~")
#: What leads to an affiliation that is not there: `Ada$^{1,2}$`.
_MARK = re.compile(
    r"\$\s*\^\s*(?:\{[^{}$]{0,20}\}|\S)\s*\$|\\textsuperscript\s*\{[^{}]{0,20}\}|\\thanks\s*\{[^{}]{0,200}\}"
    r"|\\footnote(?:mark|text)?\s*(?:\[[^\]]{0,20}\])?(?:\{[^{}]{0,200}\})?"
)
#: A second accent, on a letter that has one: `Nguy\~{\^e}n`.
_SECOND = re.compile(r"""\\([`'^"~=.])\s*\{?([^\W\d_a-zA-Z])\}?""")
_BRACES = re.compile(r"\{([^\\{}$]*)\}")


def byline(text: str) -> str:
    """The name in the author of a feed's entry, as people and programs fill it in: `ann@example.org (Ann Author)`,
    `Ann Author <ann@example.org>`, `noreply (Ann Author)`, `By Ann Author`; the address if that is all, "" for what
    only says that there is none."""
    match = _MAIL.search(text)
    if match is not None:
        name = _EMPTY_BRACKETS.sub("", text[: match.start()] + text[match.end() :]).strip()
        text = name or match[1].strip()
    if local := _LOCAL_PART.fullmatch(text):
        text = local["name"]
    text = text.strip(" ,;:|–—-") if not match or text != match[1] else text
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if text[:1] in _QUOTES and text[-1:] in _QUOTES and len(text) > 2:
        text = text[1:-1].strip()
    if text.count("(") > text.count(")"):  # cut off
        text = text.rstrip("( ") if text.rstrip().endswith("(") else f"{text})"
    if prefix := _BY.match(text):
        text = text[prefix.end() :]
    text = _EMPTY_PARTS.sub(", ", text)
    return "" if _NOBODY.fullmatch(text) else text


def plain_name(name: str) -> str:
    """The name without LaTeX; one without any as it is, and one that is none but commands that do something."""
    if _IS_LATEX.search(name) is None or DOING_COMMAND.search(name):
        return name
    name = _SPACED_ACCENT.sub(r"\\\1{\2}", _MARK.sub("", _TIE.sub(" ", name)))
    name = to_unicode(_COMMAND.sub(_parted, name))
    name = _SECOND.sub(lambda found: accented(found[2], ACCENTS[found[1]]), name)
    for _ in range(3):  # braces that only keep things together; a name has no others
        name = _BRACES.sub(r"\1", name)
    return " ".join(name.split())


def plain_names(names: str) -> str:
    """Names joined with ", " without LaTeX."""
    return ", ".join(map(plain_name, names.split(", "))) if _IS_LATEX.search(names) else names


def _parted(command: re.Match[str]) -> str:
    """A command that LaTeX has, as it is; else the letter or accent that it begins with, apart from what follows."""
    name = command[1]
    if name in ACCENTS or name in LETTERS or name in TRANSPARENT or name in ALPHABETS or name in SILENT:
        return command[0]
    if name in FUNCTIONS and len(name) > 3:
        return command[0]
    if letter := _JOINED_LETTER.match(name):
        return f"{{\\{letter[1]}}}{name[letter.end() :]}"
    if accent := _JOINED_ACCENT.match(name):
        return f"\\{accent[1]}{{{accent[2]}}}{name[accent.end() :]}"
    return command[0]
