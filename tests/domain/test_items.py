from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain import items


def test_keys() -> None:
    assert items.issue_key(date(2026, 4, 21)) == "issue:2026-04-21"
    assert items.arxiv_key("2606.14591v3") == "arxiv:2606.14591"
    assert items.arxiv_key("cs/0112017v1") == "arxiv:cs/0112017"
    assert items.repo_key("/Octo-Org/Agent-Hub/") == "repo:octo-org/agent-hub"


def test_a_title_is_the_same_however_it_is_written() -> None:
    assert items.title_key("Tacotron — A  Study!") == items.title_key("TACOTRON: a study")
    assert items.title_key("Café") == items.title_key("Cafe")


@given(st.text())
def test_normalising_twice_changes_nothing(title: str) -> None:
    once = items.normalise_title(title)
    assert items.normalise_title(once) == once
