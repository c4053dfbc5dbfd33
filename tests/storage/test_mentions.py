from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.issues import Issue, Section
from tui_reader.domain.items import Seen
from tui_reader.domain.papers import Paper
from tui_reader.domain.repos import Repo
from tui_reader.storage.library import Library
from tui_reader.storage.mentions import STEP, phrases_of

DAY = datetime(2026, 11, 19, 12, tzinfo=UTC)
BOARD = Snapshot("swe-rebench", "SWE-rebench", DAY.date(), (BoardRow("Claude Opus 4.6", 1, 65.3), BoardRow("GLM-5", 2)))
MODEL = "model:claude-opus-4.6"


def entry(number: int, text: str, title: str = "") -> Entry:
    url = f"https://lab{number}.example/a"
    when = DAY - timedelta(minutes=number)
    return Entry(title or f"Title {number}", url, url, published=when, body=Body(text, BodyFormat.TEXT))


def read_all(library: Library) -> int:
    steps = 0
    while library.references.read_step():
        steps += 1
    return steps


def naming(library: Library, target: str) -> list[str]:
    return [s.title for s in library.references.mentions(target)]


def test_an_entry_that_names_things_is_found_by_each(library: Library, now: datetime) -> None:
    library.boards.store(BOARD)
    text = "OpenAI says Claude Opus 4.6 leads. See arXiv:2606.14591 and github.com/octo/tool."
    (key,) = library.entries.store("lab", [entry(1, text)], now).keys
    read_all(library)
    for target in (MODEL, "lab:openai", "arxiv:2606.14591", "repo:octo/tool"):
        (seen,) = library.references.mentions(target)
        assert (seen.key, seen.kind, seen.seen_on, seen.source) == (key, "mention", DAY.date(), "lab")
    assert "Claude Opus 4.6 leads" in library.references.mentions(MODEL)[0].text


def test_a_paper_does_not_name_itself(library: Library, now: datetime) -> None:
    paper = Paper("A title of words", "2606.14591", abstract="As arXiv:2606.14591 and arXiv:2606.14639 say.")
    library.papers.store([paper], Seen("arxiv", "announcement", "", None, now, inbox=True))
    read_all(library)
    assert not library.references.mentions("arxiv:2606.14591")
    assert naming(library, "arxiv:2606.14639") == ["A title of words"]


def test_texts_are_read_behind_what_stores_them_and_links_at_once(library: Library, now: datetime) -> None:
    many = [entry(n, "OpenAI, see https://lab9000.example/a") for n in range(STEP + 30)]
    library.entries.store("lab", many, now)
    assert library.references.waiting(1000) == len(many)
    assert not library.references.mentions("lab:openai")
    about = entry(9000, "about it")
    (key,) = library.entries.store("blog", [about], now).keys
    assert len(library.references.mentions(key)) == len(many)
    assert library.references.read_step()
    assert 0 < len(library.references.mentions("lab:openai")) < len(many)
    other = library.clone()  # another process goes on where this one was ended
    read_all(other)
    other.close()
    assert library.references.waiting(1000) == 0
    assert len(library.references.mentions("lab:openai")) == len(many)


def test_what_is_linked_and_named_is_one_mention_with_its_words(library: Library, now: datetime) -> None:
    text = "As arXiv:2606.14591 says, https://arxiv.org/abs/2606.14591 is one."
    library.entries.store("lab", [entry(1, text)], now)
    assert [s.text for s in library.references.mentions("arxiv:2606.14591")] == [""]
    read_all(library)
    assert [s.text for s in library.references.mentions("arxiv:2606.14591")] == [text]


def test_the_parts_of_an_issue_are_told_apart(library: Library, now: datetime) -> None:
    issue = Issue(
        date(2026, 3, 31), "The Report", ("Claude Opus 4.6 leads.",), tables=(BOARD,),
        sections=(Section("benchmarks", "Benchmarks", essay=("Again Claude Opus 4.6.",)),),
    )  # fmt: skip
    library.issues.store(issue, "issues", now)
    assert [s.where for s in library.references.mentions(MODEL)] == ["Essay", "Benchmarks"]


def test_changed_text_is_read_again(library: Library, now: datetime) -> None:
    library.entries.store("lab", [entry(1, "OpenAI")], now)
    library.entries.store("lab", [entry(1, "Anthropic this time, not the other")], now)
    assert not library.references.mentions("lab:openai")
    assert len(library.references.mentions("lab:anthropic")) == 1


