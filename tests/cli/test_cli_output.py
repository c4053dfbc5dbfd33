from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.cli.output import Output, said
from tui_reader.domain.errors import Problem
from tui_reader.text.sanitise import clean_line

ANY_TEXT = st.text(st.characters(), max_size=60)


@given(ANY_TEXT)
def test_json_carries_any_text_and_no_control(text: str) -> None:
    out = io.StringIO()
    Output(out, io.StringIO()).json({"text": text})
    written = out.getvalue()
    assert json.loads(written) == {"text": text}
    assert written.encode("utf-8")
    assert not any(0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200b\x1b\x07" for c in written)


def test_json_is_ascii_where_the_stream_is() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    output = Output(stream, io.StringIO())
    output.json({"title": "漢字"})
    output.line("漢字")
    output.flush()
    first, second = raw.getvalue().decode("ascii").splitlines()
    assert json.loads(first) == {"title": "漢字"}
    assert second == "??"


def test_a_list_is_one_document_however_long() -> None:
    for items in ([], [1], [{"a": 1}, {"b": [2]}]):
        out = io.StringIO()
        Output(out, io.StringIO()).json_list(iter(items))
        assert json.loads(out.getvalue()) == items
        assert out.getvalue().endswith("]\n")


@given(ANY_TEXT)
def test_text_has_no_controls(text: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    output = Output(out, err)
    output.line(text)
    output.table([text])
    output.note(text)
    for line in out.getvalue().split("\n") + err.getvalue().split("\n"):
        assert line == line.rstrip()
        assert clean_line(line) == clean_line(clean_line(line))
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in line)


def test_a_problem_is_one_sentence_with_its_hint() -> None:
    assert said(Problem("x", "It broke.", "Mend it.")) == "It broke. Mend it."
    assert said(Problem("x", "It broke", "")) == "It broke"


def test_moves_are_words_where_they_are_listened_to() -> None:
    out = io.StringIO()
    plain = Output(out, io.StringIO(), is_plain=True)
    plain.table(["▲3     3  Model A   55.5", "▽1  9  Model C", "=      7  Model B", "▼"])
    assert out.getvalue().splitlines() == [
        "up 3   3  Model A   55.5",
        "pushed down 1 9  Model C",
        "=      7  Model B",
        "down",
    ]
    out = io.StringIO()
    Output(out, io.StringIO()).table(["▲3     3  Model A"])
    assert out.getvalue() == "▲3     3  Model A\n"
