"""The console script."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line; the process ends with its exit code."""
    # Collecting garbage while modules are imported finds none and costs a tenth of the start; the reader and the
    # subcommands turn it on again once they run.
    gc.disable()
    from tui_reader.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
