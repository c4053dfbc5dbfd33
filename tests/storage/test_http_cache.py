from __future__ import annotations

import os
import pickle
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.domain.errors import StorageError
from tui_reader.domain.http import CachedResponse
from tui_reader.fetch.client import HttpCachePort
from tui_reader.storage.http_cache import HttpCache, _packed, _unpacked

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
URL = "https://x.example/feed"
ANSWER = CachedResponse(
    URL, "https://x.example/final", b"\x00<rss/>\n\xff", "text/xml", "utf-8", '"1"', "Fri, 20 Nov 2026 08:00:00 GMT",
    AT, AT + timedelta(hours=1), "https://x.example/moved",
)  # fmt: skip


@pytest.fixture
def cache(tmp_path: Path) -> HttpCache:
    return HttpCache(tmp_path / "http", 16, 30)


def test_an_answer_comes_back_as_it_was_kept(cache: HttpCache) -> None:
    port: HttpCachePort = cache
    assert port.get(URL) is None
    port.put(URL, ANSWER)
    assert port.get(URL) == ANSWER
    big = replace(ANSWER, body=os.urandom(100_000), expires=None)
    port.put(URL, big)
    assert port.get(URL) == big
    cache.close()
    assert port.get(URL) is None


def test_answers_stay_between_runs(tmp_path: Path, cache: HttpCache) -> None:
    cache.put(URL, ANSWER)
    cache.close()
    again = HttpCache(tmp_path / "http", 16, 30)
    assert again.get(URL) == ANSWER
    again.close()


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path(os.environ["TUI_READER_BOMB"]),))


@pytest.mark.parametrize(
    ("raw", "mode", "in_file"), [(1, 4, False), (1, 4, True), (1, 3, True), (1, 1, False), (0, 4, False), (1, 9, False)]
)
def test_a_planted_pickle_is_never_opened(
    tmp_path: Path, cache: HttpCache, monkeypatch: pytest.MonkeyPatch, raw: int, mode: int, in_file: bool
) -> None:
    trap = tmp_path / "trap"
    monkeypatch.setenv("TUI_READER_BOMB", str(trap))
    cache.put(URL, ANSWER)
    cache.close()
    bomb = pickle.dumps(Bomb())
    (tmp_path / "http" / "bomb.val").write_bytes(bomb)
    db = sqlite3.connect(tmp_path / "http" / "cache.db")
    db.execute(
        "UPDATE Cache SET raw = ?, mode = ?, value = ?, filename = ?, tag = ?",
        (raw, mode, None if in_file else bomb, "bomb.val" if in_file else None, bomb),
    )
    db.execute("INSERT OR REPLACE INTO Settings VALUES('tag_index', ?)", (bomb,))
    db.execute("INSERT OR REPLACE INTO Settings VALUES('disk_min_file_size', ?)", (bomb,))
    db.commit()
    db.close()
    again = HttpCache(tmp_path / "http", 16, 30)
    assert again.get(URL) is None
    again.put(URL, ANSWER)
    assert again.get(URL) == ANSWER
    again.close()
    assert not trap.exists()


def test_a_planted_name_leads_to_no_file_outside_of_the_cache(tmp_path: Path, cache: HttpCache) -> None:
    cache.put(URL, ANSWER)
    cache.close()
    secret = tmp_path / "secret"
    secret.write_bytes(_packed(ANSWER))
    db = sqlite3.connect(tmp_path / "http" / "cache.db")
    db.execute("UPDATE Cache SET mode = 2, value = NULL, filename = '../secret'")
    db.commit()
    db.close()
    again = HttpCache(tmp_path / "http", 16, 30)
    assert again.get(URL) is None
    again.clear()
    again.close()
    assert secret.exists()


def test_a_damaged_cache_is_set_aside(tmp_path: Path, cache: HttpCache) -> None:
    cache.put(URL, ANSWER)
    cache.close()
    for name in ("cache.db-wal", "cache.db-shm"):
        (tmp_path / "http" / name).unlink(missing_ok=True)
    (tmp_path / "http" / "cache.db").write_bytes(b"no database, but long enough to be taken for one" * 100)
    again = HttpCache(tmp_path / "http", 16, 30)
    assert again.get(URL) is None
    again.put(URL, ANSWER)
    assert again.get(URL) == ANSWER
    again.close()
    assert len(list(tmp_path.glob("http.damaged-*"))) == 1


def test_a_place_that_is_no_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "http").write_text("x")
    with pytest.raises(StorageError):
        HttpCache(tmp_path / "http", 16, 30).get(URL)


def test_old_answers_go_when_there_is_no_room(cache: HttpCache) -> None:
    for i in range(60):
        cache.put(f"{URL}/{i}", replace(ANSWER, body=os.urandom(1 << 20)))
    kept = [i for i in range(60) if cache.get(f"{URL}/{i}")]
    assert 59 in kept
    assert 0 not in kept
    assert len(kept) <= 20
    cache.close()


def test_threads_share_a_cache(cache: HttpCache) -> None:
    failures: list[Exception] = []

    def use(number: int) -> None:
        try:
            for i in range(10):
                cache.put(f"{URL}/{number}/{i}", ANSWER)
                assert cache.get(f"{URL}/{number}/{i}") == ANSWER
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=use, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cache.close()
    assert not failures


@given(st.binary(max_size=60) | st.none() | st.integers())
def test_bytes_that_hold_no_answer_are_none(data: object) -> None:
    assert _unpacked(data, URL) is None
