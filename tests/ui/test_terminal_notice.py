"""What the terminal is told of news: one line, once for each refresh, whatever a title holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.events import WatchedCame
from tui_reader.domain.settings import NOTIFY
from tui_reader.ui import app as app_module
from tui_reader.ui.app import ReaderApp
from tui_reader.ui.terminal_notice import notice, words
from tui_reader.wiring import Launch, Program

OSC9 = re.compile("\x1b\\]9;[A-Za-z][^\x00-\x1f\x7f-\x9f]*\x1b\\\\")
OSC777 = re.compile("\x1b\\]777;notify;inference-tui;[^\x00-\x1f\x7f-\x9f;]*\x1b\\\\")
HOSTILE = "a\x1b\\\x1b]0;pwned\x07\x1b]52;c;cm0=\x07 \x9d9;x\x9c;b\n\x07\u202eend %s $(id)"


def test_each_way_says_what_came_and_how_much() -> None:
    one, three = WatchedCame(1, "Speech codecs"), WatchedCame(3, "Speech codecs")
    assert notice("osc9", one, {}) == "\x1b]9;New of what you follow: Speech codecs\x1b\\"
    assert notice("osc777", three, {}).endswith(";New of what you follow: Speech codecs and 2 more\x1b\\")
    assert notice("bell", three, {}) == "\a"


@given(st.text() | st.sampled_from([HOSTILE, "4;1;50", "", "\x1b]9;"]), st.integers(1, 10**6))
def test_no_title_ends_the_sequence_or_begins_another(title: str, count: int) -> None:
    came = WatchedCame(count, title)
    assert OSC9.fullmatch(notice("osc9", came, {}))
    assert OSC777.fullmatch(notice("osc777", came, {}))
    assert len(words(came)) < 200


def test_inside_tmux_the_terminal_outside_is_told() -> None:
    sent = notice("osc9", WatchedCame(1, HOSTILE), {"TMUX": "/tmp/x,1,0", "TERM": "tmux-256color"})
    assert sent.startswith("\x1bPtmux;\x1b\x1b]9;New")
    assert sent.endswith("\x1b\x1b\\\x1b\\")
    assert sent.count("\x1b") == 6


@pytest.mark.parametrize("how", [how for how in NOTIFY if how != "off"])
def test_a_terminal_that_would_print_a_sequence_hears_the_bell(how: str) -> None:
    assert notice(how, WatchedCame(1, "x"), {"TERM": "linux"}) == "\a"


class Telling(ReaderApp):
    """A reader whose terminal is looked at."""

    CSS_PATH = str(Path(app_module.__file__).with_name("app.tcss"))
    sent: list[str]

    def send(self, data: str) -> None:
        self.sent.append(data)


@pytest.mark.parametrize("how", ["off", "osc9"])
async def test_the_reader_tells_its_terminal_when_that_is_asked_for(program: Program, how: str) -> None:
    config = program.paths.config_file
    config.write_text(config.read_text() + f'[ui]\nnotify = "{how}"\n')
    again = Program(Launch(home=config.parent.parent, offline=True), {}, program.now)
    try:
        assert again.config.problems == ()
        app = Telling(again, "feeds", strict=True)
        app.sent = []
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app._main.sync_controller._take_event(WatchedCame(2, HOSTILE))
        told = [text for text in app.sent if text]
        assert [bool(OSC9.fullmatch(text)) for text in told] == ([] if how == "off" else [True])
    finally:
        again.close()
