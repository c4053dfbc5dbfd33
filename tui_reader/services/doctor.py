"""What `doctor` looks at: each check is judged from plain facts, or from functions that are handed in.

A check never raises. With repair, what failed is repaired by the function that came with it, and looked at again.
"""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.checks import Check, CheckStatus
from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from tui_reader.domain.journal import JournalFiles
    from tui_reader.domain.sources import SourceHealth

#: Below this many free bytes a sync may end halfway.
LOW_SPACE = 200 << 20
NO_SPACE = 10 << 20
#: How many lines of the journal are named, and characters of a field.
_NAMED, _SHOWN = 3, 40
_A_DAY = timedelta(days=1)


class Examination(Struct, frozen=True):
    """Something to look at. `name` is said when looking itself fails; `repair` is tried when a check failed and repair
    was asked for, and says what it did."""

    name: str
    look: Callable[[], Sequence[Check]]
    repair: Callable[[], str] | None = None


class JournalSurvey(Struct, frozen=True):
    """What lies in the journal's files: whole lines, lines that are none, files that end within a line, the highest
    number of a line of this machine; the first lines with a field that this version does not understand, and of those
    that are dated in the future (by id), with how many there are."""

    files: int = 0
    lines: int = 0
    garbage: int = 0
    torn: int = 0
    last: int = 0
    unknown: int = 0
    unknown_ids: tuple[str, ...] = ()
    ahead: int = 0
    ahead_ids: tuple[str, ...] = ()


def examine(examinations: Iterable[Examination], repair: bool = False) -> list[Check]:
    """Make the checks, in order."""
    return [check for examination in examinations for check in _one(examination, repair)]


def is_well(checks: Iterable[Check]) -> bool:
    """Whether nothing failed; warnings and what was repaired are well."""
    return all(check.status is not CheckStatus.FAILED for check in checks)


def _one(examination: Examination, repair: bool) -> Sequence[Check]:
    found = _look(examination)
    failed = {check.name for check in found if check.status is CheckStatus.FAILED}
    if not failed or not repair or examination.repair is None:
        return found
    try:
        done = examination.repair()
    except (ReaderError, OSError) as error:
        failure = f"not repaired: {_reason(error)}"
        return [replace(c, message=f"{c.message}; {failure}") if c.name in failed else c for c in found]
    return [
        replace(c, status=CheckStatus.REPAIRED, message=f"{c.message} ({done})")
        if c.name in failed and c.status is not CheckStatus.FAILED
        else c
        for c in _look(examination)
    ]


def _look(examination: Examination) -> Sequence[Check]:
    try:
        return examination.look()
    except ReaderError as error:
        return [Check(examination.name, CheckStatus.FAILED, error.message, error.hint)]
    except OSError as error:
        return [Check(examination.name, CheckStatus.FAILED, _reason(error), "Check the folder and its permissions.")]


def _reason(error: Exception) -> str:
    return error.message if isinstance(error, ReaderError) else str(getattr(error, "strerror", "") or error)


# -- judgements: facts in, a check out ---------------------------------------


def judge_configuration(file: Path, exists: bool, problems: Sequence[str]) -> Check:
    """The configuration: `problems` as `config check` says them."""
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        return Check("configuration", CheckStatus.FAILED, problems[0] + more, "inference-tui config check shows all.")
    if not exists:
        return Check("configuration", CheckStatus.OK, f"no {file.name}: the defaults hold")
    return Check("configuration", CheckStatus.OK, f"{file} is right")


def judge_opening(notice: str) -> Check:
    """How the library opened: `notice` is what was special about it."""
    if notice:
        hint = "inference-tui sync fetches again what is missing; what you did comes from the journal."
        return Check("opening", CheckStatus.WARNING, notice, hint)
    return Check("opening", CheckStatus.OK, "the library opens")


def survey_journal(journal: JournalFiles, folder: Path, machine: str, now: datetime) -> JournalSurvey:
    """Read all of the journal and count. A line dated more than a day after `now` is of the future. Raises StorageError
    or OSError when a file cannot be read."""
    files = sorted(p for p in folder.glob("*.jsonl") if p.is_file()) if folder.is_dir() else []
    lines = garbage = last = 0
    unknown: list[str] = []
    ahead: list[str] = []
    for _, _, line in journal.read({}):
        if line is None:
            garbage += 1
            continue
        lines += 1
        if line.name == machine:
            last = max(last, line.number)
        if line.unknown:
            unknown.append(f"{line.name}:{line.number} ({line.unknown[:_SHOWN]})")
        if line.at - now > _A_DAY:
            ahead.append(f"{line.name}:{line.number} ({line.at:%d %b %Y})")
    torn = sum(_is_torn(path) for path in files)
    return JournalSurvey(
        len(files), lines, garbage, torn, last, len(unknown), tuple(unknown[:_NAMED]), len(ahead), tuple(ahead[:_NAMED])
    )


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size == 0:
            return False
        file.seek(size - 1)
        return file.read(1) != b"\n"


