"""Commands of TeX that do something: what has one in a title must not run it, whatever it is converted to later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

#: Commands that read, write, run or define something, leave out what follows, or change how it is read.
DOING = frozenset(
    name
    for line in (
        "input include InputIfFileExists IfFileExists openin openout closein closeout read readline write newread",
        "newwrite immediate special directlua latelua luaexec luadirect luaescapestring ShellEscape sys shipout",
        "output everypar everyjob everymath everydisplay everyhbox everyvbox everycr everyeof jobname primitive",
        "pdfprimitive catcode lccode uccode mathcode endlinechar escapechar def edef gdef xdef let futurelet",
        "newcommand renewcommand providecommand DeclareRobustCommand DeclareMathOperator newenvironment",
        "renewenvironment csname endcsname expandafter noexpand afterassignment aftergroup scantokens detokenize",
        "unexpanded usepackage RequirePackage documentclass LoadClass lstinputlisting verbatiminput VerbatimInput",
        "verbatimfile includegraphics includesvg includepdf includeonly subfile import subimport inputminted",
        "inputencoding endinput bye stop dump patterns batchmode nonstopmode scrollmode errorstopmode loop repeat",
        "AtBeginDocument AtEndDocument makeatletter write18 pdfobj pdfliteral pdffiledump pdffilesize",
        "pdfmdfivesum pdfshellescape pdfcatalog pdfximage pdfescapestring openany filecontents bibliography",
        "addbibresource ExplSyntaxOn chardef mathchardef countdef dimendef skipdef toksdef newif iffalse iftrue",
        "ifx ifnum ifdim ifcat ifeof ifcase if else fi or message errmessage typeout typein show showthe showbox",
        "tracingall global outer long uppercase lowercase font CatchFileDef CatchFileEdef CatchFileBetweenTags py",
        "pyc pys pyb tikzexternalize embedfile attachfile textattachfile includemedia movie csvreader",
        "csvautotabular DTLloaddb pgfplotstableread pgfplotstabletypeset markdownInput externaldocument epsfig",
        "psfig psfile xinput newwriter includestandalone inputfrom subincludefrom includefrom lstset minted",
        "executeiffilenewer ifshellescape",
    )
    for name in line.split()
)
#: Environments that write files or run programs stand behind `\\begin`.
_ENVIRONMENTS = r"(?=\s*\{\s*(?:filecontents|luacode|VerbatimOut|py(?:code|block|sub|console|verbatim)|sage\w*|asy)\b)"
DOING_COMMAND = re.compile(
    r"\\(@*(?:" + "|".join(sorted(DOING, key=len, reverse=True)) + rf")(?![A-Za-z])|begin{_ENVIRONMENTS})"
)
#: Characters that TeX reads out of others: a backslash, or a letter of a command.
_HIDDEN_BACKSLASH = re.compile(r"\^(?=\^(?:[0-9a-fA-F]{2}|\x1c))|(?<=\\)\^(?=\^)")
_CODE = re.compile(
    r"(^[ >]*(?P<fence>`{3,}|~{3,}).*?^[ >]*(?P=fence)[ \t]*$"
    r"|(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))",
    re.DOTALL | re.MULTILINE,
)
#: Looks like the backslash that it stands for, and is none.
_SIGN = "\u2216"


def harmless(text: str) -> str:
    """The text with another sign for the backslash of each command that does something: it reads the same, and no
    conversion to LaTeX makes a command of it."""
    if "\\" in text:
        text = DOING_COMMAND.sub(rf"{_SIGN}\1", text)
    return _HIDDEN_BACKSLASH.sub("^ ", text) if "^^" in text else text


def harmless_markdown(markdown: str) -> str:
    """The same for Markdown, which converters take LaTeX out of, too. Code stays as it is: it is printed."""
    if "\\" not in markdown and "^^" not in markdown:
        return markdown
    out: list[str] = []
    end = 0
    for code in _CODE.finditer(markdown):
        out += [harmless(markdown[end : code.start()]), code[0]]
        end = code.end()
    return "".join(out) + harmless(markdown[end:])


def harmless_values(values: Mapping[str, Any], but: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The same for all texts in a value of JSON, but for those of some names: what the user wrote stays."""
    return {name: value if name in but else _harmless_value(value) for name, value in values.items()}


def _harmless_value(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, (list, tuple)):
        return [_harmless_value(part) for part in value]
    return {key: _harmless_value(part) for key, part in value.items()} if isinstance(value, dict) else value
