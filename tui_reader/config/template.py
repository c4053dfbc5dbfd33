"""The configuration as text: the commented file of `config init`, the settings in force, the table for the README.

Everything is read off the dataclasses of `domain/settings.py`, the help texts from the strings under their fields.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from tui_reader.config.board_settings import BoardDefault, with_boards
from tui_reader.config.schema import PROGRAMS, SECTIONS, TYPE_NAMES, Section, Shape
from tui_reader.config.toml_text import key, literal, quoted
from tui_reader.domain import settings as source
from tui_reader.domain.settings import Settings
from tui_reader.text.address_parts import login_hidden

_HEAD = """\
# The configuration of inference-tui. Every setting stands at its default; take away the # in front of one to change it.
# The program never writes this file. `inference-tui config check` finds mistakes in it.
"""

#: What the sections with names of the user's own look like. Parts of the file like any other, only not settings with
#: a default, so they are written as prose (`# `) and not as settings (`#`).
_EXAMPLES = {
    "boards": '[boards.my-board]\nmodel = "name"\nscore = "elo"',
    "feeds": '[[feeds]]\ntitle = "My lab"\nurl = "https://example.org/feed.xml"\ngroup = "AI Labs"\n'
    'full_text = true\nrefresh_minutes = 30\nuser_agent = "Mine/1.0"\nheaders = { "X-Key" = "…" }',
    "command": '[[command]]\nkey = "l"\nname = "Summarise"\nrun = ["llm", "-s", "Summarise in five sentences."]',
    "open_with": '[[open_with]]\nmatch = "https://www.youtube.com/*"\ncommand = ["mpv", "{url}"]',
    "on_new": '[[on_new]]\nmatch = "is:watched"\nrun = ["notify-send", "{title}"]',
    "aliases": '"GPT-5.4 (xhigh)" = ["gpt-5.4-2026-03-05-xhigh", "GPT-5.4"]',
    "views": '"speech today" = "cat:cs.SD is:inbox since:today"',
    "keys": '"triage.keep" = "s"\n"nav.top" = ["g g", "home"]   # keys after each other, or several\n"open.links" = []',
}
_ALIASES_HELP = (
    'What else a model is called on other boards: "name" = a list of names. This adds to the table that comes with the '
    "program; compare, history and the names in texts go by it."
)
_VIEWS_HELP = 'Filters of your own: "name" = "query".'
_KEYS_HELP = "Other keys: action id = key, or a list of keys; `inference-tui keys` lists the ids."


class OptionHelp(Struct, frozen=True):
    """One setting. `key` is dotted (`network.timeout_s`), `type` in words, `default` as TOML writes it ("" where the
    setting must be given)."""

    key: str
    type: str
    default: str
    help: str


def describe(boards: Sequence[BoardDefault] = ()) -> list[OptionHelp]:
    """Every setting, in the order of the file. Named sections stand once per name that is built in, or as NAME."""
    found: list[OptionHelp] = []
    for section in SECTIONS.values():
        for header, value in _tables(section, with_boards(Settings(), boards, {}), with_pattern=True):
            prefix = header.strip("[]") + ("[]" if section.shape is Shape.LIST else "")
            for option in section.options().values():
                default = option.default if value is None else getattr(value, option.name)
                shown = "" if default is None else literal(default)
                found.append(
                    OptionHelp(
                        f"{prefix}.{option.name}", TYPE_NAMES[option.type], shown, _help(section.cls)[option.name]
                    )
                )
    found.append(OptionHelp('aliases."NAME"', TYPE_NAMES["tuple[str, ...]"], "", _ALIASES_HELP))
    found.append(OptionHelp('views."NAME"', TYPE_NAMES["str"], "", _VIEWS_HELP))
    found.append(OptionHelp("keys.preset", TYPE_NAMES["str"], '"default"', "The set of keys to begin with."))
    found.append(OptionHelp('keys."ACTION"', "text or a list of texts", "", _KEYS_HELP))
    return found


def render(boards: Sequence[BoardDefault] = ()) -> str:
    """The commented config.toml of `config init`. It means the defaults, also with every setting uncommented."""
    blocks = [_HEAD]
    for section in SECTIONS.values():
        helps = _help(section.cls)
        lines = _comment(_about(section))
        for header, value in _tables(section, with_boards(Settings(), boards, {})):
            lines.append(header)
            for option in section.options().values():
                lines += _comment(helps[option.name])
                lines.append(f"#{option.name} = {literal(getattr(value, option.name))}")
            lines.append("")
        if section.name in _EXAMPLES:
            if section.shape is Shape.NAMED or section.name in PROGRAMS:
                lines += [f"#   {name}: {text}" for name, text in helps.items()]
            lines += _example(section.name)
        blocks.append("\n".join(lines).rstrip() + "\n")
    blocks.append("\n".join(["[aliases]", *_comment(_ALIASES_HELP), *_example("aliases")]) + "\n")
    blocks.append("\n".join(["[views]", *_comment(_VIEWS_HELP), *_example("views")]) + "\n")
    blocks.append("\n".join(["[keys]", *_comment(_KEYS_HELP), '#preset = "default"', *_example("keys")]) + "\n")
    return "\n".join(blocks)


def show(settings: Settings, *, secrets: bool = False) -> str:
    """The settings in force as a config.toml. Without `secrets` API keys and headers are shown as `…`, and logins in
    addresses as `***`."""
    blocks: list[str] = []
    for section in SECTIONS.values():
        for header, value in _tables(section, settings):
            lines = [header]
            for option in section.options().values():
                content = getattr(value, option.name)
                if option.name == "headers" and not content:
                    content = None
                if content is None:
                    continue
                lines.append(f"{option.name} = {literal(content if secrets else _hidden(option.name, content))}")
            blocks.append("\n".join(lines))
    if settings.feeds == ():
        blocks.insert(0, "feeds = []")
    if settings.aliases:
        blocks.append("\n".join(["[aliases]", *(f"{quoted(n)} = {literal(o)}" for n, o in settings.aliases.items())]))
    if settings.views:
        blocks.append("\n".join(["[views]", *(f"{key(n)} = {quoted(q)}" for n, q in settings.views.items())]))
    if settings.keys:
        blocks.append("\n".join(["[keys]", *(f"{quoted(n)} = {literal(k)}" for n, k in settings.keys.items())]))
    return "\n\n".join(blocks) + "\n"


def _hidden(name: str, content: Any) -> Any:
    """The value of an option without what is secret in it."""
    if name == "headers":
        return dict.fromkeys(content, "…")
    if name == "api_key" and content:
        return "…"
    return login_hidden(content) if isinstance(content, str) else content


def _tables(section: Section, settings: Settings, with_pattern: bool = False) -> Iterator[tuple[str, object]]:
    """The headers of a section with the values below each; with `with_pattern` also one for sections that are empty,
    its value None."""
    value = getattr(settings, section.name)
    if section.shape is Shape.TABLE:
        yield f"[{section.name}]", value
    elif section.shape is Shape.LIST:
        yield from ((f"[[{section.name}]]", one) for one in value or ())
    elif isinstance(value, Mapping):
        yield from ((f"[{section.name}.{key(name)}]", one) for name, one in value.items())
    if with_pattern and section.shape is not Shape.TABLE and not value:
        yield (f"[[{section.name}]]" if section.shape is Shape.LIST else f"[{section.name}.NAME]"), None


def _about(section: Section) -> str:
    """What the class says beyond its header."""
    text = " ".join((inspect.getdoc(section.cls) or "").split())
    return "" if text.endswith("`.") and text.startswith("`[") else text.replace("`", "")


def _help(cls: type[Struct]) -> dict[str, str]:
    """The string under each field of a settings class, by name; "" where the source is not at hand."""
    helps = dict.fromkeys(cls.__struct_fields__, "")
    try:
        body = ast.parse(inspect.getsource(source)).body
    except OSError:
        return helps
    for node in body:
        if not (isinstance(node, ast.ClassDef) and node.name == cls.__name__):
            continue
        for field, below in zip(node.body, node.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                helps[field.target.id] = " ".join(str(below.value.value).split())
    return helps


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, 110)]


def _example(name: str) -> list[str]:
    return ["# For example:", *(f"#   {line}" for line in _EXAMPLES[name].splitlines())]
