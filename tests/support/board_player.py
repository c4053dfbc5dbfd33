"""Plays every leaderboard on 127.0.0.1 from recordings, as far as there are any, else from made answers.

    python tests/support/board_player.py RECORDINGS HOME

writes a configuration into an empty home and serves until it is ended, for trying the program by hand.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import time
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.http_server import Reply, Seen, Server

TESTS = Path(__file__).resolve().parents[1]
MADE = TESTS / "sources" / "boards"
FILES = TESTS / "data" / "leaderboards"
#: Boards whose answers nobody recorded: they are made in the documented form.
NOT_RECORDED = (
    "metr-horizon", "metr-horizon-1-0", "hf-ada-board", "artificial-analysis", "swe-rebench", "arena-vision",
    "arena-text-to-image", "arena-image-edit", "arena-text-to-video", "arena-image-to-video",
)  # fmt: skip


def read(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


class Recorded:
    """The answers. `turn` 0 is the older of two recordings where there are two, 1 the newer."""

    def __init__(self, folder: Path, turn: int = 1) -> None:
        self.folder = folder
        self.turn = turn
        self._arena: dict[str, list[dict[str, Any]]] = {}

    def newest(self, pattern: str) -> bytes:
        found = sorted(self.folder.glob(pattern))
        return read(found[-1] if self.turn or len(found) < 2 else found[-2])

    def answer(self, seen: Seen) -> Reply:
        parts = urlsplit(seen.path)
        path, asked = parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}
        if path.startswith("/arena/"):
            return self._arena_page(asked)
        if re.fullmatch(r"/live/?", path):
            return Reply(b'<html><script src="/static/js/main.1.js"></script></html>', headers=_kind("text/html"))
        if path.startswith("/static/"):
            days = [re.sub(r".*_(\d{4}-\d\d-\d\d)\.csv", r"\1", p.name) for p in self._releases()]
            return Reply(json.dumps(days).encode(), headers=_kind("text/javascript"))
        if found := re.fullmatch(r"/(table|categories)_(\d{4})_(\d\d)_(\d\d)\.(csv|json)", path):
            kind, *day, suffix = found.groups()
            file = self.folder / f"livebench_{kind}_{'-'.join(day)}.{suffix}"
            return Reply(read(file), headers=_kind("text/csv")) if file.exists() else Reply(b"nothing here", 404)
        plain: dict[str, tuple[bytes | Path, str]] = {
            "/hub.zip": (self._hub(), "application/zip"),
            "/metr_1_1.yaml": (MADE / "metr-horizon.yaml", "text/yaml"),
            "/metr_1_0.yaml": (MADE / "metr-horizon-1-0.yaml", "text/yaml"),
            "/hf/api/datasets": (b'[{"id": "ada/board"}, {"id": "cais/hle"}]', "application/json"),
            "/hf/api/datasets/ada/board/leaderboard": (MADE / "hf-leaderboard.json", "application/json"),
            "/aa/language/models/free": (FILES / "aa_api_2026-02-10.json", "application/json"),
            "/rebench": (FILES / "swe_rebench_page_2026-02-03.html", "text/html"),
        }
        recorded = {
            "/swe.json": "swebench_leaderboards_*", "/polyglot.yml": "aider_polyglot_*", "/edit.yml": "aider_edit_*",
            "/tb": "terminal_bench_page_*", "/gso.json": "gso_*", "/models": "openrouter_models_*",
        }  # fmt: skip
        if path in recorded:
            kind = "text/html" if path == "/tb" else "application/json" if path[1] in "gsm" else "text/plain"
            return Reply(self.newest(recorded[path]), headers=_kind(kind))
        if path not in plain:
            return Reply(b"nothing here", 404)
        body, kind = plain[path]
        return Reply(body if isinstance(body, bytes) else body.read_bytes(), headers=_kind(kind))

    def _releases(self) -> list[Path]:
        found = sorted(self.folder.glob("livebench_table_*.csv"))
        return found if self.turn else found[:-1]

    def _hub(self) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as packed:
            for path in sorted(self.folder.glob("epoch_sample_*.csv")):
                packed.writestr(zipfile.ZipInfo("hub/" + path.name.removeprefix("epoch_sample_")), path.read_bytes())
        return target.getvalue()

    def _arena_page(self, asked: dict[str, str]) -> Reply:
        config = asked["config"]
        if not self._arena:
            told = json.loads(read(next(self.folder.glob("arena_hf_rows_*"))))["configs"]
            for name, pages in told.items():
                rows = [row for page in pages for row in page["rows"]]
                self._arena[name] = [row for row in rows if row["row"]["category"] == "overall"]
        made: list[dict[str, Any]] = json.loads((MADE / "arena-text.json").read_text("utf-8"))["rows"]
        rows = self._arena.get(config, made)
        offset, length = int(asked["offset"]), int(asked["length"])
        value = {"features": [], "rows": rows[offset : offset + length], "num_rows_total": len(rows)}
        return Reply(json.dumps(value).encode(), headers=_kind("application/json"))


def _kind(kind: str) -> dict[str, str]:
    return {"Content-Type": kind}


def addresses(web: Server) -> dict[str, str]:
    """Where each board is played; a test looks that none is left out."""
    from tui_reader.sources.registry import boards

    paths = {
        "aider-polyglot": "/polyglot.yml", "aider-edit": "/edit.yml", "livebench": "/live/", "terminal-bench": "/tb",
        "gso": "/gso.json", "openrouter-models": "/models", "metr-horizon": "/metr_1_1.yaml",
        "metr-horizon-1-0": "/metr_1_0.yaml", "artificial-analysis": "/aa", "swe-rebench": "/rebench",
    }  # fmt: skip
    by_family = {"Arena": "/arena", "Epoch": "/hub.zip", "SWE-bench": "/swe.json"}
    return {board.id: web.url(paths.get(board.id) or by_family[board.family]) for board in boards() if board.url}


def configured(web: Server) -> str:
    """A configuration that follows all of them at their addresses."""
    urls = addresses(web)
    lines = [f"[follow]\nboards = {json.dumps([*urls, 'hf:ada/board'])}"]
    for board, url in urls.items():
        key = '\napi_key = "key"' if board == "artificial-analysis" else ""
        lines.append(f'[benchmarks.{board}]\nurl = "{url}"{key}')
    lines.append(f'[benchmarks.huggingface]\nurl = "{web.url("/hf")}"')
    return "\n".join(lines) + "\n"


def main() -> None:
    folder, home = map(Path, sys.argv[1:3])
    with Server() as web:
        web.otherwise = Recorded(folder).answer
        config = home / "config" / "config.toml"
        config.parent.mkdir(parents=True, exist_ok=True)
        nothing = web.url("/nothing")
        own = f'[issues]\nurl = "{nothing}"\n[arxiv]\ncategories = []\n[trending]\nurl = ""\n'
        config.write_text("feeds = []\n" + own + configured(web), "utf-8")
        print(f"serving {web.url('/')}", flush=True)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main()
