"""How much memory and time the system lets a process have (setrlimit(2)). Windows has no such limits, and macOS does
not keep to that of memory; there whoever waits for the process watches the clock."""

from __future__ import annotations

import math
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

#: What a process ends with that was refused memory.
OUT_OF_MEMORY = 86


def limit_memory(mib: int) -> None:
    """Let this process have so much memory of its own (what it shares with others comes on top), and leave no dump of
    it behind."""
    if sys.platform == "win32":
        return
    import resource

    for which, most in ((resource.RLIMIT_DATA, mib << 20), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):
            _, hard = resource.getrlimit(which)
            resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def limit_time(seconds: float) -> None:
    """Let this process compute so long from now on; after that the system ends it (SIGXCPU), whatever it is at."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        until = math.ceil(time.process_time() + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))


def ran_out_of_time(exit_code: int | None) -> bool:
    """Whether the system ended a process because its time was over."""
    if sys.platform == "win32":
        return False
    import signal

    return exit_code == -signal.SIGXCPU


def resident_mib() -> int:
    """How much memory this process takes now; 0 where the system does not say (proc(5), statm)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20 if sys.platform != "win32" else 0
