"""From the table of actions and the user's `[keys]` to what each key sequence does, per pane."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.actions import ACTIONS, BY_ID, Action, Context, applies

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

#: How characters and keys are called once pressed (Textual's names), so that "?" and "question_mark" are one key.
_NAMES = {
    "space": " ", "question_mark": "?", "exclamation_mark": "!", "full_stop": ".", "slash": "/", "semicolon": ";",
    "left_square_bracket": "[", "right_square_bracket": "]", "left_curly_bracket": "{", "right_curly_bracket": "}",
    "comma": ",", "colon": ":", "minus": "-", "underscore": "_", "plus": "+", "return": "enter", "esc": "escape",
    "del": "delete", "pgup": "pageup", "pgdn": "pagedown", "shift+g": "G",
}  # fmt: skip
_KEYS = frozenset(
    [
        "enter",
        "escape",
        "tab",
        "backspace",
        "delete",
        "insert",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
    ]
    + [f"f{n}" for n in range(1, 25)]
)


class KeyProblem(Struct, frozen=True):
    """Something wrong in `[keys]`: which action id or sequence, what, and what to do."""

    key: str
    message: str
    hint: str


class Keymap(Struct, frozen=True):
    """`sequences[context]` maps a tuple of keys to an action id; `begun[context]` holds what longer sequences begin
    with; `keys` maps an action id to its sequences as written."""

    sequences: Mapping[Context, Mapping[tuple[str, ...], str]]
    begun: Mapping[Context, AbstractSet[tuple[str, ...]]]
    keys: Mapping[str, tuple[str, ...]]
    problems: tuple[KeyProblem, ...] = ()

    def first(self, action_id: str) -> str:
        """The key shown for an action, short: `^p`, `esc`, `gg`; "" if it has none."""
        sequences = self.keys.get(action_id, ())
        return show(sequences[0]) if sequences else ""

    def means_nothing(self, key: str, pane: Context) -> tuple[str, str]:
        """What is said of a key without a meaning in a pane, and what helps: where it has one, if it does anywhere."""
        helped = f"{self.first('app.help')} shows all keys"
        for table in self.sequences.values():
            if (action_id := table.get((key,))) is not None and not applies(BY_ID[action_id], pane):
                action = BY_ID[action_id]
                panes = [c.value.capitalize() for c in action.contexts if c is not Context.SOURCES]
                if panes:
                    some = ", ".join(panes[:-1]) + " and " + panes[-1] if panes[1:] else panes[0]
                    return f"{show(key)} ({action.label.lower()}) is for {some}", helped
        return f"{show(key)} means nothing here", helped


def normalise(key: str) -> str:
    """One key under the name it is compared by."""
    if len(key) == 1:
        return key
    key = key.strip()
    low = key.lower()
    if low in _NAMES:
        return _NAMES[low]
    if low.startswith("shift+") and len(low) == 7:
        return low[-1].upper()
    return low


def split(sequence: str) -> tuple[str, ...]:
    """`"g g"` as `("g", "g")`; a lone space is the space bar."""
    return tuple(normalise(part) for part in sequence.split()) or ((" ",) if sequence else ())


def show(sequence: str) -> str:
    """A sequence as printed in the footer and the help."""
    short = {" ": "space", "escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "shift+tab": "⇧tab"}
    arrows = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
    parts = [short.get(k, arrows.get(k, k.replace("ctrl+", "^"))) for k in split(sequence)]
    return "".join(parts) if all(len(p) == 1 for p in parts) else " ".join(parts)


def build(overrides: Mapping[str, tuple[str, ...]]) -> Keymap:
    """The keymap with the user's changes. What is wrong is reported and left at its default: an unknown action, a key
    that does not exist, two actions on one key in one pane, a key that hides a longer sequence."""
    problems: list[KeyProblem] = []
    keys = {a.id: a.keys for a in ACTIONS}
    for action_id, sequences in overrides.items():
        if action_id not in BY_ID:
            near = difflib.get_close_matches(action_id, BY_ID, 1)
            hint = f"The nearest is {near[0]!r}." if near else "inference-tui keys lists them."
            problems.append(KeyProblem(action_id, f"there is no action {action_id!r}", hint))
            continue
        bad = [k for s in sequences for k in split(s) if not _is_key(k)]
        if bad:
            problems.append(
                KeyProblem(action_id, f"{bad[0]!r} is no key", "Write a character, or a name such as ctrl+d, f5, home.")
            )
            continue
        keys[action_id] = tuple(sequences)
    sequences_by_context: dict[Context, dict[tuple[str, ...], str]] = {}
    begun_by_context: dict[Context, AbstractSet[tuple[str, ...]]] = {}
    reported: set[frozenset[str]] = set()
    # Actions the user rebound come first: they win a clash, and the report says over whom.
    ordered = sorted(ACTIONS, key=lambda a: a.id not in overrides)
    typed_for = {action_id: [split(sequence) for sequence in sequences] for action_id, sequences in keys.items()}
    for context in Context:
        table: dict[tuple[str, ...], str] = {}
        begun: dict[tuple[str, ...], tuple[str, ...]] = {}  # what a longer sequence begins with, and the whole of it
        for action in ordered:
            if not (applies(action, context) or (context is Context.GLOBAL and Context.GLOBAL in action.contexts)):
                continue
            for typed in typed_for[action.id]:
                problem = _clash(table, begun, typed, action, context)
                if problem is None:
                    table[typed] = action.id
                    begun.update((typed[:length], typed) for length in range(1, len(typed)))
                elif frozenset((action.id, problem[0])) not in reported:
                    reported.add(frozenset((action.id, problem[0])))
                    problems.append(
                        KeyProblem(action.id, problem[1], f"Give {action.id!r} or {problem[0]!r} another key.")
                    )
        sequences_by_context[context], begun_by_context[context] = table, begun.keys()
    return Keymap(sequences_by_context, begun_by_context, keys, tuple(problems))


def _clash(
    table: Mapping[tuple[str, ...], str],
    begun: Mapping[tuple[str, ...], tuple[str, ...]],
    typed: tuple[str, ...],
    action: Action,
    context: Context,
) -> tuple[str, str] | None:
    shown = " ".join(typed)
    if (other := table.get(typed)) and other != action.id:
        return other, f"{shown!r} already means {other!r} ({context.value}), so {action.id!r} does not get it"
    alike = [typed[:length] for length in range(1, len(typed))] + ([begun[typed]] if typed in begun else [])
    for taken in alike:
        if (other := table.get(taken)) and other != action.id:
            return other, f"{shown!r} and {' '.join(taken)!r} begin alike: {action.id!r}, {other!r} ({context.value})"
    return None


def _is_key(key: str) -> bool:
    base = key
    for modifier in ("ctrl+", "alt+", "shift+", "super+"):
        base = base.removeprefix(modifier)
    return (len(base) == 1 and base.isprintable()) or base in _KEYS
