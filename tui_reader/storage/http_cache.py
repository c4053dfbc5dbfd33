"""Answers kept on disk, within a size limit, in diskcache.

diskcache stores what is neither text, number nor bytes as a pickle, and reading one runs whatever code is in it
(CVE-2025-69872): a file planted in the cache folder would own the program. This cache stores one plain value of bytes
(a JSON head, a newline, the body), and its Disk refuses to write or read anything else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tui_reader.domain.errors import StorageError
from tui_reader.domain.http import CachedResponse
from tui_reader.text.address_parts import login_hidden

_HEAD = ("url", "final_url", "content_type", "charset", "etag", "last_modified", "moved_to")


class HttpCache:
    """Answers by address. Safe to call from any thread. Opened at the first use; what goes wrong raises StorageError,
    except that a damaged cache is set aside and a fresh one made: its content can be fetched again."""

    def __init__(self, folder: Path, max_mib: int, keep_days: int) -> None:
        self._folder = folder
        self._limit = max(1, max_mib) << 20
        self._keep = timedelta(days=max(1, keep_days))
        self._cache: Any = None
        self._lock = threading.Lock()
        self._is_closed = False

    def get(self, url: str) -> CachedResponse | None:
        """The answer kept for this address, however old."""
        data = self._with_cache(lambda cache: cache.get(_key(url)))
        return None if data is None else _unpacked(data, url)

    def put(self, url: str, response: CachedResponse) -> None:
        """Keep an answer, in place of an earlier one."""
        data, seconds = _packed(response), self._keep.total_seconds()
        if len(data) > self._limit // 2:
            return  # one answer would push out nearly everything else
        self._with_cache(lambda cache: cache.set(_key(url), data, expire=seconds))

    def clear(self) -> None:
        """Forget all answers."""
        self._with_cache(lambda cache: cache.clear())

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._is_closed = True
            cache, self._cache = self._cache, None
        if cache is not None:
            with contextlib.suppress(Exception):
                cache.close()

    def _with_cache(self, use: Any) -> Any:
        import sqlite3

        for attempt in (1, 2):
            cache = self._opened()
            if cache is None:
                return None
            try:
                return use(cache)
            except RefusedValueError:
                return None
            except Exception as error:  # diskcache has errors of its own, Timeout among them
                if attempt == 2 or not (isinstance(error, sqlite3.DatabaseError) and _is_damage(error)):
                    raise self._failure(error) from error
                self._set_aside(cache)
        return None

    def _opened(self) -> Any:
        with self._lock:
            if self._is_closed:
                return None
            if self._cache is None:
                try:
                    self._cache = _open(self._folder, self._limit)
                except Exception as error:
                    if not _is_damage(error):
                        raise self._failure(error) from error
                    self._rename()
                    try:
                        self._cache = _open(self._folder, self._limit)
                    except Exception as again:
                        raise self._failure(again) from again
            return self._cache

    def _set_aside(self, cache: Any) -> None:
        with self._lock:
            if self._cache is cache:
                with contextlib.suppress(Exception):
                    cache.close()
                self._cache = None
                self._rename()

    def _rename(self) -> None:
        target = self._folder.with_name(f"{self._folder.name}.damaged-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
        try:
            self._folder.rename(target)
        except OSError as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> StorageError:
        return StorageError(
            f"the cache {self._folder} cannot be used ({error})",
            "It can be deleted: what it holds is fetched again.",
        )


class RefusedValueError(Exception):
    """A stored value is of a kind this cache never writes."""


def _open(folder: Path, limit: int) -> Any:
    import diskcache

    class PlainDisk(diskcache.Disk):  # type: ignore[misc]
        """Text as keys, bytes as values, nothing else; see the module's text."""

        def put(self, key: Any) -> Any:
            if not isinstance(key, str):
                raise RefusedValueError("a key is not text")
            return key, True

        def get(self, key: Any, raw: Any) -> Any:
            if not isinstance(key, str) or not raw:
                raise RefusedValueError("a key is not text")
            return key

        def store(self, value: Any, read: Any, key: Any = diskcache.UNKNOWN) -> Any:
            if read or not isinstance(value, bytes):
                raise RefusedValueError("a value is not bytes")
            return super().store(value, False, key=key)

        def fetch(self, mode: Any, filename: Any, value: Any, read: Any) -> Any:
            if mode not in (diskcache.core.MODE_RAW, diskcache.core.MODE_BINARY) or read:
                raise RefusedValueError("a value is not bytes")
            if mode == diskcache.core.MODE_BINARY and not self._is_own_file(filename):
                raise RefusedValueError("a value lies outside of the cache")
            found = super().fetch(mode, filename, value, False)
            if not isinstance(found, bytes):
                raise RefusedValueError("a value is not bytes")
            return found

        def remove(self, file_path: Any) -> Any:
            if self._is_own_file(file_path):
                super().remove(file_path)

        def _is_own_file(self, name: Any) -> bool:
            # Names come out of a database that others may have written: `..` would lead anywhere.
            root = Path(self._directory).resolve()
            return isinstance(name, str) and (root / name).resolve().is_relative_to(root)

    # diskcache writes its settings into the database and reads them back; they are numbers and words, and a planted
    # one of another kind goes through the Disk above.
    return diskcache.Cache(
        str(folder),
        disk=PlainDisk,
        timeout=10,
        size_limit=limit,
        eviction_policy="least-recently-stored",
        disk_min_file_size=32 * 1024,
        statistics=0,
    )


def _is_damage(error: Exception) -> bool:
    """Whether an error is about what stands in the files, and not about reaching them."""
    import sqlite3

    if not isinstance(error, (sqlite3.Error, OSError)):
        return True  # a setting that diskcache itself never writes
    text = str(error).lower()
    return any(word in text for word in ("malformed", "not a database", "corrupt", "no such table", "no such column"))


def _key(url: str) -> str:
    """The address; its login as a digest, so that no password lies here and yet nobody gets another's answer."""
    shown = login_hidden(url)
    return url if shown == url else f"{shown} {hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _packed(response: CachedResponse) -> bytes:
    head: dict[str, str | None] = {name: getattr(response, name) for name in _HEAD}
    head["url"] = _key(response.url)
    head["fetched_at"] = response.fetched_at.isoformat()
    head["expires"] = response.expires.isoformat() if response.expires else None
    return json.dumps(head).encode() + b"\n" + response.body


def _unpacked(data: Any, url: str) -> CachedResponse | None:
    """The answer in some bytes, None where they hold none: then it is fetched again."""
    if not isinstance(data, bytes):
        return None
    try:
        line, _, body = data.partition(b"\n")
        head = json.loads(line)
        words = {name: head[name] for name in _HEAD}
        if not all(isinstance(w, str) for w in words.values()):
            return None
        fetched_at = datetime.fromisoformat(head["fetched_at"])
        expires = datetime.fromisoformat(head["expires"]) if head["expires"] else None
        if fetched_at.tzinfo is None or (expires is not None and expires.tzinfo is None):
            return None
        if words["url"] == _key(url):
            words["url"] = url
        return CachedResponse(body=body, fetched_at=fetched_at, expires=expires, **words)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
