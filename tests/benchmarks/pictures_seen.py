"""Ten pictures as figures of a paper and of newsletters, served on 127.0.0.1, read in the reader in a pty and painted
as a terminal would show them: in kitty's and sixel's bytes and in half blocks, at 80×24 and 120×40.

    python tests/benchmarks/pictures_seen.py FOLDER [kitty] [sixel] [blocks]

writes PNGs of the screens into FOLDER and says how long each picture took from the key to its cells. It is for eyes:
what must hold is in tests/services/pictures, tests/ui/test_pictures.py and tests/ui_widgets/test_painter.py.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # a script finds its neighbours first
from support.made_pictures import PICTURES
from support.picture_terminal import PictureTerminal

from tui_reader.domain.feeds import Body, Entry, Subscription
from tui_reader.domain.items import Seen
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.sources import SourceKind
from tui_reader.wiring import Launch, Program

NAMES = list(PICTURES)
SIZES = ((80, 24), (120, 40))
KINDS = ("kitty", "sixel", "blocks")


class Site(BaseHTTPRequestHandler):
    """The pictures, a paper with all of them as figures."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        if name in PICTURES:
            body, kind = PICTURES[name].make(), PICTURES[name].content_type
        elif self.path.startswith("/html/"):
            body, kind = paper().encode(), "text/html; charset=utf-8"
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Silent."""


def paper() -> str:
    """LaTeXML's page of a paper: a figure in a link, a table that is a picture, a drawing in the page, two parts."""
    between = f"<div class='ltx_para'><p class='ltx_p'>{'Text between. ' * 12}</p></div>"
    figures = "".join(
        f'<figure id="S1.F{n}" class="ltx_figure"><img src="{name}" class="ltx_graphics" alt="Refer to caption">'
        f'<figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_figure">Figure {n}: </span>This is {name}, '
        "and a "
        f"sentence about what it shows.</figcaption></figure>{between}"
        for n, name in enumerate(NAMES, 1)
    )
    return (
        '<!doctype html><html><body><article class="ltx_document"><h1 class="ltx_title ltx_title_document">A paper '
        'with pictures</h1><section id="S1" class="ltx_section"><h2 class="ltx_title ltx_title_section">1 Results</h2>'
        '<div class="ltx_para"><p class="ltx_p">As <a href="#S1.F5" class="ltx_ref">Figure 5</a> shows.</p></div>'
        f"{figures}</section></article></body></html>"
    )


def fill(home: Path, site: str) -> None:
    """A library with a newsletter for each picture, and a paper."""
    config = home / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(
        f'[general]\ntheme = "inference-dark"\n[arxiv]\nhtml_url = "{site}/html"\nmin_interval_s = 0\n'
        f'[[feeds]]\ntitle = "Letters"\nurl = "{site}/feed"\n'
    )
    now = datetime.now(UTC)
    program = Program(Launch(home=home))
    program.library.sources.upsert(Subscription("letters", "Letters", f"{site}/feed", "Letters"), SourceKind.FEED)
    body = "".join(
        f'<p>Before {name}. {"A sentence. " * 8}</p><figure><img src="{site}/{name}" alt="This is {name}">'
        f"<figcaption>The caption of {name}.</figcaption></figure>"
        for name in NAMES
    )
    url = f"{site}/letter"
    program.library.entries.store(
        "letters",
        [Entry("A letter with pictures", url, url, "Ann", now, now, "", Body(body, base_url=url, is_full=True))],
        now,
    )
    found = Paper(
        "A paper with pictures", arxiv_id="2604.00001", abstract="With pictures.", authors=(Author("Ada"),),
        primary_category="cs.SD", categories=("cs.SD",), published=now, announced_on=now.date(),
        announce_type=AnnounceType.NEW, version=1, url="https://arxiv.org/abs/2604.00001",
    )  # fmt: skip
    program.library.papers.store([found], Seen("arxiv", "announcement", "", None, now, inbox=True, include=("new",)))
    program.fetching.whole_paper("arxiv:2604.00001")
    program.close()


def main(folder: Path, *wanted: str) -> int:
    """Paint all of it."""
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}"
    with TemporaryDirectory() as place:
        home = Path(place)
        fill(home, site)
        words = [str(Path(sys.executable).with_name("inference-tui")), "--home", place]
        for kind in wanted or KINDS:
            for size in SIZES:
                look(PictureTerminal(words, size, kind), folder, f"{kind}-{size[0]}x{size[1]}")
    server.shutdown()
    return 0


def look(terminal: PictureTerminal, folder: Path, name: str) -> None:
    """The paper, then the letter, picture by picture."""
    terminal.settle(1.5)
    terminal.press("3", "v", "\r", wait=1.0)
    begun = time.monotonic()
    terminal.press("i", "\r", wait=0.3)
    while "on its way" in terminal.text or "Pictures of" in terminal.text:
        terminal.run(0.05)
        if time.monotonic() - begun > 20:
            break
    print(f"{name}: first picture {time.monotonic() - begun - 0.6:.2f} s after enter", flush=True)
    for number, picture in enumerate(NAMES):
        terminal.press("i", "g", *("j" * number), "\r", wait=0.15)
        terminal.settle()
        while "on its way" in terminal.text:
            terminal.run(0.2)
        terminal.picture().save(folder / f"{name}-paper-{number}-{picture.replace('.', '-')}.png")
    terminal.press("2", "/", *"letter", "\r", wait=0.2)
    terminal.press("\r", "i", "a", wait=0.6)
    terminal.settle(1.5)
    terminal.picture().save(folder / f"{name}-letter.png")
    terminal.press("i", wait=0.6)
    terminal.settle()
    terminal.picture().save(folder / f"{name}-list.png")
    terminal.press("\x1b", "Q", wait=0.5)
    print(
        f"{name}: ended with {terminal.close()}, {len(terminal.written)} bytes, pictures left: {len(terminal.images)}"
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
