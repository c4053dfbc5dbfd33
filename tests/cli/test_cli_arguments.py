from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.cli.arguments import help_text, parse
from tui_reader.cli.commands import COMMANDS
from tui_reader.cli.globals import GLOBAL_OPTIONS, split
from tui_reader.domain.errors import UsageError


@pytest.mark.parametrize("line", ["--home h list papers", "list --home=h papers", "list papers --home h"])
def test_global_options_stand_before_or_after_the_subcommand(line: str) -> None:
    given_options, rest = split(line.split())
    assert str(given_options.home) == "h"
    assert rest == ["list", "papers"]


def test_what_follows_two_dashes_is_no_option() -> None:
    given_options, rest = split(["search", "--", "--offline", "-h"])
    assert not given_options.offline
    assert not given_options.help
    assert parse(rest)[1].query == ["--offline", "-h"]


def test_plain_and_ascii_stand_anywhere() -> None:
    given_options, rest = split(["--plain", "list", "papers", "--ascii"])
    assert (given_options.plain, given_options.ascii, rest) == (True, True, ["list", "papers"])


@pytest.mark.parametrize("words", [["--home"], ["--home="], ["--pane", "nowhere"], ["--demo=yes"]])
def test_a_wrong_global_option_is_refused(words: list[str]) -> None:
    with pytest.raises(UsageError):
        split(words)


def test_a_query_takes_terms_that_begin_with_a_dash() -> None:
    command, args = parse(["list", "papers", "-is:read", "speech", "--limit", "3", "-cat:cs.SD"])
    assert command.name == "list"
    assert (args.what, args.query, args.limit) == ("papers", ["-is:read", "speech", "-cat:cs.SD"], 3)


def test_a_short_option_is_still_one_beside_a_query() -> None:
    _, args = parse(["export", "feeds", "-o", "feeds.opml"])
    assert args.output == "feeds.opml"


def test_options_may_stand_between_keys() -> None:
    _, args = parse(["mark", "arxiv:1", "--tag", "a", "arxiv:2", "--tag", "b", "--keep"])
    assert (args.key, args.tag, args.keep) == (["arxiv:1", "arxiv:2"], ["a", "b"], True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lsit"], "list"),
        (["feeds"], "subcommand"),
        (["feeds", "ad"], "add"),
        (["--nonsense"], "--nonsense"),
        (["list", "paper"], "did you mean 'papers'"),
        (["list"], "WHAT"),
        (["list", "papers", "--limit", "0"], "whole number"),
        (["list", "papers", "--limit", "many"], "whole number"),
        (["mark", "k", "--keep", "--skip"], "contradict"),
        (["mark", "k", "--read", "--unread"], "contradict"),
        (["show", "k", "--format", "pdf"], "none of text"),
        (["show", "k", "--form", "json"], "--form"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(words: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(words)
    assert said in f"{caught.value.message} {caught.value.hint}"
    assert "\n" not in caught.value.message


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), max_size=6))
def test_no_command_line_raises_anything_but_usage_errors(words: list[str]) -> None:
    for first in ([], ["list", "papers"], ["mark", "k"], ["search", "x"], ["export", "feeds"]):
        try:
            _, rest = split([*first, *words])
            if rest:
                parse(rest)
        except UsageError as error:
            assert error.hint  # noqa: PT017 -- any number of them may come


def test_the_help_names_every_subcommand_and_global_option() -> None:
    text = help_text([])
    for command in COMMANDS:
        assert f"  {command.name}" in text
        assert command.help in text
    for option in GLOBAL_OPTIONS:
        assert option.flag in text


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_the_help_of_a_subcommand_names_its_options(command: object) -> None:
    known = next(c for c in COMMANDS if c is command)
    text = help_text(known.name.split())
    for option in known.options:
        assert option.flags[-1] in text
    for argument in known.arguments:
        assert argument.name in text


def test_the_help_of_a_family_lists_its_subcommands() -> None:
    assert [line.split()[2] for line in help_text(["config"]).splitlines()] == ["path", "show", "init", "check"]
