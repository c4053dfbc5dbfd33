from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.stories import SINGLE, is_same_story, story_words, telling_words


def same(one: str, other: str) -> bool:
    return is_same_story(story_words(one), story_words(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OpenAI launches a faster coding model for teams", "OpenAI Launches Faster Coding Model for Teams"),
        ("A lab launches a faster coding model for teams | The Paper", "A lab launches faster coding model for teams"),
        ("Court halts designation of lab as supply risk", "A court halts the designation of a lab as a supply risk"),
        ("Claude on Bedrock", "Claude on Bedrock"),
    ],
)  # fmt: skip
def test_titles_that_say_the_same_in_nearly_the_same_words_are_one_story(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meta releases Llama 3 for research partners today", "Meta releases Llama 4 for research partners today"),
        ("The week in open models, number 12", "The week in open models, number 13"),
        ("Claude Sonnet 4.6 - New leader in a benchmark", "Introducing Claude Sonnet 4.6"),
        ("Links", "Links"),
        ("", ""),
        ("Mistral raises money for its chips in France", "Mistral opens its chips to French schools"),
    ],
)
def test_other_titles_are_not(one: str, other: str) -> None:
    assert not same(one, other)


@given(st.text(max_size=80), st.text(max_size=80))
def test_being_one_story_does_not_depend_on_which_came_first(one: str, other: str) -> None:
    assert same(one, other) == same(other, one)


WORDS = st.sets(st.text("abcdefghij", min_size=1, max_size=12), min_size=4, max_size=12)


@given(WORDS, WORDS, WORDS)
def test_short_titles_that_are_one_story_share_two_of_their_telling_words(
    shared: set[str], own: set[str], others: set[str]
) -> None:
    one = frozenset(shared | set(list(own)[: len(own) - 4]))
    other = frozenset(shared | set(list(others)[: len(others) - 4]))
    if is_same_story(one, other):
        common = set(telling_words(one)) & set(telling_words(other))
        assert len(common) >= (1 if max(len(one), len(other)) >= SINGLE else 2)
