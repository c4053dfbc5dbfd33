"""Arguments of other programs: placeholders are whole arguments, and what fills them is no option."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.programs import Given, faults, filled, opener, split
from tui_reader.domain.settings import OpenWithSetting

TEXTS = st.text() | st.text().map("-".__add__)


@given(TEXTS, TEXTS, TEXTS)
def test_what_fills_a_placeholder_is_one_argument_and_no_option(title: str, url: str, path: str) -> None:
    made = filled(["show", "-t", "{title}", "{url}", "{path}"], Given(title, url, path=path))
    assert len(made) == 5
    assert made[:2] == ["show", "-t"]
    assert not any(argument.startswith("-") for argument in made[2:])
    for argument, given_text, prefix in zip(made[2:], (title, url, path), (" ", " ", "./"), strict=True):
        assert argument.removeprefix(prefix) == given_text.replace("\0", "").removeprefix(prefix)


def test_what_looks_like_a_placeholder_in_a_title_is_not_filled() -> None:
    assert filled(["x", "{title}"], Given("{url}", "https://a.example")) == ["x", "{url}"]


@pytest.mark.parametrize(
    ("run", "why"),
    [
        ([], "names no program"),
        (["{title}"], "lets an item choose the program"),
        (["sh", "-c", "echo {title}"], "has {title} inside another argument"),
        (["mpv", "{ulr}"], "has {ulr}, which nothing fills"),
    ],
)
def test_lists_that_cannot_be_run_are_refused(run: list[str], why: str) -> None:
    assert faults(run)[0] == why


def test_braces_of_other_languages_are_left_alone() -> None:
    assert faults(["awk", "{print $1}"]) == ("", "")
    assert filled(["awk", "{print $1}"], Given()) == ["awk", "{print $1}"]


def test_a_line_is_split_as_a_shell_quotes_and_runs_none() -> None:
    assert split("""llm -s 'five "sentences"' \\$x""") == (["llm", "-s", 'five "sentences"', "$x"], "", "")
    assert "No shell runs this: | " in split("sort | head")[1]
    assert split("grep '|'")[:2] == (["grep", "|"], "")
    assert "no closing quotation" in split("echo 'a")[1]


def test_the_first_opener_that_fits_opens_an_address() -> None:
    openers = (
        OpenWithSetting(("mpv", "{url}"), "https://www.youtube.com/watch?v=*"),
        OpenWithSetting(("play", "{url}"), type="audio/*"),
        OpenWithSetting(("papers", "{url}"), kind="paper"),
    )
    assert opener(openers, "https://www.youtube.com/watch?v=1", "entry")[0] == "mpv"
    assert opener(openers, "https://a.example/Talk.mp3?x=1", "entry")[0] == "play"
    assert opener(openers, "https://arxiv.org/abs/1", "paper")[0] == "papers"
    assert opener(openers, "https://a.example/[x]", "entry") == ()
