from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.following import Matcher, cleaned, following, listed, of_terms
from tui_reader.domain.query import And, Not, Or, Phrase


def test_an_author_is_one_name_and_not_two_beside_each_other() -> None:
    followed = following(["Li Zhang"], [])
    assert followed.is_author("Ann Author, Li Zhang")
    assert not followed.is_author("Wei Li, Zhang Wei")


def test_accents_and_case_do_not_matter_and_a_surname_alone_means_all_of_that_name() -> None:
    followed = following(["ångström"], [])
    assert followed.is_author("Zoe Angstrom")
    assert not followed.is_author("Zoe Angstromer")


def test_what_could_be_found_in_no_text_or_in_half_of_all_is_left_out() -> None:
    assert not following(["—", " "], ["*", "a*", "…", ""])
    assert following([], ["ab*", "x"]).words == ("ab*", "x")


@given(st.lists(st.text(max_size=20), max_size=250), st.lists(st.text(max_size=20), max_size=250))
def test_any_configuration_makes_queries_of_a_bearable_size(authors: list[str], words: list[str]) -> None:
    followed = following(authors, words)
    queries = [q.terms[0] if isinstance(q, And) else q for q in (*followed.word_queries(), *followed.author_queries())]
    sizes = [len(q.terms) for q in queries if isinstance(q, Or)]
    assert sum(sizes) == len(followed.words) + len(followed.authors)
    assert all(0 < size <= 100 for size in sizes)


def _hits(words: list[str], title: str, text: str = "", authors: list[str] | None = None) -> list[str]:
    matcher = Matcher(following(authors or [], words))
    return [hit.term for hit in matcher.hits(title, text, ["Ada Example", "Zoë Ångström"])]


def test_words_phrases_and_beginnings_are_found_in_title_and_abstract() -> None:
    text = "Post-training quantization of long-context models"
    assert _hits(["quantiz*", "long context", "quantiz", "context long", "MODELS"], "A title", text) == [
        "quantiz*", "long context", "MODELS",
    ]  # fmt: skip
    assert _hits(['"long context"'], "Long-Context") == ['"long context"']
    (hit,) = Matcher(following([], ["codec"])).hits("A codec", "The codec")
    assert (hit.in_title, hit.in_text, hit.strength) == (True, True, 2)


def test_an_author_is_followed_by_any_part_of_the_name() -> None:
    assert _hits([], "Title", authors=["angstrom", "Ada Example", "Ada Ångström"]) == ["angstrom", "Ada Example"]


def test_what_is_not_wanted_unmarks_followed_words_but_no_author() -> None:
    matcher = Matcher(followed := following(["Ada Example"], ["codec", "-survey", "- review*"]))
    assert followed.without == ("survey", "review*")
    assert matcher.is_watched(matcher.hits("A codec", ""))
    assert not matcher.is_watched(matcher.hits("A codec", "a survey"))
    assert not matcher.is_watched(matcher.hits("Reviewing", ""))
    assert not matcher.is_watched(matcher.hits("Nothing", ""))
    assert matcher.is_watched(matcher.hits("Reviewing codecs", "", ["Ada Example"]))


def test_queries_leave_out_what_is_not_wanted() -> None:
    (query,) = following([], ["codec", "-survey"]).word_queries()
    assert query == And((Or((Phrase("codec"),)), Not(Or((Phrase("survey"),)))))
    assert not following([], ["-survey"])


def test_the_list_is_the_configured_one_with_what_was_followed_and_dropped_since() -> None:
    changes = [("speech codec", True), ("author:ada example", False), ("Quantiz*", True), ("author:Example", True)]
    assert listed(["Ada Example"], ["quantiz*"], changes) == ("quantiz*", "speech codec", "author:Example")
    found = of_terms(["author:Example", "-survey", "speech codec"])
    assert (found.authors, found.words, found.without) == (("Example",), ("speech codec",), ("survey",))
    assert [cleaned(term) for term in ("  a  b ", "Author: X", "- survey", "—", "q*", "author:")] == [
        "a b", "author:X", "-survey", "", "", "",
    ]  # fmt: skip


def test_words_beside_chinese_and_japanese_characters_are_found() -> None:
    assert _hits(["GPT-5", "音声合成"], "使用GPT-5的新模型", "最新の音声合成モデル") == ["GPT-5", "音声合成"]
    assert _hits(["GPT-5"], "使用GPT-55的新模型", "使用GPTs") == []
    assert _hits(["claude*"], "推出ClaudeDesign；融资") == ["claude*"]
