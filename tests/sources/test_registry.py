"""The table of sources: what each leaderboard says of itself, and that a key stays with the board it was given for."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import cast

import pytest
from msgspec.structs import replace

from tui_reader.domain.settings import BenchmarkSettings, FollowSettings, Settings
from tui_reader.domain.sources import SyncOptions
from tui_reader.sources.base import SyncContext
from tui_reader.sources.imported import KINDS
from tui_reader.sources.leaderboard.board import Board
from tui_reader.sources.leaderboard.sync import BoardSource
from tui_reader.sources.registry import all_sources, board, boards, file_kinds

CONTEXT = cast("SyncContext", SimpleNamespace(options=SyncOptions()))


def of(settings: Settings) -> dict[str, BoardSource]:
    return {s.id: s for s in all_sources(settings, ()) if isinstance(s, BoardSource)}


@pytest.mark.parametrize("described", boards(), ids=lambda described: described.id)
def test_each_leaderboard_says_what_is_shown_of_it(described: Board) -> None:
    assert described.title
    assert described.metric
    assert "https://" in described.attribution
    assert described.license
    assert described.url.startswith("https://")
    assert bool(described.key_header) == bool(described.key_variable)
    assert board(described.id) == described
    assert pickle.loads(pickle.dumps(described)) == described  # it goes to the process that fetches


def test_ids_are_their_own() -> None:
    ids = [described.id for described in boards()]
    assert len(ids) == len(set(ids))


def test_the_usual_boards_are_fetched_and_others_when_they_are_followed() -> None:
    usual = "aider-polyglot arena-text artificial-analysis epoch-eci livebench metr-horizon swe-bench-verified"
    assert list(of(Settings())) == [*usual.split(), "swe-rebench", "terminal-bench"]
    own = Settings(follow=FollowSettings(boards=("epoch-eci",)))
    assert list(of(own)) == ["epoch-eci"]
    off = replace(own, benchmarks={"epoch-eci": BenchmarkSettings(url="")})
    assert not of(off)


def test_a_board_is_given_no_key_but_its_own() -> None:
    """Every board that has none of its own, asked with everything configured, sends none."""
    every = tuple(described.id for described in boards())
    keys = {name: BenchmarkSettings(api_key=f"key-of-{name}") for name in every}
    found = of(Settings(benchmarks=keys, follow=FollowSettings(boards=every)))
    assert set(found) == set(every)
    for name, source in found.items():
        headers = source.request(source.board.first_url(source.url), CONTEXT).headers
        assert headers == ({source.board.key_header: f"key-of-{name}"} if source.board.key_header else {})


def test_a_key_goes_to_the_origin_of_its_address_alone() -> None:
    keyed = next(described for described in boards() if described.key_header)
    source = BoardSource(keyed, "https://api.example/v2", "secret")
    assert source.request("https://api.example/v2/models?page=2", CONTEXT).headers == {keyed.key_header: "secret"}
    for elsewhere in ("https://other.example/v2", "http://api.example/v2", "https://api.example:8443/v2"):
        assert not source.request(elsewhere, CONTEXT).headers


def test_every_kind_of_file_can_be_named_and_every_name_is_a_kind() -> None:
    assert {kind.name for kind in file_kinds()} == set(KINDS)
