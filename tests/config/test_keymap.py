from tui_reader.config import keymap
from tui_reader.domain.actions import ACTIONS, Context


def test_defaults_do_not_clash() -> None:
    assert keymap.build({}).problems == ()


def action(keys: keymap.Keymap, context: Context, *typed: str) -> str | None:
    return keys.sequences[context].get(typed)


def test_action_ids_are_unique() -> None:
    assert len({a.id for a in ACTIONS}) == len(ACTIONS)


def test_a_sequence_waits_for_its_second_key() -> None:
    keys = keymap.build({})
    assert action(keys, Context.PAPERS, "g") is None
    assert ("g",) in keys.begun[Context.PAPERS]
    assert action(keys, Context.PAPERS, "g", "g") == "nav.top"
    assert ("g", "g") not in keys.begun[Context.PAPERS]


def test_rebinding_moves_the_key() -> None:
    keys = keymap.build({"triage.keep": ("ctrl+s",)})
    assert keys.problems == ()
    assert action(keys, Context.FEEDS, "ctrl+s") == "triage.keep"
    assert action(keys, Context.FEEDS, "s") is None


def test_a_clash_is_reported_and_the_users_binding_wins() -> None:
    keys = keymap.build({"triage.keep": ("x",)})
    assert [p.key for p in keys.problems] == ["triage.skip"]
    assert action(keys, Context.FEEDS, "x") == "triage.keep"


def test_a_key_that_hides_a_longer_sequence_is_reported() -> None:
    keys = keymap.build({"triage.keep": ("g",)})
    assert any("begin alike" in p.message for p in keys.problems)


def test_unknown_action_names_the_nearest() -> None:
    (problem,) = keymap.build({"triage.kep": ("s",)}).problems
    assert "triage.keep" in problem.hint


def test_unknown_key_is_reported() -> None:
    (problem,) = keymap.build({"triage.keep": ("strg+s",)}).problems
    assert "strg+s" in problem.message


def test_names_and_characters_are_one_key() -> None:
    assert keymap.split("question_mark") == ("?",)
    assert keymap.split("space") == (" ",)
    assert keymap.normalise(" ") == " "
    assert keymap.show("g g") == "gg"
    assert keymap.show("ctrl+p") == "^p"
