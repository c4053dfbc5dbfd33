from __future__ import annotations

from collections.abc import Sequence

from tui_reader.ui.widgets.list_rows import PAGE_ROWS, RowWindow


class CountingSource:
    groups: Sequence[tuple[int, str]] = ()

    def __init__(self, count: int, version: str = "old") -> None:
        self.count = count
        self.version = version
        self.asked: list[int] = []

    def __len__(self) -> int:
        return self.count

    def id_at(self, index: int) -> int:
        return 1000 + index

    def rows(self, ids: Sequence[int]) -> Sequence[str | None]:
        self.asked.append(len(ids))
        return [f"{item_id} {self.version}" for item_id in ids]


def test_rows_are_fetched_a_page_at_a_time() -> None:
    source = CountingSource(PAGE_ROWS * 3)
    window = RowWindow(source)
    assert window.row(PAGE_ROWS + 1) == f"{1000 + PAGE_ROWS + 1} old"
    window.row(PAGE_ROWS + 2)
    assert source.asked == [PAGE_ROWS]


def test_only_the_last_pages_are_kept() -> None:
    source = CountingSource(PAGE_ROWS * 40)
    window = RowWindow(source)
    for page in range(40):
        window.row(page * PAGE_ROWS)
    window.row(0)
    assert len(source.asked) == 41


def test_a_patch_fetches_only_the_changed_rows_that_are_held() -> None:
    source = CountingSource(PAGE_ROWS * 2)
    window = RowWindow(source)
    window.row(0)
    source.version = "new"
    window.patch({1003, 1000 + PAGE_ROWS})
    assert source.asked == [PAGE_ROWS, 1]
    assert (window.row(3), window.row(4)) == ("1003 new", "1004 old")


def test_a_longer_source_keeps_the_pages_that_were_full() -> None:
    window = RowWindow(CountingSource(PAGE_ROWS + 5))
    window.row(0)
    window.row(PAGE_ROWS)
    longer = CountingSource(PAGE_ROWS * 2, "new")
    window.extend(longer)
    assert window.row(0) == "1000 old"
    assert window.row(PAGE_ROWS + 9) == f"{1000 + PAGE_ROWS + 9} new"


def test_an_answer_that_is_short_leaves_rows_gone() -> None:
    class Short(CountingSource):
        def rows(self, ids: Sequence[int]) -> Sequence[str | None]:
            return super().rows(ids)[:1]

    window = RowWindow(Short(3))
    assert [window.row(index) for index in range(3)] == ["1000 old", None, None]


def test_an_id_is_found_far_from_where_it_was_looked_for() -> None:
    window = RowWindow(CountingSource(5000))
    assert window.index_of(1000 + 4999, near=10) == 4999
    assert window.index_of(1000, near=4000) == 0
    assert window.index_of(7) is None


def test_a_source_that_knows_where_ids_are_is_asked() -> None:
    class Indexed(CountingSource):
        def index_of(self, item_id: int) -> int | None:
            return 42 if item_id == 5 else None

    assert RowWindow(Indexed(3)).index_of(5) == 42


def test_an_id_is_looked_for_in_a_list_shorter_than_the_place_it_had() -> None:
    class Bounded(CountingSource):
        def id_at(self, index: int) -> int:
            return range(1000, 1256)[index]

    window = RowWindow(Bounded(256))
    assert window.index_of(7, near=2525) is None
    assert window.index_of(1000 + 255, near=2525) == 255
