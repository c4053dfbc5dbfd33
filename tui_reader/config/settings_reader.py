"""From a TOML document to Settings: what is right is taken, what is wrong is noted with its place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.config.schema import (
    ALIASES,
    COMMANDS,
    KEY_PRESETS,
    KEYS,
    RULES,
    SECTIONS,
    TYPE_NAMES,
    VIEWS,
    WHOLE_RULES,
    Option,
    Refusal,
    Section,
    Shape,
)
from tui_reader.config.toml_text import KeyPath, Value, dotted, quoted, visible
from tui_reader.domain.query import QueryError, parse
from tui_reader.domain.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Finding(Struct, frozen=True):
    """Something wrong at a key. `nearest` is the valid key or value that may have been meant, or ""."""

    path: KeyPath
    message: str
    hint: str = ""
    nearest: str = ""


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "{ … }"  # there may be a key in it
    text = quoted(value) if isinstance(value, str) else ascii(value)
    return text if len(text) <= 60 else text[:57] + "…"


class SettingsReader:
    """Takes a document apart, collecting findings."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def _found(self, path: KeyPath, message: str, hint: str = "", nearest: str = "") -> None:
        self.findings.append(Finding(path, visible(f"{dotted(path)} {message}"), visible(hint), nearest))

    def _unknown(self, path: KeyPath, known: Iterable[str], what: str = "key") -> None:
        import difflib

        known = list(known)
        near = (difflib.get_close_matches(str(path[-1]).lower(), known, 1, cutoff=0.5) or [""])[0]
        section = dotted(path[:-1])
        listed = ", ".join(known)
        hint = f"Did you mean {near}? " if near else ""
        place = f"[{section}]" if section else "The file"
        self._found(path, f"is not a known {what}", f"{hint}{place} can hold {listed}.", near)

    def settings(self, document: Mapping[str, object]) -> Settings:
        """The settings the document means; what is wrong goes to `findings` and stays at its default."""
        settings = Settings()
        values: dict[str, Any] = {}
        for name, content in _with_followed(document).items():
            if (section := SECTIONS.get(name)) is not None:
                read = {Shape.TABLE: self._table, Shape.NAMED: self._named, Shape.LIST: self._listed}[section.shape]
                values[name] = read(section, content, getattr(settings, name))
            elif name == ALIASES:
                values[name] = self._aliases(content)
            elif name == VIEWS:
                values[name] = self._views(content)
            elif name == KEYS:
                values[name] = self._keys(content)
            else:
                self._unknown((name,), [*SECTIONS, ALIASES, VIEWS, KEYS], "section")
        return replace(settings, **values)

    def _table(self, section: Section, content: object, default: Any) -> Any:
        if not isinstance(content, dict):
            self._found((section.name,), "must be a table", f"Write [{section.name}] on a line of its own.")
            return default
        return replace(default, **self._fields(section, (section.name,), content))

    def _named(self, section: Section, content: object, default: Mapping[str, Any]) -> Mapping[str, Any]:
        """`[benchmarks.ID]`, whose IDs are looked at by `config.board_settings`, and `[boards.NAME]`, whose names are
        the user's."""
        tables: dict[str, Any] = dict(default)
        if not isinstance(content, dict):
            self._found((section.name,), "must hold tables", f"Write [{section.name}.NAME] on a line of its own.")
            return tables
        for name, fields in content.items():
            path = (section.name, name)
            if not isinstance(fields, dict):
                self._found(path, "must be a table", f"Write [{dotted(path)}] on a line of its own.")
            elif not name.strip():
                self._found(path, "needs a name", f"Write [{section.name}.my-board].")
            else:
                start = default[name] if name in default else section.cls()
                tables[name] = replace(start, **self._fields(section, path, fields))
        return tables

    def _listed(self, section: Section, content: object, default: Any) -> Any:
        """`[[feeds]]`. An empty list is a list: then no feed is followed. A feed without a usable address is left out,
        and the built-in list does not come back for it: the user replaced that."""
        if not isinstance(content, list):
            self._found((section.name,), "must be a list of tables", f"Write [[{section.name}]], in double brackets.")
            return default
        options = section.options()
        needed = [o.name for o in options.values() if o.is_needed]
        made: list[object] = []
        taken: set[Value] = set()
        for number, fields in enumerate(content):
            path: KeyPath = (section.name, number)
            if not isinstance(fields, dict):
                self._found(path, "must be a table", f"Write [[{section.name}]], and its keys below.")
                continue
            values = self._fields(section, path, fields)
            for name in needed:
                if name not in fields:
                    self._found(path, f"has no {name}", f'Give it a line {name} = "…".')
            if section.name == COMMANDS and (key := values.get("key")) is not None:
                if key in taken:
                    self._found((*path, "key"), f"= {_shown(key)} is taken by another command", "Choose another key.")
                taken.add(key)
            if all(name in values for name in needed):
                made.append(section.cls(**values))
        return tuple(made)

    def _fields(self, section: Section, path: KeyPath, content: Mapping[str, object]) -> dict[str, Value]:
        """The values of a table that are right."""
        options = section.options()
        values: dict[str, Value] = {}
        for name, raw in content.items():
            if (option := options.get(name)) is None:
                self._unknown((*path, name), options)
            elif (value := self._value(section, option, (*path, name), raw)) is not None:
                values[name] = value
        return values

    def _value(self, section: Section, option: Option, path: KeyPath, raw: object) -> Value | None:
        value = _typed(option.type, raw)
        if value is None:
            self._found(path, f"must be {TYPE_NAMES[option.type]}, not {_shown(raw)}", _example(option))
            return None
        whole = WHOLE_RULES.get(f"{section.name}.{option.name}")
        if whole is not None and (refusal := whole(value)) is not None:
            self._found(path, refusal.why, f"Until then this [[{section.name}]] is left out.")
            return None
        rule = RULES.get(f"{section.name}.{option.name}")
        if rule is None:
            return value
        if isinstance(value, tuple):
            good: list[str] = []
            for number, text in enumerate(value):
                if (refusal := rule(text)) is None:
                    good.append(text)
                else:
                    self._refused((*path, number), text, refusal, f"the others in {dotted(path)} hold")
            # A list of which nothing is left was not meant to be empty.
            return tuple(dict.fromkeys(good)) if good or not value else None
        if (refusal := rule(value)) is not None:
            self._refused(path, value, refusal, "")
            return None
        return value

    def _refused(self, path: KeyPath, value: Value, refusal: Refusal, rest: str) -> None:
        hint = f"Did you mean {quoted(refusal.nearest)}? " if refusal.nearest else ""
        kept = f"Until then {rest}." if rest else "Until then the default holds."
        self._found(path, f"= {_shown(value)}: {refusal.why}", hint + kept, refusal.nearest)

    def _views(self, content: object) -> Mapping[str, str]:
        views: dict[str, str] = {}
        if not isinstance(content, dict):
            self._found((VIEWS,), "must be a table", '[views] holds lines such as "speech" = "cat:cs.SD is:inbox".')
            return views
        for name, query in content.items():
            path = (VIEWS, name)
            if not isinstance(query, str):
                self._found(path, f"must be text, not {_shown(query)}", 'Write "name" = "query".')
                continue
            try:
                # Only whether it can be understood is asked here, so any day will do for today.
                parse(query, date(2026, 1, 1))
            except QueryError as error:
                self._found(path, f"is no query: {error.message}", error.hint)
            except RecursionError:
                self._found(path, "is no query: it is nested too deeply", "Take out inner parentheses.")
            else:
                views[name] = query
        return views

    def _aliases(self, content: object) -> Mapping[str, tuple[str, ...]]:
        """Names of models and what else they are called; a name alone stands for a list of one."""
        aliases: dict[str, tuple[str, ...]] = {}
        if not isinstance(content, dict):
            self._found((ALIASES,), "must be a table", '[aliases] holds lines such as "GPT-5.4" = ["gpt-5.4-xhigh"].')
            return aliases
        for path, raw in _flattened((ALIASES,), content):
            names = _typed("tuple[str, ...]", [raw] if isinstance(raw, str) else raw)
            name = ".".join(str(part) for part in path[1:])
            if not name.strip() or not isinstance(names, tuple) or not all(n.strip() for n in names):
                self._found(path, f"must be names of a model, not {_shown(raw)}", 'Write "name" = ["other name"].')
            else:
                aliases[name] = names
        return aliases

    def _keys(self, content: object) -> Mapping[str, tuple[str, ...]]:
        """Action ids and sequences as written; whether they exist and clash is the keymap's question. An empty list
        takes all keys of an action away."""
        keys: dict[str, tuple[str, ...]] = {}
        if not isinstance(content, dict):
            self._found((KEYS,), "must be a table", '[keys] holds lines such as "triage.keep" = "s".')
            return keys
        self._preset(content.get("preset", KEY_PRESETS[0]))
        for path, raw in _flattened((KEYS,), {k: v for k, v in content.items() if k != "preset"}):
            sequences = _typed("tuple[str, ...]", [raw] if isinstance(raw, str) else raw)
            if isinstance(sequences, tuple):
                keys[".".join(str(part) for part in path[1:])] = tuple(s for s in sequences if s)
            else:
                self._found(path, f"must be keys, not {_shown(raw)}", 'Write "s", or ["g g", "home"] for several.')
        return keys

    def _preset(self, preset: object) -> None:
        if preset not in KEY_PRESETS:
            hint = f"There is only {quoted(KEY_PRESETS[0])} so far; single keys can be changed below it."
            self._found((KEYS, "preset"), f"= {_shown(preset)} is no set of keys", hint, KEY_PRESETS[0])


