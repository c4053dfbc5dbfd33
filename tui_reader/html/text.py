"""The text of an element and everything below it, for places that hold nothing but text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tui_reader.html.rules import BLOCKS, DROPPED, is_hidden
from tui_reader.text.sanitise import clean_line, clean_text

_LANGUAGE_CLASS = re.compile(
    r"(?:language|lang|highlight-source|highlight-text|brush:?|sourceCode)[-:\s]\s*([\w+#.-]+)"
)
_BROKEN_LINE = re.compile(r"(?<!\\)%[ ]*\n\s*")
_NOT_LANGUAGES = re.compile("none|plain|plaintext|text|txt|code|hljs|nohighlight|source|default")


def visible_text(element: etree._Element) -> str:
    """One line: what can be seen of an element, without asking how deep it goes."""
    return clean_line("".join(_pieces(element, " ")))


def preformatted(element: etree._Element) -> str:
    """The text of a `pre`, lines and indents kept; elements that are lines of their own end one."""
    text = clean_text("".join(_pieces(element, "\n")))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def code_language(element: etree._Element) -> str:
    """The language that a `pre`, the code in it or what is around it names in a class; "" when none."""
    near = [element, *element.iterchildren("code")]
    parent = element.getparent()
    for _ in range(2):
        if parent is not None:
            near.append(parent)
            parent = parent.getparent()
    for candidate in near:
        named = candidate.get("data-lang") or candidate.get("data-language") or ""
        match = _LANGUAGE_CLASS.search(candidate.get("class", ""))
        language = (named or (match[1] if match else "")).lower()
        if language and not _NOT_LANGUAGES.fullmatch(language):
            return language
    return ""


def math_source(element: etree._Element) -> str:
    """The LaTeX of a `math` element, from LaTeXML's `alttext` or an annotation; "" when it has none."""
    if source := element.get("alttext", ""):
        # Long formulas are broken after a "%", LaTeX's mark of a comment.
        return _BROKEN_LINE.sub("", source)
    for note in element.iter("annotation"):
        if "tex" in note.get("encoding", "").lower():
            return "".join(str(text) for text in note.itertext())
    return ""


def _pieces(element: etree._Element, line_end: str) -> Iterator[str]:
    """The text nodes of what is seen; `line_end` stands for breaks and, unless there is one, ends of blocks."""
    last = line_end
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        tag = node.tag
        if event == "start":
            if not isinstance(tag, str) or tag in DROPPED or tag == "annotation" or is_hidden(node.attrib):
                walker.skip_subtree()
            elif tag == "br":
                yield (last := line_end)
            elif node.text:
                yield (last := node.text)
        elif node is not element:
            if tag in BLOCKS and not last.endswith(line_end):
                yield (last := line_end)
            if node.tail:
                yield (last := node.tail)
