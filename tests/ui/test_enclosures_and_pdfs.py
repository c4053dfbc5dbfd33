"""Files out of the reader: a PDF that is fetched and opened, an enclosure that is downloaded, stopped and opened."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from support.http_server import Reply, Server
from textual.pilot import Pilot

from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.app import ReaderApp
from tui_reader.wiring import Launch, Program

TELLS = "import json,sys,pathlib;pathlib.Path(sys.argv[1]).write_text(json.dumps(sys.argv[2:]))"


def configured(program: Program, server: Server, folder: Path) -> Program:
    """The same home with a server on this machine, and a program that tells what it is to open."""
    tells = json.dumps([sys.executable, "-c", TELLS, str(folder / "told"), "{path}", "{url}"])
    config = program.paths.config_file
    config.write_text(
        f'[network]\nrefresh_minutes = 0\n[arxiv]\npdf_url = "{server.url("/pdf")}"\nmin_interval_s = 0\n'
        f'[papers]\nkeep_pdf = "kept"\n[downloads]\nfolder = "{folder / "files"}"\n'
        f'[[open_with]]\ncommand = {tells}\n[[feeds]]\nurl = "{server.url("/feed")}"\n'
    )
    return Program(Launch(home=config.parent.parent), {}, program.now)


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    for _ in range(900):
        await pilot.pause(0.02)
        if holds():
            return
    raise AssertionError("it did not come to that")


async def test_o_fetches_the_pdf_of_a_kept_paper_and_opens_it(program: Program, tmp_path: Path) -> None:
    with Server() as server:
        server.otherwise = Reply(b"%PDF-1.7 paper", headers={"ETag": '"1"'})
        again = configured(program, server, tmp_path)
        assert again.config.problems == ()
        try:
            app = ReaderApp(again, "papers", strict=True)
            async with app.run_test(size=(120, 40)) as pilot:
                await pilot.pause()
                await pilot.press("s", "k", "O")
                await until(pilot, lambda: (tmp_path / "told").exists() and (tmp_path / "told").read_text())
                path, url = json.loads((tmp_path / "told").read_text())
                assert (path, url) in [(str(p), p.as_uri()) for p in again.pdfs.folder.glob("2604.0000*v1.pdf")]
                (tmp_path / "told").unlink()
                asked = len(server.seen())
                await pilot.press("O")
                await until(pilot, (tmp_path / "told").exists)
                assert len(server.seen()) == asked
        finally:
            again.close()


async def test_an_enclosure_is_downloaded_stopped_goes_on_and_is_opened(program: Program, tmp_path: Path) -> None:
    with Server() as server:
        url = server.route("/talk.mp3", Reply(b"x" * 5000, length=9000, wait=None, headers={"ETag": '"1"'}))
        library = program.library
        library.sources.upsert(Subscription("pod", "Pod", "https://pod.example/feed"), SourceKind.FEED)
        entry = Entry("Talk: -rf $(touch ran)", "https://pod.example/1", "1", "", program.now(), enclosures=(url,))
        library.entries.store("pod", [entry], program.now())
        again = configured(program, server, tmp_path)
        try:
            app = ReaderApp(again, "feeds", strict=True)
            async with app.run_test(size=(120, 40)) as pilot:
                state = app.screen.state  # type: ignore[attr-defined]
                await pilot.pause()
                app.screen.show(state.pane, filter="source:pod")  # type: ignore[attr-defined]
                await pilot.pause(0.2)
                await pilot.press("ctrl+o", "down", "enter")
                await until(pilot, lambda: state.downloads)
                await pilot.press("ctrl+o", "enter")  # stop
                await until(pilot, lambda: not state.downloads)
                server.route("/talk.mp3", Reply(b"x" * 9000))
                await pilot.press("ctrl+o", "down", "enter")
                await until(pilot, lambda: "Downloaded" in state.message)
                (file,) = (tmp_path / "files").iterdir()
                assert (file.suffix, file.stat().st_size) == (".mp3", 9000)
                await pilot.press("ctrl+o", "enter")  # open
                await until(pilot, lambda: (tmp_path / "told").exists() and (tmp_path / "told").read_text())
                assert json.loads((tmp_path / "told").read_text()) == [str(file), file.as_uri()]
        finally:
            again.close()
