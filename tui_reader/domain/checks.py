"""What `doctor` finds."""

from __future__ import annotations

from enum import StrEnum

from tui_reader.domain.quick_dataclass import dataclass


class CheckStatus(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `message` says what was found, `hint` what to do about it."""

    name: str
    status: CheckStatus
    message: str
    hint: str = ""
