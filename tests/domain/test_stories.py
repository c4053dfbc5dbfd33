from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.stories import is_same_story, story_words


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