def judge_journal(survey: JournalSurvey) -> Check:
    """The journal. A line that is none is passed over when reading, so it is a warning, never a failure."""
    said = f"{survey.lines:,} lines in {survey.files} file{'s' if survey.files != 1 else ''}"
    said += f", the last of this machine is number {survey.last}" if survey.last else ""
    odd = []
    if survey.garbage:
        odd.append(f"{survey.garbage} {'lines are' if survey.garbage > 1 else 'line is'} unreadable")
    if survey.torn:
        odd.append(f"{survey.torn} {'files end' if survey.torn > 1 else 'file ends'} within a line")
    hints = ["They are passed over; everything else counts. Nothing is rewritten."] if odd else []
    if survey.unknown:
        odd.append(f"{_counted(survey.unknown)} of a newer version: {_some(survey.unknown, survey.unknown_ids)}")
        hints.append("A newer inference-tui reads what this one does not know.")
    if survey.ahead:
        odd.append(f"{_counted(survey.ahead)} dated in the future: {_some(survey.ahead, survey.ahead_ids)}")
        hints.append("Look at the clock of that machine; what is decided from now on counts all the same.")
    if odd:
        return Check("journal", CheckStatus.WARNING, f"{said}; {', '.join(odd)}", " ".join(hints))
    return Check("journal", CheckStatus.OK, said)


def _counted(lines: int) -> str:
    return f"{lines} lines are" if lines > 1 else "1 line is"


def _some(number: int, named: Sequence[str]) -> str:
    return ", ".join(named) + (f" and {number - len(named)} more" if number > len(named) else "")


def judge_folder(name: str, folder: Path, probe: Callable[[Path], None]) -> Check:
    """A folder the program writes to; `probe` raises OSError when that cannot be done."""
    try:
        probe(folder)
    except OSError as error:
        hint = "What is there can still be read; change its permissions or choose another place with --home."
        return Check(name, CheckStatus.FAILED, f"{folder} cannot be written: {_reason(error)}", hint)
    if others_may(folder):
        hint = f"If nobody else is to read it: chmod go-rwx {folder}"
        return Check(name, CheckStatus.WARNING, f"{folder} can be written, and others may look into it", hint)
    return Check(name, CheckStatus.OK, f"{folder} can be written")


def others_may(path: Path) -> bool:
    """Whether others than its owner have a right to a file or folder."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def probe_folder(folder: Path) -> None:
    """Write a file there and take it away again. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"probe")
        file.flush()


def judge_space(folder: Path, free: int) -> Check:
    """The room on the disk of the library, in bytes."""
    said = f"{free / (1 << 20):,.0f} MiB free at {folder}"
    if free < NO_SPACE:
        return Check("disk space", CheckStatus.FAILED, said, "Make room: nothing more can be stored.")
    if free < LOW_SPACE:
        return Check("disk space", CheckStatus.WARNING, said, "Make room soon, or lower [cache] max_mib.")
    return Check("disk space", CheckStatus.OK, said)


def judge_sources(sources: Sequence[SourceHealth]) -> Check:
    """How the sources have been doing."""
    retired = [s.source_id for s in sources if s.status == "retired"]
    failing = [s for s in sources if s.status == "failing"]
    moved = [s.source_id for s in sources if s.status == "moved"]
    said = []
    if failing:
        said.append(f"failing: {_named([s.source_id for s in failing])}")
    if retired:
        said.append(f"gone for good: {_named(retired)}")
    if moved:
        said.append(f"moved: {_named(moved)}")
    if said:
        hint = "inference-tui list sources says why; feeds remove ID takes one off the list."
        return Check("sources", CheckStatus.WARNING, "; ".join(said), hint)
    if not any(s.last_success for s in sources):
        return Check("sources", CheckStatus.OK, "none was fetched yet", "inference-tui sync fetches them.")
    return Check("sources", CheckStatus.OK, f"{len(sources)} sources, none failing")


def _named(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")


def judge_python(version: tuple[int, int, int], sqlite: tuple[int, ...]) -> Check:
    """The interpreter and its SQLite."""
    said = f"Python {'.'.join(map(str, version))}, SQLite {'.'.join(map(str, sqlite))}"
    if version < (3, 11, 0):
        return Check("python", CheckStatus.FAILED, said, "Python 3.11 or newer is needed.")
    return Check("python", CheckStatus.OK, said)


def judge_terminal(env: Mapping[str, str], encoding: str, is_terminal: bool) -> Check:
    """Whether the reader can be drawn here."""
    term = env.get("TERM", "")
    if not is_terminal:
        return Check("terminal", CheckStatus.OK, "not a terminal: the subcommands work, the reader does not")
    if term in ("", "dumb") and os.name != "nt":
        hint = "Set TERM as your terminal says, often xterm-256color."
        said = f"TERM is {term or 'not set'}: the reader may not draw well"
        return Check("terminal", CheckStatus.WARNING, said, hint)
    if not encoding.lower().replace("-", "").startswith("utf8"):
        hint = "Choose a UTF-8 locale, such as LANG=en_GB.UTF-8 or C.UTF-8."
        return Check("terminal", CheckStatus.WARNING, f"{term}, but the encoding is {encoding}, not UTF-8", hint)
    colours = "no colours (NO_COLOR)" if env.get("NO_COLOR") else _colours(term, env.get("COLORTERM", ""))
    return Check("terminal", CheckStatus.OK, f"{term or 'Windows'}, {colours}")


def _colours(term: str, colorterm: str) -> str:
    if colorterm in ("truecolor", "24bit") or term.endswith("-direct"):
        return "16 million colours"
    return "256 colours" if "256" in term else "16 colours"