def _flattened(path: KeyPath, table: Mapping[str, object]) -> Iterable[tuple[KeyPath, object]]:
    """`triage.keep = "s"` without quotes means a table in TOML; here it means the action all the same."""
    for name, value in table.items():
        if isinstance(value, dict) and value:
            yield from _flattened((*path, name), value)
        else:
            yield (*path, name), value


def _with_followed(document: Mapping[str, object]) -> Mapping[str, object]:
    """The document with a list `[boards] follow`, which means the same, where it belongs: `[follow] boards`."""
    boards, follow = document.get("boards"), document.get("follow", {})
    if not isinstance(boards, dict) or not isinstance(boards.get("follow"), list) or not isinstance(follow, dict):
        return document
    rest = {name: content for name, content in boards.items() if name != "follow"}
    return {**document, "boards": rest, "follow": {"boards": boards["follow"], **follow}}


def _typed(annotation: str, raw: object) -> Value | None:
    """The value if it has that type; whole numbers will do for numbers, true and false for neither."""
    if annotation == "str":
        return raw if isinstance(raw, str) else None
    if annotation == "bool":
        return raw if isinstance(raw, bool) else None
    if annotation == "int":
        return raw if isinstance(raw, int) and not isinstance(raw, bool) else None
    if annotation == "float":
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return None
        try:
            return float(raw)
        except OverflowError:
            return float("inf")
    if annotation == "Mapping[str, str]":
        return dict(raw) if isinstance(raw, dict) and all(isinstance(x, str) for x in raw.values()) else None
    if isinstance(raw, list) and all(isinstance(x, str) for x in raw):
        return tuple(str(x) for x in raw)
    return None


def _example(option: Option) -> str:
    example = {
        "str": '"text in quotes"',
        "bool": "true" if option.default else "false",
        "int": str(option.default),
        "float": str(option.default),
        "tuple[str, ...]": '["one", "two"]',
        "Mapping[str, str]": '{ "X-Name" = "text" }',
    }[option.type]
    return f"Write {option.name} = {example}."
