"""What can be seen of a page: the one rule of what is hidden, and the text of an element that is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tui_reader.text.sanitise import clean_line, clean_text
from tui_reader.text.word_set import word_set

Element = etree._Element  # noqa: SLF001 (lxml has no public name for the type)


# Of these nothing is read. Elements that hold nothing (`source`, `embed`, `track`) are none of them: a lenient parser
# puts what follows them inside.
DROPPED = word_set(
    "script style template head title noscript noembed noframes object applet canvas svg select option button textarea "
    "dialog map frameset nav rp datalist optgroup progress meter colgroup"
)
BLOCKS = word_set(
    "address article aside body center div fieldset figcaption figure footer form header hgroup html legend main p "
    "search section tbody td tfoot th thead tr caption dd dt li summary details dl menu dir ul ol"
)
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

FOOTNOTE_NUMBER = re.compile(r"[\[(]?\s*([\w*†‡]{1,4})\s*[\])]?[.:]?")

_NEVER_HIDDEN = word_set("html body math source embed track wbr")
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|pt|%)?\s*(?:;|!|$)|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
_HIDDEN_CLASSES = word_set(
    "sr-only visually-hidden screen-reader-text screen-reader-only visuallyhidden subscription-widget-wrap "
    "subscription-widget-wrap-editor linenos lineno line-numbers-rows hljs-ln-numbers gutter-line feedflare mf- "
    "viral rouge-gutter code-gutter blob-num hljs-ln-n "
    "image-link-expand ltx_page_logo sharedaddy jp-relatedposts MathJax_Preview katex-html"
)
# Wikipedia hides either its formulas or the pictures of them, as the browser can.
_SHOWN_CLASSES = word_set(
    "mwe-math-mathml-inline mwe-math-mathml-display mwe-math-fallback-image-inline mwe-math-fallback-image-display"
)
_LANGUAGE_CLASS = re.compile(
    r"(?:language|lang|highlight-source|highlight-text|brush:?|sourceCode)[-:\s]\s*([\w+#.-]+)"
)
_NOT_LANGUAGES = re.compile("none|plain|plaintext|text|txt|code|hljs|nohighlight|source|default")


def is_hidden(element: Element) -> bool:
    """Whether an element, with all it holds, is not meant to be seen, by its attributes."""
    attributes = element.attrib
    # Pages hide their body until a script has run, and their formulas behind pictures of them.
    if not attributes or element.tag in _NEVER_HIDDEN:
        return False
    classes = attributes.get("class")
    names = classes.split() if classes else ()
    if names and not _SHOWN_CLASSES.isdisjoint(names):
        return False
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return True
    if (style := attributes.get("style")) and _HIDDEN_STYLE.search(style):
        return True
    return not _HIDDEN_CLASSES.isdisjoint(names) or (element.tag == "td" and "gutter" in names)


def take_out(element: Element) -> None:
    """Take an element out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = _writable((before.tail or "") + element.tail)
        else:
            parent.text = _writable((parent.text or "") + element.tail)
    parent.remove(element)


def take_out_hidden(root: Element) -> None:
    """Take out of a page what it hides."""
    for element in [found for found in root.iterdescendants(etree.Element) if is_hidden(found)]:
        take_out(element)


def visible_text(element: Element) -> str:
    """One line: what can be seen of an element, without asking how deep it goes."""
    return clean_line("".join(_pieces(element, " ")))


def preformatted(element: Element) -> str:
    """The text of a `pre`, lines and indents kept; elements that are lines of their own end one."""
    text = clean_text("".join(_pieces(element, "\n")))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def classes_of(element: Element) -> list[str]:
    """The classes of an element."""
    return element.get("class", "").split() if isinstance(element.tag, str) else []


def code_language(element: Element) -> str:
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


def _pieces(element: Element, line_end: str) -> Iterator[str]:
    """The text nodes of what is seen; `line_end` stands for breaks and, unless there is one, ends of blocks."""
    last = line_end
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        tag = node.tag
        if event == "start":
            if not isinstance(tag, str) or tag in DROPPED or tag == "annotation" or is_hidden(node):
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


#: Characters that a page may write as numbers, and that lxml takes in when it reads but not when it is told.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _writable(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)
