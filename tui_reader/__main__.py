"""The console script."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the process ends with its exit code."""
    from tui_reader.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
