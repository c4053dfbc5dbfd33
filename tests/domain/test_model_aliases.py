"""One model by its several names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.model_aliases import BUILT_IN, ModelAliases
from tui_reader.domain.model_identity import name_key


def test_names_on_two_boards_are_one_model_however_they_are_written() -> None:
    aliases = ModelAliases()
    for name in ("gpt-5.2-2025-12-11-medium", "GPT 5.2 (Medium)", "GPT-5.2 2025-12-11 medium"):
        assert aliases.canonical(name) == "GPT-5.2 (medium)"
    assert aliases.names_of("gpt-5.2 medium") == ("GPT-5.2 (medium)", "gpt-5.2-2025-12-11-medium")
    assert aliases.key("gpt-5.2-2025-12-11-medium") == aliases.key("GPT-5.2 (medium)")


def test_variants_stay_apart() -> None:
    aliases = ModelAliases()
    names = ("GPT-5.2", "GPT-5.2 (medium)", "GPT-5.2 (xhigh)", "gpt-5.2-2025-12-11-high", "GPT-5.2 preview")
    assert len({aliases.key(name) for name in names}) == len(names)


def test_a_name_in_no_table_is_itself() -> None:
    assert ModelAliases().canonical("  My   Model ") == "My Model"
    assert ModelAliases().names_of("My Model") == ("My Model",)


def test_own_aliases_add_to_the_table_and_may_join_its_groups() -> None:
    aliases = ModelAliases({"My Flagship": ["GPT-5.4 (xhigh)", "o1"], "Other": ["my-other", ""]})
    assert aliases.canonical("gpt-5.4-2026-03-05-xhigh") == aliases.canonical("o1-2024-12-17") == "My Flagship"
    assert aliases.names_of("o1")[0] == "My Flagship"
    assert aliases.canonical("My Other") == "Other"
    assert ModelAliases().canonical("o1-2024-12-17") == "o1"


def test_no_name_of_the_table_stands_in_two_groups() -> None:
    seen: dict[str, str] = {}
    for first, others in BUILT_IN.items():
        for key in {name_key(name) for name in (first, *others)}:
            assert seen.setdefault(key, first) == first


@given(st.dictionaries(st.text(max_size=6), st.lists(st.text(max_size=6), max_size=3), max_size=5))
def test_every_name_of_a_group_leads_to_the_same_first(own: dict[str, list[str]]) -> None:
    aliases = ModelAliases(own)
    for first, others in own.items():
        for name in (first, *others):
            if name_key(name):
                assert aliases.key(name) == aliases.key(first) or not name_key(first)
                assert aliases.key(name) in {aliases.key(n) for n in aliases.names_of(name)}