def test_items_stored_before_a_model_was_known_are_found_in_steps_that_resume(library: Library, now: datetime) -> None:
    many = [entry(n, "Opus 4.6 again" if n % 2 else "claude-opus-4.6 here") for n in range(STEP + 30)]
    library.entries.store("lab", [*many, entry(9000, "about GPT-5.4")], now)
    assert not library.references.mentions(MODEL)
    library.boards.store(BOARD)
    assert library.references.read_step()
    assert 0 < len(library.references.mentions(MODEL)) < len(many)
    other = library.clone()  # another process goes on
    read_all(other)
    other.close()
    assert len(library.references.mentions(MODEL)) == len(many)
    assert not library.references.read_step()
    library.boards.store(BOARD)
    assert not library.references.read_step()


def test_nothing_is_searched_while_the_index_waits(library: Library, now: datetime) -> None:
    library.entries.store("lab", [entry(1, "Claude Opus 4.6")], now)
    library.boards.store(BOARD)
    library.index.defer(on=True)
    assert not library.references.read_step()
    library.index.defer(on=False)
    read_all(library)
    assert naming(library, MODEL) == ["Title 1"]


def test_names_of_ones_own_for_a_model_count_after_the_items_were_read_again(library: Library, now: datetime) -> None:
    library.boards.store(BOARD)
    library.entries.store("lab", [entry(1, "The Big One 9 leads")], now)
    read_all(library)
    library.references.use_aliases({"Claude Opus 4.6": ("The Big One 9",)})
    assert read_all(library) >= 1
    assert naming(library, MODEL) == ["Title 1"]
    assert library.references.model_target("the big one 9") == MODEL
    library.references.use_aliases({"Claude Opus 4.6": ("The Big One 9",)})
    assert not library.references.read_step()


def test_what_joins_another_item_names_nothing_on_its_own_any_more(library: Library, now: datetime) -> None:
    named = Paper("A title of words", abstract="OpenAI")
    library.papers.store([named], Seen("digest", "digest", "", None, now, inbox=True))
    known = replace(named, arxiv_id="2606.14591", abstract="OpenAI and more")
    library.papers.store([known], Seen("arxiv", "announcement", "", None, now, inbox=True))
    assert [s.key for s in library.references.mentions("lab:openai")] == ["arxiv:2606.14591"]


def test_of_many_that_name_it_the_newest_are_given(library: Library, now: datetime) -> None:
    library.entries.store("lab", [entry(n, "OpenAI") for n in range(9)], now)
    assert naming(library, "lab:openai")[-3:] == [s.title for s in library.references.mentions("lab:openai", 3)]


def test_a_model_stands_on_its_boards_first_and_last(library: Library, now: datetime) -> None:
    for days in (0, 1, 2):
        library.boards.store(replace(BOARD, taken_on=DAY.date() + timedelta(days)))
    aa = Snapshot("aa", "The Index", DAY.date(), (BoardRow("Claude Opus 4.6 (Max Effort)", 4, 53.0),))
    library.boards.store(aa)
    found = [(s.title, s.where, s.key) for s in library.references.listings(MODEL)]
    assert found == [
        ("The Index", "rank 4 · score 53", "board:aa@2026-11-19"),
        ("SWE-rebench", "first listed · rank 1 · score 65.3", "board:swe-rebench@2026-11-19"),
        ("SWE-rebench", "last listed · rank 1 · score 65.3", "board:swe-rebench@2026-11-21"),
    ]
    assert library.references.names_of(MODEL) == ("Claude Opus 4.6", "Claude Opus 4.6 (Max Effort)")
    assert library.references.model_target("nothing known 1") == ""


def test_the_table_of_names_knows_stored_repositories(library: Library, now: datetime) -> None:
    library.repos.store([Repo("Octo/Tool")], Seen("trending", "trending", "", None, now))
    found = library.references.name_table().recognise("octo/tool and other/tool")
    assert [m.target for m in found] == ["repo:octo/tool"]
    assert library.references.name_table() is library.references.name_table()


def test_a_name_is_sought_in_each_way_of_writing_it() -> None:
    assert set(phrases_of("Qwen3.5-9B")) >= {"qwen3 5 9b", "qwen 3 5 9b"}
    assert list(phrases_of("()")) == []


def test_a_family_leads_to_its_models(library: Library, now: datetime) -> None:
    rows = (BoardRow("Gemma 4 31B", 1, 50.0), BoardRow("Gemma 4 26B A4B", 2, 40.0), BoardRow("Gemma 3 27B", 3, 30.0))
    library.entries.store("lab", [entry(1, "Gemma 4 is out")], now)
    library.boards.store(Snapshot("aa", "The Index", DAY.date(), rows))
    read_all(library)
    target = library.references.model_target("gemma 4")
    assert naming(library, target) == ["Title 1"]
    assert library.references.names_of(target) == ("Gemma 4 26B A4B", "Gemma 4 31B")
    assert [s.where for s in library.references.listings(target)] == ["rank 1 · score 50"]
    assert library.references.model_target("google/gemma-4-31B") == "model:gemma-4-31-b"
