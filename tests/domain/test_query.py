from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.query import (
    And,
    Field,
    Not,
    Or,
    Phrase,
    QueryError,
    Since,
    Until,
    Word,
    day_of,
    parse,
    written_out,
)

TODAY = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", And(())),
        ("speech", Word("speech")),
        ("speech codec", And((Word("speech"), Word("codec")))),
        ('"speech codec"', Phrase("speech codec")),
        ("cat:cs.SD", Field("cat", "cs.SD")),
        ('group:"AI Labs"', Field("group", "AI Labs")),
        ("is:starred", Field("is", "kept")),
        ("kind:papers", Field("kind", "paper")),
        ("since:7d", Since(date(2026, 3, 26))),
        ("until:2026-04-01", Until(date(2026, 4, 1))),
        ("-tts", Not(Word("tts"))),
        ("-cat:cs.LG", Not(Field("cat", "cs.LG"))),
        ("a OR b", Or((Word("a"), Word("b")))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("GPU: https://x.org/a", And((Word("GPU:"), Word("https://x.org/a")))),
        ("GPT-5.4", Word("GPT-5.4")),
        ("quant* x", And((Word("quant", is_prefix=True), Word("x")))),
        ("a OR", Word("a")),
        ("((", And(())),
        ("a)", Word("a")),
        ('"half a phrase', Phrase("half a phrase")),
    ],
)
def test_a_query_means(text: str, expected: object) -> None:
    assert parse(text, TODAY) == expected


@pytest.mark.parametrize("text", ["is:green", "kind:book", "since:soon", "(" * 5000 + "a", "-(" * 5000 + "a"])
def test_an_impossible_value_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text, TODAY)


@pytest.mark.parametrize("text", ["is:ke", "a kind:pap", "since:2026-0"])
def test_a_value_still_being_typed_is_no_error(text: str) -> None:
    parse(text, TODAY, live=True)


def test_the_last_word_typed_is_a_beginning() -> None:
    assert parse("speech cod", TODAY, live=True) == And((Word("speech"), Word("cod", is_prefix=True)))
    assert parse("speech ", TODAY, live=True) == Word("speech")
    assert parse("a OR", TODAY, live=True) == Word("a")


@pytest.mark.parametrize(
    "text", ["speech cod", "cod", "cod ", "cod*", '"cod', "-cod", "author:x", "a OR", "is:kept cod"]
)
def test_what_was_typed_means_the_same_when_it_is_kept_and_written_out(text: str) -> None:
    typed = parse(text, TODAY, live=True)
    assert parse(text, TODAY, typed=True) == typed
    assert parse(written_out(text), TODAY) == typed


@given(st.text(), st.booleans())
def test_parsing_ends_in_a_tree_or_a_query_error(text: str, live: bool) -> None:
    with suppress(QueryError):
        parse(text, TODAY, live=live)


def test_days() -> None:
    assert day_of("yesterday", TODAY) == date(2026, 4, 1)
    assert day_of("2026-03", TODAY) == date(2026, 3, 1)
    assert day_of("99999y", TODAY) == date.min


@pytest.mark.parametrize(
    "written",
    [
        "2606.14591",
        "2606.14591v3",
        "arXiv:2606.14591",
        "https://arxiv.org/abs/2606.14591v2",
        "arxiv.org/pdf/2606.14591.pdf",
    ],
)
def test_a_paper_s_number_finds_the_paper_and_what_speaks_of_it(written: str) -> None:
    assert parse(written, TODAY) == Or((Field("key", "arxiv:2606.14591"), Word(written)))


@pytest.mark.parametrize("written", ["2606.1459123", "5.4", "and/or", "2606", "gpt-4.1"])
def test_other_numbers_are_words(written: str) -> None:
    assert parse(written, TODAY) == Word(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("categry:cs.SD", "cat:cs.SD"),
        ("category:cs.SD", "cat:cs.SD"),
        ("from:blog", "source:blog"),
        ("autor:x", "author:x"),
    ],
)
def test_a_field_that_there_is_not_is_said_and_what_may_be_meant(written: str, meant: str) -> None:
    with pytest.raises(QueryError, match=f"no field .*did you mean {meant}"):
        parse(f"speech {written}", TODAY)
    with pytest.raises(QueryError, match=r"no field zzzz:$"):
        parse("zzzz:1", TODAY)
    with pytest.raises(QueryError, match=r"no field zzzz:$"):
        parse("speech zzzz:", TODAY)


@pytest.mark.parametrize(
    "words",
    [
        "Whisper: robust speech",
        "https://arxiv.org/abs/2606.14591",
        "arXiv:2606.14591v2",
        '"foo:bar"',
        "foo: bar",
        "http:",
    ],
)
def test_titles_addresses_and_numbers_are_no_fields(words: str) -> None:
    parse(words, TODAY)
    parse(words, TODAY, live=True)
