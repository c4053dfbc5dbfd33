from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.ui.filters import chosen, facet_of, terms, without

TERM = st.sampled_from(
    ["cat:cs.SD", "cat:cs.LG", "is:kept", "is:inbox", "is:new", "is:cross", 'tag:"two words"', "tag:x"]
)


def test_a_value_replaces_one_of_its_facet_and_stands_beside_the_others() -> None:
    assert chosen("cat:cs.SD is:new", "cat:cs.LG") == "is:new cat:cs.LG"
    assert chosen("is:new", "is:kept") == "is:new is:kept"


def test_the_same_value_again_takes_it_out() -> None:
    assert chosen('tag:"two words" is:kept', 'tag:"two words"') == "is:kept"


@given(st.lists(TERM, max_size=8))
def test_a_filter_never_has_two_terms_of_one_facet(picked: list[str]) -> None:
    text = ""
    for term in picked:
        text = chosen(text, term)
    facets = [facet_of(term) for term in terms(text)]
    assert len(facets) == len(set(facets))
    assert all(facet_of(term) != "category" for term in terms(without(text, "category")))
