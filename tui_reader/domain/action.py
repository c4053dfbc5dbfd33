"""What an action is, and where it applies."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Context(StrEnum):
    """Where an action applies. GLOBAL is everywhere in the reader; SOURCES is the sources screen, with keys of its own
    only; the others are panes."""

    GLOBAL = "everywhere"
    ISSUES = "issues"
    FEEDS = "feeds"
    PAPERS = "papers"
    BENCHMARKS = "benchmarks"
    SOURCES = "sources"


READING = (Context.ISSUES, Context.FEEDS, Context.PAPERS)
LISTS = (*READING, Context.BENCHMARKS)


class Action(Struct, frozen=True):
    """One thing the user can do. `footer` is its short label in the footer ("" keeps it out), `priority` who stays
    when the footer is narrow (higher stays longer), `contexts` where it applies, `words` what else people type who
    look for it in the palette."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    contexts: tuple[Context, ...] = (Context.GLOBAL,)
    footer: str = ""
    priority: int = 0
    words: str = ""
