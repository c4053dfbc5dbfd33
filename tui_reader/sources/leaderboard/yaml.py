"""YAML as plain values: mappings, lists, and scalars as the text they are written as (YAML 1.1's failsafe schema).

Built from the parser's events without recursion, so that neither depth nor aliases of aliases can hurt.
"""

from __future__ import annotations

from typing import Any

from tui_reader.domain.errors import ParseError
from tui_reader.text.sanitise import clean_line

_DEEPEST = 40
_MOST_ALIASES = 10_000
#: What YAML 1.1 writes for nothing (https://yaml.org/type/null.html).
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def load_yaml(text: str) -> Any:
    """The first document of a file. Raises ParseError for what is no YAML, too deep, or full of aliases."""
    import yaml

    loader = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
    try:
        return _built(yaml, yaml.parse(text, Loader=loader))
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        said = clean_line(str(getattr(error, "problem", None) or ""))[:80]
        raise ParseError(f"this is damaged YAML{where}{f': {said}' if said else ''}") from None


def _built(yaml: Any, events: Any) -> Any:
    open_ones: list[Any] = []
    keys: list[str | None] = []
    anchors: dict[str, Any] = {}
    aliases = 0
    root: Any = None
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            open_ones.pop()
            keys.pop()
            continue
        if isinstance(event, yaml.DocumentEndEvent):
            break
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            value: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        elif isinstance(event, yaml.ScalarEvent):
            value = None if event.implicit[0] and event.value in _NOTHING else event.value
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
            value = anchors.get(event.anchor)
        else:
            continue
        if getattr(event, "anchor", None) and not isinstance(event, yaml.AliasEvent):
            anchors[event.anchor] = value
        if len(open_ones) >= _DEEPEST or aliases > _MOST_ALIASES:
            raise ParseError("this YAML is nested too deeply for a leaderboard")
        if not open_ones:
            root = value
        elif isinstance(open_ones[-1], list):
            open_ones[-1].append(value)
        elif keys[-1] is None:
            keys[-1] = str(value) if isinstance(value, str) else ""
        else:
            open_ones[-1].setdefault(keys[-1], value)
            keys[-1] = None
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            open_ones.append(value)
            keys.append(None)
    return root
